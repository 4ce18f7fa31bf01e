"""Pairing of what two sides found: equal keys, touching spans. Everything is linear in the number of items (after sorting)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from jylnama.evaluation.sides import Span

T = TypeVar("T")


def common(ours: Iterable[Hashable], theirs: Iterable[Hashable]) -> int:
    """How many keys both sides have, each counted as often as the side has it that has it less often.

    >>> common(["a", "a", "b"], ["a", "b", "c"])
    2
    """
    return (Counter(ours) & Counter(theirs)).total()


def equal_pairs(
    gold: Iterable[T], predicted: Iterable[T], key: Callable[[T], Hashable], other: Callable[[T], Hashable] | None = None
) -> list[tuple[T, T]]:
    """Pairs (gold, predicted) of items with the same key, in the order of the predicted ones, each item once.

    other: the key of predicted items, where it is another function.
    """
    other = other or key
    waiting: dict[Hashable, list[T]] = defaultdict(list)
    for item in gold:
        waiting[key(item)].append(item)
    for items in waiting.values():
        items.reverse()
    return [(waiting[other(item)].pop(), item) for item in predicted if waiting.get(other(item))]


def touching_pairs(gold: Sequence[T], predicted: Sequence[T], span: Callable[[T], Span]) -> list[tuple[T, T]]:
    """Pairs (gold, predicted) of items whose half-open spans share a code point, each item once, from left to right.

    Equal spans are paired first; then one sweep over both sides in order of their starts.

    >>> touching_pairs([(0, 5), (8, 9)], [(3, 6), (9, 12)], lambda s: s)
    [((0, 5), (3, 6))]
    """
    equal = equal_pairs(range(len(gold)), range(len(predicted)), (lambda i: span(gold[i])), (lambda j: span(predicted[j])))
    taken, used = {i for i, _ in equal}, {j for _, j in equal}
    left = sorted((span(item), i) for i, item in enumerate(gold) if i not in taken)
    right = sorted((span(item), j) for j, item in enumerate(predicted) if j not in used)
    i = j = 0
    while i < len(left) and j < len(right):
        ((a, b), at), ((c, d), to) = left[i], right[j]
        if b <= c:
            i += 1
        elif d <= a:
            j += 1
        else:
            equal.append((at, to))
            i, j = i + 1, j + 1
    return sorted(((gold[i], predicted[j]) for i, j in equal), key=lambda pair: span(pair[0]))
