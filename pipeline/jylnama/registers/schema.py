"""What a register file must look like: columns by kind, and the faults of a file with their lines."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from jylnama.dates.calendars import is_day, iso, julian_to_gregorian, month_length, parse_iso
from jylnama.document import BODY_IDS, CONGRESS_KINDS, LANGUAGES

CHECKED = ("both", "before", "after", "none", "general")

COLUMNS = {
    "congresses": (
        "register_id", "body_id", "body", "kind", "number", "os_start", "os_end", "ns_start", "ns_end", "also",
        "place_kk", "place_ru", "place_en", "name_kk", "name_ru", "name_en", "wikidata", "source", "note",
    ),
    "names": ("entity_id", "name", "lang", "start", "end", "checked", "wikidata", "source", "note"),
    "places": ("place_id", "name", "lang", "start", "end", "wikidata", "source", "note"),
}  # fmt: skip
# a file is known by these; the other columns may be left out
REQUIRED = {
    "congresses": ("register_id", "body_id", "kind", "number", "ns_start", "ns_end", "source"),
    "names": ("entity_id", "name", "lang", "start", "end", "source"),
    "places": ("place_id", "name", "lang", "start", "end", "source"),
}

_YEAR = regex.compile(r"\d{4}")
_MONTH = regex.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_DAY = regex.compile(r"\d{4}-\d{2}-\d{2}")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a register file; ``line`` counts from 1, 0 stands for the whole file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@dataclass(slots=True)
class Table:
    """A register file as read: its kind (``congresses``, ``names``, ``places``), rows with their lines, faults."""

    path: str
    kind: str
    rows: list[tuple[int, Row]]
    faults: list[Fault]


def interval(text: str) -> tuple[str, str]:
    """First and last day of an ISO 8601 day, month or year: ``1921-10`` is 1921-10-01 to 1921-10-31.

    Raises ValueError for anything else, and for a day that the Gregorian calendar does not have.
    """
    if _YEAR.fullmatch(text):
        return f"{text}-01-01", f"{text}-12-31"
    if _MONTH.fullmatch(text):
        return f"{text}-01", f"{text}-{month_length(int(text[:4]), int(text[5:])):02d}"
    if _DAY.fullmatch(text) and is_day(parse_iso(text)):
        return text, text
    raise ValueError(f"{text!r} is no day, month or year (1917-07-21, 1917-07, 1917)")


def span(start: str, end: str) -> tuple[str, str]:
    """First and last day of a stretch whose ends are days, months or years. Raises ValueError as ``interval`` does."""
    return interval(start)[0], interval(end)[1]


def read_table(path: Path) -> Table:
    """Read a register file and look for every fault in it; a file that cannot be read is one fault."""
    table = Table(str(path), "", [], [])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        table.faults.append(Fault(table.path, 0, f"cannot be read: {reason}"))
        return table
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    reader = csv.reader(line for _, line in numbered)
    records = list(reader)
    if not records:
        table.faults.append(Fault(table.path, 0, "is empty; the first line names the columns"))
        return table
    header, first_line = records[0], numbered[0][0]
    table.kind = next((kind for kind, need in REQUIRED.items() if need[0] in header), "")
    if not table.kind:
        keys = ", ".join(need[0] for need in REQUIRED.values())
        table.faults.append(Fault(table.path, first_line, f"no register: one of these columns tells its kind: {keys}"))
        return table
    table.faults += _header_faults(table, header, first_line)
    if table.faults:
        return table
    for (line, _), record in zip(numbered[1:], records[1:], strict=False):
        if len(record) != len(header):
            table.faults.append(Fault(table.path, line, f"{len(record)} cells, the header has {len(header)}"))
            continue
        row = dict.fromkeys(COLUMNS[table.kind], "") | {k: v.strip() for k, v in zip(header, record, strict=True)}
        table.rows.append((line, row))
        table.faults += [Fault(table.path, line, message) for message in _ROW_CHECKS[table.kind](row)]
    if not table.faults:  # the order of rows says nothing while their dates are wrong
        table.faults += [Fault(table.path, line, message) for line, message in _TABLE_CHECKS[table.kind](table.rows)]
    return table


def _header_faults(table: Table, header: list[str], line: int) -> list[Fault]:
    unknown = [name for name in header if name not in COLUMNS[table.kind]]
    missing = [name for name in REQUIRED[table.kind] if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    messages = []
    if unknown:
        messages.append(f"unknown columns: {', '.join(unknown)}; there are: {', '.join(COLUMNS[table.kind])}")
    if missing:
        messages.append(f"missing columns: {', '.join(missing)}")
    if twice:
        messages.append(f"columns named twice: {', '.join(twice)}")
    return [Fault(table.path, line, message) for message in messages]


def _common(row: Row, *needed: str) -> Iterator[str]:
    for name in (*needed, "source"):
        if not row[name]:
            yield f"{name} is empty"
    if row["wikidata"] and not regex.fullmatch(r"Q[1-9]\d*", row["wikidata"]):
        yield f"wikidata: {row['wikidata']!r} is no item id (Q79854)"


def _dates(row: Row, start: str, end: str) -> Iterator[str]:
    """Faults of a stretch: either end may be empty (open)."""
    values = {}
    for name in (start, end):
        if row[name]:
            try:
                values[name] = interval(row[name])
            except ValueError as error:
                yield f"{name}: {error}"
    if len(values) == 2 and values[end][1] < values[start][0]:
        yield f"{end} {row[end]} is before {start} {row[start]}"


def _congress_faults(row: Row) -> Iterator[str]:
    yield from _common(row, "register_id", "ns_start", "ns_end")
    yield from _dates(row, "ns_start", "ns_end")
    yield from _old_style(row)
    if row["body_id"] not in BODY_IDS:
        yield f"body_id: {row['body_id']!r} is none of {', '.join(BODY_IDS)}"
    if row["body_id"] == "other" and not row["body"]:
        yield "body: the body's name is needed where body_id is other (several: divided by |)"
    if row["kind"] not in CONGRESS_KINDS:
        yield f"kind: {row['kind']!r} is none of {', '.join(CONGRESS_KINDS)}"
    if row["number"] and not regex.fullmatch(r"[1-9]\d?", row["number"]):
        yield f"number: {row['number']!r} is no number from 1 to 99"
    for piece in filter(None, row["also"].split(";")):
        start, _, end = piece.partition("/")
        try:
            first, last = span(start, end or start)
        except ValueError as error:
            yield f"also: {error}"
        else:
            if last < first:
                yield f"also: {piece} ends before it begins"


def _old_style(row: Row) -> Iterator[str]:
    """Old Style days must be the New Style ones in the other calendar, both or none given."""
    if bool(row["os_start"]) != bool(row["os_end"]):
        yield "os_start and os_end: give both or none"
    for edge in ("start", "end"):
        old, new = row[f"os_{edge}"], row[f"ns_{edge}"]
        if not old:
            continue
        try:
            right = iso(julian_to_gregorian(parse_iso(old)))
        except ValueError:
            yield f"os_{edge}: {old!r} is no day of the Julian calendar"
            continue
        if right != new:
            yield f"the calendars do not agree: os_{edge} {old} is {right}, not {new}"


def _name_faults(row: Row) -> Iterator[str]:
    yield from _common(row, "entity_id", "name")
    yield from _dates(row, "start", "end")
    if row["lang"] not in LANGUAGES:
        yield f"lang: {row['lang']!r} is none of {', '.join(LANGUAGES)}"
    if row["checked"] and row["checked"] not in CHECKED:
        yield f"checked: {row['checked']!r} is none of {', '.join(CHECKED)}"


def _place_faults(row: Row) -> Iterator[str]:
    yield from _common(row, "place_id", "name")
    yield from _dates(row, "start", "end")
    if row["lang"] not in LANGUAGES:
        yield f"lang: {row['lang']!r} is none of {', '.join(LANGUAGES)}"


Numbered = list[tuple[int, Row]]


def _congress_table(rows: Numbered) -> Iterator[tuple[int, str]]:
    yield from _unique(rows, "register_id")
    yield from _unique([(line, row) for line, row in rows if row["number"]], "body_id", "body", "kind", "number")
    yield from _sorted(
        rows, lambda row: (row["body_id"], row["body"], row["kind"], int(row["number"] or 0)), "body_id, body, kind, number"
    )
    for (_, before), (line, row) in zip(rows, rows[1:], strict=False):
        same = all(before[key] == row[key] for key in ("body_id", "body", "kind")) and before["number"] and row["number"]
        if same and interval(row["ns_start"])[1] <= interval(before["ns_end"])[0]:
            yield line, f"number {row['number']} begins before number {before['number']} ends"


def _name_table(rows: Numbered) -> Iterator[tuple[int, str]]:
    yield from _unique(rows, "entity_id", "lang", "name", "start")
    yield from _sorted(
        rows, lambda row: (row["entity_id"], row["start"], row["lang"], row["name"]), "entity_id, start, lang, name"
    )
    yield from _overlaps(rows, "entity_id", aliases=True)


def _place_table(rows: Numbered) -> Iterator[tuple[int, str]]:
    yield from _unique(rows, "place_id", "lang", "name", "start")
    yield from _sorted(rows, lambda row: (row["place_id"], row["lang"], row["start"]), "place_id, lang, start")
    yield from _overlaps(rows, "place_id", aliases=False)


def _overlaps(rows: Numbered, key: str, *, aliases: bool) -> Iterator[tuple[int, str]]:
    """Names of one thing borne at one time. Aliases share their whole span; what else overlaps needs a note."""
    last: dict[tuple[str, str], list[tuple[int, Row]]] = {}
    for line, row in rows:
        before = last.setdefault((row[key], row["lang"]), [])
        for other_line, other in before:
            if aliases and (other["start"], other["end"]) == (row["start"], row["end"]):
                continue
            if _meets(other, row) and not (aliases and (row["note"] or other["note"])):
                hint = "; say why in note" if aliases else ""
                yield line, f"{row['name']} overlaps {other['name']} (line {other_line}){hint}"
        before.append((line, row))


def _meets(first: Row, second: Row) -> bool:
    """Whether two stretches share more than the day, month or year on which one gives way to the other."""
    start = max(interval(row["start"])[1] if row["start"] else "" for row in (first, second))
    end = min(interval(row["end"])[0] if row["end"] else "9999" for row in (first, second))
    return start < end


def _unique(rows: Numbered, *keys: str) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        value = tuple(row[key] for key in keys)
        if value in seen:
            yield line, f"{', '.join(keys)} {' '.join(value)}: given already in line {seen[value]}"
        seen.setdefault(value, line)


def _sorted(rows: Numbered, key: Callable[[Row], Any], by: str) -> Iterator[tuple[int, str]]:
    for (_, before), (line, row) in zip(rows, rows[1:], strict=False):
        if key(row) < key(before):
            yield line, f"not sorted by {by}"
            return


_ROW_CHECKS: dict[str, Callable[[Row], Iterator[str]]] = {
    "congresses": _congress_faults, "names": _name_faults, "places": _place_faults,
}  # fmt: skip
_TABLE_CHECKS: dict[str, Callable[[Numbered], Iterator[tuple[int, str]]]] = {
    "congresses": _congress_table, "names": _name_table, "places": _place_table,
}  # fmt: skip
