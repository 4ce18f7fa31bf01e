"""Data files that lie beside the code: lines with ``#`` comments."""

from __future__ import annotations

from importlib import resources


def data_lines(package: str, name: str) -> list[str]:
    """Lines of a data file of ``package``, without comments and empty lines."""
    lines = resources.files(package).joinpath(name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
