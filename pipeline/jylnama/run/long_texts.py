"""Texts that need not fit into memory: a plain text file is decoded, read and written stretch by stretch."""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jylnama.document import Document, Event
from jylnama.run.formats import COMPRESSIONS, guess_encoding, kind, opened
from jylnama.run.tables import Row, rows

# files beyond this many bytes on disk are read in stretches; compressed ones, which may be ten times as large, sooner
LONG_BYTES = 8 << 20
_STRETCH_PIECES = 5
_BLOCK_BYTES = 1 << 18
_LETTERS = {"dates": "d", "congresses": "c", "persons": "p", "places": "l", "organisations": "o"}


class NotTextError(ValueError):
    """The file is no text; the message says why."""


def is_long(path: Path) -> bool:
    """Whether a file is plain text and so large that it is read in stretches."""
    if kind(path) not in (".txt", ".md"):
        return False
    return path.stat().st_size > (LONG_BYTES // 8 if path.suffix.lower() in COMPRESSIONS else LONG_BYTES)


@dataclass(slots=True)
class Totals:
    """What is known of a long text when its last stretch has been read."""

    encoding: str
    n_chars: int = 0
    n_words: int = 0
    n_sentences: int = 0
    n_events: int = 0
    n_checks: int = 0
    n_people: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    digest: Any = field(default_factory=hashlib.sha256)

    def row(self, doc_id: str, path: str) -> Row:
        """The row of ``documents``."""
        language = max(sorted(self.languages), key=lambda code: self.languages[code], default="kk")
        return {"doc_id": doc_id, "path": path, "sha256": self.digest.hexdigest(), "language": language, "encoding": self.encoding,
                "n_chars": self.n_chars, "n_words": self.n_words, "n_sentences": self.n_sentences, "n_events": self.n_events}  # fmt: skip


def read_long(nlp: Any, doc_id: str, path: Path, add: Callable[[dict[str, list[Row]]], None]) -> Totals:
    """Read a plain text file in bounded memory; ``add`` takes the rows of each stretch.

    The rows are those that the whole text would give (``jylnama.pipeline.read_document`` cuts at the same places), but that
    a person of two stretches is two in ``people``, and the checks stand in the order of the stretches.
    Raises NotTextError, UnicodeDecodeError or OSError; rows added before that are void.
    """
    from jylnama.pipeline import read_document

    totals = Totals(_encoding(path))
    for stretch in _stretches(_decoded(path, totals.encoding)):
        document = read_document(nlp, stretch, doc_id)
        offset, sentences = totals.n_chars, totals.n_sentences
        _move(document, offset, totals)
        add(rows(document, stretch, offset=offset, first_sentence=sentences))
        totals.n_chars += len(stretch)
        totals.n_words += len(stretch.split())
        totals.digest.update(stretch.encode("utf-8", "surrogatepass"))
    return totals


def _encoding(path: Path) -> str:
    """The file's encoding: UTF-8 where all of it is, else a guess from its beginning."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as stream:
        head = stream.read(1 << 20)
        block = head
        try:
            while block:
                if "\x00" in decoder.decode(block):
                    raise NotTextError("binary file, not a text")
                block = stream.read(1 << 20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            encoding = guess_encoding(head)
            if encoding is None:
                raise NotTextError("binary file or unknown encoding: convert it to UTF-8") from None
            return encoding
    return "utf-8"


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened(path) as stream:
        while block := stream.read(_BLOCK_BYTES):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _stretches(blocks: Iterator[str]) -> Iterator[str]:
    """Stretches of several pieces, cut where ``read_document`` cuts: a stretch ends where a piece does."""
    from jylnama.pipeline import PIECE_CHARS, _pieces

    waiting = ""
    for block in blocks:
        waiting += block
        # the last piece is only known when there is more text behind it than a piece can hold
        while len(waiting) > (_STRETCH_PIECES + 1) * PIECE_CHARS:
            ends = [end for (_, end), _ in zip(_pieces(waiting), range(_STRETCH_PIECES), strict=False)]
            yield waiting[: ends[-1]]
            waiting = waiting[ends[-1] :]
    if waiting:
        yield waiting


def _move(document: Document, offset: int, totals: Totals) -> None:
    """Turn a stretch's ids and offsets into those of the whole text, and count."""
    renamed: dict[str, str] = {}
    for name, letter in _LETTERS.items():
        pool = getattr(document, name)
        for mention in pool:
            new = f"{letter}{totals.mentions[name]}"
            totals.mentions[name] += 1
            renamed[mention.id], mention.id = new, new
            mention.start_char += offset
            mention.end_char += offset
    persons = {person.person_id: f"n{totals.n_people + i}" for i, person in enumerate(document.people)}
    for person in document.people:
        person.person_id = persons[person.person_id]
    for mention in document.persons:
        mention.person_id = persons.get(mention.person_id or "", mention.person_id)
    totals.n_people += len(persons)
    for sentence in document.sentences:
        sentence.start_char += offset
        sentence.end_char += offset
        totals.languages[sentence.language] += 1
    document.events = [_moved(event, offset, totals.n_events + i, renamed) for i, event in enumerate(document.events)]
    for check in document.checks:
        check.mentions = [renamed[i] for i in check.mentions]
    totals.n_sentences += len(document.sentences)
    totals.n_events += len(document.events)
    totals.n_checks += len(document.checks)


def _moved(event: Event, offset: int, number: int, renamed: dict[str, str]) -> Event:
    trigger = replace(event.trigger, start_char=event.trigger.start_char + offset, end_char=event.trigger.end_char + offset)
    lists: dict[str, Any] = {name: [renamed[i] for i in getattr(event, name)] for name in _LETTERS}
    return replace(event, id=f"e{number}", trigger=trigger, **lists)
