"""The text of an allowlist: TOML tables `[[rule]]`, read strictly and edited without touching the rest."""

import re
import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.rules import FIELDS, Origin, Rule, RuleError

if TYPE_CHECKING:
    from tomlkit.items import Item, Table

_HEADER = re.compile(r"\s*\[\[\s*rule\s*\]\]")


def parse_rules(text: str, file: str, origin: Origin = "user") -> tuple[Rule, ...]:
    """Read all rules; raise AllowlistError naming the file, the line and the field of the first mistake."""
    rules = []
    for rule in check_rules(text, file, origin):
        if isinstance(rule, AllowlistError):
            raise rule
        rules.append(rule)
    return tuple(rules)


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
    lines = text.splitlines()
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    if index >= len(headers):
        return None
    stop = (*headers, len(lines))[index + 1]
    key = re.compile(rf"""\s*["']?{re.escape(field)}["']?\s*=""")
    found = (number for number in range(headers[index], stop) if key.match(lines[number]))
    return next(found, headers[index]) + 1


def with_rules(text: str, rules: Sequence[Rule]) -> str:
    """Return the text of a valid allowlist with more rules at its end."""
    import tomlkit

    text += "" if text.endswith("\n") or not text else "\n"
    if "rule" in tomllib.loads(text) and not any(map(_HEADER.match, text.splitlines())):
        document = tomlkit.parse(text)
        listed: Any = document["rule"]
        if listed:
            for rule in rules:
                listed.append(tomlkit.item(written(rule), _parent=listed))
            return document.as_string()
        del document["rule"]
        text = document.as_string()
    blocks = "\n".join(f"[[rule]]\n{tomlkit.dumps(written(rule))}" for rule in rules)
    return text + ("" if text.endswith("\n\n") or not text else "\n") + blocks


def with_changed(text: str, index: int, rule: Rule) -> str:
    """Return the text of a valid allowlist in which the rule of this index says something else; comments stay."""
    import tomlkit
    from tomlkit.items import InlineTable

    document = tomlkit.parse(text)
    rules: Any = document["rule"]
    table = rules[index]
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
    return document.as_string()


def without_rule(text: str, index: int) -> str:
    """Return the text of a valid allowlist without the rule of this index; comments stay."""
    import tomlkit
    from tomlkit.items import AoT

    document = tomlkit.parse(text)
    rules: Any = document["rule"]
    if not isinstance(rules, AoT):
        del rules[index]
        return document.as_string()
    # TOML counts the comments above a header to the table before it, people to the one after.
    kept = [(None, item) for item in _tail(rules[index])]
    del rules[index]
    if index:
        rules[index - 1].value.body.extend(kept)
    else:
        place = next(place for place, (key, _) in enumerate(document.body) if key == "rule")
        document.body[place:place] = kept
    return document.as_string()


def written(rule: Rule) -> dict[str, Any]:
    """The fields of a rule that a file says, by name."""
    values = {name: getattr(rule, name) for name in FIELDS}
    return {name: value for name, value in values.items() if value not in (None, "") and value is not True}


def _last_value(table: "Table") -> int:
    """Return the place of the last value in the body of a table."""
    return max(place for place, (key, _) in enumerate(table.value.body) if key is not None)


def _tail(table: "Table") -> "list[Item]":
    """Return what stands behind the last value of a table, if there is a comment in it."""
    from tomlkit.items import Comment

    tail = [item for _, item in table.value.body[_last_value(table) + 1 :]]
    return tail if any(isinstance(item, Comment) for item in tail) else []
