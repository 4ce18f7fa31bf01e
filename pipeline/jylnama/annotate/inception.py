"""INCEpTION: UIMA CAS XMI, a file a document, and the ``TypeSystem.xml`` with our layers, through ``dkpro-cassis``.

Layers (``webanno.custom.Date`` ``Congress`` ``Person`` ``Place`` ``Organisation`` ``Event``) have a feature for each value; an event's
participants are slots (link features) as INCEpTION has them. Sentences and tokens are DKPro's own; a sentence's
language is a layer ``SentenceLanguage`` over it; id, sha256, checks and people of the document a layer ``DocumentInfo``.
UIMA counts UTF-16 units; cassis turns them into code points.

Not held: characters that XML 1.0 has not (form feeds and other controls): U+FFFD stands for each in the text, whose
original is found by its sha256 at import; in a value it stays.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cassis import Cas, TypeSystem, load_cas_from_xmi, load_typesystem

from jylnama.annotate.files import decode_name, dump_json, file_name, parse_json
from jylnama.annotate.graph import (
    ATTRIBUTES,
    EVENT,
    SENTENCE,
    AnnotationError,
    Graph,
    Span,
    targets,
)
from jylnama.document import LAYERS, MENTIONS

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SEGMENTATION = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
_META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_CUSTOM = "webanno.custom"
_NAMES = {label: f"{_CUSTOM}.{label.capitalize()}" for label in (*LAYERS, EVENT)}
_LANGUAGE, _INFO = f"{_CUSTOM}.SentenceLanguage", f"{_CUSTOM}.DocumentInfo"
# names that UIMA or cassis has for itself
_FEATURES = {"start": "first_day", "end": "last_day", "type": "event_type"}
_INFO_FEATURES = ("doc_id", "sha256", "extra")


def held(graph: Graph) -> Graph:
    """What the format can hold of a graph: all but characters that are not XML, in its values."""
    spans = {
        id(s): replace(s, id=s.id and _xml(s.id), attributes={k: _xml(v) for k, v in s.attributes.items()}) for s in graph.spans
    }
    extra = parse_json(_xml(dump_json(graph.extra)), graph.where)
    links = [(spans[id(event)], spans[id(target)]) for event, target in graph.links]
    return replace(graph, spans=list(spans.values()), links=links, extra=extra)


def _xml(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)


def _feature(name: str) -> str:
    return _FEATURES.get(name, name)


def type_system() -> TypeSystem:
    """The types of DKPro that INCEpTION has built in, as far as they are used, and our layers."""
    types = TypeSystem()
    types.create_feature(types.create_type(f"{_SEGMENTATION}.Sentence", "uima.tcas.Annotation"), "id", "uima.cas.String")
    types.create_feature(types.create_type(f"{_SEGMENTATION}.Token", "uima.tcas.Annotation"), "id", "uima.cas.String")
    meta = types.create_type(_META, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
        types.create_feature(meta, name, "uima.cas.String")
    types.create_feature(meta, "isLastSegment", "uima.cas.Boolean")
    for label, name in _NAMES.items():
        layer = types.create_type(name, "uima.tcas.Annotation")
        types.create_feature(layer, "mention_id", "uima.cas.String")
        for attribute in ATTRIBUTES[label]:
            types.create_feature(
                layer, _feature(attribute.name), "uima.cas.Boolean" if attribute.kind == "flag" else "uima.cas.String"
            )
    event = types.get_type(_NAMES[EVENT])
    for slot in MENTIONS:
        link = types.create_type(f"{_CUSTOM}.Event{slot.capitalize()}Link", "uima.cas.TOP")
        types.create_feature(link, "role", "uima.cas.String")
        types.create_feature(link, "target", "uima.tcas.Annotation")
        types.create_feature(event, slot, "uima.cas.FSArray", elementType=link.name)
    types.create_feature(types.create_type(_LANGUAGE, "uima.tcas.Annotation"), "language", "uima.cas.String")
    info = types.create_type(_INFO, "uima.cas.AnnotationBase")
    for name in _INFO_FEATURES:
        types.create_feature(info, name, "uima.cas.String")
    return types


def write(graphs: Iterable[Graph], out: Path) -> int:
    """Write a folder with ``TypeSystem.xml`` and an ``.xmi`` a document; returns their number."""
    out.mkdir(parents=True, exist_ok=True)
    types = type_system()
    types.to_xml(out / "TypeSystem.xml")
    count = 0
    for graph in graphs:
        _cas(graph, types).to_xmi(out / f"{file_name(graph.doc_id)}.xmi")
        count += 1
    return count


def _cas(graph: Graph, types: TypeSystem) -> Cas:
    text = _xml(graph.text or "")
    cas = Cas(types)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    meta = types.get_type(_META)
    cas.add(
        meta(begin=0, end=len(text), language=graph.language, documentId=_xml(graph.doc_id), documentTitle=_xml(graph.doc_id))
    )
    extra = _xml(dump_json(graph.extra)) if graph.extra else None
    cas.add(types.get_type(_INFO)(doc_id=_xml(graph.doc_id), sha256=graph.sha256, extra=extra))
    cas.add_all(types.get_type(f"{_SEGMENTATION}.Token")(begin=m.start(), end=m.end()) for m in _TOKEN.finditer(text))
    found: dict[int, Any] = {}
    spans = held(graph).spans
    for span in spans:
        if span.label == SENTENCE:
            cas.add(types.get_type(f"{_SEGMENTATION}.Sentence")(begin=span.start, end=span.end))
            cas.add(types.get_type(_LANGUAGE)(begin=span.start, end=span.end, language=span.attributes.get("language", "kk")))
    for source, span in zip(graph.spans, spans, strict=True):
        if span.label != SENTENCE:
            values: dict[str, Any] = {_feature(a.name): span.attributes.get(a.name) for a in ATTRIBUTES[span.label]}
            values |= {_feature(a.name): a.name in span.attributes for a in ATTRIBUTES[span.label] if a.kind == "flag"}
            found[id(source)] = types.get_type(_NAMES[span.label])(begin=span.start, end=span.end, mention_id=span.id, **values)
    array = types.get_type("uima.cas.FSArray")
    linked = targets(graph)
    for event in graph.spans:
        if event.label == EVENT:
            for label, (slot, _, _) in LAYERS.items():
                link = types.get_type(f"{_CUSTOM}.Event{slot.capitalize()}Link")
                filled = [found[id(target)] for target in linked.get(id(event), ()) if target.label == label]
                found[id(event)][slot] = array(elements=[link(role=slot, target=target) for target in filled])
    cas.add_all(found.values())
    return cas


def read(path: Path, texts: dict[str, str]) -> Iterator[Graph]:
    """The documents of an ``.xmi`` with the ``TypeSystem.xml`` beside it, of a ``.zip`` of INCEpTION's, or of a folder of these.

    Raises AnnotationError with the file of what cannot be read.
    """
    files = sorted(p for p in path.rglob("*") if p.suffix in (".xmi", ".zip")) if path.is_dir() else [path]
    if not files:
        raise AnnotationError(f"{path}: no .xmi or .zip files in this folder")
    types: dict[bytes, TypeSystem] = {}
    for where, xmi, description in _sources(files):
        try:
            if description not in types:
                types[description] = load_typesystem(io.BytesIO(description))
            cas = load_cas_from_xmi(io.BytesIO(xmi), typesystem=types[description])
        except Exception as error:  # noqa: BLE001 - lxml and cassis raise of many kinds for what is no CAS
            raise AnnotationError(f"{where}: not a UIMA CAS: {error.__class__.__name__}: {error}") from error
        yield _graph(cas, where)


def _sources(files: Iterable[Path]) -> Iterator[tuple[str, bytes, bytes]]:
    """Where, the CAS, and its type system, for every ``.xmi`` in and out of archives."""
    for file in files:
        try:
            if file.suffix != ".zip":
                yield str(file), file.read_bytes(), (file.parent / "TypeSystem.xml").read_bytes()
                continue
            with zipfile.ZipFile(file) as archive:
                for name in sorted(name for name in archive.namelist() if name.endswith(".xmi")):
                    beside = f"{name.rpartition('/')[0]}/TypeSystem.xml".removeprefix("/")
                    yield f"{file}:{name}", archive.read(name), archive.read(beside)
        except FileNotFoundError as error:
            raise AnnotationError(f"{error.filename}: no such file (INCEpTION exports it beside the .xmi)") from error
        except (KeyError, zipfile.BadZipFile) as error:
            raise AnnotationError(f"{file}: {error}") from error


def _graph(cas: Cas, where: str) -> Graph:
    info = _select(cas, _INFO)
    first = info[0] if info else None
    meta = _select(cas, _META)
    graph = Graph(
        (first and first.doc_id) or _title(meta[0] if meta else None, where), first and first.sha256, cas.sofa_string or "",
        meta[0].language if meta and meta[0].language != "x-unspecified" else None,
        extra=parse_json(first.extra, where) if first and first.extra else {}, where=where,
    )  # fmt: skip
    languages = {(a.begin, a.end): a.language for a in _select(cas, _LANGUAGE)}
    for a in _select(cas, f"{_SEGMENTATION}.Sentence"):
        language = languages.get((a.begin, a.end)) or graph.language or "kk"
        graph.spans.append(
            Span(SENTENCE, a.begin, a.end, None, {"language": language}, where=f"{where}, sentence {a.begin}–{a.end}")
        )
    found: dict[int, Span] = {}
    events = []
    for label, name in _NAMES.items():
        for a in _select(cas, name):
            span = Span(label, a.begin, a.end, a.get("mention_id"), where=f"{where}, {label} {a.begin}–{a.end}")
            for attribute in ATTRIBUTES[label]:
                value = a.get(_feature(attribute.name))
                if value not in (None, False, ""):
                    span.attributes[attribute.name] = "true" if value is True else str(value)
            found[a.xmiID] = span
            graph.spans.append(span)
            if label == EVENT:
                events.append((span, a))
    for span, a in events:
        for slot in MENTIONS:
            links = a.get(slot)
            for link in (links.elements if links is not None else None) or ():
                if link.target is not None and link.target.xmiID in found:
                    graph.links.append((span, found[link.target.xmiID]))
    return graph


def _title(meta: Any, where: str) -> str:
    """The document's id where our own layer has not come back: what INCEpTION calls it, or the file's name."""
    name = (meta and (meta.get("documentTitle") or meta.get("documentId"))) or Path(where).name
    return decode_name(name.removesuffix(".xmi"))


def _select(cas: Cas, name: str) -> list[Any]:
    return cas.select(name) if cas.typesystem.contains_type(name) else []
