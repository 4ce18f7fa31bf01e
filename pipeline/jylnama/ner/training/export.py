"""The trained network as an ONNX graph with 8-bit weights and activations, written node by node.

Activations are quantised with scales that are measured once, on training sentences, and stored: a scale taken from
the running batch, as ``quantize_dynamic`` has it, would make a word's label depend on the other sentences of its batch.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from torch import nn

from jylnama.ner.labels import LABELS
from jylnama.ner.training.batches import Batch, batches, encode
from jylnama.ner.training.encoder import Tagger
from jylnama.ner.training.train import Training, evaluate
from jylnama.ner.training.vocabulary import BOS, EOS, PAD, UNK
from jylnama.ner.training.weights import load_tagger

MS = "com.microsoft"
# pieces of a window: sentences of the training data are hardly ever longer, so later places are not trained
LONGEST = 128
_STRIDE = 11  # of the activations seen, one in so many is kept for their range


class _Graph:
    """Nodes and initializers, each value under its own name."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []

    def constant(self, name: str, array: NDArray[Any]) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(
        self, x: str, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32], span: tuple[float, float] | None
    ) -> str:
        """``x @ weight.T + bias``, weights [out, in]; in 8 bits where ``span``, the range of ``x``, is given."""
        if span is None:
            product = self.node("MatMul", [x, self.constant(f"{name}.w", weight.T)], f"{name}.product")
            return self.node("Add", [product, self.constant(f"{name}.b", bias)], name)
        scale, zero = activation_scale(*span)
        scale_name = self.constant(f"{name}.xs", np.array(scale, np.float32))
        zero_name = self.constant(f"{name}.xz", np.array(zero, np.uint8))
        values, scales = quantise(weight)
        quantised = self.node("QuantizeLinear", [x, scale_name, zero_name], f"{name}.xq")
        inputs = [quantised, self.constant(f"{name}.q", values.T), scale_name, self.constant(f"{name}.s", scales), zero_name, "",
                  self.constant(f"{name}.b", bias)]  # fmt: skip
        return self.node("MatMulIntegerToFloat", inputs, name, MS)


def quantise(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric 8-bit values [out, in] and a scale for each row [out]."""
    scales = np.maximum(np.abs(weight).max(1) / 127, 1e-12).astype(np.float32)
    return np.round(weight / scales[:, None]).astype(np.int8), scales


def activation_scale(low: float, high: float) -> tuple[float, int]:
    """(scale, zero point) of unsigned 8-bit values for a range, which is widened to hold zero."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = max(high - low, 1e-6) / 255
    return scale, round(-low / scale)


def activation_ranges(model: Tagger, inputs: Iterable[Batch], outside: float = 1e-5) -> dict[str, tuple[float, float]]:
    """The range of each linear layer's input over some batches, but for a share ``outside`` at either end."""
    samples: dict[str, list[NDArray[np.float32]]] = {}

    def note(name: str) -> Any:
        def hook(_: Any, given: tuple[torch.Tensor, ...]) -> None:
            values = given[0].reshape(-1, given[0].shape[-1])[real].numpy().ravel()
            samples.setdefault(name, []).append(values[::_STRIDE].copy())

        return hook

    hooks = [
        m.register_forward_pre_hook(note(name))
        for name, m in model.layers.named_modules(prefix="layers")
        if isinstance(m, nn.Linear)
    ]
    model.eval()
    with torch.inference_mode():
        for batch in inputs:
            real = (batch.ids != model.pad).reshape(-1)
            model(batch.ids, batch.first)
    for handle in hooks:
        handle.remove()
    found = {name: np.quantile(np.concatenate(parts), [outside, 1 - outside]) for name, parts in samples.items()}
    return {name: (float(low), float(high)) for name, (low, high) in found.items()}


def graph(model: Tagger, ranges: dict[str, tuple[float, float]] | None) -> Any:
    """The ONNX model, in 8 bits where the ranges of activations are given (``activation_ranges``), else in 32.

    Input ``ids`` [batch, pieces] int32 with the padding's id behind; outputs ``logits`` [batch, pieces, labels] float32
    and ``states`` [batch, pieces, hidden] float32, what the layer two thirds of the way up gives (those of a padded
    place mean nothing)."""
    shape = model.shape
    w = {name: tensor.detach().float().numpy() for name, tensor in model.state_dict().items()}
    g = _Graph()
    spans = ranges or {}
    mask = g.node("Equal", ["ids", g.constant("pad", np.array(model.pad, np.int32))], "padded")
    mask = g.node("Not", [mask], "mask.bool")
    mask = g.node("Cast", [mask], "mask", to=TensorProto.INT32)
    x = _embedded(g, w)
    for n in range(shape.layers):
        p = f"layers.{n}"
        qkv = g.linear(x, f"{p}.qkv", w[f"{p}.qkv.weight"], w[f"{p}.qkv.bias"], spans.get(f"{p}.qkv"))
        names = [f"{p}.{part}" for part in "qkv"]
        g.nodes.append(helper.make_node("Split", [qkv], names, name=f"{p}.split", axis=2, num_outputs=3))
        context = g.node("MultiHeadAttention", [*names, "", mask], f"{p}.context", MS, num_heads=shape.heads)
        out = g.linear(context, f"{p}.out", w[f"{p}.out.weight"], w[f"{p}.out.bias"], spans.get(f"{p}.out"))
        x = _norm(g, out, x, f"{p}.norm1", w, shape.epsilon)
        up = g.linear(x, f"{p}.up", w[f"{p}.up.weight"], w[f"{p}.up.bias"], spans.get(f"{p}.up"))
        up = g.node("Gelu", [up], f"{p}.gelu", MS)
        down = g.linear(up, f"{p}.down", w[f"{p}.down.weight"], w[f"{p}.down.bias"], spans.get(f"{p}.down"))
        x = _norm(g, down, x, f"{p}.norm2", w, shape.epsilon)
        if n == max(1, shape.layers * 2 // 3) - 1:
            g.node("Identity", [x], "states")
    g.linear(x, "logits", w["head.weight"], w["head.bias"], None)
    ids = helper.make_tensor_value_info("ids", TensorProto.INT32, ["batch", "pieces"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "pieces", len(LABELS)])
    states = helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "pieces", shape.hidden])
    body = helper.make_graph(g.nodes, "tagger", [ids], [logits, states], g.initializers)
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(MS, 1)], ir_version=9)


def _embedded(g: _Graph, w: dict[str, NDArray[np.float32]]) -> str:
    """Embeddings of the pieces (8 bits, a scale a row) and of their places, summed and normed."""
    rows = w["words.weight"]
    scales = np.maximum(np.abs(rows).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
    values = np.round(rows / scales).astype(np.int8)
    word = g.node("Gather", [g.constant("words.q", values), "ids"], "words.int")
    word = g.node("Cast", [word], "words.float", to=TensorProto.FLOAT)
    scale = g.node("Gather", [g.constant("words.s", scales), "ids"], "words.scale")
    word = g.node("Mul", [word, scale], "words")
    length = g.node("Shape", ["ids"], "length", start=1, end=2)
    axis = g.constant("axis", np.array([0], np.int64))
    place = g.node("Slice", [g.constant("positions.w", w["positions.weight"]), axis, length, axis], "positions")
    x = g.node("Add", [word, place], "embedded")
    gamma, beta = g.constant("norm.g", w["norm.weight"]), g.constant("norm.b", w["norm.bias"])
    return g.node("LayerNormalization", [x, gamma, beta], "norm", axis=-1, epsilon=1e-12)


def _norm(g: _Graph, x: str, skip: str, name: str, w: dict[str, NDArray[np.float32]], epsilon: float) -> str:
    # two nodes: ONNX Runtime's SkipLayerNormalization takes ten times as long on a CPU
    gamma, beta = g.constant(f"{name}.g", w[f"{name}.weight"]), g.constant(f"{name}.b", w[f"{name}.bias"])
    total = g.node("Add", [x, skip], f"{name}.sum")
    return g.node("LayerNormalization", [total, gamma, beta], name, axis=-1, epsilon=epsilon)


def export(model: Tagger, path: Path, ranges: dict[str, tuple[float, float]] | None = None) -> None:
    """Write the ONNX file."""
    onnx.save(graph(model, ranges), str(path))


def averaged(outputs: Sequence[Path]) -> tuple[Tagger, Tokenizer]:
    """The mean of the best weights of trainings, and their tokenizer. Raises ValueError where these do not fit."""
    models, tokenizers = zip(*(load_tagger(output) for output in outputs), strict=True)
    if any(m.shape != models[0].shape for m in models) or any(t.get_vocab() != tokenizers[0].get_vocab() for t in tokenizers):
        raise ValueError(f"the nets in {', '.join(map(str, outputs))} are not alike: their weights cannot be averaged")
    states = [model.state_dict() for model in models]
    models[0].load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return models[0], tokenizers[0]


def write_model(training: Training, folder: Path, calibration: int = 300) -> None:
    """The folder that ``NerModel.load`` reads: the best weights of a training, in 8 bits, tokenizer, config.json.

    calibration: training sentences over which the ranges of the activations are measured.
    Raises ValueError where the nets or their pieces differ.
    """
    config = training.config
    model, tokenizer = averaged([training.output, *(training.folder / other for other in config.average_with)])
    sample = random.Random(config.seed).sample(training.data.train, min(calibration, len(training.data.train)))
    sample += random.Random(config.seed).sample(training.data.more, min(calibration // 2, len(training.data.more)))
    ranges = activation_ranges(model, batches(encode(tokenizer, sample, config.longest), 4000))
    folder.mkdir(parents=True, exist_ok=True)
    export(model, folder / "model.onnx", ranges)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    parts = (("dev", training.data.dev), ("test", training.data.test))
    scores = {part: evaluate(model, encode(tokenizer, examples, config.longest), False) for part, examples in parts}
    about: dict[str, Any] = {
        "name": folder.name,
        "language": "kk",
        "licence": "MIT; trained on KazNERD (IS2AI, CC BY 4.0) from multilingual-e5-small (MIT)",
        **model.shape.to_dict(),
        "longest": min(config.longest, LONGEST),
        "pad": PAD, "bos": BOS, "eos": EOS, "unk": UNK,
        "labels": list(LABELS),
        "scores": scores,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
