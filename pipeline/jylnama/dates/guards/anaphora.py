"""Guards of what refers to the text before: ``сол күні``, ``ертесіне``, ``сол қарашада``, ``жыл басында``, ``өткен ғасырда``."""

from __future__ import annotations

from functools import cache

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.guards.common import (
    STOP,
    WORDS,
    guard,
    sentence_before,
    span_of,
    year_words,
)
from jylnama.dates.lexer import Run
from jylnama.dates.tokens import lexicon

_THAT, _BEFORE = WORDS["that_day"], WORDS["before"]

_THIS_DAY = regex.compile(_THAT["this"])
_THAT_DAY = regex.compile(_THAT["that"])
_STOP_IN_FRONT = regex.compile(r"[.!?…]\s$")
# a verb of the past that ends a sentence, and words that make one of the present
_PAST_END = regex.compile(rf"\p{{L}}{{2}}(?:[дт][ыі]|[ғқгк][ае]н(?:\s(?:{_THAT['auxiliaries']}))?)[»”\"]?$")
# 12 сәуір – ғарышкерлер күні. Бұл күні …: of every year
_FEAST_END = regex.compile(rf"\s(?:{WORDS['feasts']['ends']})$")
_NOWADAYS = regex.compile(rf"(?<!\p{{L}})(?:{_THAT['nowadays']})(?!\p{{L}})")
_WORD_IN_FRONT = regex.compile(r"(?:^|[.!?,;–«(\n]\s*|\s)(\p{L}*)\s?$")


@guard
def anaphoric_day(text: str, run: Run, fit: Fit) -> bool:
    """``сол күні`` is a day, ``келесі күні`` the one behind it; ``осы күні`` (nowadays) and ``сол күннен`` are not.

    At the head of a sentence of the past ``осы күні``, ``бұл күні`` is the day that the sentence before told.
    """
    start, end = span_of(run, fit)
    if _THIS_DAY.fullmatch(text[start:end].lower()):
        return _opens_on_the_day(text, start, end)
    return _THAT_DAY.fullmatch(text[start:end].lower()) is not None


def _opens_on_the_day(text: str, start: int, end: int) -> bool:
    """``… 4 мамырда ашылды. Бұл күні жарлық шықты.``: a day, then a sentence that opens with it and ends in the past."""
    opens = _STOP_IN_FRONT.search(text[max(0, start - 2) : start]) is not None
    before = sentence_before(text, max(0, start - 2), 200)
    rest = STOP.split(text[end : end + 300], 1)[0]
    told = _day_and_month().search(before) is not None and _FEAST_END.search(before) is None
    return opens and told and _PAST_END.search(rest) is not None and _NOWADAYS.search(rest) is None


@cache
def _day_and_month() -> regex.Pattern[str]:
    months = "|".join(lexicon()["months"])
    return regex.compile(
        rf"\d\s?-?(?:\p{{L}}{{0,3}}\s)?(?:{months})|(?:{months})\p{{L}}*\s(?:{WORDS['months']['month']}\p{{L}}+\s)?\d|\d\.\d\d?\.\d{{4}}"
    )


@guard
def next_day(text: str, run: Run, fit: Fit) -> bool:
    """``ертесіне`` and the like; ``ертесі`` only with ``күні``."""
    start, end = span_of(run, fit)
    return text[start:end].lower() not in _THAT["not_next"]


@guard
def anaphoric_month(text: str, run: Run, fit: Fit) -> bool:
    start, end = span_of(run, fit)
    return text[start:end].lower().split()[-1] != WORDS["months"]["month"]


@guard
def anaphoric_named_month(text: str, run: Run, fit: Fit) -> bool:
    """``сол қарашада``: in small letters and in a case that tells time; ``осы наурызда`` may be the writer's."""
    month = run.atoms[fit.groups["m1"]]
    told = run.atoms[fit.groups["an"]].value == 0 and text[month.start].islower()
    start = span_of(run, fit)[0]
    return told and month.form in ("loc", "abl", "attr") and text[start : start + 3].lower() not in _BEFORE["nearby"]


@guard
def anaphoric_season(text: str, run: Run, fit: Fit) -> bool:
    """``сол жазда``, ``келесі көктемде``; ``өткен күз`` is seen from the writer's day."""
    return run.atoms[fit.groups["an"]].value >= 0 and not text.endswith(_BEFORE["this"], 0, span_of(run, fit)[0])


@guard
def own_year(text: str, run: Run, fit: Fit) -> bool:
    """``жыл басында``, ``ғасырдың соңында`` of the year or century told before; not ``оқу жылының басында``."""
    word = run.atoms[fit.groups["aw"]]
    if text[word.start : word.end].lower() not in year_words("own"):
        return False
    before = _WORD_IN_FRONT.search(text[max(0, word.start - 30) : word.start])
    return before is None or not before.group(1) or before.group(1).lower() in _BEFORE["openers"]


@guard
def one_century(text: str, run: Run, fit: Fit) -> bool:
    """``өткен ғасырда``; ``өткен ғасырларда`` says no more than long ago."""
    word = run.atoms[fit.groups["aw"]]
    return WORDS["century"]["plural"] not in text[word.start : word.end].lower()
