"""What may stand between a date and what it dates."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from functools import cache

import regex

from jylnama.checks.messages import words

# a word at most: no sign that ends a clause, no verb form, no word that moves the time
_WORD = r"\s(?:(?!(?:{other_time})\s)(?!\p{{L}}*(?:{no_gap})\s)\p{{L}}+\s)?"


def near(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, from the end of a date to what follows it, leaves no doubt that the one dates the other."""
    return _word().fullmatch(text, start, end) is not None


@cache
def _word() -> regex.Pattern[str]:
    return regex.compile(_WORD.format(other_time="|".join(words()["other_time"]["words"]), no_gap=words()["no_gap"]["endings"]))


def told_between(triggers: Sequence[int], start: int, end: int) -> bool:
    """Whether another happening is told in a gap: then the date is that one's (``1930 жылы туып, 24-съезге қатысты``).

    triggers: where the words stand that name the happenings, ascending.
    """
    return bisect.bisect_left(triggers, start) < bisect.bisect_left(triggers, end)
