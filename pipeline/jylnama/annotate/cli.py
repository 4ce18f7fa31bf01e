"""``jylnama annotate``: arguments in, one call, messages out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from jylnama.console import err, figure, stop, table_console, want_folders
from jylnama.files import write_json

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Annotation tools: export, import, agreement.")


Texts = Annotated[
    list[Path] | None, typer.Option("--texts", help="File or folder with the texts (repeatable); they are found by sha256.")
]


@app.command(
    epilog="Examples:\n\n`jylnama annotate agreement pass1/ pass2/ --json agreement.json`\n\n"
    "`jylnama annotate agreement pass1/ pass2/ --texts texts/ --list > differences.tsv`"
)
def agreement(
    a: Annotated[
        Path, typer.Argument(help="One annotator: a folder of document objects, a .jsonl, or a run folder.", metavar="A")
    ],
    b: Annotated[Path, typer.Argument(help="The other, in the same forms.", metavar="B")],
    json_out: Annotated[Path | None, typer.Option("--json", help="Write all figures and differences here.")] = None,
    texts: Texts = None,
    list_: Annotated[
        bool,
        typer.Option(
            "--list",
            help="Write every difference to standard output, tab-separated, for adjudication (the table then goes to standard error).",
        ),
    ] = False,
    gamma: Annotated[bool, typer.Option("--gamma", help="Mathet's gamma too (needs jylnama[gamma]; takes its time).")] = False,
    samples: Annotated[int, typer.Option("--samples", min=0, help="Bootstrap draws for the intervals.")] = 1000,
) -> None:
    """Agreement of two annotators: span F1, Cohen's kappa, values, sentences, events, with intervals."""
    from jylnama.annotate.agreement import agreement as compare
    from jylnama.errors import UserError
    from jylnama.exchange.jsonl import read
    from jylnama.exchange.texts import find_texts

    want_folders(json_out)
    try:
        ours, theirs = read(a), read(b)
        ids = {document.doc_id for document in theirs}
        found = find_texts([d for d in ours if d.doc_id in ids], texts) if texts else None
        result = compare(ours, theirs, texts=found, gamma=gamma, samples=samples)
        if json_out:
            write_json(json_out, result.to_dict())
    except (UserError, OSError) as error:
        raise stop(error) from error
    except ImportError as error:
        raise stop(f"gamma needs a package that is not installed ({error.name}): pip install 'jylnama[gamma]'") from error
    for side, only in (("A", result.only_a), ("B", result.only_b)):
        if only:
            err.print(f"[yellow]left out, for only {side} has them: {escape(', '.join(only))}[/yellow]", soft_wrap=True)
    _print_agreement(result, to_stderr=list_)
    if list_:
        for line in _difference_lines(result, {d.doc_id: (d, (found or {}).get(d.sha256)) for d in ours}):
            typer.echo(line)


_FORMATS = "brat, labelstudio, doccano, inception, conll or docbin"


@app.command(
    "export",
    epilog="Examples:\n\n`jylnama annotate export run --to brat --out brat/`\n\n"
    "`jylnama annotate export annotations/corpus --to labelstudio --out ls/ --texts corpus/texts --split dev`\n\n"
    "`jylnama annotate export gold.jsonl --to docbin --out dev.spacy --texts texts/`",
)
def export_(
    source: Annotated[
        Path,
        typer.Argument(
            help="A run folder (the annotator starts from the system's output), a .jsonl, or a folder of document objects."
        ),
    ],
    to: Annotated[str, typer.Option("--to", help=f"{_FORMATS}.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; for conll and docbin the file.")],
    texts: Texts = None,
    split: Annotated[str | None, typer.Option("--split", help="Only documents of this split.")] = None,
    splits: Annotated[
        Path | None, typer.Option("--splits", help="CSV with doc_id and split; else splits.csv in or beside SOURCE.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write into a folder that is not empty, over a file that is there.")
    ] = False,
) -> None:
    """Write document objects for an annotation tool."""
    from jylnama.annotate.graph import graphs_of
    from jylnama.evaluation.splits import find_splits, read_splits, select
    from jylnama.exchange.jsonl import read
    from jylnama.exchange.texts import find_texts, paths_of_run

    module = _format(to)
    _refuse_to_overwrite(out, force=force)
    try:
        documents = read(source)
        if split:
            documents = select(documents, read_splits(splits or find_splits([source])), [split])
        found = find_texts(documents, texts or paths_of_run(source))
        count = module.write(graphs_of(documents, found, predicted=(source / "documents.parquet").exists()), out)
    except (ValueError, OSError) as error:
        raise stop(error) from error
    err.print(f"{count} documents → {escape(str(out))}", highlight=False, soft_wrap=True)


@app.command(
    "import",
    epilog="Examples:\n\n`jylnama annotate import brat/ --from brat --out pass1/`\n\n"
    "`jylnama annotate import project-1.json --from labelstudio --out gold.jsonl`\n\n`jylnama annotate import dev.conll --from conll --out pass1/ --texts texts/`",
)
def import_(
    path: Annotated[Path, typer.Argument(help="The folder or file that the tool has exported.")],
    source: Annotated[str, typer.Option("--from", help=f"{_FORMATS}.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="A folder for document objects (doc_id.json each), or a .jsonl to write.")
    ],
    texts: Texts = None,
    annotator: Annotated[
        str | None, typer.Option("--annotator", help="Label Studio: only this one's annotations (id or e-mail address).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace document objects that are there.")] = False,
) -> None:
    """Read document objects back from an annotation tool, checked against the text."""
    from jylnama.annotate.imports import import_graphs, write_documents
    from jylnama.exchange.texts import all_texts

    module = _format(source)
    if not path.exists():
        raise stop(f"{path}: no such file or folder")
    if annotator and source != "labelstudio":
        raise stop(f"--annotator is for labelstudio; a file or folder of {source} is one annotator's")
    try:
        known = all_texts(texts or [])
        graphs = module.read(path, known, annotator) if annotator else module.read(path, known)
        imported = import_graphs(graphs, known)
        if not imported.documents:
            raise stop(f"{path}: no documents in it" + (f" by the annotator {annotator}" if annotator else ""))
        write_documents(imported.documents, out, force=force)
    except (ValueError, OSError) as error:  # what a tool has written may be wrong in ways that have no name
        raise stop(error) from error
    _print_some("values read by the system for new spans; look at them", imported.read)
    _print_some("values that could not be read", imported.empty)
    err.print(f"{len(imported.documents)} documents → {escape(str(out))}", highlight=False, soft_wrap=True)


def _format(name: str) -> Any:
    from jylnama.annotate import formats

    if name not in formats.NAMES:
        raise stop(f"no format {name!r}; there are: {', '.join(formats.NAMES)}")
    try:
        return formats.get(name)
    except ImportError as error:
        raise stop(f"{name} needs a package that is not installed ({error.name}): pip install 'jylnama[annotate]'") from error


def _refuse_to_overwrite(out: Path, *, force: bool) -> None:
    if not force and (out.is_file() or out.is_dir() and any(out.iterdir())):
        raise stop(f"{out}: is there already, perhaps with an annotator's work; name another path, or --force to write over it")


def _print_some(title: str, lines: list[str]) -> None:
    if lines:
        err.print(f"[yellow]{len(lines)} {title}:[/yellow]", soft_wrap=True)
        for line in lines[:20]:
            err.print(f"  {escape(line)}", soft_wrap=True, highlight=False)
        if len(lines) > 20:
            err.print(f"  … and {len(lines) - 20} more")


def _print_agreement(result: Any, *, to_stderr: bool) -> None:
    table = Table(
        "label",
        "measure",
        "",
        "agreement",
        "95 % interval",
        "made of",
        title=f"{len(result.documents)} documents; units: {result.units}",
    )
    label = ""
    for m in result.measures:
        if math.isnan(m.value):  # one category only, or nothing to compare
            continue
        if m.label != label and label:
            table.add_section()
        made_of = ", ".join(f"{name} {count}" for name, count in m.counts.items())
        table.add_row(
            m.label if m.label != label else "", m.name, {"kappa": "κ", "gamma": "γ", "share": "same"}.get(m.statistic, m.statistic),
            figure(m.value), f"{figure(m.low)} – {figure(m.high)}", made_of,
        )  # fmt: skip
        label = m.label
    table_console(120, stderr=to_stderr).print(table)


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
    from jylnama.evaluation.differences import bracketed

    if text is None:
        return ""
    item = difference.a or difference.b
    sentence = next((s for s in document.sentences if s.start_char <= item.start < s.end_char), None)
    first, last = (sentence.start_char, max(sentence.end_char, item.end)) if sentence else item.span
    return bracketed(text[first:last], item.start - first, item.end - first)
