"""JSON objects of logs: how their keys are spelled, and the text of files that hold not one object a line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from beacon_tui.zeek.source import MAX_LINE, Source

Spelling = Literal["dotted", "nested", "underscored"]
"""How a log names the ends of a connection: `"id.orig_h": x`, `"id": {"orig_h": x}` or `"id_orig_h": x`."""

ENDS: Final = ("orig_h", "orig_p", "resp_h", "resp_p")
"""What Zeek's `id` is made of."""

DOTTED: Final = {f"id_{end}": f"id.{end}" for end in ENDS}
"""Zeek's own names of the fields that other writers spell with an underscore."""

_TEXT = rb'"(?:[^"\\]++|\\.)*+"'
_FLAT = rb'\{(?:[^"{}]++|' + _TEXT + rb")*+\}"
_DEEP = rb'\{(?:[^"{}]++|' + _TEXT + rb"|" + _FLAT + rb")*+\}"
_DEEPER = rb'\{(?:[^"{}]++|' + _TEXT + rb"|" + _DEEP + rb")*+\}"
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?[\s,\[\]]*+(" + _DEEPER + rb")", re.DOTALL)
"""The next object, and before it what stands between two of them; an object may hold others, two deep."""

_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[")
"""How an array begins."""

_BETWEEN = b" \t\r\n,[]"
"""What may stand between two objects of an array."""


def json_value(line: bytes) -> dict[str, Any]:
    """The JSON object on a line as it is written there; empty when there is none."""
    try:
        record = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def json_object(line: bytes) -> dict[str, Any]:
    """The JSON object on a line, under Zeek's own names of its fields; empty when there is none."""
    return plain(json_value(line))


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """The same record under Zeek's own names of its fields, however it spells them."""
    named: dict[str, Any] = {}
    for key, value in record.items():
        if key == "id" and isinstance(value, dict):
            named |= {f"id.{end}": inner for end, inner in value.items()}
        else:
            named[DOTTED.get(key, key)] = value
    return named


def spelled(record: Mapping[str, Any], spelling: Spelling) -> dict[str, Any]:
    """A record under Zeek's own names as a log of some spelling has it."""
    if spelling == "underscored":
        return {key.replace("id.", "id_", 1) if key.startswith("id.") else key: record[key] for key in record}
    named: dict[str, Any] = {}
    for key, value in record.items():
        if spelling == "nested" and key.startswith("id."):
            named.setdefault("id", {})[key.removeprefix("id.")] = value
        else:
            named[key] = value
    return named


def spelling_of(record: Mapping[str, Any]) -> Spelling:
    """How a record as it is written spells the ends of its connection."""
    if isinstance(record.get("id"), dict):
        return "nested"
    return "underscored" if DOTTED.keys() & record.keys() else "dotted"


def objects_in(text: bytes) -> tuple[list[bytes], bytes]:
    """The whole objects at the beginning of a text, on a line each without its end, and the rest of the text."""
    found, at = [], 0
    while match := _OBJECT.match(text, at):
        found.append(match[1].replace(b"\r", b" ").replace(b"\n", b" "))
        at = match.end()
    return found, text[at:]


def one_a_line(source: Source, size: int) -> Iterator[bytes]:
    """Blocks of lines, of about `size` bytes, with an object on each; the source's `fault` says where no more is found.

    What is read is an array of objects, or objects one after another that are spread over lines.
    """
    rest, array = b"", None
    while text := b"".join(source.pieces(size)):
        array = bool(_ARRAY.match(text)) if array is None else array
        objects, rest = objects_in(rest + text)
        if objects:
            yield b"\n".join([*objects, b""])
        if len(rest) > MAX_LINE:
            break
    ends = not rest.strip(_BETWEEN) and (not array or b"]" in rest)
    if not ends and not source.fault:
        source.fault = "the JSON is broken there, or breaks off"
