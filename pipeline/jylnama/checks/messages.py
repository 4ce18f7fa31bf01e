"""The words of the checks: what they say (``messages.toml``, filled in), and what they look for (``words.toml``)."""

from __future__ import annotations

from functools import cache
from typing import Any

from jylnama.document import Check
from jylnama.text.data import data_toml


@cache
def texts() -> dict[str, Any]:
    """All templates by code; a code's variants are tables inside it."""
    return data_toml(__package__, "messages.toml")


@cache
def words() -> dict[str, Any]:
    """The words that keep a check from telling what is no fault, by their use."""
    return data_toml(__package__, "words.toml")


def finding(code: str, mentions: list[str], suggestion: str | None = None, variant: str | None = None, **values: object) -> Check:
    """A check with its message ``kk / en``; ``values`` fill the template of the code (or its ``variant``)."""
    entry = texts()[code]
    said = entry[variant] if variant else entry
    return Check(code, entry["severity"], mentions, message(said, **values), suggestion)


def message(entry: dict[str, str], **values: object) -> str:
    return f"{entry['kk'].format(**values)} / {entry['en'].format(**values)}"
