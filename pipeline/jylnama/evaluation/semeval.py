"""The scores of MUC and SemEval-2013 task 9.1 by ``nervaluate``: strict, exact, partial, type.

``nervaluate`` compares every span with every other of a document, and takes ends as inclusive. Here it is given the
last code point as the end, and a document in pieces that no span crosses: the counts are the same, the time is linear.
Source: Segura-Bedmar, Martínez, Herrero-Zazo (2013), SemEval-2013 Task 9, https://aclanthology.org/S13-2056/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nervaluate.entities import Entity
from nervaluate.strategies import (
    EntityTypeEvaluation,
    EvaluationStrategy,
    ExactEvaluation,
    PartialEvaluation,
    StrictEvaluation,
)

from jylnama.evaluation.sides import Span

Labelled = tuple[Span, str]
_STRATEGIES: dict[str, EvaluationStrategy] = {
    "strict": StrictEvaluation(), "exact": ExactEvaluation(), "partial": PartialEvaluation(), "type": EntityTypeEvaluation(),
}  # fmt: skip
_PIECE = 12


def semeval(gold: Sequence[Labelled], predicted: Sequence[Labelled], schema: str) -> tuple[float, int, int]:
    """(right, predicted, gold) of one document, a partial match counting one half of a right one.

    gold, predicted: (half-open span, label). schema: ``strict`` ``exact`` ``partial`` ``type``.

    >>> semeval([((0, 12), "date")], [((0, 4), "date"), ((20, 24), "date")], "partial")
    (0.5, 2, 1)
    """
    right, actual, possible = 0.0, 0, 0
    for theirs, ours in _pieces(gold, predicted):
        tags = sorted({entity.label for entity in theirs + ours})
        result, _ = _STRATEGIES[schema].evaluate(theirs, ours, tags)
        right += result.correct + 0.5 * result.partial
        actual += result.actual
        possible += result.possible
    return right, actual, possible


def _pieces(gold: Sequence[Labelled], predicted: Sequence[Labelled]) -> Iterator[tuple[list[Entity], list[Entity]]]:
    """Both sides cut at places that no span crosses, a dozen spans or more in each piece."""
    pieces: tuple[list[Entity], list[Entity]] = ([], [])
    reach = -1
    for (start, end), label, side in sorted(
        [(span, label, 0) for span, label in gold] + [(span, label, 1) for span, label in predicted]
    ):
        if start >= reach and len(pieces[0]) + len(pieces[1]) >= _PIECE:
            yield pieces
            pieces = ([], [])
        pieces[side].append(Entity(label, start, end - 1))
        reach = max(reach, end)
    if pieces[0] or pieces[1]:
        yield pieces
