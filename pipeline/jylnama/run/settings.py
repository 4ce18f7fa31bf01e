"""What decides over a run's bytes besides its inputs: versions, code, components, models."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jylnama


@cache
def code_sha256() -> str:
    """SHA-256 over the package's own files: two checkouts of one version differ here."""
    root = Path(jylnama.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def describe(nlp: Any, load: dict[str, Any]) -> dict[str, Any]:
    """Settings of a loaded pipeline: the same settings and inputs give the same bytes."""
    return {
        "jylnama": jylnama.__version__,
        "spacy": version("spacy"),
        "code_sha256": code_sha256(),
        "pipeline": {name: nlp.get_pipe_meta(name).factory for name in nlp.pipe_names},
        "load": {name: value for name, value in load.items() if name not in ("threads", "registers")},
        "model": _models(nlp) or None,
        "registers": [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in load.get("registers", ())],
    }


def _models(nlp: Any) -> dict[str, Any]:
    """What components with weights say of them: a component may have ``model_info``, a dictionary with the weights' sha256."""
    return {name: pipe.model_info for name, pipe in nlp.pipeline if getattr(pipe, "model_info", None)}


def digest(settings: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What differs between two settings, in words."""
    found = []
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            if key == "code_sha256":
                found.append("the program's own files")
            else:
                found.append(f"{key}: {_short(old.get(key))} → {_short(new.get(key))}")
    return found


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:79] + "…"
