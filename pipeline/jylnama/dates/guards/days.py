"""Guards of days: alone, in lists and stretches, of feasts and streets, in two styles."""

from __future__ import annotations

from functools import cache

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.guards.common import (
    ABLATIVE_END,
    DAY_OF,
    EVERY_YEAR,
    MORE_THAN,
    POSTPOSITION,
    WORDS,
    atom_of,
    guard,
    sentence_before,
    span_of,
)
from jylnama.dates.guards.years import year_behind
from jylnama.dates.lexer import Run
from jylnama.dates.tokens import lexicon
from jylnama.kazakh.cases import LOCATIVE

_FEASTS = WORDS["feasts"]

_EVERY = regex.compile(rf"\s+{WORDS['behind']['every']}")
_QUOTE_CLOSES = regex.compile(r"[^\n«»“”\"]{0,60}[»”\"]")
_FEAST_DAY = regex.compile(rf"\s*[–—]\s+[^.!?\n–—]{{0,40}}?(?:{_FEASTS['day']})")
_DECIMAL_BEFORE = regex.compile(r"\d\s*:\s*$|\d[.,]$")
# behind a number that counts nothing: a mark, a past verb
_NO_COUNT = regex.compile(r"\s?[),;.]|\s?$|\s\p{Ll}+(?:[дт][ыі]|[ғқгк][ае]н|[ыі]?п)(?!\p{L})")
_PLACE_BEHIND = regex.compile(rf"\s\p{{Lu}}[\p{{L}}-]{{2,}}{LOCATIVE}(?!\p{{L}})")
_POSSESSIVE_END = regex.compile(
    rf"\d\s?-?\s?(?:с?[ыі](?:н|нд[ае]|н[ае]н?|нд[ае][гғ][ыі]|н[ыі]ң)?)(?:\s?{WORDS['year']['day']}\p{{L}}*)?$"
)
# of a day: 12 қарашаға, 3-іне
_DAY_IN_DATIVE = regex.compile(r"(?:[ғгқкн]|\d-?)[ае]$")


@guard
def context(text: str, run: Run, fit: Fit) -> bool:
    """A day without a year: no decimal number, no name of a street or a feast (``9 мамыр көшесі``, ``«1 Мамыр»``)."""
    start, end = span_of(run, fit)
    if _DECIMAL_BEFORE.search(text[max(0, start - 6) : start]):
        return False
    if EVERY_YEAR.search(sentence_before(text, start, 120)) or DAY_OF.match(text, end):
        return False
    last = run.atoms[fit.end - 1]
    if last.letter != "M" or last.form != "nom":
        return True
    if _EVERY.match(text, end):
        return False
    quoted = text[start - 1 : start] in ("«", "“", '"') and _QUOTE_CLOSES.match(text, end) is not None
    return (
        not quoted
        and not _is_name(text, end)
        and not _FEAST_DAY.match(text, end)
        and not (text[last.start].isupper() and last.end - last.start > 2)
    )


@guard
def bare_genitive_day(text: str, run: Run, fit: Fit) -> bool:
    """``1992 ж. маусымның 4 қабылданған``, ``маусымның 4–6 Семейде``: a mark, a verb or a place behind the number, no
    noun that it counts."""
    first, last = run.atoms[fit.groups["d1"]], run.atoms[fit.groups.get("d2", fit.groups["d1"])]
    days = 1 <= first.value <= last.value <= 31
    return days and (_NO_COUNT.match(text, last.end) or _PLACE_BEHIND.match(text, last.end)) is not None


@guard
def day_of_year(text: str, run: Run, fit: Fit) -> bool:
    """``1965 жылы 9 мамыр көшесі``: the year is a date, the day a name."""
    last = run.atoms[fit.end - 1]
    return last.letter != "M" or last.form != "nom" or not _is_name(text, last.end)


def _is_name(text: str, end: int) -> bool:
    return _named_by_day().match(text[end : end + 40]) is not None


@cache
def _named_by_day() -> regex.Pattern[str]:
    return regex.compile(rf"[»”\"]?\s+(?:{_FEASTS['named_after']}\s+)?(?i:{lexicon()['names_after_days']['words']})")


@guard
def listed_day(text: str, run: Run, fit: Fit) -> bool:
    """Days of a list that share the month of the last: growing numbers of days (``3, 5 және 7 мамырда``)."""
    at = fit.groups["d1"]
    days = [run.atoms[at].value]
    for atom in run.atoms[at + 1 :]:
        if atom.letter == "N":
            days.append(atom.value)
        elif atom.letter not in ",&-k":
            break
    start = run.atoms[fit.start].start
    return (
        all(a < b for a, b in zip(days, days[1:], strict=False))
        and days[-1] <= 31
        and text[start - 1 : start] not in (".", ",", ":")
    )


@guard
def second_day(text: str, run: Run, fit: Fit) -> bool:
    """A day behind ``шілденің 16-сынан``, ``мамырдың 3-і,``: in the possessive, or the end of a stretch."""
    before, last = run.atoms[fit.start - 1], run.atoms[fit.end - 1]
    words = text[run.atoms[fit.groups["d1"]].start : last.end].lower()
    if MORE_THAN.match(text, last.end):
        return False
    if before.letter in ",&":
        return run.atoms[fit.groups["d1"]].letter == "N" and (last.letter == "N" or _POSSESSIVE_END.search(words) is not None)
    first = text[before.start : before.end].lower()
    return ABLATIVE_END.search(first) is not None and _DAY_IN_DATIVE.search(words) is not None


@guard
def from_day(text: str, run: Run, fit: Fit) -> bool:
    """``7-ден 12 қарашаға``: the ablative, and a day in the dative behind it."""
    month = next(atom for atom in run.atoms[fit.end :] if atom.letter in "MG")
    ablative = ABLATIVE_END.search(str(run.atoms[fit.end - 1].value)) is not None
    return ablative and (month.form == "dat" or POSTPOSITION.match(text, month.end) is not None)


@guard
def styles_differ(text: str, run: Run, fit: Fit) -> bool:
    """Two styles named are two different ones."""
    first, second = atom_of(run, fit, "st0"), atom_of(run, fit, "st1")
    if "yt" in fit.groups and not year_behind(text, run, fit):
        return False
    return first is None or second is None or (first.letter == "o") != (second.letter == "o")
