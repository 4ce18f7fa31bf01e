"""``jylnama evaluate``: arguments in, one call, messages out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from jylnama.console import err, stop, table_console, want_folders
from jylnama.document import MENTIONS
from jylnama.errors import UserError
from jylnama.files import write_text

if TYPE_CHECKING:
    from jylnama.document import Document
    from jylnama.evaluation.baselines import Options
    from jylnama.evaluation.scores import Evaluation

LABELS = ("sentences", *MENTIONS, "mentions", "events")
# misfits of gold that a message names
_TOLD = 10

EPILOG = (
    "Examples:\n\n`jylnama evaluate --gold annotations/corpus --pred run`\n\n"
    "`jylnama evaluate --gold gold.jsonl --pred run --against old_run --html errors.html --json scores.json`\n\n"
    "`jylnama evaluate --gold annotations/corpus --texts corpus/texts --baseline rules --baseline dateparser`\n\n"
    "`jylnama evaluate --record annotations/floor.json`\n\nThe measures are defined in docs/evaluation.md. Exit status: 0 done; 2 the call is wrong."
)


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Option("--gold", help="Gold: a run folder, a .jsonl, or a folder of document objects (repeatable)."),
    ] = None,
    pred: Annotated[Path | None, typer.Option("--pred", help="Predictions, in the same forms.")] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="Predictions of another system or run, to compare --pred with by paired tests."),
    ] = None,
    baseline: Annotated[
        list[str] | None,
        typer.Option(
            "--baseline", help="A system to run on the texts and score (repeatable): full, rules, model, stanza, dateparser."
        ),
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option("--texts", help="File or folder with the gold's texts (repeatable); they are found by sha256."),
    ] = None,
    stanza: Annotated[
        Path | None, typer.Option("--stanza", help="Folder of Stanza's Kazakh models, for the baseline stanza.")
    ] = None,
    split: Annotated[
        list[str] | None, typer.Option("--split", help="Score documents of this split alone, as train, dev or test (repeatable).")
    ] = None,
    splits: Annotated[
        Path | None,
        typer.Option("--splits", help="CSV with the columns doc_id and split; else splits.csv in or beside the gold."),
    ] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write all figures and differences here.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write an error browser here: every miss and extra in its sentence.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every miss and extra on standard output, tab-separated.")
    ] = False,
    model_dates: Annotated[
        bool,
        typer.Option(
            "--model-dates",
            help="List the dates that the model of names sees and the rules do not, tab-separated; needs --texts.",
        ),
    ] = False,
    documents: Annotated[bool, typer.Option("--documents", help="Show the scores of each document.")] = False,
    calibrate: Annotated[
        Path | None,
        typer.Option(
            "--calibrate",
            help="Write here how many events of each kind of evidence are right: the counts that scores are made of (linking/scores.csv).",
        ),
    ] = None,
    samples: Annotated[int, typer.Option("--samples", min=0, help="Draws for intervals and tests; 0 for none.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws.")] = 0,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            help="Score the sets of this floor file with the pipeline of today and record what is reached; needs no --gold.",
        ),
    ] = None,
    lower: Annotated[
        str, typer.Option("--lower", help="With --record: let scores fall, for this reason.", metavar="REASON")
    ] = "",
) -> None:
    """Score predictions against gold: every label at several strictnesses, with intervals, tests and an error browser."""
    from jylnama.evaluation.baselines import Options
    from jylnama.evaluation.reliability import read_kept, write_counts
    from jylnama.evaluation.splits import find_splits, read_splits
    from jylnama.exchange.texts import find_texts

    try:
        if record:
            _record(record, lower)
            return
        if not gold:
            raise stop("name the gold with --gold PATH")
        if model_dates and not texts:
            raise stop("--model-dates reads the gold's texts: name them with --texts PATH")
        if not pred and not baseline and not model_dates:
            raise stop("nothing to score: name predictions with --pred PATH, or a baseline with --baseline NAME")
        if against and not pred:
            raise stop("--against compares with --pred: name both")
        if baseline and not texts:
            raise stop("a baseline reads the gold's texts: name them with --texts PATH")
        want_folders(json_out, html, calibrate)
        if calibrate:
            read_kept(calibrate)
        golds = [document for path in gold for document in _read(path)]
        if split or splits:
            golds = _of_splits(golds, read_splits(splits or find_splits(gold)), split)
        by_sha256 = find_texts(golds, texts) if texts else {}
        found = {document.doc_id: by_sha256[document.sha256] for document in golds} if texts else {}
        _want_fitting(golds, found)
        if model_dates:
            _list_model_dates(golds, found)
        if not pred and not baseline:
            return
        systems, labels = _systems(pred, against, baseline or [], golds, found, Options(stanza=stanza))
        results = {name: _score(golds, documents_, samples, seed) for name, documents_ in systems.items()}
        comparisons = _compare(results, samples, seed)
        first = next(iter(results))
        _print(results, comparisons, labels, first, documents=documents)
        if not found and (errors or html):
            found = _texts_of_runs([*gold, *([pred] if pred else [])])
        if errors:
            _list_errors(results[first], golds, found)
        if calibrate:
            write_counts(results[first].reliability.evidence, calibrate)
        if json_out:
            _write_json(json_out, results, comparisons, labels, gold, split or [], samples, seed)
        if html:
            _write_html(html, first, results[first], golds, systems[first], found)
    except (UserError, OSError) as error:
        raise stop(error) from error


def _read(path: Path) -> list[Document]:
    from jylnama.exchange.jsonl import read

    return read(path)


def _of_splits(golds: list[Document], splits: dict[str, str], wanted: list[str] | None) -> list[Document]:
    from jylnama.evaluation.splits import select

    strays = [document.doc_id for document in golds if document.doc_id not in splits]
    if strays:
        err.print(f"[yellow]gold documents of no split, left out: {escape(', '.join(strays))}[/yellow]", soft_wrap=True)
    return select(golds, splits, wanted or set(splits.values()))


def _systems(
    pred: Path | None, against: Path | None, baselines: list[str], golds: list[Document], texts: dict[str, str], options: Options
) -> tuple[dict[str, list[Document]], dict[str, tuple[str, ...]]]:
    """Document objects, and the labels that are scored, of every system by its name; the first is the one of interest."""
    from jylnama.evaluation.baselines import BASELINES, make_baseline

    systems: dict[str, list[Document]] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for name, path in (("pred", pred), ("against", against)):
        if path:
            systems[name], labels[name] = _read(path), LABELS
            _want_common(golds, systems[name], path)
    predictors = {name: make_baseline(name, options) for name in dict.fromkeys(baselines)}
    for name, predict in predictors.items():
        systems[name] = list(predict((document.doc_id, texts[document.doc_id]) for document in golds))
        labels[name] = BASELINES[name].labels
    return systems, labels


def _want_common(golds: list[Document], documents: list[Document], path: Path) -> None:
    """Raises UserError where no document is gold's: nothing would be compared, and every score be 0."""
    ours, theirs = ({document.doc_id for document in side} for side in (golds, documents))
    if ours and not ours & theirs:
        raise UserError(
            f"{path}: no document in common with the gold (paired by doc_id): the gold has {_some(ours)}; "
            f"here are {_some(theirs) or 'none'}. Predict the gold's texts, under the same ids"
        )


def _want_fitting(golds: list[Document], texts: dict[str, str]) -> None:
    """Raises UserError where the gold says that something stands in its text that does not stand there."""
    from jylnama.exchange.sound import misfits

    wrong = [line for document in golds if document.doc_id in texts for line in misfits(document, texts[document.doc_id])]
    if wrong:
        rest = f"\n… and {len(wrong) - _TOLD} more" if len(wrong) > _TOLD else ""
        raise UserError("the gold does not fit its texts:\n" + "\n".join(wrong[:_TOLD]) + rest)


def _some(ids: set[str], most: int = 5) -> str:
    first = ", ".join(sorted(ids)[:most])
    return f"{first} and {len(ids) - most} more" if len(ids) > most else first


def _score(golds: list[Document], documents: list[Document], samples: int, seed: int) -> Evaluation:
    from jylnama.evaluation.scores import evaluate as score

    return score(golds, documents, samples=samples, seed=seed)


def _compare(results: dict[str, Evaluation], samples: int, seed: int) -> dict[str, Any]:
    """The first system compared with each other one."""
    from jylnama.evaluation.comparison import compare

    first, *others = results
    return {name: compare(results[first], results[name], samples=samples, seed=seed) for name in others}


def _print(
    results: dict[str, Evaluation],
    comparisons: dict[str, Any],
    labels: dict[str, tuple[str, ...]],
    first: str,
    *,
    documents: bool,
) -> None:
    from jylnama.evaluation import tables

    out = table_console(160)
    result = results[first]
    out.print(tables.score_table(f"{first}: {len(result.documents)} documents", result, labels[first]))
    if "events" in labels[first]:
        out.print(tables.group_table("type of event: (sentence, type, date)", result.by_type))
        out.print(tables.reliability_table(result.reliability))
    if documents:
        out.print(tables.document_table(result))
    if len(results) > 1:
        out.print(tables.system_table(results, labels))
    for name, comparison in comparisons.items():
        shared = [label for label in labels[first] if label in labels[name]]
        out.print(tables.comparison_table(f"{first} against {name}, paired by {result.unit}", comparison, shared))
    for name, other in results.items():
        if other.unmatched:
            missing = escape(", ".join(other.unmatched[:20]))
            err.print(
                f"[yellow]{name}: {len(other.unmatched)} gold documents without a prediction, counted as missed: {missing}[/yellow]",
                soft_wrap=True,
            )


def _texts_of_runs(paths: list[Path]) -> dict[str, str]:
    from jylnama.evaluation.texts import run_texts

    texts: dict[str, str] = {}
    for path in paths:
        if (path / "sentences.parquet").exists():
            texts |= run_texts(path)
    return texts


def _list_errors(result: Evaluation, golds: list[Document], texts: dict[str, str]) -> None:
    """A line a difference: place, label, kind, reason, text, what it says, what the other side says, the sentence."""
    sentences = {
        document.doc_id: [
            (s.start_char, s.end_char, texts[document.doc_id][s.start_char : s.end_char]) for s in document.sentences
        ]
        for document in golds
        if document.doc_id in texts
    }
    for d in result.differences:
        where = f"{d.doc_id}:{d.start_char}-{d.end_char}"
        row = (where, d.label, d.kind, d.reason, d.text, d.detail, d.other, d.in_context(sentences.get(d.doc_id, [])))
        _echo_row(row)


def _list_model_dates(golds: list[Document], texts: dict[str, str]) -> None:
    """A line a date: place, whether the gold has a date there, the model's score, text, the sentence."""
    from jylnama.evaluation.unread import unread_dates

    for date in unread_dates(golds, texts):
        where = f"{date.doc_id}:{date.start_char}-{date.end_char}"
        row = (where, "gold" if date.in_gold else "-", f"{date.score:.2f}", date.text, date.context)
        _echo_row(row)


def _echo_row(cells: Iterable[str]) -> None:
    typer.echo("\t".join(" ".join(cell.split()) for cell in cells))


def _write_json(
    path: Path, results: dict[str, Evaluation], comparisons: dict[str, Any], labels: dict[str, tuple[str, ...]],
    gold: list[Path], split: list[str], samples: int, seed: int,
) -> None:  # fmt: skip
    from jylnama import __version__
    from jylnama.evaluation.jsonfile import write_folded
    from jylnama.evaluation.scores import SCHEMA

    data = {
        "schema": SCHEMA, "jylnama": __version__, "gold": [str(p) for p in gold], "split": split, "samples": samples, "seed": seed,
        "systems": {name: {"labels": list(labels[name]), **result.to_dict()} for name, result in results.items()},
        "comparisons": [
            {"system": next(iter(results)), "against": name, "measures": {m: c.to_dict() for m, c in found.items()}}
            for name, found in comparisons.items()
        ],
    }  # fmt: skip
    write_folded(path, data)


def _write_html(
    path: Path, name: str, result: Evaluation, golds: list[Document], documents: list[Document], texts: dict[str, str]
) -> None:
    from jylnama.evaluation.html import error_browser

    if not texts and result.differences:
        err.print(
            "[yellow]no texts, so the browser shows spans without their sentences: name the texts with --texts[/yellow]",
            soft_wrap=True,
        )
    write_text(path, error_browser(name, result, golds, documents, texts))
    err.print(f"{len(result.differences)} differences → {escape(str(path))}", highlight=False, soft_wrap=True)


def _record(path: Path, lower: str) -> None:
    """Score the sets whose texts are there, raise the floor, say what was done."""
    import datetime

    from jylnama import __version__
    from jylnama.evaluation.floor import gold_sets, reach, read_floor
    from jylnama.evaluation.floor import record as add
    from jylnama.evaluation.jsonfile import write_folded
    from jylnama.pipeline import load, read_document

    floor = read_floor(path)
    nlp = load()
    reached = {}
    for gold_set in gold_sets(path, floor):
        if gold_set.texts.exists():
            reached[gold_set.name] = reach(gold_set, lambda doc_id, text: read_document(nlp, text, doc_id))
        else:
            err.print(f"[yellow]{gold_set.name}: left as it is, for {gold_set.texts} is not there[/yellow]", soft_wrap=True)
    if add(floor, reached, version=__version__, date=datetime.date.today().isoformat(), lower=lower):
        write_folded(path, floor)
    for name, now in reached.items():
        err.print(f"{name}: " + ", ".join(f"{m} {f1}" for m, f1 in now.scores.items()), highlight=False, soft_wrap=True)
