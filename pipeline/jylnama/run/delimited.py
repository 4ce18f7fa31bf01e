"""Tables of texts with commas, semicolons or tabs, as spreadsheets write them and people by hand: a fault costs its record."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from jylnama.run.faults import bad_byte
from jylnama.run.formats import SAMPLE_BYTES, Item, Meter, Unreadable, guess_encoding, mostly_utf8, no_column, opened, record_item

# spreadsheets of Kazakh and Russian locales write semicolons; the last one stands in no text: a table of one column
_DELIMITERS, _NONE = ",;\t", "\x1f"
# Excel's own first line, which names the delimiter
_NAMED_DELIMITER = re.compile(r"sep=([,;\t])\s*")
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_MOST_CHARS = 1 << 30


def read_table(doc_id: str, path: Path, shown: str, meter: Meter) -> Iterator[Item]:
    """The texts of a table, one by one; a record that cannot be read is told, and the next one is read."""
    csv.field_size_limit(_MOST_CHARS)
    encoding = _encoding(path)
    with opened(path, meter) as stream, io.TextIOWrapper(stream, encoding, "surrogateescape", newline="") as file:
        lines = _Lines(file)
        rows = _rows(lines, _delimiter(lines))
        names = next(rows, [])
        if isinstance(names, str):
            yield Unreadable(doc_id, shown, names)
            return
        header = [name.strip() for name in names]
        if wrong := _wrong_header(doc_id, shown, header):
            yield wrong
            return
        for number, row in enumerate(rows, 1):
            yield _item(doc_id, shown, number, header, row, encoding.removesuffix("-sig"))


def _encoding(path: Path) -> str:
    """The encoding of a table by its first bytes: spreadsheets write UTF-16 and the 8-bit encodings of their country, too."""
    with opened(path) as stream:
        head = stream.read(SAMPLE_BYTES)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "utf-8-sig" if mostly_utf8(head) else guess_encoding(head) or "utf-8-sig"
    return "utf-8-sig"


class _Lines:
    """The lines of a table. Those of the record at hand are kept: where it turns out broken, all but its first are read anew."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        self._taken.append(line)
        self.number += 1
        return line

    def begin(self) -> int:
        """A new record begins; returns the number of its first line."""
        self._taken.clear()
        return self.number + 1

    def give_back(self, first: int) -> None:
        """Give back the lines of this record behind its first ``first``."""
        self._again.extendleft(reversed(self._taken[first:]))
        self.number -= len(self._taken) - first
        self._taken.clear()


def _delimiter(lines: _Lines) -> str:
    """What divides the columns, by the first line that is not empty; that line is given back."""
    for line in lines:
        if named := _NAMED_DELIMITER.fullmatch(line):
            lines.begin()
            return named[1]
        if line.strip():
            lines.give_back(0)
            with_text = [d for d in _DELIMITERS if "text" in [name.strip() for name in next(csv.reader([line], delimiter=d))]]
            found = max(with_text or _DELIMITERS, key=line.count)
            return found if found in line else _NONE
    return ","


def _rows(lines: _Lines, delimiter: str) -> Iterator[list[str] | str]:
    """The rows that are not empty; instead of one that is no row, what is wrong with it."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        first = lines.begin()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # a quotation mark that never closes takes all that follows: its record ends with its first line
            lines.give_back(1)
            yield _broken(error, first)
        else:
            if any(cell.strip() for cell in row):
                yield row


def _broken(error: csv.Error, line: int) -> str:
    what = "a quotation mark that is not closed" if "end of data" in str(error) else "a quotation mark inside a quoted field"
    return (
        f'line {line}: {what}: close it, and write each one inside a field twice (""); the record ends here with its first line'
    )


def _wrong_header(doc_id: str, path: str, header: Sequence[str]) -> Unreadable | None:
    """Why the first row cannot be the names of the columns; None where it can, or where the table is empty."""
    if header.count("text") > 1:
        return Unreadable(doc_id, path, "two columns are called “text”: give one of them another name")
    return no_column(doc_id, path, header) if header and "text" not in header else None


def _item(doc_id: str, path: str, number: int, header: Sequence[str], row: list[str] | str, encoding: str) -> Item:
    if isinstance(row, str):
        return Unreadable(f"{doc_id}-{number}", path, f"record {number}, {row}")
    record = dict(zip(header, row, strict=False))
    whole = {name: _BAD_BYTE.sub("\ufffd", cell) for name, cell in record.items()}
    item = record_item(doc_id, path, number, whole | {"text": whole.get("text")}, encoding)
    if any(cell.strip() for cell in row[len(header) :]):
        reason = f"{len(row)} fields for {len(header)} columns (a delimiter in the text?): put the text in quotation marks"
        return Unreadable(item.doc_id, path, f"record {number}: {reason}")
    if bad := _BAD_BYTE.search(record.get("text", "")):
        return Unreadable(item.doc_id, path, f"record {number}: {bad_byte(encoding, ord(bad[0]) - 0xDC00, bad.start())}")
    return item
