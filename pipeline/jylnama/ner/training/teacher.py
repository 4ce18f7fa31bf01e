"""A trained net that another one learns from, word by word, so that the two may cut words differently."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from jylnama.ner.training.batches import batches, encode
from jylnama.ner.training.data import Example
from jylnama.ner.training.weights import load_tagger


def matched_layers(student: int, teacher: int) -> list[tuple[int, int]]:
    """(student's layer, teacher's), counted from 0: those of the student's upper half and the teacher's that are as deep.

    Only there has a word's first piece, which is what is compared, heard of the rest of the word.
    """
    return [(n, round((n + 1) * teacher / student) - 1) for n in range((student - 1) // 2, student)]


def of_words(states: Sequence[Tensor], first: Tensor) -> Tensor:
    """Layers' states [sentences, pieces, hidden] at each word's first piece, ``first`` [words, 2]: [words, layers, hidden]."""
    rows, places = first.T
    return torch.stack([state[rows, places] for state in states], 1)


class Teacher:
    """The net in ``folder`` (of a training or of a model), and what it said of each sentence before.

    layers: how many the net has that learns; as an attribute, which of them learn from which (``matched_layers``). Raises FileNotFoundError as ``load_tagger``.
    """

    def __init__(self, folder: Path, layers: int, longest: int) -> None:
        self.model, self.tokenizer = load_tagger(folder)
        self.layers = matched_layers(layers, self.model.shape.layers)
        self.longest = longest
        self._said: dict[tuple[str, ...], tuple[Tensor, Tensor]] = {}

    def read(self, examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
        """Logits [words, labels] and the states of each word's first piece [words, layers, hidden], for all words in order."""
        new = list({e.words: e for e in examples if e.words not in self._said}.values())
        if new:
            self._ask(new)
        logits, states = zip(*(self._said[example.words] for example in examples), strict=True)
        return torch.cat([x.float() for x in logits]), torch.cat([x.float() for x in states])

    def _ask(self, examples: Sequence[Example]) -> None:
        """Read sentences together; one too long for a window is read in parts."""
        parts = [encode(self.tokenizer, [example], self.longest) for example in examples]
        pieces = sum(len(part.ids) for of_one in parts for part in of_one)
        (batch,) = batches([part for of_one in parts for part in of_one], self.longest * pieces)
        with torch.inference_mode():
            every = self.model.states(batch.ids)
            logits = self.model.logits(every[-1], batch.first).half()
            states = of_words([every[n] for _, n in self.layers], batch.first).half()
        counts = [len(example.words) for example in examples]
        for example, *said in zip(examples, logits.split(counts), states.split(counts), strict=True):
            self._said[example.words] = (said[0].clone(), said[1].clone())


def distillation_loss(logits: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """Cross entropy against the teacher's probabilities, both softened (Hinton et al. 2015). Both [words, labels]."""
    target = (teacher / temperature).softmax(1)
    return -(target * (logits / temperature).log_softmax(1)).sum(1).mean() * temperature**2


def hidden_loss(states: Tensor, teacher: Tensor) -> Tensor:
    """Mean squared distance of the words' states from the teacher's (Jiao et al. 2020, TinyBERT). Both [words, layers, hidden]."""
    return functional.mse_loss(states.float(), teacher)
