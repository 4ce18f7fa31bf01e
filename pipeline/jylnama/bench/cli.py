"""``jylnama bench``: arguments in, one call, a table out."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from jylnama.choices import ner_choice
from jylnama.console import err, stop, table_console, want_folders
from jylnama.files import write_json

_LONGER = 4  # so many times the words for the scaling: what is done once a run shall not count much
EPILOG = (
    "Examples:\n\n`jylnama bench corpus/texts`\n\n`jylnama bench corpus/texts --systems rules,spacy-kk --words 20000 --json bench.json`\n\n"
    "Words a processor second hardly change on a busy machine; words a second do."
)


def bench(
    texts: Annotated[
        list[str], typer.Argument(help="Texts to read, in any form that extract takes; they are repeated.", metavar="TEXTS...")
    ],
    systems: Annotated[
        str, typer.Option("--systems", help="Which, with commas: rules, full, stanza, spacy-kk, spacy-xx, dateparser.")
    ] = "rules,full,stanza,spacy-kk,spacy-xx,dateparser",
    words: Annotated[int, typer.Option("--words", min=100, help="How many words each system reads, if it can in time.")] = 50_000,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="After so long a system is stopped behind its text.")] = 20,
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="Processes a system; the median counts.")] = 3,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of the models.")] = 1,
    workers: Annotated[str, typer.Option("--workers", help="Scaling: numbers of workers, with commas; empty for none.")] = "1,2",
    sizes: Annotated[
        str, typer.Option("--sizes", help="Linearity: how many times the texts, with commas; empty for none.")
    ] = "1,10,100",
    ner: Annotated[str, typer.Option("--ner", help="For workers and sizes: none (rules) or model.")] = "none",
    json_out: Annotated[Path | None, typer.Option("--json", help="Write all figures here.")] = None,
) -> None:
    """Measure speed, memory and start-up beside Stanza, spaCy and dateparser on the same texts."""
    from jylnama.bench.measure import BenchError, batch, speeds, texts_of
    from jylnama.bench.measure import sizes as measure_sizes
    from jylnama.bench.systems import SYSTEMS, shares
    from jylnama.run.inputs import InputError

    want_folders(json_out)
    try:
        ner = ner_choice(ner)
    except ValueError as error:
        raise stop(f"--{error}") from error
    chosen = [name for name in systems.split(",") if name]
    try:
        counts, factors = ([int(n) for n in option.split(",") if n] for option in (workers, sizes))
    except ValueError as error:
        raise stop(f"--workers and --sizes take numbers with commas: {error}") from error
    if any(number < 1 for number in (*counts, *factors)):
        raise stop("--workers and --sizes take numbers from 1")
    if unknown := [name for name in chosen if name not in SYSTEMS]:
        raise stop(f"no system {', '.join(unknown)}; there are {', '.join(SYSTEMS)}")
    with err.status("begins") as status:
        try:
            read = texts_of(texts, words)
            once = texts_of(texts, 1)
            result: dict[str, Any] = {"machine": machine(), "words": sum(len(text.split()) for text in read), "threads": threads}
            result["systems"] = speeds(read, chosen, repeats=repeats, seconds=seconds, threads=threads, say=status.update)
            status.update("shares of the parts")
            result["shares"] = {name: shares(read[: max(len(once), 20)], {"full": "model"}.get(name, "rules"), threads)
                                for name in chosen if name in ("rules", "full") and "absent" not in result["systems"][name]}  # fmt: skip
            result["workers"] = {}
            for count in counts:
                status.update(f"{count} workers")
                result["workers"][str(count)] = batch(read * _LONGER, workers=count, ner=ner)
            result["sizes"] = {str(factor): row for factor, row in measure_sizes(once, factors, ner, status.update)}
        except (BenchError, InputError) as error:
            raise stop(error) from error
    _print(result)
    if json_out:
        try:
            write_json(json_out, result)
        except OSError as error:
            raise stop(f"{json_out}: cannot be written: {error.strerror}") from error


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": load,
    }


def _print(result: dict[str, Any]) -> None:
    from jylnama.bench.systems import SYSTEMS

    out = table_console(130)
    rows = result["systems"]
    rival = rows.get("stanza", {}).get("words_per_cpu_second")
    ceiling = rows.get("spacy-kk", {}).get("words_per_cpu_second")
    table = Table("system", "words/s", "words/processor s", "from – to", "× Stanza", "of spaCy's tokenizer", "peak MB", "first text after",
                  title=f"{result['words']:,} words, {result['threads']} thread(s), {result['machine']['processors']} processors, load {result['machine']['load'] or 0:.1f}")  # fmt: skip
    table.columns[0].no_wrap = True
    for name, row in rows.items():
        if "absent" in row:
            table.add_row(SYSTEMS[name][0], escape(row["absent"]))
            continue
        speed = row["words_per_cpu_second"]
        table.add_row(
            SYSTEMS[name][0], f"{row['words_per_second']:,.0f}", f"{speed:,.0f}", f"{row['lowest']:,.0f} – {row['highest']:,.0f}",
            f"{speed / rival:.1f}" if rival else "–", f"{speed / ceiling:.1%}" if ceiling else "–", f"{row['peak_mb']:.0f}", f"{row['start_up']:.2f} s",
        )  # fmt: skip
    if rows:
        out.print(table)
    for name, spent in result["shares"].items():
        whole = sum(spent.values()) or 1.0
        parts = ", ".join(f"{part} {value / whole:.0%}" for part, value in sorted(spent.items(), key=lambda item: -item[1]))
        out.print(f"{SYSTEMS[name][0]}, share of the time: {parts}", highlight=False)
    for key, head in (("workers", "workers"), ("sizes", "× the texts")):
        if not result[key]:
            continue
        first = next(iter(result[key].values()))["words_per_second"]
        table = Table(
            head, "documents", "words", "words/s", "× the first", "peak MB of a worker", "of the parent", "seconds in all"
        )
        for name, row in result[key].items():
            table.add_row(name, f"{row['documents']:,}", f"{row['words']:,}", f"{row['words_per_second']:,.0f}", f"{row['words_per_second'] / first:.2f}",
                          f"{row['peak_mb']:.0f}", f"{row['peak_mb_parent']:.0f}", f"{row['seconds']:.1f}")  # fmt: skip
        out.print(table)
