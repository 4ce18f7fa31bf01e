"""spaCy's ``DocBin``: one ``.spacy`` file, a ``Doc`` a document, to train from or to work on in Python.

``doc.spans`` has the groups ``sentences`` ``dates`` ``congresses`` ``persons`` ``places`` ``organisations`` ``events`` (an
event's label is its type); a span's ``span_id`` is its id. Values, links and what is said of the whole stand in
``doc.user_data["jylnama"]``. Sentence starts and, where they do not overlap, entities are set too. ``doc.text`` is the text
as it stands, its tokens those of the Kazakh tokenizer, cut where a span begins or ends.

Everything is held.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans

from jylnama.annotate.files import dump_json, parse_json
from jylnama.annotate.graph import (
    EVENT,
    SENTENCE,
    AnnotationError,
    Graph,
    Span,
)
from jylnama.document import LAYERS, MENTIONS
from jylnama.kazakh.language import Kazakh

KEY = "jylnama"
_GROUPS = {SENTENCE: "sentences", **{label: layer for label, (layer, _, _) in LAYERS.items()}, EVENT: "events"}
_LABELS = {group: label for label, group in _GROUPS.items()}
_ATTRIBUTES = ["ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE"]


@cache
def _language() -> Language:
    return Kazakh()


def held(graph: Graph) -> Graph:
    """What the format can hold of a graph: all of it."""
    return graph


def write(graphs: Iterable[Graph], out: Path) -> int:
    """Write one ``.spacy`` file; returns the number of documents."""
    box = DocBin(_ATTRIBUTES, store_user_data=True)
    for graph in graphs:
        box.add(to_doc(graph))
    out.parent.mkdir(parents=True, exist_ok=True)
    box.to_disk(out)
    return len(box)


def to_doc(graph: Graph) -> Doc:
    """The ``Doc`` of a graph."""
    doc = _tokenized(graph)
    first = {token.idx: token.i for token in doc}
    last = {token.idx + len(token): token.i + 1 for token in doc}
    known = {id(span): span.id or f"{span.label[0]}{number}" for number, span in enumerate(graph.spans)}
    groups: dict[str, list[DocSpan]] = {group: [] for group in _GROUPS.values()}
    values: dict[str, dict[str, dict[str, str]]] = {group: {} for group in _GROUPS.values()}
    for span in graph.spans:
        group, name = _GROUPS[span.label], known[id(span)]
        label = span.attributes.get("type", "other") if span.label == EVENT else span.label
        groups[group].append(DocSpan(doc, first[span.start], last[span.end], label, span_id=name))
        values[group][name] = span.attributes
    doc.spans.update(groups)
    body = [s for g in MENTIONS for s in groups[g] if values[g][s.id_].get("zone") != "citation"]
    doc.ents = filter_spans(body)
    doc.user_data[KEY] = {
        "doc_id": graph.doc_id, "sha256": graph.sha256, "language": graph.language,
        "extra": dump_json(graph.extra),
        "values": values,
        "links": [[known[id(event)], _GROUPS[target.label], known[id(target)]] for event, target in graph.links],
    }  # fmt: skip
    return doc


def _tokenized(graph: Graph) -> Doc:
    starts, ends = {span.start for span in graph.spans}, {span.end for span in graph.spans}
    cuts = sorted(starts | ends)
    words: list[str] = []
    spaces: list[bool] = []
    for token in _language().tokenizer(graph.text or ""):
        inside = cuts[bisect.bisect_right(cuts, token.idx) : bisect.bisect_left(cuts, token.idx + len(token))]
        edges = [token.idx, *inside, token.idx + len(token)]
        words += [token.text[a - token.idx : b - token.idx] for a, b in zip(edges, edges[1:], strict=False)]
        spaces += [False] * (len(edges) - 1)
        if token.whitespace_:
            # the blank behind a token is no token in spaCy, unless a span begins or ends with it
            if edges[-1] in starts or edges[-1] + 1 in ends:
                words.append(token.whitespace_)
                spaces.append(False)
            else:
                spaces[-1] = True
    sentences = {span.start for span in graph.spans if span.label == SENTENCE}
    ends_at = accumulate(len(word) + space for word, space in zip(words, spaces, strict=True))
    opens = [start in sentences for start in chain([0], ends_at)][: len(words)]
    return Doc(_language().vocab, words, spaces, sent_starts=opens)


def read(path: Path, texts: dict[str, str]) -> Iterator[Graph]:
    """The documents of a ``.spacy`` file. Raises AnnotationError where it is none, or names what is wrong in a document."""
    try:
        docs = list(DocBin().from_disk(path).get_docs(_language().vocab))
    except Exception as error:  # noqa: BLE001 - whatever msgpack and zlib say of a file that is none
        raise AnnotationError(f"{path}: not a spaCy DocBin: {error.__class__.__name__}: {error}") from error
    for number, doc in enumerate(docs, 1):
        where = f"{path}: document {number}"
        try:
            yield from_doc(doc, where)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise AnnotationError(f"{where}: user_data[{KEY!r}] is not as it was written: {error!r}") from error


def from_doc(doc: Doc, where: str) -> Graph:
    """The graph of a ``Doc``; a span whose ``span_id`` is known has the values under it."""
    data: dict[str, Any] = doc.user_data.get(KEY) or {}
    doc_id = str(data.get("doc_id") or where.rpartition(" ")[2])
    graph = Graph(
        doc_id,
        data.get("sha256"),
        doc.text,
        data.get("language"),
        extra=parse_json(data.get("extra") or "{}", where),
        where=where,
    )
    found: dict[tuple[str, str], Span] = {}
    for group, label in _LABELS.items():
        values = data.get("values", {}).get(group, {})
        for s in doc.spans.get(group, ()):
            attributes = dict(values.get(s.id_, {}))
            if label == EVENT:
                attributes["type"] = s.label_ or "other"
            span = Span(label, s.start_char, s.end_char, s.id_ or None, attributes, where=f"{where}, doc.spans[{group!r}]")
            if label == SENTENCE:
                span.id = None
            found[group, s.id_] = span
            graph.spans.append(span)
    for event, group, target in data.get("links", ()):
        if ("events", event) in found and (group, target) in found:
            graph.links.append((found["events", event], found[group, target]))
    return graph
