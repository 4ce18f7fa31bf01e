"""A document object as annotation tools see it: labelled spans with attributes, links from events, notes on the whole.

The middle between document objects and formats. A format writes a ``Graph`` and reads one; what it cannot hold is
missing from the graph that it reads, and its own ``held`` says what that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from jylnama.document import (
    BODY_IDS,
    CALENDARS,
    CONGRESS_KINDS,
    EVENT_TYPES,
    LANGUAGES,
    LAYERS,
    MENTIONS,
    PRECISIONS,
    Document,
    Event,
    Mention,
    Sentence,
    Trigger,
    main_language,
)
from jylnama.errors import UserError
from jylnama.exchange.sound import misfits

SENTENCE, EVENT = "sentence", "event"
SPAN_LABELS = (SENTENCE, *LAYERS, EVENT)


class AnnotationError(UserError):
    """Annotations that cannot be written or read; a line each of what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value that spans of a label may have.

    kind: ``text``; ``choice`` of ``choices``, which are all there are unless ``open``; ``flag``; ``numbers``
    (integers, written ``2, 3``); ``score`` (a float). ``default`` is what a span without it has.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    default: str = ""
    open: bool = False


_ZONE = Attribute("zone", "choice", ("body", "citation"), "body")
ATTRIBUTES: dict[str, tuple[Attribute, ...]] = {
    SENTENCE: (Attribute("language", "choice", LANGUAGES, open=True),),
    "date": (
        Attribute("start"), Attribute("end"), Attribute("edtf"),
        Attribute("precision", "choice", PRECISIONS), Attribute("calendar", "choice", CALENDARS, "unstated"),
        Attribute("os_start"), Attribute("os_end"), Attribute("ns_start"), Attribute("ns_end"),
        Attribute("pair_status", "choice", ("consistent", "inconsistent")),
        Attribute("relative", "flag"), Attribute("approximate", "flag"), Attribute("impossible", "flag"),
        Attribute("ns_inferred", "flag"), _ZONE,
    ),
    "congress": (
        Attribute("numbers", "numbers"), Attribute("kind", "choice", CONGRESS_KINDS), Attribute("body"),
        Attribute("body_id", "choice", BODY_IDS, open=True), _ZONE,
    ),
    "person": (Attribute("name"), Attribute("person_id"), _ZONE),
    "place": (Attribute("name"), _ZONE),
    "organisation": (Attribute("name"), _ZONE),
    EVENT: (Attribute("type", "choice", EVENT_TYPES), Attribute("carried", "flag"), Attribute("score", "score"), Attribute("evidence")),
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Span:
    """A labelled stretch, in code points of the text, half open; attributes as strings, none where it is the default.

    ``id`` is the document object's, None where the tool's user made the span. ``text`` is what the format says
    stands there, None where it does not. ``where`` is the place in the file, for messages.
    """

    label: str
    start: int
    end: int
    id: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    where: str = ""


@dataclass(slots=True)
class Graph:
    """Spans, links (event, mention), and what is said of the whole.

    ``text`` and ``sha256`` are None where the format holds none; ``language`` likewise. ``extra`` is what the document
    object says of the whole (checks, people), in its JSON form.
    """

    doc_id: str
    sha256: str | None
    text: str | None
    language: str | None = None
    spans: list[Span] = field(default_factory=list)
    links: list[tuple[Span, Span]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    where: str = ""
    predicted: bool = False  # the system's output, not an annotator's


def graphs_of(documents: Iterable[Document], texts: Mapping[str, str], *, predicted: bool) -> list[Graph]:
    """Graphs of document objects, of which every one is in ``texts`` by sha256. predicted: they are the system's output.

    Raises AnnotationError with a line for everything in any of them that does not fit its text, and for an id that is there twice.
    """
    found: dict[str, Graph] = {}
    problems = []
    for document in documents:
        if document.doc_id in found:
            problems.append(f"{document.doc_id}: is there twice")
            continue
        try:
            found[document.doc_id] = graph_of(document, texts[document.sha256])
            found[document.doc_id].predicted = predicted
        except AnnotationError as error:
            problems.append(str(error))
    if problems:
        raise AnnotationError("\n".join(problems))
    return list(found.values())


def graph_of(document: Document, text: str) -> Graph:
    """The graph of a document object. Raises AnnotationError naming every span or id that does not fit the text."""
    problems = list(misfits(document, text))
    if problems:
        raise AnnotationError("\n".join(problems))
    graph = Graph(document.doc_id, document.sha256, text, document.language, extra=_extra(document))
    for s in document.sentences:
        graph.spans.append(Span(SENTENCE, s.start_char, s.end_char, None, {"language": s.language}))
    targets: dict[tuple[str, str], Span] = {}
    for label, (layer, _, _) in LAYERS.items():
        for m in getattr(document, layer):
            span = Span(label, m.start_char, m.end_char, m.id, attributes_of(label, m))
            targets[layer, m.id] = span
            graph.spans.append(span)
    for e in document.events:
        trigger = Span(EVENT, e.trigger.start_char, e.trigger.end_char, e.id, attributes_of(EVENT, e))
        graph.spans.append(trigger)
        graph.links += [(trigger, targets[layer, i]) for layer in MENTIONS for i in getattr(e, layer)]
    for span in graph.spans:
        span.text = text[span.start : span.end]
    return graph


_SPAN_FIELDS = frozenset({"doc_id", "sha256", "language", "sentences", "sentence_languages", "events", *MENTIONS})


def _extra(document: Document) -> dict[str, Any]:
    return {name: value for name, value in document.to_dict().items() if name not in _SPAN_FIELDS and value}


def attributes_of(label: str, item: Mention | Event) -> dict[str, str]:
    """Attributes as strings, in the order of ``ATTRIBUTES``; without those that say nothing."""
    found = {}
    for attribute in ATTRIBUTES[label]:
        value = getattr(item, attribute.name)
        if value is None or value is False or value in ("", [], attribute.default):
            continue
        if attribute.kind == "flag":
            value = "true"
        elif attribute.kind == "numbers":
            value = ", ".join(str(number) for number in value)
        found[attribute.name] = str(value)
    return found


def document_of(graph: Graph, text: str) -> Document:
    """The document object of a graph whose spans all have what they need (see ``imports``).

    Every span gets an id: its own, or the next free one of its layer. Lists are in the order of the text.
    Raises AnnotationError with a line for everything that does not fit the text or the contract.
    """
    problems: list[str] = []
    document = _whole(graph)
    spans = []
    for span in sorted(graph.spans, key=lambda s: (s.start, s.end, _natural(s.id))):
        wrong = wrong_span(span, text)
        if wrong:
            problems.append(f"{span.where or graph.where}: {wrong}")
        else:
            spans.append(span)
    ids = _ids(spans)
    values = {}
    for span in spans:
        try:
            values[id(span)] = _decoded(span)
        except ValueError as error:
            problems.append(f"{span.where or graph.where}: {span.label} {text[span.start : span.end]!r}: {error}")
    problems += _wrong_links(graph)
    if problems:
        raise AnnotationError("\n".join(problems))
    linked = targets(graph)
    for span in spans:
        at = (span.start, span.end, text[span.start : span.end])
        if span.label == SENTENCE:
            document.sentences.append(Sentence(span.start, span.end, values[id(span)].get("language") or "kk"))
        elif span.label == EVENT:
            arguments = values[id(span)] | _slots(linked.get(id(span), []), ids)
            document.events.append(Event(ids[id(span)], trigger=Trigger(*at), **arguments))
        else:
            layer, _, mention = LAYERS[span.label]
            getattr(document, layer).append(mention(ids[id(span)], *at, **values[id(span)]))
    document.language = document.language or main_language(s.language for s in document.sentences)
    return document


def _whole(graph: Graph) -> Document:
    """The document object without its spans."""
    data = {"doc_id": graph.doc_id, "sha256": graph.sha256 or "", "language": graph.language or "", "sentences": []}
    try:
        return Document.from_dict({**graph.extra, **data})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnnotationError(f"{graph.where}: {', '.join(graph.extra)}: {error}") from error


def _natural(name: str | None) -> list[tuple[bool, int, str]]:
    """d2 before d10; a span without an id last."""
    parts = re.findall(r"([0-9]{1,18})|([^0-9]+|[0-9]+)", name) if name is not None else [("", "\U0010ffff")]
    return [(bool(letters), int(digits or 0), letters) for digits, letters in parts]


def wrong_span(span: Span, text: str) -> str:
    """Why a span cannot be one of this text; empty where it can."""
    if span.label not in SPAN_LABELS:
        return f"unknown label {span.label!r}; there are: {', '.join(SPAN_LABELS)}"
    if not 0 <= span.start < span.end <= len(text):
        return f"{span.label} {span.start}–{span.end}: not inside the text of {len(text)} characters"
    stands = text[span.start : span.end]
    if span.text is not None and span.text.split() != stands.split():
        return f"{span.label} {span.start}–{span.end}: says {span.text!r}, but the text has {stands!r} there"
    return ""


def _ids(spans: Iterable[Span]) -> dict[int, str]:
    """Ids of the spans by identity: their own, unless taken, else the layer's letter with the next free number."""
    given: dict[int, str] = {}
    taken: set[tuple[str, str]] = set()
    for span in (spans := list(spans)):
        if span.id and (span.label, span.id) not in taken:
            given[id(span)] = span.id
            taken.add((span.label, span.id))
    letters = {label: letter for label, (_, letter, _) in LAYERS.items()} | {EVENT: "e"}
    free = {label: _free_names(letter, {name for other, name in taken if other == label}) for label, letter in letters.items()}
    for span in spans:
        if id(span) not in given and span.label != SENTENCE:
            given[id(span)] = next(free[span.label])
    return given


def _free_names(letter: str, taken: set[str]) -> Iterator[str]:
    return (name for number in count() if (name := f"{letter}{number}") not in taken)


_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d", re.ASCII)
_DAYS = frozenset({"start", "end", "os_start", "os_end", "ns_start", "ns_end"})


def _decoded(span: Span) -> dict[str, Any]:
    """Arguments of the document object's class. Raises ValueError saying what is no value of the contract."""
    attributes = {attribute.name: attribute for attribute in ATTRIBUTES[span.label]}
    found: dict[str, Any] = {}
    for name, value in span.attributes.items():
        if name not in attributes:
            raise ValueError(f"no attribute {name!r}; there are: {', '.join(attributes)}")
        found[name] = _value(attributes[name], value)
    if span.label == EVENT:
        found.setdefault("type", "other")
    if span.label == "date" and bool(found.get("start")) != bool(found.get("end")):
        raise ValueError("start and end: give both or neither")
    return found


def _value(attribute: Attribute, value: str) -> Any:
    name = attribute.name
    if attribute.kind == "choice" and not attribute.open and value not in attribute.choices:
        raise ValueError(f"{name} {value!r}; there are: {', '.join(attribute.choices)}")
    if attribute.kind == "flag":
        if value not in ("true", "false"):
            raise ValueError(f"{name} {value!r}; there are: true, false")
        return value == "true"
    if attribute.kind == "numbers":
        parts = [part.strip() for part in value.split(",")]
        if not all(re.fullmatch(r"-?\d{1,9}", part, re.ASCII) for part in parts):
            raise ValueError(f"{name} {value!r}: whole numbers with commas between them are wanted")
        return [int(part) for part in parts]
    if attribute.kind == "score":
        return float(value)
    if name in _DAYS and value and not _DAY.fullmatch(value):
        raise ValueError(f"{name} {value!r}: a day as 1917-11-07 is wanted")
    return value


def _wrong_links(graph: Graph) -> Iterator[str]:
    for event, target in graph.links:
        if event.label in SPAN_LABELS and target.label in SPAN_LABELS and (event.label != EVENT or target.label not in LAYERS):
            yield (
                f"{event.where or graph.where}: a link from {event.label} {event.text or ''!r} to {target.label} "
                f"{target.text or ''!r}; links go from an event to a date, congress, person, place or organisation"
            )


def _slots(linked: list[Span], ids: dict[int, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for target in linked:
        found.setdefault(LAYERS[target.label][0], []).append(ids[id(target)])
    return found


def targets(graph: Graph) -> dict[int, list[Span]]:
    """The mentions that each event is linked to, in the order of the links, by the event's identity."""
    found: dict[int, list[Span]] = {}
    for event, target in graph.links:
        found.setdefault(id(event), []).append(target)
    return found


def restricted(graph: Graph, spans: Iterable[Span]) -> Graph:
    """The graph with these spans only, and the links between them."""
    kept = list(spans)
    known = {id(span) for span in kept}
    links = [(event, target) for event, target in graph.links if id(event) in known and id(target) in known]
    return replace(graph, spans=kept, links=links)


def region_id(span: Span, number: int) -> str:
    """An id for tools that have one for all labels; ``span_id`` turns it back. number: the span's place in the graph."""
    return f"{span.label}-{span.id}" if span.id else f"{span.label}_{number}"


def span_id(label: str, region: str) -> str | None:
    """Our id of a region; None where the tool has made it, or the label is another one by now."""
    return region.removeprefix(f"{label}-") if region.startswith(f"{label}-") else None
