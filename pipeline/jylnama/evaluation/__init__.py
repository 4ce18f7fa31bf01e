"""Scores of document objects against gold: plain functions over lists of document objects."""

from jylnama.evaluation.scores import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
