"""Exports of a run folder: one module a format, each with ``write(run, out)``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jylnama.exchange import csv_table, jsonl

FORMATS: dict[str, Callable[[Path, Path], int]] = {"csv": csv_table.write, "jsonl": jsonl.write}
