"""Loads the shipped registers and the user's own into look-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from jylnama.document import LANGUAGES
from jylnama.registers.schema import Row, Table, interval, read_table, span
from jylnama.text.data import data_toml

SHIPPED = ("congresses.csv", "names.csv", "places.csv")
Interval = tuple[str, str]
MeetingKey = tuple[str, str, int]


class RegisterError(ValueError):
    """A register file is malformed; the message names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A known congress. ``days``: the accepted stretches (first day, last day) in either style, ISO 8601, inclusive;
    where it is known to the month or year alone, that whole. ``exact``: both ends of the first are known to the day."""

    register_id: str
    body_id: str
    bodies: tuple[str, ...]
    kind: str
    number: int | None
    days: tuple[Interval, ...]
    gregorian: Interval
    exact: bool
    names: dict[str, str]
    wikidata: str


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name that a body bore from ``start`` to ``end`` (Gregorian days, inclusive; empty where open).

    ``checked``: on which side of its time the name is a mistake (both, before, after), ``none`` for never,
    ``general`` for a name that historians use of the body's whole history.
    """

    entity_id: str
    name: str
    lang: str
    start: str
    end: str
    checked: str


@dataclass(slots=True)
class Registers:
    """What the registers that are in force say of bodies. Names of places are data alone: no check reads them."""

    meetings: dict[MeetingKey, Meeting] = field(default_factory=dict)
    names: list[BodyName] = field(default_factory=list)

    def meeting(self, body_id: str, body: str, kind: str, number: int) -> Meeting | None:
        """The known meeting of a body; ``body`` is its name as the text has it, looked at where body_id is other.

        The kurultai of a known body is its congress, where the register has none: ``ІІ жалпықазақ құрылтайы``.
        """
        if body_id == "other":
            return self.meetings.get((_other(body), kind, number)) if body else None
        found = self.meetings.get((body_id, kind, number))
        return found or (self.meetings.get((body_id, "congress", number)) if kind == "kurultai" else None)


def load_registers(paths: Iterable[str | Path] = ()) -> Registers:
    """The shipped registers and those of ``paths``, later ones over earlier ones.

    A congress of a user's file replaces the shipped one of the same body, kind and number; names of an entity that a
    user's file has replace all shipped names of that entity.
    Raises RegisterError naming file and line of the first fault.
    """
    return _load(tuple((str(path), _changed(Path(path))) for path in paths))


def _changed(path: Path) -> tuple[int, int] | None:
    """What tells that a file was written anew; None for one that is not there."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


@cache
def _load(paths: tuple[tuple[str, tuple[int, int] | None], ...]) -> Registers:
    registers = Registers()
    folder = resources.files(__package__)
    for name in SHIPPED:
        with resources.as_file(folder.joinpath(name)) as path:
            _add(registers, _sound(path))
    for given, _ in paths:
        _add(registers, _sound(Path(given)))
    return registers


def _sound(path: Path) -> Table:
    table = read_table(path)
    if table.faults:
        more = f" (and {len(table.faults) - 1} more; see jylnama register check)" if len(table.faults) > 1 else ""
        raise RegisterError(f"{table.faults[0]}{more}")
    return table


def _add(registers: Registers, table: Table) -> None:
    rows = [row for _, row in table.rows]
    if table.kind == "congresses":
        for meeting in map(_meeting, rows):
            for body in meeting.bodies or ("",):
                key = meeting.body_id if meeting.body_id != "other" else _other(body)
                if meeting.number is not None:
                    registers.meetings[key, meeting.kind, meeting.number] = meeting
    elif table.kind == "names":
        own = {row["entity_id"] for row in rows}
        registers.names = [name for name in registers.names if name.entity_id not in own] + [_name(row) for row in rows]


def _other(body: str) -> str:
    return f"other:{spelling(body)}"


def spelling(body: str) -> str:
    """A body's name as all its spellings have it: ``Қырғыз (Қазақ) АССР Советтері`` is ``қырғыз акср кеңестер``."""
    words, asides = _spellings()
    return " ".join(words.get(word, word) for word in body.lower().split() if word not in asides)


@cache
def _spellings() -> tuple[dict[str, str], frozenset[str]]:
    data = data_toml(__package__, "bodies.toml")
    return data["words"], frozenset(data["asides"]["words"])


def _meeting(row: Row) -> Meeting:
    new = span(row["ns_start"], row["ns_end"])
    days = [(row["os_start"], row["os_end"])] if row["os_start"] else []
    days.append(new)
    for piece in filter(None, row["also"].split(";")):
        start, _, end = piece.partition("/")
        days.append(span(start, end or start))
    return Meeting(
        row["register_id"], row["body_id"], tuple(filter(None, (b.strip() for b in row["body"].split("|")))), row["kind"],
        int(row["number"]) if row["number"] else None, tuple(days), new, len(row["ns_start"]) == len(row["ns_end"]) == 10,
        {lang: row[f"name_{lang}"] for lang in LANGUAGES}, row["wikidata"],
    )  # fmt: skip


def _ends(row: Row) -> Interval:
    start = interval(row["start"])[0] if row["start"] else ""
    return start, interval(row["end"])[1] if row["end"] else ""


def _name(row: Row) -> BodyName:
    return BodyName(row["entity_id"], row["name"], row["lang"], *_ends(row), row["checked"] or "none")
