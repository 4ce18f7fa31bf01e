"""Inputs of ``jylnama extract``: files, folders, globs, pipes and ``-`` as a stream of texts in a fixed order.

The list of files and the ids given so far live in a small SQLite file, so that memory stays flat however many there are.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jylnama.run.formats import (
    COMPRESSIONS,
    RECORDS,
    SINGLE,
    Item,
    Meter,
    Text,
    Unreadable,
    converted,
    is_text,
    kind,
    read_records,
    read_single,
    record_reader,
    stem,
)

STDIN = "-"
_LISTED = 10_000
# kinds of files left out that a message names
_KINDS = 6
_BLOCK = 1 << 20


class InputError(ValueError):
    """The call names something that cannot be an input at all; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class File:
    """A file with one text, to be read by the process that works on it."""

    doc_id: str
    file: str
    path: str

    def read(self) -> Item:
        return read_single(self.doc_id, Path(self.file), self.path)


Planned = Text | Unreadable | File


def shown(path: str | Path) -> str:
    """A path as it stands in tables: bytes that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def is_stream(name: str) -> bool:
    """Whether an input can be read once and in order only: standard input, a named pipe, ``<(zcat …)`` of a shell."""
    if name == STDIN:
        return True
    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files of one suffix that are in a folder of the call and are no inputs: how many, and the first by name."""

    count: int
    first: str


def suffix(path: str) -> str:
    """What tells the kind of a file that is not read: its suffix in lower case, with that of a compression."""
    name = Path(path)
    return shown(kind(name) + name.suffix if name.suffix in COMPRESSIONS else name.suffix).lower()


def told(left_out: dict[str, LeftOut]) -> str:
    """The kinds that were left out, the most frequent first: ``300 .doc (a.doc …), 1 without a suffix (README)``."""
    kinds = sorted(left_out.items(), key=lambda item: (-item[1].count, item[0]))
    words = [
        f"{of.count:,} {name or 'without a suffix'} ({of.first}{' …' if of.count > 1 else ''})" for name, of in kinds[:_KINDS]
    ]
    rest = sum(of.count for _, of in kinds[_KINDS:])
    return ", ".join([*words, f"{rest:,} others"] if rest else words)


class Inputs:
    """The files of a call: each once, in the order of their ids.

    ``scratch`` is the folder for the list (and for copies of what comes by standard input or a pipe), ``without`` one whose
    files are no inputs (the run folder itself). Raises InputError for a name that is no file, folder or pattern, for a
    folder without texts, and for a pipe that cannot be read.
    """

    def __init__(self, names: Iterable[str], scratch: Path, without: Path | None = None) -> None:
        self.names = list(names)
        self._streams = scratch / "streams"
        shutil.rmtree(self._streams, ignore_errors=True)
        self._copies: dict[str, Path] = {}
        self._without = os.path.realpath(without) if without else None
        database = scratch / "inputs.sqlite"
        database.unlink(missing_ok=True)
        self._db = sqlite3.connect(database, isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4000; BEGIN;"
            "CREATE TABLE files (file BLOB PRIMARY KEY, given BLOB, inside BLOB, stem TEXT, doc_id TEXT, size INTEGER, sha256 TEXT,"
            " name INTEGER, link INTEGER, fault TEXT) WITHOUT ROWID;"
            "CREATE TABLE ids (doc_id BLOB PRIMARY KEY, copies INTEGER) WITHOUT ROWID;"
        )
        self.size = 0
        self.sha256 = ""
        self.left_out: dict[str, LeftOut] = {}
        for number, name in enumerate(self.names):
            self._list(name, number)
        self._db.executescript(
            "CREATE TABLE often AS SELECT stem FROM files GROUP BY stem HAVING COUNT(*) > 1; CREATE INDEX often_stem ON often (stem);"
            "UPDATE files SET doc_id = CASE WHEN stem IN (SELECT stem FROM often) THEN CAST(inside AS TEXT) ELSE stem END;"
            "CREATE INDEX in_order ON files (doc_id, given);"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def _list(self, name: str, number: int) -> None:
        if is_stream(name):
            self._add_stream(name, number)
        elif os.path.isdir(name):
            if not sum(self._take(path, name, number, fault) for path, fault in _walk(name, self._without)):
                there = f"; it has: {told(self.left_out)}" if self.left_out else ""
                raise InputError(
                    f"{name}: no texts in this folder (looked for {', '.join(sorted({*SINGLE, *RECORDS}))}, also .gz .bz2 .zst .xz){there}"
                )
        elif os.path.exists(name):
            self._add(name, os.path.dirname(name), number)
        else:
            matches = [path for path in glob.iglob(name, recursive=True) if os.path.isfile(path)]
            if not matches:
                raise InputError(f"{name}: no such file or folder, and no file fits it as a pattern")
            for path in matches:
                self._add(path, os.path.dirname(path), number)

    def _add_stream(self, name: str, number: int) -> None:
        """Keep what comes by a stream as a file: it is read more than once, and by other processes."""
        if name not in self._copies:
            copy = self._streams / str(number) / ("stdin" if name == STDIN else os.path.basename(name))
            self._copies[name] = copy
            try:
                _keep(name, copy)
            except OSError as error:
                raise InputError(f"{name}: cannot be read: {error.strerror}") from error
            self._add(name, os.path.dirname(name), number)

    def _file(self, given: str) -> Path:
        """Where the bytes of an input are."""
        return self._copies.get(given) or Path(given)

    def _take(self, path: str, root: str, number: int, fault: str | None) -> bool:
        """Take a file of a folder as an input, or note that it is left out."""
        if fault is None and not is_text(Path(path)):
            name, first = suffix(path), shown(os.path.relpath(path, root))
            before = self.left_out.get(name, LeftOut(0, first))
            self.left_out[name] = LeftOut(before.count + 1, min(before.first, first))
            return False
        self._add(path, root, number, fault)
        return True

    def _add(self, path: str, root: str, number: int, fault: str | None = None) -> None:
        file = self._file(path)
        inside = "stdin" if path == STDIN else os.path.relpath(path, root or ".").replace(os.sep, "/")
        row = (os.fsencode(os.path.realpath(file)), os.fsencode(path), shown(inside).encode(), shown(stem(Path(inside))),
               0 if fault else os.path.getsize(file), number, os.path.islink(path), fault)  # fmt: skip
        # a file by two names is one input: the first name of the call counts, in a folder the one that is no link
        self._db.execute(
            "INSERT INTO files (file, given, inside, stem, size, name, link, fault) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET given = excluded.given, inside = excluded.inside, stem = excluded.stem, link = excluded.link"
            " WHERE excluded.name = name AND (excluded.link, excluded.given) < (link, given)", row,
        )  # fmt: skip

    def fingerprint(self) -> str:
        """SHA-256 over ids, paths and contents of all inputs in order; reads every file once. Sets ``size`` (bytes)."""
        whole = hashlib.sha256()
        self.size = 0
        for file, given, doc_id, size in self._rows("file, given, doc_id, size"):
            digest = _file_sha256(os.fsdecode(file))
            self._db.execute("UPDATE files SET sha256 = ? WHERE file = ?", (digest, file))
            whole.update(f"{doc_id}\0{shown(os.fsdecode(given))}\0{digest}\n".encode("utf-8", "surrogatepass"))
            self.size += size
        self.sha256 = whole.hexdigest()
        return self.sha256

    def listed(self) -> list[dict[str, Any]]:
        """The first 10,000 files: path, bytes, sha256."""
        rows = self._db.execute("SELECT given, size, sha256 FROM files ORDER BY doc_id, given LIMIT ?", (_LISTED,))
        return [{"path": shown(os.fsdecode(given)), "bytes": size, "sha256": digest} for given, size, digest in rows]

    def __len__(self) -> int:
        """Number of files."""
        (count,) = self._db.execute("SELECT COUNT(*) FROM files").fetchone()
        return int(count)

    def _rows(self, columns: str) -> Iterator[Any]:
        # pages of rows: a cursor that stays open would see the updates made meanwhile
        last: tuple[str, bytes] = ("", b"")
        while page := self._db.execute(
            f"SELECT doc_id, given, {columns} FROM files WHERE (doc_id, given) > (?, ?) ORDER BY doc_id, given LIMIT 1000", last
        ).fetchall():
            for row in page:
                yield row[2:]
            last = page[-1][:2]

    def __iter__(self) -> Iterator[tuple[Planned, int, int]]:
        """Every text in order: what to read, its weight in bytes, and how many bytes of the inputs lie before its end.

        Ids are made unique: the second document called ``x`` is ``x~2``.
        """
        self._db.execute("DELETE FROM ids")
        before = 0
        for given, doc_id, size, fault in self._rows("given, doc_id, size, fault"):
            name = os.fsdecode(given)
            path = self._file(name)
            if fault:
                yield self._named(Unreadable(doc_id, shown(name), fault)), 0, before
            elif record_reader(path):
                meter = Meter()
                for item in read_records(doc_id, path, shown(name), meter):
                    weight = 2 * len(item.text) if isinstance(item, Text) else 0
                    yield self._named(item), weight, before + min(size, meter.bytes())
            else:
                yield self._named(File(doc_id, str(path.absolute()), shown(name))), size, before + size
            before += size

    def _named(self, item: Planned) -> Planned:
        """The item with an id that no other has."""
        name, copies = item.doc_id, 1
        while True:
            key = name.encode("utf-8", "surrogatepass")
            row = self._db.execute("SELECT copies FROM ids WHERE doc_id = ?", (key,)).fetchone()
            if row is None:
                self._db.execute("INSERT INTO ids VALUES (?, 1)", (key,))
                break
            first = item.doc_id.encode("utf-8", "surrogatepass")
            (copies,) = self._db.execute(
                "UPDATE ids SET copies = copies + 1 WHERE doc_id = ? RETURNING copies", (first,)
            ).fetchone()
            name = f"{item.doc_id}~{copies}"
        if name == item.doc_id:
            return item
        if isinstance(item, Text):
            return Text(name, item.text, item.path, item.encoding, item.markup)
        if isinstance(item, File):
            return File(name, item.file, item.path)
        return Unreadable(name, item.path, item.reason)


def _walk(folder: str, without: str | None) -> Iterator[tuple[str, str | None]]:
    """Files below a folder, hidden ones left out; directories that are links are not entered.

    Beside each stands None, or why it cannot be read: a text's link that leads nowhere, a folder that may not be entered.
    """
    todo = [folder]
    while todo:
        here = todo.pop()
        if without and os.path.realpath(here) == without:
            continue
        try:
            with os.scandir(here) as scanned:
                entries = [entry for entry in scanned if not entry.name.startswith(".")]
        except OSError as error:
            if here == folder:
                raise InputError(f"{here}: cannot be read: {error.strerror}") from error
            yield here, f"this folder cannot be read, nor what is in it: {error.strerror}: give yourself the right, or remove it"
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                todo.append(entry.path)
            elif fault := _link_fault(entry):
                yield entry.path, fault
            elif _is_file(entry):
                yield entry.path, None


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that points to itself
        return False


def _link_fault(entry: os.DirEntry[str]) -> str | None:
    """Why a link leads to nothing; None for what is no link, or a good one."""
    if not entry.is_symlink():
        return None
    try:
        os.stat(entry.path)
    except OSError as error:
        return f"a link that leads to no file ({error.strerror}): mend it, or remove it"
    return None


def _file_sha256(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""  # its reason will stand in failures


def _keep(name: str, copy: Path) -> None:
    copy.parent.mkdir(parents=True)
    with copy.open("wb") as out:
        if name == STDIN:
            shutil.copyfileobj(sys.stdin.buffer, out, _BLOCK)
        else:
            with open(name, "rb") as stream:
                shutil.copyfileobj(stream, out, _BLOCK)


def read_inputs(names: Iterable[str]) -> Iterator[Item]:
    """The texts of a call, one by one in the order of ids. ``-`` is standard input, one text.

    Raises InputError for a name that cannot be an input.
    """
    with tempfile.TemporaryDirectory(prefix="jylnama-") as scratch, Inputs(names, Path(scratch)) as inputs:
        for planned, _, _ in inputs:
            item = planned.read() if isinstance(planned, File) else planned
            yield converted(item) if isinstance(item, Text) else item
