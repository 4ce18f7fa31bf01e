"""Imports spaCy without what it does not need here."""

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
