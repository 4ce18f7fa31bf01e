"""Guards of seasons: whether one is told once, and as a time."""

from __future__ import annotations

from functools import cache

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.guards.common import (
    ABLATIVE_END,
    STOP,
    UP_TO,
    WORDS,
    guard,
    sentence_before,
    span_of,
)
from jylnama.dates.lexer import Run
from jylnama.dates.tokens import lexicon
from jylnama.kazakh.cases import DATIVE, LOCATIVE
from jylnama.kazakh.conjunctions import AND

# what is told of every year: қыста …, жазда …; күзде көшетін; жыл сайын
_HABIT = regex.compile(
    rf"(?<!\p{{L}})(?:{WORDS['seasons']['habit']})(?!\p{{L}})"
    r"|\p{Ll}(?:[аеий]тын|[аей]тін)(?!\p{L})"
)
_SEASON_ALONE = regex.compile(rf"(?:{WORDS['seasons']['names']}){LOCATIVE}")
_YEAR_AND_SEASON = regex.compile("[Yyp],?s$")
_DATIVE_END = regex.compile(rf"(?:{DATIVE}|[ыі]н[ае])$")


@guard
def bare_season(text: str, run: Run, fit: Fit) -> bool:
    """Alone only in the locative (``жазда``), and only as told once: not ``қыста …, жазда …`` nor ``күзде көшетін``;
    and up to it from a season whose year is told (``1917 жылы жаздан күзге дейін``, ``жазынан күзіне дейін``)."""
    start, end = span_of(run, fit)
    if _YEAR_AND_SEASON.search(run.letters, 0, fit.start):
        season = run.atoms[fit.start - 1]
        ablative = ABLATIVE_END.search(text, season.start, season.end)
        return ablative is not None and _DATIVE_END.search(text, start, end) is not None and UP_TO.match(text, end) is not None
    if _SEASON_ALONE.fullmatch(text[start:end].lower()) is None:
        return False
    left = sentence_before(text, start, 200)
    right = STOP.split(text[end : end + 200], 1)[0]
    return _HABIT.search(left + " " + right) is None


@guard
def season_itself(text: str, run: Run, fit: Fit) -> bool:
    """``қысқы Олимпиада``, ``жазғы ойындар`` are names; ``қысқы айларда``, ``көктемгі егіс`` tell the season."""
    last = run.atoms[fit.end - 1]
    if last.letter != "s" or text[last.end - 1] not in "ыі":
        return True
    return _named_by_season().match(text[last.end : last.end + 40]) is None


@cache
def _named_by_season() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:(?:\s{AND}\s\p{{L}}+)?\s(?:{lexicon()['season_names']['words']}))")


@guard
def winter(text: str, run: Run, fit: Fit) -> bool:
    return bool(run.atoms[fit.groups["s1"]].value == "winter")
