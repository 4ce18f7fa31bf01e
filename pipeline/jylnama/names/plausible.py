"""Whether words that a model takes for a person's name can be one, by their letters and by what stands behind them."""

from __future__ import annotations

from collections.abc import Collection

import regex

from jylnama.kazakh.endings import base_form
from jylnama.kazakh.surnames import CHILDREN
from jylnama.names import shapes
from jylnama.names.entities import CAPITAL, NEXT_WORD, WORD
from jylnama.names.lexicon import WORDS, Word, titles, word
from jylnama.names.towns import is_in_place_case, is_town

_MADE_FROM_NAME = regex.compile(r"\p{Ll}(?:[лдт][ыі][қк]|ш[ыі]л|ш[ыі]лд[ыі][қк])(?:т[ае]р)?$")
_OFFICE = regex.compile(
    rf"(?<!\p{{L}})(?:(?:{WORDS['inside']['offices']})(?:[ыі]|[дт][ае]р[ыі]?)|{WORDS['inside']['judges']})(?:н[ыі]ң|н|на|не|нда|нде|нан|нен)?$"
)
# Жоғ. Кеңес: three letters with a period are no initial
_ABBREVIATED = regex.compile(r"\p{Lu}\p{Ll}{2,}\.$")
# "Айгүл" әнін: in quotation marks, before a possessed noun (деді is none)
_QUOTES = ('"', "«", "»", "“", "”")
_WORK = regex.compile(r"\s(?:атты\s)?\p{Ll}{2,}(?:(?<![дт])[ыі]|[ыі](?:н(?:[ыі]ң|[ае]|д[ае]|[ае]н)?|мен))(?!\p{L})")
_INITIALS = regex.compile(r"(?:\p{L}\.\s?)+")  # Б.з.д.


def name_like(text: str, start: int, end: int) -> bool:
    """Whether it can be a person's name by its letters: it begins with a capital, has a word of more than one letter, is
    no word that the lexicon knows as something else, none made from a name (``сталиндік``), no office (``хандары``)."""
    words = [m.group() for m in WORD.finditer(text, start, end)]
    if not words or not CAPITAL.match(words[0]) and not words[0][0].isdigit() or _INITIALS.fullmatch(text, start, end):
        return False
    behind = {*titles()["behind"]["words"], *CHILDREN}
    if _MADE_FROM_NAME.search(words[-1]) or (words[-1][0].islower() and base_form(words[-1]) not in behind):
        return False
    if any(w[0].islower() and word(w.capitalize()).oblique for w in words[1:-1]):
        return False  # Орта жүзге хан
    if _OFFICE.search(words[-1]) and words[-1][0].islower() or shapes.is_war_cry(words[-1]):
        return False
    if len(words) == 1 and word(words[0]).ending.startswith("plural"):
        return False  # a house, a people
    if len(words) == 1 and word(words[0]).ambiguous and is_in_place_case(text, end, word(words[0])):
        return False  # Сырымбеттегі
    if len(words) == 1 and (word(words[0]).barred or is_title(words[0])):
        return False
    if len(words) > 1 and word(words[0]).barred and not (word(words[-1]).given or word(words[-1]).surname or words[-1] in behind):
        return False  # Алтын Жұлдыз
    if _ABBREVIATED.match(words[0]) or word(words[-1]).barred and not (word(words[-1]).towns_too or words[-1].isupper()):
        return False
    return any(len(w.strip(".")) > 1 for w in words)


def is_title(text: str) -> bool:
    """Whether a single word is a title or a post, with or without an ending: ``Ағартушы``, ``Сұлтанның``."""
    found = word(text)
    return shapes.is_front_word(found.base) and not (found.given or found.known)


def means_a_person(name: str) -> bool:
    """Whether a word that names somebody in a text does so all over it: one that can mean something else does not."""
    found = word(name)
    return not (found.barred or found.ambiguous or is_title(name) or shapes.ADJECTIVE.search(name) and not found.given)


def is_first_name(name: Word) -> bool:
    """Whether an unknown word can stand before a name: one capital word without an ending that means nothing else."""
    whole = WORD.fullmatch(name.text) is not None and name.text[0].isupper() and "." not in name.text
    return whole and not (name.barred or name.inflected or shapes.is_front_word(name.text) and not name.nameable)


def names_a_thing(text: str, start: int, end: int, known: Collection[str]) -> bool:
    """Whether what stands behind makes it the name of a realm, a place or an office: ``Батпаққара жаққа``, ``Селжұқ
    сұлтандары``; or a single word is a town that bears a person's name."""
    last = word(text[start:end].split()[-1])
    if text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES and _WORK.match(text, end + 1):
        return True
    if " " not in text[start:end] and is_town(text, start, end, last, known):
        return True
    if last.ending not in ("", "plural"):
        return False
    if shapes.listed_things().match(text, end) or shapes.titled_things().match(text, end):
        return True
    if last.base in titles()["things"]["dynasties"] and shapes.houses().match(text, end):
        return True
    if shapes.things().match(text, end) or shapes.sites().match(text, end) and not (last.given or last.known):
        return True
    office = NEXT_WORD.match(text, end)
    return office is not None and not last.nameable and _OFFICE.search(office[1]) is not None
