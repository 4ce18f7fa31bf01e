"""Fixtures of all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def nlp() -> Language:
    from jylnama.pipeline import load

    return load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real texts that are not part of the project; tests that need them are skipped where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real texts is absent")
    return SHARED
