"""The column ``checks`` of ``events`` for findings that all documents together give, which are made after the events."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from jylnama.run.across import DERIVED_CODES
from jylnama.run.finish import batches, write_table
from jylnama.run.on_disk import ordered


def name_derived_checks(folder: Path) -> None:
    """Write ``events`` anew where an event lacks a derived code, or has one from before (``--retry-failures``)."""
    events, new = folder / "events.parquet", folder / "events.new"
    with ordered(folder / "event_checks.tmp", "doc_id", "mention", "code") as found:
        found.executemany("INSERT INTO rows VALUES (?, ?, ?)", _found(folder / "checks.parquet"))
        if any(_with_codes(table, found) is not table for table in batches(events)):
            write_table(new, "events", (_with_codes(table, found) for table in batches(events)))
            os.replace(new, events)


def _found(checks: Path) -> Iterator[tuple[bytes, str, str]]:
    """Document, mention and code of what was derived."""
    for table in batches(checks):
        derived = table.filter(pc.is_in(table["code"], value_set=pa.array(DERIVED_CODES))).select(["doc_id", "code", "mentions"])
        for row in derived.to_pylist():
            yield from ((row["doc_id"].encode(), mention, row["code"]) for mention in row["mentions"])


def _with_codes(table: pa.Table, found: sqlite3.Connection) -> pa.Table:
    """The events with the derived codes that concern them and no others of theirs; the same table where nothing changes.

    As within a document, an event is concerned by what is found on its dates and congresses.
    """
    rows = table.select(["doc_id", "date_ids", "congress_ids", "checks"]).to_pylist()
    codes: list[list[str]] = []
    for doc_id, events in itertools.groupby(rows, key=lambda row: row["doc_id"]):
        told = found.execute("SELECT mention, code FROM rows WHERE doc_id = ?", (doc_id.encode(),)).fetchall()
        for event in events:
            concerned = {code for mention, code in told if mention in event["date_ids"] or mention in event["congress_ids"]}
            codes.append(sorted(concerned.union(event["checks"]).difference(set(DERIVED_CODES) - concerned)))
    if codes == [row["checks"] for row in rows]:
        return table
    column = table.column_names.index("checks")
    return table.set_column(column, table.schema.field(column), pa.array(codes, table.schema.field(column).type))
