"""What the pipeline leaves in a doc survives spaCy's serialisation and its processes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from jylnama.pipeline import extract

TEXT = "РСДЖП-нің 2-съезі 1903 ж. 17 (30) шілде –\n10 (23) тамызда өтті. В.И. Ленин 1924 жылы қайтыс болды."


def _facts(doc: Doc) -> tuple[object, ...]:
    # the outermost lists come back as tuples
    found = (doc._.dates, doc._.congresses, doc._.persons)
    events = [(e.type, e.trigger, list(e.dates), e.score) for e in doc._.events]
    return *map(list, found), events, doc._.source.source, doc._.source.text


def test_doc_bin(nlp: Language) -> None:
    doc = nlp(TEXT)
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(data).get_docs(nlp.vocab)
    assert _facts(back) == _facts(doc)


def test_processes(nlp: Language) -> None:
    (doc,) = nlp.pipe([TEXT], n_process=2)
    assert _facts(doc) == _facts(nlp(TEXT))


BROKEN_LINES = "1917 жы-\nлы 6 қара-\nшада съезд ашылды."


def test_a_written_pipeline_cleans_when_it_is_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "p")
    loaded = spacy.load(tmp_path / "p")
    assert loaded(BROKEN_LINES).text == nlp(BROKEN_LINES).text == "1917 жылы 6 қарашада съезд ашылды."
    texts = [TEXT, BROKEN_LINES]
    assert list(extract(texts, loaded)) == list(extract(texts, nlp))
    alone = f"import spacy; print(spacy.load({str(tmp_path / 'p')!r})({BROKEN_LINES!r}).text)"
    output = subprocess.run([sys.executable, "-c", alone], capture_output=True, check=True, env=os.environ | {"PYTHONUTF8": "1"})
    assert output.stdout.decode().strip() == nlp(BROKEN_LINES).text  # nobody has imported jylnama there
    loaded.to_disk(tmp_path / "q")  # once more
    assert list(extract(texts, spacy.load(tmp_path / "q"))) == list(extract(texts, nlp))


def test_bytes_and_pickle(nlp: Language) -> None:
    back = spacy.blank("kk")
    for name in nlp.pipe_names:
        config = {key: value for key, value in nlp.get_pipe_config(name).items() if key != "factory"}
        back.add_pipe(nlp.get_pipe_meta(name).factory, name=name, config=config)
    back.from_bytes(nlp.to_bytes())
    assert list(extract([BROKEN_LINES], back)) == list(extract([BROKEN_LINES], nlp))
    assert list(extract([BROKEN_LINES], pickle.loads(pickle.dumps(nlp)))) == list(extract([BROKEN_LINES], nlp))


def test_a_pipeline_put_together_by_hand(nlp: Language) -> None:
    own = spacy.blank("kk")
    for name in ("kk_sentencizer", "kk_language", "kk_citations", "kk_dates"):
        own.add_pipe(name)
    [document], [whole] = extract([BROKEN_LINES], own), extract([BROKEN_LINES], nlp)
    assert document.dates == whole.dates
    assert (document.persons, document.events) == ([], [])


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_a_pipeline_without_sentences(lang: str) -> None:
    with pytest.raises(ValueError, match="splits no sentences"):
        list(extract([TEXT], spacy.blank(lang)))
