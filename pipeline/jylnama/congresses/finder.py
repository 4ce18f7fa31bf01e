"""Finds numbered congresses, conferences, plenums, kurultais and sessions in a clean text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import regex

from jylnama.kazakh.abbreviations import sentence_openers
from jylnama.kazakh.numerals import roman_value, words_value

_ORDINAL_WORDS = (
    r"(?i:(?:(?:он|жиырма|отыз)[\s-]+)?(?:бірінші|екінші|үшінші|төртінші|бесінші|алтыншы|жетінші|сегізінші|тоғызыншы"
    r"|оныншы|жиырмасыншы|отызыншы))"
)
_ORDINAL_ENDING = r"(?:-?(?:[ыі]?н[шж][ыі]|ш[ыі]))?"
_ONE = rf"(?:\d{{1,2}}{_ORDINAL_ENDING}|[IVXІХ]{{1,6}}{_ORDINAL_ENDING}|{_ORDINAL_WORDS})"
_DASHED_WORD = r"(?:[–-]\s?|\s+|\s*[–-]\s+)"
# between the number and the head: up to five words of the body's name
_BETWEEN = r"(?:[\p{L}-]+\s+){0,5}?"
# 15-ші (төтенше) съезі, VII (сәуір) конференциясы, IV (1922) және V (1924) конгрестері
_GLOSS = r"(?:\((?:\p{Ll}|\d{4})[^()\n]{0,40}\)\s+)?"
_GENITIVE = regex.compile(r"-?(?:[нтд][ыі]ң)$")
# brackets only as in РСД(б)ЖП: "(КОКП-ның 20-съезі" opens one before the name
_WORD_BEFORE = regex.compile(r"(?:(?:[\p{L}\d-]|\(\p{Ll}\))*(?:\p{L}|\(\p{Ll}\)))\s*$")
# РКП (б)-ның, РКП(б) -ның, РСДЖП-ның (б): the abbreviation and its ending set apart by blanks
_LOOSE_ABBREVIATION = regex.compile(r"(?<![\p{L}\d])(\p{Lu}{2,})(?:-\p{Ll}+)?\s?(\(\p{Ll}\)\p{Lu}*)(?:\s?-\s?\p{Ll}+)?\s*$")
_BRACKETED = regex.compile(r"\(\p{Lu}\p{Ll}+\)\s*$")  # Қырғыз (Қазақ) АКСР
_QUOTED = regex.compile(r"(?:«[^«»\n]{1,60}»|\"[^\"\n]{1,60}\"|“[^“”\n]{1,60}”)\s*$")
_ABBREVIATION = regex.compile(r"(?:\p{Lu}+\(\p{Ll}\)\p{Lu}*|\p{Lu}{2,}(?:\(\p{Ll}\))?)(?:-?\p{Ll}+)?")


@dataclass(frozen=True, slots=True)
class FoundCongress:
    """A numbered meeting: its span in the clean text, numbers, kind, body as written (base form) and its id."""

    start: int
    end: int
    numbers: list[int]
    kind: str
    body: str
    body_id: str


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("lexicon.toml").read_text("utf-8"))


@cache
def _pattern() -> regex.Pattern[str]:
    heads = "|".join(f"(?P<{kind}>{head})" for kind, head in _lexicon()["heads"].items())
    joined = rf"(?P<more>(?:(?:\s\(\d{{4}}[^()\n]{{0,40}}\))?\s*(?:[–-]|,|және|мен|пен)\s*{_ONE}-?)*)"
    founding = _lexicon()["founding"]["words"]
    return regex.compile(
        rf"(?<![\p{{L}}\d.,№]|\d\s|\d-)(?:(?P<number>{_ONE})(?:-(?!{_ONE}))?{joined}(?P<gap>{_DASHED_WORD}|(?<=-)){_GLOSS}(?P<between>{_BETWEEN})"
        rf"|(?P<founding>(?i:{founding}))\s+)(?i:{heads})(?![\p{{L}}])"
    )


@cache
def _head_hint() -> regex.Pattern[str]:
    return regex.compile(r"(?i:съез|сьез|сйез|сиез|сыйез|конгрес|конференц|конференс|кә[мн]пірен|пленум|піленум|құрылтай|сессия)")


@cache
def _name_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    words = _lexicon()["body_words"]
    return frozenset(words["nouns"]), frozenset(words["modifiers"]), frozenset(words["anaphoric"])


def find_congresses(text: str) -> list[FoundCongress]:
    """Numbered meetings of a clean text, in order, not overlapping.

    A body that the text leaves out (``2-съезінде`` after ``РСДЖП``) has an empty ``body`` and the
    ``body_id`` of the body named last before it.
    """
    found: list[FoundCongress] = []
    known = ""
    last_end = 0
    for place in _windows(text):
        position, end = place
        while match := _pattern().search(text, position, end):
            congress = _read(text, match, last_end, known)
            if congress is None or congress.start < last_end:
                position = match.start() + 1  # a number that is not this head's may hide one that is
                continue
            position = match.end()
            if congress.body or congress.body_id != "other":
                known = congress.body_id
            last_end = congress.end
            found.append(congress)
    return found


def _windows(text: str) -> list[tuple[int, int]]:
    """Stretches before each head noun, merged where they meet: the only places worth matching."""
    windows: list[tuple[int, int]] = []
    for hint in _head_hint().finditer(text):
        start, end = max(0, hint.start() - 120), min(len(text), hint.end() + 25)
        line = text.rfind("\n", start, hint.start())
        start = max(start, line + 1)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _read(text: str, match: regex.Match[str], floor: int, known: str) -> FoundCongress | None:
    kind = next(k for k in _lexicon()["heads"] if match[k])
    between = (match["between"] or "").strip()
    nouns, modifiers, _ = _name_words()
    if between.startswith("Интернационал"):
        return None  # the number is the International's
    if not all(_is_name_word(word, nouns, modifiers) for word in between.split()):
        return None
    if match["founding"]:
        numbers = [1]
    else:
        numbers = _numbers(match)
        if not numbers or _is_count(match, kind, between):
            return None
    start = match.start()
    if kind == "kurultai" and match["founding"]:
        return None
    body_start, before = _body_before(text, start, floor)
    body = _base(before) if before else ""
    between_body = " ".join(_strip(word) for word in between.split() if word.lower() not in ("партия", "құрылтай"))
    if not body and between_body and any(w[0].isupper() or _strip(w.lower()) in nouns for w in between_body.split()):
        body = between_body
    body_id = _body_id(f"{before} {between}".strip())
    if body_id == "other" and body:
        body_id = _body_id(body)
    generic = _lexicon()["generic"]
    if body_id == "other" and (not body or body.lower() in generic["party"] + generic["soviets"]):
        body = body.lower() if body.lower() == "партия" else body
        body_id = _elided(text, start, between, known, body.lower())
    if kind == "congress" and numbers[-1] > _lexicon()["last_congress"].get(body_id, 99):
        body_id = "cpsu" if body_id == "kazakh-cp" and numbers[-1] <= _lexicon()["last_congress"]["cpsu"] else "other"
    return FoundCongress(body_start if before else start, match.end(), numbers, kind, body, body_id)


def _elided(text: str, start: int, between: str, known: str, body: str) -> str:
    """Id of a body that the text leaves out: the one named last; ``партияның`` is a party's."""
    if body in _lexicon()["generic"]["party"]:
        if known in ("cpsu", "kazakh-cp"):
            return known
        named = _named_before(text, start, party=True)
        return "cpsu" if named == "other" and _of_the_one_party(text, start) else named
    for word, body_id in (("бүкілресейлік", "soviets-ru"), ("бүкілодақтық", "soviets-ussr")):
        if word in between.lower():
            return body_id
    if body in _lexicon()["generic"]["soviets"]:
        local = any(word in _lexicon()["generic"]["local"] for word in between.lower().split())
        return known if not local and known.startswith("soviets") else "other"
    return known or _named_before(text, start)


def _is_name_word(word: str, nouns: frozenset[str], modifiers: frozenset[str]) -> bool:
    lower = _strip(word.lower())
    return word[0].isupper() or lower in nouns or lower in modifiers or word.lower() in modifiers


def _numbers(match: regex.Match[str]) -> list[int]:
    """The numbers of ``2``, ``23 – 27``, ``4 және 5``, ``ХХ``, ``он бірінші``; a dash spells out the range."""
    pieces = regex.split(rf"\s*(–|-(?!\p{{L}})|(?<=[IVXІХ])-(?=[IVXІХ])|(?<=ші|шы)-(?={_ORDINAL_WORDS})|,|\sжәне\s|\sмен\s|\sпен\s)\s*", regex.sub(r"\s\([^()]*\)", "", f"{match['number']}{match['more'] or ''}").strip("- "))
    values: list[int] = []
    dash = False
    for piece in pieces:
        if piece is None or not piece.strip():
            continue
        if piece.strip() in ("–", "-", ",", "және", "мен", "пен"):
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
    digits = regex.match(r"\d+", piece)
    if digits:
        return int(digits.group())
    roman = regex.match(r"[IVXІХ]+", piece)
    if roman:
        return roman_value(roman.group())
    words = words_value(piece.replace("-", " ").split())
    return words[0] if words else None


def _is_count(match: regex.Match[str], kind: str, between: str) -> bool:
    """``28 съезд өткізілді`` counts congresses: plain digits, a blank, a head without an ending."""
    number, head = match["number"], match[kind]
    plain = number.isdigit() and not match["more"] and match["gap"].isspace()
    return plain and not between and head.lower() in _lexicon()["counted"]["heads"]


def _body_before(text: str, start: int, floor: int) -> tuple[int, str]:
    """The body's name that ends right before the number: where it starts, and the text of it."""
    nouns, modifiers, anaphoric = _name_words()
    words: list[tuple[int, str]] = []
    at = start
    loose = _LOOSE_ABBREVIATION.search(text[max(floor, at - 40) : at])
    if loose:
        at = max(floor, at - 40) + loose.start()
        words.append((at, loose[1] + loose[2]))
    while True:
        before = text[max(floor, at - 40) : at]
        match = (words and _is_state(words[-1][1]) and _BRACKETED.search(before)) or _WORD_BEFORE.search(before)
        if not match:
            quoted = _QUOTED.search(text[max(floor, at - 70) : at])
            if quoted and words and _is_org(words[-1][1], nouns):  # «Алаш» партиясының
                return max(floor, at - 70) + quoted.start(), text[max(floor, at - 70) + quoted.start() : start].rstrip()
            break
        word = match.group().rstrip()
        word_start = max(floor, at - 40) + match.start()
        if not words and not (_GENITIVE.search(word) or _ABBREVIATION.fullmatch(word) or word.lower() in modifiers):
            break
        if word.lower() in anaphoric or word in sentence_openers() and word.lower() not in modifiers:
            break
        joiner = word in ("және", "мен", "пен")
        bracketed = _BRACKETED.fullmatch(word) is not None
        if not joiner and not bracketed and not _is_name_word(word, nouns, modifiers) and not _ABBREVIATION.fullmatch(word):
            break
        if words and not joiner and not bracketed and not _extends(word, words[-1][1], nouns):
            break
        words.append((word_start, word))
        at = word_start
    while words and words[-1][1] in ("және", "мен", "пен"):
        words.pop()
    named = any(_ABBREVIATION.fullmatch(w) or _is_org(w, nouns) or w[0].isupper() for _, w in words)
    if not words or not named or all(w.lower() in modifiers for _, w in words):
        return start, ""
    if loose:  # as it is written without the blanks
        return words[-1][0], " ".join(word for _, word in reversed(words))
    return words[-1][0], text[words[-1][0] : start].rstrip()


def _is_state(word: str) -> bool:
    return word.split("-")[0] in _lexicon()["body_words"]["states"]


def _extends(word: str, following: str, nouns: frozenset[str]) -> bool:
    """Whether ``word`` belongs to the name that goes on with ``following``.

    An abbreviation is a whole name but for a republic before it (``Қазақстан К(б)П``); a capitalised word in a
    case that tells where or when is no part of a name.
    """
    if word.endswith("стан") or following[0] == "(":
        return True
    if _is_state(following):
        return word[0].isupper()
    if following.split("-")[0] in _lexicon()["body_words"]["committees"] and _is_org(word, nouns):
        return True
    if _ABBREVIATION.fullmatch(following):
        return bool(_ABBREVIATION.fullmatch(word) or _GENITIVE.search(word))
    place = regex.search(r"(?:[дт][ае]|[дтн][ае]н|[ғқгк][ае])$", word)
    return not (word[0].isupper() and place) or _is_org(word, nouns)


def _is_org(word: str, nouns: frozenset[str]) -> bool:
    return _strip(word.lower()) in nouns


def _strip(word: str) -> str:
    return _GENITIVE.sub("", word)


def _base(name: str) -> str:
    """Base form of a body's name: modifiers behind its noun and the noun's genitive go."""
    nouns, modifiers, _ = _name_words()
    words = name.split()
    while len(words) > 1 and words[-1].lower() in modifiers and _is_org(words[-2], nouns):
        words.pop()
    return _strip(" ".join(words))


def _body_id(name: str) -> str:
    lower = " ".join(_strip(word) for word in name.lower().split())
    for row in _lexicon()["body_ids"]:
        if regex.search(row["pattern"], lower):
            return str(row["id"])
    return "other"


@cache
def _bodies() -> regex.Pattern[str]:
    return regex.compile(
        r"(?P<cpsu>РСД(?:\(б\))?ЖП|РК\(б\)П|РКП\(б\)|БК\(б\)П|ВКП\(б\)|КОКП|СОКП|КПСС|[Кк]оммунистік партия|[Бб]ольшевиктер партия)"
        r"|(?P<all>жалпықазақ)"
    )


def _of_the_one_party(text: str, start: int) -> bool:
    """Whether the text around speaks of the Soviet Union's one party and names no other: ``Хрущев …, партияның ХХ съезі``."""
    around = text[max(0, start - 3000) : start + 1000]
    party = _lexicon()["generic_party"]
    return regex.search(party["one"], around) is not None and regex.search(party["others"], around) is None


def _named_before(text: str, start: int, *, party: bool = False) -> str:
    last = "other"
    for match in _bodies().finditer(text, max(0, start - 3000), start):
        if match["cpsu"]:
            last = "cpsu"
        elif not party:
            last = "all-kazakh"
    return last
