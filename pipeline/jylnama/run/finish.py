"""The end of a run: parts become the tables of the run folder; what needs all documents together is computed.

Everything streams: no table is ever whole in memory.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial, update_wrapper
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jylnama.files import flush_folder
from jylnama.run.files import TableWriter
from jylnama.run.tables import TABLES, schema

RECORD, READY = "run.json", "ready"
_BATCH_ROWS = 1024

Derivation = Callable[[Path], Iterable[tuple[str, pa.Table]]]

# What is computed when all documents are read, in this order, as "module:function". A derivation takes the folder of the
# finished tables (``folder / "events.parquet"`` …, as Parquet; read them in batches or with DuckDB) and yields pairs
# (table's name, rows as an Arrow table with that table's columns). The rows go behind those that the documents gave: into a
# table of its own (a line in ``TABLES``, e.g. ``canonical_events``) or into one like ``checks``. It must give the same rows
# in the same order for the same tables, and hold no table in memory.
DERIVATIONS: tuple[str, ...] = ("jylnama.checks.across:canonical",)


def derivations(load: Mapping[str, Any] | None = None) -> list[Derivation]:
    """The functions that ``DERIVATIONS`` names; one that has a parameter of ``load`` (the run's ``registers``) gets it."""
    found: list[Derivation] = []
    for name in DERIVATIONS:
        module, _, function = name.partition(":")
        derivation = getattr(import_module(module), function)
        wanted = {key: value for key, value in (load or {}).items() if key in signature(derivation).parameters}
        found.append(update_wrapper(partial(derivation, **wanted), derivation))
    return found


def batches(path: Path, first: int = 0, last: int | None = None) -> Iterator[pa.Table]:
    """Rows ``first`` to ``last`` (exclusive) of a Parquet file, a few thousand at a time."""
    at = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
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


def derive(folder: Path, functions: Iterable[Derivation]) -> dict[str, int]:
    """Add the rows of the derivations to the tables in ``folder``; returns how many rows of each table are theirs."""
    counts: dict[str, int] = {}
    pa.default_memory_pool().release_unused()
    for function in functions:
        writers: dict[str, TableWriter] = {}
        try:
            for name, table in function(folder):
                if name not in TABLES:
                    raise KeyError(f"{function.__module__}.{function.__name__} gives rows for {name!r}, which no table is")
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
