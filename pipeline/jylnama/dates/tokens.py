"""What a text is cut into before atoms are made of it: figures, words, signs, each with its kind."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex

from jylnama.kazakh.numerals import ROMAN_LETTERS
from jylnama.text.data import data_toml


@cache
def lexicon() -> dict[str, Any]:
    """The parsed ``lexicon.toml``."""
    return data_toml(__package__, "lexicon.toml")


@cache
def abbreviation_pattern() -> regex.Pattern[str]:
    return regex.compile(f"(?i:{'|'.join(lexicon()['abbreviations'])})")


@cache
def token_pattern() -> regex.Pattern[str]:
    """A token by what it begins with; the name of the group is its kind (``lexer.py`` has a reader for each)."""
    return regex.compile(rf"(?=\d)(?:{_figures()})|(?=[^\W\d_])(?:{_letters()})|{_signs()}")


def _figures() -> str:
    unit = lexicon()["beside_figures"]
    return (
        r"(?P<numdate>(?:(?<![\d.\-/])|(?<=\d\.\d{4}-))(?:\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)\d{4}"
        rf"|\d{{1,2}}\. \d{{2}}\. \d{{4}}|(?<!(?:^|\n) ?)\d{{1,2}}\. ?\d{{1,2}}\. ?(?:1[0-9]|20)\d{{2}}|\d{{1,2}}[./-][{ROMAN_LETTERS}]{{1,4}}[./-]\d{{4}}"
        r"|\d{4}(?P<iso>[.-])\d{2}(?P=iso)\d{2})"
        r"(?:(?![\d.\-/]*\d)|(?=-\d{1,2}\.\d{1,2}\.\d{4}(?![\d.\-/]*\d))))"  # 02.10.1869-30.01.1948
        # 12/IX; 7.11 only by a bracket, where a pair of styles has it
        rf"|(?P<daymonth>(?<![\d.,/-])\d{{1,2}}[./](?:[{ROMAN_LETTERS}]{{1,4}}(?:\.(?=\s?[()])|(?![\w.])(?!\s?[–-]\s?[{ROMAN_LETTERS}]+\s?{unit['century']}))|\d{{1,2}}(?=\s?\()|(?<=\(\d{{1,2}}[./])\d{{1,2}}(?=\))"
        r"|\d{2}\.?(?=\s?–\s?\d{1,2}\.\d{1,2}\.\d{4})"  # 23.02.–02.03.1954
        # 1897 ж. 28.9 – 1961 ж. 27.6; 1993 ж. 28.01.; not 1920 ж. 5.6 млн
        rf"|(?<=(?:\d ?{unit['year_short']}|{unit['year_word']}) \d{{1,2}}\.)(?:\d{{1,2}}(?=\)|;|\s?–\s?\d{{4}})|(?:0[1-9]|1[0-2])(?=\.(?:\s|$)|\s{unit['day']}))))"
        r"|(?P<num>(?<!_)\d+(?!_))"
    )


def _letters() -> str:
    unit, short = lexicon()["beside_figures"], "|".join(sorted(lexicon()["abbreviations"], key=len, reverse=True))
    # few words begin as an abbreviation does
    first = "".join(
        letter for letter in sorted(set(short)) if letter.isalpha() and abbreviation_pattern().match(letter, partial=True)
    )
    return (
        rf"(?P<abbr>(?=(?i:[{first}]))(?:(?<![^\W\d_])|(?<=(?<!\w)[{ROMAN_LETTERS}]+)(?={unit['century']}))(?i:{short})(?:(?<=\.)|(?![^\W_])))"
        rf"|(?P<mabbr>(?<=[\d)] ?|\d{unit['year_short']} ?|\d (?:{unit['year_short']}|{unit['year_word']}) )(?i:{'|'.join(lexicon()['month_abbreviations'])})\.)"
        rf"|(?P<roman>(?<!\w)[{ROMAN_LETTERS}LCDMСМУ]+(?![^\W_]|\.(?![{ROMAN_LETTERS}]+\s?{unit['century']})\p{{Lu}})|(?<!\w)[{ROMAN_LETTERS}]+(?={unit['century_word']}|ғғ?[.-]|ғғ?\s))"
        r"|(?P<word>[^\W\d_]+)"
    )


def _signs() -> str:
    unit = lexicon()["beside_figures"]
    return (
        r"(?P<monthyear>(?<=\d\))\.\d{1,2}\.\d{4}(?!\d))"  # 15(27).11.1898
        r"|(?P<dot>(?<=\))\.(?=\d{4}(?!\d)))"
        r"|(?P<quoted>[«“\"]\d{1,2}[»”\"](?=\s\p{Ll}))"  # «30» қараша
        rf"|(?P<range>(?<=(?<!\d)(?:1[0-9]|20)\d\d ?)\.(?= ?(?:1[0-9]|20)\d\d(?:-?\p{{Ll}}{{1,3}})?\s?(?i:{unit['years']}))"
        rf"|(?<=(?<!\w)[{ROMAN_LETTERS}]+ ?)\.(?= ?[{ROMAN_LETTERS}]+\s?(?:{unit['centuries']})))"  # 1960.1980 жж.
        rf"|(?P<doubt>(?<=\d ?)\?(?=\s?[–-]|[)\]]|\s?{unit['years_short']}))"  # (1880? – 1950)
        r"|(?P<mark>[–\-()\[\],/])"
        r"|(?P<other>[^\w ])"
    )
