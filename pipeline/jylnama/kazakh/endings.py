"""Kazakh noun endings: which may go from a word, and the base form of a name.

An ending fits a stem when it has the variant that the stem's last sound asks for (assimilation) and the
vowel that its last vowel asks for (harmony); the tables are in ``endings.toml``.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

import regex

from jylnama.kazakh.surnames import suffixes
from jylnama.text.data import data_toml

_POSSESSIVE_NAME = regex.compile(rf"(?:{suffixes('son', 'daughter', 'son_old', 'offspring')})$", regex.IGNORECASE)
# sources write Осинскидің for Осинскийдің
_SHORT_SKIY = regex.compile(r"(?<=[сц]к)и(?=(?:дің|ді|ден|де|ге|мен|дегі|дікі)$)")
_LETTER_LOST = regex.compile(r"(?<=[иы]н)[іы]ң$")  # Сталинің for Сталиннің
_HYPHENATED = regex.compile(r"(\p{Lu}+)-\p{Ll}+$")  # КСРО-ның, ІІ-ні
# a person's name in these is no longer the person's: абайша, in Abai's manner
_NEVER_OF_NAMES = regex.compile("possessive|similative|equative")
# foreign names do not keep to harmony (Пайпстің), and nothing but a genitive ends so
_FOREIGN_GENITIVE = regex.compile(
    r"(\p{Lu}\p{Ll}{2,})(?:(?<=[аәоөұүыіэеяюёиумнң])н|(?<=[рлйузж])д|(?<=[кқпстфхцчшщһбвгд])т)[ыі]ң$"
)
# a surname or a patronymic in the equative: Дулатұлындай, Сейфуллиндей
_LIKE = regex.compile(
    rf"(\p{{L}}+?(?:(?:{suffixes('son', 'daughter', 'son_old')})(?=н)|{suffixes('ov', 'ova')}|\p{{L}}{{2}}(?:{suffixes('in', 'ina')})(?=д)|{suffixes('sky')}))"
    r"н?[дт][ае]й$",
    regex.IGNORECASE,
)
_LIKE_SOMEBODY = regex.compile(r"(\p{L}{6,})д[ае]й$")
_VOWEL = regex.compile(r"[аәоөұүыіэеяюёиу]")
_ENDS_IN_CAPITAL = regex.compile(r"[IVXІХ\p{Lu}]$")
_SOFT_SIGNS = "ьъЬЪ"


@cache
def _tables() -> dict[str, Any]:
    return data_toml(__package__, "endings.toml")


@cache
def _rows(layer: str) -> tuple[tuple[str, str, frozenset[str], str], ...]:
    """Rows (ending, case, last sounds of stems that take it, harmony) of ``cases``, ``plural`` or ``possessive``."""
    data = _tables()
    tables = data["cases"] if layer == "cases" else {layer: data[layer]}
    rows: dict[tuple[str, str, str], set[str]] = {}
    for case, table in tables.items():
        for stem_class, variants in table.items():
            for side, ending in zip(("back", "front"), variants, strict=True):
                row = "both" if variants[0] == variants[1] else side
                rows.setdefault((ending, case, row), set()).update(data["stem_classes"][stem_class])
    found = [(ending, case, frozenset(sounds), row) for (ending, case, row), sounds in rows.items()]
    return tuple(sorted(found, key=lambda row: (-len(row[0]), row[0], row[1])))


@cache
def _rows_by_last_letter(layer: str) -> dict[str, tuple[tuple[str, str, frozenset[str], str], ...]]:
    rows = _rows(layer)
    return {last: tuple(r for r in rows if r[0][-1] == last) for last in {r[0][-1] for r in rows}}


@cache
def _possessive_case_rows() -> tuple[tuple[str, str], ...]:
    rows = {(e, case) for case, pair in _tables()["possessive_cases"].items() for e in pair}
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


@cache
def _letters(key: str) -> frozenset[str]:
    return frozenset(_tables()["harmony"][key])


def harmony(stem: str) -> str:
    """``back``, ``front`` or ``both``: what a stem in small letters asks of its endings, by the last vowel that tells."""
    if not _letters("foreign").isdisjoint(stem):
        return "both"
    for letter in reversed(stem):
        if letter in _letters("neutral"):
            return "both"
        if letter in _letters("back"):
            return "back"
        if letter in _letters("front"):
            return "front"
    return "both"


def _peel(word: str, layer: str) -> list[tuple[str, str]]:
    """(stem, case) for every ending of one layer that fits."""
    lower = word.lower()
    found: list[tuple[str, str]] = []
    for ending, case, sounds, row in _rows_by_last_letter(layer).get(lower[-1:], ()):
        if not lower.endswith(ending) or len(lower) == len(ending):
            continue
        stem = word[: -len(ending)]
        bare = stem.rstrip("-–’'").rstrip()
        if bare != stem and bare:  # КСРО-ның, ІІ-ні: read aloud, so no sound of the letters decides
            found.append((bare, case))
        elif len(stem) >= 2 and _fits(stem.lower(), sounds, row):
            found.append((stem, case))
    return found


def _fits(stem: str, sounds: frozenset[str], row: str) -> bool:
    sound = stem.rstrip(_SOFT_SIGNS)[-1:]
    if sound not in sounds or _VOWEL.search(stem) is None:
        return False
    own = harmony(stem)
    return row == "both" or own in ("both", row)


@lru_cache(maxsize=1 << 15)
def strip_endings(word: str) -> tuple[tuple[str, str], ...]:
    """All (stem, what went) that ``word`` can be: a case, a plural, a third-person possessive, or these together.

    What went is named in the order of the layers: ``plural possessive genitive``. The ending may be joined with
    a hyphen (``КСРО-ның``). Stems keep the word's capitals and have a vowel and at least two letters. The word
    itself is not among them. Longest stem first.

    >>> strip_endings("Плехановтың")
    (('Плеханов', 'genitive'),)
    """
    found: dict[tuple[str, str], None] = {}

    def below(stem: str, went: str, *, possessive: bool) -> None:
        for inner, name in _peel(stem, "plural"):
            found[inner, f"{name} {went}".strip()] = None
        if possessive:
            for inner, name in _peel(stem, "possessive"):
                found[inner, f"{name} {went}".strip()] = None
                below(inner, f"{name} {went}".strip(), possessive=False)

    for stem, case in _peel(word, "cases"):
        found[stem, case] = None
        below(stem, case, possessive=False)
    lower = word.lower()
    for ending, case in _possessive_case_rows():
        if lower.endswith(ending) and len(word) - len(ending) > 2 and lower[-len(ending) - 1] in "ыі":
            below(word[: -len(ending)], case, possessive=True)
    below(word, "", possessive=True)
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _anchors() -> regex.Pattern[str]:
    surnames = suffixes("ov", "yn", "sky", "ova", "yna", "skaya", "son", "daughter", "vich", "vna")
    return regex.compile(rf"(?:{surnames}|{_tables()['names']['anchors']})$", regex.IGNORECASE)


@cache
def _whole() -> regex.Pattern[str]:
    return regex.compile(_tables()["names"]["whole"], regex.IGNORECASE)


def base_form(name: str, known: Collection[str] = ()) -> str:
    """A name without the case and plural ending of its last word: ``В.И. Лениннің`` is ``В.И. Ленин``.

    known: words that are whole as they stand (a lexicon, names of the same document), spelt as in the text.
    """
    head, blank, last = name.rpartition(" ")
    if last[:1] in "-–" and blank:  # Екатерина II -нің
        return base_form(head, known) if _ENDS_IN_CAPITAL.search(head) else head
    return head + blank + _base_word(last, known)


def _base_word(word: str, known: Collection[str]) -> str:
    prefix, dot, core = word.rpartition(".")
    if dot:
        return prefix + dot + (_base_word(core, known) if core else "")
    if word in known:
        return word
    word, possessive, stems, core = _name_stems(word)
    if possessive:
        return possessive
    for stem, _ in stems:
        if stem in known:
            return stem
    if like := _LIKE.match(word) or _like_known(word, known):
        return like[1]
    if core != word and (core in known or not stems):
        return core
    return _base_of_unknown(word)


def _like_known(word: str, known: Collection[str]) -> regex.Match[str] | None:
    """``Қажымұқандай``; in short words -дай is mostly part of the name, and -тай always can be: Алғадай, Жұматай."""
    like = _LIKE_SOMEBODY.match(word)
    return like if like and like[1] in known else None


@lru_cache(maxsize=1 << 15)
def _name_stems(word: str) -> tuple[str, str | None, list[tuple[str, str]], str]:
    """A name's word as it should be written, its base if it is a patronymic, what it may be without endings, and without a lost letter."""
    word = _SHORT_SKIY.sub("ий", word)
    stems = [(s, c) for s, c in strip_endings(word) if not _NEVER_OF_NAMES.search(c)]
    return word, _possessive_base(word), stems, _LETTER_LOST.sub("", word)


@lru_cache(maxsize=1 << 15)
def _base_of_unknown(word: str) -> str:
    stems = _name_stems(word)[2]
    if stems and (joined := _HYPHENATED.match(word)):
        return joined[1]
    return _unknown_base(word, stems)


def _unknown_base(word: str, candidates: list[tuple[str, str]]) -> str:
    """The base form of a word that no lexicon has: surname suffixes anchor the cut, else the stem's length decides."""
    if _whole().search(word):
        return word
    for stem, _ in candidates:
        if _anchors().search(stem):
            return stem
    if _anchors().search(word):
        return word
    if not candidates and (loose := _FOREIGN_GENITIVE.match(word)):
        return loose[1]
    for stem, case in candidates:
        if _whole().search(stem) or len(stem) >= _shortest(stem, case):
            return _unknown_base(stem, [(s, c) for s, c in candidates if len(s) < len(stem) and c == f"plural {case}"])
    return word


def _shortest(stem: str, case: str) -> int:
    """Letters that a stem needs when nothing vouches for it."""
    needed = 0
    for part in case.split():
        consonant, vowel = _tables()["names"]["shortest"][part]
        limit = vowel if stem[-1].lower() in "аәыіеоөұүяюиуэ" else consonant
        needed = max(needed, limit)
    return needed


def _possessive_base(word: str) -> str | None:
    """``Байтұрсынұлының`` is ``Байтұрсынұлы``; None for a word without ұлы or қызы."""
    lower = word.lower()
    for ending, _ in _possessive_case_rows():
        if lower.endswith(ending) and _POSSESSIVE_NAME.search(lower[: -len(ending)]):
            return word[: -len(ending)]
    return word if _POSSESSIVE_NAME.search(lower) else None
