"""The model at work: ONNX Runtime and a tokenizer, no PyTorch."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jylnama.ner.decode import Entity, entities
from jylnama.ner.labels import LABELS
from jylnama.shipped import ModelError, model_folder

NAME = "kk_history_ner"
FILES = ("config.json", "tokenizer.json", "model.onnx")
_GRAIN = 4  # inputs are padded to a multiple of this many pieces
_BATCH = 256  # pieces run at once: more fall out of the caches, and leave the other threads without work
_CACHE = 100_000  # words whose pieces are remembered


@dataclass(frozen=True, slots=True)
class _Window:
    """Words ``start:end`` of sentence ``sentence`` in pieces; of these the words ``keep_start:keep_end`` are taken."""

    sentence: int
    start: int
    keep_start: int
    keep_end: int
    ids: list[int]
    first: list[int]

    @property
    def width(self) -> int:
        return -(-len(self.ids) // _GRAIN) * _GRAIN

    def give(self, pieces: NDArray[np.float32], words: NDArray[np.float32]) -> None:
        """Copy what a net gave for the first piece of each word that is taken, [width, …], to the sentence's [words, …]."""
        kept = slice(self.keep_start - self.start, self.keep_end - self.start)
        words[self.keep_start : self.keep_end] = pieces[self.first][kept]


@dataclass
class NerModel:
    """A named-entity model. ``NerModel.load()`` gives the shipped one.

    folder, config: where it came from and its ``config.json``; threads: how many batches run at once.
    """

    folder: Path
    config: dict[str, Any]
    session: Any
    tokenizer: Any
    threads: int
    _pieces: dict[str, list[int]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: str | Path | None = None, threads: int = 0) -> NerModel:
        """Read a model's folder (the shipped one without ``path``).

        threads: how many batches are run at once; 0 for as many as there are processors. Raises ModelError for a
        folder that is no model.
        """
        folder = Path(path) if path else model_folder(NAME, FILES[-1])
        missing = [name for name in FILES if not (folder / name).exists()]
        if missing:
            raise ModelError(f"{folder}: no model here ({', '.join(missing)} missing)")
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # one thread a batch, not one batch for all threads: these wait for each other in every layer
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # the shapes change from batch to batch
        options.log_severity_level = 3
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        except ValueError as error:
            raise ModelError(f"{folder / 'config.json'}: {error}") from error
        if tuple(config.get("labels", ())) != LABELS:
            raise ModelError(f"{folder}: labels are not those of this version of the package")
        try:
            session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has no common base class for its errors
            raise ModelError(f"{folder / 'model.onnx'}: {str(error).splitlines()[0]}") from error
        return cls(folder, config, session, Tokenizer.from_file(str(folder / "tokenizer.json")), threads or os.cpu_count() or 1)

    def predict(self, sentences: Sequence[Sequence[str]]) -> list[list[Entity]]:
        """Entities of sentences, each a list of words as ``jylnama.ner.words`` cuts them.

        What a sentence gets does not depend on the others.
        """
        return [entities(logits) for logits in self.logits(sentences)]

    def read(
        self, sentences: Sequence[Sequence[str]], states_of: Sequence[bool] | None = None
    ) -> list[tuple[list[Entity], NDArray[np.float32]]]:
        """Entities as ``predict`` gives them and, from the same pass, the words' states: [words, hidden] for each sentence,
        what a middle layer makes of each word's first piece. Raises ModelError for a model that does not give them.

        states_of: the sentences whose states are wanted, of the others they are [0, hidden]; None for all.
        """
        if len(self.session.get_outputs()) < 2:
            raise ModelError(f"{self.folder / 'model.onnx'} has no output `states`; train it again with this version")
        every = [True] * len(sentences)
        logits, states = self._outputs(sentences, {"logits": every, "states": every if states_of is None else states_of})
        return [(entities(each), state) for each, state in zip(logits, states, strict=True)]

    def logits(self, sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """[words, labels] for each sentence, before normalisation."""
        return self._outputs(sentences, {"logits": [True] * len(sentences)})[0]

    def _outputs(
        self, sentences: Sequence[Sequence[str]], wanted: Mapping[str, Sequence[bool]]
    ) -> list[list[NDArray[np.float32]]]:
        """For each output named, [words, width] for each sentence of which it is wanted."""
        widths = {"logits": len(LABELS), "states": self.config["hidden"]}
        found = [
            [
                np.zeros((len(words) * is_wanted, widths[name]), np.float32)
                for words, is_wanted in zip(sentences, flags, strict=True)
            ]
            for name, flags in wanted.items()
        ]
        windows = [w for number, words in enumerate(sentences) if words for w in self._windows(number, words)]
        groups = list(_batches(windows))
        # new threads each time: those of an executor that is kept do not live through a fork (nlp.pipe(n_process=2))
        with ThreadPoolExecutor(self.threads) as pool:
            results = pool.map(partial(self._run, list(wanted)), groups)
            for group, outputs in zip(groups, results, strict=True):
                for output, rows_of, flags in zip(outputs, found, wanted.values(), strict=True):
                    for row, window in enumerate(group):
                        if flags[window.sentence]:
                            window.give(output[row], rows_of[window.sentence])
        return found

    def _run(self, outputs: list[str], group: Sequence[_Window]) -> list[NDArray[np.float32]]:
        """Each output of a batch, [windows, width, output's width]."""
        ids = np.full((len(group), group[0].width), self.config["pad"], np.int32)
        for row, window in enumerate(group):
            ids[row, : len(window.ids)] = window.ids
        result: list[NDArray[np.float32]] = self.session.run(outputs, {"ids": ids})
        return result

    def _windows(self, number: int, words: Sequence[str]) -> Iterator[_Window]:
        """The sentence's windows; neighbours share a quarter, of which each keeps the half that is nearer to it."""
        room = self.config["longest"] - 2
        pieces = [ids[:room] for ids in self._word_pieces(words)]
        start = kept = 0
        while start < len(words):
            end, total = start, 0
            while end < len(words) and total + len(pieces[end]) <= room:
                total += len(pieces[end])
                end += 1
            shared = (end - start) // 4 if end < len(words) else 0
            ids, first = [self.config["bos"]], []
            for word in pieces[start:end]:
                first.append(len(ids))
                ids += word
            keep_end = end - shared // 2
            yield _Window(number, start, kept, keep_end, [*ids, self.config["eos"]], first)
            kept = keep_end
            start = end - shared

    def _word_pieces(self, words: Sequence[str]) -> list[list[int]]:
        new = sorted({word for word in words if word not in self._pieces})
        if new:
            if len(self._pieces) > _CACHE:
                self._pieces.clear()
                new = sorted(set(words))
            for word, encoding in zip(new, self.tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
                self._pieces[word] = encoding.ids or [self.config["unk"]]
        return [self._pieces[word] for word in words]

    def sha256(self) -> str:
        """Of the weights' file."""
        return hashlib.sha256((self.folder / "model.onnx").read_bytes()).hexdigest()


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Windows of one width together. The width is the window's own, so a sentence is padded alike in any company."""
    key: Callable[[_Window], int] = lambda window: window.width  # noqa: E731
    group: list[_Window] = []
    for window in sorted(windows, key=key):
        if group and (window.width != group[0].width or window.width * (len(group) + 1) > _BATCH):
            yield group
            group = []
        group.append(window)
    if group:
        yield group
