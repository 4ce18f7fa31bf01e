"""What components leave in ``doc._``, as msgpack: for ``DocBin(store_user_data=True)``, ``doc.to_bytes``, ``nlp.pipe(n_process=2)``.

Importing the module registers an encoder and a decoder with srsly, spaCy's serialiser, and the tokenizer of written pipelines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

import srsly

import jylnama.text.cleaning  # noqa: F401  (registers the tokenizer)
from jylnama.text.clean import CleanText, clean

_KEY = "__jylnama__"
_Chain = Callable[[Any], Any] | None


@srsly.msgpack_encoders("jylnama")
def encode(value: Any, chain: _Chain = None) -> Any:
    """A dataclass of this package as a dictionary that names it; a clean text as its source alone."""
    kind = type(value)
    if isinstance(value, CleanText):
        return {_KEY: "CleanText", "source": value.source}
    if kind.__module__.startswith("jylnama.") and is_dataclass(value):
        return {_KEY: f"{kind.__module__}:{kind.__qualname__}", **{f.name: getattr(value, f.name) for f in fields(value)}}
    return value if chain is None else chain(value)


@srsly.msgpack_decoders("jylnama")
def decode(value: Any, chain: _Chain = None) -> Any:
    """The reverse of ``encode``; only dataclasses of this package are made."""
    name = value.get(_KEY) if isinstance(value, dict) else None
    if name == "CleanText":
        return clean(value["source"])
    if isinstance(name, str) and name.startswith("jylnama."):
        module, _, qualified = name.partition(":")
        kind = getattr(import_module(module), qualified, None)
        if is_dataclass(kind) and isinstance(kind, type):
            # spaCy reads msgpack's sequences as tuples; ours are lists
            return kind(**{k: list(v) if isinstance(v, tuple) else v for k, v in value.items() if k != _KEY})
    return value if chain is None else chain(value)
