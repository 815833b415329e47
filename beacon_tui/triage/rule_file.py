"""The text of an allowlist: TOML tables `[[rule]]`, read strictly and edited without touching the rest."""

import re
import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.rules import FIELDS, Origin, Rule, RuleError

if TYPE_CHECKING:
    from tomlkit.items import Table

_HEADER = re.compile(r"""^[ \t]*\[\[[ \t]*(["']?)rule\1[ \t]*\]\]""", re.MULTILINE)
"""Where a rule begins. No text of a rule may hold a line break, so that none looks like it."""


def parse_rules(text: str, file: str, origin: Origin = "user") -> tuple[Rule, ...]:
    """Read all rules; raise AllowlistError naming the file, the line and the field of the first mistake."""
    rules = []
    for rule in check_rules(text, file, origin):
        if isinstance(rule, AllowlistError):
            raise rule
        rules.append(rule)
    return tuple(rules)


def parse_changed(before: str, rules: Sequence[Rule], after: str, file: str) -> tuple[Rule, ...]:
    """Read all rules of a text made out of one that has some; where it only has more at its end, only those."""
    more = after.removeprefix(before).lstrip("\n")
    if after.startswith(before) and _HEADER.match(more):
        return (*rules, *parse_rules(more, file))  # of ten thousand rules a second
    return parse_rules(after, file)


def check_rules(text: str, file: str, origin: Origin = "user") -> list[Rule | AllowlistError]:
    """Read every rule, or say what is wrong with it; raise AllowlistError where rules cannot be told apart."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AllowlistError(f"{file} is no valid TOML: {error}.") from error
    entries = tables.pop("rule", [])
    if tables:
        raise AllowlistError(f"{file}: {next(iter(tables))!a} is not known; each rule starts with [[rule]].")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise AllowlistError(f"{file}: `rule` must be a list of tables; each rule starts with [[rule]].")
    rules: list[Rule | AllowlistError] = []
    for index, entry in enumerate(entries):
        try:
            rules.append(Rule.from_table(entry, origin))
        except RuleError as error:
            line = _line_of(text, index, error.field)
            where = f"{file}, line {line}" if line else f"{file}, rule {index + 1}"
            rules.append(AllowlistError(f"{where}: {error.sentence}"))
    return rules


def _line_of(text: str, index: int, field: str) -> int | None:
    """Find the line, from 1, of a field of a rule, or else of its header; None where it has none."""
    before, block, _ = _around(text, index)
    if not _HEADER.match(block):
        return None
    found = re.search(rf"""^[ \t]*["']?{re.escape(field)}["']?\s*=""", block, re.MULTILINE)
    return 1 + before.count("\n") + (block.count("\n", 0, found.start()) if found else 0)


def _around(text: str, index: int) -> tuple[str, str, str]:
    """Split a text into what is before a rule, the rule up to the next one, and what is behind.

    Where rules are listed inline, the whole text is in the middle.
    """
    starts = [found.start() for found in _HEADER.finditer(text)]
    if index >= len(starts):
        return "", text, ""
    start, stop = (*starts, len(text))[index : index + 2]
    return text[:start], text[start:stop], text[stop:]


def with_rules(text: str, rules: Sequence[Rule]) -> str:
    """Return the text of a valid allowlist with more rules at its end."""
    import tomlkit

    text += "" if text.endswith("\n") or not text else "\n"
    if not _HEADER.search(text) and "rule" in tomllib.loads(text):
        document = tomlkit.parse(text)
        listed: Any = document["rule"]
        if listed:
            for rule in rules:
                listed.append(tomlkit.item(written(rule), _parent=listed))
            return document.as_string()
        del document["rule"]
        text = document.as_string()
    blocks = "\n".join(map(_block, rules))
    return text + ("" if text.endswith("\n\n") or not text else "\n") + blocks


def _block(rule: Rule) -> str:
    """A rule as a table; a library takes ten times as long, and its texts hold nothing but what can be shown."""
    return "[[rule]]\n" + "".join(f"{field} = {_value(value)}\n" for field, value in written(rule).items())


def _value(value: str | int | bool) -> str:
    """A value of a rule as TOML."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower()


def with_changed(text: str, index: int, rule: Rule) -> str:
    """Return the text of a valid allowlist in which the rule of this index says something else; comments stay."""
    import tomlkit
    from tomlkit.items import InlineTable

    before, block, after = _around(text, index)
    document = tomlkit.parse(block)
    rules: Any = document["rule"]
    table = rules[0 if _HEADER.match(block) else index]
    old, new = written(Rule.from_table(table.unwrap())), written(rule)
    body = table.value.body
    stop = len(body) if isinstance(table, InlineTable) else 1 + _last_value(table)
    behind = body[stop:]  # what is new stands before the comments on the next rule
    del body[stop:]
    for field in old.keys() - new.keys():
        del table[field]
    for field, value in new.items():
        if old.get(field) != value:
            table[field] = value
    body.extend(behind)
    return before + document.as_string() + after


def without_rule(text: str, index: int) -> str:
    """Return the text of a valid allowlist without the rule of this index; comments stay."""
    import tomlkit
    from tomlkit.items import Comment

    before, block, after = _around(text, index)
    document = tomlkit.parse(block)
    rules: Any = document["rule"]
    if not _HEADER.match(block):
        del rules[index]
        return document.as_string()
    # TOML counts the comments above a header to the table before it, people to the one after.
    tail = [item for _, item in rules[0].value.body[_last_value(rules[0]) + 1 :]]
    kept = "".join(item.as_string() for item in tail) if any(isinstance(item, Comment) for item in tail) else ""
    return before + kept + after


def written(rule: Rule) -> dict[str, Any]:
    """The fields of a rule that a file says, by name."""
    values = {name: getattr(rule, name) for name in FIELDS}
    return {name: value for name, value in values.items() if value not in (None, "") and value is not True}


def _last_value(table: "Table") -> int:
    """Return the place of the last value in the body of a table."""
    return max(place for place, (key, _) in enumerate(table.value.body) if key is not None)
