"""Sentence boundaries; ``|`` marks each boundary."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jylnama.kazakh.sentences import sentence_spans

CASES = """
Кеңес құрылды.| Ол ұзақ жұмыс істеді.
Ол 1917 ж. Мәскеуде болды.| Кейін қайтты.
Ол 1917 жж. Петроградта, т.б. қалаларда тұрды.
Партия мүшелері, т.б. келді.| Съезд ашылды.
Ауылдар, қалалар, т.б.| Съезд осыны айтты.
В.И. Ленин сөйледі.| К. Маркс жазды.
Ә. Бөкейханов пен М. Дулатов келді.
Бұл жерде болды.Кеңес содан кейін құрылды.
Жоспар бекітілді.1929 – 32 жылдары орындалды.
Оның (1-бас., 1925 ж. Орынборда шыққан) кітабы бар.| Ол сирек.
«Біз жеңдік. Олар қашты» деп жазды ол.| Хат сақталған.
Елде не болды?| Ешкім білмеді!| Бәрі үнсіз.
КСРО-да (Орал, Сібір, т.б.) 1954 – 60 ж. болған науқан.| Ол бітті.
Оны Сералин ашты.* 1911 жыл – баспахана ашылды.
Бұл ХХ ғ. Басты оқиғасы болды.
1920-1930 ж.ж. Қазақстанда мектеп көп еді.| Олар өсті.
Оны тарихшы, т.ғ.д. М. Ерденов айтты.| Ол дұрыс.
Сақтар б.ғ.д. V ғасырда көшті.| Олар көп еді.
Мұхаммед (с.а.с.) Меккеде туды.| Ол көшті.
М. Ерденов т.б. (1925) осыны жазды.| Хат сақталған.
Ол 28.9. 1932 жылы туған.| Хат 12. 05. 1945 жылы келді.
М. Ерденов ат. Тарих институты ашылды.| Ол кең.
Жолдың ұзындығы 1660 км.| Орынбор жолы ашылды.
Олар келді.(1)| Олардың саны аз.
Ол осыны айтты.[3]| Содан кейін кетті.
Ол 1459ж. Әбілқайырдан бөлінді.| Кейін көшті.
Ол кетті…| Біз қалдық.
Мәтін: бірінші бөлім; екінші бөлім.| Соңы.
Солт.-Бат. өлкеде, Жоғ. сотта, мемл. мекемеде болды.| Аяқталды.
Қазақ АКСР-і (орыс. Казахская АССР) құрылды.| Кейін өзгерді.
Мыс., олар келмеді.| Бәрі түсінікті.
1. Бірінші себеп айқын.
Комиссар болды (орынбасары А. Розыбеков.)| Кеңес үкіметі орнады.
Бұл [1905, 12 (25) сәуір – 27 сәуір (10 мамыр] партияның съезі.| Ол бітті.
Жинақ басылды («Жаршы», 1926. 3-б.).| Онда өлеңдер бар.
Ол 1936 жылы туған.Ақын, жазушы.
Бұл «ашық жақша. Келесі сөйлем бар.| Тағы бірі.
§ 12. Қозғалыстың тууы
2.1. Шаруашылық пен тұрмыс
Шежіре: 1. Жәнібек.| 2. Қасым.| Бұлар хандар еді.
Патша құлады 1917.Кеңес орнады.
Съезд мынаны қарады:| - жер мәселесі;| - оқу мәселесі.| Кейін тарады.
Бағдарлама іске асты:| - Мектеп ашылды.| - Кітап басылды.
Ол айтты: – Мен барамын.| – Мен де, – деді інісі.
Бағдарлама:| – жер;| – су;| – оқу.| Ол: – Иә, – деді.
Ол хан болды. (1791 жылы тамызда)| Халық наразы болды.
Бұл кезеңде (1917–1930 жж.) М. Дулатов жазды.| Бітті.
Ол 1920ж.Орынборда болды.| Қорған б. з. 6 ғ. салынды.
Дәйексөз үшін: Омаров А. Мақала // Журнал. 2025. Т. 2. № 4. 12–19-бб.
""".strip().splitlines()
# `|` at a lost space: the two halves are joined without a blank in the text
LOST_SPACE = {"болды.Кеңес", "бекітілді.1929", "туған.Ақын", "ашты.*", "1917.Кеңес"}


def expected(case: str) -> tuple[str, list[str]]:
    for joint in LOST_SPACE:
        case = case.replace(joint, joint.replace(".", ".|", 1))
    return case.replace("|", ""), [part.strip() for part in case.split("|")]


@pytest.mark.parametrize("case", CASES)
def test_boundaries(case: str) -> None:
    if "ашық жақша" in case:
        case = case.replace("жақша. Келесі", "жақша.| Келесі")  # the quotation mark is never closed
    text, parts = expected(case)
    assert [text[start:end] for start, end in sentence_spans(text)] == parts


def test_newline_is_a_boundary() -> None:
    text = "Тақырып\nМәтін басталды\n- бірінші\n- екінші"
    assert len(sentence_spans(text)) == 4


def test_quotation_over_the_items_of_a_list() -> None:
    text = "Жүйе мынадай:\n– «Мемлекет. Ол басты буын;\n– Партия жетекші. Ол бәрін басқарады»."
    assert len(sentence_spans(text)) == 3
    assert len(sentence_spans("Ол «Бірінші жол. Тағы бірі\nЕкінші жол. Соңы» деді.")) == 4


def test_unclosed_bracket_does_bounded_damage() -> None:
    text = "Мынау (ашық жақша тұр. " + "Бұл бір сөйлем болды. " * 200
    assert len(sentence_spans(text)) > 190


@given(st.text(max_size=300))
def test_sentences_cover_the_text(text: str) -> None:
    spans = sentence_spans(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)


def test_component_works_alone() -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("kk_sentencizer")
    doc = nlp("Съезд болды.Кеңес құрылды. В.И. Ленин сөйледі.")
    assert [s.text for s in doc.sents] == ["Съезд болды.", "Кеңес құрылды.", "В.И. Ленин сөйледі."]
    assert list(nlp("").sents) == []
