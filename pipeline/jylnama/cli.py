"""The ``jylnama`` command: arguments in, one call, messages out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from jylnama.annotate.cli import app as annotate
from jylnama.bench.cli import EPILOG as BENCH_EXAMPLES
from jylnama.bench.cli import bench
from jylnama.console import err, stop, want_folders
from jylnama.evaluation.cli import EPILOG as EVALUATE_EXAMPLES
from jylnama.evaluation.cli import evaluate
from jylnama.ner.cli import app as model
from jylnama.query import EPILOG as QUERY_EXAMPLES
from jylnama.query import query_command
from jylnama.registers.cli import app as register
from jylnama.report.cli import EPILOG as REPORT_EXAMPLES
from jylnama.report.cli import report
from jylnama.run.cli import EPILOG as EXTRACT_EXAMPLES
from jylnama.run.cli import extract
from jylnama.train import EPILOG as TRAIN_EXAMPLES
from jylnama.train import train

EXPORT_EXAMPLES = (
    "Examples:\n\n`jylnama export run --to csv --out events.csv`\n\n`jylnama export run --to jsonl --out documents.jsonl`"
)

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False,
    help="Reads raw Kazakh historical texts and writes the table of events that they tell.",
)  # fmt: skip


@app.callback(invoke_without_command=True)
def main(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        from jylnama import __version__

        typer.echo(__version__)
        raise typer.Exit


def export(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    to: Annotated[str, typer.Option("--to", help="csv (the event table) or jsonl (document objects).")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
) -> None:
    """Export a run folder."""
    from jylnama.errors import UserError
    from jylnama.exchange import FORMATS

    if to not in FORMATS:
        raise stop(f"no format {to!r}; there are: {', '.join(sorted(FORMATS))}")
    want_folders(out)
    try:
        count = FORMATS[to](run, out)
    except UserError as error:
        raise stop(error) from error
    except OSError as error:
        raise stop(f"{out}: cannot be written: {error.strerror}") from error
    err.print(f"{count} rows → {escape(str(out))}", highlight=False, soft_wrap=True)


# in the order of the README; --help has the groups behind them
app.command(epilog=EXTRACT_EXAMPLES)(extract)
app.command(epilog=REPORT_EXAMPLES)(report)
app.command("query", epilog=QUERY_EXAMPLES)(query_command)
app.command(epilog=EXPORT_EXAMPLES)(export)
app.command(epilog=EVALUATE_EXAMPLES)(evaluate)
app.command(epilog=TRAIN_EXAMPLES)(train)
app.command(epilog=BENCH_EXAMPLES)(bench)
app.add_typer(annotate, name="annotate")
app.add_typer(model, name="model")
app.add_typer(register, name="register")


if __name__ == "__main__":
    app()
