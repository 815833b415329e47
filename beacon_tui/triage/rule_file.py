"""The text of an allowlist: TOML tables `[[rule]]`, read strictly and edited without touching the rest."""

import re
import tomllib
from typing import TYPE_CHECKING, Any

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.rules import FIELDS, Origin, Rule, RuleError

if TYPE_CHECKING:
    from tomlkit.items import Item, Table

_HEADER = re.compile(r"\s*\[\[\s*rule\s*\]\]")


def parse_rules(text: str, file: str, origin: Origin = "user") -> tuple[Rule, ...]:
    """Read all rules; raise AllowlistError naming the file, the line and the field of the first mistake."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AllowlistError(f"{file} is no valid TOML: {error}.") from error
    entries = tables.pop("rule", [])
    if tables:
        raise AllowlistError(f"{file}: {next(iter(tables))!a} is not known; each rule starts with [[rule]].")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise AllowlistError(f"{file}: `rule` must be a list of tables; each rule starts with [[rule]].")
    return tuple(_rule(entry, index, text, file, origin) for index, entry in enumerate(entries))


def _rule(entry: dict[str, Any], index: int, text: str, file: str, origin: Origin) -> Rule:
    """Make one rule of its table."""
    try:
        return Rule.from_table(entry, origin)
    except RuleError as error:
        line = _line_of(text, index, error.field)
        where = f"{file}, line {line}" if line else f"{file}, rule {index + 1}"
        raise AllowlistError(f"{where}: {error.field} {error.reason}.") from error


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


def with_rule(text: str, rule: Rule) -> str:
    """Return the text of a valid allowlist with one more rule at its end."""
    import tomlkit
    from tomlkit.items import Array

    document = tomlkit.parse(text if text.endswith("\n") or not text else text + "\n")
    if not document.get("rule", True):
        del document["rule"]
    rules = document.setdefault("rule", tomlkit.aot())
    table = tomlkit.inline_table() if isinstance(rules, Array) else tomlkit.table()
    values = {name: getattr(rule, name) for name in FIELDS}
    table.update({name: value for name, value in values.items() if value not in (None, "")})
    if rules and not isinstance(rules, Array) and not document.as_string().endswith("\n\n"):
        rules[-1].add(tomlkit.nl())
    rules.append(table)
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


def _tail(table: "Table") -> "list[Item]":
    """Return what stands behind the last value of a table, if there is a comment in it."""
    from tomlkit.items import Comment

    body = table.value.body
    last = max(place for place, (key, _) in enumerate(body) if key is not None)
    tail = [item for _, item in body[last + 1 :]]
    return tail if any(isinstance(item, Comment) for item in tail) else []
