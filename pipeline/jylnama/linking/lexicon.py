"""Compiles ``triggers.toml`` into one pattern a type."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import regex


@dataclass(frozen=True, slots=True)
class TriggerPattern:
    """Pattern of one event type; named groups ``neg finite participle case converb present`` tell the form."""

    type: str
    pattern: regex.Pattern[str]
    light: bool = False
    noun: bool = False


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("triggers.toml").read_text("utf-8"))


@cache
def patterns() -> list[TriggerPattern]:
    """All trigger patterns, the more particular types first (the order of the file)."""
    data = _data()
    past = data["verb"]["past"]
    light = data["light"]
    compiled = []
    for noun_type, nouns in light["nouns"].items():
        gap = rf"(?:\s+(?!(?:{light['compound']})\s)[^\s,;.()\[\]]+){{0,4}}?"
        body = rf"(?:{nouns}){gap}\s+(?P<head>{light['verbs'].replace('~', past)})"
        compiled.append(TriggerPattern(noun_type, _compile(body), light=True))
        # 1921 жылы болған партия конференциясы: the participle stands before, the noun tells the happening
        before = rf"(?:{light['participles']})(?:\s+[^\s,;.()\[\]]+){{0,4}}?\s+(?P<head>{nouns})"
        compiled.append(TriggerPattern(noun_type, _compile(before), light=True, noun=True))
    for row in data["types"]:
        compiled.append(TriggerPattern(row["name"], _compile(f"(?P<head>{row['verbs'].replace('~', past)})")))
    return compiled


def _compile(body: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}\d])(?<!\p{{L}}-){body}(?![\p{{L}}-])")


@cache
def stop_after() -> regex.Pattern[str]:
    """What stands behind a trigger that tells no happening."""
    return regex.compile(rf"\s(?:{_data()['stop']['after']})(?!\p{{L}})")


@cache
def states() -> regex.Pattern[str]:
    return regex.compile(_data()["stop"]["states"])


@cache
def state_verbs() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_data()['stop']['state_verbs']})$")
