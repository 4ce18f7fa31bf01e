"""The end of a run: parts become the tables of the run folder; what needs all documents together is computed.

Everything streams: no table is ever whole in memory.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from jylnama.files import flush_folder
from jylnama.run.table_writer import TableWriter
from jylnama.run.tables import TABLES, schema
from jylnama.run.windows import record_batches

RECORD, READY = "run.json", "ready"


def batches(path: Path, first: int = 0, last: int | None = None) -> Iterator[pa.Table]:
    """Rows ``first`` to ``last`` (exclusive) of a Parquet file, about a thousand at a time."""
    at = 0
    for batch in record_batches(path):
        start, end = max(first - at, 0), batch.num_rows if last is None else min(batch.num_rows, last - at)
        at += batch.num_rows
        if end > start:
            yield pa.Table.from_batches([batch.slice(start, end - start)])
        if last is not None and at >= last:
            return


def join_parts(folders: Callable[[], Iterable[Path]], out: Path) -> None:
    """The tables of several folders, one behind the other, in ``out``; ``folders`` is called for each table."""
    for name in TABLES:
        files = (folder / f"{name}.parquet" for folder in folders())
        write_table(out / f"{name}.parquet", name, (table for file in files if file.exists() for table in batches(file)))


def write_table(path: Path, name: str, pieces: Iterable[pa.Table]) -> None:
    """Write the rows of ``pieces``, which have the columns of the table ``name``; one table at a time, for each needs its memory."""
    writer = TableWriter(path, schema(name))
    try:
        for piece in pieces:
            writer.add(piece)
        writer.close()
    except BaseException:
        writer.abandon()
        raise


def derive(folder: Path, derived: Iterable[tuple[str, pa.Table]]) -> dict[str, int]:
    """Put rows that all documents together give behind those of the tables in ``folder``; returns how many each table got.

    derived: pairs (name of the table, rows), made from these tables while they are taken.
    """
    pa.default_memory_pool().release_unused()
    counts: dict[str, int] = {}
    writers: dict[str, TableWriter] = {}
    try:
        for name, table in derived:
            if name not in writers:
                writers[name] = TableWriter(folder / f"{name}.new", schema(name))
                for old in batches(folder / f"{name}.parquet"):
                    writers[name].add(old)
            counts[name] = counts.get(name, 0) + table.num_rows
            writers[name].add(table)
        for writer in writers.values():
            writer.close()
    except BaseException:
        for writer in writers.values():
            writer.abandon()
        raise
    for name in writers:
        os.replace(folder / f"{name}.new", folder / f"{name}.parquet")
    return counts


def publish(parts: Path, run: Path) -> bool:
    """Move finished tables from ``parts/ready`` into the run folder; what a crash left half done is completed.

    Returns whether there were any.
    """
    ready = parts / READY
    if not ready.is_dir():
        return False
    # the record last: where it stands the rest does, too
    for name in sorted((path.name for path in ready.iterdir()), key=lambda name: (name == RECORD, name)):
        os.replace(ready / name, run / name)
    flush_folder(run)
    shutil.rmtree(parts)
    return True
