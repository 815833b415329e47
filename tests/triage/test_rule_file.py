"""The text of an allowlist: mistakes are named by line, edits leave everything else as it was."""

import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.rule_file import check_rules, parse_changed, parse_rules, with_changed, with_rules, without_rule
from beacon_tui.triage.rules import Rule

COMMENTED = """\
# Our allowlist. Ask Kim before you touch it.

# time servers
[[rule]]
dst = "192.0.2.0/24"   # the NTP pool
port = 123
reason = "time"

# updates
[[rule]]
name = "*.vendor.example" # everything of theirs
reason = 'text with [[rule]] in it'

# the end
"""

rules = st.builds(
    Rule,
    src=st.none() | st.ip_addresses().map(str),
    dst=st.none() | st.just("broadcast"),
    name=st.none() | st.sampled_from(["x.example", "*.x.example", 'a"b\\c', "münchen.example", "a#b"]),
    port=st.integers(0, 65535),
    proto=st.none() | st.sampled_from(["tcp", "udp"]),
    account=st.none() | st.just("svc-update"),
    reason=st.text(st.characters(categories=["L", "N", "P"]), max_size=12),
    author=st.sampled_from(["", "kim"]),
    added=st.just("2026-01-15"),
    expires=st.sampled_from(["", "2026-12-31"]),
    enabled=st.booleans(),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[rule]]\nsrc = "10.0.0"\n', "list.toml, line 2: src '10.0.0' is neither"),
        ('# c\n\n[[rule]]\nport = 1\n[[rule]]\nname = "a"\n"port" = 70000\n', "list.toml, line 7: port 70000"),
        ('[[rule]]\nport = 1\ndst = "brodcast"\n', "list.toml, line 3: dst 'brodcast' is neither"),
        ('[[rule]]\nreason = "none"\n', "list.toml, line 1: the rule needs at least one of"),
        ('[[rule]]\nsrcc = "10.0.0.1"\n', "list.toml, line 2: srcc is not a field of a rule; did you mean src?"),
        ("rule = [{port = 1}, {port = -2}]\n", "list.toml, rule 2: port -2"),
        ('[[rules]]\nsrc = "10.0.0.1"\n', "list.toml: 'rules' is not known"),
        ("[rule]\nport = 1\n", "list.toml: `rule` must be a list of tables"),
        ("rule = [1]\n", "list.toml: `rule` must be a list of tables"),
        ('[[rule]]\nport = 1\nexpires = "soon"\n', "list.toml, line 3: expires 'soon' is no day"),
        ("[[rule]\n", r"list.toml is no valid TOML: .*line 1"),
        ("[[rule]]\nport = 1\nport = 2\n", r"list.toml is no valid TOML: .*line 3"),
    ],
)
def test_mistakes_are_named_by_file_line_and_field(text: str, words: str) -> None:
    with pytest.raises(AllowlistError, match=re.escape(words) if ".*" not in words else words):
        parse_rules(text, "list.toml")


def test_an_empty_text_has_no_rules() -> None:
    assert parse_rules("", "list.toml") == ()
    assert parse_rules("# nothing yet\n", "list.toml") == ()


def test_adding_only_adds_to_the_end() -> None:
    rule = Rule(src="10.0.0.7", name="x.example", reason="mine", added="2026-01-15T10:15:00+00:00")
    text = with_rules(COMMENTED, [rule])
    assert text.startswith(COMMENTED)
    assert parse_rules(text, "") == (*parse_rules(COMMENTED, ""), rule)
    assert "\n\n[[rule]]\nsrc = " in text.removeprefix(COMMENTED.rstrip("\n"))


def test_a_new_file_is_one_table() -> None:
    assert with_rules("", [Rule(dst="192.0.2.1", port=443)]) == '[[rule]]\ndst = "192.0.2.1"\nport = 443\n'


def test_a_last_line_without_an_end_is_ended_first() -> None:
    text = with_rules("[[rule]]\nport = 1", [Rule(port=2)])
    assert [rule.port for rule in parse_rules(text, "")] == [1, 2]


def test_removing_keeps_every_comment_that_stood_outside_of_the_rule() -> None:
    first, second = without_rule(COMMENTED, 0), without_rule(COMMENTED, 1)
    assert [rule.name for rule in parse_rules(first, "")] == ["*.vendor.example"]
    assert first.index("Ask Kim") < first.index("# updates") < first.index("[[rule]]") < first.index("# the end")
    assert [rule.port for rule in parse_rules(second, "")] == [123]
    assert second.index("# time servers") < second.index("# the NTP pool") < second.index("# the end")


def test_lists_written_inline_can_be_edited_too() -> None:
    text = "rule = [ # mine\n  {port = 1}, # one\n  {port = 2},\n]\n"
    assert [rule.port for rule in parse_rules(with_rules(text, [Rule(port=3)]), "")] == [1, 2, 3]
    assert [rule.port for rule in parse_rules(without_rule(text, 0), "")] == [2]
    assert "# mine" in without_rule(text, 0)


@given(st.lists(rules, max_size=5), rules)
def test_what_is_added_is_read_back_and_removing_it_undoes_it(before: list[Rule], rule: Rule) -> None:
    text = ""
    for old in before:
        text = with_rules(text, [old])
    more = with_rules(text, [rule])
    assert parse_rules(more, "") == (*before, rule)
    assert parse_rules(without_rule(more, len(before)), "") == tuple(before)


@given(st.lists(rules, max_size=3), st.lists(rules, min_size=1, max_size=3), st.booleans())
def test_a_changed_text_is_read_as_if_it_were_new(before: list[Rule], more: list[Rule], inline: bool) -> None:
    text = "# head\n" + ("rule = [{port = 1}]\n" if inline else "")
    text = with_rules(text, before) if before else text
    known = parse_rules(text, "")
    for changed in (with_rules(text, more), with_changed(text, 0, more[0]) if known else "", text, ""):
        assert parse_changed(text, known, changed, "") == parse_rules(changed, "")


@given(st.lists(rules, min_size=1, max_size=5), st.data())
def test_removing_any_rule_leaves_the_others_and_all_comments(made: list[Rule], data: st.DataObject) -> None:
    text = "# head\n"
    for number, rule in enumerate(made):
        text = with_rules(text, [rule]) + f"# after {number}\n"
    index = data.draw(st.integers(0, len(made) - 1))
    shorter = without_rule(text, index)
    tomllib.loads(shorter)
    assert parse_rules(shorter, "") == tuple(made[:index] + made[index + 1 :])
    comments = [line for line in shorter.splitlines() if line.startswith("#")]
    assert comments == ["# head", *(f"# after {number}" for number in range(len(made)))]


@given(st.lists(rules, min_size=1, max_size=4), rules, st.data())
def test_changing_a_rule_changes_no_other_and_keeps_all_comments(
    made: list[Rule], rule: Rule, data: st.DataObject
) -> None:
    text = "# head\n"
    for number, old in enumerate(made):
        text = with_rules(text, [old]) + f"# after {number}\n"
    index = data.draw(st.integers(0, len(made) - 1))
    changed = with_changed(text, index, rule)
    assert parse_rules(changed, "") == (*made[:index], rule, *made[index + 1 :])
    comments = [line for line in changed.splitlines() if line.startswith("#")]
    assert comments == ["# head", *(f"# after {number}" for number in range(len(made)))]


def test_a_field_that_is_new_stands_before_the_comments_on_the_next_rule() -> None:
    first, second = parse_rules(COMMENTED, "")
    changed = with_changed(COMMENTED, 0, replace(first, enabled=False, port=124))
    assert 'port = 124\nreason = "time"\nenabled = false\n\n# updates\n' in changed
    assert "# the NTP pool" in changed
    assert with_changed(changed, 0, first) == COMMENTED
    assert with_changed(COMMENTED, 1, second) == COMMENTED


def test_a_day_of_toml_stays_one_until_it_is_changed() -> None:
    text = "[[rule]]\nport = 1 # one\nexpires = 2026-12-31 # the contract ends\n"
    (rule,) = parse_rules(text, "")
    assert with_changed(text, 0, replace(rule, port=2)) == text.replace("1 # one", "2 # one")
    later = with_changed(text, 0, replace(rule, expires="2027-12-31"))
    assert parse_rules(later, "")[0].expires == "2027-12-31"
    assert "# the contract ends" in later


def test_rules_in_an_inline_list_can_be_changed() -> None:
    text = "rule = [ # mine\n  {port = 1}, # one\n  {port = 2},\n]\n"
    changed = with_changed(text, 0, Rule(port=1, enabled=False))
    assert parse_rules(changed, "") == (Rule(port=1, enabled=False), Rule(port=2))
    assert "# mine" in changed


def test_every_mistake_is_told_and_the_other_rules_are_read() -> None:
    text = '[[rule]]\nport = 70000\n[[rule]]\nport = 1\n[[rule]]\nsrcc = "x"\n'
    first, rule, third = check_rules(text, "list.toml")
    assert rule == Rule(port=1)
    assert [str(mistake).split(":")[0] for mistake in (first, third)] == ["list.toml, line 2", "list.toml, line 6"]


def test_many_rules_at_once_are_the_same_as_one_after_the_other() -> None:
    made = [Rule(port=1), Rule(name="x.example", reason="two"), Rule(src="10.0.0.0/8")]
    text = COMMENTED
    for rule in made:
        text = with_rules(text, [rule])
    assert with_rules(COMMENTED, made) == text


@pytest.mark.parametrize("text", ["", "rule = []\n", "# mine\n"])
def test_an_old_file_without_rules_takes_some(text: str) -> None:
    assert parse_rules(with_rules(text, [Rule(port=1)]), "") == (Rule(port=1),)


@pytest.mark.parametrize("header", ['[["rule"]]', "  [[ rule ]]  # mine", "[['rule']]"])
def test_headers_may_be_written_in_every_way(header: str) -> None:
    text = f"# head\n{header}\nport = 1\n{header}\nport = 2\n# tail\n"
    assert parse_rules(with_changed(text, 0, Rule(port=3)), "") == (Rule(port=3), Rule(port=2))
    assert parse_rules(with_changed(text, 1, Rule(port=3)), "") == (Rule(port=1), Rule(port=3))
    assert parse_rules(without_rule(text, 0), "") == (Rule(port=2),)
    assert without_rule(without_rule(text, 0), 0) == "# head\n# tail\n"
    assert parse_rules(with_rules(text, [Rule(port=3)]), "") == (Rule(port=1), Rule(port=2), Rule(port=3))


def test_line_ends_of_windows_stay() -> None:
    text = "[[rule]]\r\nport = 1\r\n\r\n# two\r\n[[rule]]\r\nport = 2 # it\r\n"
    assert with_changed(text, 1, Rule(port=3)) == text.replace("2 #", "3 #")
    assert parse_rules(without_rule(text, 0), "") == (Rule(port=2),)
    assert "# two" in without_rule(text, 0)
