"""Words as KazNERD cuts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jylnama.ner.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В.И. Лениннің хаты", "В . И . Лениннің хаты"),
        ("«Алаш» партиясы", "« Алаш » партиясы"),
        ("РСДЖП-нің 2-съезі", "РСДЖП-нің 2-съезі"),
        ("РКП(б)-ға кірді", "РКП ( б ) -ға кірді"),
        ("1917–1920 жж.", "1917 – 1920 жж ."),
        ("қойдың 40%-ы", "қойдың 40 %-ы"),
        ("Қажымұқан, т.б.", "Қажымұқан , т . б ."),
        ("д’Артаньян", "д’Артаньян"),
        (" \n", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert [text[a:b] for a, b in words(text)] == expected.split()


@given(st.text())
def test_every_visible_character_is_in_one_word(text: str) -> None:
    spans = words(text)
    assert all(a < b for a, b in spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(character.isspace() for i, character in enumerate(text) if i not in covered)


def test_a_stretch_of_the_text() -> None:
    assert words("Абай мен Шоқан", 5, 8) == [(5, 8)]
