"""Numbered meetings: ``<NUMBERS KIND BODY_ID|BODY>span</>``."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jylnama.congresses.finder import find_congresses
from marked import parse

CASES = """
Бұл <2 congress cpsu|РСДЖП>РСДЖП-нің 2-съезінде</> шешілді.
Бағыт <27 congress cpsu|КОКП>КОКП-ның XXVII съезінде</> бекіді.
Олар <23,24,25,26,27 congress cpsu|КОКП>КОКП-ның 23 – 27-съездері</> арасында өсті.
Соңғысы <28 congress cpsu|КОКП>КОКП-тың 28-ші съезі</> еді.
Барлығы 28 съезд өткізілді.
Ташкентте <5 congress other|Түркістан Кеңестері>Түркістан Кеңестерінің V съезі</> ашылды.
Петроградта <1 congress soviets-ru|Жұмысшы және солдат депутаттары кеңестері>Жұмысшы және солдат депутаттары кеңестерінің бірінші бүкілресейлік съезі</> өтті.
Кейін <3 congress soviets-ru|Бүкілресейлік кеңестер>3-Бүкілресейлік кеңестер съезі</> шақырылды.
Кеңесте <5 congress soviets-ru|Кеңестер>Кеңестердің бүкілресейлік V съезі</> болды.
Орынборда <1 congress all-kazakh|>бірінші жалпықазақ съезі</> өтті, <2 congress all-kazakh|>екінші съезд</> желтоқсанда болды.
Ресми түрде <1 congress other|Алаш партиясы>Алаш партиясының құрылтай съезі</> болмады.
Алматыда <1 congress kazakh-cp|Қазақстан К(б)П>Қазақстан К(б)П-ның І съезі</> өтті.
Түркияда <5 kurultai other|Дүниежүзі қазақтары>Дүниежүзі қазақтарының V құрылтайы</> болды.
Мәскеуде <16 conference cpsu|БК(б)П>БК(б)П-ның 16-конференциясы</> өтті.
Мәскеуде <8,9 congress cpsu|РК(б)П>РК(б)П-ның VIII және IX съездері</> өтті.
Алдымен <2 congress cpsu|РСДЖП>РСДЖП-нің екінші съезі</>, содан соң <3 congress cpsu|>3-съезі</> болды.
<1 congress all-kazakh|>Бірінші жалпықазақ съезі</> 1917 жылы болды. <2 congress all-kazakh|>Екінші съезде</> үкімет құрылды.
Большевиктер күшейді. <10 congress cpsu|партия>Партияның Х съезі</> өтті.
Хрущев сөз алды. <20 congress cpsu|партия>Партияның ХХ съезі</> өтті.
<20 congress other|партия>Партияның ХХ съезі</> өтті.
Сталин мен лейбористік партия туралы. <20 congress other|партия>Партияның ХХ съезі</> өтті.
Алдымен КОКП туралы. <20 congress cpsu|партия>Партияның ХХ съезі</> өтті.
Сол күні <3 session other|КСРО Жоғарғы Кеңесі>КСРО Жоғарғы Кеңесінің 3-сессиясы</> ашылды.
Съезд 1917 жылы 5 рет шақырылды, екі съезд өтпеді.
Құрылтай жиналысы таратылды, құрылтайшылар тарады.
Партия құрамында 1953 жылғы қыркүйек пленумы бар.
Орынборда <1 congress soviets-ussr|Кеңестер>Кеңестердің 1-Бүкілодақтық съезі</> туралы айтылды.
Мәскеуде <10 congress cpsu|РКП(б)>РКП(б)- ның Х съезі</>, <11 congress cpsu|РКП(б)>РКП (б)-ның ХІ съезі</>, <6 congress cpsu|РСДЖП(б)>РСДЖП-ның (б) VI съезі</> өтті.
Бұл <1 congress other|«Алаш» партиясы>«Алаш» партиясының 1-съезі</> еді.
Алматыда <12 congress kazakh-cp|Қазақстан Компартиясы>Қазақстан Компартиясының 12-съезі</> өтті. Кейін <25 congress cpsu|партия>партияның 25-съезі</> болды.
КОКП туралы: <20 congress cpsu|Коммунистік партия>Коммунистік партияның ХХ съезі</>.
Орынборда <1 congress other|Қазақ АКСР Кеңестері>Қазақ АКСР Кеңестерінің І съезі</> өтті.
Орынборда <2 congress other|Қырғыз (Қазақ) АКСР Кеңестері>Қырғыз (Қазақ) АКСР Кеңестерінің ІІ съезі</> өтті.
Олар <15 congress other|>15-ші (төтенше) съезде</>, <2 session other|>2-ші (кезектен тыс) сессиясында</> сөйледі.
Мәскеуде <3 congress other|Коминтерн>Коминтерннің ІІІ конгресі</> ашылды.
Орынборда <2 congress all-kazakh|>екінші жалпы қазақ сиезі</> ашылды.
Олар <2,3 congress other|>екінші-үшінші съездерінде</>, <11 congress other|>он-бірінші съезінде</> сайланды.
Күзде <16 plenum kazakh-cp|Қазақстан Компартиясы ОК>Қазақстан Компартиясы ОК-нің XVI пленумы</> болды.
Баспада <5 congress soviets-ussr|Бүкілодақтық Советтер>5-Бүкілодақтық Советтер съезі</> аталды.
Онда <32 session other|Қазақстан халқы Ассамблеясы>Қазақстан халқы Ассамблеясының ХХХІІ сессиясы</> ашылды.
Мәскеуде <4,5 congress other|Коминтерн>Коминтерннің IV (1922) және V (1924) конгрестері</> өтті.
Бұл <20,21,22 congress cpsu|КОКП>КОКП ХХ-ХХІІ съездерінің</> шешімі.
Онда II Интернационалдың Штутгарт конгресі аталды.
АҚШ конгресі мен конгрессмендер, 5 конгресс туралы.
""".strip().splitlines()


@pytest.mark.parametrize("marked", CASES)
def test_congresses(marked: str) -> None:
    text, spans = parse(marked)
    found = [
        (c.start, c.end, f"{','.join(map(str, c.numbers))} {c.kind} {c.body_id}|{c.body}") for c in find_congresses(text)
    ]
    assert found == spans


ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XV", "XVIII", "XX", "XXII"]
VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 20, 22]


@pytest.mark.parametrize(("roman", "value"), list(zip(ROMAN, VALUES, strict=True)))
@pytest.mark.parametrize("head", ["съезі", "съезінде", "съезінің", "съезіне", "съезінен", "съезге", "съезден"])
def test_roman_numerals_and_endings(roman: str, value: int, head: str) -> None:
    for numeral in (roman, roman.replace("I", "І").replace("X", "Х")):
        [found] = find_congresses(f"Мәскеуде КОКП-ның {numeral} {head} айтылды.")
        assert found.numbers == [value]
        assert found.body == "КОКП"


@given(st.text(alphabet="0123456789 –-()IVXХсъезіндепартияныңКОКП,", max_size=150))
def test_any_text(text: str) -> None:
    for found in find_congresses(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.numbers


def test_component_works_alone() -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("kk_congresses")
    doc = nlp("РСДЖП-нің 2-съезінде шешілді.")
    assert [m.text for m in doc._.congresses] == ["РСДЖП-нің 2-съезінде"]
    assert [span.text for span in doc.spans["congresses"]] == ["РСДЖП-нің 2-съезінде"]
