"""Finds the date expressions of a clean text and reads their values, in order, carrying the year along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

import regex

from jylnama.dates.builder import build
from jylnama.dates.grammar import Fit, fits
from jylnama.dates.guards import GUARDS
from jylnama.dates.lexer import Run, runs
from jylnama.dates.reading import OWN_CENTURY, Anchor, Reading
from jylnama.dates.tokens import lexicon
from jylnama.dates.values import Interval, year
from jylnama.kazakh.cases import ABLATIVE, DATIVE, LOCATIVE
from jylnama.kazakh.zones import Spans

_TOLD = lexicon()["told"]
# a century in a case that tells time sets the scene; "ХІХ ғасыр әдебиеті" names a subject
_SENTENCE_END = regex.compile(r"[.!?…]\s+(?=\p{Lu}|\d)|\n")
_BORN = regex.compile(rf"[^.!?\n]{{0,120}}?(?<!\p{{L}})(?:{_TOLD['born']})(?!\p{{L}})")
# 1921 жылдан бастап тоқсаныншы жылдарға дейін
_FROM = regex.compile(rf"{ABLATIVE}$")
_UP_TO = regex.compile(rf"\s(?:{_TOLD['up_to']})")
_BEFORE_A_BRACKET = "year, its word behind a bracket"  # a form
_SOME_YEARS = 30  # `осы жылдары` is no longer a time
_TWO_SENTENCES = 800  # letters: no two are longer
# behind these a day is of the writer's year, not of the one that he tells of, and so it is before a feast to come
_OF_THE_WRITER = regex.compile(rf"(?i)(?<!\p{{L}})(?:{_TOLD['of_the_writer']})(?!\p{{L}})[^.!?\n;]{{0,40}}$")
_TO_COME = regex.compile(rf"[^.!?\n;]{{0,120}}?(?:{_TOLD['to_come']})")
_SINCE = regex.compile(rf"\s(?:{_TOLD['since']})(?!\p{{L}})")
_YEAR = regex.compile(r"(?<![\d.,])(?:1[0-9]|20)\d\d(?!\d)")
_TELLS_TIME = regex.compile(rf"(?:{LOCATIVE}|{ABLATIVE}|{DATIVE}|н[ае]|ғғ?\.)$")


class FoundDate(NamedTuple):
    """A date expression: its span in the clean text, its value, the form that matched, its zone."""

    start: int
    end: int
    reading: Reading
    form: str
    zone: str = "body"


def find_dates(text: str, citations: Sequence[tuple[int, int]] = (), skip: Sequence[tuple[int, int]] = ()) -> list[FoundDate]:
    """Dates of a clean text, in order, not overlapping.

    citations: sorted spans of bibliographic citations; what stands there gets zone ``citation`` and is
    never referred to. skip: sorted spans that are not read at all (other languages).
    """
    found: list[FoundDate] = []
    cited, unread = Spans(citations), Spans(skip)
    anchor = Anchor(latest=max(map(int, _YEAR.findall(text)), default=None))
    for run in runs(text):
        place, fitting = 0, fits(run.letters)
        while place < len(run.letters):
            here = _anchor_here(text, run, place, anchor, found) if fitting[place] else None
            hit = _first_reading(text, run, fitting[place], here) if here else None
            if hit is None:
                place += 1
                continue
            fit, reading = hit
            place = fit.end
            start, end = run.atoms[fit.start].start, _end(text, run, fit)
            if unread.holds(start) or reading.relative and _is_of_writer(text, start, end, reading):
                continue
            date = FoundDate(start, end, reading, fit.form.name, "citation" if cited.holds(start) else "body")
            if date.zone == "body":
                anchor = anchor if _is_other_reading(text, found, start) else _next_anchor(anchor, date, text)
            elif reading.relative:
                continue
            found.append(date)
    return found


def _is_other_reading(text: str, found: Sequence[FoundDate], start: int) -> bool:
    """Whether a year in a bracket is what other sources give for the one before it: ``1428 (кей деректе 1431 ж.) жылы``."""
    return bool(found) and found[-1].form == _BEFORE_A_BRACKET and ")" not in text[found[-1].end : start]


def _anchor_here(text: str, run: Run, place: int, anchor: Anchor, found: Sequence[FoundDate]) -> Anchor | None:
    """What an expression that begins at this atom refers to; None where it refers to no time."""
    if run.letters.startswith("ap", place) and anchor.interval and anchor.interval.first[0] == anchor.interval.last[0]:
        stretch = _stretch(text, found, run.atoms[place].start)  # осы жылдары
        if stretch is None and found and _SINCE.match(text, found[-1].end):  # 1996 жылдан бері … осы жылдары
            return None
        return anchor._replace(interval=stretch or anchor.interval)
    if run.letters[place] in "NW" and "p" in run.letters[place:]:
        return _decade_anchor(text, run, place, anchor, found)
    return anchor


def _first_reading(text: str, run: Run, fitting: Sequence[Fit], anchor: Anchor) -> tuple[Fit, Reading] | None:
    start = run.atoms[fitting[0].start].start
    if text[start - 1 : start] == "/" and text[start - 2 : start - 1].isdigit():
        return None  # the second half of something that made no sense as a whole
    for fit in fitting:
        guard = fit.form.needs
        if guard is None or GUARDS[guard](text, run, fit):
            reading = build(run, fit, anchor)
            if reading is not None:
                return fit, reading
    return None


def _decade_anchor(text: str, run: Run, place: int, anchor: Anchor, found: Sequence[FoundDate]) -> Anchor:
    """What `30-жылдары` refers to where its sentence tells more than the year before it does.

    Words of Soviet and later times tell the twentieth century; a year of the same decade later in the sentence tells
    its own; what begins with a birth, or with ``1921 жылдан``, goes forward.
    """
    start, end = run.atoms[place].start, run.atoms[-1].end
    left, right = _sentence_around(text, start)
    if _of_twentieth().search(text, left, right):
        return anchor._replace(near=None, century=OWN_CENTURY)
    later = _YEAR.search(text, end, right)
    if later and int(later.group()) // 10 % 10 * 10 == run.atoms[place].value and not _YEAR.search(text, left, start):
        return anchor._replace(near=int(later.group()))
    before = found[-1] if found else None
    if before and before.reading.interval.precision in ("day", "month", "year"):
        born = _BORN.match(text, before.end, start)
        upto = before.end > left and _UP_TO.match(text, end) and _FROM.search(text, before.start, before.end)
        if born or upto:
            return anchor._replace(forward=True)
    return anchor


def _sentence_around(text: str, place: int) -> tuple[int, int]:
    """Where the sentence of a place begins and ends, 400 letters away at most."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, place - 400), place + 1)]
    behind = _SENTENCE_END.search(text, place, place + 400)
    return ends[-1] if ends else max(0, place - 400), behind.start() if behind else min(len(text), place + 400)


@cache
def _of_twentieth() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?i:{lexicon()['twentieth']['words']})")


def _is_of_writer(text: str, start: int, end: int, reading: Reading) -> bool:
    """Whether a date without a year is of the writer's own: ``биыл 5 мамырда``, ``15 ақпанда 30 жыл толады``."""
    to_come = reading.interval.precision in ("day", "month") and _TO_COME.match(text, end) is not None
    return to_come or _OF_THE_WRITER.search(text, max(0, start - 60), start) is not None


def _stretch(text: str, found: Sequence[FoundDate], start: int) -> Interval | None:
    """From the first to the last of the years told in the sentence of ``start`` and the one before; None for fewer than two."""
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - _TWO_SENTENCES), start)]
    begin = sentences[-2] if len(sentences) > 1 else max(0, start - _TWO_SENTENCES)
    near = takewhile(lambda date: date.start >= begin, reversed(found))
    told = [
        d.reading.interval
        for d in near
        if d.zone == "body" and d.reading.interval.precision in ("day", "month", "season", "year")
    ]
    if not told:
        return None
    first, last = min(i.first[0] for i in told), max(i.last[0] for i in told)
    return year(first).until(year(last)) if first < last <= first + _SOME_YEARS else None


def _end(text: str, run: Run, fit: Fit) -> int:
    """Where the expression ends: before a bracket that closes the one around it (``[1905, … (10 мамыр] …``)."""
    first, last = run.atoms[fit.start], run.atoms[fit.end - 1]
    outer = last.form == "[" and text[first.start - 1 : first.start] == "[" and text[last.end : last.end + 1] != ")"
    return run.atoms[fit.end - 2].end if outer else last.end


def _next_anchor(anchor: Anchor, date: FoundDate, text: str) -> Anchor:
    """What a later ``сол жылы`` or ``наурызда`` will refer to.

    Life and reign years in brackets are asides and do not count.
    """
    interval = date.reading.interval
    year = interval.last[0]
    century = (year - 1) // 100 + 1
    if interval.precision == "century":
        sets_scene = anchor.near is None or _TELLS_TIME.search(text, date.start, date.end)
        return anchor._replace(century=century, near=None if sets_scene else anchor.near)
    if interval.precision == "decade":
        near = interval.first[0]
        here = anchor._replace(century=near // 100 + 1, interval=interval, near=near)
        # a month told next is of the decade, not of a year outside it
        outside = anchor.year is not None and not near <= anchor.year <= interval.last[0]
        return here._replace(year=None, month=None, day=None) if outside else here
    several = interval.first[0] != year
    if several and text[date.start - 1 : date.start] in ("(", "["):
        return anchor
    if interval.precision in ("year", "season"):
        if several and interval.precision == "year":
            # it says nothing of one year; nor does the year told before it, where it goes on beyond that
            kept = anchor.year if anchor.year is None or year <= anchor.year else None
            return Anchor(kept, None, None, century, interval, year, anchor.latest)
        return Anchor(year, None, None, century, interval, year, anchor.latest)
    month = interval.last[1]
    day = interval.last[2] if interval.precision == "day" else None
    return Anchor(year, month, day, century, anchor.interval if date.reading.relative else interval, year, anchor.latest)
