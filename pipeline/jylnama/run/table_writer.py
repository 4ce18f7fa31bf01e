"""Parquet files whose bytes tell nothing of the pieces that their rows came in; flushed to the disk when they are closed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jylnama.run.tables import TABLES, Row, schema

# rows of a row group; tables are cut anew at the end of a run, so that their bytes do not tell how it was cut into shards
GROUP_ROWS = 2000


class TableWriter:
    """A Parquet file in row groups of a fixed number of rows, whatever pieces the rows come in. Nothing is renamed here."""

    def __init__(self, path: Path, table_schema: pa.Schema, level: int | None = None) -> None:
        self._schema = table_schema
        self._stream = path.open("wb")  # our own file: pyarrow's has no fsync, and hides the reason of a failed write
        self._writer = pq.ParquetWriter(self._stream, table_schema, compression="zstd", compression_level=level)
        self._rows: list[Row] = []
        self._tables: list[pa.Table] = []
        self._waiting = 0
        self.count = 0

    def add_rows(self, new: list[Row]) -> None:
        self._rows += new
        if len(self._rows) >= GROUP_ROWS:
            self._take_rows()

    def add(self, table: pa.Table) -> None:
        """Put a table (or record batch as a table) behind what there is; its columns are brought into the schema's order."""
        self._take_rows()
        if table.num_rows:
            self._tables.append(table.select(self._schema.names).cast(self._schema))
            self._waiting += table.num_rows
            self.count += table.num_rows
        while self._waiting >= GROUP_ROWS:
            self._write(GROUP_ROWS)

    def _take_rows(self) -> None:
        if self._rows:
            rows, self._rows = self._rows, []
            self.add(pa.Table.from_pylist(rows, schema=self._schema))

    def _write(self, count: int) -> None:
        waiting = pa.concat_tables(self._tables)
        self._writer.write_table(waiting.slice(0, count).combine_chunks(), row_group_size=count)
        rest = waiting.slice(count)
        self._tables = [rest] if rest.num_rows else []
        self._waiting = rest.num_rows

    def close(self) -> None:
        """Write what is left and flush it to the disk."""
        self._take_rows()
        if self._waiting:
            self._write(self._waiting)
        self._writer.close()
        _to_disk(self._stream)
        self._stream.close()

    def abandon(self) -> None:
        """Close the file as it is, for it will be deleted."""
        self._tables, self._rows = [], []
        self._waiting = 0
        try:
            self._writer.close()
            self._stream.close()
        except (OSError, ValueError):  # a full disk: closing wants to write, too
            pass


class Tables:
    """Writers of all tables of a folder."""

    def __init__(self, folder: Path, level: int | None = None, names: Iterable[str] = TABLES) -> None:
        self.writers = {name: TableWriter(folder / f"{name}.parquet", schema(name), level) for name in names}

    def add_rows(self, found: dict[str, list[Row]]) -> None:
        for name, rows in found.items():
            self.writers[name].add_rows(rows)

    def close(self) -> None:
        for writer in self.writers.values():
            writer.close()

    def abandon(self) -> None:
        for writer in self.writers.values():
            writer.abandon()


def _to_disk(stream: Any) -> None:
    stream.flush()
    os.fsync(stream.fileno())
