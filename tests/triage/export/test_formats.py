"""The registry: every format makes something of everything, and nothing that an attacker wrote can act in it."""

from pathlib import Path

import pytest

from beacon_tui.errors import ExportError
from beacon_tui.triage.export.formats import BY_NAME, FORMATS, Format, format_for, with_ending
from tests.triage.export.cases import case_of

TEXTS = [form for form in FORMATS if not form.binary]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_takes_everything_and_equal_input_gives_equal_output(form: Format) -> None:
    made = form.export(case_of())
    assert isinstance(made, bytes) is form.binary
    assert made
    assert made == form.export(case_of())


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_no_candidate_at_all_is_no_error(form: Format) -> None:
    whole = case_of()
    form.export(type(whole)(whole.view, []))


@pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)
def test_no_character_of_a_log_acts_on_a_terminal(form: Format) -> None:
    made = form.export(case_of())
    assert isinstance(made, str)
    left = made.replace("\r\n", "").replace("\n", "").replace("\t", "" if form.name == "intel" else "\t")
    assert [character for character in left if not character.isprintable()] == []


def test_the_table_of_the_readme_has_every_format_in_order() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Exports")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[:2] for line in section.splitlines() if line.startswith("| `")]
    assert rows == [[f"| `{form.name}`", f"`{form.endings[0]}`"] for form in FORMATS]


def test_names_and_endings_are_told_apart() -> None:
    endings = [ending for form in FORMATS for ending in form.endings]
    assert len(set(endings)) == len(endings)
    assert len(BY_NAME) == len(FORMATS)
    assert all(len(form.words) <= 44 for form in FORMATS)


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("A.JSON", "json"), ("a.stix.json", "stix"), ("x.y.jsonl", "ndjson"), (".intel", "intel")],
)
def test_the_longest_ending_of_a_name_chooses(name: str, form: str) -> None:
    assert format_for(Path("some.csv") / name).name == form


@pytest.mark.parametrize("name", ["a", "a.pdf", "csv", ""])
def test_an_ending_that_says_nothing_is_refused_with_those_that_do(name: str) -> None:
    with pytest.raises(ExportError, match=r"does not say the format: end it in one of \.csv, "):
        format_for(Path(name))


@pytest.mark.parametrize(
    ("name", "becomes"),
    [("b-1.csv", "b-1.intel"), ("b.STIX.json", "b.intel"), ("b.pdf", "b.pdf.intel"), ("", ".intel")],
)
def test_another_format_changes_the_ending_alone(name: str, becomes: str) -> None:
    assert with_ending(name, BY_NAME["intel"]) == becomes
