"""Pairing of items: by key, by touching spans; SemEval's counts in pieces."""

from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st
from nervaluate.evaluator import Evaluator

from jylnama.evaluation import match, semeval, texts
from jylnama.evaluation.match import equal_pairs, touching_pairs

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8)).map(lambda p: (p[0], p[0] + p[1])), max_size=20, unique=True)
LABELLED = st.lists(
    st.tuples(SPANS.filter(bool).map(lambda s: s[0]), st.sampled_from(["date", "person"])), max_size=25, unique=True
)


def test_examples_in_docstrings() -> None:
    for module in (match, semeval, texts):
        outcome = doctest.testmod(module)
        assert outcome.attempted
        assert not outcome.failed


@given(SPANS, SPANS)
def test_touching_pairs_touch_and_take_each_item_once(gold: list, predicted: list) -> None:
    pairs = touching_pairs(gold, predicted, lambda s: s)
    assert all(a < d and c < b for (a, b), (c, d) in pairs)
    assert len({g for g, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)
    assert {(s, s) for s in set(gold) & set(predicted)} <= set(pairs)


@given(SPANS)
def test_no_pair_is_lost_where_spans_of_a_side_do_not_touch(predicted: list) -> None:
    """Against a simple search for every pair, on sides whose own spans do not touch."""
    gold = [(start, start + 7) for start in range(0, 70, 10)]
    apart: list[tuple[int, int]] = []
    for span in sorted(predicted):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    touched = [g for g in gold if any(g[0] < d and c < g[1] for c, d in apart)]
    assert len(touching_pairs(gold, apart, lambda s: s)) >= len(touched) / 2
    alone = [g for g in touched if sum(g[0] < d and c < g[1] for c, d in apart) == 1]
    found = {g for g, _ in touching_pairs(gold, apart, lambda s: s)}
    shared = {p for p in apart if sum(g[0] < p[1] and p[0] < g[1] for g in gold) > 1}
    assert all(g in found for g in alone if not any(g[0] < d and c < g[1] for c, d in shared))


def test_touching_ends_do_not_touch() -> None:
    assert touching_pairs([(0, 4)], [(4, 8)], lambda s: s) == []
    assert semeval.semeval([((0, 4), "date")], [((4, 8), "date")], "partial") == (0, 1, 1)


def test_equal_spans_go_before_touching_ones() -> None:
    assert touching_pairs([(0, 9), (3, 6)], [(3, 6)], lambda s: s) == [((3, 6), (3, 6))]


def test_each_copy_is_paired_once() -> None:
    assert len(equal_pairs(["a", "a", "b"], ["a", "b", "b"], lambda x: x)) == 2


@given(LABELLED, LABELLED)
def test_semeval_in_pieces_is_nervaluate_on_the_whole(gold: list, predicted: list) -> None:
    """Pieces that no span crosses change no count of nervaluate's own evaluator."""

    def entities(side: list) -> list[dict]:
        return [{"label": label, "start": start, "end": end - 1} for (start, end), label in sorted(side)]

    whole = Evaluator([entities(gold)], [entities(predicted)], tags=["date", "person"], loader="dict").evaluate()["overall"]
    for schema, name in (("strict", "strict"), ("exact", "exact"), ("partial", "partial"), ("type", "ent_type")):
        expected = (whole[name].correct + 0.5 * whole[name].partial, whole[name].actual, whole[name].possible)
        assert semeval.semeval(gold, predicted, schema) == expected
