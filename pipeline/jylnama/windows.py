"""The tables of a run folder some documents at a time: all have their rows in the order of ``documents``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_BATCH_ROWS = 1024
# a window ends at the first of these; one document may have more events
_MOST_DOCUMENTS = _MOST_EVENTS = 4096


def windows(folder: Path, columns: Mapping[str, list[str]]) -> Iterator[dict[str, pa.Table]]:
    """Rows of the same documents from several tables, their ``columns`` alone (``doc_id`` among them); no row is left out.

    Joins on the document need one window in memory, however many documents there are.
    """
    cursors = {name: _Cursor(folder / f"{name}.parquet", names) for name, names in columns.items()}
    try:
        for documents in _documents(folder / "documents.parquet"):
            yield {name: cursor.take(documents) for name, cursor in cursors.items()}
    finally:
        for cursor in cursors.values():
            cursor.close()


def _documents(path: Path) -> Iterator[pa.Array]:
    """Ids of the documents of each window."""
    ids: list[str] = []
    events = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH_ROWS, columns=["doc_id", "n_events"], use_threads=False):
            for doc_id, count in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                ids.append(doc_id)
                events += count
                if len(ids) >= _MOST_DOCUMENTS or events >= _MOST_EVENTS:
                    yield pa.array(ids, pa.string())
                    ids, events = [], 0
    if ids:
        yield pa.array(ids, pa.string())


class _Cursor:
    """Goes through a table once."""

    def __init__(self, path: Path, columns: list[str]) -> None:
        self._file = pq.ParquetFile(path)
        self._batches = self._file.iter_batches(_BATCH_ROWS, columns=columns, use_threads=False)
        self._rest = pa.schema([self._file.schema_arrow.field(name) for name in columns]).empty_table()

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
            self._rest = self._rest.slice(0, 0) if batch is None else pa.Table.from_batches([batch])
            if batch is None:
                break
        return pa.concat_tables(taken)

    def close(self) -> None:
        self._file.close()
