"""``jylnama annotate``: arguments in, one call, messages out."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Annotation tools: export, import, agreement.")
_err = Console(stderr=True)


def _stop(message: str) -> typer.Exit:
    """A user's mistake: a clear message and exit status 2."""
    _err.print(f"[red]jylnama:[/red] {escape(message)}", soft_wrap=True)
    return typer.Exit(2)


Texts = Annotated[list[Path] | None, typer.Option("--texts", help="File or folder with the texts (repeatable); they are found by sha256.")]


@app.command(
    epilog="Examples:\n\n`jylnama annotate agreement pass1/ pass2/ --json agreement.json`\n\n"
    "`jylnama annotate agreement pass1/ pass2/ --texts texts/ --list > differences.tsv`"
)
def agreement(
    a: Annotated[Path, typer.Argument(help="One annotator: a folder of document objects, a .jsonl, or a run folder.", metavar="A")],
    b: Annotated[Path, typer.Argument(help="The other, in the same forms.", metavar="B")],
    json_out: Annotated[Path | None, typer.Option("--json", help="Write all figures and differences here.")] = None,
    texts: Texts = None,
    list_: Annotated[bool, typer.Option("--list", help="Write every difference to standard output, tab-separated, for adjudication (the table then goes to standard error).")] = False,
    samples: Annotated[int, typer.Option("--samples", min=0, help="Bootstrap draws for the intervals.")] = 1000,
) -> None:
    """Agreement of two annotators: span F1, Cohen's kappa, values, sentences, events, with intervals."""
    from jylnama.annotate.agreement import agreement as compare
    from jylnama.annotate.texts import TextError, find_texts
    from jylnama.document import DocumentError
    from jylnama.exchange.jsonl import read

    try:
        ours, theirs = read(a), read(b)
        ids = {document.doc_id for document in theirs}
        found = find_texts([d for d in ours if d.doc_id in ids], texts) if texts else None
        result = compare(ours, theirs, texts=found, samples=samples)
        if json_out:
            json_out.write_text(json.dumps(result.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except (DocumentError, TextError, OSError) as error:
        raise _stop(str(error)) from error
    for side, only in (("A", result.only_a), ("B", result.only_b)):
        if only:
            _err.print(f"[yellow]left out, for only {side} has them: {escape(', '.join(only))}[/yellow]", soft_wrap=True)
    _print_agreement(result, to_stderr=list_)
    if list_:
        for line in _difference_lines(result, {d.doc_id: (d, (found or {}).get(d.sha256)) for d in ours}):
            typer.echo(line)


def _print_agreement(result: Any, *, to_stderr: bool) -> None:
    table = Table("label", "measure", "", "agreement", "95 % interval", "made of", title=f"{len(result.documents)} documents; units: {result.units}")
    label = ""
    for m in result.measures:
        if math.isnan(m.value):  # one category only, or nothing to compare
            continue
        if m.label != label and label:
            table.add_section()
        made_of = ", ".join(f"{name} {count}" for name, count in m.counts.items())
        table.add_row(
            m.label if m.label != label else "", m.name, {"kappa": "κ", "share": "same"}.get(m.statistic, m.statistic),
            _figure(m.value), f"{_figure(m.low)} – {_figure(m.high)}", made_of,
        )  # fmt: skip
        label = m.label
    Console(stderr=to_stderr, width=None if sys.stdout.isatty() else 120).print(table)


def _figure(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _difference_lines(result: Any, documents: dict[str, Any]) -> list[str]:
    """A head and a line each: document, label, kind, then offsets, text and values of A and of B, then the sentence."""
    lines = ["\t".join(("doc_id", "label", "kind", "A", "A text", "A values", "B", "B text", "B values", "sentence"))]
    for difference in result.differences:
        cells = [difference.doc_id, difference.label, difference.kind]
        for item in (difference.a, difference.b):
            values = "; ".join(f"{name}={value}" for name, value in difference.values_of(item).items())
            cells += [f"{item.start}-{item.end}", item.text, values] if item else ["", "", ""]
        lines.append("\t".join(" ".join(cell.split()) for cell in [*cells, _context(difference, *documents[difference.doc_id])]))
    return lines


def _context(difference: Any, document: Any, text: str | None) -> str:
    """The sentence of A that the difference begins in, the stretch marked ``⟦…⟧``; empty where there is no text."""
    if text is None:
        return ""
    item = difference.a or difference.b
    sentence = next((s for s in document.sentences if s.start_char <= item.start < s.end_char), None)
    first, last = (sentence.start_char, max(sentence.end_char, item.end)) if sentence else item.span
    return f"{text[first : item.start]}⟦{text[item.start : item.end]}⟧{text[item.end : last]}"
