"""Scores of document objects against gold: plain functions over lists of document objects. See docs/evaluation.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jylnama.evaluation.comparison import compare
    from jylnama.evaluation.scores import Evaluation, Score, evaluate

__all__ = ["Evaluation", "Score", "compare", "evaluate"]


def __getattr__(name: str) -> Any:
    # the command line imports this package: `jylnama --help` must not load NumPy
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(f"jylnama.evaluation.{'comparison' if name == 'compare' else 'scores'}"), name)
    raise AttributeError(f"module 'jylnama.evaluation' has no attribute {name!r}")
