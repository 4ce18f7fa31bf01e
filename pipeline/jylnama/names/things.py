"""Base forms of the names of places, states and bodies.

They differ from persons' names: a name of several words mostly ends in a noun with the third-person possessive, which
belongs to it (``Торғай облысы``); names of one word stand in the locative more often than not; a plural stays.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import regex

from jylnama.kazakh.endings import strip_endings
from jylnama.text.data import data_toml

_CASES = r"(?:н[ыі]ң|[дт][ыі]ң|[нтд][ыі]|[ғқ]а|[гк]е|на|не|н?[дт][ае]|[нтд][ае]н|[мпб]ен|н?[дт]ағы|н?[дт]егі)"
# КСРО-ның, Қырғыз АКСР-іне, РК(б)П-да, АҚШта; the possessive of an abbreviation goes with the case
_SHORT = regex.compile(
    rf"^((?=\P{{Lu}}*\p{{Lu}}\P{{Lu}}*\p{{Lu}})[\p{{Lu}}\p{{N}}()бк.]*[\p{{Lu}})])(?:\s?[-–]\s?\p{{Ll}}+|(?:[ыі]н?)?{_CASES})$"
)
_HYPHENATED = regex.compile(rf"^(.*[\p{{L}}\p{{N}}»”\"])[-–](?:[ыі]н?)?{_CASES}$")
# a case that only follows a possessive
_POSSESSED = regex.compile(r"^(.*[ыі])(?:нда|нде|ндағы|ндегі|нан|нен|на|не)$")
# a case that a possessive shares with vowel stems
_AFTER_VOWEL = regex.compile(r"^(.*[ыі])(?:ның|нің|мен)$")
_OBJECT_POSSESSED = regex.compile(r"^(.*[ыі])н$")
# with a capital only these show a possessive by themselves: Алтын Ордасында, but Үлкен Нарында
_PLAIN_POSSESSIVE = regex.compile(r"(?:с|ғ|\p{L}{2}[дтл][ае]р)[ыі]$")
_ACCUSATIVE = ("accusative",)
_CASE_NAMES = frozenset({"genitive", "accusative", "dative", "locative", "ablative", "instrumental", "attributive", "possession"})
_BRIDGE_CASES = r"і(?:нің|ні|ге|де|ден|мен|дегі)"
_CLOSERS = '»”"'
_CAPITALS = regex.compile(r"[\p{Lu}\p{N}()бк.-]{2,}")


@cache
def _words() -> dict[str, Any]:
    return data_toml(__package__, "things.toml")


@cache
def _pattern(key: str) -> regex.Pattern[str]:
    shapes = {
        "around": r"^(.+)\s{}(?:нда|нде|на|не|нан|нен|ндағы|ндегі)$",
        "heads": r"(?i)^{}(?:т[ае]р|д[ае]р|л[ае]р)?(?:[ыі]|с[ыі])$",
        "vowel_stems": r"(?i){}$",
        "endings": r"(?i){}",
        "common": r"^{}(?:(?:т[ае]р|д[ае]р|л[ае]р)?(?:с?[ыі])?" + _CASES.replace("{", "{{") + r"?)$",
        "bridged": r"^(\p{{L}}+{})" + _BRIDGE_CASES.replace("{", "{{") + "$",
    }
    return regex.compile(shapes[key].format(_words()[key]))


@cache
def _whole() -> frozenset[str]:
    return frozenset(_words()["whole"]) | frozenset(_words()["places"])


def is_common(name: str) -> bool:
    """Whether a name of one word is a common noun, a month or an adjective with a capital: ``Көтеріліс``, ``Кеңестік``.

    >>> is_common("Көтерілісте"), is_common("Октябрьде"), is_common("Торғайда")
    (True, True, False)
    """
    if " " in name:
        return False
    return _pattern("common").match(name) is not None


def without_surroundings(name: str) -> str:
    """The name without a noun behind it that says where something lies: ``Мәскеу түбінде`` → ``Мәскеу``."""
    match = _pattern("around").match(name)
    return match[1] if match else name


def thing_base_form(name: str) -> str:
    """The name of a place or a body without its case ending; a possessive and a plural that belong to it stay.

    >>> thing_base_form("Торғай облысында"), thing_base_form("Орынбордан"), thing_base_form("Қырғыз АКСР-іне")
    ('Торғай облысы', 'Орынбор', 'Қырғыз АКСР')
    """
    name = without_surroundings(name)
    head, blank, last = name.rpartition(" ")
    if last[:1] in "-–" and blank:  # «Алаш» -тың
        return head
    if last[-1:] in _CLOSERS or last in _whole():
        return name
    return head + blank + (_abbreviation(last) or _word(last, compound=bool(blank)))


def _abbreviation(word: str) -> str:
    """``АКСР-іне`` → ``АКСР``; a word in quotation marks with an ending behind them; empty for anything else."""
    if match := _SHORT.match(word) or _HYPHENATED.match(word):
        return match[1]
    return word if _CAPITALS.fullmatch(word) else ""


def _word(word: str, *, compound: bool) -> str:
    """compound: whether it is the last of several words, where a possessive may stand."""
    if compound and (possessive := _possessive(word)):
        return possessive
    if bridged := _pattern("bridged").match(word):
        return bridged[1]
    return _plain(word)


def _possessive(word: str) -> str:
    """The possessive that a compound's last word is without its case; empty where it has none."""
    common = word[0].islower()
    for pattern in (_POSSESSED, _AFTER_VOWEL, _OBJECT_POSSESSED):
        if match := pattern.match(word):
            stem = match[1]
            if _pattern("heads").match(stem) or _PLAIN_POSSESSIVE.search(stem) or common:
                return stem
    if word[-1] in "ыі":
        return _nominative(word, common)
    return ""


def _nominative(word: str, common: bool) -> str:
    """The word itself where its -ы, -і is the possessive and not an accusative: ``ауданы``, but not ``Азияны``."""
    if _pattern("heads").match(word):
        return word
    cut = [stem for stem, case in strip_endings(word) if case in _ACCUSATIVE]
    if not cut:
        return word
    # after a vowel -ны is the possessive of a stem in -н as well: полигоны, ауданы
    vowel = cut[0][-1] in "аәеоөұүыіэюяёиу"
    return word if common and vowel and not _pattern("vowel_stems").search(cut[0]) else ""


def _plain(word: str) -> str:
    """Without a case, if the stem is long enough for a name; the longest stem that a list vouches for goes first."""
    candidates = [(stem, case) for stem, case in strip_endings(word) if case in _CASE_NAMES and len(stem) > 2]
    if word in _whole():
        return word
    for stem, _ in candidates:
        if stem in _whole() or _pattern("endings").search(stem):
            return stem
    if _pattern("endings").search(word):
        return word
    return candidates[0][0] if candidates else word


__all__ = ["is_common", "thing_base_form", "without_surroundings"]
