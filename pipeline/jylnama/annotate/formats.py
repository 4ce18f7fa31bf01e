"""The formats by name. Each module has ``write(graphs, out)``, ``read(path, texts)`` and ``held(graph)``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from jylnama.annotate.graph import Graph

# brat: jylnama.annotate.brat, and so on; imported when asked for, as some need libraries that are extras
NAMES = ("brat", "labelstudio", "doccano", "inception", "conll", "docbin")


class Format(Protocol):
    def held(self, graph: Graph) -> Graph:
        """What the format can hold of a graph: what a document object is after export and import."""

    def write(self, graphs: Iterable[Graph], out: Path) -> int:
        """Write all documents to the path; returns their number."""

    def read(self, path: Path, texts: dict[str, str]) -> Iterator[Graph]:
        """Documents as the tool has left them. texts: by sha256, for formats that hold no text."""


def get(name: str) -> Format:
    """The format's module. Raises ImportError where a library that it needs is not installed."""
    return cast(Format, import_module(f"jylnama.annotate.{name}"))
