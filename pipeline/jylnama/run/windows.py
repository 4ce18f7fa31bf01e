"""The tables of a run folder some documents at a time, all in the order of ``documents``."""

from __future__ import annotations

import glob
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_BATCH_ROWS = 1024
# a window ends at the first of these; one document may have more events and sentences
_MOST_DOCUMENTS, _MOST_EVENTS, _MOST_SENTENCES = 1024, 4096, 16384
_MEMORY = "96MB"
_IN_ORDER = """
    SELECT {columns} FROM {table} t JOIN {documents} d USING (doc_id) ORDER BY d.file_row_number, t.file_row_number
"""


def windows(folder: Path, columns: Mapping[str, list[str]], unordered: Collection[str] = ()) -> Iterator[dict[str, pa.Table]]:
    """Rows of the same documents from several tables, their ``columns`` alone (``doc_id`` among them); no row is left out.

    unordered: tables with rows that do not stand in the order of ``documents`` (``checks``, where those of all documents
    together stand behind the others); they are sorted first, on the disk where memory does not do. Joins on the document need
    one window in memory, however many documents there are. Raises OSError, pyarrow.ArrowException where a table is damaged.
    """
    cursors = {
        name: _Cursor(folder / f"{name}.parquet", names, _in_order(folder, name, names) if name in unordered else None)
        for name, names in columns.items()
    }
    try:
        for documents in _documents(folder / "documents.parquet"):
            yield {name: cursor.take(documents) for name, cursor in cursors.items()}
    finally:
        for cursor in cursors.values():
            cursor.close()


def file_sql(path: Path, options: str = "") -> str:
    """A Parquet file as DuckDB's SQL has it: a name in it is a pattern."""
    file = glob.escape(str(path)).replace("'", "''")
    return f"read_parquet('{file}'{options})"


def _documents(path: Path) -> Iterator[pa.Array]:
    """Ids of the documents of each window."""
    ids: list[str] = []
    events = sentences = 0
    for batch in record_batches(path, ["doc_id", "n_events", "n_sentences"]):
        for doc_id, n_events, n_sentences in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            ids.append(doc_id)
            events += n_events
            sentences += n_sentences
            if len(ids) >= _MOST_DOCUMENTS or events >= _MOST_EVENTS or sentences >= _MOST_SENTENCES:
                yield pa.array(ids, pa.string())
                ids, events, sentences = [], 0, 0
    if ids:
        yield pa.array(ids, pa.string())


def record_batches(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """All rows of a Parquet file, about a thousand at a time."""
    with pq.ParquetFile(path) as file:
        # one row group after the other: an iterator over all of them keeps some 30 KB of each that it has left
        for group in range(file.num_row_groups):
            yield from file.iter_batches(_BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False)


def _in_order(folder: Path, name: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    import duckdb

    table, documents = (file_sql(folder / f"{file}.parquet", ", file_row_number=true") for file in (name, "documents"))
    sql = _IN_ORDER.format(columns=", ".join(f't."{column}"' for column in columns), table=table, documents=documents)
    with TemporaryDirectory(prefix="jylnama-") as spill:
        config = {"memory_limit": _MEMORY, "threads": 1, "preserve_insertion_order": "false", "temp_directory": spill}
        try:
            with duckdb.connect(config=config) as database:
                yield from database.sql(sql).to_arrow_reader(_BATCH_ROWS)
        except duckdb.Error as error:
            raise pa.ArrowInvalid(str(error)) from error


class _Cursor:
    """Goes through a table once."""

    def __init__(self, path: Path, columns: list[str], batches: Iterator[pa.RecordBatch] | None = None) -> None:
        known = pq.read_schema(path)
        self._rest = pa.schema([known.field(name) for name in columns]).empty_table()
        self._batches = record_batches(path, columns) if batches is None else batches

    def take(self, documents: pa.Array) -> pa.Table:
        """The next rows, as far as they are of these documents."""
        taken = [self._rest.slice(0, 0)]
        while True:
            strange = pc.index(pc.is_in(self._rest["doc_id"], value_set=documents), False).as_py()
            if strange >= 0:
                taken.append(self._rest.slice(0, strange))
                self._rest = self._rest.slice(strange)
                break
            taken.append(self._rest)
            batch = next(self._batches, None)
            self._rest = self._rest.slice(0, 0) if batch is None else pa.Table.from_batches([batch]).cast(self._rest.schema)
            if batch is None:
                break
        return pa.concat_tables(taken)

    def close(self) -> None:
        self._batches.close()  # type: ignore[attr-defined]
