"""CoNLL columns with IOB2 tags: one file, a token a line, a column a layer, an empty line after a sentence.

Columns: the token, then date, congress, person, place, organisation, event; a tag is ``O``, ``B-date``, ``I-date``, in
the last column ``B-founding`` and so on. Comments name the document, its text's sha256 and a sentence's language.
Tokens are words and single other characters, cut where a span begins or ends; the text itself is found by its sha256.

Not held: ids, values other than an event's type, links, checks and people; what stands in citations (no name or date to learn from);
a span that overlaps an earlier one of its column or goes over a sentence's end; a sentence that overlaps an earlier one;
white space at the edges of a span.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import regex

from jylnama.annotate.files import pack, read_text, unpack, write_text
from jylnama.annotate.graph import EVENT, SENTENCE, AnnotationError, Graph, Span
from jylnama.document import EVENT_TYPES, LAYERS

COLUMNS = (*LAYERS, EVENT)
_WORD = regex.compile(r"\w+|\W")


def held(graph: Graph) -> Graph:
    """What the format can hold of a graph."""
    text = graph.text or ""
    spans = [bare for span in graph.spans if span.attributes.get("zone") != "citation" and (bare := _bare(span, text))]
    spans.sort(key=lambda s: (s.start, -s.end))
    kept = _apart(span for span in spans if span.label == SENTENCE)
    ends = sorted({edge for sentence in kept for edge in (sentence.start, sentence.end)})
    for label in COLUMNS:
        kept += _apart(s for s in spans if s.label == label and not _between(ends, s.start, s.end))
    return replace(graph, spans=kept, links=[], extra={})


def _bare(span: Span, text: str) -> Span | None:
    """The span without white space at its edges and without what has no column."""
    at = _trimmed(text, span.start, span.end)
    if at is None:
        return None
    attributes = {name: value for name, value in span.attributes.items() if name in ("type", "language")}
    return Span(span.label, *at, None, attributes, text[at[0] : at[1]])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _between(cuts: list[int], start: int, end: int) -> list[int]:
    """Those of the sorted cuts that lie inside the span."""
    return cuts[bisect.bisect_right(cuts, start) : bisect.bisect_left(cuts, end)]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Those that do not overlap one before them. spans: by start, the longest first."""
    kept: list[Span] = []
    for span in spans:
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


def write(graphs: Iterable[Graph], out: Path) -> int:
    """Write one file; returns the number of documents."""
    lines = [f"# columns = token {' '.join(COLUMNS)}"]
    count = 0
    for graph in graphs:
        lines += _lines(held(graph))
        count += 1
    write_text(out, "\n".join(lines) + "\n")
    return count


def _lines(graph: Graph) -> Iterator[str]:
    text = graph.text or ""
    yield f"# newdoc id = {pack(graph.doc_id)}"
    yield f"# sha256 = {graph.sha256}"
    if graph.language:
        yield f"# language = {graph.language}"
    yield ""
    tags = _tags(graph)
    cuts = sorted({edge for span in graph.spans for edge in (span.start, span.end)})
    sentences = {s.start: s for s in graph.spans if s.label == SENTENCE}
    at = 0
    for start in (*sorted(sentences), len(text)):
        outside = list(_tokens(text, at, start, cuts))
        if outside:
            yield "# outside = true"
            yield from _rows(text, outside, tags)
        if start in sentences:
            at = sentences[start].end
            yield f"# sentence_language = {sentences[start].attributes.get('language', 'kk')}"
            yield from _rows(text, _tokens(text, start, at, cuts), tags)


def _tags(graph: Graph) -> dict[tuple[int, str], Span]:
    """The span of a column by the character that it begins at, and by every cut inside it."""
    return {(at, span.label): span for span in graph.spans if span.label != SENTENCE for at in range(span.start, span.end)}


def _tokens(text: str, start: int, end: int, cuts: list[int]) -> Iterator[tuple[int, int]]:
    edges = _between(cuts, start, end)
    for a, b in zip([start, *edges], [*edges, end], strict=True):
        for match in _WORD.finditer(text, a, b):
            if not match.group().isspace():
                yield match.span()


def _rows(text: str, tokens: Iterable[tuple[int, int]], tags: dict[tuple[int, str], Span]) -> Iterator[str]:
    for start, end in tokens:
        yield "\t".join([text[start:end], *(_tag(start, tags.get((start, label))) for label in COLUMNS)])
    yield ""


def _tag(start: int, span: Span | None) -> str:
    if span is None:
        return "O"
    kind = span.attributes.get("type", "other") if span.label == EVENT else span.label
    return f"{'B' if span.start == start else 'I'}-{kind}"


@dataclass(slots=True)
class _Block:
    """A document being read: where in its text we are, and what is open."""

    graph: Graph
    text: str = ""
    at: int = 0
    sentence: Span | None = None


def read(path: Path, texts: dict[str, str]) -> Iterator[Graph]:
    """The documents of a file. texts: by sha256, all that the file names.

    Raises AnnotationError with the line of what cannot be read, and where a token is not the next of the text.
    """
    block: _Block | None = None
    open_spans: dict[str, Span] = {}
    comments: dict[str, str] = {}
    for number, line in enumerate(read_text(path).split("\n"), 1):
        where = f"{path}:{number}"
        line = line.removesuffix("\r")
        if line.startswith("# "):
            key, _, value = line[2:].partition(" = ")
            comments[key.strip()] = value.strip()
            if key == "newdoc id":
                if block:
                    yield block.graph
                comments = {}
                block = _Block(Graph(unpack(value.strip()), None, None, where=where))
            elif block and key == "sha256":
                block.graph.sha256 = value.strip()
                block.text = _text(block.graph, texts)
            elif block and key == "language":
                block.graph.language = value.strip()
        elif not line.strip():
            open_spans = {}
            comments = {}
            if block:
                block.sentence = None
        elif block is None:
            raise AnnotationError(f"{where}: a token before the line “# newdoc id = …”")
        else:
            _take(block, line, where, comments, open_spans)
    if block:
        yield block.graph


def _text(graph: Graph, texts: dict[str, str]) -> str:
    if graph.sha256 not in texts:
        raise AnnotationError(
            f"{graph.where}: CoNLL files hold no text; name the file or folder with the text of document {graph.doc_id} "
            f"(sha256 {graph.sha256}) with --texts"
        )
    return texts[graph.sha256]


def _take(block: _Block, line: str, where: str, comments: dict[str, str], open_spans: dict[str, Span]) -> None:
    """One token line: its place in the text, then each column's tag."""
    token, *tags = line.split("\t")
    if len(tags) != len(COLUMNS):
        raise AnnotationError(f"{where}: {len(tags) + 1} columns instead of {len(COLUMNS) + 1}: token {' '.join(COLUMNS)}")
    while block.at < len(block.text) and block.text[block.at].isspace():
        block.at += 1
    start, end = block.at, block.at + len(token)
    if block.text[start:end] != token:
        raise AnnotationError(
            f"{where}: the token {token!r} is not the next of the text, which goes on with {block.text[start : start + 20]!r}"
        )
    block.at = end
    if "outside" not in comments:
        if block.sentence is None:
            block.sentence = Span(SENTENCE, start, end, None, {"language": comments.get("sentence_language", "kk")}, where=where)
            block.graph.spans.append(block.sentence)
        block.sentence.end = end
    for label, tag in zip(COLUMNS, tags, strict=True):
        prefix, _, kind = tag.partition("-")
        if tag in ("O", "_", ""):
            open_spans.pop(label, None)
            continue
        if prefix not in ("B", "I") or kind not in (EVENT_TYPES if label == EVENT else (label,)):
            wanted = "B- or I- and an event type" if label == EVENT else f"B-{label}, I-{label}"
            raise AnnotationError(f"{where}: tag {tag!r} in the column {label}; there are: O, {wanted}")
        running = open_spans.get(label)
        if prefix == "I" and running and running.attributes.get("type", label) == kind:
            running.end = end
        else:
            open_spans[label] = Span(label, start, end, None, {"type": kind} if label == EVENT else {}, where=where)
            block.graph.spans.append(open_spans[label])
