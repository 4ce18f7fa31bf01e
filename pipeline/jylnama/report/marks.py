"""A sentence with its mentions and event words marked, as safe HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

ORDER = ("trigger", "date", "congress", "person", "place", "organisation")
MAX_CHARS = 1500


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the document to be marked: code points, half open, as everywhere."""

    start: int
    end: int
    label: str


def marked(text: str, offset: int, marks: Iterable[Mark]) -> Markup:
    """``text``, whose first code point is at ``offset`` of the document, with ``<mark>`` round what is labelled.

    Marks may overlap: each piece gets all its labels as classes. A very long sentence is cut round its event word.
    """
    clipped = [
        Mark(max(0, mark.start - offset), min(len(text), mark.end - offset), mark.label)
        for mark in marks
        if mark.start < offset + len(text) and mark.end > offset
    ]
    first, last = _window(text, clipped)
    edges = sorted({first, last, *(edge for mark in clipped for edge in (mark.start, mark.end) if first < edge < last)})
    pieces = ["… " if first else ""]
    for start, end in zip(edges, edges[1:], strict=False):
        labels = {mark.label for mark in clipped if mark.start <= start and end <= mark.end}
        piece = escape(text[start:end])
        if labels:
            piece = Markup('<mark class="{}">{}</mark>').format(" ".join(label for label in ORDER if label in labels), piece)
        pieces.append(piece)
    pieces.append(" …" if last < len(text) else "")
    return Markup("").join(pieces)


def _window(text: str, marks: list[Mark]) -> tuple[int, int]:
    """The stretch of a long text that is shown."""
    if len(text) <= MAX_CHARS:
        return 0, len(text)
    centre = next((mark.start for mark in marks if mark.label == "trigger"), 0)
    first = max(0, min(centre - MAX_CHARS // 2, len(text) - MAX_CHARS))
    return first, first + MAX_CHARS
