"""This system by its rules alone, without a model of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jylnama.document import Document
from jylnama.evaluation.baselines import Options, Predict
from jylnama.pipeline import load, read_document


def make(options: Options) -> Predict:
    nlp = load()

    def predict(texts: Iterable[tuple[str, str]]) -> Iterator[Document]:
        for doc_id, text in texts:
            yield read_document(nlp, text, doc_id)

    return predict
