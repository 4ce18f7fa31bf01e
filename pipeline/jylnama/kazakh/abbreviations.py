"""The abbreviations of ``abbreviations.tsv`` and what a period after one means for the sentence."""

from __future__ import annotations

from functools import cache

from jylnama.text.data import data_lines, data_rows


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations with their periods, in lower case, and their kind: ``inside``, ``either``, ``year``."""
    return dict(data_rows(__package__, "abbreviations.tsv"))


@cache
def sentence_openers() -> frozenset[str]:
    """Words that plainly open a sentence, capitalised."""
    return frozenset(data_lines(__package__, "sentence_openers.txt"))
