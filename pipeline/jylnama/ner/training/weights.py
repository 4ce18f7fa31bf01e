"""Trained nets on the disk: the best weights of a training, and those of an exported model, back in 32 bits."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor

from jylnama.ner.labels import LABELS
from jylnama.ner.training.config import Config
from jylnama.ner.training.encoder import Shape, Tagger

BEST, TOKENIZER, MODEL = "best.pt", "tokenizer.json", "model.onnx"


def save_tagger(path: Path, model: Tagger, config: Config) -> None:
    """Write weights and shape, so that ``load_tagger`` finds them beside the tokenizer."""
    torch.save({"shape": model.shape.to_dict(), "model": model.state_dict(), "config": asdict(config)}, path)


def load_tagger(folder: Path) -> tuple[Tagger, Tokenizer]:
    """The best weights of a training's output folder, or those of a model's folder (from 8 bits), and the tokenizer.

    Raises FileNotFoundError where there is neither.
    """
    if (folder / BEST).exists():
        data = torch.load(folder / BEST, weights_only=True)
        shape, state = Shape(**data["shape"]), data["model"]
    elif (folder / MODEL).exists():
        shape, state = read_model(folder / MODEL)
    else:
        raise FileNotFoundError(f"{folder}: neither {BEST} (the best weights of a training) nor {MODEL} (a model)")
    model = Tagger(shape, len(LABELS))
    model.load_state_dict(state)
    model.eval()
    return model, Tokenizer.from_file(str(folder / TOKENIZER))


def read_model(path: Path) -> tuple[Shape, dict[str, Tensor]]:
    """Shape and weights, under the names of ``Tagger``, of a ``model.onnx``. Raises ValueError for another graph."""
    body = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in body.initializer}
    try:
        state = {
            "words.weight": arrays["words.q"].astype(np.float32) * arrays["words.s"],
            "positions.weight": arrays["positions.w"],
        }
        state |= {"head.weight": arrays["logits.w"].T, "head.bias": arrays["logits.b"]}
        for name, array in arrays.items():
            layer, _, part = name.rpartition(".")
            if part == "g":
                state |= {f"{layer}.weight": array, f"{layer}.bias": arrays[f"{layer}.b"]}
            elif layer.startswith("layers.") and part in ("q", "w"):
                weight = array.T if part == "w" else array.T.astype(np.float32) * arrays[f"{layer}.s"][:, None]
                state |= {f"{layer}.weight": weight, f"{layer}.bias": arrays[f"{layer}.b"]}
        heads = next(
            a.i for node in body.node if node.op_type == "MultiHeadAttention" for a in node.attribute if a.name == "num_heads"
        )
        epsilon = next(a.f for node in body.node if node.name == "layers.0.norm1" for a in node.attribute if a.name == "epsilon")
        feed_forward = len(state["layers.0.up.bias"])
    except (KeyError, StopIteration) as error:
        raise ValueError(f"{path}: not a graph that `jylnama train` wrote") from error
    rows, hidden = state["words.weight"].shape
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    shape = Shape(rows, hidden, layers, heads, feed_forward, len(state["positions.weight"]), epsilon)
    return shape, {name: torch.from_numpy(np.array(array, np.float32)) for name, array in state.items()}
