"""Checks of congress dates against the register of known congresses (``registers/congresses.csv``)."""

from __future__ import annotations

import bisect
import csv
from collections.abc import Iterator
from functools import cache

import regex

from jylnama.document import Check, CongressMention, DateMention, Document
from jylnama.text.data import data_lines

Interval = tuple[str, str]


@cache
def _register() -> dict[tuple[str, str, int], list[Interval]]:
    """Known days, in either style, by body, kind and number."""
    known: dict[tuple[str, str, int], list[Interval]] = {}
    for row in csv.DictReader(data_lines("jylnama", "registers/congresses.csv")):
        days = [(row[f"{style}_start"], row[f"{style}_end"]) for style in ("os", "ns") if row[f"{style}_start"]]
        known[row["body_id"], row["kind"], int(row["number"])] = days
    return known


def register_conflicts(document: Document, text: str) -> list[Check]:
    """Congresses whose written date is not the known one. Only what the text plainly dates is compared."""
    checks = []
    for congress, date in _dated(document, text):
        known = _register().get((congress.body_id, congress.kind, congress.numbers[0]))
        if not known or any(_agrees(date, interval) for interval in known):
            continue
        days = " / ".join(f"{start}–{end}" for start, end in known)
        checks.append(
            Check(
                "register_conflict", "warning", [congress.id, date.id],
                f"«{congress.text}» – «{date.text}»: белгілі күнімен сәйкес емес"
                f" / “{congress.text}”, “{date.text}”: not the known date",
                suggestion=days,
            )
        )  # fmt: skip
    return checks


def _dated(document: Document, text: str) -> Iterator[tuple[CongressMention, DateMention]]:
    """Single congresses with their date: in brackets right behind, or the only date of an event that holds it."""
    dates = {d.id: d for d in document.dates}
    by_congress: dict[str, DateMention] = {}
    for event in document.events:
        if event.type == "congress" and len(event.congresses) == len(event.dates) == 1 and not event.carried:
            by_congress[event.congresses[0]] = dates[event.dates[0]]
    starts = [d.start_char for d in document.dates]
    for congress in document.congresses:
        if len(congress.numbers) != 1 or congress.zone != "body":
            continue
        place = bisect.bisect_left(starts, congress.start_char)
        before, behind = document.dates[max(0, place - 1) : place], document.dates[place : place + 1]
        date = next(
            (d for d in behind if _in_bracket_behind(text, congress, d)), by_congress.get(congress.id)
        ) or next((d for d in before if _by_participle(text, congress, d)), None)
        if date:
            yield congress, date


def _in_bracket_behind(text: str, congress: CongressMention, date: DateMention) -> bool:
    gap = text[congress.end_char : date.start_char] if congress.end_char < date.start_char < congress.end_char + 8 else ""
    return regex.fullmatch(r"\s?[(\[]\s?", gap) is not None


def _by_participle(text: str, congress: CongressMention, date: DateMention) -> bool:
    """``1952 ж. 4 – 19 қазанда өткен 19-съезде``: the date, ``өткен`` or the like, the congress."""
    gap = text[date.end_char : congress.start_char] if congress.start_char - date.end_char < 30 else ""
    return regex.fullmatch(r"\s(?:болып )?(?:өткен|болған|шақырылған|ашылған|өткізілген)\s", gap) is not None


def _agrees(date: DateMention, known: Interval) -> bool:
    """Whether a written date can be the known one: the same stretch, a day or days inside it, or a wider unit."""
    start, end = known
    if date.precision == "day":
        return start <= date.start and date.end <= end
    return date.start <= end and start <= date.end
