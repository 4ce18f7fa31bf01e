"""The error browser: one self-contained page that works offline, by jinja2 with everything escaped."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, Template

from jylnama.document import Document
from jylnama.evaluation.differences import DETAILS, REASONS, Difference
from jylnama.evaluation.scores import Evaluation
from jylnama.evaluation.sides import Span, make_pair, mention_span

_AROUND = 80  # code points shown to either side of what stands in no sentence
_HEADLINES = ("sentences.exact", "dates.exact", "dates.value", "congresses.tuple", "persons.exact", "persons.name", "events.date")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to be marked: ``state`` is ``same``, ``miss`` or ``extra``; ``about`` says what it is."""

    start: int
    end: int
    label: str
    state: str
    about: str


@dataclass(slots=True)
class Card:
    """One sentence with its differences; ``gold`` and ``system`` are its text in pieces (text, states, labels, about)."""

    doc_id: str
    start: int
    end: int
    gold: list[dict[str, Any]]
    system: list[dict[str, Any]]
    differences: list[Difference]


def error_browser(
    name: str, result: Evaluation, golds: Iterable[Document], predicted: Iterable[Document], texts: Mapping[str, str]
) -> str:
    """The page, as HTML. texts: by ``doc_id``; a document without one is shown by its mentions' strings alone."""
    by_id = {document.doc_id: document for document in predicted}
    found: dict[str, list[Difference]] = defaultdict(list)
    for difference in result.differences:
        found[difference.doc_id].append(difference)
    cards = [
        card
        for gold in sorted(golds, key=lambda d: d.doc_id)
        if gold.doc_id in found
        for card in _cards(
            gold, by_id.get(gold.doc_id) or Document(gold.doc_id, gold.sha256), found[gold.doc_id], texts.get(gold.doc_id, "")
        )
    ]
    return _template().render(
        name=name, cards=cards, reasons=REASONS, documents=sorted(found), total=len(result.differences),
        labels=sorted({d.label for d in result.differences}),
        scores={n: result.scores[n] for n in _HEADLINES if result.scores[n].predicted or result.scores[n].gold},
    )  # fmt: skip


@cache
def _template() -> Template:
    source = files("jylnama.evaluation").joinpath("errors.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)


def _cards(gold: Document, predicted: Document, found: list[Difference], text: str) -> list[Card]:
    windows: dict[Span, list[Difference]] = defaultdict(list)
    sentences = sorted((s.start_char, s.end_char) for s in gold.sentences or predicted.sentences)
    starts = [start for start, _ in sentences]
    for difference in found:
        windows[_window(difference, sentences, starts, len(text))].append(difference)
    marks = _marks(gold, predicted, found)
    first_marks, longest = [m.start for m in marks], max((m.end - m.start for m in marks), default=0)
    boundaries = [sorted(s.start_char for s in document.sentences) for document in (predicted, gold)]
    cards = []
    for (start, end), inside in sorted(windows.items()):
        end = max(end, *(d.end_char for d in inside))
        near = marks[bisect.bisect_left(first_marks, start - longest) : bisect.bisect_left(first_marks, end)]
        ours, theirs = (
            _pieces(
                text,
                start,
                end,
                [m for m in near if m.state != hidden and m.end > start],
                side_starts[bisect.bisect_right(side_starts, start) : bisect.bisect_left(side_starts, end)],
            )
            for hidden, side_starts in zip(("miss", "extra"), boundaries, strict=True)
        )
        cards.append(Card(gold.doc_id, start, end, theirs, ours, inside))
    return cards


def _window(difference: Difference, sentences: list[Span], starts: list[int], length: int) -> Span:
    """The gold sentence that a difference starts in; what stands around it where it is in none."""
    place = bisect.bisect_right(starts, difference.start_char) - 1
    if place >= 0 and difference.start_char < sentences[place][1]:
        return sentences[place]
    return max(0, difference.start_char - _AROUND), min(length, difference.end_char + _AROUND) or difference.end_char


def _marks(gold: Document, predicted: Document, found: list[Difference]) -> list[Mark]:
    """What either side says, once where both say the same."""
    marks = {Mark(d.start_char, d.end_char, d.label, d.kind, f"{d.label}: {d.detail}") for d in found if d.label != "sentences"}
    alone = {(d.start_char, d.end_char, d.label) for d in found if d.kind == "miss"}
    side, _ = make_pair(gold, predicted)
    for label, detail in DETAILS.items():
        for m in getattr(side, label):
            if (*mention_span(m), label) not in alone:
                marks.add(Mark(*mention_span(m), label, "same", f"{label}: {detail(m)}"))
    for event in side.events:
        if (*event.span, "events") not in alone:
            marks.add(Mark(*event.span, "events", "same", f"events: {event.event.type}"))
    return sorted(marks, key=lambda m: (m.start, m.end, m.label, m.state, m.about))


def _pieces(text: str, start: int, end: int, marks: list[Mark], sentence_starts: list[int]) -> list[dict[str, Any]]:
    """The stretch cut wherever a mark begins or ends, or a sentence begins (``sentence_starts``, inside of it)."""
    cuts = {start, end}
    for mark in marks:
        cuts |= {max(start, mark.start), min(end, mark.end)}
    begins = set(sentence_starts)
    points = sorted(cuts | begins)
    pieces = []
    for a, b in zip(points, points[1:], strict=False):
        over = [m for m in marks if m.start < b and m.end > a]
        states = {m.state for m in over}
        pieces.append({
            "text": text[a:b], "begins": a in begins, "about": "\n".join(m.about for m in over),
            "state": next((s for s in ("miss", "extra", "same") if s in states), ""),
        })  # fmt: skip
    return pieces
