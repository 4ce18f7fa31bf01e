"""Trains the judge of triggers (``judge.py``); ``jylnama train models/kk_event_triggers.toml``. Needs the extra ``train``."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import regex
import torch
from spacy.language import Language
from torch import Tensor, nn

from jylnama.document import EVENT_TYPES, Document, text_sha256
from jylnama.kazakh.language import Kazakh
from jylnama.linking.judge import CLASSES, FILE, candidates
from jylnama.linking.triggers import Sentence, find_triggers

_MARKED = regex.compile(r"⟦(?P<type>\w+)\|(?P<span>[^⟦⟧|]+)⟧")
_COMPONENTS = ("kk_sentencizer", "kk_language", "kk_citations", "kk_dates", "kk_congresses", "kk_persons")
_KEYS = {"sentences", "least", "batch", "epochs", "rate", "weight_decay", "dropout", "seed"}
_SMALL = 0.02  # features without a weight above this are left out of the file


class TrainingError(ValueError):
    """A configuration or data that cannot be used; the message names the file and the place."""


class Example(NamedTuple):
    """A candidate's features and the number of its class in ``CLASSES``."""

    features: list[str]
    label: int


# a trigger of the gold: start, end, type
Gold = tuple[int, int, str]


def train(config_path: Path, out: Path, log: Callable[[str], None] = print) -> None:
    """Read the data of a configuration, whose paths are relative to its folder, train, and write ``weights.npz`` into ``out``.

    Raises TrainingError, OSError.
    """
    config = tomllib.loads(config_path.read_text("utf-8"))
    if missing := _KEYS - set(config):
        raise TrainingError(f"{config_path}: {', '.join(sorted(missing))} missing")
    folder = config_path.parent
    nlp = Kazakh()
    for name in _COMPONENTS:
        nlp.add_pipe(name)
    examples = [e for name in config["sentences"] for e in of_marked(folder / name, nlp)]
    log(f"{len(examples)} candidates in marked sentences")
    for gold in config.get("gold", ()):
        examples += of_documents(folder / gold["path"], [folder / text for text in gold["texts"]], gold["split"], nlp)
    log(f"{len(examples)} candidates in all, {sum(e.label > 0 for e in examples)} of them triggers")
    counts = Counter(feature for example in examples for feature in set(example.features))
    names = sorted(name for name, count in counts.items() if count >= config["least"])
    weights = fit(examples, names, config, log)
    kept = [row for row in range(len(names)) if np.abs(weights[row]).max() >= _SMALL]
    out.mkdir(parents=True, exist_ok=True)
    blob = np.frombuffer("\n".join(names[row] for row in kept).encode(), np.uint8)
    np.savez_compressed(out / FILE, features=blob, weights=weights[[*kept, -1]].astype(np.float16))
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
    """Candidates of a folder's documents of a split (``splits.csv`` above the folder); texts are found by sha256.

    Raises TrainingError for a document whose text is not there.
    """
    by_hash = {text_sha256(text): text for folder in texts for path in sorted(folder.rglob("*.txt")) for text in [path.read_text("utf-8")]}
    rows = (line.split(",") for line in (gold.parent / "splits.csv").read_text("utf-8").splitlines())
    for name in sorted(doc_id for doc_id, folder, part in rows if (folder, part) == (gold.name, split)):
        document = Document.from_dict(json.loads((gold / f"{name}.json").read_text("utf-8")))
        if document.sha256 not in by_hash:
            raise TrainingError(f"{gold / name}.json: its text (sha256 {document.sha256[:12]}…) is in none of the folders of texts")
        spans = [(s.start_char, s.end_char) for s in document.sentences if s.language == "kk"]
        found = [(e.trigger.start_char, e.trigger.end_char, e.type) for e in document.events if not e.carried]
        yield from _labelled(nlp, by_hash[document.sha256], spans, found)


def _labelled(nlp: Language, text: str, sentences: Iterable[tuple[int, int]], gold: Sequence[Gold]) -> Iterator[Example]:
    doc = nlp(text)
    for start, end in sentences:
        dates, congresses, persons = (
            [m for m in pool if start <= m.start_char < end and m.zone == "body"] for pool in (doc._.dates, doc._.congresses, doc._.persons)
        )
        if not dates and not congresses:
            continue
        sentence = Sentence(text[start:end], start, dates, congresses, persons, [], [])
        for candidate in candidates(sentence, find_triggers(sentence)):
            kind = next((kind for a, b, kind in gold if a < candidate.end and candidate.start < b <= candidate.end), "")
            yield Example(candidate.features, CLASSES.index(kind))


def fit(examples: Sequence[Example], names: Sequence[str], config: dict[str, Any], log: Callable[[str], None]) -> np.ndarray[Any, Any]:
    """[features + 1, classes]: multinomial logistic regression by AdamW; features drop out, so that none is relied on alone."""
    torch.manual_seed(config["seed"])
    rows = {name: row for row, name in enumerate(names)}
    ids = [torch.tensor([rows[f] for f in dict.fromkeys(e.features) if f in rows]) for e in examples]
    labels = torch.tensor([e.label for e in examples])
    weights = nn.EmbeddingBag(len(names), len(CLASSES), mode="sum")
    nn.init.zeros_(weights.weight)
    bias = nn.Parameter(torch.zeros(len(CLASSES)))
    optimizer = torch.optim.AdamW([weights.weight, bias], config["rate"], weight_decay=config["weight_decay"])
    batches = -(-len(ids) // config["batch"])
    for epoch in range(config["epochs"]):
        losses = []
        for number, batch in enumerate(torch.randperm(len(ids)).split(config["batch"])):
            rate = 1 - (epoch * batches + number) / (config["epochs"] * batches)
            for group in optimizer.param_groups:
                group["lr"] = config["rate"] * rate
            loss = nn.functional.cross_entropy(weights(*_bags(ids, batch, config["dropout"])) + bias, labels[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(float(loss.detach()))
        log(f"epoch {epoch + 1}/{config['epochs']}  loss {np.mean(losses):.4f}")
    result: np.ndarray[Any, Any] = torch.cat([weights.weight, bias[None]]).detach().numpy()
    return result


def _bags(ids: Sequence[Tensor], batch: Tensor, dropout: float) -> tuple[Tensor, Tensor]:
    kept = [each[torch.rand(len(each)) >= dropout] for each in (ids[int(n)] for n in batch)]
    offsets = torch.tensor([0, *np.cumsum([len(each) for each in kept[:-1]])])
    return torch.cat(kept), offsets
