"""docs/evaluation.md: its examples run, and it names every measure."""

from __future__ import annotations

from pathlib import Path

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from jylnama.evaluation.baselines import BASELINES
from jylnama.evaluation.measures import MEASURES

PAGE = Path(__file__).parent.parent.parent / "docs" / "evaluation.md"


def test_examples_run() -> None:
    examples = list(Sybil(parsers=[PythonCodeBlockParser()]).parse(PAGE).examples())
    assert len(examples) > 8
    for example in examples:
        example.evaluate()


def test_every_measure_is_defined() -> None:
    """By its full name, or by its last part (`.partial`, `end`) in the row of its family."""
    text = PAGE.read_text("utf-8")
    for measure in MEASURES:
        last = measure.name.rpartition(".")[2]
        assert any(f"`{form}`" in text for form in (measure.name, last, f".{last}", f"….{last}")), measure.name


def test_every_baseline_is_told() -> None:
    text = PAGE.read_text("utf-8")
    assert all(f"`{name}`" in text for name in BASELINES)
