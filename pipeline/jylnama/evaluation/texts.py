"""Texts out of a run folder, for showing differences in their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jylnama.run.tables import read_sentences


def run_texts(run: Path) -> dict[str, str]:
    """Texts by ``doc_id`` from a run folder's sentences, in the offsets of the originals; what is between is blank."""
    return {doc_id: from_sentences(sentences) for doc_id, sentences in read_sentences(run).items()}


def from_sentences(sentences: Iterable[tuple[int, int, str]]) -> str:
    """A text in which each sentence (start, end, text) stands at its offsets, with spaces in the gaps.

    >>> from_sentences([(2, 5, "Бір"), (6, 10, "Екі.")])
    '  Бір Екі.'
    """
    parts: list[str] = []
    at = 0
    for start, _, text in sorted(sentences):
        if start >= at:
            parts.append(" " * (start - at) + text)
            at = start + len(text)
    return "".join(parts)
