"""Agreement of two annotators: figures worked out by hand, and laws that hold for any two."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from jylnama.annotate.agreement import Agreement, agreement, kappa
from jylnama.annotate.matching import Item, match
from jylnama.cli import app
from jylnama.document import (
    CongressMention,
    DateMention,
    Document,
    DocumentError,
    Event,
    PersonMention,
    Sentence,
    Trigger,
    text_sha256,
)

# 0         1         2         3         4         5         6
# 0123456789012345678901234567890123456789012345678901234567890123456789
TEXT = "1905 жылы Асан туды. 1930 жылы ол Семейде мектеп ашты. Үсен қайтты."


def first() -> Document:
    return Document(
        "d", text_sha256(TEXT),
        sentences=[Sentence(0, 20), Sentence(21, 54), Sentence(55, 67)],
        dates=[
            DateMention("d0", 0, 9, "1905 жылы", "1905-01-01", "1905-12-31", precision="year"),
            DateMention("d1", 21, 30, "1930 жылы", "1930-01-01", "1930-12-31", precision="year"),
        ],
        persons=[PersonMention("p0", 10, 14, "Асан", "Асан"), PersonMention("p1", 55, 59, "Үсен", "Үсен")],
        events=[
            Event("e0", "birth", Trigger(15, 19, "туды"), dates=["d0"], persons=["p0"]),
            Event("e1", "founding", Trigger(49, 53, "ашты"), dates=["d1"]),
        ],
    )  # fmt: skip


def second() -> Document:
    """Sentences one and two in one; the first date's span is shorter; one person missed; another trigger, same event."""
    return Document(
        "d", text_sha256(TEXT),
        sentences=[Sentence(0, 54), Sentence(55, 67)],
        dates=[
            DateMention("x", 0, 4, "1905", "1905-01-01", "1905-12-31", precision="year"),
            DateMention("y", 21, 30, "1930 жылы", "1931-01-01", "1931-12-31", precision="year"),
        ],
        persons=[PersonMention("p", 10, 14, "Асан", "Асан")],
        events=[
            Event("a", "birth", Trigger(10, 19, "Асан туды"), dates=["x"], persons=["p"]),
            Event("b", "founding", Trigger(49, 53, "ашты"), dates=["y"]),
        ],
    )  # fmt: skip


def figures(result: Agreement) -> dict[tuple[str, str, str], float]:
    return {(m.label, m.name, m.statistic): m.value for m in result.measures}


def test_figures_by_hand() -> None:
    found = figures(agreement([first()], [second()], samples=0))
    expected = {
        ("sentence", "span, exact", "F1"): 2 * 1 / 5,
        ("sentence", "start", "F1"): 2 * 2 / 5,
        ("date", "span, exact", "F1"): 2 * 1 / 4,
        ("date", "span, overlap", "F1"): 1.0,
        ("date", "value, given the span", "share"): 0.0,
        ("date", "precision, given the span", "share"): 1.0,
        ("person", "span, exact", "F1"): 2 * 1 / 3,
        ("person", "name, given the span", "share"): 1.0,
        ("event", "span, exact", "F1"): 2 * 1 / 4,
        ("event", "span, overlap", "F1"): 1.0,
        ("event", "sentence, type", "F1"): 1.0,
        ("event", "sentence, type, date", "F1"): 2 * 1 / 4,
    }
    assert {key: found[key] for key in expected} == pytest.approx(expected)


def test_kappa_over_characters_and_over_words() -> None:
    # characters (67 up to the last): A dates 18, B dates 13, all of B's in A's
    p_observed, p_chance = (13 + 49) / 67, (18 * 13 + 49 * 54) / 67**2
    found = figures(agreement([first()], [second()], samples=0))
    assert found["date", "units", "kappa"] == pytest.approx((p_observed - p_chance) / (1 - p_chance))
    # words and marks: 15 of them, A dates 4, B dates 3
    p_observed, p_chance = (3 + 11) / 15, (4 * 3 + 11 * 12) / 15**2
    found = figures(agreement([first()], [second()], samples=0, texts={text_sha256(TEXT): TEXT}))
    assert found["date", "units", "kappa"] == pytest.approx((p_observed - p_chance) / (1 - p_chance))


def test_kappa_of_a_table() -> None:
    assert kappa(np.array([20, 5, 10, 15])) == pytest.approx(0.4)  # 0.7 observed, 0.5 by chance
    assert math.isnan(kappa(np.array([7, 0, 0, 0])))
    assert math.isnan(kappa(np.zeros(4)))


@settings(deadline=None)  # the first import of scikit-learn takes its time
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    a, b = zip(*pairs, strict=True)
    if len({*a, *b}) == 1:
        return  # undefined
    table = np.zeros((4, 4))
    for pair in pairs:
        table[pair] += 1
    assert kappa(table.flatten()) == pytest.approx(metrics.cohen_kappa_score(a, b))


def test_differences_tell_both_sides() -> None:
    result = agreement([first()], [second()], samples=0)
    told = {(d.label, d.kind, d.a and d.a.span, d.b and d.b.span) for d in result.differences}
    assert told == {
        ("sentence", "boundaries", (0, 20), (0, 54)),
        ("sentence", "only A", (21, 54), None),
        ("date", "boundaries", (0, 9), (0, 4)),
        ("date", "values", (21, 30), (21, 30)),
        ("person", "only A", (55, 59), None),
        ("event", "boundaries", (15, 19), (10, 19)),
        ("event", "values", (49, 53), (49, 53)),
    }
    values = next(d for d in result.differences if d.kind == "values" and d.label == "date")
    assert values.values_of(values.a) == {"value": "1930-01-01..1930-12-31"}
    assert values.values_of(values.b) == {"value": "1931-01-01..1931-12-31"}


def test_citations_and_carried_events_are_aside() -> None:
    one, other = first(), first()
    one.dates[1].zone = "citation"
    one.events[1].carried = True
    found = figures(agreement([one], [other], samples=0))
    assert found["date", "span, exact", "F1"] == pytest.approx(2 * 1 / 3)
    assert found["date", "zone, given the span", "share"] == 0.5
    assert found["event", "carried, given the span", "share"] == 0.5
    assert found["event", "span, exact", "F1"] == pytest.approx(2 * 1 / 3)


def test_places_and_congresses_fill_slots() -> None:
    one, other = first(), first()
    for document, numbers in ((one, [2]), (other, [2, 3])):
        document.congresses = [CongressMention("c0", 34, 41, "Семейде", numbers)]
        document.events[1].congresses = ["c0"]
    found = figures(agreement([one], [other], samples=0))
    assert found["congress", "numbers, given the span", "share"] == 0.0
    assert found["event", "sentence, type, date", "F1"] == 1.0
    assert found["event", "sentence, type, date, congress", "F1"] == 0.5


def test_documents_of_one_side_are_named() -> None:
    extra = Document("z", text_sha256("z"))
    result = agreement([first(), extra], [second(), Document("w", "")], samples=0)
    assert (result.documents, result.only_a, result.only_b) == (["d"], ["z"], ["w"])


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([Document("d", "1")], [Document("d", "2")], "different texts"),
        ([Document("d", "1")], [Document("e", "1")], "no document is in both"),
        ([Document("d", "1"), Document("d", "1")], [Document("d", "1")], "twice on side A"),
        ([Document("d", "1")], [Document("d", "1", sentences=[Sentence(5, 5)])], "side B: sentence"),
    ],
)
def test_what_cannot_be_compared(a: list[Document], b: list[Document], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        agreement(a, b)


spans = st.lists(
    st.builds(
        lambda s, n, v: Item("date", s, s + n, "", (("value", v),)), st.integers(0, 30), st.integers(1, 9), st.sampled_from("xy")
    ),
    max_size=12,
)


@given(spans, spans)
def test_matching_uses_every_item_once_and_loses_no_equal_pair(a: list[Item], b: list[Item]) -> None:
    pairs = match(a, b)
    assert sorted(x.span for x, _ in pairs if x) == sorted(x.span for x in a)
    assert sorted(y.span for _, y in pairs if y) == sorted(y.span for y in b)
    assert all(x.start < y.end and y.start < x.end for x, y in pairs if x and y)
    equal = sum(min(a.count(item), b.count(item)) for item in set(a))
    assert sum(x == y for x, y in pairs) == equal


documents = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 20), st.sampled_from(["1905", "1906"])), max_size=8
).map(
    lambda rows: Document(
        "d", "0", sentences=[Sentence(0, 80)],
        dates=[DateMention(f"d{i}", s, s + n, "", v, v) for i, (s, n, v) in enumerate(rows)],
        events=[Event(f"e{i}", "war", Trigger(s, s + n, ""), dates=[f"d{i}"]) for i, (s, n, _) in enumerate(rows)],
    )
)  # fmt: skip


@given(documents, documents)
def test_agreement_has_no_gold_side(a: Document, b: Document) -> None:
    one, other = figures(agreement([a], [b], samples=0)), figures(agreement([b], [a], samples=0))
    overlap = {key for key in one if "overlap" in key[1]}  # nested spans of one side: the greedy pairing may differ by order
    assert {k: v for k, v in one.items() if k not in overlap} == pytest.approx(
        {k: v for k, v in other.items() if k not in overlap}, nan_ok=True
    )
    with_itself = figures(agreement([a], [a], samples=0))
    assert all(value == pytest.approx(1) or math.isnan(value) for value in with_itself.values())


def test_intervals_come_from_the_documents() -> None:
    alike = [Document(f"a{i}", "0", sentences=[Sentence(0, 5)]) for i in range(5)]
    apart = [Document(f"b{i}", "0", sentences=[Sentence(0, 5)]) for i in range(5)]
    other = [Document(f"b{i}", "0", sentences=[Sentence(0, 4)]) for i in range(5)]
    measure = agreement([*alike, *apart], [*alike, *other], samples=500).measures[0]
    assert measure.value == 0.5
    assert 0.1 <= measure.low < 0.5 < measure.high <= 0.9
    again = agreement([*alike, *apart], [*alike, *other], samples=500).measures[0]
    assert (again.low, again.high) == (measure.low, measure.high)


def test_gamma() -> None:
    """One where both agree, near nought where one side's spans are strewn at random, the same each time."""
    pytest.importorskip("pygamma_agreement")
    rng = random.Random(0)

    def strewn() -> Document:
        starts = sorted(rng.sample(range(0, 2000, 20), 30))
        return Document(
            "d", "0", dates=[DateMention(f"d{i}", s, s + rng.randint(4, 15), "", "1905", "1905") for i, s in enumerate(starts)]
        )

    one, other = strewn(), strewn()

    def gamma(a: Document, b: Document) -> float:
        return figures(agreement([a], [b], gamma=True, samples=0))["date", "spans", "gamma"]

    assert gamma(one, one) == 1
    assert abs(gamma(one, other)) < 0.4
    assert gamma(one, other) == gamma(one, other)
    one.persons = [PersonMention("p", 10, 14, "Асан", "Асан")]
    assert gamma(one, one) == 1


def save(folder: Path, *found: Document) -> str:
    folder.mkdir()
    for document in found:
        (folder / f"{document.doc_id}.json").write_text(json.dumps(document.to_dict()), "utf-8")
    return str(folder)


def test_command(tmp_path: Path) -> None:
    a, b = save(tmp_path / "a", first(), Document("lone", "0")), save(tmp_path / "b", second())
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "any name.txt").write_bytes(TEXT.encode())
    out = tmp_path / "out.json"
    result = CliRunner().invoke(
        app, ["annotate", "agreement", a, b, "--json", str(out), "--texts", str(texts), "--list", "--samples", "50"]
    )
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert len(lines) == 8
    assert "d\tperson\tonly A\t55-59\tҮсен\tname=Үсен\t\t\t\t⟦Үсен⟧ қайтты." in lines
    assert "lone" in result.stderr
    data = json.loads(out.read_text("utf-8"))
    assert data["only_a"] == ["lone"]
    assert data["units"] == "words and punctuation marks"
    assert len(data["differences"]) == 7


def test_command_names_the_text_that_is_missing(tmp_path: Path) -> None:
    a, b = save(tmp_path / "a", first()), save(tmp_path / "b", second())
    other = tmp_path / "d.txt"
    other.write_text("басқа мәтін", "utf-8")
    result = CliRunner().invoke(app, ["annotate", "agreement", a, b, "--texts", str(other)])
    assert result.exit_code == 2
    assert text_sha256(TEXT) in result.stderr
    assert "another text" in result.stderr


def test_a_folder_that_is_missing_is_told_before_the_work(tmp_path: Path) -> None:
    a, b = save(tmp_path / "a", first()), save(tmp_path / "b", second())
    result = CliRunner().invoke(app, ["annotate", "agreement", a, b, "--json", str(tmp_path / "no" / "x.json")])
    assert result.exit_code == 2
    assert f"there is no folder {tmp_path / 'no'}" in result.stderr
