"""The lexicons of this package, and what one capitalised word can be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import regex

from jylnama.kazakh.endings import base_form, strip_endings
from jylnama.kazakh.surnames import suffixes
from jylnama.text.data import data_lines, data_toml

# small words inside and around names
WORDS = data_toml(__package__, "words.toml")
_SURNAME = regex.compile(
    rf"(?:\p{{Ll}}(?:{suffixes('ov', 'ova', 'sky', 'skaya', 'ski', 'vich', 'vna', 'chna', 'other_decisive', 'other')})"
    rf"|\p{{Ll}}{{2}}(?:{suffixes('in', 'ina', 'tsyn', 'son', 'daughter', 'son_old', 'lineage')}))$"
)
_DECISIVE = regex.compile(
    rf"\p{{Ll}}(?:{suffixes('ov', 'ova', 'sky', 'vich', 'vna', 'son', 'daughter', 'son_old', 'other_decisive')})$"
    r"|^(?:[әӘаА]л|[аА][дзрстш])-\p{Lu}\p{Ll}{2}"
)
_PATRONYMIC = regex.compile(rf"\p{{Ll}}(?:{suffixes('son', 'daughter', 'son_old', 'lineage', 'vich', 'vna', 'chna', 'ich')})$")
_SUFFIXES_OF_NAMES = ("similative", "equative")  # Алғадай is not `like Алға`
_OF_PLACE = regex.compile(r"(.{2,})(?:[лдт]ық|[лдт]ік)$")  # Семейлік
_ABLATIVE = regex.compile(r"(?<=\p{L}{4})(?:[дт][ае]н|[ыі]?н[ае]н)$")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_OBLIQUE = ("dative", "locative", "ablative", "attributive")


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalised word: its base form and what it can be in a name.

    given: a given name and hardly anything else; ambiguous: a given name that is also a common word, a people or a place;
    known: means a historical person by itself; barred: means something else; ending: what was cut to get the
    base (``genitive``, ``plural dative``), as in ``strip_endings``.
    """

    text: str
    base: str
    given: bool
    ambiguous: bool
    known: bool
    barred: bool
    surname: bool
    decisive: bool
    patronymic: bool
    ending: str

    @property
    def inflected(self) -> bool:
        return self.base.casefold() != self.text.casefold()

    @property
    def oblique(self) -> bool:
        """Whether it is in a case that places like."""
        return self.ending.endswith(_OBLIQUE)

    @property
    def towns_too(self) -> bool:
        """Whether it is a surname by its shape that the lexicon has as a town only: ``Черняев``, ``Свердлов``."""
        return self.barred and _DECISIVE.search(self.base) is not None

    @property
    def nameable(self) -> bool:
        """Whether a lexicon has it as a person's."""
        return self.given or self.ambiguous or self.known


@cache
def names(file: str) -> frozenset[str]:
    """The entries of a lexicon file of this package."""
    return frozenset(data_lines(__package__, file))


@cache
def titles() -> dict[str, Any]:
    """The parsed ``titles.toml``."""
    return data_toml(__package__, "titles.toml")


@cache
def lexicon() -> frozenset[str]:
    """Words that are whole as they stand: all names of the lexicons, and titles."""
    people = names("given.txt") | names("ambiguous.txt") | names("known.txt")
    return people | frozenset(titles()["behind"]["words"])


@cache
def _all_names() -> frozenset[str]:
    return lexicon() | names("not_names.txt")


@lru_cache(maxsize=1 << 15)
def word(text: str) -> Word:
    """What ``text``, a capitalised word with or without endings, can be."""
    shouted = text.isupper()
    spelt = "-".join(part.capitalize() for part in text.split("-")) if shouted else text
    base = base_form(spelt, _all_names())
    if base == spelt and (stem := _ABLATIVE.sub("", spelt)) in names("given.txt") and base not in _all_names():
        base = stem  # Ділдәдан: against the harmony
    given, ambiguous, known = (base in names(f"{file}.txt") for file in ("given", "ambiguous", "known"))
    given = given or "-" in base and any(part in names("given.txt") for part in base.split("-"))
    surname, decisive = _SURNAME.search(base) is not None, _DECISIVE.search(base) is not None
    cut = strip_endings(spelt)
    barred = not (given or ambiguous or known) and (
        _in_not_names(base)
        or _in_not_names(spelt)
        or any(_in_not_names(stem) for stem, case in cut if case not in _SUFFIXES_OF_NAMES)
        or (of_place := _OF_PLACE.match(base)) is not None
        and _in_not_names(of_place[1])
        or shouted
        and not decisive
        or not _CYRILLIC.search(spelt)
    )
    return Word(
        text, base, given, ambiguous, known, barred,
        surname=surname and not barred, decisive=decisive and not barred,
        patronymic=_PATRONYMIC.search(base) is not None,
        ending=next((case for stem, case in cut if stem == base), ""),
    )  # fmt: skip


def _in_not_names(text: str) -> bool:
    return text in names("not_names.txt")
