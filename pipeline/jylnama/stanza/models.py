"""Finds Stanza's Kazakh models: in a folder that the user names, or where Stanza itself keeps them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files as resources_of
from pathlib import Path
from typing import Any

from jylnama.errors import UserError

# what the file names of trained models end in
_FILES = {"tokenize": "*tokenizer.pt", "ner": "*nertagger.pt"}


class StanzaError(UserError):
    """Stanza or its models cannot be used; the message says why and what to do."""


@lru_cache(maxsize=4)
def pipeline(processors: str, folder: str | None) -> Any:
    """A ``stanza.Pipeline`` for Kazakh, read once a process.

    processors: ``tokenize`` (sentences and tokens) or ``tokenize,ner`` (names; each block between empty lines is one
    sentence). folder: one that ``stanza.download("kk", folder)`` filled, or one with trained models
    (``*tokenizer.pt``, ``*nertagger.pt``, ``*pretrain.pt`` where the tagger needs it); without it Stanza's own, which
    Stanza downloads where it can. Raises StanzaError.
    """
    try:
        import stanza
    except ImportError as error:
        raise StanzaError("Stanza is not installed: pip install 'jylnama[stanza]'") from error
    options: dict[str, Any] = {
        "package": "default",
        "tokenize_no_ssplit": "ner" in processors,
        "verbose": False,
        "use_gpu": False,
    }
    if folder:
        options |= _paths(Path(folder), processors)
    try:
        return stanza.Pipeline("kk", processors=processors, **options)
    except Exception as error:  # Stanza raises whatever its files and the network raise
        if folder:
            raise StanzaError(f"{folder}: Stanza's models cannot be loaded: {error}") from error
        raise StanzaError(
            "Stanza's Kazakh models are not here and cannot be downloaded: name a folder that has them by --stanza-models "
            f"(evaluate: --stanza). Stanza says: {type(error).__name__}"
        ) from error


def _paths(folder: Path, processors: str) -> dict[str, Any]:
    if not folder.is_dir():
        raise StanzaError(f"{folder}: no such folder of Stanza models")
    if (folder / "resources.json").exists():
        return {"model_dir": str(folder), "download_method": None}
    # Stanza wants a list of resources even where every file is named: ours is empty
    resources = Path(str(resources_of(__package__).joinpath("resources.json")))
    options: dict[str, Any] = {
        "download_method": None,
        "allow_unknown_language": True,
        "package": None,
        "resources_filepath": str(resources),
    }
    for processor in processors.split(","):
        found = sorted(folder.glob(_FILES[processor]))
        if len(found) != 1:
            raise StanzaError(f"{folder}: needs one file {_FILES[processor]}, has {len(found)}")
        options[f"{processor}_model_path"] = str(found[0])
    pretrain = sorted(folder.glob("*pretrain.pt"))
    if pretrain:
        options["ner_pretrain_path"] = str(pretrain[0])
    return options
