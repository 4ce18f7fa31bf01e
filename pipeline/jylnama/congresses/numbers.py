"""The numbers of meetings as they are written: digits, Roman numerals, ordinals in words; several in a row."""

from __future__ import annotations

import regex

from jylnama.kazakh.conjunctions import AND, ANDS
from jylnama.kazakh.numerals import ROMAN_LETTERS, numeral_words, ordinal_word, roman_value, words_value

_TENS = [word for word, value in numeral_words().items() if value in (10, 20, 30)]
_UNITS = [word for word, value in numeral_words().items() if 0 < value < 10]
# no body has met forty times
_ORDINAL_WORDS = rf"(?i:(?:(?:{'|'.join(_TENS)})[\s-]+)?(?:{'|'.join(map(ordinal_word, _UNITS + _TENS))}))"
_ORDINAL = r"(?:[ыі]?н[шж][ыі]|ш[ыі])(?!\p{L})"
# sources set the ending of an ordinal apart: IV –ші, 4- ші
_ORDINAL_ENDING = rf"(?:(?:\s?[–-]\s?)?{_ORDINAL})?"
ONE = rf"(?:\d{{1,2}}{_ORDINAL_ENDING}|[{ROMAN_LETTERS}]{{1,6}}{_ORDINAL_ENDING}(?!\p{{Ll}})|{_ORDINAL_WORDS})"
_BETWEEN_NUMBERS = regex.compile(
    rf"\s*(–|-(?!\p{{L}})|(?<=[{ROMAN_LETTERS}])-(?=[{ROMAN_LETTERS}])|(?<=ші|шы)-(?={_ORDINAL_WORDS})|,|\s{AND}\s)\s*"
)
_ASIDE, _DIGITS, _ROMAN = regex.compile(r"\s\([^()]*\)"), regex.compile(r"\d+"), regex.compile(rf"[{ROMAN_LETTERS}]+")
_HYPHENED_ENDING = regex.compile(rf"\s?[–-]\s?{_ORDINAL}")


def numbers_of(written: str) -> list[int]:
    """The numbers of ``2``, ``23 – 27``, ``4 және 5``, ``ХХ``, ``он бірінші``; a dash spells out the range."""
    pieces = _BETWEEN_NUMBERS.split(_HYPHENED_ENDING.sub("", _ASIDE.sub("", written)).strip("- "))
    values: list[int] = []
    dash = False
    for piece in pieces:
        if piece is None or not piece.strip():
            continue
        if piece.strip() in ("–", "-", ",", *ANDS):
            dash = piece.strip() in "–-"
            continue
        value = _number(piece.strip())
        if value is None:
            return []
        if dash and values and value > values[-1] and value - values[-1] < 40:
            values += list(range(values[-1] + 1, value + 1))
        else:
            values.append(value)
        dash = False
    return values if all(0 < value < 100 for value in values) else []


def _number(piece: str) -> int | None:
    digits = _DIGITS.match(piece)
    if digits:
        return int(digits.group())
    words = words_value(piece.replace("-", " ").split())
    if words:
        return words[0]  # before the letters: Үшінші begins with one
    roman = _ROMAN.match(piece)
    return roman_value(roman.group()) if roman else None
