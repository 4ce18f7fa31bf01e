"""One happening in several documents: one row, with what contradicts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from spacy.language import Language

from jylnama.pipeline import read_document
from jylnama.run.across import canonical, person_name
from jylnama.run.tables import document_row, rows, schema


def across(nlp: Language, folder: Path, texts: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Canonical events and check rows of the documents, out of tables as a run writes them."""
    tables: dict[str, list[dict[str, Any]]] = {"documents": [], "events": [], "mentions": [], "people": []}
    for doc_id, text in texts.items():
        document = read_document(nlp, text, doc_id)
        found = rows(document, text) | {"documents": [document_row(document, text, "", "utf-8", 0)]}
        for name, table in tables.items():
            table += found[name]
    for name, table in tables.items():
        pq.write_table(pa.Table.from_pylist(table, schema=schema(name)), folder / f"{name}.parquet")
    out: dict[str, list[dict[str, Any]]] = {"canonical_events": [], "checks": []}
    for name, part in canonical(folder):
        out[name] += part.to_pylist()
    assert sorted(path.name for path in folder.iterdir()) == [
        "documents.parquet",
        "events.parquet",
        "mentions.parquet",
        "people.parquet",
    ]
    return out["canonical_events"], out["checks"]


def test_one_congress_in_three_documents(nlp: Language, tmp_path: Path) -> None:
    events, checks = across(nlp, tmp_path, {
        "a": "КОКП-ның 20-съезі 1956 ж. 14 – 25 ақпанда өтті.",
        "b": "КОКП-ның ХХ съезі 1956 жылы болды.",
        "c": "КОКП-ның 20-съезі 1959 жылы өтті.",
    })  # fmt: skip
    (event,) = events
    assert (event["register_id"], event["known_start"], event["known_end"]) == ("cpsu-congress-20", "1956-02-14", "1956-02-25")
    assert (event["doc_ids"], event["n_events"], event["agreement"]) == (["a", "b", "c"], 3, "conflict")
    assert (event["start"], event["end"], event["precision"]) == ("1956-02-14", "1956-02-25", "day")
    assert [(check["doc_id"], check["code"]) for check in checks] == [(d, "cross_document_conflict") for d in "abc"]
    assert checks[0]["suggestion"] == "1956-02-14–1956-02-25; c: 1959 жылы"
    assert checks[2]["suggestion"] == "1956-02-14–1956-02-25; a: 1956 ж. 14 – 25 ақпанда; b: 1956 жылы"
    assert all(len(check["mentions"]) == 2 for check in checks)


def test_two_styles_of_one_day_agree(nlp: Language, tmp_path: Path) -> None:
    events, checks = across(nlp, tmp_path, {
        "a": "РСДЖП-нің 2-съезі 1903 ж. 17 (30) шілде – 10 (23) тамызда өтті.",
        "b": "РСДЖП-нің 2-съезі 1903 ж. 30 шілде – 23 тамызда өтті.",
        "c": "РСДЖП-нің 2-съезі 1903 ж. 17 шілде – 10 тамызда өтті.",
    })  # fmt: skip
    assert [event["agreement"] for event in events] == ["compatible"]
    assert checks == []


def test_a_death_dated_differently(nlp: Language, tmp_path: Path) -> None:
    events, checks = across(nlp, tmp_path, {
        "a": "Мәншүк Мәметова 1943 жылы 15 қазанда қаза тапты.",
        "b": "Мәншүк Мәметова 1943 жылы 16 қазанда қаза тапты.",
        "c": "М. Мәметова 1943 жылы қаза тапты.",
    })  # fmt: skip
    (event,) = [event for event in events if event["type"] == "death"]
    assert event["doc_ids"] == ["a", "b", "c"]
    assert event["name"] == "Мәншүк Мәметова"
    assert {check["doc_id"] for check in checks} == {"a", "b"}


def test_life_dates_in_brackets_are_held_against_a_death(nlp: Language, tmp_path: Path) -> None:
    events, checks = across(nlp, tmp_path, {
        "a": "Топты Г.В. Плеханов (1856 – 1917) құрды.",
        "b": "Г.В. Плеханов 1918 жылы 30 мамырда қайтыс болды.",
        "c": "Г.В. Плеханов (1856 – 1918) кітап жазды.",
    })  # fmt: skip
    birth, death = sorted(events, key=lambda event: str(event["type"]))
    assert (birth["type"], birth["doc_ids"], birth["agreement"]) == ("birth", ["a", "c"], "same")
    assert (death["type"], death["doc_ids"], death["agreement"]) == ("death", ["a", "b", "c"], "conflict")
    assert (death["start"], death["n_events"]) == ("1918-05-30", 1)
    assert {check["doc_id"] for check in checks} == {"a", "b", "c"}


def test_namesakes_are_not_one_person(nlp: Language, tmp_path: Path) -> None:
    events, checks = across(nlp, tmp_path, {
        "a": "Ахмет Сейітов 1879 жылы қайтыс болды.",
        "b": "Ахмет Сейітов 1938 жылы қайтыс болды.",
        "c": "А. Сейітов 1920 жылы қайтыс болды.",
        "d": "Сейітов 1938 жылы қайтыс болды.",
    })  # fmt: skip
    assert checks == []
    deaths = [event["doc_ids"] for event in events if event["type"] == "death"]
    assert deaths == [["a"], ["b"], ["c"]]


def test_a_local_congress_is_none_of_the_known(nlp: Language, tmp_path: Path) -> None:
    events, checks = across(nlp, tmp_path, {
        "a": "Кеңестердің бірінші Торғай облыстық съезі 1918 жылы 21 наурызда ашылды.",
        "b": "Кеңестердің бірінші бүкілресейлік съезі 1917 жылы 3 маусымда ашылды.",
    })  # fmt: skip
    assert checks == []
    assert [event["doc_ids"] for event in events if event["congress_body_id"] == "soviets-ru"] == [["b"]]


def test_bodies_of_one_name_are_not_one_body(nlp: Language, tmp_path: Path) -> None:
    events, checks = across(nlp, tmp_path, {
        "a": "Жазушылар одағының 3-съезі 1954 жылы өтті.",
        "b": "Жазушылар одағының 3-съезі 1959 жылы мамырда өтті.",
        "c": "Жазушылар одағының 3-съезі 1959 жылы өтті.",
    })  # fmt: skip
    assert checks == []
    assert [(event["doc_ids"], event["agreement"]) for event in events] == [(["a"], "single"), (["b", "c"], "compatible")]


def test_the_date_of_another_meeting_is_no_congresss(nlp: Language, tmp_path: Path) -> None:
    texts = {"a": "КОКП-ның 20-съезі 1956 жылы ақпанда өтті."}
    meeting = "КОКП-ның 20-съезі туралы 1957 жылғы наурызда {} өтті."
    _, checks = across(nlp, tmp_path, texts | {"b": meeting.format("жиналыс")})
    assert checks == []


def test_one_body_under_two_names(nlp: Language, tmp_path: Path) -> None:
    (event,), checks = across(nlp, tmp_path, {
        "a": "Қазақстан Кеңестерінің V съезі 1925 жылы сәуірде өтті.",
        "b": "ҚАКСР Советтерінің V съезі 1925 жылы өтті.",
    })  # fmt: skip
    assert (event["doc_ids"], event["register_id"], checks) == (["a", "b"], "soviets-kz-congress-5", [])


def test_one_document_does_not_contradict_itself(nlp: Language, tmp_path: Path) -> None:
    _, checks = across(nlp, tmp_path, {"a": "КОКП-ның 20-съезі 1956 жылы өтті. КОКП-ның 20-съезі 1959 жылы өтті."})
    assert checks == []


def test_no_events(nlp: Language, tmp_path: Path) -> None:
    assert across(nlp, tmp_path, {"a": "Ауа райы жылы."}) == ([], [])


SAME = [
    ("В.И. Ленин", "Владимир Ильич Ленин"), ("Ленин Владимир Ильич", "Владимир Ленин"),
    ("Ахмет Байтұрсынұлы", "А. Байтұрсынов"), ("Абай Құнанбаев", "Абай Құнанбайұлы"),
]  # fmt: skip
OTHER = [("В.И. Ленин", "Н.К. Ленин"), ("Ахмет Байтұрсынұлы", "Міржақып Байтұрсынұлы")]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_names_of_one_person(first: str, second: str) -> None:
    a, b = person_name(first), person_name(second)
    assert a is not None
    assert b is not None
    assert a.family == b.family
    assert a.fits(b)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_names_of_two_persons(first: str, second: str) -> None:
    a, b = person_name(first), person_name(second)
    assert a is not None
    assert b is not None
    assert not a.fits(b)


def test_bare_surnames_are_nobody() -> None:
    assert person_name("Ленин") is None
    assert person_name("") is None
