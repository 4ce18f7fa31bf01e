"""Names of several words, and names with a title behind: how far one reaches, and what decides that it is one.

The rules return the index of the part behind the name and a score; their own index where they find none.
"""

from __future__ import annotations

import regex

from jylnama.kazakh.endings import harmony
from jylnama.kazakh.surnames import ANY_CHILD, CHILDREN, suffixes
from jylnama.names import shapes
from jylnama.names.lexicon import WORDS, Word, names, titles, word
from jylnama.names.runs import PLURAL_TITLE, Part, Run, is_kazakh_surname, post_before

_CHILD = regex.compile(rf"\p{{Ll}}(?:{suffixes('son', 'daughter')})$")
# ибн, бин: the father's name follows; what decides between a given name and another that the two are one
_SON_OF = WORDS["inside"]["son_of"]
_DECIDING = (*_SON_OF, *WORDS["inside"]["proving"])
_VOWELS = regex.compile(r"(?i)[аәеёиоөуұүыіэюя]")
_CAPITAL_BEHIND = regex.compile(r"\s\p{Lu}\p{Ll}")


def titled(run: Run, index: int) -> tuple[int, float]:
    """``Абылай хан``, ``Мұхаммед Хайдар сұлтан``: words up to a title that closes the run; also ``… Өтеміс ұлы``."""
    if not (run.title or run.small) or _is_office(run, index):
        return index, 0.0
    tail = run.parts[index:]
    if len(tail) > 4 or tail[0].kind == "small" or any(p.kind == "initials" for p in tail):
        return index, 0.0
    words = [part.word for part in tail if part.kind == "word"]
    if (
        not words
        or not _can_be_titled(run, tail, words)
        or tail[-1].kind == "small"
        and _is_great(run, index, len(run.parts) - 1)
    ):
        return index, 0.0
    if run.title:
        return (len(run.parts), 0.95) if _bear_title(run, tail, words) else (index, 0.0)
    # `Абылай ұлы Уәли`: the son's name follows
    followed = _CAPITAL_BEHIND.match(run.text[run.end : run.end + 3]) is not None
    fathers = not followed and (words[0].nameable or len(words) > 1) and not _is_great(run, index, len(run.parts))
    return (len(run.parts), 0.9) if fathers else (index, 0.0)


def _is_office(run: Run, index: int) -> bool:
    """Whether the title is an office that somebody comes to, which has no ending; ``Арынғазы сұлтанды сайлады`` names
    him with his title."""
    if run.title not in titles()["behind"]["words"] or not shapes.becomes_office(run.text, run.parts[index].start, run.end):
        return False
    return run.title not in titles()["inner"]["honours"] or not shapes.chosen().match(run.text, run.end)


def _can_be_titled(run: Run, tail: list[Part], words: list[Word]) -> bool:
    """Whether words can be a name before a title or ``ұлы``: none means something else or is inflected."""
    first, last = words[0], words[-1]
    if first.barred and not _is_named_by_title(run, tail):
        return False
    if len(words) > 1 and shapes.is_front_word(first.text) and first.text not in titles()["inner"]["forenames"]:
        return False
    if last.ending in ("locative", "attributive") and not last.nameable:  # Мәнтөбеде хан
        return False
    # `Есімді хан көтерді`: an inflected name and the office it was raised to
    if any(w.inflected and (w is not last or w.nameable or w.decisive or not w.oblique) for w in words):
        return False
    adjective = shapes.ADJECTIVE.search(first.text) or shapes.PARTICIPLE.search(first.text)
    if adjective and not first.nameable and shapes.opens_sentence(run.text, tail[0].start):
        return False
    return bool(run.small) or not any(w.barred for w in words[1:])


def _bear_title(run: Run, tail: list[Part], words: list[Word]) -> bool:
    """Whether all the words are the name of the one who bears the title."""
    if len(words) == 2 and _is_subject_and_object(run, words):
        return False
    if words[-1].decisive and not words[-1].patronymic and run.title.startswith(tuple(titles()["behind"]["professions"])):
        return False
    if len(words) == 3 and words[0].given and words[1].decisive and words[2].nameable and not _is_weak(run.title):
        return False  # Исатай Тайманов | Жәңгір ханға
    unsure = _is_weak(run.title) and not words[-1].nameable
    if unsure and (len(words) > 1 or shapes.opens_sentence(run.text, tail[0].start)):
        return False
    return len(tail) == 1 or all(w.nameable for w in words[:-1])


def _is_subject_and_object(run: Run, words: list[Word]) -> bool:
    """``Абылай Әбілмәмбет ханның``: two whom history knows by one name, and an inflected title of the second; before a
    genitive, which goes on with names, the first must be known as well: ``Бөкей Жәңгір ханды``."""
    inner, (first, second) = titles()["inner"], words
    inflected = bool(run.title) and run.title not in titles()["behind"]["words"] and not PLURAL_TITLE.search(run.title)
    if not inflected or not second.known or any(w.base in (*inner["regnal"], *inner["forenames"]) for w in words):
        return False
    return first.known or first.given and not run.title.endswith("ң")


def _is_named_by_title(run: Run, tail: list[Part]) -> bool:
    """``Батыр сұлтан``: a title as a name, inside a sentence and before another title."""
    title = tail[0].text.lower() in titles()["behind"]["words"]
    return len(tail) == 1 and title and not _is_weak(run.title) and not shapes.opens_sentence(run.text, tail[0].start)


def _is_great(run: Run, index: int, end: int) -> bool:
    """Whether ``ұлы``, ``қызы`` at part ``end``, behind a single name or a surname, is "great" or "his son": ``Жолан ұлы
    жорық бастады``, ``Бекзат Сапаров ұлы ақын``, ``Жолан ұлын шақырды``."""
    before = run.parts[end - 1]
    whole = end == index + 1 or before.kind == "word" and before.word.decisive and not before.word.patronymic
    if not whole or end < len(run.parts) - 1 or before.kind != "word":
        return False
    if end == len(run.parts):  # the pattern has it as ``small``, in a case
        return not run.text.endswith(run.small, 0, run.end) or shapes.GOES_ON.match(run.text, run.end) is not None
    return run.parts[end].text in CHILDREN and (bool(run.title) or shapes.GOES_ON.match(run.text, run.end) is not None)


def _is_weak(title: str) -> bool:
    return any(title.startswith(stem) for stem in titles()["behind"]["weak"])


def full_name(run: Run, index: int) -> tuple[int, float]:
    """Given name (+ patronymic) (+ surname); any two capitalised words the second of which is plainly a surname."""
    first = run.parts[index].word
    if first.barred or first.inflected and not first.given or is_front(run, index):
        return index, 0.0
    second = run.part(index + 1)
    opens = shapes.opens_sentence(run.text, run.parts[index].start)
    end, decided = _extend(run, index)
    if opens and not (first.nameable or first.surname):
        # Биыл Қаныш Сәтбаев …, Орнына Горбачев …: the name begins behind the opener
        named = second is not None and second.kind == "word" and (second.word.given or second.word.ambiguous and end > index + 2)
        if named or shapes.OPENER.search(first.text):
            return index, 0.0
    while end > index + 1 and run.parts[end - 1].kind == "small" and not closes(run.parts[end - 1]):
        end -= 1
    if end == index + 1 or not decided:
        return index, 0.0
    last = run.parts[end - 1].word
    proved = (
        last.decisive
        or last.known
        and not last.given
        and not last.inflected
        or end == index + 2
        and run.parts[end - 1].kind == "small"
    )
    proved = proved or is_kazakh_surname(first) or any(part.text in WORDS["inside"]["proving"] for part in run.parts[index:end])
    if not first.nameable and opens and not proved:
        return index, 0.0
    return end, 0.9 if first.nameable else 0.8


def is_front(run: Run, index: int) -> bool:
    """Whether a part is a post that opens the sentence: ``Император Николай``; ``Батыр қонтайшы`` is a name."""
    part, following = run.parts[index], run.part(index + 1)
    if following is None or part.word.given:
        return False
    if part.word.ambiguous and following.word.nameable:  # Ғалым Әлкей Марғұлан
        too = part.text in titles()["inner"]["titles_too"] and shapes.opens_sentence(run.text, part.start)
        return too and (following.word.given or following.word.known)
    return shapes.is_front_word(part.text)


def closes(part: Part) -> bool:
    return part.text.endswith(ANY_CHILD) or "-" in part.text


def _extend(run: Run, index: int) -> tuple[int, bool]:
    """How far a full name that begins at ``index`` reaches, and whether something in it decides that it is one."""
    first = run.parts[index].word
    end, decided = index + 1, False
    while end < len(run.parts) and (end - index < 5 or _is_descent(run, end)):
        part, previous = run.parts[end], run.parts[end - 1]
        if previous.kind == "word" and previous.word.inflected:
            break
        if part.kind == "small":
            if not joins(run, end) or _is_great(run, index, end):
                break
            decided = decided or first.nameable or "-" in part.text or part.text in _DECIDING
        elif part.kind == "word" and previous.text in _SON_OF and not part.word.barred:
            decided = True
        elif part.kind == "word":
            current = part.word
            if (
                _complete(run, index, end)
                and not current.patronymic
                or _has_own_title(run, index, end)
                or _begins_name(run, index, end)
            ):
                break
            if current.base.lower() in titles()["behind"]["words"]:  # Жүніс Хан: the title closes the name
                return (end + 1, True) if first.nameable or not first.barred else (end, decided)
            if _is_shouted_surname(run.parts[index], part, previous):
                end, decided = end + 1, True
                continue
            if current.barred and not (first.given and current.base in titles()["inner"]["towns_too"]):
                break
            if _governed(run, index, end) or is_counted(run, index, end):
                break
            if current.patronymic or current.decisive or current.barred or first.base in titles()["inner"]["first_bynames"]:
                decided = True
            elif not _continues(run, first, current, index, behind_ibn=previous.text in _DECIDING):
                break
            else:
                decided = decided or _is_sure(run, index, end)
        else:
            break
        end += 1
    return end, decided


def _is_sure(run: Run, index: int, end: int) -> bool:
    """Whether a word that is no plain surname decides, with the first one, that the words up to it are a name."""
    first, current = run.parts[index].word, run.parts[end].word
    if (
        first.given
        or first.known
        or first.ambiguous
        and current.nameable
        or current.known
        and not current.given
        and not current.inflected
    ):
        return True
    opens = shapes.opens_sentence(run.text, run.parts[index].start)
    if not opens and (current.surname or first.ambiguous):
        return True
    # Бақтыбаев Досмырза: as lists of people write
    alone = current.given and not current.known and not current.inflected and not (run.title and end == len(run.parts) - 1)
    return alone and (is_kazakh_surname(first) or not opens)


def _is_descent(run: Run, end: int) -> bool:
    """Whether a part goes on with a long Arabic name: ``ибн``, what stands behind it, ``әл-Фараби``."""
    part = run.parts[end]
    return part.text in _SON_OF or run.parts[end - 1].text in _SON_OF or part.kind == "small" and "-" in part.text


def _is_shouted_surname(given: Part, part: Part, previous: Part) -> bool:
    """``Мұрат ӘБДІР``, as newspapers sign: the type itself tells a surname, where the word can be none of the acronyms."""
    if given.text.isupper() or not part.text.isupper() or previous is not given or not given.word.nameable:
        return False
    spelt = part.text.capitalize()
    readable = len(spelt) > 4 and len(_VOWELS.findall(spelt)) > 1
    return spelt not in names("not_names.txt") and (readable or word(spelt).nameable)


def _governed(run: Run, index: int, end: int) -> bool:
    """Whether the second word is somebody or something else in a case: ``Тевкелев Әбілқайырға``, ``император Павел
    Бөкейге``, ``Ғұмар Қараш Оралда``; a genitive or a surname goes on with the name: ``Бөкейханов Әлиханның``."""
    first, current = run.parts[index].word, run.parts[end].word
    about = end == len(run.parts) - 1 and not run.title and shapes.about().match(run.text, run.end) is not None
    if not (current.inflected or about) or current.patronymic:
        return False
    if about and end > index + 1:
        return _is_talked_about(first, run.parts[end - 1], current)
    if current.surname or current.decisive:  # Сапаров Еркіновке: two surnames
        return end == index + 1 and _is_surname_alone(first) and not current.given
    if end == index + 1 and are_two_of_history(first, current):
        return True
    if current.ending.endswith("genitive") or not current.inflected:
        return False
    if first.given and current.ambiguous and current.ending.endswith(("locative", "attributive")):  # Ерлан Алтайда тұрды
        return True
    if end > index + 1:  # Александр Гумбольдт Алтайға барды: the name is whole without it
        whole = all(part.kind == "word" and not part.word.inflected for part in run.parts[index:end])
        before = run.parts[end - 1].word
        if (
            whole and current.given and (before.patronymic or not before.nameable or current.known)
        ):  # Сара Тастанбекқызы Біржанмен
            return True
        return whole and not current.known and (current.oblique or not current.nameable)
    inner = titles()["inner"]
    ruler = first.base in inner["regnal"] and post_before(run, index) and f"{first.base} {current.base}" not in inner["double"]
    surname = (first.decisive or first.surname and first.known) and not first.given
    behind_post = (first.decisive or first.surname) and not first.given and post_before(run, index)
    known = current.known and current.given and post_before(run, index)
    return ruler or behind_post or known or surname and current.given


def _is_talked_about(first: Word, before: Part, current: Word) -> bool:
    """Whether the last word before ``туралы`` is another one's name: ``Бекзат Сапаров Еркін туралы``, ``Бекзат Арғын Абай туралы``."""
    if before.kind != "word" or first.base in titles()["inner"]["forenames"]:
        return False
    known = current.known and (current.given or "-" in current.base) and not before.word.patronymic
    return known or current.given and before.word.surname and not (current.known and before.word.patronymic)


def _is_surname_alone(name: Word) -> bool:
    """Whether a word is a surname and can be no given name: ``Сапаров``, ``Ленин``."""
    return name.surname and (name.decisive or name.known) and not (name.given or name.patronymic)


def are_two_of_history(first: Word, second: Word) -> bool:
    """``Страбон Геродотқа``, ``Ералы Абылайды``, ``Абылай Ералыны``: history knows one of them by one name, of which the
    other is no byname; a genitive may go on with a given name (``Абай Құнанбайдың``)."""
    inner = titles()["inner"]
    leading = first.base in (*inner["regnal"], *inner["forenames"]) and first.base not in inner["alone_too"]
    if first.inflected or leading or f"{first.base} {second.base}" in inner["double"]:
        return False
    if not (second.known or first.known and first.given and second.ending in ("accusative", "dative")):
        return False
    if first.given:
        return second.given and not second.surname and not second.ending.endswith("genitive")
    return first.known and not (first.surname and second.given)


def is_counted(run: Run, index: int, end: int) -> bool:
    """Whether a number behind the word makes a ruler of it alone: ``ханшайым Томирис Кир ІІ-нің``."""
    number, regnal = run.part(end + 1), titles()["inner"]["regnal"]
    counted = number is not None and number.kind == "roman"
    return counted and run.parts[end].text in regnal and run.parts[index].text not in regnal


def _has_own_title(run: Run, index: int, end: int) -> bool:
    """Whether the title behind the run is of the last word alone: ``Марко Поло Құбылай ханның``."""
    current = run.parts[end].word
    whole = run.parts[end - 1].kind == "word" and run.parts[end - 1].word.patronymic
    alone = (
        end == len(run.parts) - 1
        and bool(run.title)
        and (not _is_weak(run.title) or whole and run.title not in titles()["behind"]["words"])
    )
    if alone and end == index + 1:
        return _is_subject_and_object(run, [run.parts[index].word, current])
    alone = alone and run.parts[end - 1].kind == "word"
    return alone and current.nameable and not (current.inflected or current.surname or current.patronymic)


def _complete(run: Run, index: int, end: int) -> bool:
    """Whether given name and surname are there, so that what follows is somebody else's: ``… Тоқаев Дмитрий …``."""
    previous = run.parts[end - 1]
    return end > index + 1 and previous.kind == "word" and previous.word.decisive and not previous.word.patronymic


def _begins_name(run: Run, index: int, end: int) -> bool:
    """Whether given name and patronymic are there and a whole name follows: ``Бекзат Арғынұлы Еркін Сапаровпен``."""
    current, following = run.parts[end].word, run.part(end + 1)
    if end != index + 2 or following is None or following.kind != "word" or current.inflected or not current.given:
        return False
    father = run.parts[end - 1]
    return (
        father.kind == "word"
        and _CHILD.search(father.text) is not None
        and (following.word.decisive or following.word.patronymic)
    )


def _continues(run: Run, first: Word, current: Word, index: int, *, behind_ibn: bool) -> bool:
    """Whether a word that is no patronymic and no plain surname can go on with a name."""
    if current.surname or current.nameable:
        return True
    if behind_ibn:  # Зияд ибн Салих
        return True
    # an unknown word in a case of place is a place: `Исатай Жасқұсқа …`
    return (first.given or first.ambiguous) and not current.oblique


def joins(run: Run, end: int) -> bool:
    """Whether a small word at ``end`` joins the names around it: ``ибн``, ``фон``, ``де`` behind Romance names."""
    part, following = run.parts[end], run.part(end + 1)
    if closes(part):
        return True
    if following is None or following.kind not in ("word", "small"):
        return False
    inner = titles()["inner"]
    before = run.parts[end - 1].text
    if part.text not in inner["connectors"] or before in (*inner["romance"], *inner["connectors"]):
        return True
    # the particle да, де keeps to harmony; де behind a back vowel is no Kazakh word
    clash = WORDS["inside"]["clashing"].get(part.text)
    return clash is None or harmony(before.lower()) == clash


__all__ = ["are_two_of_history", "closes", "full_name", "is_counted", "is_front", "joins", "titled"]
