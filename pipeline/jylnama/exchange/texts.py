"""The texts that document objects are about: found by ``sha256``, for the objects hold none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jylnama.document import Document, text_sha256
from jylnama.errors import UserError
from jylnama.run.formats import Text
from jylnama.run.inputs import InputError, read_inputs
from jylnama.run.tables import open_run


class TextError(UserError):
    """A text that cannot be had; the message names the document and its ``sha256``."""


def find_texts(documents: Iterable[Document], sources: Sequence[Path]) -> dict[str, str]:
    """The text of every document, by ``sha256``.

    sources: files and folders of texts, in any form that ``jylnama extract`` reads; their names do not matter.
    Raises TextError naming every document whose text is not among them, or is another one by its ``doc_id``.
    """
    wanted = {document.sha256: document.doc_id for document in documents}
    found = {text_sha256(""): ""}
    named: dict[str, Text] = {}
    for item in _read(sources):
        named[item.doc_id] = item
        if (digest := text_sha256(item.text)) in wanted:
            found[digest] = item.text
    missing = [_missing(doc_id, sha256, named) for sha256, doc_id in wanted.items() if sha256 not in found]
    if missing:
        rest = f"\n… and {len(missing) - 10} more" if len(missing) > 10 else ""
        raise TextError("\n".join(missing[:10]) + rest + "\nname the files or folders that hold the texts with --texts")
    return found


def all_texts(sources: Sequence[Path]) -> dict[str, str]:
    """Every text of these files and folders, by ``sha256``; the empty text is always there."""
    return {text_sha256(""): ""} | {text_sha256(item.text): item.text for item in _read(sources)}


def paths_of_run(folder: Path) -> list[Path]:
    """Where a run's texts came from, as far as they are still there; empty where the folder is no run. Raises RunError."""
    if not (folder / "documents.parquet").exists():
        return []
    with open_run(folder, ["documents"]) as tables:
        paths = tables["documents"].read(columns=["path"]).column("path").to_pylist()
    return [path for path in map(Path, dict.fromkeys(paths)) if path.is_file()]


def _read(sources: Sequence[Path]) -> Iterator[Text]:
    try:
        for item in read_inputs([str(source) for source in sources]) if sources else ():
            if isinstance(item, Text):
                yield item
    except InputError as error:
        raise TextError(str(error)) from error


def _missing(doc_id: str, sha256: str, named: dict[str, Text]) -> str:
    other = named.get(doc_id)
    if other:
        return f"{doc_id}: {other.path} is another text (its sha256 is {text_sha256(other.text)}, the document's {sha256})"
    return f"{doc_id}: its text is not here (sha256 {sha256})"
