"""The Kazakh Language: tokens, lexical attributes, numerals, language of sentences, citations."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy

from jylnama.kazakh.citations import citation_spans
from jylnama.kazakh.identify import language_of
from jylnama.kazakh.numerals import (
    like_num,
    numeral_words,
    ordinal_word,
    roman_value,
    word_value,
    words_value,
)
from jylnama.kazakh.tokenizer import KazakhTokenizer


def tokens(text: str) -> list[str]:
    return [token.text for token in spacy.blank("kk")(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("КСРО-ның 2-съезіндегі", ["КСРО-ның", "2-съезіндегі"]),
        ("В.И. Ленин", ["В.И.", "Ленин"]),
        ("В.И.Ленин", ["В.И.", "Ленин"]),
        ("Л.Троцкий", ["Л.", "Троцкий"]),
        ("1914–18 ж.", ["1914", "–", "18", "ж."]),
        ("1459ж. көшті", ["1459", "ж.", "көшті"]),
        ("40,7%", ["40,7", "%"]),
        ("РСД(б)ЖП-ның", ["РСД(б)ЖП-ның"]),
        ("[РК(б)П]", ["[", "РК(б)П", "]"]),
        ("3(16) тамыз", ["3", "(", "16", ")", "тамыз"]),
        ("болды.Ұлт", ["болды", ".", "Ұлт"]),
        ("«Қазақ» газеті,", ["«", "Қазақ", "»", "газеті", ","]),
        ("т.б. мемл. қала", ["т.б.", "мемл.", "қала"]),
        ("1918-1925 жж.-", ["1918", "-", "1925", "жж.", "-"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_tokens_are_non_destructive() -> None:
    text = "1459ж.  «Қазақ»–газеті:В.И.Ленин"
    assert spacy.blank("kk")(text).text == text


@pytest.mark.parametrize("word", ["(", "»", "№", "–", "съезд", "1917)"])
def test_endless_words_take_linear_time(word: str) -> None:
    nlp = spacy.blank("kk")
    text = f"Мәтін  {word * 50_000} (1917 ж.)\n басталды."
    began = time.process_time()
    doc = nlp(text)
    assert time.process_time() - began < 5  # spaCy's own tokenizer: minutes
    assert doc.text == text
    assert [token.text for token in doc][-7:] == ["(", "1917", "ж.", ")", "\n ", "басталды", "."]


def test_tokenizer_is_kept_with_a_pipeline(tmp_path: Path) -> None:
    spacy.blank("kk").to_disk(tmp_path)
    assert isinstance(spacy.load(tmp_path).tokenizer, KazakhTokenizer)


@pytest.mark.parametrize("text", ["5", "1,5", "XX", "ХІХ", "он", "жетінші", "28-ші", "40%"])
def test_like_num(text: str) -> None:
    assert like_num(text)
    assert spacy.blank("kk")(text)[0].like_num


@pytest.mark.parametrize("text", ["алма", "ХХЛ", "онда", "съезд"])
def test_not_like_num(text: str) -> None:
    assert not like_num(text)


def test_stop_words() -> None:
    assert spacy.blank("kk")("және")[0].is_stop


def test_numerals() -> None:
    assert word_value("жиырмасыншы") == (20, True)
    assert words_value(["бір", "мың", "тоғыз", "жүз", "он", "жетінші"]) == (1917, True)
    assert words_value(["отыз", "екі"]) == (32, False)
    assert words_value(["бес", "он"]) is None
    assert words_value(["он", "алма"]) is None
    assert (roman_value("ХІV"), roman_value("IIII")) == (14, None)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Бұл мәселе жан-жақты зерттеуді талап етеді.", "kk"),
        ("Данная проблема требует всестороннего переосмысления.", "ru"),
        ("This article presents an analysis of the Soviet state.", "en"),
        ("Ключевые слова: революция, партия, диктатура.", "ru"),
        ("Ол келді.", "kk"),
        ("Авторы опираются на исследования (Ғ. Сапарғалиев) прошлых лет.", "ru"),
        ("1917 – 1920", "kk"),
        ("Этнология және археология институты.", "kk"),
        ("В журнале «Дала жолы мен заман» опубликована статья.", "ru"),
    ],
)
def test_language_of_sentences(sentence: str, language: str) -> None:
    assert language_of(sentence) == language


def test_ordinals_are_read_back() -> None:
    for word, value in numeral_words().items():
        assert word_value(ordinal_word(word)) == (value, True)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Ол айтты [Омаров, 1963: 205].", ["[Омаров, 1963: 205]"]),
        ("Жинақта бар (Алматы, 1937. – 28-б.).", ["(Алматы, 1937. – 28-б.)"]),
        ("Съезд [1903, 17 (30) шілде] өтті.", []),
        ("Партия [РК(б)П] аталды.", []),
        ("Бұл [12, 45-б.] дәлел.", ["[12, 45-б.]"]),
        ("Бұл [А, 1901: 2] мен [Б, 1902: 3], [Сапаров] айтқан.", ["[А, 1901: 2]", "[Б, 1902: 3]", "[Сапаров]"]),
        ("Ғалым (1856 – 1918) қайтты.", []),
        ("Билеуші (б. з. б. 234 – 174 жж.) өлді.", []),
        ("Кітап (Қыр тарихы, б. 234) ескі.", ["(Қыр тарихы, б. 234)"]),
        ("Хабар («Дала жолы», 1936 жыл, 18 маусым) бар.", ["(«Дала жолы», 1936 жыл, 18 маусым)"]),
        ("Хабар («Дала» газеті, № 5, 1913 ж.) бар.", ["(«Дала» газеті, № 5, 1913 ж.)"]),
        (
            "Хабар («Дала» газеті, Сапаров пен Е. Еркінов -31.07.2014 ж.) бар.",
            ["(«Дала» газеті, Сапаров пен Е. Еркінов -31.07.2014 ж.)"],
        ),
        ("«Дала» романы (1936 жыл), («Дала», 1936 жыл) бар.", []),
        ("Ұйым («Дала», 1917 жылы 21 шілдеде құрылды) тарады.", []),
        ("Бұл пікір (ҚСЭ, А, 1975 ж, 7 томның 89 бетінде) бар.", ["(ҚСЭ, А, 1975 ж, 7 томның 89 бетінде)"]),
        ("Мәтін.\nЕркінов Н.М. Дала. - М., 1988.\nМәтін.", ["Еркінов Н.М. Дала. - М., 1988."]),
        ("1. Сапаров Б. Дала. – Алматы: Жазушы, 1926. – 40 б.", ["1. Сапаров Б. Дала. – Алматы: Жазушы, 1926. – 40 б."]),
        ("Сапаров Б. 1926 жылы туған. – Алматыда, 1930 жылы оқыды.", []),
        ("Мәтін.\nҰсынылатын әдебиеттері мен деректері: Дала жолы.\nЖол.", ["Ұсынылатын әдебиеттері мен деректері: Дала жолы."]),
    ],
)
def test_citations(text: str, cited: list[str]) -> None:
    assert [text[start:end] for start, end in citation_spans(text)] == cited


def test_reference_list_runs_to_the_end() -> None:
    text = "Мәтін 1917 жылы туралы.\n" * 3 + "Әдебиеттер\n1. Омаров А. Тарих. Алматы, 1963.\n"
    [(start, end)] = citation_spans(text)
    assert text[start:].startswith("Әдебиеттер")
    assert end == len(text)
