"""Offsets in UTF-16 code units, as JavaScript and Java count, to code points and back."""

from __future__ import annotations

import bisect


class Utf16:
    """Maps offsets of one text; a text without astral characters has the same offsets either way."""

    def __init__(self, text: str) -> None:
        self._astral = [i for i, character in enumerate(text) if character > "\uffff"]
        # the unit at which the astral character's second half stands
        self._halves = [place + n + 1 for n, place in enumerate(self._astral)]

    def units(self, point: int) -> int:
        """The code unit at which the code point begins."""
        return point + bisect.bisect_left(self._astral, point)

    def point(self, unit: int) -> int:
        """The code point that begins at the unit. Raises ValueError where the unit is the second half of one."""
        before = bisect.bisect_left(self._halves, unit)
        if before < len(self._halves) and self._halves[before] == unit:
            raise ValueError(f"offset {unit} is inside a character of two UTF-16 units")
        return unit - before
