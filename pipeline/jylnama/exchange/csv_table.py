"""CSV of the event table: UTF-8 with a byte order mark (spreadsheets need it), lists joined with ``; ``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


def write(run: Path, out: Path) -> int:
    """Write the run's ``events`` to ``out``; returns the number of rows."""
    count = 0
    file = pq.ParquetFile(run / "events.parquet")
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, file.schema_arrow.names)
        writer.writeheader()
        for batch in file.iter_batches(batch_size=4096):
            for row in batch.to_pylist():
                writer.writerow({key: _cell(value) for key, value in row.items()})
                count += 1
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, str):
        value = " ".join(value.split())
        # a cell that a spreadsheet would run as a formula
        return "'" + value if value[:1] in ("=", "+", "-", "@") and not value[1:2].isdigit() else value
    return "" if value is None else value
