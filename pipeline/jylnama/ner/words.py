"""Words as KazNERD cuts them: every sign of punctuation alone, a hyphen inside a word stays in it."""

from __future__ import annotations

import regex

_WORD = regex.compile(
    r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-‐‑'’ʼ][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*"
    r"|[%°№]-?\p{L}+|(?<=[)\]»”])[-‐‑]\p{L}+|\S"
)


def words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans (offsets into ``text``) of the words of ``text[start:end]``.

    >>> [ "В.И. Ленин 2-съезде."[a:b] for a, b in words("В.И. Ленин 2-съезде.") ]
    ['В', '.', 'И', '.', 'Ленин', '2-съезде', '.']
    """
    return [match.span() for match in _WORD.finditer(text, start, len(text) if end is None else end)]
