"""The tables of a run folder: their columns with meanings, rows from document objects, and back.

A new column is a line in ``TABLES`` and a value in the function that makes the table's rows. A table that is computed
from all documents together is a line in ``TABLES`` and rows of ``jylnama.run.across.canonical``.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from jylnama.dates.styles import gregorian_span
from jylnama.document import BODY_IDS, LAYERS, Check, Document, Event, Mention
from jylnama.errors import UserError
from jylnama.run.windows import windows

if TYPE_CHECKING:  # loading either takes a third of a second
    import pandas as pd

_S, _I, _B, _F = pa.string(), pa.int64(), pa.bool_(), pa.float64()
_LS, _LI = pa.list_(pa.string()), pa.list_(pa.int64())
_ISO = "ISO 8601 day as written, no change of calendar; years BCE astronomical"
_SORT = "days from 1970-01-01, Gregorian; New Style where the text has it"

Columns = list[tuple[str, pa.DataType, str]]

_VALUE: Columns = [
    ("start", _S, f"first day: {_ISO}"),
    ("end", _S, f"last day, inclusive: {_ISO}"),
    ("edtf", _S, "the same as an EDTF string"),
    ("precision", _S, "day, month, season, year, decade or century"),
    ("calendar", _S, "julian, gregorian or unstated: what the text says"),
    ("os_start", _S, "Old Style (Julian) first day of a written pair"),
    ("os_end", _S, "Old Style (Julian) last day of a written pair"),
    ("ns_start", _S, "New Style (Gregorian) first day of a written pair"),
    ("ns_end", _S, "New Style (Gregorian) last day of a written pair"),
    ("pair_status", _S, "consistent or inconsistent, where both styles are written"),
    ("ns_inferred", _B, "ns_start, ns_end or both are calculated from what the text says of its styles, not written"),
]
_SPAN: Columns = [
    ("start_char", _I, "first code point in the original text"),
    ("end_char", _I, "code point behind the last one in the original text"),
]

TABLES: dict[str, Columns] = {
    "documents": [
        ("doc_id", _S, "the document: the file's stem, or the record's own id"),
        ("path", _S, "where the text came from"),
        ("sha256", _S, "of the text's UTF-8 bytes"),
        ("language", _S, "main language: kk, ru or en"),
        ("encoding", _S, "how the bytes were read"),
        ("n_chars", _I, "length of the text in code points"),
        ("n_words", _I, "words between white space"),
        ("n_sentences", _I, "sentences found"),
        ("n_events", _I, "events found"),
    ],
    "sentences": [
        ("doc_id", _S, "the document"),
        ("sentence_id", _S, "the sentence, unique within the document"),
        *_SPAN,
        ("language", _S, "kk, ru or en"),
        ("text", _S, "as it stands in the original"),
    ],
    "mentions": [
        ("doc_id", _S, "the document"),
        ("mention_id", _S, "the mention, unique within the document"),
        ("label", _S, "date, congress, person, place or organisation"),
        *_SPAN,
        ("text", _S, "as it stands in the original"),
        ("sentence_id", _S, "the sentence it stands in"),
        ("zone", _S, "body, or citation for what stands in a bibliographic citation"),
        ("name", _S, "base form of a person's, place's or organisation's name"),
        ("person_id", _S, "the person, one for all mentions in a document"),
        *_VALUE,
        ("relative", _B, "the year or month was taken from the text before"),
        ("approximate", _B, "the text says about"),
        ("impossible", _B, "a day that no calendar has; its month stands for it"),
        ("numbers", _LI, "numbers of the congress"),
        ("kind", _S, "congress, conference, plenum, kurultai or session"),
        ("body", _S, "the body as the text calls it, base form; empty where it is left out"),
        ("body_id", _S, f"{', '.join(BODY_IDS[:-1])} or {BODY_IDS[-1]}"),
    ],
    "events": [
        ("event_id", _S, "the event, unique within the run"),
        ("doc_id", _S, "the document"),
        ("sentence_id", _S, "the sentence"),
        ("type", _S, "type of the happening, see the annotation guidelines"),
        ("trigger", _S, "the word that names it"),
        *_VALUE,
        ("congress_numbers", _LI, "numbers of the congresses that say when"),
        ("congress_kind", _S, "kind of the first of them"),
        ("congress_body", _S, "body of the first of them"),
        ("congress_body_id", _S, "id of that body"),
        ("persons", _LS, "who did it or to whom it was done, base forms"),
        ("places", _LS, "where, base forms"),
        ("organisations", _LS, "organisations that took part, base forms"),
        ("sentence", _S, "text of the sentence"),
        ("start_char", _I, "first code point of the trigger in the original text"),
        ("end_char", _I, "code point behind the trigger"),
        ("score", _F, "how sure the system is, 0 to 1"),
        ("checks", _LS, "codes of the findings on its dates and congresses"),
        ("carried", _B, "the time comes from a neighbouring sentence"),
        ("sort_start", _I, f"first day, for sorting: {_SORT}"),
        ("sort_end", _I, f"last day, for sorting: {_SORT}"),
        ("date_ids", _LS, "its date mentions"),
        ("congress_ids", _LS, "its congress mentions"),
        ("person_ids", _LS, "its person mentions"),
        ("place_ids", _LS, "its place mentions"),
        ("organisation_ids", _LS, "its organisation mentions"),
        ("evidence", _S, "the kind of evidence that its score was counted for"),
    ],
    "checks": [
        ("doc_id", _S, "the document"),
        ("code", _S, "what is wrong, see the documentation"),
        ("severity", _S, "error, warning or info"),
        ("mentions", _LS, "the mentions it is about"),
        ("message", _S, "in Kazakh and English"),
        ("suggestion", _S, "the reading that repairs it, where there is one"),
    ],
    "people": [
        ("doc_id", _S, "the document"),
        ("person_id", _S, "the person, unique within the document"),
        ("full_name", _S, "the fullest name borne in the document"),
        ("names", _LS, "all names borne in it"),
        ("born", _S, "day, year or stretch of birth, where the text tells it (EDTF)"),
        ("died", _S, "day, year or stretch of death, where the text tells it (EDTF)"),
        ("wikidata", _S, "Wikidata item, where the register of pseudonyms has the person"),
        ("mention_ids", _LS, "the person's mentions"),
    ],
    "canonical_events": [
        ("canonical_id", _S, "the happening, unique within the run"),
        ("type", _S, "congress, birth, death or founding"),
        ("name", _S, "what it is called: the register's name, or the longest in the texts"),
        ("names", _LS, "the body's, person's or organisation's names in the texts"),
        ("congress_body_id", _S, "id of the body"),
        ("congress_kind", _S, "kind of the meeting"),
        ("congress_number", _I, "its number"),
        ("register_id", _S, "its id in the register of known congresses"),
        ("wikidata", _S, "its Wikidata item, where the register has it"),
        ("known_start", _S, "first day by the register, Gregorian"),
        ("known_end", _S, "last day by the register, Gregorian"),
        ("start", _S, f"first day in the source whose date stands for it: {_ISO}"),
        ("end", _S, "last day, inclusive"),
        ("edtf", _S, "the same as an EDTF string"),
        ("precision", _S, "day, month, season, year, decade or century"),
        ("calendar", _S, "julian, gregorian or unstated"),
        ("ns_start", _S, "New Style first day, where the source has it"),
        ("ns_end", _S, "New Style last day, where the source has it"),
        ("sort_start", _I, f"first day, for sorting: {_SORT}"),
        ("sort_end", _I, f"last day, for sorting: {_SORT}"),
        ("agreement", _S, "single (one document), same, compatible, or conflict"),
        ("n_documents", _I, "documents that tell it"),
        ("n_events", _I, "their events"),
        ("doc_ids", _LS, "the documents"),
        ("event_ids", _LS, "their events, by document and place"),
        ("dates", _LS, "all dates that they give, as EDTF"),
    ],
    "failures": [
        ("doc_id", _S, "the document"),
        ("path", _S, "where it was looked for"),
        ("reason", _S, "why it is not in the other tables"),
    ],
}

Row = dict[str, Any]


def schema(table: str) -> pa.Schema:
    """Arrow schema of a table, the meaning of each column in its field's metadata."""
    return pa.schema([pa.field(n, t, metadata={"description": d}) for n, t, d in TABLES[table]])


def rows(document: Document, text: str, *, offset: int = 0, first_sentence: int = 0) -> dict[str, list[Row]]:
    """Rows of all tables but ``documents`` and ``failures`` for one document, or for a stretch of a long one.

    A stretch has ``text[0]`` at ``offset`` of the whole text (the document's offsets count from the whole's beginning)
    and ``first_sentence`` sentences before it.
    """
    sentence_rows = [
        {"doc_id": document.doc_id, "sentence_id": f"s{i}", "start_char": s.start_char, "end_char": s.end_char,
         "language": s.language, "text": text[s.start_char - offset : s.end_char - offset]}
        for i, s in enumerate(document.sentences, first_sentence)
    ]  # fmt: skip
    index = _Index(document, first_sentence)
    return {
        "sentences": sentence_rows,
        "mentions": _mention_rows(document, index),
        "events": [_event_row(document, event, text, offset, index) for event in document.events],
        "people": _people_rows(document),
        "checks": [check_row(document.doc_id, check) for check in document.checks],
    }


def document_row(document: Document, text: str, path: str, encoding: str, words: int) -> Row:
    """The row of ``documents``; ``words`` is the number of stretches between white space."""
    return {
        "doc_id": document.doc_id, "path": path, "sha256": document.sha256, "language": document.language,
        "encoding": encoding, "n_chars": len(text), "n_words": words,
        "n_sentences": len(document.sentences), "n_events": len(document.events),
    }  # fmt: skip


_FIELDS: dict[type[Mention], list[str]] = {
    kind: [f.name for f in fields(kind) if f.name != "id"] for _, _, kind in LAYERS.values()
}


class _Index:
    """Look-ups in one document: which sentence a span stands in, mentions and checks by id."""

    def __init__(self, document: Document, first_sentence: int) -> None:
        self.first_sentence = first_sentence
        self.sentences = document.sentences
        self.ends = [s.end_char for s in document.sentences]
        self.dates = {d.id: d for d in document.dates}
        self.congresses = {c.id: c for c in document.congresses}
        self.names = {m.id: m.name for pool in (document.persons, document.places, document.organisations) for m in pool}
        self.checks: dict[str, set[str]] = {}
        for check in document.checks:
            for mention in check.mentions:
                self.checks.setdefault(mention, set()).add(check.code)

    def sentence(self, start: int) -> int | None:
        index = bisect.bisect_right(self.ends, start)
        return index if index < len(self.ends) else None

    def sentence_id(self, start: int) -> str | None:
        index = self.sentence(start)
        return None if index is None else f"s{index + self.first_sentence}"


def _mention_rows(document: Document, index: _Index) -> list[Row]:
    found = []
    for label, (layer, _, _) in LAYERS.items():
        for mention in getattr(document, layer):
            row = {name: getattr(mention, name) for name in _FIELDS[type(mention)]}
            row |= {"doc_id": document.doc_id, "mention_id": mention.id, "label": label}
            row["sentence_id"] = index.sentence_id(mention.start_char)
            found.append(row)
    return sorted(found, key=lambda row: (row["start_char"], row["end_char"], row["label"]))


def _people_rows(document: Document) -> list[Row]:
    mentions: dict[str | None, list[str]] = {}
    for mention in document.persons:
        mentions.setdefault(mention.person_id, []).append(mention.id)
    return [
        {"doc_id": document.doc_id, "person_id": p.person_id, "full_name": p.full_name, "names": p.names, "born": p.born,
         "died": p.died, "wikidata": p.wikidata or None, "mention_ids": mentions.get(p.person_id, [])}
        for p in document.people
    ]  # fmt: skip


def check_row(doc_id: str, check: Check) -> Row:
    return {"doc_id": doc_id, "code": check.code, "severity": check.severity, "mentions": check.mentions,
            "message": check.message, "suggestion": check.suggestion}  # fmt: skip


def _event_row(document: Document, event: Event, text: str, offset: int, index: _Index) -> Row:
    dates = [index.dates[i] for i in event.dates if i in index.dates]
    congresses = [index.congresses[i] for i in event.congresses if i in index.congresses]
    place = index.sentence(event.trigger.start_char)
    sentence = document.sentences[place] if place is not None else None
    row: Row = {
        "event_id": f"{document.doc_id}:{event.id}", "doc_id": document.doc_id,
        "sentence_id": index.sentence_id(event.trigger.start_char), "type": event.type, "trigger": event.trigger.text,
        "congress_numbers": [n for c in congresses for n in c.numbers],
        "congress_kind": congresses[0].kind if congresses else None,
        "congress_body": congresses[0].body if congresses else None,
        "congress_body_id": congresses[0].body_id if congresses else None,
        "persons": [index.names[i] for i in event.persons if i in index.names],
        "places": [index.names[i] for i in event.places if i in index.names],
        "organisations": [index.names[i] for i in event.organisations if i in index.names],
        "sentence": text[sentence.start_char - offset : sentence.end_char - offset] if sentence else None,
        "start_char": event.trigger.start_char, "end_char": event.trigger.end_char, "score": event.score,
        "checks": sorted(set().union(*(index.checks.get(i, set()) for i in [*event.dates, *event.congresses]))),
        "carried": event.carried, "evidence": event.evidence,
        **{f"{label}_ids": getattr(event, layer) for label, (layer, _, _) in LAYERS.items()},
    }  # fmt: skip
    if dates:
        row |= {name: getattr(dates[0], name) for name, _, _ in _VALUE}
        if len(dates) > 1:  # one verb with several dates: from the first day to the last
            row |= {"start": min(d.start for d in dates), "end": max(d.end for d in dates)}
            row["edtf"] = "{" + ",".join(str(d.edtf).replace("/", "..") for d in dates) + "}"
        spans = [gregorian_span(d.start, d.end, d.precision, d.calendar, d.ns_start, d.ns_end) for d in dates]
        row |= {"sort_start": min(start for start, _ in spans), "sort_end": max(end for _, end in spans)}
    return row


def events(texts: Iterable[str | tuple[str, str]]) -> pd.DataFrame:
    """The event table of raw texts (or pairs of id and text) as a DataFrame; columns as in a run folder.

    Texts without an id are ``doc0``, ``doc1`` …; one string is one text. Raises ValueError where an id comes twice,
    TypeError for what is no text.
    """
    from jylnama.pipeline import named_texts, read_document

    found: list[Row] = []
    seen: set[str] = set()
    for doc_id, text in named_texts(texts):
        if doc_id in seen:
            raise ValueError(f"two texts have the id {doc_id!r}; ids must be unique")
        seen.add(doc_id)
        found += rows(read_document(_pipeline(), text, doc_id), text)["events"]
    frame = pa.Table.from_pylist(found, schema=schema("events")).to_pandas()
    return frame.astype({"sort_start": "Int64", "sort_end": "Int64"})  # an event dated by a congress alone has none


_NLP: list[Any] = []


def _pipeline() -> Any:
    if not _NLP:
        from jylnama.pipeline import load

        _NLP.append(load())
    return _NLP[0]


class RunError(UserError):
    """A run folder that cannot be read; the message names the table and says what to do."""


@contextmanager
def open_run(folder: Path, names: Iterable[str]) -> Iterator[dict[str, pq.ParquetFile]]:
    """The named tables of a run folder, open to be read.

    Raises RunError for a folder that is no run, and for a table that is missing or damaged, also where that shows later.
    """
    if not (folder / "documents.parquet").exists():
        raise RunError(f"{folder}: not a run folder (jylnama extract writes one)")
    with ExitStack() as files:
        tables: dict[str, pq.ParquetFile] = {}
        for name in names:
            try:
                tables[name] = files.enter_context(pq.ParquetFile(folder / f"{name}.parquet"))
            except FileNotFoundError as error:
                raise RunError(f"{folder}: {name}.parquet is missing; extract it again") from error
            except (OSError, pa.ArrowException) as error:
                reason = getattr(error, "strerror", None) or "it is no whole Parquet file; extract it again"
                raise RunError(f"{folder}: {name}.parquet cannot be read: {reason}") from error
        try:
            yield tables
        except (OSError, pa.ArrowException) as error:
            if getattr(error, "errno", None):  # Arrow's errors have none; this one is of what the caller writes
                raise
            raise RunError(f"{folder}: a table of {', '.join(tables)} is damaged; extract it again") from error


_DOCUMENT_TABLES = ("documents", "sentences", "mentions", "events", "people", "checks")


def read_run(folder: Path) -> Iterable[Document]:
    """Document objects of a run folder, in the order of its ``documents`` table; streams, some documents in memory at a time.

    Raises RunError where the first is asked for, if ``folder`` is no run folder or a table cannot be read.
    """
    with open_run(folder, _DOCUMENT_TABLES):
        columns = {name: [column for column, _, _ in TABLES[name]] for name in _DOCUMENT_TABLES}
        for window in windows(folder, columns, unordered=["checks"]):
            parts = {name: _by_document(window.pop(name)) for name in _DOCUMENT_TABLES}
            for doc_id, (record,) in parts.pop("documents").items():
                yield _document(record, {name: groups.get(doc_id, []) for name, groups in parts.items()})


def _by_document(table: pa.Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in table.to_pylist():
        found.setdefault(row["doc_id"], []).append(row)
    return found


def read_sentences(folder: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Sentences of a run folder: (start, end, text) by document. Raises RunError."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    with open_run(folder, ["sentences"]) as files:
        sentences = files["sentences"].read().to_pylist()
    for row in sentences:
        found.setdefault(row["doc_id"], []).append((row["start_char"], row["end_char"], row["text"]))
    return found


def _document(record: Row, parts: dict[str, list[Row]]) -> Document:
    data: Row = {"doc_id": record["doc_id"], "sha256": record["sha256"], "language": record["language"]}
    data["sentences"] = [[s["start_char"], s["end_char"]] for s in parts["sentences"]]
    data["sentence_languages"] = [s["language"] for s in parts["sentences"]]
    for row in parts["mentions"]:
        mention = {key: value for key, value in row.items() if value is not None}
        data.setdefault(LAYERS[row["label"]][0], []).append({**mention, "id": row["mention_id"]})
    data["events"] = [
        {"id": row["event_id"].rsplit(":", 1)[1], "type": row["type"], "carried": row["carried"], "score": row["score"],
         "trigger": {"start_char": row["start_char"], "end_char": row["end_char"], "text": row["trigger"]}, "evidence": row["evidence"],
         **{layer: row[f"{label}_ids"] for label, (layer, _, _) in LAYERS.items()}}
        for row in parts["events"]
    ]  # fmt: skip
    data["people"] = [
        {name: row[name] for name in ("person_id", "full_name", "names", "born", "died")} | {"wikidata": row["wikidata"] or ""}
        for row in parts["people"]
    ]
    data["checks"] = [{key: value for key, value in row.items() if key != "doc_id"} for row in parts["checks"]]
    return Document.from_dict(data)
