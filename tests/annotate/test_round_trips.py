"""Export and import give back all that a format can hold, whatever the text."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from jylnama.annotate import formats
from jylnama.annotate.graph import LAYERS, Graph, document_of, graph_of
from jylnama.annotate.imports import text_of
from jylnama.document import Document, Mention
from random_documents import documents

slow = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@slow
@given(documents())
def test_a_graph_holds_everything(pair: tuple[Document, str]) -> None:
    document, text = pair
    assert document_of(graph_of(document, text), text) == in_text_order(document)


def in_text_order(document: Document) -> Document:
    """The same with every list in the order of the text, as imports give it."""

    def place(m: Mention) -> Any:
        return m.start_char, m.end_char, m.id

    layers: dict[str, Any] = {layer: sorted(getattr(document, layer), key=place) for layer, _, _ in LAYERS.values()}
    events = sorted(document.events, key=lambda e: (e.trigger.start_char, e.trigger.end_char, e.id))
    sentences = sorted(document.sentences, key=lambda s: (s.start_char, s.end_char))
    return replace(document, **layers, events=events, sentences=sentences)


def round_trip(name: str, graphs: list[Graph], texts: dict[str, str]) -> list[Graph]:
    module = formats.get(name)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        assert module.write(graphs, out) == len(graphs)
        return list(module.read(out, texts))


@pytest.mark.parametrize("name", formats.NAMES)
def test_nothing_is_lost_that_the_format_can_hold(name: str) -> None:
    @slow
    @given(documents())
    def check(pair: tuple[Document, str]) -> None:
        document, text = pair
        graph = graph_of(document, text)
        (back,) = round_trip(name, [graph], {document.sha256: text})
        assert back.doc_id == document.doc_id
        assert text_of(back, {document.sha256: text}) == text
        assert document_of(back, text) == document_of(formats.get(name).held(graph), text)

    check()
