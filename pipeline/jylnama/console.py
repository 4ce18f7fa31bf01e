"""How commands talk: messages and mistakes on standard error, tables for the eye."""

from __future__ import annotations

import sys
from math import isnan
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

err = Console(stderr=True)


def stop(message: str | Exception, code: int = 2) -> typer.Exit:
    """Says a user's mistake in clear words; the exit to raise, with status 2 where no other is meant."""
    if isinstance(message, OSError) and message.strerror:
        message = f"{message.filename}: {message.strerror}"
    err.print(f"[red]jylnama:[/red] {escape(str(message))}", soft_wrap=True)
    return typer.Exit(code)


def want_folders(*files: Path | None) -> None:
    """Looks at the files that a call is to write before any work is done; stops where one would have no folder, or is one."""
    for file in files:
        if file is None:
            continue
        if file.is_dir():
            raise stop(f"{file}: is a folder; name a file")
        if not file.parent.is_dir():
            raise stop(f"{file}: cannot be written: there is no folder {file.parent}")


def table_console(width: int, *, stderr: bool = False) -> Console:
    """Where tables are printed: as wide as the terminal, ``width`` where the output goes to a file or a pipe."""
    return Console(stderr=stderr, width=None if sys.stdout.isatty() else width, highlight=False)


def figure(value: float) -> str:
    """A figure in a table: three decimals, a dash where it is undefined."""
    return "–" if isnan(value) else f"{value:.3f}"
