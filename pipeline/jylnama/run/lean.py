"""Imports spaCy and pyarrow without what they do not need here."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType


def import_spacy() -> None:
    """Import spaCy without its commands (a third of its time), and without PyTorch, where that is installed (2 s, 200 MB).

    Both can still be used in the same process: only spaCy's own layers do not see PyTorch then.
    """
    if "spacy" in sys.modules:
        return
    absent: dict[str, ModuleType | None] = {"spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": ModuleType("spacy.cli.info")}
    absent["spacy.cli.info"].info = _info  # type: ignore[union-attr]  # all that spaCy itself takes of its commands
    if "torch" not in sys.modules and find_spec("torch") is not None:
        absent["torch"] = None
    sys.modules.update(absent)  # type: ignore[arg-type]
    try:
        import spacy  # noqa: F401
    finally:
        for name in absent:
            del sys.modules[name]


def _info(*args: object, **options: object) -> object:
    """``spacy.info``, its module loaded when it is called."""
    from spacy.cli.info import info

    return info(*args, **options)  # type: ignore[arg-type]


def import_pyarrow() -> None:
    """Import pyarrow; pandas, which it would load with its first array (0.3 s), stays out.

    pyarrow looks for pandas once: this is for processes that make no frames of its tables.
    """
    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _NoPandas())
    try:
        import pyarrow as pa

        pa.array([])
    finally:
        sys.meta_path.pop(0)


class _NoPandas:
    """Finds no pandas. (pyarrow does not heed a ``None`` in ``sys.modules``.)"""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)
