"""The training loop: config in, checkpoints, a log and the best weights out."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from jylnama.ner.decode import entities as decoded
from jylnama.ner.labels import LABELS
from jylnama.ner.training.batches import Batch, Encoded, batches, encode
from jylnama.ner.training.config import Config, ConfigError, Source, load_config
from jylnama.ner.training.data import (
    Example,
    Variation,
    check_labels,
    entities,
    name_lexicon,
    read_docbin,
    read_documents,
    read_iob2,
    read_sentences,
    split_by_seed,
    vary,
)
from jylnama.ner.training.encoder import Tagger, build, load_start
from jylnama.ner.training.teacher import Teacher, distillation_loss, hidden_loss, of_words
from jylnama.ner.training.templates import made_up
from jylnama.ner.training.vocabulary import cut, merged
from jylnama.ner.training.weights import BEST, TOKENIZER, load_tagger, save_tagger

CHECKPOINT, SCORES = "checkpoint.pt", "scores.json"
# what may change between two runs of one training; all else must be the same to resume
_MAY_CHANGE = {
    "threads",
    "checkpoint_minutes",
    "patience",
    "epochs",
    "stop_after",
    "bfloat16",
    "sources",
    "before",
    "average_with",
}


@dataclass(frozen=True)
class Data:
    """The parts of the main file, and what the other sources add to training: ``more`` to every epoch, of ``drawn``
    (sentences, share) another draw to each."""

    train: list[Example]
    dev: list[Example]
    test: list[Example]
    more: list[Example]
    drawn: list[tuple[list[Example], float]]

    @property
    def all_for_training(self) -> list[Example]:
        return [*self.train, *self.more, *(e for examples, _ in self.drawn for e in examples)]

    def of_epoch(self, rng: random.Random) -> list[Example]:
        """The sentences of an epoch, what is drawn drawn with ``rng``."""
        drawn = (rng.sample(examples, round(share * len(examples))) for examples, share in self.drawn)
        return [*self.train, *self.more, *(e for examples in drawn for e in examples)]


def load_data(config: Config, folder: Path) -> Data:
    """Read all data of a configuration whose paths are relative to ``folder``."""
    main = check_labels(read_iob2(folder / config.main), config.main)
    train, dev, test = split_by_seed(main, config.seed, config.test, config.dev)
    read = [(_read(source, folder, config.seed) * source.repeat, source.share) for source in config.sources]
    more = [e for examples, share in read if share >= 1 for e in examples]
    return Data(train, dev, test, more, [(examples, share) for examples, share in read if share < 1])


def _read(source: Source, folder: Path, seed: int) -> list[Example]:
    path = folder / source.path
    if source.kind == "iob2":
        return check_labels(read_iob2(path), source.path)
    if source.kind == "docbin":
        return check_labels(read_docbin(path), source.path)
    if source.kind == "documents":
        texts = [folder / text for text in source.texts]
        more = folder / source.entities if source.entities else None
        return check_labels(read_documents([path], texts, more, source.split), source.path)
    if source.kind == "templates":
        return check_labels(made_up(path, folder / source.names, source.count, seed), source.path)
    if source.kind == "sentences":
        return list(read_sentences(path))
    raise ConfigError(f"source kind {source.kind!r}; there are iob2, docbin, documents, sentences, templates")


@dataclass
class State:
    """What a checkpoint holds, beside weights and optimizer."""

    epoch: int = 0  # finished epochs
    step: int = 0  # finished steps of the running epoch
    best_f1: float = -1.0
    best_epoch: int = -1
    seconds: float = 0.0


class Training:
    """One training: ``run()`` goes on from its checkpoint where there is one.

    config_path: the TOML file. log: gets the lines that also go into ``log.txt`` of the output folder.
    """

    def __init__(self, config_path: Path, log: Callable[[str], None] = print) -> None:
        self.config = load_config(config_path)
        self.folder = config_path.parent
        self.output = self.folder / self.config.output
        self.output.mkdir(parents=True, exist_ok=True)
        self._log = log
        torch.set_num_threads(self.config.threads)
        torch.manual_seed(self.config.seed)
        self.data = load_data(self.config, self.folder)
        self.tokenizer, self.model = self._start()
        self.average = {name: tensor.detach().clone() for name, tensor in self.model.state_dict().items()}
        self.lexicon = name_lexicon(self.data.all_for_training, self.config.swap)
        self.optimizer = torch.optim.AdamW(self._groups(), fused=True)
        self.state = State()
        asked = self.config.distil or self.config.hidden
        folder = self.folder / self.config.teacher
        self.teacher = Teacher(folder, len(self.config.layers), self.config.longest) if asked else None

    @property
    def is_finished(self) -> bool:
        return (self.output / SCORES).exists()

    def log(self, line: str) -> None:
        with (self.output / "log.txt").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        self._log(line)

    def _start(self) -> tuple[Tokenizer, Tagger]:
        config = self.config
        if config.begin or config.teacher:
            return self._from_trained(config.begin or config.teacher)
        start = load_start(str(self.folder / config.start) if config.start else None)
        texts = [" ".join(e.words) for e in self.data.all_for_training]
        for name in config.texts:
            found = sorted((self.folder / name).rglob("*.*")) if (self.folder / name).is_dir() else [self.folder / name]
            texts += [line for path in found for line in path.read_text(encoding="utf-8").splitlines()]
        tokenizer, ids, _ = cut(start.pieces, start.scores, texts, config.vocabulary)
        return tokenizer, build(start, ids, config.layers, len(LABELS), config.dropout)

    def _from_trained(self, name: str) -> tuple[Tokenizer, Tagger]:
        """A trained net's tokenizer, embeddings, head, and those of its layers that the configuration names."""
        trained, tokenizer = load_tagger(self.folder / name)
        state = {k: v for k, v in trained.state_dict().items() if not k.startswith("layers.")}
        for new, old in enumerate(self.config.layers):
            for part, tensor in trained.layers[old].state_dict().items():
                state[f"layers.{new}.{part}"] = tensor
        if self.config.merge_from:
            words = (word for e in self.data.all_for_training for word in e.words)
            tokenizer, joined = merged(tokenizer, words, self.config.merge_from, self.config.merges)
            old = state["words.weight"]
            state["words.weight"] = torch.cat([old, *(old[ids].mean(0, keepdim=True) for ids in joined)])
        shape = replace(trained.shape, vocabulary=len(state["words.weight"]), layers=len(self.config.layers))
        model = Tagger(shape, len(LABELS), self.config.dropout)
        model.load_state_dict(state)
        return tokenizer, model

    def _groups(self) -> list[dict[str, Any]]:
        """Parameter groups: the head has its own rate, lower layers smaller ones; norms and biases don't decay."""
        config, depth = self.config, len(self.config.layers)
        groups: dict[tuple[float, float], list[Tensor]] = {}
        for name, parameter in self.model.named_parameters():
            if name.startswith("head."):
                rate = config.head_rate
            else:
                level = int(name.split(".")[1]) + 1 if name.startswith("layers.") else 0
                rate = config.rate * config.layer_decay ** (depth - level)
            decay = 0.0 if parameter.ndim == 1 else config.weight_decay
            groups.setdefault((rate, decay), []).append(parameter)
        return [{"params": p, "lr": rate, "weight_decay": decay, "top": rate} for (rate, decay), p in groups.items()]

    def run(self) -> dict[str, Any]:
        """Train to the end (or until patience is lost), then score the test part with the best weights.

        Gives the figures, which also stand in ``scores.json`` of the output folder.
        """
        config = self.config
        self._resume()
        self.tokenizer.save(str(self.output / TOKENIZER))
        began = time.monotonic() - self.state.seconds
        dev = encode(self.tokenizer, self.data.dev, config.longest)
        if not self.state.epoch and not self.state.step:
            self.log(
                f"{len(self.data.train)} sentences to train on, {len(self.data.of_epoch(random.Random(0))) - len(self.data.train)} "
                f"from other sources in an epoch, {len(self.data.dev)} dev, "
                f"{len(self.data.test)} test; {self.tokenizer.get_vocab_size()} pieces; {sum(p.numel() for p in self.model.parameters()):,} weights"
            )
        while (
            self.state.epoch < (config.stop_after or config.epochs)
            and self.state.epoch - self.state.best_epoch <= config.patience + 1
        ):
            loss = self._epoch(began)
            self.state.epoch, self.state.step = self.state.epoch + 1, 0
            scores = evaluate(self._averaged(), dev, config.bfloat16)
            better = scores["all"]["f1"] > self.state.best_f1
            if better:
                self.state.best_f1, self.state.best_epoch = scores["all"]["f1"], self.state.epoch - 1
                save_tagger(self.output / BEST, self._averaged(), config)
            self.log(
                f"epoch {self.state.epoch}/{config.epochs}  loss {loss:.4f}  dev F1 {scores['all']['f1']:.4f} "
                f"PERSON {scores.get('PERSON', {}).get('f1', 0):.4f}{' best' if better else ''}  {(time.monotonic() - began) / 60:.1f} min"
            )
            self._save(began)
        return self._finish()

    def _finish(self) -> dict[str, Any]:
        model, tokenizer = load_tagger(self.output)
        scores = {
            part: evaluate(model, encode(tokenizer, examples, self.config.longest), False)
            for part, examples in (("dev", self.data.dev), ("test", self.data.test))
        }
        figures = {
            "epoch": self.state.best_epoch + 1,
            "sentences": {"test": len(self.data.test), "dev": len(self.data.dev)},
            **scores,
        }
        (self.output / SCORES).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        self.log(f"test F1 {scores['test']['all']['f1']:.4f}, PERSON {scores['test'].get('PERSON', {}).get('f1', 0):.4f}")
        return figures

    def _epoch(self, began: float) -> float:
        """One epoch (the rest of it after a resume); gives the mean loss of its steps."""
        config, epoch = self.config, self.state.epoch
        rng = random.Random(f"{config.seed}/{epoch}")
        how = Variation(config.swap, config.lower, config.upper, config.drop_end)
        examples = [vary(e, how, self.lexicon, rng) for e in self.data.of_epoch(rng)]
        todo = list(batches(encode(self.tokenizer, examples, config.longest), config.batch, rng))
        steps = len(todo) * config.epochs
        losses, saved = [], time.monotonic()
        self.model.train()
        for number, batch in enumerate(todo):
            if number < self.state.step:
                continue
            torch.manual_seed(hash((config.seed, epoch, number)))  # dropout goes on as if never interrupted
            rate = _schedule((epoch * len(todo) + number) / steps, config.warmup)
            for group in self.optimizer.param_groups:
                group["lr"] = group["top"] * rate
            losses.append(self._step(batch))
            self._follow()
            self.state.step = number + 1
            if time.monotonic() - saved > 60 * config.checkpoint_minutes:
                self._save(began)
                saved = time.monotonic()
                self.log(
                    f"  step {number + 1}/{len(todo)} of epoch {epoch + 1}  loss {np.mean(losses[-50:]):.4f}  {(saved - began) / 60:.1f} min"
                )
        return float(np.mean(losses)) if losses else math.nan

    def _step(self, batch: Batch) -> float:
        self.optimizer.zero_grad()
        config = self.config
        with _cast(config.bfloat16):
            states = self.model.states(batch.ids)
            logits = self.model.logits(states[-1], batch.first).float()
        loss = marginal_loss(logits, batch.allowed, config.smoothing)
        if self.teacher is not None:
            with _cast(config.bfloat16):
                target, shown = self.teacher.read(batch.examples)
            loss = (1 - config.distil) * loss + config.distil * distillation_loss(logits, target, config.temperature)
            if config.hidden:
                own = of_words([states[n] for n, _ in self.teacher.layers], batch.first)
                loss = loss + config.hidden * hidden_loss(own, shown)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return float(loss.detach())

    def _follow(self) -> None:
        """Move the averaged weights; at first they follow faster, so that the start is forgotten."""
        done = self.state.epoch * 100 + self.state.step
        decay = min(self.config.average, (1 + done) / (10 + done))
        with torch.no_grad():
            for name, tensor in self.model.state_dict().items():
                self.average[name].lerp_(tensor, 1 - decay)

    def _averaged(self) -> Tagger:
        model = Tagger(self.model.shape, len(LABELS), self.config.dropout)
        model.load_state_dict(self.average)
        return model

    def _save(self, began: float) -> None:
        self.state.seconds = time.monotonic() - began
        data = {"config": _fixed(self.config), "model": self.model.state_dict(), "average": self.average,
                "optimizer": self.optimizer.state_dict(), "state": asdict(self.state)}  # fmt: skip
        torch.save(data, self.output / "checkpoint.tmp")
        (self.output / "checkpoint.tmp").replace(self.output / CHECKPOINT)

    def _resume(self) -> None:
        path = self.output / CHECKPOINT
        if not path.exists():
            return
        data = torch.load(path, weights_only=True)
        changed = [key for key, value in _fixed(self.config).items() if data["config"].get(key) != value]
        stored = self.output / TOKENIZER
        if stored.exists() and Tokenizer.from_file(str(stored)).get_vocab() != self.tokenizer.get_vocab():
            changed.append("the pieces that its texts use")
        if changed:
            raise ConfigError(f"{path} was made with something else ({', '.join(changed)}); name another output folder")
        self.model.load_state_dict(data["model"])
        self.average = data["average"]
        self.optimizer.load_state_dict(data["optimizer"])
        self.state = State(**data["state"])
        self.log(f"resumed after epoch {self.state.epoch}, step {self.state.step}")


def train(config_path: Path, log: Callable[[str], None] = print) -> Training:
    """Train what a configuration says, behind those of its ``before`` that are not finished. Raises as ``Training`` does."""
    for earlier in load_config(config_path).before:
        train(config_path.parent / earlier, log)
    training = Training(config_path, log)
    if not training.is_finished:
        log(f"{config_path}:")
        training.run()
    return training


def _fixed(config: Config) -> dict[str, Any]:
    return {key: value for key, value in asdict(config).items() if key not in _MAY_CHANGE}


def _cast(on: bool) -> Any:
    return torch.autocast("cpu", torch.bfloat16) if on else nullcontext()


def _schedule(part: float, warmup: float) -> float:
    """The factor of the learning rate: up in the first ``warmup`` of all steps, then linearly down to zero."""
    return part / warmup if part < warmup else (1 - part) / (1 - warmup)


def marginal_loss(logits: Tensor, allowed: Tensor, smoothing: float) -> Tensor:
    """Mean negative log probability of the labels that may be right.

    logits, allowed: [words, labels]. With one label allowed it is cross entropy, smoothed; with several (a word
    known only not to be a person) any of them satisfies it.
    """
    logs = logits.log_softmax(1)
    loss = -logs.masked_fill(~allowed, -math.inf).logsumexp(1)
    sure = allowed.sum(1) == 1
    return torch.where(sure, (1 - smoothing) * loss - smoothing * logs.mean(1), loss).mean()


def evaluate(model: Tagger, encoded: Sequence[Encoded], bfloat16: bool) -> dict[str, dict[str, float]]:
    """Exact-span precision, recall, F1 and gold count over all classes (``all``) and of each class."""
    model.eval()
    counts: dict[str, np.ndarray[Any, Any]] = {}
    ordered = sorted(encoded, key=lambda e: len(e.ids))
    at = 0
    with torch.inference_mode(), _cast(bfloat16):
        for batch in batches(ordered, 4000):
            logits = model(batch.ids, batch.first).float().numpy()
            word = 0
            for e in ordered[at : at + len(batch.ids)]:
                found = {(x.start, x.end, x.label) for x in decoded(logits[word : word + len(e.first)])}
                gold = set(entities(e.example.labels))
                for kind, part in enumerate((found & gold, found, gold)):
                    for _, _, label in part:
                        counts.setdefault(label, np.zeros(3))[kind] += 1
                word += len(e.first)
            at += len(batch.ids)
    model.train()
    total = sum(counts.values(), np.zeros(3))
    return {name: _f1(*counts.get(name, total)) for name in ("all", *sorted(counts))}


def _f1(right: float, found: float, gold: float) -> dict[str, float]:
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * right / max(found + gold, 1)
    return {name: round(float(x), 4) for name, x in (("precision", precision), ("recall", recall), ("f1", f1), ("gold", gold))}
