"""brat stand-off: a ``.txt`` and an ``.ann`` a document, and the ``annotation.conf`` that describes the labels.

Mentions and sentences are text-bound annotations (T), events are E with their trigger, type and arguments, values
of closed lists are attributes (A), all others and our ids stand in the annotator's note (#) as ``start=…; end=…``.
brat cuts a span at line breaks (``0 5;6 9``); so do we, and sew it together again.

Not held: what is said of the whole document (checks, people); the document's language (imports take that of most sentences); line breaks at a span's edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from jylnama.annotate.files import decode_name, dump_json, encode_name, file_name, pack, parse_json, read_text, unpack, write_text
from jylnama.annotate.graph import (
    ATTRIBUTES,
    EVENT,
    SENTENCE,
    AnnotationError,
    Attribute,
    Graph,
    Span,
    restricted,
    targets,
    wrong_span,
)
from jylnama.document import EVENT_TYPES, LAYERS

# names of files that had to be cut, and the ids of their documents; brat does not look at it
_IDS = "ids.json"
# characters that end a line for brat or for Python's codecs, which brat reads its files with
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_NAMES = {label: label.capitalize() for label in (SENTENCE, *LAYERS)}
_LABELS = {name: label for label, name in _NAMES.items()}


def held(graph: Graph) -> Graph:
    """What the format can hold of a graph."""
    text = graph.text or ""
    spans = []
    links = {id(span): span for span in graph.spans}
    for span in graph.spans:
        pieces = _fragments(text, span.start, span.end)
        if pieces:
            links[id(span)] = replace(span, start=pieces[0][0], end=pieces[-1][1], text=text[pieces[0][0] : pieces[-1][1]])
            spans.append(links[id(span)])
    moved = replace(graph, links=[(links[id(a)], links[id(b)]) for a, b in graph.links], extra={}, language=None)
    return restricted(moved, spans)


def _fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a span between its line breaks."""
    cuts = [start, *(cut for match in _BREAKS.finditer(text, start, end) for cut in match.span()), end]
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]


def write(graphs: Iterable[Graph], out: Path) -> int:
    """Write a folder that brat opens as a collection; returns the number of documents."""
    count = 0
    cut = {}
    write_text(out / "annotation.conf", configuration())
    for graph in graphs:
        name = file_name(graph.doc_id)
        if name != encode_name(graph.doc_id):
            cut[name] = graph.doc_id
        write_text(out / f"{name}.txt", graph.text or "")
        write_text(out / f"{name}.ann", "".join(f"{line}\n" for line in _lines(held(graph))))
        count += 1
    if cut:
        write_text(out / _IDS, dump_json(cut, 1) + "\n")
    return count


def _lines(graph: Graph) -> Iterator[str]:
    text = graph.text or ""
    bound = {id(span): f"T{number}" for number, span in enumerate(graph.spans, 1)}
    for span in graph.spans:
        pieces = _fragments(text, span.start, span.end)
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        name = span.attributes.get("type", "other") if span.label == EVENT else _NAMES[span.label]
        yield f"{bound[id(span)]}\t{name} {offsets}\t{' '.join(text[start:end] for start, end in pieces)}"
    events = [span for span in graph.spans if span.label == EVENT]
    owner = bound | {id(event): f"E{number}" for number, event in enumerate(events, 1)}
    linked = targets(graph)
    for event in events:
        arguments = _arguments(linked.get(id(event), []), bound)
        yield f"{owner[id(event)]}\t{event.attributes.get('type', 'other')}:{bound[id(event)]}{arguments}"
    number = 0
    for span in graph.spans:
        for attribute in ATTRIBUTES[span.label]:
            value = span.attributes.get(attribute.name)
            if value is not None and _is_listed(attribute, value):
                number += 1
                yield f"A{number}\t{attribute.name} {owner[id(span)]}" + ("" if attribute.kind == "flag" else f" {value}")
    number = 0
    for span in graph.spans:
        note = _note(span)
        if note:
            number += 1
            yield f"#{number}\tAnnotatorNotes {owner[id(span)]}\t{note}"


def _arguments(linked: list[Span], bound: dict[int, str]) -> str:
    """`` Date:T1 Date2:T4 Person:T2``: brat numbers the arguments of one role from the second on."""
    counts: dict[str, int] = {}
    found = ""
    for target in linked:
        role = _NAMES[target.label]
        counts[role] = counts.get(role, 0) + 1
        found += f" {role}{counts[role] if counts[role] > 1 else ''}:{bound[id(target)]}"
    return found


def _is_listed(attribute: Attribute, value: str) -> bool:
    return attribute.name != "type" and (attribute.kind == "flag" or value in attribute.choices)


def _note(span: Span) -> str:
    parts = [] if span.id is None else [f"id={pack(span.id)}"]
    for attribute in ATTRIBUTES[span.label]:
        value = span.attributes.get(attribute.name)
        if value is not None and attribute.name != "type" and not _is_listed(attribute, value):
            parts.append(f"{attribute.name}={pack(value)}")
    return "; ".join(parts)


def configuration() -> str:
    """The ``annotation.conf`` for our labels."""
    roles = ", ".join(f"{name}*:{name}" for label, name in _NAMES.items() if label != SENTENCE)
    lines = [
        "[entities]",
        *_NAMES.values(),
        "",
        "[relations]",
        "# annotations may lie in one another",
        "<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
    ]
    lines += ["", "[events]", *(f"{kind} {roles}" for kind in EVENT_TYPES), "", "[attributes]"]
    wearers: dict[Attribute, list[str]] = {}
    for label, attributes in ATTRIBUTES.items():
        for attribute in attributes:
            if attribute.kind in ("choice", "flag") and attribute.name != "type":
                wearers.setdefault(attribute, []).append("<EVENT>" if label == EVENT else _NAMES[label])
    for attribute, names in wearers.items():
        values = f", Value:{'|'.join(attribute.choices)}" if attribute.choices else ""
        lines.append(f"{attribute.name} Arg:{'|'.join(names)}{values}")
    return "\n".join(lines) + "\n"


def read(path: Path, texts: dict[str, str]) -> Iterator[Graph]:
    """The documents of a brat collection: every ``.ann`` below the folder, with its ``.txt`` beside.

    Raises AnnotationError, when all others are read, with the files and lines of what cannot be read.
    """
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise AnnotationError(f"{path}: no .ann files in this folder")
    problems = []
    cut = {folder: _cut_ids(folder / _IDS) for folder in {file.parent for file in files}}
    for file in files:
        text_file = file.with_suffix(".txt") if file.suffix == ".ann" else file
        try:
            doc_id = cut[file.parent].get(file.stem) or decode_name(file.stem)
            yield _Reader(file, Graph(doc_id, None, read_text(text_file), where=str(file))).read()
        except AnnotationError as error:
            problems.append(str(error))
    if problems:
        raise AnnotationError("\n".join(problems))


def _cut_ids(path: Path) -> dict[str, str]:
    """Ids of the documents whose file names had to be cut."""
    ids = parse_json(read_text(path), str(path)) if path.exists() else {}
    if not isinstance(ids, dict):
        raise AnnotationError(f"{path}: an object of file names and ids is wanted")
    return ids


@dataclass(slots=True)
class _Reader:
    """Reads one ``.ann``; lines may come in any order, so what refers to others waits until all are there."""

    file: Path
    graph: Graph
    bound: dict[str, Span] = field(default_factory=dict)
    events: dict[str, Span] = field(default_factory=dict)
    triggers: set[str] = field(default_factory=set)
    arguments: list[tuple[str, Span, str]] = field(default_factory=list)  # where, event, id of the argument
    problems: list[str] = field(default_factory=list)

    def read(self) -> Graph:
        lines = [(f"{self.file}:{number}", line.rstrip("\r")) for number, line in enumerate(read_text(self.file).split("\n"), 1)]
        for prefixes, take in (("T", self._bound), ("E", self._event), ("AM", self._attribute), ("#", self._note)):
            for where, line in lines:
                if line and line[0] in prefixes:
                    try:
                        take(where, *line.split("\t", 2))
                    except (TypeError, ValueError, KeyError) as error:
                        self.problems.append(f"{where}: {_reason(error, line)}")
        for where, line in lines:
            if line.strip() and line[0] not in "TEAM#R*N":
                self.problems.append(f"{where}: no line of brat's: {line[:60]!r}")
            elif line.startswith("R") or line.startswith("*"):
                self.problems.append(
                    f"{where}: relations are not used here; an event takes its date as an argument: {line[:60]!r}"
                )
        for where, event, name in self.arguments:
            target = self.bound.get(name) or self.events.get(name)
            if target:
                self.graph.links.append((event, target))
            else:
                self.problems.append(f"{where}: the argument {name} is not there")
        if self.problems:
            found = ((span.where, wrong_span(span, self.graph.text or "")) for span in self.bound.values())
            self.problems += [f"{where}: {wrong}" for where, wrong in found if wrong]
            raise AnnotationError("\n".join(self.problems))
        # a trigger without an E line is an event with no arguments
        self.graph.spans += [span for name, span in self.bound.items() if name not in self.triggers]
        self.graph.spans += self.events.values()
        return self.graph

    def _bound(self, where: str, name: str, data: str, stands: str = "") -> None:
        label, offsets = data.split(" ", 1)
        pieces = [(int(a), int(b)) for a, b in (piece.split(" ") for piece in offsets.split(";"))]
        text = self.graph.text or ""
        for (_, end), (start, _) in zip(pieces, pieces[1:], strict=False):
            if text[end:start].strip():
                raise ValueError(f"{label} {offsets}: a span in pieces; only line breaks may lie between them")
        attributes = {}
        if label in EVENT_TYPES:
            label, attributes = EVENT, {"type": label}
        elif label not in _LABELS:
            raise ValueError(f"unknown label {label!r}; there are: {', '.join((*_LABELS, *EVENT_TYPES))}")
        self.bound[name] = Span(_LABELS.get(label, label), pieces[0][0], pieces[-1][1], None, attributes, stands or None, where)

    def _event(self, where: str, name: str, data: str) -> None:
        (kind, trigger), *arguments = (part.split(":") for part in data.split(" ") if part)
        if trigger not in self.bound:
            raise ValueError(f"the trigger {trigger} is not there")
        if kind not in EVENT_TYPES:
            raise ValueError(f"unknown event type {kind!r}; there are: {', '.join(EVENT_TYPES)}")
        span = self.bound[trigger]
        self.triggers.add(trigger)
        # brat lets several events share a trigger, so each has a span of its own
        self.events[name] = replace(span, label=EVENT, attributes={"type": kind}, where=where)
        self.arguments += [(where, self.events[name], target) for _, target in arguments]

    def _owner(self, name: str) -> Span:
        span = self.events.get(name) or self.bound.get(name)
        if span is None:
            raise ValueError(f"{name} is not there")
        return span

    def _attribute(self, _where: str, _name: str, data: str) -> None:
        attribute, owner, *value = data.split(" ")
        self._owner(owner).attributes[attribute] = " ".join(value) or "true"

    def _note(self, _where: str, _name: str, data: str, note: str = "") -> None:
        kind, owner = data.split(" ")
        if kind != "AnnotatorNotes":
            return
        span = self._owner(owner)
        for part in note.split("; "):
            name, equals, value = part.partition("=")
            if name == "id" and equals:
                span.id = unpack(value)
            elif equals and re.fullmatch("[a-z_]+", name):
                span.attributes[name] = unpack(value)


def _reason(error: Exception, line: str) -> str:
    message = str(error)
    own = isinstance(error, ValueError) and not re.match("not enough|too many|invalid literal", message)
    return message if own else f"not as brat writes it: {line[:60]!r}"
