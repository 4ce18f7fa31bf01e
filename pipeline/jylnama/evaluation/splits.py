"""Gold by split: a CSV with the columns ``doc_id`` and ``split`` says which documents are ``train``, ``dev``, ``test``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from jylnama.document import Document
from jylnama.errors import UserError


class SplitError(UserError):
    """The file of splits cannot be used, or has no such split; the message says why."""


def read_splits(path: Path) -> dict[str, str]:
    """Split by document id. Raises SplitError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeError) as error:
        raise SplitError(f"{path}: cannot be read: {error}") from error
    if not rows or not {"doc_id", "split"} <= rows[0].keys():
        raise SplitError(f"{path}: needs a header and rows with the columns doc_id and split")
    return {row["doc_id"]: row["split"] for row in rows}


def find_splits(gold: Iterable[Path]) -> Path:
    """``splits.csv`` in, or beside, one of the gold's folders. Raises SplitError where there is none."""
    places = [folder / "splits.csv" for path in gold for folder in (path, path.parent)]
    for place in places:
        if place.is_file():
            return place
    raise SplitError("no splits.csv in or beside the gold: name it with --splits FILE")


def select(documents: Iterable[Document], splits: dict[str, str], wanted: Iterable[str]) -> list[Document]:
    """Documents of the wanted splits. Raises SplitError for a split that is not there, or where none is left."""
    names = set(wanted)
    unknown = names - set(splits.values())
    if unknown:
        raise SplitError(f"no split {', '.join(sorted(unknown))}; there are: {', '.join(sorted(set(splits.values())))}")
    chosen = [document for document in documents if splits.get(document.doc_id) in names]
    if not chosen:
        raise SplitError(f"no gold document is in {', '.join(sorted(names))}")
    return chosen
