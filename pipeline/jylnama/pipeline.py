"""The assembled pipeline: raw text in, document objects out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from jylnama.checks import check_document
from jylnama.choices import NER, SPLITTERS, ner_choice, splitter_choice
from jylnama.dates.styles import infer_new_style
from jylnama.document import (
    MENTIONS,
    Document,
    Event,
    Mention,
    Sentence,
    Trigger,
    main_language,
    moved,
    text_sha256,
)
from jylnama.kazakh.language import Kazakh
from jylnama.kazakh.sentences import trimmed
from jylnama.kazakh.zones import left, sentence_languages
from jylnama.names.people import identify
from jylnama.registers import load_registers
from jylnama.text import CleanText
from jylnama.text.cleaning import make_cleaning

COMPONENTS = (
    "kk_sentencizer", "kk_language", "kk_citations", "kk_dates", "kk_congresses", "kk_persons", "kk_places", "kk_events",
)  # fmt: skip
# texts beyond this many characters are read in pieces, cut at the ends of blocks or sentences
PIECE_CHARS = 200_000
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_SHOWN_CHARS = 60


def load(
    *, ner: str = "model", splitter: str = "rules", threads: int = 0, stanza: str | None = None,
    registers: Sequence[str | Path] = (),
) -> Language:  # fmt: skip
    """The spaCy pipeline. ``nlp(raw)`` cleans the text first: ``doc.text`` is clean, ``doc._.source`` maps back.

    ner: ``model``, the shipped model beside the rules for persons, places and organisations, or ``rules`` alone
    (persons only; ``none`` says the same), or ``stanza``, Stanza's tagger in the model's place. splitter: ``rules`` or ``stanza``. threads: of
    the model; 0 leaves the number to it. stanza: the folder of Stanza's models. Raises ValueError for another
    ``ner`` or ``splitter``, and at first use where Stanza's models are not to be had. registers: register files of your
    own, in force over the shipped ones (``docs/registers.md``); RegisterError where one has a fault.
    """
    load_registers(registers)
    ner, splitter = ner_choice(ner), splitter_choice(splitter)
    nlp = Kazakh()
    make_cleaning(nlp)
    nlp.max_length = 10**9
    nlp.meta["registers"] = [str(path) for path in registers]
    for name in COMPONENTS:
        nlp.add_pipe(name)
    if splitter == "stanza":
        nlp.replace_pipe("kk_sentencizer", SPLITTERS[splitter], config={"models": stanza})
    if component := NER[ner]:
        config = {"models": stanza} if ner == "stanza" else {"threads": threads, "states": True}
        nlp.add_pipe(component, before="kk_persons", config=config)
    return nlp


def read_document(nlp: Language, text: str, doc_id: str) -> Document:
    """The document object of one raw text of any length.

    A pipeline that was put together by hand is made to clean raw text from now on, as that of ``load()`` does.
    Raises ValueError for one that splits no sentences.
    """
    make_cleaning(nlp)
    whole = Document(doc_id, text_sha256(text))
    before = Counter[str]()
    for start, end in pieces(text):
        piece = moved(_from_doc(nlp(text[start:end])), start, before)
        for name in ("sentences", *MENTIONS, "events"):
            getattr(whole, name).extend(getattr(piece, name))
    infer_new_style(whole.dates)
    whole.people = identify(whole)
    whole.checks = check_document(whole, text, load_registers(nlp.meta.get("registers", ())))
    whole.language = main_language(s.language for s in whole.sentences)
    return whole


def extract(texts: Iterable[str | tuple[str, str]], nlp: Language | None = None) -> Iterator[Document]:
    """Document objects of raw texts, or of pairs (doc_id, text), one by one in bounded memory.

    Texts without an id are ``doc0``, ``doc1`` …; one string is one text. Raises TypeError for what is no text, ValueError
    for half a character and for a pipeline that splits no sentences.
    """
    nlp = nlp or load()
    for doc_id, text in named_texts(texts):
        yield read_document(nlp, text, doc_id)


def named_texts(texts: Iterable[str | tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs (doc_id, text) of what ``extract`` takes, and as it names those without an id."""
    for number, item in enumerate([texts] if isinstance(texts, str) else texts):
        pair = (f"doc{number}", item) if isinstance(item, str) else item
        if not (isinstance(pair, (tuple, list)) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
            raise TypeError(f"number {number}: a text (str) or a pair of strings (doc_id, text) is wanted, not {_shown(item)}")
        for part in pair:
            if half := _HALF_CHARACTER.search(part):
                raise ValueError(
                    f"number {number}: half a character (\\u{ord(half[0]):04x} at character {half.start()} of {_shown(part)}): mend it"
                )
        yield pair[0], pair[1]


def _shown(item: Any) -> str:
    return f"{type(item).__name__} {ascii(item)[:_SHOWN_CHARS]}"


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where a text is cut: start and end of each piece of at most ``PIECE_CHARS``, at ends of blocks or sentences."""
    start = 0
    while len(text) - start > PIECE_CHARS:
        window = text[start : start + PIECE_CHARS]
        half = PIECE_CHARS // 2
        cut = next((at + len(mark) for mark in ("\n\n", "\n", ". ", " ") if (at := window.rfind(mark, half)) > 0), PIECE_CHARS)
        yield start, start + cut
        start += cut
    yield start, len(text)


def _from_doc(doc: Doc) -> Document:
    """The document object of a ``Doc``, in the offsets of the raw text."""
    source: CleanText = doc._.source
    raw = source.source
    text = source.text
    if not doc.has_annotation("SENT_START"):
        raise ValueError(
            "this pipeline splits no sentences: take jylnama.load(), or add kk_sentencizer before the other components"
        )
    out = Document("", "")
    for start, end, language in sentence_languages(doc):
        span = trimmed(text, start, end)
        if span:
            out.sentences.append(Sentence(*source.to_source(*span), language))
    for name in MENTIONS:
        setattr(out, name, [_to_source(source, raw, mention) for mention in left(doc, name)])
    out.events = [_event_to_source(source, raw, event) for event in left(doc, "events")]
    return out


def _to_source(source: CleanText, raw: str, mention: Mention) -> Mention:
    start, end = source.to_source(mention.start_char, mention.end_char)
    return replace(mention, start_char=start, end_char=end, text=raw[start:end])


def _event_to_source(source: CleanText, raw: str, event: Event) -> Event:
    start, end = source.to_source(event.trigger.start_char, event.trigger.end_char)
    return replace(event, trigger=Trigger(start, end, raw[start:end]))


__all__ = ["COMPONENTS", "extract", "load", "pieces", "read_document"]
