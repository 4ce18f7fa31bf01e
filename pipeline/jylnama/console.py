"""What every command says on standard error."""

from __future__ import annotations

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
