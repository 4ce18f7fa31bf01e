"""Random document objects about random texts, for round trips."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from jylnama.document import (
    CALENDARS,
    CONGRESS_KINDS,
    EVENT_TYPES,
    PRECISIONS,
    Check,
    CongressMention,
    DateMention,
    Document,
    Event,
    NamedMention,
    Person,
    PersonMention,
    Sentence,
    Trigger,
    text_sha256,
)

# what texts out of PDFs and web pages hold: Kazakh letters, astral and combining characters, all sorts of line ends
PIECES = [*"аәбғқңөұүһі .,;:%=–«»()I19\t\n\r", "\r\n", "\f", "\u0301", "е\u0306", "\u2028", "\x85", "\u00a0", "\u00ad", "😀", "𐰚", "\ufeff", "\x1d"]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), max_size=40).map("".join)
# names and ids: anything that is no white space only
names = st.text(
    st.one_of(st.sampled_from("аәқ .;=%\t\n#|:😀"), st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=8
)
days = st.sampled_from(["1917-11-07", "-0044-03-15", "2000-02-29"])
zones = st.sampled_from(["body", "citation"])
some = st.one_of(st.none(), days)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, str]:
    """A document object and its text."""
    text = draw(texts)
    document = Document(draw(names), text_sha256(text), draw(st.sampled_from(["kk", "ru"])))
    if not text:
        return document, text

    def span() -> tuple[int, int]:
        start = draw(st.integers(0, len(text) - 1))
        return start, draw(st.integers(start + 1, len(text)))

    def mention() -> tuple[int, int, str]:
        start, end = span()
        return start, end, text[start:end]

    few = st.integers(0, 3)
    stretches = sorted({span() for _ in range(draw(few))})
    document.sentences = [Sentence(*stretch, draw(st.sampled_from(["kk", "ru", "en"]))) for stretch in stretches]
    for i in range(draw(few)):
        start, end = draw(days), draw(days)
        document.dates.append(DateMention(
            f"d{i}", *mention(), start=start, end=end, edtf=draw(st.one_of(st.none(), st.just("1917-11/.."))),
            precision=draw(st.sampled_from(PRECISIONS)), calendar=draw(st.sampled_from(CALENDARS)),
            os_start=draw(some), os_end=draw(some), ns_start=draw(some), ns_end=draw(some),
            pair_status=draw(st.sampled_from([None, "consistent", "inconsistent"])), relative=draw(st.booleans()),
            approximate=draw(st.booleans()), impossible=draw(st.booleans()), zone=draw(zones),
        ))  # fmt: skip
    for i in range(draw(few)):
        numbers = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3))
        body_id = draw(st.sampled_from(["cpsu", "other", "new body"]))
        kind = draw(st.sampled_from(CONGRESS_KINDS))
        document.congresses.append(
            CongressMention(
                f"c{i}",
                *mention(),
                numbers=numbers,
                kind=kind,
                body=draw(st.one_of(st.just(""), names)),
                body_id=body_id,
                zone=draw(zones),
            )
        )
    for i in range(draw(few)):
        document.persons.append(
            PersonMention(f"p{i}", *mention(), name=draw(names), person_id=draw(st.one_of(st.none(), names)), zone=draw(zones))
        )
    for pool, letter in ((document.places, "l"), (document.organisations, "o")):
        for i in range(draw(few)):
            pool.append(NamedMention(f"{letter}{i}", *mention(), name=draw(names), zone=draw(zones)))
    slots: dict[str, Any] = {
        layer: st.lists(st.sampled_from([m.id for m in getattr(document, layer)]), max_size=3, unique=True)
        for layer in ("dates", "congresses", "persons", "places", "organisations")
        if getattr(document, layer)
    }
    for i in range(draw(few)):
        filled = {layer: draw(ids) for layer, ids in slots.items()}
        score = draw(st.one_of(st.none(), st.floats(0.01, 1)))
        document.events.append(Event(
            f"e{i}", draw(st.sampled_from(EVENT_TYPES)), Trigger(*mention()), **filled,
            carried=draw(st.booleans()), score=score, evidence=draw(st.one_of(st.just(""), names)),
        ))  # fmt: skip
    if document.persons and draw(st.booleans()):
        document.people = [Person(draw(names), draw(names), [draw(names)], born=draw(st.sampled_from([None, "1905~"])))]
    if document.dates and draw(st.booleans()):
        document.checks = [Check("pair_mismatch", "warning", ["d0"], draw(names), draw(st.one_of(st.none(), names)))]
    return document, text
