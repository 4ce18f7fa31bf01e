"""Names of persons that stand for a town: ``Фрунзеге көшті``, ``Жамбылда``, ``қала Жамбыл деп аталды``.

Only names of ``towns.txt``, which towns and districts bear or bore, and only where the case or what stands around
them speaks of a place.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import regex

from jylnama.kazakh.conjunctions import AND
from jylnama.names.lexicon import WORDS, Word, names, titles

_PLACE_CASES = ("locative", "attributive")
_WAY_CASES = ("dative", "ablative")
_NEIGHBOUR_BEFORE = regex.compile(rf"(\p{{Lu}}[\p{{L}}-]+)(?:,\s|\s{AND}\s)$")
_NEIGHBOUR_BEHIND = regex.compile(rf"(?:,\s|\s{AND}\s)(\p{{Lu}}[\p{{L}}-]+)")
_NAMED = regex.compile(rf"\s(?:{WORDS['around']['renamed']})")


def is_town(text: str, start: int, end: int, name: Word, known: Collection[str]) -> bool:
    """Whether a name that stands alone at ``start:end`` is a town's. known: what the text calls persons by."""
    if name.base not in names("towns.txt"):
        return False
    if name.ending.endswith(_PLACE_CASES) or not name.inflected and _is_called(text, end):
        return True
    if name.base in known:
        return False
    if name.ending.endswith(_WAY_CASES):
        return is_in_place_case(text, end, name)
    return not name.inflected and _among_places(text, start, end)


def is_in_place_case(text: str, end: int, name: Word) -> bool:
    """Whether a name that ends at ``end`` stands in the locative, or in a case of ways before a verb of motion."""
    return name.ending.endswith(_PLACE_CASES) or name.ending.endswith(_WAY_CASES) and _way().match(text, end) is not None


def _is_called(text: str, end: int) -> bool:
    return _NAMED.match(text, end) is not None


def _among_places(text: str, start: int, end: int) -> bool:
    """Whether its neighbour in a list is a place: ``Ташкент, Фрунзе, Алматы``."""
    found = (_NEIGHBOUR_BEFORE.search(text[max(0, start - 40) : start]), _NEIGHBOUR_BEHIND.match(text, end))
    return any(match is not None and match[1] in names("not_names.txt") for match in found)


@cache
def _way() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:\p{{Ll}}+\s){{0,3}}?{titles()['deeds']['ways']}")


__all__ = ["is_in_place_case", "is_town"]
