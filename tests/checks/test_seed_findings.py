"""Every finding on the seeds is one of those that ``docs/checks.md`` lists with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from jylnama.pipeline import read_document

FINDINGS = {
    "kokp": [
        ("bracket_mismatch", None),
        ("bracket_mismatch", None),
        ("pair_mismatch", "ж. с. / N.S.: 1907-05-13 (ай / month 6 → 5); е. с. / O.S.: 1907-05-19 (күн / day 13 → 19)"),
        ("pair_mismatch", "ж. с. / N.S.: 1917-11-07 (күн / day 8 → 7) | е. с. / O.S.: 1917-10-26 (күн / day 25 → 26)"),
        ("register_conflict", "1952-10-05–1952-10-14"),
        ("register_conflict", "1956-02-14–1956-02-25"),
        ("register_conflict", "1959-01-27–1959-02-05"),
        ("name_anachronism", "РСДЖП"),
        ("name_anachronism", "РК(б)П"),
        ("name_anachronism", "РСД(б)ЖП"),
    ],
    "kenes_ukimeti": [("pair_mismatch", "ж. с. / N.S.: 1917-11-12 (күн / day 29 → 12)")],
}


@pytest.mark.parametrize("name", FINDINGS)
def test_findings_on_the_seeds(nlp: Language, shared: Path, name: str) -> None:
    text = (shared / "seeds" / f"{name}.txt").read_bytes().decode("utf-8")
    found = [(check.code, check.suggestion) for check in read_document(nlp, text, name).checks]
    assert found == FINDINGS[name]
