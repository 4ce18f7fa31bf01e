"""From clean text to runs of calendar atoms: numbers, month names, year words, dashes, brackets, …

An atom is one word, number or mark that can be part of a calendar expression. A run is a stretch of atoms
with nothing but blanks between them; whatever else the text has ends it. Each atom has a one-letter class,
so that the grammar can be regular expressions over the letters of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from jylnama.dates.tokens import abbreviation_pattern, lexicon, token_pattern
from jylnama.kazakh.cases import ABLATIVE, ACCUSATIVE, ATTRIBUTIVE, DATIVE, GENITIVE, INSTRUMENTAL, LOCATIVE
from jylnama.kazakh.numerals import ROMAN_LETTERS, roman_value, word_value, words_value
from jylnama.text.compiled import compile_all

# class name in forms.toml -> letter
LETTERS = {
    "Y": "Y", "N": "N", "R": "R", "W": "W", "NUMDATE": "X",
    "MONTH": "M", "MONTHGEN": "G", "YEAR": "y", "YEARS": "p", "CENT": "c", "MON": "m", "DAY": "d", "NIGHT": "t",
    "SEASON": "s", "PART": "P", "FRAC": "H", "FRACORD": "O", "ANAPH": "a", "ABOUT": "z", "BETWEEN": "b",
    "BCE": "e", "CE": "E", "HIJRI": "j", "END": "k", "QARAGAN": "q", "OLDSTYLE": "o", "NEWSTYLE": "n",
    "DAYWORD": "D", "MILL": "L", "DAYMONTH": "F", "WEEKDAY": "w", "OR": "+", "DOT": ".", "MONTHYEAR": "h", "WITHIN": "i",
    "NEXTDAY": "u", "DOUBT": "?",
    "DASH": "-", "LP": "(", "RP": ")", "COMMA": ",", "AND": "&", "SLASH": "/",
}  # fmt: skip
# a run without one of these can hold no date
_ANCHORS = frozenset("YXMGypcsaWqLhu")
# endings written behind a number: ordinal, possessive and case, in this order, each optional
_ENDING = regex.compile(
    r"(?:с?[ыі]?н[шж][ыі]|ш[ыі])?(?:с?[ыі](?:н|н[ыі]ң|н[дт][ае]|н[ае]н|н[ае]|м[ае]н|н[дт][ае]ғ?г?[ыі])?)?"
    rf"(?:{ABLATIVE}|н?{LOCATIVE}|{DATIVE}|н[ае]|{GENITIVE}|{ACCUSATIVE}|{INSTRUMENTAL}|{ATTRIBUTIVE}|[ғгқк][ыі])?"
)
# a numeral as a day in the possessive: (тамыздың) отызында, (қазанның) он екісіне
_DAY_WORD = regex.compile(r"(?P<stem>\w+?)(?P<linking>с?)[ыі](?:н|н[ыі]ң|нд[ае]|н[ае]н|н[ае]|нд[ае][ғг][ыі]|мен)?")
_WORD_OR_NUMBER = regex.compile(r"[^\W\d_]++|\d++")
_WORDS = regex.compile(r"\w+")
_NEXT_YEAR = regex.compile(r"[,.](?:1[4-9]|20)\d\d(?!\d)")
_ROMAN = regex.compile(rf"[{ROMAN_LETTERS}LCDMСМУ]+")
_ROMAN_CENTURY = regex.compile(rf"[{ROMAN_LETTERS}]+ғ(?:ас|ғ?$)")
_MARKS = {"–": "-", "-": "-", "(": "(", "[": "(", ")": ")", "]": ")", ",": ",", "/": "/"}


class Atom(NamedTuple):
    """One atom: its class letter, its span in the clean text, what it stands for, and how it is written.

    ``value`` is a number (month, year, day, century, anaphoric shift, denominator) or a name (season, part,
    triple of a numeric date); ``form`` tells the case of a month name (``nom gen loc abl dat attr``) and,
    of numbers, ``ord`` for ordinals.
    """

    letter: str
    start: int
    end: int
    value: Any = None
    form: str = ""


class Run(NamedTuple):
    """Neighbouring atoms and their letters, one character an atom."""

    atoms: list[Atom]
    letters: str


def _with_endings(pattern: str) -> str:
    for name, ending in lexicon()["endings"].items():
        pattern = pattern.replace("{" + name + "}", ending)
    return pattern


@cache
def _word_patterns() -> list[tuple[regex.Pattern[str], str, Any]]:
    data = lexicon()
    rows: list[tuple[str, str, Any]] = [(p, LETTERS.get(c, c), None) for c, p in data["classes"].items()]
    rows += [(p, "s", name) for p, name in data["seasons"].items()]
    rows += [(p, "P", name) for p, name in data["parts"].items()]
    rows += [(p, "H", of) for p, of in data["fractions"].items()]
    rows += [(p, "O", index) for p, index in data["fraction_ordinals"].items()]
    rows += [(p, "a", shift) for p, shift in data["anaphora"].items()]
    extra = {"BC_WORDS": "e", "CE_WORDS": "E"}
    patterns = compile_all(_with_endings(pattern) for pattern, _, _ in rows)
    return [(pattern, extra.get(letter, letter), value) for pattern, (_, letter, value) in zip(patterns, rows, strict=True)]


@cache
def _month_pattern() -> regex.Pattern[str]:
    stems = "|".join(sorted((s.rstrip("ь") for s in lexicon()["months"]), key=len, reverse=True))
    case = (
        rf"(?P<gen>{GENITIVE})|(?P<attr>[дт]а[ғг]ы|[дт]е[гғ]і|[сы]*[ыі]ндағы|[сі]*[ыі]ндегі|[ғқ]ы|[гк]і)|(?P<loc>{LOCATIVE})"
        rf"|(?P<abl>{ABLATIVE})|(?P<dat>{DATIVE}|[ае])|(?P<acc>{ACCUSATIVE})|(?P<ins>{INSTRUMENTAL})"
        r"|(?P<poss>(?:[ыі]|с[ыі])(?:н|нда|нде|нан|нен|на|не|мен)?)|(?P<possgen>(?:[ыі]|с[ыі])н[ыі]ң)"
    )
    return regex.compile(rf"(?P<stem>{stems})ь?-?(?:{case})?")


@cache
def _phrase_starters() -> frozenset[str]:
    return frozenset(lexicon()["phrases"]["starters"])


@cache
def _abbreviation_letters() -> list[tuple[regex.Pattern[str], str]]:
    table = lexicon()["abbreviations"]
    return [(regex.compile(f"(?i:{p})"), LETTERS[table[p]]) for p in sorted(table, key=len, reverse=True)]


@lru_cache(maxsize=1024)
def _abbreviation(text: str) -> str:
    return next(letter for pattern, letter in _abbreviation_letters() if pattern.fullmatch(text))


@lru_cache(maxsize=1 << 15)
def _classify(word: str) -> tuple[str, Any, str] | None:
    """Letter, value and form of one word (or phrase) in lower case; None if it is no calendar word."""
    month = _month_pattern().fullmatch(word)
    if month:
        months = lexicon()["months"]
        stem = month["stem"]
        value = months[stem] if stem in months else months[stem + "ь"]
        form = next((k for k, v in month.groupdict().items() if v and k != "stem"), "nom")
        return ("G" if form in ("gen", "possgen") else "M"), value, form
    for pattern, letter, value in _word_patterns():
        if pattern.fullmatch(word):
            return letter, value, ""
    number = word_value(word)
    if number:
        return "W", number[0], "ord" if number[1] else ""
    day = _DAY_WORD.fullmatch(word)
    stems = (day["stem"], day["stem"] + day["linking"]) if day and word not in lexicon()["no_days"]["words"] else ()
    number = next(filter(None, map(word_value, stems)), None)
    if number and number[0] <= 30:
        return "D", number[0], ""
    return None


@lru_cache(maxsize=1 << 15)
def _role(word: str) -> str:
    """What a word or a number may do: ``anchor`` a run, be in one (``inner``), or only ``end`` it."""
    lower = word.lower()
    if not word[0].isalpha() or lower in _phrase_starters() or lower in lexicon()["month_abbreviations"]:
        return "anchor"
    if abbreviation_pattern().fullmatch(word, partial=True) or _ROMAN_CENTURY.match(word):
        return "anchor"
    if lower == lexicon()["that_year"]["word"]:
        return "inner" if word[0].isupper() else "end"
    if found := _classify(lower):
        return "anchor" if found[0] in _ANCHORS else "inner"
    return "inner" if _ENDING.fullmatch(lower) or _ROMAN.fullmatch(word) else "end"


def _promising(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between words that end runs, where there is what may anchor one: few of a text need to be read."""
    before, anchored = None, False  # the last word that ends a run
    for match in _WORD_OR_NUMBER.finditer(text):
        role = _role(match.group())
        if role == "end":
            if anchored:
                yield before.end() if before else 0, match.start()
                anchored = False
            before = match
        elif role == "anchor":
            anchored = True
    if anchored:
        yield before.end() if before else 0, len(text)


def runs(text: str) -> Iterator[Run]:
    """Runs of atoms of a clean text, in order."""
    read_to = 0
    for begin, end in _promising(text):
        if read_to >= end:
            continue
        atoms: list[Atom] = []
        skip_to = 0
        for match in token_pattern().finditer(text, max(begin, read_to)):
            start = match.start()
            if start < skip_to:
                continue
            # a phrase may go on behind the end; its run goes on, too
            if start >= end and (not atoms or skip_to <= end):
                read_to = start
                break
            if atoms and start != skip_to and text[skip_to:start].strip(" "):
                yield from _finish(text, atoms)
                atoms = []
            atom = _atom(text, match, atoms)
            if atom is not None:
                atoms.append(atom)
                skip_to = atom.end
            elif atoms:
                yield from _finish(text, atoms)
                atoms = []
        else:
            read_to = len(text)
        if atoms:
            yield from _finish(text, atoms)


# what makes an atom of text[start:end], or None of what ends the run; it sees the atoms before it
_Reader = Callable[[str, int, int, list[Atom]], Atom | None]


def _atom(text: str, match: regex.Match[str], before: list[Atom]) -> Atom | None:
    """The atom of a token behind the atoms ``before``; None for what ends the run."""
    reader = _READERS.get(match.lastgroup or "")
    return reader(text, match.start(), match.end(), before) if reader else None


def _read_word(text: str, start: int, end: int, before: list[Atom]) -> Atom | None:
    lower = text[start:end].lower()
    if _follows_number(before, start) and _ENDING.fullmatch(lower):
        return Atom("k", start, end, lower)
    if lower in _doubtful_words() and not _is_of_calendar(text, start, lower, before):
        return None
    if lower in _phrase_starters():
        phrase = _phrase(text, start, end)
        if phrase:
            return phrase
    found = _classify(lower)
    return Atom(found[0], start, end, found[1], found[2]) if found else None


@cache
def _doubtful_words() -> frozenset[str]:
    return frozenset((lexicon()["no_days"]["front"], lexicon()["that_year"]["word"]))


def _is_of_calendar(text: str, start: int, lower: str, before: list[Atom]) -> bool:
    """Whether one of the words that mostly are no part of a date is one here."""
    if lower == lexicon()["that_year"]["word"]:  # he, that one
        return _that_year().match(text, start) is not None
    return bool(before) and before[-1].letter in "Nk"  # the front; only behind a day "from … May"


@cache
def _that_year() -> regex.Pattern[str]:
    """``Ол жылы`` at the head of a sentence."""
    return regex.compile(rf"(?:(?<![^\n])|(?<=[.!?…]\s))(?:{lexicon()['that_year']['phrase']})")


def _read_number(text: str, start: int, end: int, _: list[Atom]) -> Atom | None:
    width = end - start
    if width > 4:
        return None  # a count
    goes_on = end < len(text) - 1 and text[end] in ".," and text[end + 1].isdigit()
    if goes_on and not (width == 4 and _NEXT_YEAR.match(text, end)):  # 1914,1915; 1960.1980
        return None  # a decimal number
    if start > 1 and text[start - 1] in ".," and text[start - 2].isdigit() and width < 4:
        return None
    return Atom("Y" if width > 2 else "N", start, end, int(text[start:end]), "" if width > 1 else "short")


def _read_abbreviation(text: str, start: int, end: int, _: list[Atom]) -> Atom | None:
    if end - start == 2 and text[start].isupper():
        return None  # an initial: Г. Плеханов, Ж. Аймауытов
    return Atom(_abbreviation(text[start:end]), start, end, None, "abbr")


def _read_roman(text: str, start: int, end: int, _: list[Atom]) -> Atom | None:
    value = roman_value(text[start:end])
    return None if value is None else Atom("R", start, end, value)


def _read_short_month(text: str, start: int, end: int, _: list[Atom]) -> Atom:
    return Atom("M", start, end, lexicon()["month_abbreviations"][text[start : end - 1].lower()], "nom")


def _read_mark(text: str, start: int, end: int, _: list[Atom]) -> Atom:
    return Atom(_MARKS[text[start]], start, end, None, "[" if text[start] in "[]" else "")


def _read_quoted_day(text: str, start: int, end: int, _: list[Atom]) -> Atom:
    return Atom("N", start, end, int(text[start + 1 : end - 1]))


def _read_month_and_year(text: str, start: int, end: int, _: list[Atom]) -> Atom:
    return Atom("h", start, end, tuple(map(int, text[start + 1 : end].split("."))))


def _as_written(letter: str) -> _Reader:
    """A reader of atoms whose value is their text."""
    return lambda text, start, end, _: Atom(letter, start, end, text[start:end])


# by the group of the token pattern; any other token ends the run
_READERS: dict[str, _Reader] = {
    "word": _read_word,
    "num": _read_number,
    "abbr": _read_abbreviation,
    "roman": _read_roman,
    "mabbr": _read_short_month,
    "mark": _read_mark,
    "quoted": _read_quoted_day,
    "monthyear": _read_month_and_year,
    "numdate": _as_written("X"),
    "daymonth": _as_written("F"),
    "range": _as_written("-"),
    "dot": _as_written("."),
    "doubt": _as_written("?"),
}


def _follows_number(before: list[Atom], start: int) -> bool:
    if not before:
        return False
    if before[-1].letter in "YNRW":
        return before[-1].end == start
    if before[-1].letter != "-" or len(before) < 2:
        return False
    return before[-2].letter in "YNRk" or before[-2].letter == "c" and before[-2].form == "abbr"  # ХІХ ғ.-дың


def _phrase(text: str, start: int, end: int) -> Atom | None:
    """The longest phrase of two to four words of the lexicon that begins here."""
    window = text[start : start + 60].split("\n")[0]
    ends = [m.end() for m in _WORDS.finditer(window)][1:4]
    for length in reversed(ends):
        found = _classify(window[:length].lower())
        if found:
            return Atom(found[0], start, start + length, found[1], found[2])
    return None


def _finish(text: str, atoms: list[Atom]) -> Iterator[Run]:
    letters = "".join([atom.letter for atom in atoms])
    if _ANCHORS.isdisjoint(letters):
        return
    if letters.count("W") + letters.count("D") > 1:
        atoms = _merge_numerals(text, atoms)
        letters = "".join([atom.letter for atom in atoms])
    if letters != "W":
        yield Run(atoms, letters)


def _merge_numerals(text: str, atoms: list[Atom]) -> list[Atom]:
    """Join the words of a numeral (``он тоғызыншы``, ``он екісінде``) into one atom."""
    merged: list[Atom] = []
    for atom in atoms:
        if atom.letter == "D" and merged and merged[-1].letter == "W" and merged[-1].value in (10, 20, 30) and atom.value < 10:
            merged[-1] = Atom("D", merged[-1].start, atom.end, merged[-1].value + atom.value)
            continue
        if atom.letter == "W" and merged and merged[-1].letter == "W" and merged[-1].form != "ord":
            start = merged[-1].start
            value = words_value(text[start : atom.end].split())
            if value is not None:
                merged[-1] = Atom("W", start, atom.end, value[0], "ord" if value[1] else "")
                continue
        merged.append(atom)
    return merged


__all__ = ["LETTERS", "Atom", "Run", "lexicon", "runs"]
