"""The list of guards, and what several of them look for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.lexer import Atom, Run
from jylnama.dates.tokens import lexicon
from jylnama.kazakh.cases import ABLATIVE
from jylnama.text.data import data_toml

# words around expressions, by their use
WORDS = data_toml(__package__, "words.toml")
_BEHIND, _FEASTS = WORDS["behind"], WORDS["feasts"]

POSTPOSITION = regex.compile(rf"\s*(?:{_BEHIND['postpositions']})(?!\w)")
MORE_THAN = regex.compile(rf"\s*(?:{_BEHIND['more_than']})(?!\w)")
QUANTITY = regex.compile(rf"\s*(?:{_BEHIND['quantity']})(?!\w)")
# of every year: жыл сайын 1 сәуірде; 1 мамырды … күні деп жариялады
EVERY_YEAR = regex.compile(rf"(?i)(?<!\p{{L}})(?:{_FEASTS['every_year']})(?!\p{{L}})")
DAY_OF = regex.compile(
    rf"\s+{_FEASTS['dedicated']}|[^.!?\n;:]{{0,70}}?\s{_FEASTS['as_a_day']}"
    rf"|\s?[–—-]?[^.!?\n;:–—]{{0,70}}?\s{_FEASTS['proclaimed']}"
    rf"|[^.!?\n;:]{{0,120}}?(?:{_FEASTS['celebrated']})(?!\p{{L}})"
)
_SENTENCE_END = regex.compile(r"[.!?…]\s|\n")
STOP = regex.compile(r"[.!?…](?:\s|$)|\n")
NOUN_AFTER = regex.compile(r"\s*([^\W\d_]+)")
ABLATIVE_END = regex.compile(rf"{ABLATIVE}$")
UP_TO = regex.compile(rf"\s(?:{_BEHIND['up_to']})(?!\p{{L}})")

Guard = Callable[[str, Run, Fit], bool]
# by the name that ``needs`` has in forms.toml
GUARDS: dict[str, Guard] = {}


def guard(function: Guard) -> Guard:
    """Register a guard under its own name."""
    GUARDS[function.__name__] = function
    return function


@cache
def year_words(kind: str) -> frozenset[str]:
    """Forms of ``жыл`` and ``ғасыр`` by what they make of the number before them."""
    return frozenset(lexicon()["year_words"][kind])


def span_of(run: Run, fit: Fit) -> tuple[int, int]:
    return run.atoms[fit.start].start, run.atoms[fit.end - 1].end


def atom_of(run: Run, fit: Fit, name: str) -> Atom | None:
    return run.atoms[fit.groups[name]] if name in fit.groups else None


def sentence_before(text: str, start: int, longest: int) -> str:
    """What stands before a place in its sentence, at most so many letters."""
    return str(_SENTENCE_END.split(text[max(0, start - longest) : start])[-1])


def starts_sentence(text: str, start: int) -> bool:
    while start and text[start - 1].isspace():
        start -= 1
    return not start or text[start - 1] in '.!?…\n([«“"'
