"""The words of the checks: templates in ``messages.toml``, filled in."""

from __future__ import annotations

from functools import cache
from typing import Any

from jylnama.document import Check
from jylnama.text.data import data_toml


@cache
def texts() -> dict[str, Any]:
    """All templates by code; a code's variants are tables inside it."""
    return data_toml(__package__, "messages.toml")


def finding(code: str, mentions: list[str], suggestion: str | None = None, variant: str | None = None, **values: object) -> Check:
    """A check with its message ``kk / en``; ``values`` fill the template of the code (or its ``variant``)."""
    entry = texts()[code]
    words = entry[variant] if variant else entry
    return Check(code, entry["severity"], mentions, message(words, **values), suggestion)


def message(words: dict[str, str], **values: object) -> str:
    return f"{words['kk'].format(**values)} / {words['en'].format(**values)}"
