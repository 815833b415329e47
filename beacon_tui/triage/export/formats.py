"""Every format of an export, once: the screen, `scan --format` and the docs read this."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from beacon_tui.errors import ExportError

if TYPE_CHECKING:
    from beacon_tui.triage.export.case import Case


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write candidates down."""

    name: str
    """What `--format` calls it."""
    endings: tuple[str, ...]
    """Endings of file names that choose it, in lower case, the one to propose first."""
    words: str
    """What it is: 44 cells at most."""
    module: str
    """The module beside this one that has `export(case)`; imported when it is used."""
    binary: bool = False
    """Whether it is made of bytes that are no text."""

    def export(self, case: "Case") -> str | bytes:
        """Write candidates down; raises ExportError when they cannot be."""
        made: str | bytes = import_module(f"beacon_tui.triage.export.{self.module}").export(case)
        return made


FORMATS: Final = (
    Format("csv", (".csv",), "a row a candidate, for a spreadsheet", "csv_file"),
    Format("json", (".json",), "one object: window, counts, candidates", "json_file"),
    Format("ndjson", (".ndjson", ".jsonl"), "an object a line, for a log shipper", "ndjson_file"),
    Format("parquet", (".parquet",), "typed columns, for pandas, DuckDB, Spark", "parquet_file", binary=True),
    Format("markdown", (".md",), "case note with pictures and commands", "markdown_file"),
    Format("stix", (".stix.json", ".stix"), "STIX 2.1: indicators and what was observed", "stix_file"),
    Format("intel", (".intel", ".dat"), "for Zeek's Intel framework", "intel_file"),
    Format("suricata", (".rules",), "Suricata rules", "suricata_file"),
    Format("zeek-cut", (".sh",), "commands that pull the rows from the logs", "zeek_cut"),
    Format("table", (".txt",), "the table that scan prints", "table"),
)

BY_NAME: Final = {form.name: form for form in FORMATS}


def format_of(path: Path) -> Format | None:
    """The format that the ending of a file name chooses; None where it says none."""
    return _chosen(path.name)[1]


def format_for(path: Path) -> Format:
    """The format that the ending of a file name chooses; raises ExportError where it says none."""
    if form := format_of(path):
        return form
    endings = ", ".join(form.endings[0] for form in FORMATS)
    raise ExportError(f"The name {path.name!r} does not say the format: end it in one of {endings}.")


def with_ending(name: str, form: Format) -> str:
    """A file name with the ending of a format in place of the one it has."""
    return name[: len(name) - len(_chosen(name)[0])] + form.endings[0]


def _chosen(name: str) -> tuple[str, Format | None]:
    """The longest ending of a file name that is one of a format, and that format."""
    found = [(ending, form) for form in FORMATS for ending in form.endings if name.lower().endswith(ending)]
    return max(found, key=lambda pair: len(pair[0]), default=("", None))
