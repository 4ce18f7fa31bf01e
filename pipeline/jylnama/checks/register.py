"""Checks of congress dates against the register of known congresses."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import regex

from jylnama.checks.gaps import near, told_between
from jylnama.checks.messages import finding, texts, words
from jylnama.checks.source import quoted
from jylnama.dates.calendars import month_length
from jylnama.document import Check, CongressMention, DateMention, Document, Event
from jylnama.kazakh.cases import GENITIVE
from jylnama.kazakh.numerals import roman_value, words_value
from jylnama.registers import Meeting, Registers

Interval = tuple[str, str]
_CONGRESS = words()["congress"]
# "(1956 …", "(Мәскеу, 1956 …"
_OPENED = regex.compile(r"\s?[(\[]\s?(?:[\p{L}. –-]{2,40},\s?)?")
_LISTED = regex.compile(r"\s?[,–-]\s?")
_HELD = regex.compile(rf"\s(?:\p{{L}}+[дт][ае]\s)?(?:{_CONGRESS['together']} )?(?:{_CONGRESS['held']})\s")
# words inside a congress's own name that leave no doubt about its body
_NAMED = regex.compile(rf"(?i){_CONGRESS['named']}")
# a part of a union-wide or all-Russian body: its congresses have numbers of their own
_LOCAL = regex.compile(rf"(?i)(?:{_CONGRESS['divisions']})(?:тық|лық|дық|дік|лік)|{_CONGRESS['peoples']}")
_SUBJECT = regex.compile(rf"(?:{_CONGRESS['subject']})$")
_THERE = regex.compile(rf"(?:{_CONGRESS['noun']})\p{{L}}*[дт][ае]$")
# "съезде қабылданған жоспар …": the date belongs to what is said of the plan
_PARTICIPLE = regex.compile(r"(?:\s\p{L}+){0,4}?\s\p{L}+[ғгқк][ае]н\s\p{L}")
# a congress that took place on these days took place on all of them
_TOOK_PLACE = regex.compile(rf"(?i)^(?:{_CONGRESS['together']}\s)?(?:{_CONGRESS['took_place']})")
_PEASANTS = regex.compile(rf"(?i){_CONGRESS['peasants']}")
_WORKERS = regex.compile(rf"(?i){_CONGRESS['workers']}")
# "ХХІІ (1961 ж. …": the last of several numbers before its own date
_OWN_NUMBER = regex.compile(r"(?:^|(?<=[\s,–-]))([\p{L}\d]+)(?:-\p{Ll}+)?\s?\($")
# "КОКП-ның тарихи ХХ съезі": words of quality between the genitive and its head, none of them a head of its own
_OWNED = regex.compile(rf"(?:{_CONGRESS['owned']})(?:ы|і)")
_QUALITIES = r"(?:(?!\p{L}+(?:[лдт][ае]р[ыі]?|с[ыі]|[дт][ае]|[ғг][ае])\s)\p{Ll}{3,}\s){1,2}"
_ATTRIBUTE = regex.compile(rf"(?:{words()['units']['year']}|(?:{words()['units']['month']})?дағы|дегі|тағы|тегі)$")
# "26 тамызды немесе …": what is done to a day, not when something is done
_OBJECT = regex.compile(r"\p{L}{3}[дтн][ыі]$")
# how many other congresses of a body must agree with the register before a body that the text leaves out is trusted
_WITNESSES = 2
_NEAR_CHARS = 300


@dataclass(frozen=True, slots=True)
class DatedCongress:
    """A single congress and the date that the text gives it; ``whole``: the date stands for all of its days."""

    congress: CongressMention
    date: DateMention
    whole: bool


def register_conflicts(document: Document, text: str, registers: Registers) -> list[Check]:
    """Congresses whose written date is not the known one. Only what the text plainly dates is compared."""
    pairs = []
    for dated in dated_congresses(document, text):
        known = known_meeting(dated.congress, registers)
        if known:
            pairs.append((dated, known))
    witnesses: dict[str, int] = {}
    for dated, known in pairs:
        if agrees(dated, known):
            witnesses[known.body_id] = witnesses.get(known.body_id, 0) + 1
    return [
        _conflict(dated, known, registers)
        for dated, known in pairs
        if not agrees(dated, known)
        and (
            _is_this_body(dated, known, witnesses) or _named_before(dated, text, registers) or _goes_on(dated.congress, document)
        )
        and not _is_pair_fault(dated.date, known)
    ]


def known_meeting(congress: CongressMention, registers: Registers) -> Meeting | None:
    """The register's meeting of a single congress; None for a local one of a body whose general ones are known."""
    if is_local(congress.body_id, f"{congress.body} {congress.text}"):
        return None
    return registers.meeting(congress.body_id, congress.body, congress.kind, congress.numbers[0])


def is_local(body_id: str, words: str) -> bool:
    """Whether a congress's own words make it another one than the union-wide or all-Russian one of its number.

    The peasants' Soviets held congresses of their own until January 1918.
    """
    if body_id == "soviets-ru" and _PEASANTS.search(words) and not _WORKERS.search(words):
        return True
    return body_id in ("cpsu", "soviets-ru", "soviets-ussr") and _LOCAL.search(words) is not None


def _conflict(dated: DatedCongress, known: Meeting, registers: Registers) -> Check:
    days = " / ".join(span_text(*interval, exact=known.exact) for interval in _styles(known))
    number = _number_of(dated, known, registers)
    suggestion = days
    if number:
        suggestion = texts()["register_conflict"]["number"]["suggestion"].format(
            known=days, written=quoted(dated.date.text),
            number=number.names["kk"] or number.register_id, number_en=number.names["en"] or number.register_id,
        )  # fmt: skip
    return finding(
        "register_conflict", [dated.congress.id, dated.date.id], suggestion,
        congress=quoted(dated.congress.text), date=quoted(dated.date.text),
        name=known.names["kk"] or known.register_id, name_en=known.names["en"] or known.register_id, known=days,
    )  # fmt: skip


def _styles(known: Meeting) -> list[Interval]:
    """The known days in both styles where it has both."""
    place = known.days.index(known.gregorian)
    return list(known.days[: place + 1])


def known_days(known: Meeting) -> str:
    """The Gregorian days of a known meeting, no more exactly than they are known."""
    return span_text(*known.gregorian, exact=known.exact)


def span_text(start: str, end: str, *, exact: bool) -> str:
    """``1956-02-14–1956-02-25``; one day alone; where no day is known, the month or the year that the stretch is."""
    if not exact:
        begins, ends = start[:4], end[:4]
        if (start, end) != (f"{begins}-01-01", f"{ends}-12-31"):
            begins = start[:7] if start.endswith("-01") else start
            ends = end[:7] if int(end[8:]) == month_length(int(end[:4]), int(end[5:7])) else end
        start, end = begins, ends
    return start if start == end else f"{start}–{end}"


def _number_of(dated: DatedCongress, known: Meeting, registers: Registers) -> Meeting | None:
    """The one other congress of the body that the written days or month fit: then the number may be wrong.

    A stretch of days must be the meeting's own; one day must lie in it, a month touch it.
    """
    date = dated.date
    if date.precision not in ("day", "month") or date.relative or date.approximate:
        return None
    alike = {
        m.register_id: m
        for m in registers.meetings.values()
        if (m.body_id, m.bodies, m.kind) == (known.body_id, known.bodies, known.kind) and m is not known
    }
    fitting = [m for m in alike.values() if m.exact and any(_fits(date, *days) for days in m.days)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(date: DateMention, start: str, end: str) -> bool:
    if date.precision == "month":
        return date.start <= end and start <= date.end
    return (date.start, date.end) == (start, end) if date.start != date.end else start <= date.start <= end


# --- which date is a congress's ----------------------------------------------------------------------------------------


def dated_congresses(document: Document, text: str) -> Iterator[DatedCongress]:
    """Single congresses with their date: in brackets right behind, as an attribute right before, with a participle
    before, or the only date of an event that is the congress itself."""
    alone = [e for e in document.events if len(e.congresses) == len(e.dates) == 1 and not e.carried]
    linked = {(event.congresses[0], event.dates[0]) for event in alone}
    by_event = {dated.congress.id: dated for dated in _of_events(document, alone, text)}
    starts = [d.start_char for d in document.dates]
    triggers = sorted(event.trigger.start_char for event in document.events)
    for congress in document.congresses:
        if congress.zone != "body":
            continue
        if len(congress.numbers) != 1:
            yield from _each_dated(congress, document.dates[bisect.bisect_left(starts, congress.start_char) :], text)
            continue
        place = bisect.bisect_left(starts, congress.start_char)
        before, behind = document.dates[max(0, place - 1) : place], document.dates[place : place + 1]
        dated = _plainly(congress, before, behind, text)
        if dated is None and congress.id in by_event:
            told = by_event[congress.id]
            if not told_between(triggers, told.date.end_char, congress.start_char):
                dated = told
        if dated is None:
            dated = _beside(congress, before, behind, linked, text)
        if dated and dated.date.zone == "body" and not dated.date.impossible:
            yield dated


def _of_events(document: Document, events: list[Event], text: str) -> Iterator[DatedCongress]:
    """The date of an event that is the congress itself, among ``events`` with one congress and one date."""
    dates = {date.id: date for date in document.dates}
    congresses = {congress.id: congress for congress in document.congresses}
    for event in events:
        congress, date, at = congresses[event.congresses[0]], dates[event.dates[0]], event.trigger.start_char
        if event.type != "congress" or another_meets(text[max(0, at - 60) : at], congress.text):
            continue
        if not _only_there(congress, at, date, text) and not _OBJECT.search(date.text):
            yield DatedCongress(congress, date, whole=_TOOK_PLACE.match(event.trigger.text) is not None)


def another_meets(before: str, own: str) -> bool:
    """Whether the text before ``өтті`` ends with a meeting that is not the congress ``own``: ``… жиналыс өтті``."""
    return _meetings().search(before) is not None and not before.rstrip().endswith(own)


@cache
def _meetings() -> regex.Pattern[str]:
    return regex.compile(rf"(?i)(?<!\p{{L}})(?:{'|'.join(words()['meetings']['words'])})(?:с?[ыі])?\s+$")


def _only_there(congress: CongressMention, trigger: int, date: DateMention, text: str) -> bool:
    """``1957 жылы … съезінде қабылданған шешімдер орындалды``: the date is that of what became of the decisions."""
    return (
        congress.start_char <= trigger < congress.end_char
        and date.end_char <= congress.start_char
        and _ATTRIBUTE.search(date.text) is None
        and _THERE.search(congress.text) is not None
        and _PARTICIPLE.match(text, congress.end_char) is not None
    )


def _each_dated(congress: CongressMention, dates: list[DateMention], text: str) -> Iterator[DatedCongress]:
    """``КОКП-ның ХХІ (1959 ж.) және ХХІІ (1961 ж.) съездері``: the numbers of one mention with a date behind each."""
    for date in dates:
        if date.end_char > congress.end_char:
            return
        number = _OWN_NUMBER.search(text[congress.start_char : date.start_char])
        value = _number(number[1]) if number else None
        if value in congress.numbers and date.zone == "body" and not date.impossible:
            yield DatedCongress(replace(congress, numbers=[value]), date, whole=True)


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    word = words_value([written.lower()])
    return roman_value(written) or (word[0] if word else None)


def _plainly(congress: CongressMention, before: list[DateMention], behind: list[DateMention], text: str) -> DatedCongress | None:
    for date in behind:
        gap = text[congress.end_char : date.start_char] if date.start_char - congress.end_char < 45 else None
        if gap is not None and (_OPENED.fullmatch(gap) or _LISTED.fullmatch(gap) and _closes(text, date)):
            return DatedCongress(congress, date, whole=True)
        # "съезі болған 4–12 қазан"
        if gap is not None and _HELD.fullmatch(gap) and _SUBJECT.search(congress.text):
            return DatedCongress(congress, date, whole=True)
    for date in before:
        gap = text[date.end_char : congress.start_char] if congress.start_char - date.end_char < 40 else ""
        if _HELD.fullmatch(gap):
            return DatedCongress(congress, date, whole=True)
        if gap.isspace() and _ATTRIBUTE.search(date.text):
            return DatedCongress(congress, date, whole=False)
    return None


def _beside(
    congress: CongressMention, before: list[DateMention], behind: list[DateMention], linked: set[tuple[str, str]], text: str
) -> DatedCongress | None:
    """The date of what a congress did, right behind it; or of what was done at it, before it and of one event with it."""
    for date in behind:
        gap = text[congress.end_char : date.start_char]
        if gap.isspace() and _SUBJECT.search(congress.text):
            return DatedCongress(congress, date, whole=False)
    for date in before:
        dates_it = (congress.id, date.id) in linked and not _OBJECT.search(date.text)
        if dates_it and near(text, date.end_char, congress.start_char):
            if _SUBJECT.search(congress.text) or _THERE.search(congress.text) and not _PARTICIPLE.match(text, congress.end_char):
                return DatedCongress(congress, date, whole=False)
    return None


def _closes(text: str, date: DateMention) -> bool:
    """``(КОКП-ның 20-съезі, 1956)``: the bracket ends with the date."""
    return regex.match(r"\s?[)\]]", text[date.end_char : date.end_char + 2]) is not None


# --- whether it is the known one ----------------------------------------------------------------------------------------


def agrees(dated: DatedCongress, known: Meeting) -> bool:
    """Whether a written date can be the known one in either style.

    Days in brackets or with ``өткен`` stand for the whole congress and must be the known stretch; a single day, or the
    days of an event, may lie inside it; a wider unit must touch it. A year that was taken from the text before is not
    held against the congress: then only month and day are compared.
    """
    date = dated.date
    if date.relative:
        return any(_agrees(dated, shifted, known.exact) for shifted in _in_year(known.days, date.start[:4]))
    return any(_agrees(dated, interval, known.exact) for interval in known.days)


def _agrees(dated: DatedCongress, interval: Interval, exact: bool) -> bool:
    date = dated.date
    start, end = interval
    if date.precision != "day" or not exact:
        return date.start <= end and start <= date.end
    if dated.whole and date.start != date.end and not date.approximate:
        return (date.start, date.end) == interval
    return start <= date.start and date.end <= end


def _in_year(days: tuple[Interval, ...], year: str) -> list[Interval]:
    return [(f"{year}{start[4:]}", f"{year}{end[4:]}") for start, end in days if start[:4] == end[:4]] + list(days)


def _is_this_body(dated: DatedCongress, known: Meeting, witnesses: dict[str, int]) -> bool:
    """A body that the text leaves out was guessed from the context: where the year is another one too, the guess is
    trusted only if other congresses of the body stand in the document with their known dates."""
    if dated.congress.body not in ("", _CONGRESS["guessed"]) or _NAMED.search(dated.congress.text):
        return True
    same_year = any(dated.date.start[:4] == start[:4] for start, _ in known.days)
    return same_year or witnesses.get(known.body_id, 0) >= _WITNESSES


def _named_before(dated: DatedCongress, text: str, registers: Registers) -> bool:
    """``КОКП-ның 1957 жылғы 20-съезі``, ``КОКП-ның тарихи 20-съезі``: only the date or words of quality stand between the
    body's name and the congress."""
    congress, date = dated.congress, dated.date
    names = "|".join(regex.escape(name.name) for name in registers.names if name.entity_id == congress.body_id)
    if not names:
        return False
    before = text[max(0, congress.start_char - 80) : congress.start_char]
    owner = regex.search(rf"(?:{names})-?\p{{Ll}}*{GENITIVE}\s({_QUALITIES})$", before) if _OWNED.search(congress.text) else None
    if owner and not is_local(congress.body_id, owner[1]):
        return True
    if date.start_char > congress.start_char:
        return False
    before = text[max(0, date.start_char - 60) : date.start_char]
    return regex.search(rf"(?:{names})(?:-?\p{{Ll}}+)?\s$", before) is not None


def _goes_on(congress: CongressMention, document: Document) -> bool:
    """Whether the congress told last before it was an earlier one of the same body, named: ``РСДЖП-нің 2-съезі … 3-съезд``."""
    place = next(i for i, other in enumerate(document.congresses) if other.id == congress.id)
    before = document.congresses[place - 1] if place else None
    return (
        before is not None
        and before.body not in ("", _CONGRESS["guessed"])
        and (before.body_id, before.kind) == (congress.body_id, congress.kind)
        and before.numbers[-1] < congress.numbers[0]
        and congress.start_char - before.end_char <= _NEAR_CHARS
    )


def _is_pair_fault(date: DateMention, known: Meeting) -> bool:
    """A pair that is no one day is told as such; it is no second finding where each end has one right side."""
    if date.pair_status != "inconsistent":
        return False
    sides = {(edge, getattr(date, f"{style}_{edge}")) for style in ("os", "ns") for edge in ("start", "end")}
    return all(any((edge, days[place]) in sides for days in known.days) for place, edge in enumerate(("start", "end")))
