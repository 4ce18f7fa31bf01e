"""Imports spaCy and pyarrow without what they do not need here."""

from __future__ import annotations

import sys
from importlib.util import find_spec


def import_spacy() -> None:
    """Import spaCy; PyTorch, which it would load wherever that is installed (2 s, 200 MB), stays out.

    Stanza can still be used in the same process: only spaCy's own layers do not see PyTorch then.
    """
    if "spacy" in sys.modules or "torch" in sys.modules or find_spec("torch") is None:
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["torch"]


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
