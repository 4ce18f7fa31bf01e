"""Measurements, each in a process of its own, and what they mean together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from jylnama.bench.systems import SYSTEMS

Say = Callable[[str], None]


class BenchError(ValueError):
    """A measurement that cannot be made; the message says why."""


def texts_of(names: Sequence[str], words: int) -> list[str]:
    """Texts of at least ``words`` words: those of the files, over and over. Raises InputError, BenchError."""
    from jylnama.run.formats import Text
    from jylnama.run.inputs import read_inputs

    once = [item.text for item in read_inputs(names) if isinstance(item, Text)]
    if not once:
        raise BenchError("no text in these files")
    texts: list[str] = []
    count = 0
    while count < words:
        texts += once
        count += sum(len(text.split()) for text in once)
    return texts


def speeds(
    texts: list[str], systems: Sequence[str], *, repeats: int, seconds: float, threads: int, say: Say
) -> dict[str, dict[str, Any]]:
    """Figures of each system: of ``repeats`` processes the median, one system after the other in every round.

    The rounds go through all systems, so that a machine that slows down slows all of them alike.
    """
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in systems}
    with tempfile.TemporaryDirectory(prefix="jylnama-bench-") as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        for turn in range(repeats):
            for name in systems:
                if found[name] and "absent" in found[name][0]:
                    continue
                say(f"{SYSTEMS[name][0]}, {turn + 1} of {repeats}")
                found[name].append(_probe(name, path, seconds, threads, Path(folder)))
    return {name: _together(rows) for name, rows in found.items()}


def _probe(name: str, texts: Path, seconds: float, threads: int, scratch: Path) -> dict[str, Any]:
    models = scratch / name
    models.mkdir(exist_ok=True)
    if name == "stanza":  # models are made before the clock starts
        _python(
            "-c",
            "import sys; from pathlib import Path; from jylnama.bench.untrained import stanza_models; stanza_models(Path(sys.argv[1]))",
            str(models),
            threads=threads,
        )
    command = ["-m", "jylnama.bench.probe", name, str(texts), str(time.time()), str(seconds), str(threads), str(models)]
    done = _python(*command, threads=threads)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise BenchError(f"{SYSTEMS[name][0]}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'no answer'}")
    figures: dict[str, Any] = json.loads(lines[-1])
    return figures


def _python(*arguments: str, threads: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment, check=False)


def _together(rows: list[dict[str, Any]]) -> dict[str, Any]:
    if "absent" in rows[0]:
        return rows[0]
    return {key: median(row[key] for row in rows) for key in rows[0]} | {
        "lowest": min(row["words_per_cpu_second"] for row in rows), "highest": max(row["words_per_cpu_second"] for row in rows)
    }  # fmt: skip


def batch(texts: list[str], *, workers: int, ner: str) -> dict[str, float]:
    """Figures of ``jylnama extract`` over the texts: words a second while workers work, seconds in all, peak memory."""
    with tempfile.TemporaryDirectory(prefix="jylnama-bench-") as folder:
        source, run = Path(folder) / "texts.jsonl", Path(folder) / "run"
        with source.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps({"text": text}) + "\n" for text in texts)
        began = time.perf_counter()
        done = _python(
            "-m",
            "jylnama.cli",
            "extract",
            str(source),
            "--out",
            str(run),
            "--workers",
            str(workers),
            "--ner",
            ner,
            "--quiet",
            threads=1,
        )
        seconds = time.perf_counter() - began
        if done.returncode:
            raise BenchError(f"jylnama extract: {done.stderr.strip()}")
        record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    return {"words": record["words"], "documents": record["documents"], "seconds": seconds, "words_per_second": record["words"] / record["seconds"],
            "peak_mb": record["peak_memory_mb"]["worker"], "peak_mb_parent": record["peak_memory_mb"]["parent"]}  # fmt: skip


def sizes(texts: list[str], factors: Sequence[int], ner: str, say: Say) -> Iterator[tuple[int, dict[str, float]]]:
    """``batch`` over 1×, 10×, … the texts."""
    for factor in factors:
        say(f"{factor} × {len(texts)} documents")
        yield factor, batch(texts * factor, workers=1, ner=ner)
