"""Rows in order on the disk: what needs all documents together takes the same memory for any number of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_CACHE_KB = 2000


@contextmanager
def ordered(path: Path, *columns: str) -> Iterator[sqlite3.Connection]:
    """A table ``rows`` of these columns, kept in their order in a file of its own, which is deleted at the end.

    Equal rows are one. Raises sqlite3.OperationalError, also in the body, where the disk is full.
    """
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript(
                f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{_CACHE_KB}; BEGIN;"
                f"CREATE TABLE rows ({', '.join(columns)}, PRIMARY KEY ({', '.join(columns)}) ON CONFLICT IGNORE) WITHOUT ROWID"
            )
            yield database
    finally:
        path.unlink(missing_ok=True)
