"""Finds persons in a clean text: evidence first, names second.

A run is a stretch of capitalised words, initials and the small words that stand inside names. Each run is
cut into names by shape (initials, patronymic, surname endings, titles behind) and lexicon; what is thereby
known of a document's people then settles bare surnames and given names elsewhere in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from jylnama.kazakh.abbreviations import sentence_openers
from jylnama.kazakh.endings import base_form, harmony
from jylnama.names import shapes
from jylnama.names.lexicon import Word, lexicon, names, titles, word
from jylnama.names.towns import is_town

_WORDS = regex.compile(r"\p{Lu}[\p{L}’-]+")
_RUSSIAN = regex.compile(r"(?:[оеё]в|[иы]н|ский|[оеё]ва|[иы]на|ская|[оеё]вич)$")
_INITIALS_ONLY = regex.compile(r"(?<!\p{L})\p{Lu}\p{Ll}?\.")
_FATHERS = regex.compile(r"\p{L}(?:ұлы|қызы|ұғлы)$", regex.IGNORECASE)
_RUSSIAN_SUFFIX = regex.compile(r"(?:[оеё]в|ин)а?$")
# what tells a surname made from a Kazakh name
_KAZAKH_SURNAME = regex.compile(r"(?i)(?:[әғқңөұүһі]\p{L}*(?:[оеё]в|ин)|(?:[бт]аев|беков|ханов|жанов|ғалиев|[гк]елдин|бердин?))а?$")
_RUSSIAN_FATHER = regex.compile(r"\p{Ll}(?:[оеё]вич|[оеё]вна|[ьи]ич)$")
_ABLATIVE_HYPHEN = regex.compile(r"[дтн][ае]н-\p{Lu}")  # Дәулеттен-Тумаш: father and son
_VOWELS = regex.compile(r"(?i)[аәеёиоөуұүыіэюя]")
_PLURAL_TITLE = regex.compile(r"[лдт][ае]р")
_SMALL_WORDS = regex.compile(r"(?<!\p{L})\p{Ll}{3,}")
_NAME_AND_BRACKET = regex.compile(r"(?<![\p{L}.-])(\p{Lu}\p{Ll}+) \(\p{Lu}\p{Ll}+\) $")
_LIST_ITEM = regex.compile(rf"(?<![\p{{L}}.-])({shapes.WORD})(?:,\s?|\s(?:мен|пен|бен|және|һәм)\s)$")


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person's name: its span in the clean text and its base form; ``score`` is how sure the evidence is."""

    start: int
    end: int
    name: str
    score: float = 0.9


@dataclass(frozen=True, slots=True)
class _Part:
    """One element of a run: an initial block, a capitalised word, a small word, a Roman numeral."""

    kind: str  # initials, word, small, roman
    start: int
    end: int
    text: str

    @property
    def word(self) -> Word:
        return word(self.text)


@dataclass(frozen=True, slots=True)
class _Run:
    """Parts that stand together; ``small``, ``title``: the patronymic word and the title behind them, or ''."""

    text: str
    parts: list[_Part]
    end: int
    small: str = ""
    title: str = ""

    def part(self, index: int) -> _Part | None:
        return self.parts[index] if index < len(self.parts) else None


class _Spans:
    """Sorted spans that do not nest; tells in logarithmic time whether a position lies in one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def holds(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.spans[index][1]


def find_persons(
    text: str, skip: Sequence[tuple[int, int]] = (), sentence_starts: Sequence[int] = ()
) -> list[FoundPerson]:
    """Persons of a clean text, in order, not overlapping.

    skip: spans that are not read: citations, sentences in other languages.
    sentence_starts: sorted offsets at which no name goes on; without them the text's own shape decides.

    >>> [(p.start, p.end, p.name) for p in find_persons("Атаман Дутовты Ә. Бөкейханов қабылдады.")]
    [(7, 14, 'Дутов'), (15, 28, 'Ә. Бөкейханов')]
    """
    left_out, quoted = _Spans(skip), _Spans(shapes.quoted_titles(text))
    found: list[FoundPerson] = []
    rest: list[_Part] = []
    for match in shapes.run_pattern().finditer(text):
        if left_out.holds(match.start()) or quoted.holds(match.start()):
            continue
        for run in _runs(match, sentence_starts):
            persons, unused = _cut(run)
            found += persons
            rest += unused
    known = _known_names(found)
    bare = {part.word.base for part in rest if part.word.nameable}
    common = _CommonWords(text)
    found = [_without_opener(text, person, known, common) for person in found]
    found = [part for person in found for part in _split_neighbours(text, person, bare.union(known), bare)]
    firsts = _doubtful_first_names(found)
    found += [p for part in rest if (p := _bare(text, part, known, firsts)) is not None]
    found += _children(text, rest)
    found += _listed(text, rest, found)
    found = [_over_bracket(text, person) for person in found]
    found = _without_overlaps(sorted(found, key=lambda person: (person.start, -person.end)))
    return [_with_byname(text, p) for p in _with_fathers(text, found, sentence_starts)]


def _doubtful_first_names(persons: Iterable[FoundPerson]) -> frozenset[str]:
    """First words of longer names that are common words as well: by them a text may go on to call its people."""
    firsts = (person.name.partition(" ")[0] for person in persons if " " in person.name)
    return frozenset(first for first in firsts if first in names("ambiguous.txt"))


def _over_bracket(text: str, person: FoundPerson) -> FoundPerson:
    """``Гүлбаһрам (Күләш) Жасынқызы``: the given name, in brackets the one in use, and the patronymic are one name."""
    before = _NAME_AND_BRACKET.search(text, max(0, person.start - 60), person.start)
    if before is None or word(before[1]).barred:
        return person
    own = word(text[person.start : person.end].split()[0])
    if not own.patronymic and not (own.decisive and word(before[1]).given):
        return person
    name = _person(text, before.start(), person.end, person.score)
    return FoundPerson(name.start, name.end, name.name, max(name.score, 0.9))


def _with_byname(text: str, person: FoundPerson) -> FoundPerson:
    """``Қаз дауысты Қазыбек``: a fixed byname of two words in front."""
    for byname in titles()["inner"]["bynames"]:
        start = person.start - len(byname) - 1
        if start >= 0 and text[start : person.start] == f"{byname} ":
            return FoundPerson(start, person.end, f"{byname} {person.name}", max(person.score, 0.9))
    return person


def _with_fathers(text: str, persons: list[FoundPerson], sentence_starts: Sequence[int]) -> list[FoundPerson]:
    """``Төле би`` + ``Әлібекұлы``, ``Құнанбайұлы`` + ``Абай``, ``Имантай би`` + ``Сәтбаев``: two parts of one name are one."""
    joined: list[FoundPerson] = []
    for person in persons:
        last = joined[-1] if joined else None
        if (
            last is None
            or text[last.end : person.start] != " "
            or bisect_right(sentence_starts, last.end) != bisect_right(sentence_starts, person.start)
            or not _are_one(text[last.start : last.end], text[person.start : person.end])
        ):
            joined.append(person)
            continue
        joined[-1] = _person(text, last.start, person.end, max(last.score, person.score))
    return joined


def _are_one(first: str, second: str) -> bool:
    """Whether two names side by side are one, by what the words are."""
    second, _, title = second.partition(" ")
    if not title and first.rpartition(" ")[2] in titles()["inner"]["honours"] + ["би"] and "." not in first:
        surname = word(second)  # Имантай би Сәтбаевтың
        if _is_kazakh_surname(surname) and surname.ending in ("", "genitive"):
            return True
    halves = not title and " " not in first and "." not in first + second
    if halves and not any(w.inflected or w.known or w.surname for w in (word(first), word(second))):
        return True  # Секен Тұрысбек
    if "." in second or title and ("." in title or base_form(title) not in titles()["behind"]["words"]):
        return False
    if " " in first and title:
        return False
    if " " in first:
        return first.rpartition(" ")[2] in titles()["behind"]["words"] and _FATHERS.search(word(second).base) is not None
    if not _FATHERS.search(first) or "." in first:
        return False
    name = word(second)
    return (name.nameable or bool(title)) and not name.surname and name.ending in (("",) if title else ("", "genitive"))


def _is_kazakh_surname(name: Word) -> bool:
    """``Сәтбаев``, ``Бердиева``: by its letters, or by the name that it is made from."""
    stem = _RUSSIAN_SUFFIX.sub("", name.base)
    return name.decisive and (_KAZAKH_SURNAME.search(name.base) is not None or stem != name.base and word(stem).nameable)


def _without_overlaps(persons: list[FoundPerson]) -> list[FoundPerson]:
    kept: list[FoundPerson] = []
    for person in persons:
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
    return kept


def _runs(match: regex.Match[str], sentence_starts: Sequence[int]) -> list[_Run]:
    """The run of a match, cut where a sentence starts inside it."""
    stop = match.start("small") if match["small"] else match.start("title") if match["title"] else match.end()
    # one letter more, for the patterns look ahead
    parts = [
        _Part(str(m.lastgroup), m.start(), m.start() + len(m.group().rstrip()), m.group().rstrip())
        for m in shapes.part_pattern().finditer(match.string, match.start(), stop + 1)
        if m.start() + len(m.group().rstrip()) <= stop
    ]
    last = _Run(match.string, parts, match.end(), match["small"] or "", match["title"] or "")
    first_start = bisect_right(sentence_starts, match.start())
    if first_start >= len(sentence_starts) or sentence_starts[first_start] >= match.end():
        return [last]
    groups: dict[int, list[_Part]] = {}
    for part in parts:
        groups.setdefault(bisect_right(sentence_starts, part.start), []).append(part)
    runs = [_Run(match.string, group, group[-1].end) for group in groups.values()]
    if runs and bisect_right(sentence_starts, match.end() - 1) == max(groups):
        runs[-1] = _Run(match.string, runs[-1].parts, match.end(), last.small, last.title)
    return runs


def _cut(run: _Run) -> tuple[list[FoundPerson], list[_Part]]:
    """Names that the shape of a run proves, and the words of it that are left."""
    persons: list[FoundPerson] = []
    unused: list[_Part] = []
    index = 0
    while index < len(run.parts):
        end, score, stop = _name_at(run, index)
        if end > index + 1 and _is_site(run, end):
            end, score, stop = _before_site(run, index, end)
        if end > index and not _is_thing(run, stop):
            persons.append(_person(run.text, run.parts[index].start, stop, score))
            if run.title and stop == run.end and _PLURAL_TITLE.search(run.title):
                persons += _list_before(run.text, run.parts[index].start)
            index = end
        else:
            if run.parts[index].kind == "word" and end <= index:
                unused.append(run.parts[index])
            index = max(end, index + 1)
    return persons, unused


def _is_site(run: _Run, end: int) -> bool:
    """Whether the last word of a name is what is called by the noun behind it: ``Орбұлақ шайқасы``, ``Бөкей ордасы``."""
    last = run.parts[end - 1]
    named = last.kind == "word" and not (last.word.surname or last.word.patronymic or last.word.inflected)
    return named and run.parts[end - 2].kind == "word" and shapes.sites().match(run.text, last.end) is not None


def _before_site(run: _Run, index: int, end: int) -> tuple[int, float, int]:
    """The name without its last word: ``Салқам Жәңгір Орбұлақ шайқасында``, ``сұлтан Жәңгір Бөкей ордасының``."""
    if end == index + 2 and run.parts[index].word.given and run.parts[index + 1].word.ambiguous:  # Мұрат Еділ бойында
        return index, 0.0, 0
    shorter = _Run(run.text, run.parts[: end - 1], run.parts[end - 2].end)
    found = _name_at(shorter, index)
    whole = found[0] == end - 1 and (found[0] > index + 1 or _post_before(run, index))
    return found if whole else _name_at(run, index)


def _name_at(run: _Run, index: int) -> tuple[int, float, int]:
    """End (in parts) of the name that begins at ``index``, its score, its end in the text; ``index`` if there is none."""
    end, score = _titled(run, index)
    if end > index:
        return end, score, run.end
    finders = {"initials": (_after_initials,), "roman": (_counted,), "word": _WORD_FINDERS, "small": (_by_descent,)}
    for finder in finders.get(run.parts[index].kind, ()):
        end, score = finder(run, index)
        if end > index:
            return end, score, run.parts[end - 1].end
    return index, 0.0, 0


def _after_initials(run: _Run, index: int) -> tuple[int, float]:
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
    if following and following.kind == "word" and following.word.patronymic and not surname.word.inflected:
        return index + 3, 0.95
    return index + 2, 0.95


def _counted(run: _Run, index: int) -> tuple[int, float]:
    """``VII Людовик``, ``II Екатерина``: a given name, or any name behind a ruler's title."""
    name = run.part(index + 1)
    if (
        name is None
        or name.kind != "word"
        or name.word.barred
        and name.text not in titles()["inner"]["regnal"]
    ):
        return index, 0.0
    if name.word.nameable or shapes.post_in_front(run.text, run.parts[index].start):
        return index + 2, 0.9
    return index, 0.0


def _counted_in_words(run: _Run, index: int) -> tuple[int, float]:
    """``Екінші Екатерина``, ``Екатерина Екінші``."""
    first, second = run.parts[index], run.part(index + 1)
    regnal, ordinals = titles()["inner"]["regnal"], titles()["inner"]["ordinals"]
    if second is None or second.kind != "word":
        return index, 0.0
    counted = first.text in ordinals and second.word.base in regnal or first.text in regnal and second.word.base in ordinals
    return (index + 2, 0.9) if counted else (index, 0.0)


def _by_descent(run: _Run, index: int) -> tuple[int, float]:
    """``әл-Мамун``, ``ибн Сина``: what a man is called by, without his own name before it."""
    own, following = run.parts[index].text, run.part(index + 1)
    particle = own in titles()["inner"]["particles"] and index == 0 and _post_before(run, 0)  # бастығы де Лоне
    if own != "ибн" and "-" not in own and not particle:
        return index, 0.0
    if own != "ибн" and not particle:
        return index + 1, 0.85
    named = following is not None and following.kind == "word" and not following.word.barred
    return (index + 2, 0.85) if named else (index, 0.0)


def _surname_first(run: _Run, index: int) -> tuple[int, float]:
    """``Мирзоян Левон Исаевич``: the surname in front, and a patronymic behind a name no lexicon has."""
    given, father = run.part(index + 1), run.part(index + 2)
    if given is None or father is None or given.kind != "word" or father.kind != "word":
        return index, 0.0
    first = run.parts[index].word
    surname = (first.surname or first.known) and not first.given and not first.inflected
    fathers = _RUSSIAN_FATHER.search(father.word.base) or _FATHERS.search(father.word.base)
    if surname and not given.word.barred and not given.word.inflected and fathers:
        return index + 3, 0.95
    return index, 0.0


def _before_initials(run: _Run, index: int) -> tuple[int, float]:
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


def _titled(run: _Run, index: int) -> tuple[int, float]:
    """``Абылай хан``, ``Мұхаммед Хайдар сұлтан``: words up to a title that closes the run; also ``… Өтеміс ұлы``."""
    if not (run.title or run.small):
        return index, 0.0
    # an office that somebody comes to has no ending; `Арынғазы сұлтанды сайлады` names him with his title
    if run.title in titles()["behind"]["words"] and shapes.becomes().match(run.text, run.end):
        if run.title not in titles()["inner"]["honours"] or not shapes.chosen().match(run.text, run.end):
            return index, 0.0
    tail = run.parts[index:]
    if len(tail) > 4 or tail[0].kind == "small" or any(p.kind == "initials" for p in tail):
        return index, 0.0
    words = [part.word for part in tail if part.kind == "word"]
    if not words or words[0].barred and not _is_named_by_title(run, tail) or len(words) > 1 and shapes.is_front_word(words[0].text):
        return index, 0.0
    if words[-1].ending in ("locative", "attributive") and not words[-1].nameable:  # Мәнтөбеде хан
        return index, 0.0
    # `Есімді хан көтерді`: an inflected name and the office it was raised to
    if any(w.inflected and (w is not words[-1] or w.nameable or w.decisive or not w.oblique) for w in words):
        return index, 0.0
    opens = shapes.opens_sentence(run.text, tail[0].start)
    adjective = shapes.ADJECTIVE.search(words[0].text) or shapes.PARTICIPLE.search(words[0].text)
    if opens and not words[0].nameable and adjective:
        return index, 0.0
    if any(w.barred for w in words[1:]) and not run.small:
        return index, 0.0
    if run.small and not run.title:
        # `Абылай ұлы Уәли`: the son's name follows
        followed = regex.match(r"\s\p{Lu}\p{Ll}", run.text[run.end : run.end + 3]) is not None
        return (index, 0.0) if followed or not words[0].nameable and len(words) < 2 else (len(run.parts), 0.9)
    if len(words) == 2 and _is_subject_and_object(run, words):
        return index, 0.0
    unsure = _is_weak(run.title) and not words[-1].nameable
    if unsure and (len(words) > 1 or opens):
        return index, 0.0
    if len(tail) > 1 and not all(w.nameable for w in words[:-1]):
        return index, 0.0
    return len(run.parts), 0.95


def _is_subject_and_object(run: _Run, words: list[Word]) -> bool:
    """``Абылай Әбілмәмбет ханның``: two whom history knows by one name, and an inflected title of the second."""
    inflected = bool(run.title) and run.title not in titles()["behind"]["words"] and not _PLURAL_TITLE.search(run.title)
    regnal = titles()["inner"]["regnal"]
    return inflected and all(w.known and w.base not in regnal and w.base != "Мұхаммед" for w in words)


def _is_named_by_title(run: _Run, tail: list[_Part]) -> bool:
    """``Батыр сұлтан``: a title as a name, inside a sentence and before another title."""
    title = tail[0].text.lower() in titles()["behind"]["words"]
    return len(tail) == 1 and title and not _is_weak(run.title) and not shapes.opens_sentence(run.text, tail[0].start)


def _is_weak(title: str) -> bool:
    return any(title.startswith(stem) for stem in titles()["behind"]["weak"])


def _full_name(run: _Run, index: int) -> tuple[int, float]:
    """Given name (+ patronymic) (+ surname); any two capitalised words the second of which is plainly a surname."""
    first = run.parts[index].word
    if first.barred or first.inflected and not first.given or _is_front(run, index):
        return index, 0.0
    second = run.part(index + 1)
    opens = shapes.opens_sentence(run.text, run.parts[index].start)
    end, decided = _extend(run, index)
    if opens and not (first.nameable or first.surname):
        # Биыл Қаныш Сәтбаев …, Орнына Горбачев …: the name begins behind the opener
        named = second is not None and second.kind == "word" and (second.word.given or second.word.ambiguous and end > index + 2)
        if named or shapes.OPENER.search(first.text):
            return index, 0.0
    while end > index + 1 and run.parts[end - 1].kind == "small" and not _closes(run.parts[end - 1]):
        end -= 1
    if end == index + 1 or not decided:
        return index, 0.0
    last = run.parts[end - 1].word
    proved = last.decisive or last.known and not last.given and not last.inflected or end == index + 2 and run.parts[end - 1].kind == "small"
    proved = proved or _is_kazakh_surname(first) or any(part.text == "фон" for part in run.parts[index:end])
    if not first.nameable and opens and not proved:
        return index, 0.0
    return end, 0.9 if first.nameable else 0.8


def _is_front(run: _Run, index: int) -> bool:
    """Whether a part is a post that opens the sentence: ``Император Николай``; ``Батыр қонтайшы`` is a name."""
    part, following = run.parts[index], run.part(index + 1)
    if following is None or part.word.given:
        return False
    if part.word.ambiguous and following.word.nameable:  # Ғалым Әлкей Марғұлан
        too = part.text in titles()["inner"]["titles_too"] and shapes.opens_sentence(run.text, part.start)
        return too and (following.word.given or following.word.known)
    return shapes.is_front_word(part.text)


def _closes(part: _Part) -> bool:
    return part.text.endswith(("ұлы", "қызы", "ұғлы")) or "-" in part.text


def _extend(run: _Run, index: int) -> tuple[int, bool]:
    """How far a full name that begins at ``index`` reaches, and whether something in it decides that it is one."""
    first = run.parts[index].word
    end, decided = index + 1, False
    while end < len(run.parts) and end - index < 5:
        part, previous = run.parts[end], run.parts[end - 1]
        if previous.kind == "word" and previous.word.inflected:
            break
        if part.kind == "small":
            if not _joins(run, end):
                break
            decided = decided or first.nameable or "-" in part.text or part.text in ("ибн", "бин", "фон")
        elif part.kind == "word":
            current = part.word
            if _complete(run, index, end) and not current.patronymic or _has_own_title(run, index, end):
                break
            if current.base.lower() in titles()["behind"]["words"]:  # Жүніс Хан: the title closes the name
                return (end + 1, True) if first.nameable or not first.barred else (end, decided)
            if _is_shouted_surname(run.parts[index], part, previous):
                end, decided = end + 1, True
                continue
            if current.barred and not (first.given and current.base in titles()["inner"]["towns_too"]):
                break
            if _governed(run, index, end) or _is_counted(run, index, end):
                break
            if current.patronymic or current.decisive or current.barred or first.base in titles()["inner"]["first_bynames"]:
                decided = True
            elif not _continues(run, first, current, index, behind_ibn=previous.text in ("ибн", "бин", "фон")):
                break
            else:
                opens = shapes.opens_sentence(run.text, run.parts[index].start)
                decided = decided or first.given or first.known or first.ambiguous and current.nameable
                decided = decided or not opens and (current.surname or first.ambiguous)
                decided = decided or current.known and not current.given and not current.inflected
                # Бақтыбаев Досмырза: as lists of people write
                titled = bool(run.title) and end == len(run.parts) - 1
                alone = current.given and not current.known and not current.inflected and not titled
                decided = decided or alone and (_is_kazakh_surname(first) or not opens)
        else:
            break
        end += 1
    return end, decided


def _is_shouted_surname(given: _Part, part: _Part, previous: _Part) -> bool:
    """``Мұрат ӘБДІР``, as newspapers sign: the type itself tells a surname, where the word can be none of the acronyms."""
    if given.text.isupper() or not part.text.isupper() or previous is not given or not given.word.nameable:
        return False
    spelt = part.text.capitalize()
    readable = len(spelt) > 4 and len(_VOWELS.findall(spelt)) > 1
    return spelt not in names("not_names.txt") and (readable or word(spelt).nameable)


def _governed(run: _Run, index: int, end: int) -> bool:
    """Whether the second word is somebody or something else in a case: ``Тевкелев Әбілқайырға``, ``император Павел
    Бөкейге``, ``Ғұмар Қараш Оралда``; a genitive or a surname goes on with the name: ``Бөкейханов Әлиханның``."""
    first, current = run.parts[index].word, run.parts[end].word
    if not current.inflected or current.patronymic or current.surname or current.decisive:
        return False
    if current.ending.endswith("genitive"):
        return False
    if first.given and current.ambiguous and current.ending.endswith(("locative", "attributive")):  # Ерлан Алтайда тұрды
        return True
    if end > index + 1:  # Александр Гумбольдт Алтайға барды: the name is whole without it
        whole = all(part.kind == "word" and not part.word.inflected for part in run.parts[index:end])
        before = run.parts[end - 1].word
        if whole and current.given and (before.patronymic or not before.nameable or current.known):  # Сара Тастанбекқызы Біржанмен
            return True
        return whole and not current.known and (current.oblique or not current.nameable)
    inner = titles()["inner"]
    ruler = first.base in inner["regnal"] and _post_before(run, index) and f"{first.base} {current.base}" not in inner["double"]
    behind_post = (first.decisive or first.surname) and not first.given and _post_before(run, index)
    known = current.known and current.given and _post_before(run, index)
    return ruler or behind_post or known or first.decisive and not first.given and current.given


def _is_counted(run: _Run, index: int, end: int) -> bool:
    """Whether a number behind the word makes a ruler of it alone: ``ханшайым Томирис Кир ІІ-нің``."""
    number, regnal = run.part(end + 1), titles()["inner"]["regnal"]
    counted = number is not None and number.kind == "roman"
    return counted and run.parts[end].text in regnal and run.parts[index].text not in regnal


def _has_own_title(run: _Run, index: int, end: int) -> bool:
    """Whether the title behind the run is of the last word alone: ``Марко Поло Құбылай ханның``."""
    current = run.parts[end].word
    alone = end == len(run.parts) - 1 and bool(run.title) and not _is_weak(run.title)
    if alone and end == index + 1:
        return _is_subject_and_object(run, [run.parts[index].word, current])
    alone = alone and run.parts[end - 1].kind == "word"
    return alone and current.nameable and not (current.inflected or current.surname or current.patronymic)


def _complete(run: _Run, index: int, end: int) -> bool:
    """Whether given name and surname are there, so that what follows is somebody else's: ``… Тоқаев Дмитрий …``."""
    previous = run.parts[end - 1]
    return (
        end > index + 1
        and previous.kind == "word"
        and previous.word.decisive
        and not previous.word.patronymic
    )


def _continues(run: _Run, first: Word, current: Word, index: int, *, behind_ibn: bool) -> bool:
    """Whether a word that is no patronymic and no plain surname can go on with a name."""
    if current.surname or current.nameable:
        return True
    if behind_ibn:  # Зияд ибн Салих
        return True
    # an unknown word in a case of place is a place: `Исатай Жасқұсқа …`
    return (first.given or first.ambiguous) and not current.oblique


def _joins(run: _Run, end: int) -> bool:
    """Whether a small word at ``end`` joins the names around it: ``ибн``, ``фон``, ``де`` behind Romance names."""
    part, following = run.parts[end], run.part(end + 1)
    if _closes(part):
        return True
    if following is None or following.kind not in ("word", "small"):
        return False
    inner = titles()["inner"]
    before = run.parts[end - 1].text
    if part.text not in inner["connectors"] or before in (*inner["romance"], *inner["connectors"]):
        return True
    # the particle да, де keeps to harmony; де behind a back vowel is no Kazakh word
    clash = {"де": "back", "да": "front"}.get(part.text)
    return part.text not in ("да", "де") or harmony(before.lower()) == clash


def _regnal(run: _Run, index: int) -> tuple[int, float]:
    """``Николай ІІ``, ``Фридрих І Барбаросса``."""
    number, byname = run.part(index + 1), run.part(index + 2)
    current = run.parts[index].word
    if (
        number is None
        or number.kind != "roman"
        or current.barred
        or current.inflected
        or _is_front(run, index)
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


def _is_counted_before(run: _Run, index: int) -> bool:
    """Whether the number is that of the ruler behind it: ``Бөкей І Александр патшаның``."""
    ruler, regnal = run.part(index + 2), titles()["inner"]["regnal"]
    return ruler is not None and ruler.word.base in regnal and run.parts[index].text not in regnal


def _east_asian(run: _Run, index: int) -> tuple[int, float]:
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


def _with_years(run: _Run, index: int) -> tuple[int, float]:
    """One or two capitalised words with life or reign years behind them in brackets."""
    tail = run.parts[index:]
    if len(tail) > 2 or run.title or any(part.kind != "word" or part.word.barred for part in tail):
        return index, 0.0
    years = shapes.LIFE_YEARS.match(run.text, run.end)
    if not years or len(years[2]) == 4 and not 2 <= int(years[2]) - int(years[1]) <= 105:
        return index, 0.0
    last = tail[-1].word
    if not (last.nameable or last.surname or index == 0):
        return index, 0.0
    return len(run.parts), 0.85


def _behind_front(run: _Run, index: int) -> tuple[int, float]:
    """``атаман Дутов``, ``интернат басшысы Сүгір``: a post in front of a word that is no place."""
    if index and run.parts[index - 1].kind != "small" and not shapes.is_front_word(run.parts[index - 1].text):
        return index, 0.0
    current = run.parts[index].word
    barred = current.barred and not (current.towns_too and not current.oblique)
    if barred or _is_front(run, index) or not _post_before(run, index):
        return index, 0.0
    if (
        shapes.ADJECTIVE.search(current.base)
        and not shapes.SIMILATIVE.search(current.text)
        and not current.nameable
    ):
        return index, 0.0
    following = run.part(index + 1)
    if following is not None and following.kind == "word" and _particle_at(run, index + 2):  # елші Руи Гонсалес де Клавихо
        return index + 4, 0.85
    unknown = following is not None and following.kind == "word" and not following.word.barred
    unknown = unknown and not _is_counted(run, index, index + 1)
    if unknown and following is not None and following.word.inflected and not following.word.decisive:
        # генерал Перовский Ақмешітті алды: a whole name by itself, and what it did something to
        unknown = not (current.decisive or current.surname or current.towns_too or current.base in titles()["inner"]["regnal"])
        unknown = unknown and not (following.word.known and following.word.given and not following.text.endswith("ң"))
    if unknown and following is not None and not current.inflected and not following.word.oblique:
        return index + 2, 0.85
    return index + 1, 0.85


def _particle_at(run: _Run, index: int) -> bool:
    """Whether a particle stands there that joins a word behind it: ``де Клавихо``."""
    part, following = run.part(index), run.part(index + 1)
    if part is None or part.kind != "small" or following is None or following.kind != "word":
        return False
    return _joins(run, index) and not _closes(part) and not following.word.barred


def _post_before(run: _Run, index: int) -> bool:
    return shapes.post_in_front(run.text, run.parts[index].start)


_WORD_FINDERS = (_before_initials, _surname_first, _east_asian, _regnal, _counted_in_words, _full_name, _with_years, _behind_front)


def _is_thing(run: _Run, end: int) -> bool:
    """Whether the name that ends at ``end`` is that of a thing: ``Абай көшесі``, ``Шайбани мемлекеті``."""
    titled = run.title and end == run.end
    last = next((part for part in run.parts if part.end == end), None)
    inflected = last is not None and last.kind == "word" and last.word.inflected and last.word.ending != "plural"
    if not titled and inflected:
        return False  # Жамбылға мемлекеттік сыйлық берілді
    return (shapes.addresses() if titled else shapes.things()).match(run.text, end) is not None


def _person(text: str, start: int, end: int, score: float) -> FoundPerson:
    while text[end - 1] in " ,\n":
        end -= 1
    written = " ".join(text[start:end].split())
    return FoundPerson(start, end, base_form(written, lexicon()), score)


def _list_before(text: str, start: int) -> list[FoundPerson]:
    """Names of a list whose last item bears the title of all: ``Әбілқайыр, Сәмеке хандар``."""
    persons: list[FoundPerson] = []
    while len(persons) < 12 and (item := _LIST_ITEM.search(text, max(0, start - 60), start)):
        current = word(item[1])
        if current.barred or current.inflected and not current.nameable:
            break
        persons.append(FoundPerson(item.start(1), item.end(1), current.base, 0.85))
        start = item.start(1)
    return persons


def _known_names(persons: Sequence[FoundPerson]) -> dict[str, int]:
    """Words that mean a person of this document when they stand alone, and how often they stand in a name.

    Surnames, and the names of khans and poets.
    """
    known: dict[str, int] = {}
    for person in persons:
        words = _WORDS.findall(_INITIALS_ONLY.sub(" ", person.name))
        if not words:
            continue
        eastern = not _RUSSIAN.search(words[-1]) and " " in person.name
        if len(words) == 2 and all(word(w).nameable for w in words) and not word(words[1]).surname:
            continue
        for candidate in [words[-1]] + (words[:1] if eastern or words[-1].endswith(("ұлы", "қызы")) else []):
            title = candidate.lower() in titles()["behind"]["words"]
            named = word(candidate).nameable or candidate not in names("not_names.txt") and not title
            if named and len(candidate) > 2:
                known[candidate] = known.get(candidate, 0) + 1
    return known


class _CommonWords:
    """The words that a text writes in small letters; read only when somebody asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: frozenset[str] | None = None

    def __contains__(self, item: str) -> bool:
        if self.words is None:
            self.words = frozenset(_SMALL_WORDS.findall(self.text))
        return item in self.words


def _without_opener(
    text: str, person: FoundPerson, known: dict[str, int], common: _CommonWords
) -> FoundPerson:
    """``Жиын Плехановтың …``: the first word opens the sentence and is no name, as the rest of the text shows."""
    first, _, last = text[person.start : person.end].partition(" ")
    opener = word(first)
    if not last or " " in last or "." in first or opener.nameable or opener.surname:
        return person
    if not shapes.opens_sentence(text, person.start) or not last[:1].isupper() or "." in last:
        return person
    surname = word(last)
    if not surname.decisive or not (known.get(surname.base, 0) > 1 or first.lower() in common):
        return person
    return FoundPerson(person.end - len(last), person.end, surname.base, 0.75)


def _split_neighbours(
    text: str, person: FoundPerson, alone: Collection[str], bare: Collection[str]
) -> list[FoundPerson]:
    """``Ералы Абылайды`` is two persons, subject and object, where both stand alone elsewhere.

    alone: words that mean a person by themselves in this document; bare: those that do stand by themselves in it.
    """
    words = text[person.start : person.end].split(" ")
    if len(words) == 3 and words[0] in bare and word(words[0]).given and not word(words[1]).barred and word(words[2]).patronymic:
        # Әбілқайыр Сейтқұл Қойдағұлұлын жіберді
        middle = person.start + len(words[0])
        rest = _person(text, middle + 1, person.end, person.score)
        return [FoundPerson(person.start, middle, words[0], 0.8), rest]
    if len(words) != 2 or "." in words[0] or not all(word(w).nameable for w in words):
        return [person]
    first, second = words[0], word(words[1])
    if (
        not second.inflected
        or second.surname
        or first not in alone
        or not (second.base in alone or second.known)
    ):
        return [person]
    middle = person.start + len(first)
    return [
        FoundPerson(person.start, middle, first, 0.8),
        FoundPerson(middle + 1, person.end, second.base, 0.8),
    ]


def _bare(text: str, part: _Part, known: dict[str, int], firsts: Collection[str]) -> FoundPerson | None:
    """A capitalised word by itself: known of this document or of history, a given name, or a surname by its shape."""
    base = base_form(part.text, _Either(known, lexicon()))
    current = part.word
    house = shapes.houses().match(text, part.end) is not None
    if current.ending in ("", "plural") and not house and shapes.things().match(text, part.end):
        return None
    if current.ending == "" and shapes.listed_things().match(text, part.end) or current.ambiguous and shapes.TIME_NOUN.match(text, part.end):
        return None
    if is_town(text, part.start, part.end, current, known) or house and current.base in titles()["things"]["dynasties"]:
        return None
    if _is_called(text, part):
        return FoundPerson(part.start, part.end, part.text, 0.85)
    score = 0.85 if base in known else _bare_score(text, part, house)
    if not score and current.base in firsts and not current.ending.endswith(("attributive", "locative")):
        score = 0.0 if shapes.opens_sentence(text, part.start) else 0.7
    name = base if base in known else current.base
    return FoundPerson(part.start, part.end, name.upper() if part.text.isupper() else name, score) if score else None


def _is_called(text: str, part: _Part) -> bool:
    """``Мұңайтпас деген кісі``, ``Шоқпар атты бай``: whatever the word is elsewhere, here it is a person's name as it stands."""
    found = shapes.called().match(text, part.end)
    if found is None or shapes.is_front_word(part.text):
        return False
    current = part.word
    return not (current.inflected or current.barred) if found["list"] else not current.barred or not shapes.opens_sentence(text, part.start)


def _bare_score(text: str, part: _Part, house: bool) -> float:
    """How sure it is that a word of which the document says nothing else is a person; 0 for not at all."""
    current = part.word
    if current.barred or "plural" in current.ending and not current.surname:  # Христиандар
        return 0.0
    if current.known and current.ending == "genitive" and current.base not in names("towns.txt"):
        return 0.87  # Батудың астанасы: no place has what people have
    if current.known or house and current.nameable:
        return 0.85
    if current.ending.endswith(("attributive", "locative")):
        return 0.0  # Арыстағы, Жаһанда, Перовскийде: a place, a time
    if current.decisive:
        return 0.75
    if shapes.posts_in_front(text, part.start) and not current.inflected and shapes.SPLIT_JOINT.match(text, part.end):
        return 0.7
    if shapes.RESPECT.search(current.base) and not shapes.opens_sentence(text, part.start):
        return 0.7
    if current.given or shapes.COMPOUND.search(current.base) and not shapes.is_post(current.base.lower()):
        return 0.7
    if current.ambiguous and current.ending == "accusative" and shapes.raised().match(text, part.end):
        return 0.7
    does = not current.inflected and shapes.deeds().match(text, part.end) is not None
    likely = not (shapes.ADJECTIVE.search(current.text) or shapes.opens_sentence(text, part.start))
    return 0.6 if does and likely else 0.0


class _Either(Collection[str]):
    """Two collections as one, without copying them."""

    def __init__(self, first: dict[str, int], second: frozenset[str]) -> None:
        self.first, self.second = first, second

    def __contains__(self, item: object) -> bool:
        return item in self.first or item in self.second

    def __iter__(self) -> Iterator[str]:  # pragma: no cover - part of the protocol
        yield from self.first
        yield from self.second

    def __len__(self) -> int:
        return len(self.first) + len(self.second)


def _children(text: str, rest: Iterable[_Part]) -> list[FoundPerson]:
    """Unknown words of a genealogy: ``Жанақтан Азам, Сапар туады``."""
    spans = _Spans(shapes.children(text))
    parts = [part for part in rest if spans.holds(part.start) and not part.word.barred]
    return [FoundPerson(part.start, part.end, part.word.base, 0.7) for part in parts]


def _listed(text: str, rest: Sequence[_Part], found: Sequence[FoundPerson]) -> list[FoundPerson]:
    """Unknown words that a list joins to a person: ``Қазтуған, Асан қайғы``, ``Шәкәрім мен Кәкітай``, and two words
    beside a name of two: ``Ахмет Жұбанов пен Латиф Хамиди``."""
    starts, ends = {p.start: p for p in found}, {p.end: p for p in found}
    rest = [part for part in rest if not _ABLATIVE_HYPHEN.search(part.text)]
    unknown = {part.start: part for part in rest if not (part.word.barred or part.word.inflected or part.word.ambiguous)}
    listed: list[FoundPerson] = []
    taken = -1
    for first, part, last in _neighbours(text, rest):
        if part.start in starts or part.end <= taken or part.word.barred or part.word.oblique:
            continue
        partner = _partner(text, first.start, last.end, starts, ends, unknown)
        if partner is None or first is not last and " " not in partner.name:
            first = last = part
            partner = _partner(text, part.start, part.end, starts, ends, unknown)
        if partner is None or part.word.ambiguous and (" " in partner.name or partner.score < 0.7 or part.word.inflected):
            continue
        listed.append(FoundPerson(first.start, last.end, _base_of(text, first.start, last.end), 0.6))
        taken = last.end
        ends[taken] = listed[-1]
    return listed


def _partner(
    text: str, start: int, end: int, starts: dict[int, FoundPerson], ends: dict[int, FoundPerson], unknown: dict[int, _Part]
) -> FoundPerson | None:
    """The person that a list joins to ``start:end``: on both sides by any joint, on one by ``мен`` or ``және``."""
    before = shapes.SPLIT_JOINT.search(text[max(0, start - 7) : start])
    joined = before is not None and before.end() == min(7, start)
    left = ends.get(start - (before.end() - before.start())) if joined and before is not None else None
    after = shapes.SPLIT_JOINT.match(text, end)
    right = starts.get(after.end()) if after is not None else None
    if left and (shapes.LIKE_THESE.match(text, end) or after is not None and _person_behind(text, after.end(), starts, unknown)):
        return left
    if left and right or (left or right) and _is_and(text, start, end, left is not None):
        return left or right
    return None


def _person_behind(text: str, start: int, starts: dict[int, FoundPerson], unknown: dict[int, _Part]) -> bool:
    """Whether unknown words of a list lead to a person: ``(Саржан,) Көшек, Ағатай, Бопай``."""
    for _ in range(4):
        part = unknown.get(start)
        after = shapes.SPLIT_JOINT.match(text, part.end) if part is not None else None
        if start in starts or after is None:
            break
        start = after.end()
    return start in starts


def _neighbours(text: str, rest: Sequence[_Part]) -> Iterator[tuple[_Part, _Part, _Part]]:
    """Each unknown word, with the first and the last word of the pair that it makes with the one beside it, if it does."""
    def pair(one: _Part | None, two: _Part | None) -> bool:
        if one is None or two is None or text[one.end : two.start] != " ":
            return False
        return not (one.word.barred or one.word.inflected or two.word.barred or two.word.oblique)

    for at, part in enumerate(rest):
        before, behind = (rest[at - 1] if at else None), (rest[at + 1] if at + 1 < len(rest) else None)
        if pair(before, part) and before is not None:
            yield before, part, part
        elif pair(part, behind) and behind is not None:
            yield part, part, behind
        else:
            yield part, part, part


def _base_of(text: str, start: int, end: int) -> str:
    return base_form(" ".join(text[start:end].split()), lexicon())


def _is_and(text: str, start: int, end: int, left: bool) -> bool:
    """Whether the joint is ``мен`` or ``және``, which joins like with like, not a comma."""
    joint = text[max(0, start - 7) : start] if left else text[end : end + 6]
    return any(
        joint.strip().endswith(c) or joint.strip().startswith(c) for c in ("мен", "пен", "бен", "және")
    )
