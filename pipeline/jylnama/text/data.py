"""Data files that lie beside the code: lines and tab-separated rows with ``#`` comments, TOML."""

from __future__ import annotations

import csv
import tomllib
from importlib import resources
from typing import Any


def data_lines(package: str, name: str) -> list[str]:
    """Lines of a data file of ``package``, without comments and empty lines."""
    return [line for line in _read(package, name).splitlines() if line and not line.startswith("#")]


def data_rows(package: str, name: str) -> list[list[str]]:
    """Rows of a tab-separated data file of ``package``, as ``data_lines``, each cut into its fields."""
    return [line.split("\t") for line in data_lines(package, name)]


def data_csv(package: str, name: str) -> list[dict[str, str]]:
    """Rows of a CSV file of ``package`` by their columns, without comments and empty lines."""
    return list(csv.DictReader(data_lines(package, name)))


def data_toml(package: str, name: str) -> dict[str, Any]:
    """The parsed TOML file of ``package``; read anew at each call."""
    return tomllib.loads(_read(package, name))


def _read(package: str, name: str) -> str:
    return resources.files(package).joinpath(name).read_text("utf-8")
