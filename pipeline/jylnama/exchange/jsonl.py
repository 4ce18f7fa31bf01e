"""JSONL: one document object a line, as gold annotations and ``jylnama evaluate`` have them."""

from __future__ import annotations

import json
from pathlib import Path

from jylnama.document import Document, DocumentError
from jylnama.exchange.sound import faults
from jylnama.files import replacing
from jylnama.run.tables import read_run

# faults of a document object that a message names
_TOLD = 10


def write(run: Path, out: Path) -> int:
    """Write the run's document objects to ``out``; returns their number. Raises RunError, DocumentError, OSError."""
    count = 0
    with replacing(out) as path, path.open("w", encoding="utf-8") as stream:
        for document in read_run(run):
            stream.write(json.dumps(document.to_dict(), ensure_ascii=False) + "\n")
            count += 1
    return count


def read(path: Path) -> list[Document]:
    """Document objects from a ``.jsonl``, a ``.json``, a folder of ``.json`` files, or a run folder.

    Raises DocumentError with the file and line of what is malformed or cannot be right, RunError for a table of a run that cannot be read.
    """
    if path.is_dir():
        if (path / "documents.parquet").exists():
            return list(read_run(path))
        files = sorted(path.glob("*.json"))
        if not files:
            raise DocumentError(f"{path}: neither a run folder nor a folder of document objects (*.json)")
        return [document for file in files for document in read(file)]
    if not path.exists():
        raise DocumentError(f"{path}: no such file or folder")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: not UTF-8 (byte {error.start})") from error
    if path.suffix == ".json":
        return [_parse(text, str(path))]
    lines = enumerate(text.split("\n"), 1)
    return [_parse(line, f"{path}:{number}") for number, line in lines if line.strip()]


def _parse(text: str, where: str) -> Document:
    try:
        document = Document.from_dict(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentError(f"{where}: {error}") from error
    found = [f"{where}: document {document.doc_id}: {fault}" for fault in faults(document)]
    if found:
        rest = f"\n… and {len(found) - _TOLD} more in it" if len(found) > _TOLD else ""
        raise DocumentError("\n".join(found[:_TOLD]) + rest)
    return document
