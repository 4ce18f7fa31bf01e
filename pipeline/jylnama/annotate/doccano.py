"""doccano: ``dataset.jsonl`` with ``entities`` and ``relations``, and the two lists of labels to import before it.

An event's entity is labelled ``event:founding``; the other values, for which doccano has no place at an entity, go as
meta data of the document (``values``) and come back with it: an entity whose label and span are unchanged takes them.

doccano counts UTF-16 units (with its option "Count grapheme clusters as one character" off, as it should be here).
Everything is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jylnama.annotate.files import dump_json, parse_json, read_text, write_text
from jylnama.annotate.graph import (
    EVENT,
    SENTENCE,
    AnnotationError,
    Graph,
    Span,
)
from jylnama.annotate.utf16 import Utf16
from jylnama.document import EVENT_TYPES, LAYERS, MENTIONS

_LABELS = (SENTENCE, *LAYERS, *(f"{EVENT}:{kind}" for kind in EVENT_TYPES))
_COLOURS = ("#d9d9d9", "#1f77b4", "#9467bd", "#2ca02c", "#8c564b", "#e377c2")


def held(graph: Graph) -> Graph:
    """What the format can hold of a graph: all of it."""
    return graph


def write(graphs: Iterable[Graph], out: Path) -> int:
    """Write ``dataset.jsonl``, ``span_types.json``, ``relation_types.json`` into a folder; returns the number of documents."""
    labels = [
        {"text": label, "background_color": _COLOURS[i] if i < len(_COLOURS) else "#d62728"} for i, label in enumerate(_LABELS)
    ]
    write_text(out / "span_types.json", dump_json(labels, 1) + "\n")
    write_text(out / "relation_types.json", dump_json([{"text": layer} for layer in MENTIONS], 1) + "\n")
    lines = [dump_json(_record(graph, number)) for number, graph in enumerate(graphs)]
    write_text(out / "dataset.jsonl", "".join(f"{line}\n" for line in lines))
    return len(lines)


def _record(graph: Graph, number: int) -> dict[str, Any]:
    utf16 = Utf16(graph.text or "")
    places = {id(span): (utf16.units(span.start), utf16.units(span.end)) for span in graph.spans}
    ids = {id(span): i for i, span in enumerate(graph.spans)}
    return {
        "id": number,
        "text": graph.text,
        "entities": [
            {"id": ids[id(s)], "label": _label(s), "start_offset": places[id(s)][0], "end_offset": places[id(s)][1]} for s in graph.spans
        ],
        "relations": [
            {"id": i, "from_id": ids[id(event)], "to_id": ids[id(target)], "type": LAYERS[target.label][0]}
            for i, (event, target) in enumerate(graph.links)
        ],
        "doc_id": graph.doc_id, "sha256": graph.sha256, "language": graph.language,
        "extra": graph.extra,
        "values": [
            {"label": _label(s), "start_offset": places[id(s)][0], "end_offset": places[id(s)][1], "id": s.id, "attributes": s.attributes}
            for s in graph.spans
        ],
    }  # fmt: skip


def _label(span: Span) -> str:
    return f"{EVENT}:{span.attributes.get('type', 'other')}" if span.label == EVENT else span.label


def read(path: Path, texts: dict[str, str]) -> Iterator[Graph]:
    """The documents of a doccano export (JSONL with relations). Raises AnnotationError with the line of what is wrong."""
    file = path / "dataset.jsonl" if path.is_dir() else path
    for number, line in enumerate(read_text(file).split("\n"), 1):
        if line.strip():
            where = f"{file}:{number}"
            try:
                yield _graph(parse_json(line, where), where)
            except (KeyError, TypeError, AttributeError) as error:
                raise AnnotationError(f"{where}: not as doccano writes it: {error.__class__.__name__}: {error}") from error


def _graph(record: dict[str, Any], where: str) -> Graph:
    text = record["text"]
    utf16 = Utf16(text)
    graph = Graph(
        str(record.get("doc_id") or record.get("id")), record.get("sha256"), text, record.get("language"),
        extra=record.get("extra") or {}, where=where,
    )  # fmt: skip
    values: dict[tuple[str, int, int], list[dict[str, Any]]] = {}
    for value in reversed(record.get("values") or ()):
        values.setdefault((value["label"], value["start_offset"], value["end_offset"]), []).append(value)
    spans: dict[int, Span] = {}
    for entity in sorted(record["entities"], key=lambda e: e["id"]):
        label, start, end = entity["label"], entity["start_offset"], entity["end_offset"]
        try:
            span = Span(label, utf16.point(start), utf16.point(end), where=f"{where}, entity {entity['id']}")
        except ValueError as error:
            raise AnnotationError(f"{where}, entity {entity['id']}: {error}") from error
        if kept := values.get((label, start, end)):
            value = kept.pop()
            span.id, span.attributes = value["id"], dict(value["attributes"])
        if label not in _LABELS:
            raise AnnotationError(f"{span.where}: unknown label {label!r}; there are: {', '.join(_LABELS)}")
        if label.startswith(f"{EVENT}:"):
            span.label, span.attributes["type"] = EVENT, label.partition(":")[2]
        spans[entity["id"]] = span
    graph.spans = list(spans.values())
    for relation in record.get("relations") or ():
        first, second = (spans.get(relation[end]) for end in ("from_id", "to_id"))
        if first is None or second is None:
            raise AnnotationError(f"{where}, relation {relation['id']}: its entities are not both there")
        graph.links.append((second, first) if second.label == EVENT and first.label != EVENT else (first, second))
    return graph
