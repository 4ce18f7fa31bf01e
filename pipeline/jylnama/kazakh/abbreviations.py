"""The abbreviations of ``abbreviations.tsv`` and what a period after one means for the sentence."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations with their periods, in lower case, and their kind: ``inside``, ``either``, ``year``."""
    return dict(line.split("\t") for line in data_lines("abbreviations.tsv"))


@cache
def sentence_openers() -> frozenset[str]:
    """Words that plainly open a sentence, capitalised."""
    return frozenset(data_lines("sentence_openers.txt"))


def data_lines(name: str) -> list[str]:
    """Lines of a data file of this package, without comments and empty lines."""
    lines = resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
