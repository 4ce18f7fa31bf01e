"""``jylnama report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from jylnama.console import err, stop, want_folders

EPILOG = (
    "Example:\n\n`jylnama report run --out report.html`\n\nThe file holds everything and asks nothing of the network. "
    "Exit status: 0 done; 2 it cannot be made."
)


def report(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The HTML file to write.")],
    max_events: Annotated[int, typer.Option("--max-events", min=1, help="Events that are shown; the first in time.")] = 2000,
) -> None:
    """Write a run as one HTML file to read: events with their sentences, findings, documents."""
    from jylnama.errors import UserError
    from jylnama.report.build import write_report

    want_folders(out)
    try:
        counts = write_report(run, out, max_events=max_events)
    except OSError as error:
        raise stop(f"{out}: cannot be written: {error.strerror}") from error
    except UserError as error:
        raise stop(error) from error
    shown = min(max_events, counts["events"])
    err.print(
        f"{shown} of {counts['events']} events, {counts['checks']} findings → {escape(str(out))}", highlight=False, soft_wrap=True
    )
