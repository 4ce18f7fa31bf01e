"""Case endings as patterns for regular expressions, from the table of ``endings.toml``.

Each is one class of letters after another, all variants at once: assimilation and vowel harmony are not asked for,
since sources misspell them, and a few letters more or less decide nothing at a word's end.
"""

from __future__ import annotations

from jylnama.text.data import data_toml

_CASES = data_toml(__package__, "endings.toml")["cases"]


def _pattern(case: str) -> str:
    """The variants of a case, which are of one length, letter by letter: ``[дтн][ае]н``."""
    variants = [ending for pair in _CASES[case].values() for ending in pair]
    places = [list(dict.fromkeys(letters)) for letters in zip(*variants, strict=True)]
    return "".join(letters[0] if len(letters) == 1 else f"[{''.join(letters)}]" for letters in places)


GENITIVE, ACCUSATIVE, DATIVE = _pattern("genitive"), _pattern("accusative"), _pattern("dative")
LOCATIVE, ABLATIVE, INSTRUMENTAL = _pattern("locative"), _pattern("ablative"), _pattern("instrumental")
# бақтағы, ауылдағы: what stands there
ATTRIBUTIVE = _pattern("attributive")

__all__ = ["ABLATIVE", "ACCUSATIVE", "ATTRIBUTIVE", "DATIVE", "GENITIVE", "INSTRUMENTAL", "LOCATIVE"]
