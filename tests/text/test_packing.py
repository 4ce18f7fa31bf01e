"""What the pipeline leaves in a doc survives spaCy's serialisation and its processes."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, DocBin

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
