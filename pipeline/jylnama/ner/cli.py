"""``jylnama model``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jylnama.console import err, stop
from jylnama.files import write_json

app = typer.Typer(no_args_is_help=True, help="The named-entity model that ships with the package.")
_Folder = Annotated[Path | None, typer.Option("--model", help="A model's folder; the shipped one unless named.")]
_Threads = Annotated[int, typer.Option("--threads", min=0, help="Threads of the model; 0: as many as ONNX Runtime likes.")]


def _load(folder: Path | None, threads: int = 0) -> Any:
    from jylnama.ner.model import NerModel
    from jylnama.shipped import ModelError

    try:
        return NerModel.load(folder, threads)
    except ModelError as error:
        raise stop(error) from error


@app.command(epilog="Example:\n\n`jylnama model info`")
def info(model: _Folder = None, json_out: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """What the model is: its data, licences, figures, files, hash."""
    loaded = _load(model)
    size = sum(path.stat().st_size for path in loaded.folder.iterdir() if path.is_file())
    data = {"folder": str(loaded.folder), "bytes": size, "sha256": loaded.sha256(), **loaded.config}
    if json_out:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    out = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    out.print(_facts({**data, "bytes": f"{size:,}"}))
    if scores := data.get("scores"):
        out.print(_scores(scores))


def _facts(data: dict[str, Any]) -> Table:
    """What the model is, a line each; its classes on one line, its scores left out."""
    table = Table("what", "value", show_header=False)
    for key, value in data.items():
        if key == "labels":
            table.add_row("classes", ", ".join(sorted({label[2:] for label in value if label != "O"})))
        elif key != "scores":
            table.add_row(key, escape(f"{value:g}" if isinstance(value, float) else str(value)))
    return table


def _scores(scores: dict[str, dict[str, dict[str, float]]]) -> Table:
    """Precision, recall, F1 and number of gold spans of each class, the parts of the data side by side; ``all`` first."""
    table = Table("class", title="strict scores on words")
    for part in scores:
        for figure in ("precision", "recall", "F1", "gold"):
            table.add_column(f"{part}\n{figure}", justify="right")
    names = {name for classes in scores.values() for name in classes}
    for name in sorted(names, key=lambda name: (name != "all", name)):
        cells: list[str] = []
        for classes in scores.values():
            row = classes.get(name)
            cells += [f"{row[k]:.3f}" for k in ("precision", "recall", "f1")] + [f"{row['gold']:.0f}"] if row else ["–"] * 4
        table.add_row(name, *cells, end_section=name == "all")
    return table


@app.command(epilog="Example:\n\n`jylnama model evaluate --iob2 test.iob2 --json scores.json`")
def evaluate(
    iob2: Annotated[Path, typer.Option("--iob2", help="Sentences with a word and an IOB2 label a line.")],
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    model: _Folder = None,
    threads: _Threads = 0,
) -> None:
    """Score the model on an IOB2 file, on the file's own words: seqeval's strict report."""
    from jylnama.ner.iob2 import Iob2Error, evaluate_iob2

    try:
        report = evaluate_iob2(iob2, _load(model, threads))
    except OSError as error:
        raise stop(f"{iob2}: cannot be read: {error.strerror}") from error
    except Iob2Error as error:
        raise stop(error) from error
    table = Table("class", "precision", "recall", "F1", "gold")
    for name, row in report.scores.items():
        table.add_row(name, f"{row['precision']:.4f}", f"{row['recall']:.4f}", f"{row['f1-score']:.4f}", f"{row['support']:.0f}")
    Console(width=None if sys.stdout.isatty() else 100).print(table)
    err.print(
        f"{report.sentences} sentences, {report.words:,} words in {report.seconds:.1f} s ({report.words / report.seconds:,.0f} words/s)",
        highlight=False,
    )
    if report.unknown:
        err.print(
            f"[yellow]labels that the model does not have, counted as missed: {', '.join(report.unknown)}[/yellow]",
            soft_wrap=True,
        )
    if json_out:
        try:
            write_json(json_out, report.to_dict())
        except OSError as error:
            raise stop(f"{json_out}: cannot be written: {error.strerror}") from error
