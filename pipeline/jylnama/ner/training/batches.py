"""Sentences to tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from jylnama.ner.labels import LABEL_IDS, LABELS
from jylnama.ner.training.data import UNKNOWN, Example
from jylnama.ner.training.vocabulary import BOS, EOS, PAD, UNK


@dataclass(frozen=True)
class Encoded:
    """A sentence in pieces: ids with the marks of beginning and end; first: the index of each word's first piece."""

    ids: list[int]
    first: list[int]
    example: Example


@dataclass(frozen=True)
class Batch:
    """ids [sentences, pieces]; first [words, 2]: (sentence, piece); allowed [words, labels]: which labels may be right;
    examples: the sentences in the order of their words."""

    ids: Tensor
    first: Tensor
    allowed: Tensor
    examples: list[Example]


def encode(tokenizer: Tokenizer, examples: Sequence[Example], longest: int) -> list[Encoded]:
    """Sentences in pieces; one with more than ``longest`` pieces is cut into several between words."""
    words = [word for example in examples for word in example.words]
    encodings = iter(tokenizer.encode_batch(words, add_special_tokens=False))
    encoded: list[Encoded] = []
    for example in examples:
        pieces = [next(encodings).ids or [UNK] for _ in example.words]
        for start, end in windows([len(p) for p in pieces], longest - 2):
            ids, first = [BOS], []
            for word in pieces[start:end]:
                first.append(len(ids))
                ids += word[: longest - 2]
            part = Example(example.words[start:end], example.labels[start:end], example.known)
            encoded.append(Encoded([*ids, EOS], first, part))
    return encoded


def windows(lengths: Sequence[int], longest: int) -> Iterator[tuple[int, int]]:
    """Stretches of words of at most ``longest`` pieces in all."""
    start = total = 0
    for i, length in enumerate(lengths):
        if total + length > longest and i > start:
            yield start, i
            start, total = i, 0
        total += length
    if start < len(lengths):
        yield start, len(lengths)


def batches(encoded: Sequence[Encoded], pieces: int, rng: random.Random | None = None) -> Iterator[Batch]:
    """Batches of like lengths, at most ``pieces`` pieces with the padding; shuffled where ``rng`` is given."""
    order = list(range(len(encoded)))
    if rng:
        rng.shuffle(order)
        # like lengths within a large handful, so that batches differ from epoch to epoch
        hand = 1000
        order = [i for a in range(0, len(order), hand) for i in sorted(order[a : a + hand], key=lambda i: len(encoded[i].ids))]
    groups: list[list[Encoded]] = [[]]
    for i in order:
        longest = max([len(encoded[i].ids), *(len(e.ids) for e in groups[-1])])
        if groups[-1] and longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(encoded[i])
    if rng:
        rng.shuffle(groups)
    yield from (_batch(group) for group in groups if group)


def _batch(group: Sequence[Encoded]) -> Batch:
    width = max(len(e.ids) for e in group)
    ids = torch.tensor([e.ids + [PAD] * (width - len(e.ids)) for e in group])
    first = torch.tensor([(row, at) for row, e in enumerate(group) for at in e.first]).reshape(-1, 2)
    allowed = torch.zeros(len(first), len(LABELS), dtype=torch.bool)
    word = 0
    for e in group:
        others = [i for i, label in enumerate(LABELS) if label[2:] not in e.example.known]
        for label in e.example.labels:
            allowed[word, others if label == UNKNOWN else LABEL_IDS[label]] = True
            word += 1
    return Batch(ids, first, allowed, [e.example for e in group])
