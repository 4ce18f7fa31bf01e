"""jylnama: reads raw Kazakh historical texts and writes the table of events that they tell."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jylnama.pipeline import extract, load
    from jylnama.run.tables import events

try:
    __version__ = version("jylnama")
except PackageNotFoundError:  # a checkout that is not installed
    __version__ = "0.0.0"

__all__ = ["__version__", "events", "extract", "load"]

_LAZY = {"load": "jylnama.pipeline", "extract": "jylnama.pipeline", "events": "jylnama.run.tables"}


def __getattr__(name: str) -> Any:
    # importing the package must not load spaCy: `jylnama --help` would wait for it
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'jylnama' has no attribute {name!r}")
