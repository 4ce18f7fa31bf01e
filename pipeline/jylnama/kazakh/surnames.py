"""Suffixes of surnames and patronymics as alternatives of a pattern, from the table of ``endings.toml``."""

from __future__ import annotations

from jylnama.text.data import data_toml

_SUFFIXES: dict[str, str] = data_toml(__package__, "endings.toml")["suffixes"]


def suffixes(*kinds: str) -> str:
    """Alternatives for the suffixes of some kinds, of those that the table has: ``suffixes("ov", "ova")``."""
    return "|".join(_SUFFIXES[kind] for kind in kinds)


# ұлы, қызы: behind a father's name, written together with it or apart
CHILDREN = (_SUFFIXES["son"], _SUFFIXES["daughter"])
ANY_CHILD = (*CHILDREN, _SUFFIXES["son_old"])


__all__ = ["ANY_CHILD", "CHILDREN", "suffixes"]
