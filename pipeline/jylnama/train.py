"""``jylnama train``: the models of the package, made again."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from jylnama.console import stop

EPILOG = "Example:\n\n`jylnama train models/kk_history_ner.toml --out models/kk_history_ner`"
TASKS = ("ner", "triggers")


def train(
    config: Annotated[Path, typer.Argument(help="A training's configuration, as models/kk_history_ner.toml.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the model's folder here when the training ends.")] = None,
    export_only: Annotated[bool, typer.Option("--export-only", help="Train no more: write the best weights so far.")] = False,
) -> None:
    """Train the named-entity model; goes on where an earlier call was stopped. Needs `pip install 'jylnama[train]'`.

    Checkpoints, log.txt and scores.json are in the output folder that the configuration names. A configuration with
    `task = "triggers"` trains the judge of event triggers, in a few minutes, and needs --out.
    """
    task = _task(config)
    if task not in TASKS:
        raise stop(f"{config}: task {task!r}; there are: {', '.join(TASKS)}")
    if task == "triggers":
        _train_judge(config, out)
        return
    try:
        from jylnama.ner.training.config import ConfigError
        from jylnama.ner.training.data import DataError
        from jylnama.ner.training.export import write_model
        from jylnama.ner.training.train import Training
        from jylnama.ner.training.train import train as run
    except ModuleNotFoundError as error:
        raise stop(f"training needs {error.name}: pip install 'jylnama[train]'") from error
    if export_only and not out:
        raise stop("--export-only needs --out")
    try:
        training = Training(config, log=typer.echo) if export_only else run(config, log=typer.echo)
        if out:
            write_model(training, out)
    except (ConfigError, DataError, OSError, ValueError) as error:
        raise stop(error) from error


def _task(config: Path) -> str:
    """What a configuration trains; one that cannot be read is left to the reader that says why."""
    try:
        return str(tomllib.loads(config.read_text(encoding="utf-8")).get("task", "ner"))
    except (OSError, ValueError):
        return "ner"


def _train_judge(config: Path, out: Path | None) -> None:
    if out is None:
        raise stop(f"{config} trains the judge of triggers: name the folder to write by --out")
    try:
        from jylnama.linking.training import TrainingError
        from jylnama.linking.training import train as run
        from jylnama.ner.training.data import DataError
    except ModuleNotFoundError as error:
        raise stop(f"training needs {error.name}: pip install 'jylnama[train]'") from error
    try:
        run(config, out, log=typer.echo)
    except (TrainingError, DataError, OSError) as error:
        raise stop(error) from error
