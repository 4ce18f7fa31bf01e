"""Compiles ``triggers.toml`` into patterns over lower-case text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import regex

_WORD = regex.compile(r"(?<![\p{L}])(?<!\p{L}-)\p{L}{1,3}")
_SET = regex.compile(r"%(\w+)%")
_OPENING = regex.compile(r"\((?:\?(?::|<?[!=]|P?<\w+>))?")


@dataclass(frozen=True, slots=True)
class TriggerPattern:
    """Pattern of one row. Its group ``head`` is the trigger; ``neg finite participle case converb present verbal`` tell the form.

    ``required`` is searched in the clause before the head, ``cased`` as well but with the text's capitals;
    ``object_before`` right before it, or ``object_behind`` right behind it where it is a participle; ``light``: a noun with a light verb;
    ``momentary``: no happening where its time is a stretch. ``beginnings``: the first letters, up to three, of its matches.
    """

    type: str
    pattern: regex.Pattern[str]
    required: regex.Pattern[str] | None = None
    cased: regex.Pattern[str] | None = None
    object_before: regex.Pattern[str] | None = None
    object_behind: regex.Pattern[str] | None = None
    light: bool = False
    momentary: bool = False
    beginnings: frozenset[str] = frozenset()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("triggers.toml").read_text("utf-8"))


@cache
def patterns() -> list[TriggerPattern]:
    """All trigger patterns, nouns with light verbs first, then the rows of the file in order."""
    data = _data()
    verb, light = data["verb"], data["light"]
    endings = {"~": verb["past"].replace("AUX", verb["auxiliary"]), "@": verb["voice"]}
    compiled = []
    for noun_type, nouns in data["nouns"].items():
        gap = rf"(?:\s+(?!(?:{light['compound']})\s)[^\s,;.()\[\]]+){{0,4}}?"
        body = rf"(?<noun>(?<!\p{{L}})(?<!\p{{L}}-)(?:{nouns})(?!\p{{L}})){gap}\s+(?P<head>{_inflected(light['verbs'], endings)})"
        compiled.append(TriggerPattern(noun_type, _compile(body), light=True, beginnings=beginnings(nouns)))
    return compiled + [_row(row, endings) for row in data["types"]]


def _row(row: dict[str, Any], endings: dict[str, str]) -> TriggerPattern:
    nouns = _filled(row.get("object") or row.get("noun"))
    case = "" if "noun" in row else rf"(?<!{_data()['verb']['adverbial']})"
    return TriggerPattern(
        row["name"],
        _compile(f"(?P<head>{_inflected(row['verbs'], endings)})"),
        _optional(_filled(row.get("with"))),
        _optional(row.get("cased")),
        _optional(nouns and rf"(?<!\p{{L}})(?:{nouns})[\p{{L}}-]*+{case}[»”\"]?\p{{L}}*(?:\s+[^\s,;]+){{0,4}}\s*$"),
        _optional(nouns and rf"(?:\s+[^\s,;]+){{0,6}}?\s+[«“\"]?(?:{nouns})|\s+[«“\"][^«»“”]{{1,120}}[»”\"]\s+(?:\S+\s+)?(?:{nouns})"),
        momentary=row.get("momentary", False),
        beginnings=beginnings("|".join(row["verbs"])),
    )


def candidates(text: str) -> list[tuple[TriggerPattern, int]]:
    """Patterns with the places of a lower-case text where they may begin: pattern by pattern, from left to right.

    The first letters of each word look up the patterns that may match there, so that hundreds of
    verbs cost no more than the few that a sentence has.
    """
    found = sorted((row, match.start()) for match in _WORD.finditer(text) for row in _rows_of(match.group()))
    rows = patterns()
    return [(rows[row], at) for row, at in found]


@cache
def _rows_of(letters: str) -> tuple[int, ...]:
    keys = {letters[:n] for n in range(4)}
    return tuple(i for i, row in enumerate(patterns()) if not keys.isdisjoint(row.beginnings))


def beginnings(body: str) -> frozenset[str]:
    """The first letters, up to three, that matches of a pattern may have; fewer where it goes on otherwise (``""``: any).

    Reads letters, character classes, groups and ``?``; stops at all else. Look-arounds at the start are skipped.
    """
    found, rest = _beginnings(body, 0)
    if rest != len(body):
        raise ValueError(f"triggers.toml: unbalanced bracket in {body!r}")
    return frozenset(letters for letters, _ in found)


def _beginnings(body: str, at: int) -> tuple[set[tuple[str, bool]], int]:
    """(letters, whether more may follow) of the alternatives from ``at`` to their closing bracket, and where that is."""
    done: set[tuple[str, bool]] = set()
    open_: set[tuple[str, bool]] = {("", True)}
    while at < len(body) and body[at] != ")":
        here, atom = at, {("", False)}
        if body[at] == "|":
            done, open_, at = done | open_, {("", True)}, at + 1
            continue
        if body[at] == "(":
            opening = _OPENING.match(body, at)
            atom, at = _beginnings(body, opening.end() if opening else at + 1)
            at += 1
            if opening and opening.group().startswith(("(?<!", "(?<=", "(?!", "(?=")):
                continue
        elif body[at] == "[":
            at = body.index("]", at) + 1
            if body[here + 1 : at - 1].isalpha():
                atom = {(letter, True) for letter in body[here + 1 : at - 1]}
        elif body[at].isalpha() or body[at] == "-":
            atom, at = {(body[at], True)}, at + 1
        else:
            at += 2 if body[at] == "\\" else 1
        if body[at : at + 1] == "?":
            atom, at = atom | {("", True)}, at + 1
        elif body[at : at + 1] in ("*", "+", "{"):
            atom = {("", False)}
        open_ = {joined for head in open_ for joined in _joined(head, atom)}
    return done | open_, at


def _joined(head: tuple[str, bool], atom: set[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    if not head[1]:
        yield head
        return
    for tail, more in atom:
        letters = head[0] + tail
        yield letters[:3], more and len(letters) < 3


def _filled(body: str | None) -> str | None:
    """A condition with its sets of nouns written out."""
    return body and _SET.sub(lambda m: str(_data()["sets"][m.group(1)]), body)


def _compile(body: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?<!\p{{L}}-)(?:{body})(?![\p{{L}}-])")


def _optional(body: str | None) -> regex.Pattern[str] | None:
    return regex.compile(body) if body else None


def _inflected(verbs: list[str], endings: dict[str, str]) -> str:
    """One pattern of verbs. The endings are long: they are written once behind all the stems that end in ``~``."""
    stems = [verb[:-1] for verb in verbs if verb.endswith("~") and verb.count("~") == 1]
    others = [verb for verb in verbs if not verb.endswith("~") or verb.count("~") > 1]
    body = "|".join([f"(?:{'|'.join(stems)})~"] * bool(stems) + others).replace(" ", r"\s{1,3}")
    return body.replace("@", endings["@"]).replace("~", endings["~"])


@cache
def happenings() -> dict[str, regex.Pattern[str]]:
    """Nouns that name a happening, by type: one whole word with its endings."""
    return {name: regex.compile(rf"(?<![\p{{L}}])(?:{nouns})(?!\p{{L}})") for name, nouns in _data()["nouns"].items()}


@cache
def held() -> regex.Pattern[str]:
    """Participles that give a noun its date."""
    return regex.compile(rf"(?<!\p{{L}})(?:{_data()['noun_context']['held']})(?!\p{{L}})")


@cache
def frame() -> regex.Pattern[str]:
    """What may stand between a noun and its own date in brackets."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['frame']})")


@cache
def framed_bracket() -> regex.Pattern[str]:
    """The bracket behind a noun, with what may stand between."""
    return regex.compile(rf"(?:{frame().pattern})?\s*[(\[]")


@cache
def aside() -> regex.Pattern[str]:
    """What follows a noun that tells only time or matter."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['aside']})(?!\p{{L}})")


@cache
def stop_after() -> regex.Pattern[str]:
    """What stands behind a trigger that tells no happening."""
    return regex.compile(rf"\s(?:{_data()['stop']['after']})(?!\p{{L}})")


@cache
def outside() -> regex.Pattern[str]:
    """The words at the start of a predicate, possibly none, that are no part of the trigger."""
    stop = _data()["trigger"]
    return regex.compile(rf"(?:(?!(?:{stop['fixed']})\s)(?:{stop['free']})\s+)*")


@cache
def trend() -> regex.Pattern[str]:
    """A verb that tells how something went on."""
    return regex.compile(rf"{_data()['stop']['trend']}$")


@cache
def states() -> regex.Pattern[str]:
    return regex.compile(_data()["stop"]["states"])


@cache
def state_verbs() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?:{_data()['stop']['state_verbs']})$")
