"""Checks of one source against the calendar and against itself. A check never changes what was extracted."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator
from typing import Any

import regex

from jylnama.checks.messages import finding, texts, words
from jylnama.dates.calendars import (
    Day,
    gregorian_to_julian,
    is_day,
    iso,
    julian_to_gregorian,
    month_length,
    parse_iso,
)
from jylnama.dates.pairs import pair_slips, slips
from jylnama.dates.styles import day_number
from jylnama.document import Check, DateMention, Document

_CLOSING = {"(": ")", "[": "]"}
_BRACKET = regex.compile(r"[()\[\]]|\n\s*\n")
_FROM = regex.compile(r"(?:[днт][ае]н)$")
# "1940.50.60 жж.": decades with dots between them
_DECADES = regex.compile(rf"\d{{3}}0(?:\s?[.,]\s?\d0)+\.?(?:-|\s)*(?:{words()['units']['decades']})")
_UNTIL = regex.compile(rf"\s+(?:{words()['units']['until']})\b")
_ITEM = regex.compile(r"(?:^|[\s;,.:(\[])(?:\d{1,2}|\p{L})$")
# a bracket open for longer than this was never meant to be closed
_MAX_BRACKET_CHARS = 400
# a repair that takes more slips of the pen than this is a guess
_MAX_CHANGES = 2


def source_checks(document: Document, text: str) -> list[Check]:
    """Findings on dates and brackets, in the order of the text."""
    found: list[tuple[int, Check]] = []
    for date in document.dates:
        if date.zone == "body":
            found += [(date.start_char, check) for check in _date_checks(date)]
    found += _told_reversed(document, text)
    found += _bracket_checks(document, text)
    return [check for _, check in sorted(found, key=lambda item: item[0])]


def _date_checks(date: DateMention) -> Iterator[Check]:
    if date.impossible and not _DECADES.match(date.text):
        yield _impossible(date)
    if date.pair_status == "inconsistent":
        yield _pair_mismatch(date)
    if not date.impossible and _reversed(date):
        yield finding("range_reversed", [date.id], text=quoted(date.text))


def quoted(text: str) -> str:
    """A stretch of the source on one line."""
    return " ".join(text.split())


def _impossible(date: DateMention) -> Check:
    """The reading of an impossible day is its month: that tells the month's length. A month 13 is read as its year."""
    if date.precision != "month":
        return finding("impossible_date", [date.id], text=quoted(date.text))
    year, month, _ = parse_iso(date.start)
    days = month_length(year, month)
    return finding("impossible_date", [date.id], variant="length", text=quoted(date.text), days=days)


def _reversed(date: DateMention) -> bool:
    return parse_iso(date.end) < parse_iso(date.start) or bool(
        date.ns_start and date.ns_end and parse_iso(date.ns_end) < parse_iso(date.ns_start) and date.pair_status == "consistent"
    )


def _told_reversed(document: Document, text: str) -> Iterator[tuple[int, Check]]:
    """``1931 жылдың қазанынан 1931 жылдың наурызына дейін``: a range told by two dates, each whole in itself."""
    for first, last in itertools.pairwise(document.dates):
        sound = not any(d.zone != "body" or d.impossible or d.approximate for d in (first, last)) and not first.relative
        if (
            sound
            and (not last.relative or _in_one_month(first, last))
            and _FROM.search(first.text)
            and text[first.end_char : last.start_char].isspace()
            and _UNTIL.match(text, last.end_char)
        ):
            if parse_iso(last.end) < parse_iso(first.start):
                yield (
                    first.start_char,
                    finding("range_reversed", [first.id, last.id], text=quoted(text[first.start_char : last.end_char])),
                )


def _in_one_month(first: DateMention, last: DateMention) -> bool:
    """``1930 жылғы 25 мамырдан 12 мамырға дейін``: the year that the second day leaves out can be no other one."""
    return first.precision == last.precision == "day" and first.start[:-3] == last.start[:-3]


# --- pairs of Old and New Style -------------------------------------------------------------------------------------


def _pair_mismatch(date: DateMention) -> Check:
    wrong = [(old, new) for old, new in _written_pairs(date) if _gregorian(old) != new]
    suggestion = "; ".join(filter(None, map(repair, wrong))) or None
    unreal = [old for old, _ in wrong if not is_day(old, is_julian=True)] + [new for _, new in wrong if not is_day(new)]
    if unreal:
        return finding("pair_mismatch", [date.id], suggestion, "no_day", text=quoted(date.text), day=iso(unreal[0]))
    distances = [_distances(old, new) for old, new in wrong]
    right = ", ".join(map(str, dict.fromkeys(right for _, right in distances)))
    if any(found <= 0 for found, _ in distances):
        return finding("pair_mismatch", [date.id], suggestion, "order", text=quoted(date.text), right=right)
    found = ", ".join(str(found) for found, _ in distances)
    return finding("pair_mismatch", [date.id], suggestion, text=quoted(date.text), found=found, right=right)


def _written_pairs(date: DateMention) -> Iterator[tuple[Day, Day]]:
    """Old Style and New Style day of each end that is written in both styles."""
    pairs = [(date.os_start, date.ns_start), (date.os_end, date.ns_end)]
    for old, new in dict.fromkeys(pairs):
        if old and new:
            yield parse_iso(old), parse_iso(new)


def _gregorian(old: Day) -> Day | None:
    try:
        return julian_to_gregorian(old)
    except ValueError:
        return None


def _julian(new: Day) -> Day | None:
    try:
        return gregorian_to_julian(new)
    except ValueError:
        return None


def _distances(old: Day, new: Day) -> tuple[int, int]:
    """Days between the two dates read in one calendar: as written, and as it should be."""
    first = day_number(iso(old))
    return day_number(iso(new)) - first, day_number(iso(julian_to_gregorian(old))) - first


def repair(pair: tuple[Day, Day]) -> str | None:
    """The smallest change that makes the pair one day: another month or day on one side; both sides where they tie.

    Where it would take more than a slip of the pen, the New Style day of the Old Style one. New Style is the later day:
    where the Old Style one is, the styles may be the wrong way round, with a slip of the pen or without.
    """
    old, new = pair
    if old > new and is_day(old) and is_day(new, is_julian=True) and _costs_less((new, old), pair):
        said = texts()["pair_mismatch"]["repair"]
        return said["swapped"] if _gregorian(new) == old else f"{said['swapped']}: {_repair((new, old))}"
    return _repair(pair)


def _costs_less(pair: tuple[Day, Day], other: tuple[Day, Day]) -> bool:
    cost, other_cost = pair_slips(*pair), pair_slips(*other)
    return cost is not None and other_cost is not None and cost < other_cost


def _repair(pair: tuple[Day, Day]) -> str | None:
    old, new = pair
    # a day that no month has is the wrong one: the other says what it should be
    candidates = [
        (side, written, right)
        for side, written, right in (("new", new, _gregorian(old)), ("old", old, _julian(new) if is_day(new) else None))
        if right is not None
    ]
    if not candidates:
        return None
    costs = [slips(written, right) for _, written, right in candidates]
    said = texts()["pair_mismatch"]["repair"]
    best = [
        said[side].format(day=iso(right), change=_change(written, right))
        for (side, written, right), cost in zip(candidates, costs, strict=True)
        if cost == min(costs) <= _MAX_CHANGES
    ]
    side, _, right = candidates[0]
    equal = (old, right) if side == "new" else (right, new)
    return said["or"].join(best) or said["equal"].format(old=iso(equal[0]), new=iso(equal[1]))


def _change(written: Day, right: Day) -> str:
    said = texts()["pair_mismatch"]["repair"]
    parts = zip(("year", "month", "day"), written, right, strict=True)
    return ", ".join(said[name].format(written=a, right=b) for name, a, b in reversed(list(parts)) if a != b)


# --- brackets -------------------------------------------------------------------------------------------------------


def _bracket_checks(document: Document, text: str) -> Iterator[tuple[int, Check]]:
    """Brackets round or in a date or a congress that are closed by another kind; one finding an opening bracket."""
    pools: tuple[list[Any], ...] = (document.dates, document.congresses)
    mentions = sorted((m for pool in pools for m in pool if m.zone == "body"), key=lambda m: m.start_char)
    starts = [mention.start_char for mention in mentions]
    for start, end in _mismatches(text):
        first = max(0, bisect.bisect_right(starts, start) - 1)
        for mention in mentions[first : bisect.bisect_left(starts, end)]:
            if mention.end_char > start:
                stretch = quoted(text[min(start, mention.start_char) : max(end, mention.end_char)])
                yield start, finding("bracket_mismatch", [mention.id], text=stretch, open=text[start], close=text[end - 1])
                break


def _mismatches(text: str) -> Iterator[tuple[int, int]]:
    """Stretches from an opening bracket to the one of another kind that closes it, within a paragraph."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        mark, at = match.group(), match.start()
        if mark in _CLOSING:
            opened.append(at)
        elif mark not in ")]":
            opened.clear()
        elif opened:
            while opened and at - opened[-1] > _MAX_BRACKET_CHARS:
                opened.pop()
            if not opened or _is_item(text, at, opened):
                continue
            inner = opened.pop()
            if _CLOSING[text[inner]] != mark:
                yield inner, at + 1
                # "[ … ( … ]": the mark closes the outer one as well
                if opened and _CLOSING[text[opened[-1]]] == mark:
                    opened.pop()


def _is_item(text: str, at: int, opened: list[int]) -> bool:
    """``[1) …`` : the sign of a list, not a closing bracket."""
    return text[at] == ")" and text[opened[-1]] == "[" and _ITEM.search(text, max(0, at - 4), at) is not None
