"""The pipeline on real texts that are not part of the project."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from jylnama.pipeline import read_document


def test_seeds(nlp: Language, shared: Path) -> None:
    paths = sorted((shared / "seeds").glob("*.txt"))
    assert paths
    for path in paths:
        text = path.read_bytes().decode("utf-8")
        document = read_document(nlp, text, path.stem)
        assert len(document.sentences) > 50
        assert document.events
        for mention in [*document.dates, *document.congresses, *document.persons]:
            assert text[mention.start_char : mention.end_char] == mention.text
            assert mention.text == mention.text.strip()


def test_pairs_of_the_party_article(nlp: Language, shared: Path) -> None:
    """The article's written pairs: two of them are not one day."""
    text = (shared / "seeds" / "kokp.txt").read_bytes().decode("utf-8")
    document = read_document(nlp, text, "kokp")
    pairs = [date for date in document.dates if date.pair_status]
    assert [date.start for date in pairs if date.pair_status == "inconsistent"] == ["1907-04-30", "1917-10-25"]
    assert len(pairs) == 8
    assert {c.code for c in document.checks} >= {"pair_mismatch", "bracket_mismatch"}
