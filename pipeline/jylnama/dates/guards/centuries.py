"""Guards of decades, centuries and millennia, which may as well be counted."""

from __future__ import annotations

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.guards.common import (
    QUANTITY,
    WORDS,
    atom_of,
    guard,
    span_of,
)
from jylnama.dates.lexer import Run

_NUMBER_AND_DASH = regex.compile(r"\d\s*[–-]\s*$")


@guard
def decade(text: str, run: Run, fit: Fit) -> bool:
    """``50-жылдары``, ``жетпісінші жылдар``; ``елу жылдар`` counts years."""
    atom = run.atoms[fit.groups.get("k2", fit.groups["k1"])]
    start = span_of(run, fit)[0]
    if _NUMBER_AND_DASH.search(text[max(0, start - 8) : start]):
        return False
    return atom.letter == "N" or atom.form == "ord"


@guard
def decades(text: str, run: Run, fit: Fit) -> bool:
    """The year word in full, or behind a hyphen: ``1950–60 жылдары``, ``1950–60-жж.``, not ``1950–60 жж.``."""
    word = run.atoms[fit.groups["pl"]]
    return run.letters[fit.groups["pl"] - 1] == "-" or text[word.start : word.end].lower().startswith(WORDS["year"]["plural"])


@guard
def century(text: str, run: Run, fit: Fit) -> bool:
    """``бес ғасыр`` counts centuries, ``бесінші ғасыр`` is one; ``5 ғ.`` is one."""
    atom = run.atoms[fit.groups["c1"]]
    if atom.letter == "W" and atom.form != "ord":
        return False
    end = span_of(run, fit)[1]
    return not QUANTITY.match(text, end) or atom.letter == "R"


@guard
def centuries_between(text: str, run: Run, fit: Fit) -> bool:
    part = atom_of(run, fit, "p2")
    return century(text, run, fit) and (part is None or part.value == "turn")


@guard
def millennium(text: str, run: Run, fit: Fit) -> bool:
    """``ІІ мыңжылдықта``; ``2 мыңжылдық`` counts unless the era is told."""
    atom = run.atoms[fit.groups["l1"]]
    return atom.letter == "R" or atom.form == "ord" or "era" in fit.groups or run.letters[fit.groups["l1"] + 1] in "-k"
