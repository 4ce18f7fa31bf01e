"""Texts that need not fit into memory: a plain text file is decoded, read and written stretch by stretch."""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jylnama.document import Document, main_language, moved
from jylnama.run.faults import bad_place
from jylnama.run.formats import COMPRESSIONS, UNKNOWN_ENCODING, guess_encoding, kind, mostly_utf8, opened
from jylnama.run.tables import Row, document_row, rows

# files beyond this many bytes on disk are read in stretches; compressed ones, which may be ten times as large, sooner
LONG_BYTES = 8 << 20
_STRETCH_PIECES = 5
_BLOCK_BYTES = 1 << 18
_HEAD_BYTES = 1 << 20


class NotTextError(ValueError):
    """The file is no text; the message says why."""


def is_long(path: Path) -> bool:
    """Whether a file is plain text and so large that it is read in stretches."""
    if kind(path) not in (".txt", ".md"):
        return False
    return path.stat().st_size > (LONG_BYTES // 8 if path.suffix.lower() in COMPRESSIONS else LONG_BYTES)


@dataclass(slots=True)
class Totals:
    """What is known of a long text when its last stretch has been read; ``counts``: sentences, events, checks … it has."""

    encoding: str
    n_chars: int = 0
    n_words: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    digest: Any = field(default_factory=hashlib.sha256)

    def row(self, doc_id: str, path: str) -> Row:
        """The row of ``documents``."""
        document = Document(doc_id, self.digest.hexdigest(), main_language(self.languages))
        numbers = {"n_chars": self.n_chars, "n_sentences": self.counts["sentences"], "n_events": self.counts["events"]}
        return document_row(document, "", path, self.encoding, self.n_words) | numbers


def read_long(nlp: Any, doc_id: str, path: Path, add: Callable[[dict[str, list[Row]]], None]) -> Totals:
    """Read a plain text file in bounded memory; ``add`` takes the rows of each stretch.

    The rows are those that the whole text would give (``jylnama.pipeline.read_document`` cuts at the same places), but that
    a person of two stretches is two in ``people``, and the checks stand in the order of the stretches.
    Raises NotTextError, UnicodeDecodeError or OSError; rows added before that are void.
    """
    from jylnama.pipeline import read_document

    totals = Totals(_encoding(path))
    for stretch in _stretches(_decoded(path, totals.encoding)):
        offset, sentences = totals.n_chars, totals.counts["sentences"]
        document = moved(read_document(nlp, stretch, doc_id), offset, totals.counts)
        totals.languages.update(sentence.language for sentence in document.sentences)
        add(rows(document, stretch, offset=offset, first_sentence=sentences))
        totals.n_chars += len(stretch)
        totals.n_words += len(stretch.split())
        totals.digest.update(stretch.encode("utf-8", "surrogatepass"))
    return totals


def _encoding(path: Path) -> str:
    """The file's encoding: UTF-8 where all of it is, else a guess from its beginning."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as stream:
        head = stream.read(_HEAD_BYTES)
        block, before, line, cut = head, 0, 1, 0
        try:
            while block:
                cut = len(decoder.getstate()[0])  # bytes of a character that the last block ended in
                if "\x00" in decoder.decode(block):
                    raise NotTextError("binary file, not a text")
                before += len(block)
                line += block.count(b"\n")
                block = stream.read(_HEAD_BYTES)
            cut = len(decoder.getstate()[0])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            if mostly_utf8(head):
                raise NotTextError(
                    bad_place(error, before - cut + error.start, line + error.object.count(b"\n", 0, error.start))
                ) from None
            encoding = guess_encoding(head)
            if encoding is None:
                raise NotTextError(UNKNOWN_ENCODING) from None
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
    from jylnama.pipeline import PIECE_CHARS, pieces

    waiting = ""
    for block in blocks:
        waiting += block
        # the last piece is only known when there is more text behind it than a piece can hold
        while len(waiting) > (_STRETCH_PIECES + 1) * PIECE_CHARS:
            ends = [end for (_, end), _ in zip(pieces(waiting), range(_STRETCH_PIECES), strict=False)]
            yield waiting[: ends[-1]]
            waiting = waiting[ends[-1] :]
    if waiting:
        yield waiting
