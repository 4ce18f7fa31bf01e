"""Cleaning and its offset map."""

from __future__ import annotations

import unicodedata

import pytest
from confusable_homoglyphs import confusables
from hypothesis import given, settings
from hypothesis import strategies as st

from jylnama.text import clean
from jylnama.text.clean import _confusables

LINES = (
    "Қазақ өлкесінде жаңа басқару жүйесі енгізіліп, бірнеше уезд құрылды, оның орта-\n"
    "лығы Орынбор қаласы болып белгіленді. Бұл шешім кейін өзгертілді, бірақ жан-\n"
    "жақты талқыланбады. Жергілікті халық жаңа тәртіпке бірден көнбеді, көтері-\n"
    "ліске шықты. Үкімет әскер жіберіп, басшыларын тұтқындады.\n"
    "Кейін жағдай тынышталды.\n"
)


def test_line_ends_inside_a_paragraph() -> None:
    text = clean(LINES).text
    assert "орталығы Орынбор" in text
    assert "жан-жақты" in text
    assert "көтеріліске шықты" in text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Кеңес  Одағы", "Кеңес Одағы"),
        ("мейлiнше кушейген", "мейлінше кушейген"),  # Latin i
        ("hалық", "һалық"),
        ("тари\u00adхи", "тарихи"),
        ("Коммунисти́ческая", "Коммунистическая"),
        ("и\u0306од", "йод"),
        ("1905\u00a0ж.", "1905 ж."),
        ("1905—07 ж.", "1905–07 ж."),
        ("XIX ғасыр", "XIX ғасыр"),
        ("Club үшін", "Club үшін"),
        ("бір сөйлем\nжалғасы", "бір сөйлем жалғасы"),
        ("Жиын 1917 жылғы\n25 мамырда өтті.", "Жиын 1917 жылғы 25 мамырда өтті."),
        ("Жиын 1917 ж.\n3 (16) мамырда өтті.", "Жиын 1917 ж. 3 (16) мамырда өтті."),
        ("Тоғай, 1917 жылы\n25 бала оқыды.", "Тоғай, 1917 жылы 25 бала оқыды."),
        ("Тоғай, 1917\n25 бала оқыды.", "Тоғай, 1917\n25 бала оқыды."),
        ("Бір сөйлем.\nЕкіншісі.", "Бір сөйлем.\nЕкіншісі."),
        ("Тізім:\n- бірі\n- екіншісі", "Тізім:\n- бірі\n- екіншісі"),
        ("==Тақырып==\nМәтін басталды.", "==Тақырып==\nМәтін басталды."),
        ("Ол ауылда тұрып,\nҚалада оқыды.", "Ол ауылда тұрып, Қалада оқыды."),
        ("Оны М.\nСапаров айтты.", "Оны М. Сапаров айтты."),
        ("сауда да¬мыды, жал¬\nғасты", "сауда дамыды, жалғасты"),
        ("Ел 1096 жылдан\n1270 жылға дейін көшті.", "Ел 1096 жылдан 1270 жылға дейін көшті."),
        ("Ол\n1911 жылы туды.", "Ол 1911 жылы туды."),
        ("Ауыл кеңесінің\nТөрағасы келді.", "Ауыл кеңесінің Төрағасы келді."),
        ("Қол қойған төраға\n\n(2013 жылы бекітілді)", "Қол қойған төраға\n(2013 жылы бекітілді)"),
        ("кҥз бен қыркҥйек, ҿмір ҥшін", "күз бен қыркүйек, өмір үшін"),  # fonts of old books
        ("Ќазаќ жылѓы", "Қазақ жылғы"),
        ("\ufeffМәтін", "Мәтін"),
        ("", ""),
    ],
)
def test_repairs(raw: str, cleaned: str) -> None:
    assert clean(raw).text == cleaned


def test_page_break_in_a_sentence_and_double_spacing() -> None:
    lines = [
        "Зерттеу барысында ұлттық мұрағат қорлары мен кітапхана деректері пайдаланылып,",
        "олардың бір бөлігі ғылыми айналымға тұңғыш рет енгізіліп отыр, сондықтан бұл жұмыс",
        "болашақ зерттеулерге негіз бола алады деп есептейміз, өйткені деректер аз зерттелген",
        "күйінде қалып келеді.",
        "Екінші бөлімде өлкенің шаруашылығы мен халқының құрамы туралы мәліметтер беріліп,",
        "кестелер арқылы көрсетілген, олардың дереккөздері де аталған болатын әр жерде",
        "қосымша түсініктемелермен.",
    ]
    text = clean(" \n\n".join(lines)).text
    assert text.count("\n") == 1
    assert "қалып келеді.\nЕкінші бөлімде" in text


def test_page_numbers_and_running_heads_stand_alone() -> None:
    page = (
        LINES.removesuffix("Кейін жағдай тынышталды.\n")
        + "Кейін\n{}\nӨлке шежіресі\nжағдай тынышталды, халық көшіп кетті, ал қалғандары егін салды.\n"
    )
    lines = clean("".join(page.format(number) for number in (44, 45, 46))).text.split("\n")
    for number in ("44", "45", "46"):
        assert number in lines
    assert lines.count("Өлке шежіресі") == 3


def test_headings_are_no_wrapped_lines() -> None:
    raw = "I. КІРІСПЕ\n\nБұл еңбек 1920 жылы жазылды.\n\nII. Негізгі бөлім\n\nОл кең."
    assert clean(raw).text.split("\n") == ["I. КІРІСПЕ", "Бұл еңбек 1920 жылы жазылды.", "II. Негізгі бөлім", "Ол кең."]
    assert clean("Мәтін аяқталмай\n\nӨЛКЕ ТАРИХЫ\n\nкелесі бетте бітті.").text.count("\n") == 2


def test_spans_point_into_the_original() -> None:
    source = "Бұл\u00a0 тари-\nхи  мейлiнше мәтін."
    cleaned = clean(source)
    for word, original in (("мейлінше", "мейлiнше"), ("мәтін", "мәтін"), ("Бұл", "Бұл")):
        at = cleaned.text.index(word)
        start, end = cleaned.to_source(at, at + len(word))
        assert source[start:end] == original


def test_empty_span_is_refused() -> None:
    with pytest.raises(ValueError, match="empty span"):
        clean("мәтін").to_source(2, 2)


pieces = st.lists(
    st.sampled_from(["Қазақ", "хандығы", "1917", "ж.", " ", "  ", "\n", "\n\n", "-\n", "\u00ad", "\u00ad\n", "мейлiн", "и\u0306", "́", "–", "—", "«", "»", "\t", "\f", "\r\n", "К. Маркс", ".", "XIX", "\u200b"]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(pieces, st.text(max_size=200)))
def test_offset_map(source: str) -> None:
    cleaned = clean(source)
    last = 0
    for position, letter in enumerate(cleaned.text):
        start, end = cleaned.to_source(position, position + 1)
        assert last <= start < end <= len(source)
        last = start
        if letter.isalnum():  # what stands there is the letter, or what it was made of
            original = unicodedata.normalize("NFC", source[start:end])
            table = _confusables()
            # sequences are composed; single letters that NFC replaces (compatibility ideographs) are left
            assert letter in {original, table.get(original, original)} | set(original) | set(source[start:end]) | {"Һ"}
    if cleaned.text:
        assert cleaned.to_source(0, len(cleaned.text))[1] <= len(source)


def test_confusables_are_confusable() -> None:
    """Each pair is one of Unicode's confusables, but for letters that Unicode relates through a third one."""
    for latin, cyrillic in _confusables().items():
        if latin in "IəɵƟı":
            continue
        entries = [(confusables.is_confusable(a, greedy=True), b) for a, b in ((latin, cyrillic), (cyrillic, latin))]
        assert any(found and other in {h["c"] for e in found for h in e["homoglyphs"]} for found, other in entries)
