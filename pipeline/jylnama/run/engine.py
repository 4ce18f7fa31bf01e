"""Runs the pipeline over a stream of texts and writes the run folder."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import spacy
from spacy.language import Language

import jylnama
from jylnama.pipeline import read_document
from jylnama.run.inputs import Item, Unreadable
from jylnama.run.package import datapackage
from jylnama.run.tables import TABLES, Row, rows, schema

_FLUSH_ROWS = 20_000


class OutputError(ValueError):
    """The output folder cannot be written; the message says why and what to do."""


@dataclass(slots=True)
class Summary:
    """Counts of a run."""

    documents: int = 0
    failures: int = 0
    words: int = 0
    events: int = 0
    checks: int = 0
    seconds: float = 0.0
    inputs: list[dict[str, str]] = field(default_factory=list)


def prepare_output(folder: Path, *, force: bool) -> None:
    """Make the folder, or refuse. Raises OutputError where it holds something and ``force`` is not given."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()):
        if not force:
            raise OutputError(f"{folder}: holds something already; name another folder, or --force to replace a run")
        strange = [p.name for p in folder.iterdir() if p.name not in _own_names()]
        if strange:
            raise OutputError(f"{folder}: holds files that no run has written ({', '.join(sorted(strange)[:3])}); not touched")
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error


def _own_names() -> set[str]:
    names = {f"{name}.parquet" for name in TABLES} | {"run.json", "datapackage.json"}
    return names | {f"{name}.part" for name in names}


def run(items: Iterable[Item], folder: Path, nlp: Language, progress: Callable[[Summary], None] | None = None) -> Summary:
    """Read every text, write the tables of ``folder`` (which is ready), return the counts.

    A document that fails goes to ``failures`` with its reason; the rest go on. Memory does not grow with
    the number of documents. The tables' bytes depend on the texts and settings alone.
    """
    summary = Summary()
    began = time.perf_counter()
    writers = {name: _Writer(folder / f"{name}.parquet", schema(name)) for name in TABLES}
    seen: set[str] = set()
    for item in items:
        item = _distinct(item, seen)
        if isinstance(item, Unreadable):
            _fail(writers, summary, item.doc_id, item.path, item.reason)
        else:
            try:
                document = read_document(nlp, item.text, item.doc_id)
                found = rows(document, item.text)
            except Exception as error:  # noqa: BLE001 - one text must not stop a run over millions
                _fail(writers, summary, item.doc_id, item.path, f"{error.__class__.__name__}: {error}")
            else:
                words = len(item.text.split())
                found["documents"] = [{
                    "doc_id": item.doc_id, "path": item.path, "sha256": document.sha256, "language": document.language,
                    "encoding": item.encoding, "n_chars": len(item.text), "n_words": words,
                    "n_sentences": len(document.sentences), "n_events": len(document.events),
                }]  # fmt: skip
                for name, new in found.items():
                    writers[name].add(new)
                summary.documents += 1
                summary.words += words
                summary.events += len(document.events)
                summary.checks += len(document.checks)
                if len(summary.inputs) < 10_000:
                    summary.inputs.append({"doc_id": item.doc_id, "sha256": document.sha256})
        if progress:
            progress(summary)
    for writer in writers.values():
        writer.close()
    summary.seconds = time.perf_counter() - began
    _write_json(folder / "datapackage.json", datapackage())
    _write_json(folder / "run.json", _run_record(summary, nlp))
    return summary


def _distinct(item: Item, seen: set[str]) -> Item:
    """Records of one id: the second is a failure, not a silent overwrite."""
    if item.doc_id in seen:
        return Unreadable(item.doc_id, item.path, "a document with this id was read before; ids must be unique")
    seen.add(item.doc_id)
    return item


def _fail(writers: dict[str, _Writer], summary: Summary, doc_id: str, path: str, reason: str) -> None:
    writers["failures"].add([{"doc_id": doc_id, "path": path, "reason": reason}])
    summary.failures += 1


class _Writer:
    """A Parquet file written in row groups under a temporary name, renamed when it is whole."""

    def __init__(self, path: Path, table_schema: pa.Schema) -> None:
        self.path, self.part = path, path.with_name(path.name + ".part")
        self.schema = table_schema
        self.writer = pq.ParquetWriter(self.part, table_schema, compression="zstd")
        self.buffer: list[Row] = []

    def add(self, new: list[Row]) -> None:
        self.buffer += new
        if len(self.buffer) >= _FLUSH_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self.buffer:
            self.writer.write_table(pa.Table.from_pylist(self.buffer, schema=self.schema))
            self.buffer = []

    def close(self) -> None:
        self._flush()
        self.writer.close()
        os.replace(self.part, self.path)


def _write_json(path: Path, data: Any) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(part, path)


def _run_record(summary: Summary, nlp: Language) -> dict[str, Any]:
    settings = json.dumps({name: nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}, sort_keys=True)
    return {
        "jylnama": jylnama.__version__, "python": platform.python_version(), "spacy": spacy.__version__,
        "pipeline": nlp.pipe_names, "settings_sha256": hashlib.sha256(settings.encode()).hexdigest(), "model": None,
        "inputs": summary.inputs, "documents": summary.documents, "failures": summary.failures,
        "words": summary.words, "events": summary.events, "checks": summary.checks,
        "seconds": round(summary.seconds, 3),
        "words_per_second": round(summary.words / summary.seconds) if summary.seconds else None,
    }  # fmt: skip
