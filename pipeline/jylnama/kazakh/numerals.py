"""Numbers as Kazakh prose writes them: words, Roman numerals (Cyrillic letters too), digits."""

from __future__ import annotations

from functools import cache, lru_cache

from roman_numerals import InvalidRomanNumeralError, RomanNumeral

from jylnama.kazakh.endings import harmony
from jylnama.text.data import data_rows

# the letters of Roman numerals up to 39, in brackets of a regular expression: Ү is a Kazakh keyboard's V, Х and І its X and I
ROMAN_LETTERS = "IVXІХҮ"
# letters that Kazakh typists use for the Latin ones of Roman numerals
_AS_LATIN = str.maketrans("ІХСМЅҮУӀ", "IXCMSVVI")
_ROMAN_OR_LIKE = frozenset("IVXLCDMivxlcdmІХСМЅҮУӀ")
_ORDINAL_ENDINGS = ("нші", "ншы", "інші", "ыншы")
# the numerals whose stem changes before the ordinal ending
_ORDINAL_STEMS = {"жиырмас": "жиырма", "қырқ": "қырық"}


@cache
def numeral_words() -> dict[str, int]:
    """Cardinal words and their values."""
    return {word: int(value) for word, value in data_rows(__package__, "numerals.tsv")}


def ordinal_word(cardinal: str) -> str:
    """The ordinal of a cardinal word in small letters.

    >>> ordinal_word("екі"), ordinal_word("он"), ordinal_word("жиырма")
    ('екінші', 'оныншы', 'жиырмасыншы')
    """
    stem = {whole: changed for changed, whole in _ORDINAL_STEMS.items()}.get(cardinal, cardinal)
    back = harmony(stem) == "back"
    linking = "" if stem[-1] in "ыі" else "ы" if back else "і"
    return stem + linking + ("ншы" if back else "нші")


@lru_cache(maxsize=4096)
def word_value(word: str) -> tuple[int, bool] | None:
    """Value of one numeral word and whether it is an ordinal; None for any other word.

    >>> word_value("екінші"), word_value("отыз"), word_value("алма")
    ((2, True), (30, False), None)
    """
    words = numeral_words()
    lower = word.lower()
    if lower in words:
        return words[lower], False
    for ending in _ORDINAL_ENDINGS:
        if lower.endswith(ending):
            stem = lower.removesuffix(ending)
            stem = _ORDINAL_STEMS.get(stem, stem)
            if stem in words:
                return words[stem], True
    return None


def words_value(words: list[str]) -> tuple[int, bool] | None:
    """Value of a numeral of several words (``он тоғызыншы``), and whether it is an ordinal.

    None where a word is no numeral or the words do not make a number (``бес он``).
    """
    total = current = 0
    last, ordinal = 10**12, False
    for word in words:
        if ordinal:
            return None
        found = word_value(word)
        if found is None:
            return None
        value, ordinal = found
        if value >= 100:
            current = max(current, 1) * value
            if value >= 1000:
                total, current = total + current, 0
            last = value
        elif value < last and (last >= 100 or (last >= 10 > value)):
            current, last = current + value, value
        else:
            return None
    return total + current, ordinal


@lru_cache(maxsize=4096)
def roman_value(text: str) -> int | None:
    """Value of a Roman numeral in capitals, Latin or look-alike Cyrillic letters; None if it is none.

    >>> roman_value("ХІХ"), roman_value("XX"), roman_value("ІІІІ")
    (19, 20, None)
    """
    if not _ROMAN_OR_LIKE.issuperset(text):
        return None
    try:
        return int(RomanNumeral.from_string(roman_in_latin(text)))
    except (InvalidRomanNumeralError, ValueError, TypeError):
        return None


def roman_in_latin(text: str) -> str:
    """A Roman numeral in Latin letters, whatever it was typed with.

    >>> roman_in_latin("ХҮІІІ")
    'XVIII'
    """
    return text.translate(_AS_LATIN)


def like_num(text: str) -> bool:
    """spaCy's lexical attribute: digits, Roman numerals, Kazakh numerals and ordinals."""
    stripped = text.lstrip("+-±~").rstrip("%")
    digits = stripped.replace(",", "").replace(".", "").replace("/", "", 1)
    if digits.isdigit():
        return True
    head = stripped.split("-", 1)[0]
    return head.isdigit() or word_value(stripped) is not None or (len(head) > 0 and roman_value(head) is not None)
