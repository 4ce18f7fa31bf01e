"""The lexicons, patterns and registers that ship: what no reader of theirs would notice."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

PACKAGE = Path(__file__).parent.parent / "pipeline" / "jylnama"
# these list look-alikes, or classes of them
MIXED = {"confusables.tsv", "fonts.tsv"}
FILES = [path for path in PACKAGE.rglob("*.*") if path.suffix in (".txt", ".toml", ".csv", ".tsv") and path.name not in MIXED]
# numerals of either alphabet stand in one word often: ХV
WORD = regex.compile(r"(?<![\p{L}\\\[])(?![IVXLCDMІХСМҮ]+ғ?(?!\p{L}))\p{L}+(?![\p{L}\]])")


def test_there_are_files() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_word_mixes_latin_and_cyrillic(path: Path) -> None:
    mixed = [
        f"{number}: {word}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for word in WORD.findall(line)
        if regex.search(r"\p{Latin}", word) and regex.search(r"\p{Cyrillic}", word)
    ]
    assert not mixed
