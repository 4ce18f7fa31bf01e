"""Readers: one function a format, from an open file to its text or to a stream of records.

A text that cannot be had is no exception here but an ``Unreadable`` in the stream, so that the rest goes on.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import itertools
import json
import lzma
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from jylnama.run.faults import bad_place, in_file, in_record

# encodings that Kazakh and Russian texts come in; KZ-1048 and PT154 are 8-bit Cyrillic with the Kazakh letters
_LEGACY = ["cp1251", "kz1048", "ptcp154", "koi8_r", "cp866", "utf_16_le", "utf_16_be"]
SAMPLE_BYTES = 1 << 20
UNKNOWN_ENCODING = "binary file or unknown encoding: convert it to UTF-8"
# what decoding with ``surrogateescape`` makes of bytes that are no UTF-8
_BAD_BYTES = re.compile("[\udc80-\udcff]+")
_CYRILLIC = re.compile("[\u0400-\u052f]+")
# fields that are named where a record lacks its text
_NAMED_FIELDS = 8

# formats that would pass for plain text or are none
NOT_TEXT = frozenset({".zip", ".doc", ".odt", ".rtf", ".epub", ".xlsx", ".json", ".7z", ".rar"})
COMPRESSIONS = (".gz", ".bz2", ".zst", ".xz")


@dataclass(frozen=True, slots=True)
class Text:
    """One raw text. ``path`` is where it came from, ``encoding`` how its bytes were read.

    ``markup`` names a conversion that is still to be done (``wikitext``, behind it the prefixes of links to
    files and categories): it is costly and left to the process that reads the text.
    """

    doc_id: str
    text: str
    path: str
    encoding: str = "utf-8"
    markup: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that could not be read, with the reason."""

    doc_id: str
    path: str
    reason: str


Item = Text | Unreadable


class Meter:
    """How many bytes of the file on disk have been read, for the progress bar."""

    def __init__(self) -> None:
        self._position: Callable[[], int] = lambda: 0

    def watch(self, position: Callable[[], int]) -> None:
        self._position = position

    def bytes(self) -> int:
        return self._position()


def kind(path: Path) -> str:
    """The suffix that tells the format, in lower case and without the one of a compression."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix in COMPRESSIONS else suffix


def stem(path: Path) -> str:
    """The file's name without the suffixes of format and compression."""
    return Path(path.stem).stem if path.suffix.lower() in COMPRESSIONS else path.stem


def is_text(path: Path) -> bool:
    """Whether a folder's file is taken for an input."""
    return kind(path) in SINGLE or kind(path) in RECORDS


@contextmanager
def opened(path: Path, meter: Meter | None = None) -> Iterator[BinaryIO]:
    """The bytes of a file, decompressed by its suffix, as a stream that need not seek."""
    with path.open("rb") as raw:
        if meter:
            size = path.stat().st_size
            meter.watch(lambda: size if raw.closed else raw.tell())
        suffix = path.suffix.lower()
        if suffix == ".gz":
            stream: Any = gzip.GzipFile(fileobj=raw)
        elif suffix == ".bz2":
            stream = bz2.BZ2File(raw)
        elif suffix == ".xz":
            stream = lzma.LZMAFile(raw)  # noqa: SIM115 - closed below
        elif suffix == ".zst":
            import pyarrow as pa

            stream = io.BufferedReader(cast(Any, pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")), 1 << 18)
        else:
            stream = raw
        with stream:
            yield cast(BinaryIO, stream)


@contextmanager
def on_disk(path: Path) -> Iterator[Path]:
    """The file itself, or an uncompressed copy for formats whose readers jump about in it."""
    if path.suffix.lower() not in COMPRESSIONS:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="jylnama-") as folder:
        copy = Path(folder) / path.stem
        with opened(path) as stream, copy.open("wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
        yield copy


def guarded(doc_id: str, path: str, items: Callable[[], Iterator[Item]]) -> Iterator[Item]:
    """The items; an exception of the reader becomes an ``Unreadable`` that says what is wrong with the file."""
    try:
        yield from items()
    except Exception as error:  # noqa: BLE001 - a broken PDF or table must not stop the others
        yield Unreadable(doc_id, path, fault(error, Path(path)))


def fault(error: Exception, path: Path) -> str:
    """Why a file cannot be read, in words."""
    suffix = path.suffix.lower()
    return in_file(error, kind(path), suffix if suffix in COMPRESSIONS else None)


# --- one text a file


def _read_plain(doc_id: str, path: Path, shown: str) -> Item:
    with opened(path) as stream:
        return decoded(doc_id, shown, stream.read())


def decoded(doc_id: str, path: str, data: bytes) -> Item:
    """The text of plain bytes, its encoding detected."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return Unreadable(doc_id, path, "empty file")
    try:
        text = data.decode("utf-8")
        if "\x00" in text:
            return Unreadable(doc_id, path, "binary file, not a text")
        return Text(doc_id, text, path)
    except UnicodeDecodeError as error:
        if mostly_utf8(data):
            return Unreadable(doc_id, path, bad_place(error, error.start, data.count(b"\n", 0, error.start) + 1))
    encoding = guess_encoding(data)
    if encoding is None:
        return Unreadable(doc_id, path, UNKNOWN_ENCODING)
    return Text(doc_id, data.decode(encoding), path, encoding)


def mostly_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for some places: more Cyrillic letters can be read as such than bytes cannot."""
    text = data.decode("utf-8", "surrogateescape")
    bad = len(text) - len(_BAD_BYTES.sub("", text))
    return bad < len(text) - len(_CYRILLIC.sub("", text))


def guess_encoding(data: bytes) -> str | None:
    """The encoding of bytes that are not UTF-8; None where they are no text."""
    if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        return "utf-32"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    from charset_normalizer import from_bytes  # 30 ms to load, and hardly ever needed

    guess = from_bytes(data[:SAMPLE_BYTES], cp_isolation=_LEGACY).best()
    if guess is None or _control_share(data) > 0.02 and not guess.encoding.startswith("utf_16"):
        return None
    return _kazakh_variant(data[:SAMPLE_BYTES], guess.encoding)


def _control_share(data: bytes) -> float:
    sample = data[:65536]
    return sum(byte < 9 or 13 < byte < 32 for byte in sample) / len(sample)


def _kazakh_variant(data: bytes, encoding: str) -> str:
    """Where KZ-1048 gives more Kazakh letters than the guess, it is KZ-1048 (they differ in those letters only)."""
    if encoding not in ("cp1251", "kz1048", "ptcp154"):
        return encoding

    def kazakh_letters(name: str) -> int:
        text = data.decode(name, "replace")
        return sum(text.count(letter) for letter in "әғқңөұүһіӘҒҚҢӨҰҮҺІ") - 5 * text.count("\ufffd")

    return max(("cp1251", "kz1048", "ptcp154"), key=kazakh_letters)


def _read_pdf(doc_id: str, path: Path, shown: str) -> Item:
    import pypdfium2

    with on_disk(path) as file, pypdfium2.PdfDocument(file) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    return _extracted(doc_id, shown, "\f".join(pages), "pdf")


def _read_docx(doc_id: str, path: Path, shown: str) -> Item:
    import docx

    with on_disk(path) as file:
        paragraphs = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    return _extracted(doc_id, shown, "\n".join(paragraphs), "docx")


def _read_html(doc_id: str, path: Path, shown: str) -> Item:
    import trafilatura

    with opened(path) as stream:
        return _extracted(doc_id, shown, trafilatura.extract(stream.read()) or "", "html")


def _read_xml(doc_id: str, path: Path, shown: str) -> Item:
    from jylnama.run.xml import text_of_xml

    with opened(path) as stream:
        return _extracted(doc_id, shown, text_of_xml(stream), "xml")


def _extracted(doc_id: str, path: str, text: str, format_name: str) -> Item:
    if not text.strip():
        return Unreadable(
            doc_id, path, f"no text in this {format_name} (a scan?)" if format_name == "pdf" else f"no text in this {format_name}"
        )
    return Text(doc_id, text, path, format_name)


# --- many texts a file

Records = Callable[[str, Path, str, Meter], Iterator[Item]]


def _read_jsonl(doc_id: str, path: Path, shown: str, meter: Meter) -> Iterator[Item]:
    with opened(path, meter) as stream:
        lines = ((number, line) for number, line in enumerate(stream, 1) if line.strip())
        head = list(itertools.islice(lines, 2))
        if _is_one_json([line for _, line in head]):
            reason = "one JSON value over many records or lines, not a record a line: write each record on a line of its own"
            yield Unreadable(doc_id, shown, reason)
            return
        for number, line in itertools.chain(head, lines):
            yield _line(doc_id, shown, number, line)


def _is_one_json(head: Sequence[bytes]) -> bool:
    """Whether the first two lines are the beginning of an array, or of an object over several lines."""
    first = head[0].removeprefix(codecs.BOM_UTF8).strip() if head else b""
    if not first.startswith(b"[") and first != b"{":
        return False
    try:
        return not isinstance(json.loads(head[1]), dict) if len(head) > 1 else True
    except (ValueError, RecursionError):
        return True


def _line(doc_id: str, path: str, number: int, line: bytes) -> Item:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Unreadable(f"{doc_id}-{number}", path, f"record {number}: {in_record(error)}")
    return record_item(doc_id, path, number, record)


def _read_csv(doc_id: str, path: Path, shown: str, meter: Meter) -> Iterator[Item]:
    from jylnama.run.delimited import read_table

    yield from read_table(doc_id, path, shown, meter)


def _read_parquet(doc_id: str, path: Path, shown: str, meter: Meter) -> Iterator[Item]:
    import pyarrow.parquet as pq

    size = path.stat().st_size
    with on_disk(path) as file, pq.ParquetFile(file, memory_map=True, pre_buffer=False) as table:
        names = table.schema_arrow.names
        if "text" not in names:
            yield no_column(doc_id, shown, names)
            return
        number, of = 0, max(1, table.metadata.num_rows)
        meter.watch(lambda: size * number // of)
        columns = [name for name in ("id", "doc_id", "text") if name in names]
        for batch in table.iter_batches(batch_size=256, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield record_item(doc_id, shown, number, row)


def no_column(doc_id: str, path: str, names: Sequence[str]) -> Unreadable:
    alike = next((f"; call “{name}” “text”" for name in names if name.strip().casefold() == "text"), "")
    return Unreadable(doc_id, path, f"no column “text” in this table; it has: {', '.join(map(str, names))}{alike}")


def record_item(doc_id: str, path: str, number: int, record: Any, encoding: str = "utf-8") -> Item:
    """The text of one record, or why it has none, under its own id where it has one."""
    if not isinstance(record, dict):
        return Unreadable(f"{doc_id}-{number}", path, f"record {number}: no object with the field “text”")
    own_id = record.get("id", record.get("doc_id"))
    name = f"{doc_id}-{number}" if own_id is None or own_id == "" else whole_characters(str(own_id))
    if "text" not in record:
        fields = ", ".join(map(str, itertools.islice(record, _NAMED_FIELDS))) or "nothing"
        return Unreadable(name, path, f"record {number}: no field “text”; it has: {fields}")
    text = record["text"]
    if text is None or isinstance(text, str) and not text.strip():
        return Unreadable(name, path, f"record {number}: empty text")
    if not isinstance(text, str):
        return Unreadable(name, path, f"record {number}: its field “text” is no string: {str(text)[:40]}")
    return Text(name, text, path, encoding)


def whole_characters(name: str) -> str:
    """A name that a table can hold: half a character (a broken JSON escape) becomes a question mark."""
    return name.encode("utf-8", "replace").decode()


def _read_dump(doc_id: str, path: Path, shown: str, meter: Meter) -> Iterator[Item]:
    from jylnama.run.wiki import pages

    with opened(path, meter) as stream:
        yield from pages(stream, doc_id, shown)


SINGLE: dict[str, Callable[[str, Path, str], Item]] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
    ".html": _read_html,
    ".htm": _read_html,
    ".xml": _read_xml,
}
RECORDS: dict[str, Records] = {
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}


def record_reader(path: Path) -> Records | None:
    """The reader of a file that holds many texts; None for a file with one text."""
    if kind(path) == ".xml":
        from jylnama.run.xml import root_name

        try:
            with opened(path) as stream:
                return _read_dump if root_name(stream) == "mediawiki" else None
        except (OSError, EOFError, ValueError, ImportError):  # a broken archive, no lxml: the reader says so in its own words
            return None
    return RECORDS.get(kind(path))


def read_single(doc_id: str, path: Path, shown: str) -> Item:
    """The text of a file that holds one."""
    if kind(path) in NOT_TEXT:
        return Unreadable(doc_id, shown, f"{kind(path)} is not read; convert it to .txt, .docx, .pdf or .html")
    read = SINGLE.get(kind(path), _read_plain)
    return next(guarded(doc_id, shown, lambda: iter([read(doc_id, path, shown)])))


def read_records(doc_id: str, path: Path, shown: str, meter: Meter | None = None) -> Iterator[Item]:
    """The texts of a file that holds many, one by one."""
    reader = record_reader(path)
    assert reader is not None
    empty = True
    for item in guarded(doc_id, shown, lambda: reader(doc_id, path, shown, meter or Meter())):
        empty = False
        yield item
    if empty:
        yield Unreadable(doc_id, shown, "no article in this dump" if kind(path) == ".xml" else "no record in this file")


def converted(item: Text) -> Item:
    """The text with its markup taken out."""
    if not item.markup:
        return item
    from jylnama.run.wiki import plain_text

    def plain() -> Iterator[Item]:
        yield _extracted(item.doc_id, item.path, plain_text(item.text, item.markup[1:]), "wikitext")

    return next(guarded(item.doc_id, item.path, plain))
