"""The shapes of names that begin at one part of a run: initials, numbers, titles, full names, years, a post in front.

Each rule returns the index of the part behind the name and a score; its own index where it finds none.
"""

from __future__ import annotations

import regex

from jylnama.kazakh.abbreviations import sentence_openers
from jylnama.kazakh.surnames import suffixes
from jylnama.names import shapes
from jylnama.names.full_names import closes, full_name, is_counted, is_front, joins, titled
from jylnama.names.lexicon import WORDS, Word, titles
from jylnama.names.runs import FATHERS, Run, post_before

_IBN = WORDS["inside"]["son_of"][0]
_RUSSIAN_FATHER = regex.compile(rf"\p{{Ll}}(?:{suffixes('vich', 'vna', 'ilyich')})$")


def name_at(run: Run, index: int) -> tuple[int, float, int]:
    """End (in parts) of the name that begins at ``index``, its score, its end in the text; ``index`` if there is none."""
    end, score = titled(run, index)
    if end > index:
        return end, score, run.end
    last = index + 1 == len(run.parts)
    for finder in (_FINDERS_OF_LAST if last else _FINDERS).get(run.parts[index].kind, ()):
        end, score = finder(run, index)
        if end > index:
            return end, score, run.parts[end - 1].end
    return index, 0.0, 0


def _after_initials(run: Run, index: int) -> tuple[int, float]:
    """``В.И. Ленин``, ``А.З. Уәлиди``; one capital with a period before a common word is no initial."""
    full = run.parts[index].text.count(".") > 1
    surname = run.part(index + 1)
    while surname is not None and surname.text in titles()["inner"]["particles"]:  # К. фон Кауфман
        index += 1
        surname = run.part(index + 1)
    if surname is None or surname.kind != "word" or not surname.text.strip(".").strip():
        return index, 0.0
    full = full and not surname.text.isupper()
    opener = surname.text in sentence_openers()
    if opener or surname.word.barred and not (surname.word.patronymic or surname.word.towns_too) and not full:
        return index, 0.0
    following = run.part(index + 2)
    if following and following.kind == "word" and not surname.word.inflected:
        given = surname.word.given and not surname.word.surname and following.word.surname  # М. Нұр Сапаров
        if following.word.patronymic or given:
            return index + 3, 0.95
    return index + 2, 0.95


def _counted(run: Run, index: int) -> tuple[int, float]:
    """``VII Людовик``, ``II Николай Романов``: a given name, or any name behind a ruler's title; his father's or
    family's name may follow, this without an ending: ``II Николай Столыпинді шақырды``."""
    name = run.part(index + 1)
    if name is None or name.kind != "word" or name.word.barred and name.text not in titles()["inner"]["regnal"]:
        return index, 0.0
    if not name.word.nameable and not shapes.post_in_front(run.text, run.parts[index].start):
        return index, 0.0
    end = index + 2
    father = _word_behind(run, end)
    end += father is not None and father.patronymic
    family = _word_behind(run, end)
    return end + (family is not None and family.surname and not family.inflected), 0.9


def _word_behind(run: Run, index: int) -> Word | None:
    """The word at ``index`` if it may go on the name before it, which has no ending."""
    part = run.part(index)
    if part is None or part.kind != "word" or part.word.barred or run.parts[index - 1].word.inflected:
        return None
    return part.word


def _counted_in_words(run: Run, index: int) -> tuple[int, float]:
    """``Екінші Екатерина``, ``Екатерина Екінші``."""
    first, second = run.parts[index], run.part(index + 1)
    regnal, ordinals = titles()["inner"]["regnal"], titles()["inner"]["ordinals"]
    if second is None or second.kind != "word":
        return index, 0.0
    counted = first.text in ordinals and second.word.base in regnal or first.text in regnal and second.word.base in ordinals
    return (index + 2, 0.9) if counted else (index, 0.0)


def _by_descent(run: Run, index: int) -> tuple[int, float]:
    """``әл-Мамун``, ``ибн Сина``: what a man is called by, without his own name before it."""
    own, following = run.parts[index].text, run.part(index + 1)
    particle = own in titles()["inner"]["particles"] and index == 0 and post_before(run, 0)  # бастығы де Лоне
    if own != _IBN and "-" not in own and not particle:
        return index, 0.0
    if own != _IBN and not particle:
        return index + 1, 0.85
    named = following is not None and following.kind == "word" and not following.word.barred
    return (index + 2, 0.85) if named else (index, 0.0)


def _surname_first(run: Run, index: int) -> tuple[int, float]:
    """``Мирзоян Левон Исаевич``: the surname in front, and a patronymic behind a name no lexicon has."""
    given, father = run.part(index + 1), run.part(index + 2)
    if given is None or father is None or given.kind != "word" or father.kind != "word":
        return index, 0.0
    first = run.parts[index].word
    surname = (first.surname or first.known) and not first.given and not first.inflected
    fathers = _RUSSIAN_FATHER.search(father.word.base) or FATHERS.search(father.word.base)
    if surname and not given.word.barred and not given.word.inflected and fathers:
        return index + 3, 0.95
    return index, 0.0


def _before_initials(run: Run, index: int) -> tuple[int, float]:
    """``Горбачев М.С.``, ``Маркс К.``: initials that belong to no name behind them."""
    initials, after = run.part(index + 1), run.part(index + 2)
    if initials is None or initials.kind != "initials":
        return index, 0.0
    current = run.parts[index].word
    surname = current.surname or run.parts[index].text in titles()["inner"]["east_asian"]
    if after is not None and after.kind == "word":
        # Сапаров Б. Алматыға көшті; Кан Г.В. Қазақстан тарихы
        opens = shapes.opens_sentence(run.text, run.parts[index].start)
        shouted = opens and after.text.isupper() and not run.parts[index].text.isupper()
        other = after.word.barred and not after.word.towns_too or shouted
        if not (other and surname and not current.inflected and ("." in initials.text or current.decisive)):
            return index, 0.0
    listed = "." not in initials.text and len(current.text) > 3  # Левин М, Джилас М, …
    if current.barred or not (surname or current.known or current.given or listed):
        return index, 0.0
    return index + 2, 0.9


def _regnal(run: Run, index: int) -> tuple[int, float]:
    """``Николай ІІ``, ``Фридрих І Барбаросса``."""
    number, byname = run.part(index + 1), run.part(index + 2)
    current = run.parts[index].word
    if (
        number is None
        or number.kind != "roman"
        or current.barred
        or current.inflected
        or is_front(run, index)
        or shapes.COUNTED_TIME.match(run.text, number.end)  # Ленин ХХ ғасырда …
        or _is_counted_before(run, index)
    ):
        return index, 0.0
    if not current.nameable and not shapes.post_in_front(run.text, run.parts[index].start):
        return index, 0.0
    if (
        byname
        and byname.kind == "word"
        and not byname.word.barred
        and not byname.word.oblique
        and not (byname.word.inflected and byname.word.known)  # Исмаил I Шайбаниді жеңді
        and "-" not in number.text
    ):
        return index + 3, 0.9
    return index + 2, 0.9


def _is_counted_before(run: Run, index: int) -> bool:
    """Whether the number is that of the ruler behind it: ``Бөкей І Александр патшаның``."""
    ruler, regnal = run.part(index + 2), titles()["inner"]["regnal"]
    return ruler is not None and ruler.word.base in regnal and run.parts[index].text not in regnal


def _east_asian(run: Run, index: int) -> tuple[int, float]:
    """``Юань Шикай``, ``Ким Ир Сен``: a surname and one or two given names of as few syllables."""
    if run.parts[index].text not in titles()["inner"]["east_asian"]:
        return index, 0.0
    end, syllables = index + 1, 2
    while end < min(index + 3, len(run.parts)) and run.parts[end].kind == "word" and not run.parts[end - 1].word.ending:
        current = run.parts[end].word
        elsewhere = syllables == 2 and current.barred and (current.oblique or run.parts[index].word.barred)
        if current.given or elsewhere or not shapes.east_asian(syllables).fullmatch(current.base):
            break
        end, syllables = end + 1, 1
    return (end, 0.85) if end > index + 1 else (index, 0.0)


def _with_years(run: Run, index: int) -> tuple[int, float]:
    """One or two capitalised words with life or reign years behind them in brackets."""
    tail = run.parts[index:]
    if len(tail) > 2 or run.title or not shapes.may_be_years(run.text, run.end):
        return index, 0.0
    if any(part.kind != "word" or part.word.barred for part in tail):
        return index, 0.0
    years = shapes.LIFE_YEARS.match(run.text, run.end)
    if not years or len(years[2]) == 4 and not 2 <= int(years[2]) - int(years[1]) <= 105:
        return index, 0.0
    last = tail[-1].word
    if not (last.nameable or last.surname or index == 0):
        return index, 0.0
    return len(run.parts), 0.85


def _behind_front(run: Run, index: int) -> tuple[int, float]:
    """``атаман Дутов``, ``интернат басшысы Сүгір``: a post in front of a word that is no place."""
    if index and run.parts[index - 1].kind != "small" and not shapes.is_front_word(run.parts[index - 1].text):
        return index, 0.0
    current = run.parts[index].word
    barred = current.barred and not (current.towns_too and not current.oblique)
    if barred or is_front(run, index) or not post_before(run, index):
        return index, 0.0
    if shapes.ADJECTIVE.search(current.base) and not shapes.SIMILATIVE.search(current.text) and not current.nameable:
        return index, 0.0
    following = run.part(index + 1)
    if following is not None and following.kind == "word" and _particle_at(run, index + 2):  # елші Руи Гонсалес де Клавихо
        return index + 4, 0.85
    unknown = following is not None and following.kind == "word" and not following.word.barred
    unknown = unknown and not is_counted(run, index, index + 1)
    if unknown and following is not None and following.word.inflected and not following.word.decisive:
        # генерал Перовский Ақмешітті алды: a whole name by itself, and what it did something to
        unknown = not (current.decisive or current.surname or current.towns_too or current.base in titles()["inner"]["regnal"])
        unknown = unknown and not (following.word.known and following.word.given and not following.text.endswith("ң"))
    if unknown and following is not None and not current.inflected and not following.word.oblique:
        return index + 2, 0.85
    return index + 1, 0.85


def _particle_at(run: Run, index: int) -> bool:
    """Whether a particle stands there that joins a word behind it: ``де Клавихо``."""
    part, following = run.part(index), run.part(index + 1)
    if part is None or part.kind != "small" or following is None or following.kind != "word":
        return False
    return joins(run, index) and not closes(part) and not following.word.barred


_ALONE = (_with_years, _behind_front)
_FINDERS = {
    "initials": (_after_initials,),
    "roman": (_counted,),
    "word": (_before_initials, _surname_first, _east_asian, _regnal, _counted_in_words, full_name, *_ALONE),
    "small": (_by_descent,),
}
# the others ask for a part behind
_FINDERS_OF_LAST = {"word": _ALONE, "small": (_by_descent,)}


__all__ = ["name_at"]
