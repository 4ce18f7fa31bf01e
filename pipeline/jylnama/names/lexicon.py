"""The lexicons of this package, and what one capitalised word can be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import regex

from jylnama.kazakh.endings import base_form, strip_endings

_SURNAME = regex.compile(
    r"(?:\p{Ll}(?:[оеё]в|[оеё]ва|[сц]кий|[сц]кая|[сц]ки|[оеё]вич|[оеё]вна|[иы]чна|енко|чук|швили|дзе|нян|[лпртг]ян)|\p{Ll}{2}(?:ин|ина|цын|цына)|\p{Ll}{2}(?:ұлы|қызы|ұғлы|тегі))$"
)
_DECISIVE = regex.compile(r"\p{Ll}(?:[оеё]в|[оеё]ва|[сц]кий|[оеё]вич|[оеё]вна|ұлы|қызы|ұғлы|швили|енко)$")
_PATRONYMIC = regex.compile(r"\p{Ll}(?:ұлы|қызы|ұғлы|тегі|[оеё]вич|[оеё]вна|[иы]чна|ич)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalised word: its base form and what it can be in a name."""

    text: str
    base: str
    given: bool
    known: bool
    barred: bool
    surname: bool
    decisive: bool
    patronymic: bool

    @property
    def inflected(self) -> bool:
        return self.base != self.text


@cache
def names(file: str) -> frozenset[str]:
    """The entries of a lexicon file of this package."""
    lines = resources.files(__package__).joinpath(file).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def titles() -> dict[str, Any]:
    """The parsed ``titles.toml``."""
    return tomllib.loads(resources.files(__package__).joinpath("titles.toml").read_text("utf-8"))


@cache
def _all_names() -> frozenset[str]:
    return names("given.txt") | names("known.txt") | names("not_names.txt")


@lru_cache(maxsize=1 << 16)
def word(text: str) -> Word:
    """What ``text``, a capitalised word with or without endings, can be."""
    base = base_form(text, _all_names())
    # an ending that no rule cuts may still leave a word that is barred: Алматыдан, Қазақтар
    barred = base in names("not_names.txt") or text in names("not_names.txt")
    if not barred and base not in names("given.txt"):
        barred = any(stem in names("not_names.txt") for stem, _ in strip_endings(text))
    surname = _SURNAME.search(base) is not None
    return Word(
        text, base,
        given=base in names("given.txt"), known=base in names("known.txt"), barred=barred,
        surname=surname and not barred, decisive=_DECISIVE.search(base) is not None and not barred,
        patronymic=_PATRONYMIC.search(base) is not None,
    )  # fmt: skip
