"""What runs in a worker process: load the pipeline once, read shards, write their parts.

A worker notes in a small file which document it is at. If it dies, whoever takes the shard next sees which document
was the last, and leaves it out when that has happened twice: so one bad document costs itself and nothing else.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import shutil
import threading
import uuid
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jylnama.document import Document
from jylnama.files import flush_folder, write_json
from jylnama.run.faults import UNREADABLE, in_text
from jylnama.run.formats import Item, Text, Unreadable, converted, fault, whole_characters
from jylnama.run.inputs import File, Planned
from jylnama.run.lean import import_spacy
from jylnama.run.long_texts import NotTextError, is_long, read_long
from jylnama.run.memory import peak_mb
from jylnama.run.settings import describe
from jylnama.run.shards import Counts, counts_of, done_folder, read_input, work_folder
from jylnama.run.table_writer import Tables
from jylnama.run.tables import Row, document_row, rows

DEATHS = 2  # a document that was the last one of so many workers is not tried again
# parts are read once and deleted: little compression, much speed
_PART_LEVEL = 1

# patterns, registers and lexicons are read at their first use: that shall be no document's time
_FIRST_WORDS = "РСДЖП-нің 2-съезі 1903 ж. 17 (30) шілдеде Брюссельде ашылды, оған В.И. Ленин (1870 – 1924) қатысты."

_pipelines: dict[str, Any] = {}
# one shard at a time in a process: the watch over a document's time is the process's, and spaCy holds the GIL anyway
_one_at_a_time = threading.Lock()


def pipeline(load: dict[str, Any]) -> Any:
    """The pipeline of this process; ``load`` are the arguments of ``jylnama.load`` (``threads`` changes no result)."""
    key = json.dumps({name: value for name, value in load.items() if name != "threads"}, sort_keys=True)
    if key not in _pipelines:
        import_spacy()
        from jylnama.pipeline import load as load_pipeline

        nlp = load_pipeline(**load)
        read_one(nlp, Text("x", _FIRST_WORDS, ""))
        gc.freeze()  # the pipeline's many objects need no collector: without this it looks at them over and over
        _pipelines[key] = nlp
    return _pipelines[key]


def settings(load: dict[str, Any]) -> dict[str, Any]:
    """Loads the pipeline and says what it consists of."""
    return describe(pipeline(load), load)


def process(parts: str, number: int, load: dict[str, Any], timeout: float | None) -> tuple[dict[str, int], float]:
    """Read shard ``number`` of the run whose parts lie in the folder ``parts``; returns its counts, and the process's peak memory in MB.

    ``timeout`` in seconds a document: when it is over the process ends (nothing gentler stops a regular expression
    that hangs), and the next try leaves the document out. Raises OSError where the part cannot be written.
    """
    folder = Path(parts)
    with _one_at_a_time:
        done = done_folder(folder, number)
        if not done.exists():
            nlp = pipeline(load)
            _Shard(folder, number, nlp, timeout).run()
        return asdict(counts_of(done)), peak_mb()


class _Shard:
    def __init__(self, parts: Path, number: int, nlp: Any, timeout: float | None) -> None:
        self.work, self.done = work_folder(parts, number), done_folder(parts, number)
        self.number, self.parts, self.nlp, self.timeout = number, parts, nlp, timeout

    def run(self) -> None:
        bad = bad_documents(self.work, self.timeout)
        while True:
            try:
                self._once(bad)
                return
            except _VoidError as void:  # a long text failed when rows of it had been written already
                bad[void.index] = void.reason

    def _once(self, bad: dict[int, str]) -> None:
        out = self.work / f"out-{uuid.uuid4().hex}"
        out.mkdir()
        tables = Tables(out, _PART_LEVEL)
        try:
            items, end = read_input(self.parts, self.number)
            counts = Counts(bytes=end)
            with _Try(self.work, self.timeout) as attempt, Zones(self.nlp) as self.zones:
                for index, item in enumerate(items):
                    if index in bad:
                        _fail(tables, counts, Unreadable(item.doc_id, item.path, bad[index]))
                    else:
                        attempt.begin(index)
                        self._document(item, index, tables, counts)
                        attempt.end()
                        self.zones.renew()
            tables.close()
            write_json(out / "shard.json", asdict(counts), sort=True, durable=True)
        except BaseException:
            tables.abandon()
            shutil.rmtree(out, ignore_errors=True)
            raise
        try:
            os.rename(out, self.done)
        except OSError:
            if not self.done.exists():  # else another worker, taken for lost, was faster with the same bytes
                raise
        flush_folder(self.parts)
        shutil.rmtree(self.work, ignore_errors=True)

    def _document(self, item: Planned, index: int, tables: Tables, counts: Counts) -> None:
        if isinstance(item, File) and is_long_file(item):
            self._long(item, index, tables, counts)
            return
        text: Item = item.read() if isinstance(item, File) else item
        if isinstance(text, Text):
            text = converted(text)
        if isinstance(text, Unreadable):
            _fail(tables, counts, text)
            return
        try:
            document, words = read_one(self.nlp, text)
            found = rows(document, text.text)
            found["documents"] = [document_row(document, text.text, text.path, text.encoding, words)]
        except Exception as error:  # noqa: BLE001 - one text must not stop a run over millions
            _fail(tables, counts, Unreadable(item.doc_id, item.path, in_text(error)))
            return
        tables.add_rows(found)
        counts.add(Counts(1, 0, words, len(document.events), len(document.checks)))

    def _long(self, item: File, index: int, tables: Tables, counts: Counts) -> None:
        def add(found: dict[str, list[Row]]) -> None:
            tables.add_rows(found)
            self.zones.renew()

        try:
            totals = read_long(self.nlp, item.doc_id, Path(item.file), add)
        except NotTextError as error:
            raise _VoidError(index, str(error)) from error
        except (*UNREADABLE, UnicodeError) as error:
            if isinstance(error, OSError) and tables_are_on(error, self.parts):
                raise
            raise _VoidError(index, fault(error, Path(item.file))) from error
        except Exception as error:
            raise _VoidError(index, in_text(error)) from error
        tables.add_rows({"documents": [totals.row(item.doc_id, item.path)]})
        counts.add(Counts(1, 0, totals.n_words, totals.counts["events"], totals.counts["checks"]))


class Zones:
    """Keeps what spaCy remembers of words within bounds, or memory would grow with the corpus's vocabulary.

    The first words stay, for a known word is tokenized faster; later ones are forgotten again, so no ``Doc`` may outlive ``renew``.
    """

    kept_words = 50_000
    passing_words = 20_000

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp
        self.stack = ExitStack()
        self.limit = self.kept_words

    def __enter__(self) -> Self:
        self.renew()
        return self

    def renew(self) -> None:
        if len(self.nlp.vocab) > self.limit:
            self.stack.close()
            self.limit = len(self.nlp.vocab) + self.passing_words
            self.stack.enter_context(self.nlp.memory_zone())

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stack.close()


class _VoidError(Exception):
    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index, self.reason = index, reason


def is_long_file(item: File) -> bool:
    try:
        return is_long(Path(item.file))
    except OSError:
        return False


def tables_are_on(error: OSError, parts: Path) -> bool:
    """Whether an error came from writing tables (which stops the run) and not from reading the text."""
    import errno

    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS) or not os.access(parts, os.W_OK)


def read_one(nlp: Any, text: Text) -> tuple[Document, int]:
    """The document object of a text and its number of words."""
    from jylnama.pipeline import read_document

    text.text.encode("utf-8")  # a lone surrogate (half a character, by a JSON escape) has no place in a table
    return read_document(nlp, text.text, text.doc_id), len(text.text.split())


def _fail(tables: Tables, counts: Counts, item: Unreadable) -> None:
    row = {"doc_id": item.doc_id, "path": item.path, "reason": item.reason}
    tables.add_rows({"failures": [{key: whole_characters(value) for key, value in row.items()}]})
    counts.failures += 1


class _Try:
    """Notes which document a worker is at, and ends the process where a document takes too long."""

    def __init__(self, work: Path, timeout: float | None) -> None:
        self.path = work / f"try-{uuid.uuid4().hex}"
        self.timeout = timeout

    def __enter__(self) -> Self:
        self.file = self.path.open("wb", buffering=0)
        return self

    def begin(self, index: int) -> None:
        os.pwrite(self.file.fileno(), b"%d;" % index, 0)
        if self.timeout:
            os.lseek(self.file.fileno(), 0, os.SEEK_END)
            # a thread in C: it works though the interpreter be locked up in a regular expression
            faulthandler.dump_traceback_later(self.timeout, exit=True, file=self.file)

    def end(self) -> None:
        if self.timeout:
            faulthandler.cancel_dump_traceback_later()

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.end()
        self.file.close()
        # whoever comes here has not died of a document
        self.path.unlink(missing_ok=True)


def bad_documents(work: Path, timeout: float | None) -> dict[int, str]:
    """Documents (by place in the shard) that are to be left out, with the reason, by the tries that went before."""
    last: Counter[int] = Counter()
    slow: set[int] = set()
    for path in work.glob("try-*"):
        noted = path.read_bytes()
        place, _, rest = noted.partition(b";")
        if not place.isdigit():
            continue
        last[int(place)] += 1
        if b"Timeout (" in rest:
            slow.add(int(place))
    bad = {
        index: f"its worker died {DEATHS} times while reading it (a crash, or out of memory)"
        for index, n in last.items()
        if n >= DEATHS
    }
    return bad | dict.fromkeys(slow, f"took longer than {timeout:g} s (--timeout-per-document)" if timeout else "took too long")
