"""The ``jylnama`` command: arguments in, one call, messages out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from jylnama.annotate.cli import app as annotate
from jylnama.evaluation.cli import EPILOG as EVALUATE_EXAMPLES
from jylnama.evaluation.cli import evaluate

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False,
    help="Reads raw Kazakh historical texts and writes the table of events that they tell.",
)  # fmt: skip
app.add_typer(annotate, name="annotate")
_err = Console(stderr=True)


def _stop(message: str) -> typer.Exit:
    """A user's mistake: a clear message and exit status 2."""
    _err.print(f"[red]jylnama:[/red] {escape(message)}", soft_wrap=True)
    return typer.Exit(2)


@app.callback(invoke_without_command=True)
def main(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        from jylnama import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.command(
    epilog="Examples:\n\n`jylnama extract texts/ --out run`\n\n`jylnama extract 'texts/*.txt' more.jsonl --out run --force`\n\n"
    "`cat article.txt | jylnama extract - --out run`\n\nExit status: 0 all done; 1 done, but some documents failed; 2 the call is wrong."
)
def extract(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input: .txt .md .jsonl .csv .parquet .pdf .docx .html", metavar="INPUT...")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The run folder to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier run in that folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Read texts and write a run folder: tables of sentences, mentions, events, checks, failures."""
    from jylnama.pipeline import load
    from jylnama.run.engine import OutputError, prepare_output, run
    from jylnama.run.inputs import InputError, list_files, read_inputs

    try:
        files = list_files([name for name in inputs if name != "-"]) if inputs != ["-"] else []
        prepare_output(out, force=force)
    except (InputError, OutputError) as error:
        raise _stop(str(error)) from error
    with _Progress(len(files) or None, hidden=quiet or not _err.is_terminal) as progress:
        summary = run(read_inputs(inputs), out, load(), progress.update)
    if not quiet:
        _print_summary(summary, out)
    raise typer.Exit(1 if summary.failures else 0)


class _Progress:
    """A progress bar with documents, words a second and the time left; nothing where hidden."""

    def __init__(self, total: int | None, *, hidden: bool) -> None:
        self.bar = Progress(
            SpinnerColumn(), MofNCompleteColumn(), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
            console=_err, disable=hidden, transient=True,
        )  # fmt: skip
        self.task = self.bar.add_task("documents", total=total, rate="")
        self.began = time.perf_counter()

    def __enter__(self) -> _Progress:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def update(self, summary: Any) -> None:
        rate = summary.words / max(1e-9, time.perf_counter() - self.began)
        done = summary.documents + summary.failures
        self.bar.update(self.task, completed=done, rate=f"{rate:,.0f} words/s, {summary.failures} failed")


def _print_summary(summary: Any, out: Path) -> None:
    rate = summary.words / summary.seconds if summary.seconds else 0
    _err.print(
        f"{summary.documents} documents, {summary.words:,} words, {summary.events} events, {summary.checks} findings "
        f"in {summary.seconds:.1f} s ({rate:,.0f} words/s) → {escape(str(out))}", soft_wrap=True, highlight=False,
    )  # fmt: skip
    if summary.failures:
        _err.print(f"[yellow]{summary.failures} documents failed; the reasons are in {escape(str(out / 'failures.parquet'))}:[/yellow]", soft_wrap=True)
        import pyarrow.parquet as pq

        for row in pq.read_table(out / "failures.parquet").to_pylist()[:10]:
            _err.print(f"  {escape(row['path'])}: {escape(row['reason'])}", soft_wrap=True, highlight=False)


@app.command(epilog="Examples:\n\n`jylnama export run --to csv --out events.csv`\n\n`jylnama export run --to jsonl --out documents.jsonl`")
def export(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    to: Annotated[str, typer.Option("--to", help="csv (the event table) or jsonl (document objects).")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
) -> None:
    """Export a run folder."""
    from jylnama.exchange import FORMATS

    if to not in FORMATS:
        raise _stop(f"no format {to!r}; there are: {', '.join(sorted(FORMATS))}")
    if not (run / "documents.parquet").exists():
        raise _stop(f"{run}: not a run folder (jylnama extract writes one)")
    if out.is_dir():
        raise _stop(f"{out}: is a folder; name a file")
    try:
        count = FORMATS[to](run, out)
    except OSError as error:
        raise _stop(f"{out}: cannot be written: {error.strerror}") from error
    _err.print(f"{count} rows → {escape(str(out))}", highlight=False, soft_wrap=True)


app.command(epilog=EVALUATE_EXAMPLES)(evaluate)


if __name__ == "__main__":
    app()
