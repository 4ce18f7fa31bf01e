"""Kazakh noun endings: which may go from a word, and the base form of a name.

An ending fits a stem when it has the variant that the stem's last sound asks for (assimilation) and the
vowel that its last vowel asks for (harmony); the tables are in ``endings.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import regex

_POSSESSIVE_NAME = regex.compile(r"(?:ұлы|қызы|ұғлы|баласы)$")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("endings.toml").read_text("utf-8"))


@cache
def _endings() -> list[tuple[str, str, frozenset[str], str]]:
    """Rows (ending, case, last sounds of stems that take it, harmony), longest endings first."""
    data = _tables()
    rows: dict[tuple[str, str, str], set[str]] = {}
    tables = [*data["cases"].items(), ("plural", data["plural"])]
    for case, table in tables:
        for stem_class, variants in table.items():
            for harmony, ending in zip(("back", "front"), variants, strict=True):
                both = "both" if variants[0] == variants[1] else harmony
                rows.setdefault((ending, case, both), set()).update(data["stem_classes"][stem_class])
    found = [(ending, case, frozenset(sounds), harmony) for (ending, case, harmony), sounds in rows.items()]
    return sorted(found, key=lambda row: (-len(row[0]), row[0], row[1]))


def _harmony(stem: str) -> str:
    """``back``, ``front`` or ``both``, by the last vowel that tells."""
    table = _tables()["harmony"]
    for letter in reversed(stem):
        if letter in table["neutral"]:
            return "both"
        if letter in table["back"]:
            return "back"
        if letter in table["front"]:
            return "front"
    return "both"


@lru_cache(maxsize=1 << 16)
def strip_endings(word: str) -> tuple[tuple[str, str], ...]:
    """All (stem, case) that ``word`` can be by one case ending, a plural, or a plural with a case.

    The ending may be joined with a hyphen (``КСРО-ның``). Stems keep the word's capitals; they have at
    least two letters. The word itself is not among them. Longest ending first.

    >>> strip_endings("Плехановтың")
    (('Плеханов', 'genitive'),)
    """
    lower = word.lower()
    found: list[tuple[str, str]] = []
    for ending, case, sounds, harmony in _endings():
        if not lower.endswith(ending):
            continue
        stem = word[: -len(ending)]
        bare = stem.rstrip("-’'")
        if len(bare) < 2:
            continue
        hyphenated = bare != stem
        if not hyphenated and (bare[-1].lower() not in sounds or not _fits(bare.lower(), harmony)):
            continue
        found.append((bare, case))
        if case != "plural":
            found.extend((s, f"plural {case}") for s, c in strip_endings(bare) if c == "plural")
    return tuple(found)


def _fits(stem: str, harmony: str) -> bool:
    # Russian surname endings take either row: Неплюевтың, Мүсіреповтің
    own = "both" if stem.endswith(("ов", "ев", "ёв", "ин")) else _harmony(stem)
    return "both" in (own, harmony) or own == harmony


@cache
def _anchors() -> regex.Pattern[str]:
    return regex.compile(_tables()["names"]["anchors"], regex.IGNORECASE)


@cache
def _protected() -> regex.Pattern[str]:
    return regex.compile(_tables()["names"]["protected"], regex.IGNORECASE)


def base_form(name: str, known: Collection[str] = ()) -> str:
    """A name without the case ending of its last word: ``В.И. Лениннің`` is ``В.И. Ленин``.

    known: words that are whole as they stand (a lexicon, names of the same document), in any case of letters.
    """
    head, blank, last = name.rpartition(" ")
    return head + blank + _base_word(last, known)


def _base_word(word: str, known: Collection[str]) -> str:
    prefix, dot, core = word.rpartition(".")
    if dot:
        return prefix + dot + (_base_word(core, known) if core else "")
    if word in known:
        return word
    if regex.search(r"ски[дн]", word):  # sources write Осинскидің for Осинскийдің
        word = regex.sub(r"ски(?=[дн])", "ский", word)
    possessive = _possessive_base(word)
    if possessive:
        return possessive
    candidates = strip_endings(word)
    for stem, _ in candidates:
        if stem in known:
            return stem
    if word.endswith(("ің", "ың")) and word[:-2] in known:
        return word[:-2]  # a letter lost: Сталинің
    if _protected().search(word):
        return word
    for stem, case in candidates:
        if _anchors().search(stem) or case.endswith(("genitive", "attributive", "possession")):
            return stem
    if _anchors().search(word):
        return word
    for stem, case in candidates:
        # a bare dative or locative is too short an ending to be cut from an unknown word
        long_enough = len(word) - len(stem) > 2 or case in ("accusative", "dative")
        if long_enough and len(stem) >= (4 if _ends_closed(stem) else 6):
            return stem
    return word


def _ends_closed(stem: str) -> bool:
    return stem[-1].lower() not in "аәыіеоөұү"


def _possessive_base(word: str) -> str | None:
    """``Байтұрсынұлының`` is ``Байтұрсынұлы``; None for a word without ұлы or қызы."""
    lower = word.lower()
    for front_back in _tables()["possessive_cases"].values():
        for ending in front_back:
            if lower.endswith(ending) and _POSSESSIVE_NAME.search(lower[: -len(ending)]):
                return word[: -len(ending)]
    return word if _POSSESSIVE_NAME.search(lower) else None
