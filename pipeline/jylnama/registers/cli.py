"""``jylnama register``: look at registers and check them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from jylnama.console import err

app = typer.Typer(no_args_is_help=True, help="Registers of known congresses, names of bodies and names of places.")


@app.command(
    epilog="Example:\n\n`jylnama register check my_congresses.csv my_names.csv`\n\nExit status: 0 all sound; 2 a file has faults."
)
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Register files (CSV); none: those that come with jylnama.", metavar="FILE...")
    ] = None,
) -> None:
    """Check register files: columns, dates, calendars, order, overlaps. Every fault with its line."""
    from importlib import resources

    from jylnama.registers.load import SHIPPED
    from jylnama.registers.schema import read_table

    folder = Path(str(resources.files("jylnama.registers")))
    faulty = 0
    for path in files or [folder / name for name in SHIPPED]:
        table = read_table(path)
        for fault in table.faults:
            typer.echo(str(fault))
        faulty += bool(table.faults)
        if not table.faults:
            err.print(f"{escape(path.name)}: {table.kind}, {len(table.rows)} rows, sound", highlight=False, soft_wrap=True)
    raise typer.Exit(2 if faulty else 0)


@app.command("show")
def show() -> None:
    """Print where the shipped register files lie, to be copied as a pattern for your own."""
    from importlib import resources

    from jylnama.registers.load import SHIPPED

    for name in SHIPPED:
        typer.echo(str(resources.files("jylnama.registers").joinpath(name)))
