"""Compiles ``triggers.toml`` into patterns over lower-case text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import regex


@dataclass(frozen=True, slots=True)
class TriggerPattern:
    """Pattern of one row. Its group ``head`` is the trigger; ``neg finite participle case converb present verbal`` tell the form.

    ``required`` is searched in the clause before the head, ``cased`` as well but with the text's capitals;
    ``object_before`` right before it, or ``object_behind`` right behind it where it is a participle; ``light``: a noun with a light verb.
    """

    type: str
    pattern: regex.Pattern[str]
    required: regex.Pattern[str] | None = None
    cased: regex.Pattern[str] | None = None
    object_before: regex.Pattern[str] | None = None
    object_behind: regex.Pattern[str] | None = None
    light: bool = False


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("triggers.toml").read_text("utf-8"))


@cache
def patterns() -> list[TriggerPattern]:
    """All trigger patterns, nouns with light verbs first, then the rows of the file in order."""
    data = _data()
    past = data["verb"]["past"].replace("AUX", data["verb"]["auxiliary"])
    light = data["light"]
    compiled = []
    for noun_type, nouns in data["nouns"].items():
        gap = rf"(?:\s+(?!(?:{light['compound']})\s)[^\s,;.()\[\]]+){{0,4}}?"
        body = rf"(?<noun>(?<!\p{{L}})(?<!\p{{L}}-)(?:{nouns})(?!\p{{L}})){gap}\s+(?P<head>{light['verbs'].replace('~', past)})"
        compiled.append(TriggerPattern(noun_type, _compile(body), light=True))
    compiled += [_row(row, past) for row in data["types"]]
    return compiled


def _row(row: dict[str, Any], past: str) -> TriggerPattern:
    body = "|".join(row["verbs"]).replace(" ", r"\s+").replace("~", past)
    nouns = row.get("object")
    return TriggerPattern(
        row["name"],
        _compile(f"(?P<head>{body})"),
        _optional(row.get("with")),
        _optional(row.get("cased")),
        _optional(nouns and rf"(?<!\p{{L}})(?:{nouns})\p{{L}}*[»”\"]?\p{{L}}*(?:\s+[^\s,;]+){{0,4}}\s*$"),
        _optional(nouns and rf"(?:\s+[^\s,;]+){{0,6}}?\s+[«“\"]?(?:{nouns})|\s+[«“\"][^«»“”]{{1,120}}[»”\"]\s+(?:\S+\s+)?(?:{nouns})"),
    )


def _compile(body: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?<!\p{{L}}-)(?:{body})(?![\p{{L}}-])")


def _optional(body: str | None) -> regex.Pattern[str] | None:
    return regex.compile(body) if body else None


@cache
def happenings() -> dict[str, regex.Pattern[str]]:
    """Nouns that name a happening, by type: one whole word with its endings."""
    return {name: regex.compile(rf"(?<![\p{{L}}])(?:{nouns})(?!\p{{L}})") for name, nouns in _data()["nouns"].items()}


@cache
def held() -> regex.Pattern[str]:
    """Participles that give a noun its date."""
    return regex.compile(rf"(?<!\p{{L}})(?:{_data()['noun_context']['held']})(?!\p{{L}})")


@cache
def frame() -> str:
    return str(_data()["noun_context"]["frame"])


@cache
def aside() -> regex.Pattern[str]:
    """What follows a noun that tells only time or matter."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['aside']})(?!\p{{L}})")


@cache
def stop_after() -> regex.Pattern[str]:
    """What stands behind a trigger that tells no happening."""
    return regex.compile(rf"\s(?:{_data()['stop']['after']})(?!\p{{L}})")


@cache
def states() -> regex.Pattern[str]:
    return regex.compile(_data()["stop"]["states"])


@cache
def state_verbs() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?:{_data()['stop']['state_verbs']})$")
