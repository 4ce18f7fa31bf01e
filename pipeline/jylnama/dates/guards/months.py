"""Guards of months: which of their names are other words, revolutions, towns or feasts."""

from __future__ import annotations

from functools import cache

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.guards.common import (
    DAY_OF,
    EVERY_YEAR,
    NOUN_AFTER,
    POSTPOSITION,
    UP_TO,
    WORDS,
    guard,
    sentence_before,
    span_of,
    starts_sentence,
)
from jylnama.dates.guards.years import year_behind
from jylnama.dates.lexer import Atom, Run
from jylnama.dates.tokens import lexicon
from jylnama.kazakh.cases import ATTRIBUTIVE, LOCATIVE

_FEASTS, _MONTHS = WORDS["feasts"], WORDS["months"]

# two months that name a meeting or a happening: ақпан-наурыз пленумында
_NAMED_BY_MONTHS = regex.compile(rf"\s(?i:{_MONTHS['named']})")
# of a feast that moves: қыркүйектің соңғы жексенбісінде
_FEAST_WEEKDAY = regex.compile(
    rf"\s(?:{_FEASTS['ordinals']})\s(?:{_FEASTS['weekdays']})\p{{L}}*[^.!?\n]{{0,40}}{_FEASTS['kept']}"
)
_FEAST = regex.compile(rf"\s+(?:{_FEASTS['month']})")
_REFUSED_DAY = regex.compile("N[k-]{0,2}$")
_TIME_CASE = regex.compile(rf"{LOCATIVE}$|{ATTRIBUTIVE}$")


@guard
def month_of_year(text: str, run: Run, fit: Fit) -> bool:
    """``1917 жылғы Ақпан революциясы`` names a revolution, ``1917 жылғы ақпан`` a month; ``Қазан`` is a city too."""
    month = run.atoms[fit.groups["m1"]]
    behind = run.letters[fit.groups["m1"] + 1 : fit.groups["m1"] + 2]
    if text.startswith(tuple(_MONTHS["capital"]), month.start) and behind not in ("m", "-"):
        return False
    if "yt" in fit.groups and fit.groups["yt"] > fit.groups["m1"]:
        if not year_behind(text, run, fit):
            return False
        word = text[month.start : month.end]
        named = word[0].isupper() and word.lower().startswith(tuple(lexicon()["homonyms"]["words"]))
        return not named or text[month.start - 1 : month.start] in ("(", "[")
    if text[month.start].isupper() and text[month.end : month.end + 8].lower() == _MONTHS["days"]:
        return False  # 1986 жылғы Желтоқсан күндері: what happened then bears the name
    if month.form != "nom" or fit.groups["m1"] != fit.end - 1:
        return True
    return not (text[month.start].isupper() and NOUN_AFTER.match(text, month.end))


@guard
def bare_month(text: str, run: Run, fit: Fit) -> bool:
    """A month without a year: with ``айы`` or a part word, in a range, or in a case that tells time."""
    first = run.atoms[fit.groups["m1"]]
    if _REFUSED_DAY.search(run.letters, 0, fit.start):
        return False  # a day that was refused
    end = span_of(run, fit)[1]
    if EVERY_YEAR.search(sentence_before(text, first.start, 120)) or _FEAST_WEEKDAY.match(text, end) or DAY_OF.match(text, end):
        return False
    letters = run.letters[fit.start : fit.end]
    if any(letter in letters for letter in "mPbi"):
        return True
    word = text[first.start : first.end].lower()
    homonyms = lexicon()["homonyms"]
    if "m2" in fit.groups:
        named = _NAMED_BY_MONTHS.match(text, end) is not None
        return not named and (not text[first.start].isupper() or starts_sentence(text, first.start))
    if any(word.startswith(stem) for stem in homonyms["never_bare"]) and not _behind_a_day(text, first):
        return False
    if first.form not in ("loc", "abl", "dat", "attr", "poss"):
        return False
    if first.form in ("abl", "dat", "poss") and not POSTPOSITION.match(text, first.end):
        return False
    capital = text[first.start].isupper()
    if capital and any(word.startswith(stem) for stem in homonyms["words"]) and not _opens_as_month(text, first, word):
        return False
    return not _FEAST.match(text, first.end)


def _opens_as_month(text: str, month: Atom, word: str) -> bool:
    """A month in the locative that opens a sentence (``Тамызда жиын өтті``), unless a city is called so."""
    city = any(word.startswith(stem) for stem in lexicon()["homonyms"]["cities"])
    return month.form == "loc" and not city and starts_sentence(text, month.start)


def _behind_a_day(text: str, month: Atom) -> bool:
    """``17 ақпанда …, маусымда``: another month stands before it in the sentence, so it is no other word."""
    before = sentence_before(text, month.start, 160)
    if month.form in ("dat", "poss") and UP_TO.match(text, month.end):  # сәуірден маусымға дейін
        return _since_month().search(before) is not None
    return month.form == "loc" and text[month.start].islower() and _other_month().search(before) is not None


@cache
def _other_month() -> regex.Pattern[str]:
    """A month's name in a case that tells time, unless it is another word even then."""
    stems = "|".join(stem for stem in lexicon()["months"] if stem not in lexicon()["homonyms"]["never_bare"])
    part = rf"(?:[нтд][ыі]ң)?\s(?:{_MONTHS['parts']})\p{{L}}*"  # мамыр айында, мамырдың соңында
    return regex.compile(rf"(?<!\p{{L}})(?:{stems})(?:{LOCATIVE}|[дт][ае]н|нан|ында|ынан|{part})(?!\p{{L}})")


@cache
def _since_month() -> regex.Pattern[str]:
    """A month in a case that something begins in, right before what it goes on to: ``сәуірінен``, ``қаңтарда басталып,``."""
    stems = "|".join(lexicon()["months"])
    return regex.compile(
        rf"(?<!\p{{L}})(?:{stems})(?:[дт][ае]н|[ыі]?н[ае]н|{LOCATIVE}\s\p{{Ll}}+п,?|[дт][ае]н\s{WORDS['behind']['since']})\s?$"
    )


@guard
def second_month(text: str, run: Run, fit: Fit) -> bool:
    """``наурызы мен мамырында``: in a case that tells time."""
    word = text[slice(*span_of(run, fit))].lower()
    return _TIME_CASE.search(word) is not None
