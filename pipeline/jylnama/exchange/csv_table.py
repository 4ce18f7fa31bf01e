"""CSV of the event table: UTF-8 with a byte order mark (spreadsheets need it), lists joined with ``; ``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import regex

from jylnama.files import replacing
from jylnama.run.tables import open_run

# numbers and days, which a spreadsheet runs as nothing: -44, -0099-03-15
_NUMBER = regex.compile(r"[+-]?\d[\d.-]*")


def write(run: Path, out: Path) -> int:
    """Write the run's ``events`` to ``out``; returns the number of rows. Raises RunError, OSError."""
    count = 0
    with open_run(run, ["events"]) as tables, replacing(out) as path, path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, tables["events"].schema_arrow.names)
        writer.writeheader()
        for batch in tables["events"].iter_batches(batch_size=4096):
            for row in batch.to_pylist():
                writer.writerow({key: cell(value) for key, value in row.items()})
                count += 1
    return count


def cell(value: Any) -> Any:
    """A value as a CSV cell: lists joined, line breaks as blanks, what a spreadsheet would run as a formula quoted."""
    if isinstance(value, list):
        value = "; ".join(str(item) for item in value)
    if isinstance(value, str):
        value = " ".join(value.split())
        return "'" + value if value[:1] in ("=", "+", "-", "@") and not _NUMBER.fullmatch(value) else value
    return "" if value is None else value
