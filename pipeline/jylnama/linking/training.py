"""Trains the judge of triggers (``judge.py``); ``jylnama train models/kk_event_triggers.toml``. Needs the extra ``train``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import regex
import torch
from numpy.typing import NDArray
from spacy.language import Language
from torch import Tensor, nn

from jylnama.document import EVENT_TYPES
from jylnama.kazakh.language import Kazakh
from jylnama.linking.features import BY_NAME, candidates
from jylnama.linking.judge import CLASSES, FILE
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import find_triggers
from jylnama.ner.model import NerModel
from jylnama.ner.training.data import with_texts

_MARKED = regex.compile(r"⟦(?P<type>\w+)\|(?P<span>[^⟦⟧|]+)⟧")
_COMPONENTS = ("kk_sentencizer", "kk_language", "kk_citations", "kk_dates", "kk_congresses", "jylnama_ner", "kk_persons")
_KEYS = {
    "sentences",
    "least",
    "batch",
    "epochs",
    "rate",
    "weight_decay",
    "dropout",
    "units",
    "state_rate",
    "state_dropout",
    "without_states",
    "seed",
}
_SMALL = 0.02  # features without a weight above this are left out of the file


class TrainingError(ValueError):
    """A configuration or data that cannot be used; the message names the file and the place."""


class Example(NamedTuple):
    """A candidate's features, the number of its class in ``CLASSES``, and what the name model makes of its word."""

    features: list[str]
    label: int
    state: NDArray[np.float16] | None


# a trigger of the gold: start, end, type
Gold = tuple[int, int, str]
Array = NDArray[np.float32]


def train(config_path: Path, out: Path, log: Callable[[str], None] = print) -> None:
    """Read the data of a configuration, whose paths are relative to its folder, train, and write ``weights.npz`` into ``out``.

    Raises TrainingError, DataError (``ner/training/data.py``), OSError.
    """
    config = tomllib.loads(config_path.read_text("utf-8"))
    if missing := _KEYS - set(config):
        raise TrainingError(f"{config_path}: {', '.join(sorted(missing))} missing")
    folder = config_path.parent
    nlp = Kazakh()
    for name in _COMPONENTS:
        nlp.add_pipe(name, config={"states": True} if name == "jylnama_ner" else {})
    examples = [e for name in config["sentences"] for e in of_marked(folder / name, nlp)]
    log(f"{len(examples)} candidates in marked sentences")
    for gold in config.get("gold", ()):
        examples += of_documents(folder / gold["path"], [folder / text for text in gold["texts"]], gold["split"], nlp)
    log(f"{len(examples)} candidates in all, {sum(e.label > 0 for e in examples)} of them triggers")
    counts = Counter(feature for example in examples for feature in set(example.features))
    names = sorted(name for name, count in counts.items() if count >= config["least"])
    weights, inner, outer = fit(examples, names, config, log)
    kept = [row for row in range(len(names)) if np.abs(weights[row]).max() >= _SMALL]
    out.mkdir(parents=True, exist_ok=True)
    blob = np.frombuffer("\n".join(names[row] for row in kept).encode(), np.uint8)
    short = [array.astype(np.float16) for array in (weights[[*kept, -1]], inner, outer)]
    encoder = np.array(NerModel.load().sha256())
    np.savez_compressed(out / FILE, features=blob, weights=short[0], inner=short[1], outer=short[2], encoder=encoder)
    log(f"{len(kept)} features of {len(names)} in {out / FILE}")


def of_marked(path: Path, nlp: Language) -> Iterator[Example]:
    """Candidates of sentences, one a line, whose triggers are marked: ``1926 жылы мектеп ⟦founding|ашылды⟧.``

    Lines that begin with ``#`` are left out. Raises TrainingError naming the line with an unknown type or a bracket too many.
    """
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        plain, gold = unmarked(line)
        if regex.search("[⟦⟧|]", plain) or any(kind not in EVENT_TYPES for _, _, kind in gold):
            raise TrainingError(f"{path}:{number}: expected ⟦type|trigger⟧ with a type of events, found {line!r}")
        yield from _labelled(nlp, plain, [(0, len(plain))], gold)


def unmarked(line: str) -> tuple[str, list[Gold]]:
    """A sentence without its marks, and its triggers."""
    plain, gold, at = "", [], 0
    for match in _MARKED.finditer(line):
        plain += line[at : match.start()]
        gold.append((len(plain), len(plain) + len(match["span"]), match["type"]))
        plain, at = plain + match["span"], match.end()
    return plain + line[at:], gold


def of_documents(gold: Path, texts: Iterable[Path], split: str, nlp: Language) -> Iterator[Example]:
    """Candidates of a folder's documents of a split. Raises DataError for a document whose text is not there."""
    for _, document, text in with_texts(gold, texts, split):
        spans = [(s.start_char, s.end_char) for s in document.sentences if s.language == "kk"]
        found = [(e.trigger.start_char, e.trigger.end_char, e.type) for e in document.events if not e.carried]
        yield from _labelled(nlp, text, spans, found)


def _labelled(nlp: Language, text: str, sentences: Iterable[tuple[int, int]], gold: Sequence[Gold]) -> Iterator[Example]:
    doc = nlp(text)
    for start, end in sentences:
        dates, congresses, persons = (
            [m for m in pool if start <= m.start_char < end and m.zone == "body"]
            for pool in (doc._.dates, doc._.congresses, doc._.persons)
        )
        if not dates and not congresses:
            continue
        sentence = Sentence(text[start:end], start, dates, congresses, persons, [], [], doc._.word_states)
        for candidate in candidates(sentence, find_triggers(sentence), BY_NAME):
            kind = next((kind for a, b, kind in gold if a < candidate.end and candidate.start < b <= candidate.end), "")
            yield Example(candidate.features, CLASSES.index(kind), candidate.state)


class Net(nn.Module):
    """What ``judge.Judge`` calculates; the states come standardised by ``mean`` and ``scale``."""

    def __init__(self, features: int, states: Tensor, units: int, dropout: float) -> None:
        super().__init__()
        self.mean, self.scale = states.mean(0), states.std(0) + 1e-3
        self.features = nn.EmbeddingBag(features, len(CLASSES), mode="sum")
        nn.init.zeros_(self.features.weight)
        self.bias = nn.Parameter(torch.zeros(len(CLASSES)))
        self.inner, self.outer = nn.Linear(states.shape[1], units), nn.Linear(units, len(CLASSES))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, offsets: Tensor, states: Tensor, seen: Tensor) -> Tensor:
        """ids, offsets: the bags of features; states: [batch, width]; seen: [batch, 1], 0 where the states are not shown."""
        units = self.dropout(self.inner(self.dropout((states - self.mean) / self.scale)).relu())
        logits: Tensor = self.features(ids, offsets) + self.bias + seen * self.outer(units)
        return logits

    def arrays(self) -> tuple[Array, Array, Array]:
        """Weights with the bias last; inner and outer as well, for states that are not standardised."""
        inner = self.inner.weight / self.scale
        pairs = (
            (self.features.weight, self.bias),
            (inner.T, self.inner.bias - inner @ self.mean),
            (self.outer.weight.T, self.outer.bias),
        )
        weights, first, second = (torch.cat([rows, last[None]]).detach().numpy() for rows, last in pairs)
        return weights, first, second


def fit(
    examples: Sequence[Example], names: Sequence[str], config: dict[str, Any], log: Callable[[str], None]
) -> tuple[Array, Array, Array]:
    """The arrays ``weights``, ``inner``, ``outer`` of ``judge.Judge``, by AdamW.

    Features drop out, so that none is relied on alone, and so do the states, so that the features do without them.
    """
    torch.manual_seed(config["seed"])
    rows = {name: row for row, name in enumerate(names)}
    ids = [torch.tensor([rows[f] for f in dict.fromkeys(e.features) if f in rows]) for e in examples]
    labels = torch.tensor([e.label for e in examples])
    width = next((len(e.state) for e in examples if e.state is not None), 1)
    states = torch.from_numpy(np.stack([np.zeros(width, np.float16) if e.state is None else e.state for e in examples])).float()
    read = torch.tensor([[e.state is not None] for e in examples])
    net = Net(len(names), states, config["units"], config["state_dropout"])
    of_states = [*net.inner.parameters(), *net.outer.parameters()]
    groups = [
        {"params": [net.features.weight, net.bias], "top": config["rate"]},
        {"params": of_states, "top": config["state_rate"]},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=config["weight_decay"])
    batches = -(-len(ids) // config["batch"])
    for epoch in range(config["epochs"]):
        losses = []
        for number, batch in enumerate(torch.randperm(len(ids)).split(config["batch"])):
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * (1 - (epoch * batches + number) / (config["epochs"] * batches))
            seen = (torch.rand(len(batch), 1) >= config["without_states"]) & read[batch]
            loss = nn.functional.cross_entropy(net(*_bags(ids, batch, config["dropout"]), states[batch], seen), labels[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(float(loss.detach()))
        log(f"epoch {epoch + 1}/{config['epochs']}  loss {np.mean(losses):.4f}")
    return net.arrays()


def _bags(ids: Sequence[Tensor], batch: Tensor, dropout: float) -> tuple[Tensor, Tensor]:
    kept = [each[torch.rand(len(each)) >= dropout] for each in (ids[int(n)] for n in batch)]
    offsets = torch.tensor([0, *np.cumsum([len(each) for each in kept[:-1]])])
    return torch.cat(kept), offsets
