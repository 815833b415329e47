"""The case note: its parts, read by a Markdown parser; nothing out of a log is a mark in it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from beacon_tui.triage.export import markdown_file
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.view import View
from tests.fakes import EXAMPLES, SESSIONS, Fake, fake_accounts
from tests.triage.export.cases import NAMES, case_of, named


def tokens(case: Case) -> list[Token]:
    """Everything in a note, as a parser of GitHub's Markdown sees it."""
    found = list[Token]()
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown_file.export(case)):
        found += [token, *(token.children or [])]
    return found


def shape(case: Case) -> Counter[str]:
    """How much of what there is in a note."""
    return Counter(token.type for token in tokens(case))


def test_a_note_has_all_its_parts() -> None:
    case = case_of(EXAMPLES[0], rules=(Rule(port=80),))
    note = markdown_file.export(Case(case.view, case.rows, (Path("/logs/2024-04-19"),)))
    for words in (
        "# 1 beacon candidate\n",
        "- 2024-04-19 00:00 → 04-20 00:00 UTC  24 h  1 hole, 1h00m",
        "slowest period 3h36m",
        "- logs: /logs/2024-04-19",
        "| 97 | `73.54.23.243` | `64.225.56.201` | 80 | 4m32s | 26% |",
        "## 1. `73.54.23.243` → `64.225.56.201`",
        "\n- hidden by any → any :80",
        "── gaps between check-ins: 299",
        "── activity, 2024-04-19 00:00 to 2024-04-20 00:00 UTC, ░ hole",
        "one line a period of 4m32s",
        "| zeek-cut ts ",
    ):
        assert words in note


def test_a_note_names_the_accounts_on_the_source() -> None:
    case = case_of(EXAMPLES[0])
    seen = fake_accounts([(EXAMPLES[0].src, "*svc*", "C\x1b|`", "ntlm", 1)])
    view = View.of(replace(case.view.results, accounts=seen))
    note = markdown_file.export(replace(case, view=view))
    assert "\n- accounts on the source: \\*svc\\*@C\\\\x1b\\|\\`\n" in note


def test_a_session_without_a_rhythm_says_when_it_was_open() -> None:
    note = markdown_file.export(case_of(SESSIONS[0]))
    assert "open for 1 h or more: 1" in note
    assert "| — | `10.0.3.20` | `192.0.2.99` `push.example` |" in note


def test_no_picture_is_wider_than_a_page() -> None:
    for token in tokens(case_of(*EXAMPLES, *SESSIONS)):
        if token.type == "fence" and token.info == "text":
            title, *lines = token.content.splitlines()
            assert title
            assert all(len(line) <= markdown_file.WIDTH for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_changes_nothing_of_the_note(name: str) -> None:
    assert shape(named(name)) == shape(named("harmless.example"))


def test_neither_does_a_hostile_address_service_rule_or_path() -> None:
    plain = Fake("10.0.0.1", ("192.0.2.1",), count=12, service="ssl")
    bad = Fake("`|</x>\n# a", ("`|</x>\n```\n# a",), count=12, service="```\n# a")
    rule = Rule(port=443, reason="`<b>*a*| # x")
    logs = Path("/tmp/<b>`a`*|\n# b")
    harmless = case_of(plain, rules=(Rule(port=443, reason="known"),))
    hostile = case_of(bad, rules=(rule,))
    before = shape(Case(harmless.view, harmless.rows, (Path("/logs"),)))
    after = shape(Case(hostile.view, hostile.rows, (logs,)))
    for kind in ("heading_open", "table_open", "tr_open", "td_open", "list_item_open", "link_open", "em_open"):
        assert after[kind] == before[kind], kind
    assert not after["html_inline"] + after["html_block"] + after["image"]
    assert after["fence"] == before["fence"] - 1, "there is no command for what is no address"


def test_a_fence_is_longer_than_what_it_holds() -> None:
    assert markdown_file.fenced(["a ```` b"], "text") == "`````text\na ```` b\n`````"
