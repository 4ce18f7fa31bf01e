"""What the builders of readings share: the parts of a fit by their names, what the text before has set, and a value."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from jylnama.dates.grammar import Fit
from jylnama.dates.lexer import Run
from jylnama.dates.values import Interval

# `80-жылдары` before any century is named: Kazakh prose means the twentieth
OWN_CENTURY = 20

# what "first days", "last years" are a part of, by the unit that they stand behind; elsewhere they make no sense
_EDGES = {
    "month": {"first days": "begin", "last days": "end"},
    "year": {"first days": "first days", "last days": "last days"},
    "decade": {"first years": "begin", "last years": "end"},
    "century": {"first years": "begin", "last years": "end"},
}


class Anchor(NamedTuple):
    """What the text before an anaphoric or yearless date has set: the last year, month and day named.

    ``interval`` is the last year or stretch of years as a whole; ``century`` the last century or the
    century of the last year; ``near`` the year that `30-жылдары` is near to, None where a century has set
    the scene since; ``latest`` the latest year that the whole text names. ``forward``: what is read now is no
    earlier than ``near``.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    century: int | None = None
    interval: Interval | None = None
    near: int | None = None
    latest: int | None = None
    forward: bool = False


class Reading(NamedTuple):
    """The value of one date expression. ``os`` and ``ns`` are (start, end) in ISO, None for what is not written."""

    interval: Interval
    relative: bool = False
    approximate: bool = False
    calendar: str = "unstated"
    os: tuple[str | None, str | None] | None = None
    ns: tuple[str | None, str | None] | None = None
    pair_status: str | None = None
    impossible: bool = False


class NoSenseError(Exception):
    """The parts of an expression do not go together (the last days of a century)."""


class Parts:
    """The captured values of a fit, by capture name."""

    def __init__(self, run: Run, fit: Fit) -> None:
        self.atoms = {name: run.atoms[index] for name, index in fit.groups.items()}
        self._run, self._fit = run, fit

    def __getitem__(self, name: str) -> Any:
        atom = self.atoms.get(name)
        return None if atom is None else atom.value

    def __contains__(self, name: str) -> bool:
        return name in self.atoms

    @property
    def decades(self) -> bool:
        """Whether the plural year word stands right behind the first year."""
        groups = self._fit.groups
        return "p" in self._run.letters[groups.get("y1", self._fit.end) : groups.get("p1", 0)]

    @cached_property
    def listed(self) -> list[int]:
        """The years of the list that the fit is an item of; empty where it is none."""
        return _list_of_years(self._run, self._fit)

    @property
    def decades_listed(self) -> bool:
        """``1930 және 1940 жылдары``: decades where all of a list are round and the plural stands in full."""
        return bool(self.listed) and all(year % 10 == 0 for year in self.listed) and _plural_in_full(self._run, self._fit)

    def part(self, name: str, unit: str) -> str | None:
        """The part word captured as ``name``, as a part of ``unit``; None if there is none."""
        value: str | None = self[name]
        if value in (None, "begin", "middle", "end"):
            return value
        if value not in _EDGES.get(unit, {}):
            raise NoSenseError
        return _EDGES[unit][value]

    def same_bracket(self, first: str, last: str) -> bool:
        """Whether no closing bracket stands between two captures."""
        return ")" not in self._run.letters[self._fit.groups[first] : self._fit.groups[last]]

    def fraction(self, end: str, known: tuple[int, ...]) -> tuple[int, int]:
        """Index (from 1) and denominator of the fraction of an end (``1``, ``2``), which must be one of those ``known``."""
        of: int = self[f"h{end}"]
        index: int = self[f"o{end}"]
        index = of if index == -1 else index
        if of not in known or not 1 <= index <= of:
            raise NoSenseError
        return index, of

    def is_new_style(self, name: str) -> bool:
        """Whether the style captured as ``name`` is the new one."""
        return self.atoms[name].letter != "o"


def _list_of_years(run: Run, fit: Fit) -> list[int]:
    """The years of the list (``1917, 1918 және 1920 жылдары``) that a fit is an item of; empty where it is none."""
    first = last = fit.groups.get("y1")
    if first is None or last is None:
        return []
    while first > 1 and run.letters[first - 2] == "Y" and run.letters[first - 1] in ",&+":
        first -= 2
    while run.letters[last + 1 : last + 3] in (",Y", "&Y", "+Y"):
        last += 2
    return [run.atoms[i].value for i in range(first, last + 1, 2)] if last > first else []


def _plural_in_full(run: Run, fit: Fit) -> bool:
    """Whether the year word behind the list is ``жылдары``, not ``жж.``."""
    at = next((i for i in range(fit.start, len(run.letters)) if run.letters[i] in "yp"), None)
    return at is not None and run.letters[at] == "p" and run.atoms[at].form != "abbr"
