"""What comes back from a tool, to document objects: checked against the text, and completed.

A span that the tool's user has made has no values of ours. It gets those that the system reads: of its own mention
with the same span in that text; else of the mention read alone; else a name is the mention's words, a congress has no
number and a date no value, which is told. A span whose text the user moved keeps its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from jylnama.annotate.files import dump_json, file_name, write_text
from jylnama.annotate.graph import AnnotationError, Graph, Span, attributes_of, document_of
from jylnama.document import LAYERS, Document, Mention, text_sha256

# the attribute that a mention is not without
_KEY = {"date": "start", "congress": "numbers", "person": "name", "place": "name", "organisation": "name"}


@dataclass(slots=True)
class Imported:
    """Documents, and what an annotator should look at: a line for each value that the system read, or could not."""

    documents: list[Document] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def import_graphs(graphs: Iterable[Graph], texts: dict[str, str]) -> Imported:
    """Document objects of what a tool left. texts: by sha256, for what holds no text or an altered one.

    Raises AnnotationError with a line for everything that is wrong in any of them.
    """
    found = Imported()
    problems: list[str] = []
    seen: dict[str, str] = {}
    completer = Completer(found)
    for graph in _readable(graphs, problems):
        if graph.doc_id in seen:
            problems.append(f"{graph.where}: the document {graph.doc_id} is in {seen[graph.doc_id]} too")
            continue
        seen[graph.doc_id] = graph.where
        try:
            text = text_of(graph, texts)
            completer.complete(graph, text)
            found.documents.append(document_of(graph, text))
        except AnnotationError as error:
            problems.append(str(error))
    if problems:
        raise AnnotationError("\n".join(problems))
    return found


def _readable(graphs: Iterable[Graph], problems: list[str]) -> Iterator[Graph]:
    """The graphs; what the format says cannot be read, at its end, is put to the problems."""
    try:
        yield from graphs
    except AnnotationError as error:
        problems.append(str(error))


def text_of(graph: Graph, texts: dict[str, str]) -> str:
    """The text that the offsets count; sets ``sha256`` where the format holds none.

    Raises AnnotationError where the text is not at hand, or the tool has altered it and the original is not.
    """
    own = None if graph.text is None else text_sha256(graph.text)
    graph.sha256 = graph.sha256 or own
    if graph.sha256 is None:
        raise AnnotationError(f"{graph.where}: neither a text nor the sha256 of one")
    if own == graph.sha256:
        return graph.text or ""
    if graph.sha256 not in texts:
        why = "holds no text" if own is None else "holds another text than it was exported with"
        raise AnnotationError(
            f"{graph.where}: document {graph.doc_id} {why}; name the file or folder with the text of sha256 {graph.sha256} with --texts"
        )
    text = texts[graph.sha256]
    if graph.text is not None and len(graph.text) != len(text):
        raise AnnotationError(
            f"{graph.where}: document {graph.doc_id}: the text has {len(graph.text)} characters, the one that was exported {len(text)}: "
            "the offsets do not fit"
        )
    if graph.text is not None:  # what the format says stands at a span is in its own, altered text
        for span in graph.spans:
            span.text = None
    return text


class Completer:
    """Gives mentions without values those that the system reads. The pipeline is loaded when it is first needed."""

    def __init__(self, log: Imported) -> None:
        self.log = log
        self._nlp: Language | None = None

    def complete(self, graph: Graph, text: str) -> None:
        new = [
            s
            for s in graph.spans
            if s.label in _KEY and not s.attributes.get(_KEY[s.label]) and 0 <= s.start < s.end <= len(text)
        ]
        if not new:
            return
        known = {(label, m.start_char, m.end_char): m for label, m in self._mentions(text)}
        for span in new:
            mention = known.get((span.label, span.start, span.end)) or self._alone(span.label, text[span.start : span.end])
            self._fill(graph, span, mention, " ".join(text[span.start : span.end].split()))

    def _fill(self, graph: Graph, span: Span, mention: Mention | None, words: str) -> None:
        where = f"{span.where or graph.where}: {span.label} {words!r}"
        if mention:
            span.attributes = attributes_of(span.label, mention) | span.attributes
        elif _KEY[span.label] == "name":
            span.attributes["name"] = words
        value = span.attributes.get(_KEY[span.label])
        if not value:
            self.log.empty.append(f"{where}: no value could be read; it is left empty")
        elif span.label in ("date", "congress", "person"):
            value += f"..{span.attributes['end']}" if span.label == "date" else ""
            self.log.read.append(f"{where}: {value}")

    def _alone(self, label: str, words: str) -> Mention | None:
        """The system's mention of that label that is all of the words, where they stand alone."""
        whole = (len(words) - len(words.lstrip()), len(words.rstrip()))
        return next((m for found, m in self._mentions(words) if found == label and (m.start_char, m.end_char) == whole), None)

    def _mentions(self, text: str) -> list[tuple[str, Mention]]:
        from jylnama.pipeline import load, read_document

        self._nlp = self._nlp or load()
        document = read_document(self._nlp, text, "")
        return [(label, m) for label, (layer, _, _) in LAYERS.items() for m in getattr(document, layer)]


def write_documents(documents: Iterable[Document], out: Path, *, force: bool) -> None:
    """Write document objects: a line each of a ``.jsonl``, or a file each of a folder.

    Raises AnnotationError where the name is another file's, or a file is there already and ``force`` is not given; nothing is written then.
    """
    if out.suffix in (".json", ".csv", ".txt"):
        raise AnnotationError(f"{out}: name a folder, or a .jsonl file")
    if out.suffix == ".jsonl":
        files = {out: "".join(dump_json(document.to_dict()) + "\n" for document in documents)}
    else:
        files = {out / f"{file_name(d.doc_id)}.json": dump_json(d.to_dict(), 1) + "\n" for d in documents}
    there = [str(file) for file in files if file.exists()]
    if there and not force:
        raise AnnotationError(f"{there[0]}: is there already; name another path, or --force to replace it ({len(there)} files)")
    for file, content in files.items():
        write_text(file, content)
