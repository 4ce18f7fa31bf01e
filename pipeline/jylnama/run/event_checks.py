"""The column ``checks`` of ``events`` for findings that all documents together give, which are made after the events."""

from __future__ import annotations

import glob
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from jylnama.run.files import TableWriter
from jylnama.run.finish import batches
from jylnama.run.tables import schema

# codes that derivations give; the others are in the events from the beginning
DERIVED_CODES = ("cross_document_conflict",)
_MEMORY = "96MB"
_BATCH_ROWS = 4096

# as within a document, an event is concerned by what is found on its dates and congresses
_CONCERNED = """
    WITH found AS (SELECT doc_id, code, unnest(mentions) AS mention FROM {checks} WHERE list_contains($codes, code)),
         told AS (SELECT file_row_number AS place, doc_id, unnest(list_concat(date_ids, congress_ids)) AS mention FROM {events})
    SELECT DISTINCT place, code FROM told JOIN found USING (doc_id, mention) ORDER BY place, code
"""


def name_derived_checks(folder: Path) -> None:
    """Write ``events`` anew where an event lacks a derived code, or has one from before (``--retry-failures``)."""
    import duckdb

    events, spill = folder / "events.parquet", folder / "event_checks.tmp"
    tables = {"checks": _table(folder / "checks.parquet"), "events": _table(events, ", file_row_number=true")}
    config = {"memory_limit": _MEMORY, "threads": 1, "temp_directory": str(spill)}
    codes = {"codes": list(DERIVED_CODES)}
    try:
        with duckdb.connect(config=config) as database:
            stale = database.execute(f"SELECT count(*) FROM {tables['events']} WHERE list_has_any(checks, $codes)", codes).fetchall()
            reader = database.sql(_CONCERNED.format(**tables), params=codes).to_arrow_reader(_BATCH_ROWS)
            concerned = ((place, code) for batch in reader for place, code in zip(*(c.to_pylist() for c in batch.columns), strict=True))
            first = next(concerned, None)
            if first is not None or stale[0][0]:
                _rewrite(events, itertools.chain([] if first is None else [first], concerned))
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _table(path: Path, options: str = "") -> str:
    file = glob.escape(str(path)).replace("'", "''")  # DuckDB takes a file's name as a pattern
    return f"read_parquet('{file}'{options})"


def _rewrite(events: Path, concerned: Iterator[tuple[int, str]]) -> None:
    """The table with the derived codes of ``concerned`` (row and code, in order) and no others of theirs."""
    new = events.with_suffix(".new")
    writer = TableWriter(new, schema("events"))
    try:
        at = 0
        pending = next(concerned, None)
        for table in batches(events):
            found: list[tuple[int, str]] = []
            while pending is not None and pending[0] < at + table.num_rows:
                found.append((pending[0] - at, pending[1]))
                pending = next(concerned, None)
            at += table.num_rows
            writer.add(_with_codes(table, found))
        writer.close()
    except BaseException:
        writer.abandon()
        raise
    os.replace(new, events)


def _with_codes(table: pa.Table, found: list[tuple[int, str]]) -> pa.Table:
    column = table.column_names.index("checks")
    stale = pc.any(pc.is_in(pc.list_flatten(table["checks"]), value_set=pa.array(DERIVED_CODES))).as_py()
    if not found and not stale:
        return table
    codes = [set(row).difference(DERIVED_CODES) for row in table["checks"].to_pylist()]
    for row, code in found:
        codes[row].add(code)
    return table.set_column(column, table.schema.field(column), pa.array(map(sorted, codes), table.schema.field(column).type))
