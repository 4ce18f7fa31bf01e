"""Compiles ``forms.toml`` and finds, for the letters of a run, every form that fits at every place.

What fits depends on the letters alone, so results are cached: prose has few different runs.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import regex

from jylnama.dates.lexer import LETTERS
from jylnama.text.compiled import compile_all
from jylnama.text.data import data_toml


class Form(NamedTuple):
    """A named form: a compiled regular expression over atom letters, and the guard it needs (or none)."""

    name: str
    pattern: regex.Pattern[str]
    needs: str | None


class Fit(NamedTuple):
    """A form that fits the atoms ``start:end`` of a run; ``groups`` maps captures to atom indices."""

    form: Form
    start: int
    end: int
    groups: dict[str, int]


@cache
def forms() -> list[Form]:
    """All forms, in the order of the file."""
    data = data_toml(__package__, "forms.toml")
    macros: dict[str, str] = data["macros"]
    # POSIX matching: the longest alternative wins, whatever its place in the file
    patterns = compile_all([_notation(f["match"], macros) for f in data["forms"]], regex.POSIX)
    return [Form(f["name"], pattern, f.get("needs")) for f, pattern in zip(data["forms"], patterns, strict=True)]


def _notation(notation: str, macros: dict[str, str]) -> str:
    while "{" in notation:
        for name, body in macros.items():
            notation = notation.replace("{" + name + "}", body)
    # classes before captures: `(?P<` holds a capital of its own
    notation = regex.sub(r"\b[A-Z]+\b", lambda m: "@" + regex.escape(LETTERS[m.group()]), notation)
    notation = regex.sub(r"\b([a-z]+\d?)=(\(\?:[^()]*\)|@\\?.)", r"(?P<\1> \2 )", notation).replace("@", "")
    return "".join(notation.split())


@lru_cache(maxsize=1 << 15)
def fits(letters: str) -> tuple[tuple[Fit, ...], ...]:
    """For every place of the run the forms that fit there, the longest first."""
    return tuple(_fits_at(letters, place) for place in range(len(letters)))


@cache
def _forms_from(letter: str) -> list[Form]:
    """Those of ``forms`` that a run's atom of this class may begin; what asks for atoms before it is always one."""
    return [form for form in forms() if "(?<=" in form.pattern.pattern or form.pattern.match(letter, partial=True)]


def _fits_at(letters: str, place: int) -> tuple[Fit, ...]:
    found: list[Fit] = []
    for form in _forms_from(letters[place]):
        # a form may fit at several lengths: the guard or the value may refuse the longest
        end = len(letters)
        while end > place:
            match = form.pattern.match(letters, place, end)
            if not match or match.end() == place:
                break
            groups = {name: match.start(name) for name, value in match.groupdict().items() if value}
            found.append(Fit(form, place, match.end(), groups))
            end = match.end() - 1
    found.sort(key=lambda fit: -fit.end)
    return tuple(found)
