"""Finds numbered congresses, conferences, plenums, kurultais and sessions in a clean text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from jylnama.congresses.bodies import adjectives_before, body_before, body_id_of, body_of, elided, with_so_many
from jylnama.congresses.numbers import ONE, numbers_of
from jylnama.congresses.words import is_name, is_somebody, lexicon, qualifier
from jylnama.kazakh.cases import DATIVE, LOCATIVE
from jylnama.kazakh.conjunctions import AND

_DASHED_WORD = r"(?:[–-]\s?|\s+|\s*[–-]\s+)"
# between the number and the head: the words of the body's name, "бүкілресейлік жұмысшы және солдат депутаттары Кеңестерінің"
_BETWEEN = r"(?:[\p{L}-]+\s+){0,8}?"
# 15-ші (төтенше) съезі, VII (Сәуір) конференциясы, IV (1922) және V (1924) конгрестері
_GLOSS = r"(?:\((?:\p{L}|\d{4})[^()\n]{0,40}\)\s+)?"
# a head that belongs to nobody: "Сәкеннің V съезде сөйлеген сөзі", where the V congress is not Сәкен's
_UNOWNED = regex.compile(rf"(?<!н)(?:{LOCATIVE}н?|{DATIVE})$")
_EMPTY_LINE = regex.compile(r"\n[^\S\n]*\n")


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
def _pattern() -> regex.Pattern[str]:
    heads = "|".join(f"(?P<{kind}>{head})" for kind, head in lexicon()["heads"].items())
    joined = rf"(?P<more>(?:(?:\s\(\d{{4}}[^()\n]{{0,40}}\))?\s*(?:[–-]|,|{AND})\s*{ONE}-?)*)"
    founding = lexicon()["founding"]["words"]
    return regex.compile(
        rf"(?<![\p{{L}}\d.,№]|\d\s|\d-)(?:(?P<number>{ONE})(?:-(?!{ONE}))?{joined}(?P<gap>{_DASHED_WORD}|(?<=-)){_GLOSS}(?P<between>{_BETWEEN})"
        rf"|(?P<founding>(?i:{founding}))\s+)(?i:{heads})(?![\p{{L}}])"
    )


@cache
def _head_hint() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:{lexicon()['head_hint']['words']})")


@cache
def _numbered() -> regex.Pattern[str]:
    """What has numbers of its own: ``II Интернационалдың конгресі``, ``3-ауыл кедейлерінің съезі``."""
    return regex.compile(rf"(?i:{lexicon()['body_words']['numbered']})")


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
    kind = next(k for k in lexicon()["heads"] if match[k])
    between = qualifier().sub("", match["between"] or "").split()
    if _numbered().match(" ".join(between)) or not is_name(between):
        return None
    numbers = _numbers(match, kind, between)
    if not numbers:
        return None
    start = match.start()
    floor = max([floor, *(gap.end() for gap in _EMPTY_LINE.finditer(text, max(floor, start - 300), start))])
    body_start, before = body_before(text, start, floor)
    if _UNOWNED.search(match[kind]) and is_somebody(before):
        body_start, before = start, ""
    body = body_of(before, between)
    adjectives = [word.lower() for word in (*(before.split() or adjectives_before(text, start, floor)), *between)]
    generic = lexicon()["generic"]
    body = body.lower() if body.lower() == generic["party_word"] else body
    body_id = body_id_of(" ".join((before, *between)).strip())
    if body_id == "other" and body:
        body_id = body_id_of(body)
    unnamed = not body or body.lower() in generic["party"]
    party = body.lower() in generic["party"] or not body and match[kind].lower().startswith(generic["party_heads"])
    if any(word in generic["local"] for word in adjectives):
        body_id = "other"  # a region's meeting of the body
    elif body_id == "other" and (unnamed or body.lower() in generic["soviets"]):
        body_id = elided(text, start, adjectives, known, body.lower(), party=party)
    if kind == "congress":
        body_id = with_so_many(numbers[-1], body_id, unnamed=unnamed)
    return FoundCongress(body_start, match.end(), numbers, kind, body, body_id)


def _numbers(match: regex.Match[str], kind: str, between: list[str]) -> list[int]:
    """The meeting's numbers; none where it has none, or they count meetings."""
    if match["founding"]:
        return [] if kind == "kurultai" else [1]
    return [] if not between and _is_count(match, kind) else numbers_of(f"{match['number']}{match['more'] or ''}")


def _is_count(match: regex.Match[str], kind: str) -> bool:
    """``28 съезд``, ``2 кезектен тыс съезд өткізілді`` count congresses: plain digits, a blank, a head without an ending."""
    number, head = match["number"], match[kind]
    plain = number.isdigit() and not match["more"] and match["gap"].isspace()
    return plain and head.lower() in lexicon()["counted"]["heads"]
