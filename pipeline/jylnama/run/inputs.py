"""Inputs of ``jylnama extract``: files, folders, globs and ``-`` as a stream of texts.

A text that cannot be had is no exception here but an ``Unreadable`` in the stream, so that the rest goes on.
"""

from __future__ import annotations

import csv
import glob
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from charset_normalizer import from_bytes

# encodings that Kazakh and Russian texts come in; KZ-1048 and PT154 are 8-bit Cyrillic with the Kazakh letters
_LEGACY = ["cp1251", "kz1048", "ptcp154", "koi8_r", "cp866", "utf_16_le", "utf_16_be"]

# formats that would pass for plain text or are none
_NOT_TEXT = frozenset({".xml", ".bz2", ".gz", ".zst", ".zip", ".doc", ".odt", ".rtf", ".epub", ".xlsx", ".json"})


class InputError(ValueError):
    """The call names something that cannot be an input at all; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """One raw text. ``path`` is where it came from, ``encoding`` how its bytes were read."""

    doc_id: str
    text: str
    path: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that could not be read, with the reason."""

    doc_id: str
    path: str
    reason: str


Item = Text | Unreadable


def list_files(inputs: Iterable[str]) -> list[tuple[str, Path]]:
    """Files of the call, sorted by document id, with their ids: the stem, or the path where stems collide.

    Raises InputError for an input that does not exist or a folder without texts.
    """
    files: list[tuple[Path, Path]] = []  # root, file
    for name in inputs:
        path = Path(name)
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and _kind(p) in READERS and not p.name.startswith("."))
            if not found:
                raise InputError(f"{name}: no texts in this folder (looked for {', '.join(sorted(READERS))})")
            files += [(path, file) for file in found]
        elif path.exists():
            files.append((path.parent, path))
        else:
            matches = sorted(p for p in map(Path, glob.glob(name, recursive=True)) if p.is_file())
            if not matches:
                raise InputError(f"{name}: no such file or folder, and no file fits it as a pattern")
            files += [(path.parent, match) for match in matches]
    unique = {file.resolve(): (root, file) for root, file in reversed(files)}
    stems: dict[str, int] = {}
    for _, file in unique.values():
        stems[_stem(file)] = stems.get(_stem(file), 0) + 1
    named = [
        (_stem(file) if stems[_stem(file)] == 1 else _relative(file, root), file) for root, file in unique.values()
    ]
    return sorted(named, key=lambda row: (row[0], str(row[1])))


def _relative(file: Path, root: Path) -> str:
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()


def _kind(path: Path) -> str:
    return path.suffix.lower()


def _stem(path: Path) -> str:
    return path.stem


def read_inputs(inputs: Iterable[str]) -> Iterator[Item]:
    """The texts of the call, one by one. ``-`` is standard input, one text."""
    names = list(inputs)
    if "-" in names:
        yield _decode("stdin", "-", sys.stdin.buffer.read())
    rest = [name for name in names if name != "-"]
    for doc_id, path in list_files(rest) if rest else []:
        yield from read_file(doc_id, path)


def read_file(doc_id: str, path: Path) -> Iterator[Item]:
    """The texts of one file: one, or a record each for ``.jsonl``, ``.csv``, ``.parquet``."""
    if _kind(path) in _NOT_TEXT:
        yield Unreadable(doc_id, str(path), f"{_kind(path)} is not read; convert it to .txt, .docx, .pdf or .html")
        return
    reader = READERS.get(_kind(path), _read_plain)
    try:
        yield from reader(doc_id, path)
    except (OSError, UnicodeError) as error:
        yield Unreadable(doc_id, str(path), f"cannot be read: {error.__class__.__name__}: {error}")
    except ImportError as error:
        yield Unreadable(doc_id, str(path), f"needs a package that is not installed ({error.name}): pip install 'jylnama[formats]'")
    except Exception as error:  # noqa: BLE001 - a broken PDF or table must not stop the others
        yield Unreadable(doc_id, str(path), f"broken file: {error.__class__.__name__}: {error}")


def _read_plain(doc_id: str, path: Path) -> Iterator[Item]:
    yield _decode(doc_id, str(path), path.read_bytes())


def _decode(doc_id: str, path: str, data: bytes) -> Item:
    if not data.strip():
        return Unreadable(doc_id, path, "empty file")
    try:
        text = data.decode("utf-8")
        if "\x00" in text:
            return Unreadable(doc_id, path, "binary file, not a text")
        return Text(doc_id, text, path)
    except UnicodeDecodeError:
        pass
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return Text(doc_id, data.decode("utf-16"), path, "utf-16")
        except UnicodeDecodeError:
            return Unreadable(doc_id, path, "broken UTF-16")
    guess = from_bytes(data, cp_isolation=_LEGACY).best()
    if guess is None or _control_share(data) > 0.02 and not guess.encoding.startswith("utf_16"):
        return Unreadable(doc_id, path, "binary file or unknown encoding: convert it to UTF-8")
    encoding = _kazakh_variant(data, guess.encoding)
    return Text(doc_id, data.decode(encoding), path, encoding)


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


def _read_jsonl(doc_id: str, path: Path) -> Iterator[Item]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _record(doc_id, path, number, partial(json.loads, line))


def _read_csv(doc_id: str, path: Path) -> Iterator[Item]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 1):
            yield _record(doc_id, path, number, partial(dict, row))


def _read_parquet(doc_id: str, path: Path) -> Iterator[Item]:
    import pyarrow.parquet as pq

    number = 0
    for batch in pq.ParquetFile(path).iter_batches(batch_size=256):
        for row in batch.to_pylist():
            number += 1
            yield _record(doc_id, path, number, partial(dict, row))


def _record(doc_id: str, path: Path, number: int, load: Callable[[], object]) -> Item:
    where = f"{doc_id}-{number}"
    try:
        record = load()
    except ValueError as error:
        return Unreadable(where, str(path), f"record {number}: {error}")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return Unreadable(where, str(path), f"record {number}: no field “text”")
    own_id = record.get("id", record.get("doc_id"))
    if not record["text"].strip():
        return Unreadable(str(own_id or where), str(path), f"record {number}: empty text")
    return Text(str(own_id) if own_id not in (None, "") else where, record["text"], str(path))


def _read_pdf(doc_id: str, path: Path) -> Iterator[Item]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    yield _extracted(doc_id, path, "\f".join(pages), "pdf")


def _read_docx(doc_id: str, path: Path) -> Iterator[Item]:
    import docx

    paragraphs = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    yield _extracted(doc_id, path, "\n".join(paragraphs), "docx")


def _read_html(doc_id: str, path: Path) -> Iterator[Item]:
    import trafilatura

    yield _extracted(doc_id, path, trafilatura.extract(path.read_bytes()) or "", "html")


def _extracted(doc_id: str, path: Path, text: str, kind: str) -> Item:
    if not text.strip():
        return Unreadable(doc_id, str(path), f"no text in this {kind} (a scan?)")
    return Text(doc_id, text, str(path), kind)


Reader = Callable[[str, Path], Iterator[Item]]
READERS: dict[str, Reader] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
    ".html": _read_html,
    ".htm": _read_html,
}
