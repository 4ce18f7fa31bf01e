"""Finds persons in a clean text: evidence first, names second.

A run is a stretch of capitalised words, initials and the small words that stand inside names. Each run is
cut into names by shape (initials, patronymic, surname endings, titles behind) and lexicon; what is thereby
known of a document's people then settles bare surnames and given names elsewhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from jylnama.kazakh.abbreviations import sentence_openers
from jylnama.kazakh.endings import base_form
from jylnama.names.lexicon import Word, names, titles, word

_UPPER_WORD = r"\p{Lu}[\p{Ll}’'ʼ]+(?:-(?:\p{Lu}\p{Ll}+|ұлы|қызы|[дд]ин|шах))*"
_INITIAL = r"(?:\p{Lu}|Дж|Дз|Ж[оұү]|Ю|Я|Ш|Щ|Ч|Ya|Yu|Sh|Ch|Zh|Kh)\.(?:-\p{Lu}\.)?"
_INITIALS = rf"(?:(?:{_INITIAL} ?){{1,3}}|\p{{Lu}}(?=[,;)]))"  # lists leave the period out: Левин М, …
_SMALL = r"ұлы|қызы|ұғлы|ибн|бин|әл-\p{Lu}?\p{Ll}+|әд-\p{Lu}?\p{Ll}+|ад-\p{Lu}?\p{Ll}+|аз-\p{Lu}?\p{Ll}+|ас-\p{Lu}?\p{Ll}+|әз-\p{Lu}?\p{Ll}+|фон|фан|ван"
_ROMAN = r"[IVXІХ]{1,4}(?:\s?-(?:[нтд][ыі]ң|[нтд][ыі]|[ғқ]а|[гк]е|[дт][ае]|[нтд][ае]н|[мпб]ен))?(?![\p{L}\d-])"
_LIFE_YEARS = regex.compile(r"\s?[(\[]\s?(?:шамамен\s)?(\d{3,4})\s?[–-]\s?(\d{2,4})")
_ADJECTIVE = regex.compile(r"\p{Ll}(?:[ғқ]ы|[гк]і|[лдт][ыі]қ|[лдт]ік|[лдт][ыі]|нш[ыі]|с[ыі]з|[дт]ай|[дт]ей)$")
# endings of a common word that opens a sentence before a name: Орнына Горбачев …
_COMMON_ENDING = regex.compile(
    r"\p{Ll}(?:с[ыі]|[ыі]н?[аеы]|[ыі]нд[ае]|[ыі]н[ае]н|[дтн][ае]н|[ғқ]а|[гк]е|[дт][ае]|[нтд][ыі]ң|[лдт][ае]р|[мбп]ен|қы|кі|ғы|гі)$"
)
_NO_SURNAMES = frozenset({"Съезд", "Петербург", "Петерборг", "Партия", "Кеңес", "Қазақстан", "Ресей"})
_BECOMES = regex.compile(r" (?:бол(?:ып|ды|ған|ады|уға|уы)|етіп|қылып|деп|сайла|көтер|тағайында|жарияла)")
_PLURAL = regex.compile(r"\p{Ll}(?:[лдт][ае]р)(?:[ыі]?(?:н|н[ыі]ң|[дт][ыі]ң|[дт][ыі]|[дт][ае]|[дтн][ае]н|[ғг][ае]|мен))?$")
_FRONT_WORD = regex.compile(r"(\p{L}[\p{Ll}-]+)\s$")


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


@cache
def _title_pattern() -> str:
    stems = "|".join(titles()["behind"]["words"])
    # case and plural endings, not the possessive (қазақ ханы) nor a longer word (хандық)
    return rf"(?:{stems})(?:[лд]ар|лер|тар|тер)?(?:-?(?:[нтд][ыі]ң|[нтд][ыі]|[ғқ]а|[гк]е|[дт][ае]|[нтд][ае]н|[мпб]ен))?(?![\p{{L}}-])"


@cache
def _run_pattern() -> regex.Pattern[str]:
    part = rf"(?:{_INITIALS}|{_UPPER_WORD}|{_ROMAN})"
    return regex.compile(
        rf"(?<![\p{{L}}\d’-]){part}(?:(?: |(?<=[. ]))(?:{_INITIALS}(?=\s?\p{{Lu}}|[\s,.;)\]])|{_UPPER_WORD}|{_ROMAN}|(?:{_SMALL})(?![\p{{L}}])))*"
        rf"(?: (?P<small>ұлы|қызы|ұғлы)(?P<case>н|на|не|ның|нің|нда|нде|нан|нен|мен)?(?![\p{{L}}-]))?"
        rf"(?: (?P<title>{_title_pattern()}))?"
    )


@cache
def _part_pattern() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?P<initials>{_INITIALS}|\p{{Lu}}$)|(?P<word>{_UPPER_WORD})|(?P<roman>{_ROMAN})|(?P<small>{_SMALL})"
    )


@cache
def _things() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:{titles()['things']['words']})")


@lru_cache(maxsize=1 << 14)
def _front(text: str) -> bool:
    return text in _front_words() or base_form(text) in _front_words()


@cache
def _front_words() -> frozenset[str]:
    return frozenset(titles()["front"]["words"])


def find_persons(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[FoundPerson]:
    """Persons of a clean text, in order, not overlapping.

    skip: spans that are not read: citations, sentences in other languages.
    """
    runs = [match for match in _run_pattern().finditer(text) if not _within(match.start(), skip)]
    found: list[FoundPerson] = []
    rest: list[tuple[int, int]] = []
    for match in runs:
        persons, unused = _cut(text, match)
        found += persons
        rest += unused
    known = _known_names(found)
    found = [part for person in found for part in _split_neighbours(text, person, known)]
    found += [p for start, end in rest if (p := _bare(text, start, end, known)) is not None]
    found.sort(key=lambda person: person.start)
    return _without_overlaps(found)


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _without_overlaps(persons: list[FoundPerson]) -> list[FoundPerson]:
    kept: list[FoundPerson] = []
    for person in persons:
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
    return kept


def _cut(text: str, match: regex.Match[str]) -> tuple[list[FoundPerson], list[tuple[int, int]]]:
    """Names that the shape of a run proves, and the words of it that are left."""
    parts = _parts(match)
    persons: list[FoundPerson] = []
    unused: list[tuple[int, int]] = []
    index = 0
    while index < len(parts):
        end, score = _name_at(text, match, parts, index)
        if end > index and not (end == len(parts) and not match["title"] and _is_thing(text, parts[end - 1].text, match.end())):
            titled = _before_title(text, match, parts, index)[0] > index
            stop = match.end() if titled else parts[end - 1].end
            persons.append(_person(text, parts[index].start, stop, score))
            index = end
        else:
            if parts[index].kind == "word":
                unused.append((parts[index].start, parts[index].end))
            index += 1
    return persons, unused


def _parts(match: regex.Match[str]) -> list[_Part]:
    end = match.start("small") if match["small"] else match.start("title") if match["title"] else match.end()
    return [
        _Part(str(m.lastgroup), m.start(), m.start() + len(m.group().rstrip()), m.group().rstrip())
        for m in _part_pattern().finditer(match.string, match.start(), end)
    ]


def _name_at(text: str, run: regex.Match[str], parts: list[_Part], index: int) -> tuple[int, float]:
    """End (in parts) of the name that begins at ``index``, and its score; ``index`` itself if there is none."""
    first = parts[index]
    if first.kind == "initials":
        return _after_initials(parts, index)
    if first.kind == "roman":
        following = parts[index + 1] if index + 1 < len(parts) else None
        if following and following.kind == "word" and not following.word.barred and len(following.text) > 3:
            return index + 2, 0.9 if following.word.given else 0.7
        return index, 0.0
    if first.kind != "word":
        return index, 0.0
    for finder in (_before_title, _before_initials, _full_name, _regnal, _with_years, _behind_front):
        end, score = finder(text, run, parts, index)
        if end > index:
            return end, score
    return index, 0.0


def _after_initials(parts: list[_Part], index: int) -> tuple[int, float]:
    """``В.И. Ленин``, ``А.З. Уәлиди``; one capital with a period before a common word is no initial."""
    if index + 1 >= len(parts) or parts[index + 1].kind != "word":
        return index, 0.0
    surname = parts[index + 1]
    if surname.text in sentence_openers() or surname.word.base in _NO_SURNAMES:
        return index, 0.0
    end = index + 2
    if end < len(parts) and parts[end].kind == "word" and parts[end].word.patronymic and not surname.word.inflected:
        end += 1
    return end, 0.95


def _before_initials(text: str, run: regex.Match[str], parts: list[_Part], index: int) -> tuple[int, float]:
    """``Горбачев М.С.``, ``Маркс К.``: initials that belong to no name behind them."""
    if index + 1 >= len(parts) or parts[index + 1].kind != "initials":
        return index, 0.0
    after_initials = parts[index + 2] if index + 2 < len(parts) else None
    if after_initials is not None and after_initials.kind == "word":
        return index, 0.0
    current = parts[index].word
    listed = "." not in parts[index + 1].text and len(current.text) > 3
    if current.barred or not (current.surname or current.known or current.given or listed):
        return index, 0.0
    return index + 2, 0.9


def _before_title(text: str, run: regex.Match[str], parts: list[_Part], index: int) -> tuple[int, float]:
    """``Абылай хан``, ``Мұхаммед Хайдар сұлтан``: words up to a title that closes the run; also ``… Өтеміс ұлы``."""
    if not (run["title"] or run["small"]):
        return index, 0.0
    if run["title"] and _BECOMES.match(text, run.end()):  # Кенесары хан болып сайланды
        return index, 0.0
    if len(parts) - index > 4:
        return index, 0.0
    tail = parts[index:]
    if any(part.kind not in ("word", "small", "roman") for part in tail):
        return index, 0.0
    words = [part.word for part in tail if part.kind == "word"]
    # `Есімді хан көтерді`: an inflected name and the office it was raised to
    if any(w.inflected and (w.given or w.known) for w in words) or words[0].barred and not words[0].given:
        return index, 0.0
    if not words[0].given and _ADJECTIVE.search(words[0].text):
        return index, 0.0
    if any(w.barred and not w.given for w in words[1:]) and not run["small"]:
        return index, 0.0
    weak = run["title"] and any(run["title"].startswith(stem) for stem in titles()["behind"]["weak"])
    if weak and not words[-1].given and len(words) < 2 and not run["title"].startswith("би"):
        return index, 0.0
    if run["title"] and len(tail) > 1 and not run["small"] and not all(w.given or w.known for w in words[:-1]):
        return index, 0.0
    return len(parts), 0.95


def _full_name(text: str, run: regex.Match[str], parts: list[_Part], index: int) -> tuple[int, float]:
    """Given name (+ patronymic) (+ surname); any two capitalised words the second of which is plainly a surname."""
    first = parts[index].word
    second = parts[index + 1].text if index + 1 < len(parts) else ""
    if first.inflected and not first.given:
        return index, 0.0
    if (first.barred and not first.given and not second.endswith(("ұлы", "қызы"))) or _front(first.text.lower()):
        return index, 0.0
    if not first.given and _opens_sentence(text, parts[index].start):
        if _COMMON_ENDING.search(first.text) or (index + 1 < len(parts) and word(second).given):
            return index, 0.0
    end = index + 1
    decided = False
    while end < len(parts) and end - index < 5:
        part, previous = parts[end], parts[end - 1]
        if previous.kind == "word" and previous.word.inflected:
            break
        if part.kind in ("small", "roman"):
            following = parts[end + 1] if end + 1 < len(parts) else None
            if part.kind == "roman" or following is None and not part.text.endswith(("ұлы", "қызы")) and "-" not in part.text:
                break
            decided = decided or first.given or "-" in part.text or part.text in ("ибн", "бин")
        elif part.kind == "word":
            current = part.word
            if _is_title(current.base):  # Жүніс Хан: the title closes the name
                decided, end = True, end + 1
                break
            if current.barred and not current.given:
                break
            if current.patronymic or current.decisive:
                decided = True
            elif current.surname or current.given or current.known or first.given:
                decided = decided or first.given or (current.surname and not _opens_sentence(text, parts[index].start))
            else:
                break
        else:
            break
        end += 1
    while end > index + 1 and parts[end - 1].kind == "small" and parts[end - 1].text in ("ибн", "бин", "фон", "фан", "ван"):
        end -= 1
    if end == index + 1 or not decided:
        return index, 0.0
    if not first.given and _opens_sentence(text, parts[index].start) and not parts[end - 1].word.decisive:
        return index, 0.0
    return end, 0.9 if first.given else 0.8


def _is_title(base: str) -> bool:
    return base.lower() in titles()["behind"]["words"]


def _regnal(text: str, run: regex.Match[str], parts: list[_Part], index: int) -> tuple[int, float]:
    """``Николай ІІ``, ``Фридрих І Барбаросса``."""
    if index + 1 >= len(parts) or parts[index + 1].kind != "roman" or not parts[index].word.given:
        return index, 0.0
    end = index + 2
    if "-" in parts[index + 1].text:
        return end, 0.9
    if end < len(parts) and parts[end].kind == "word" and not parts[end].word.barred:
        end += 1
    return end, 0.9


def _with_years(text: str, run: regex.Match[str], parts: list[_Part], index: int) -> tuple[int, float]:
    """One or two capitalised words with life or reign years behind them in brackets."""
    if len(parts) - index > 2:
        return index, 0.0
    tail = parts[index:]
    if run["title"] or any(part.kind != "word" or part.word.barred for part in tail):
        return index, 0.0
    years = _LIFE_YEARS.match(text, run.end())
    if not years or len(years[2]) == 4 and not 2 <= int(years[2]) - int(years[1]) <= 105:
        return index, 0.0
    last = tail[-1].word
    if not (last.given or last.known or last.surname or index == 0):
        return index, 0.0
    return len(parts), 0.85


def _behind_front(text: str, run: regex.Match[str], parts: list[_Part], index: int) -> tuple[int, float]:
    """``атаман Дутов``, ``интернат басшысы Сүгір``: a post in front of a word that is no place."""
    start = parts[index].start
    front = _FRONT_WORD.search(text[max(0, start - 30) : start])
    current = parts[index].word
    if not front or current.barred or _PLURAL.search(current.text) or _ADJECTIVE.search(current.text):
        return index, 0.0
    if not _front(front.group(1).lower()):
        return index, 0.0
    surname = parts[index + 1] if index + 1 < len(parts) else None
    if surname and surname.kind == "word" and not current.inflected and not surname.word.barred:
        return index + 2, 0.85
    return index + 1, 0.85


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip()
    return not before or before[-1] in ".!?…\n«“\"•*"


def _is_thing(text: str, last: str, end: int) -> bool:
    """Whether a name is that of a thing: ``Абай көшесі``, ``Шайбани мемлекеті``; not ``Абайдың көшесі``."""
    return _things().match(text, end) is not None and not word(last).inflected


def _person(text: str, start: int, end: int, score: float) -> FoundPerson:
    while text[end - 1] in " ,":
        end -= 1
    written = regex.sub(r"(?<=\b[IVXІХ]{1,4})\s?-\p{Ll}+$", "", " ".join(text[start:end].split()))
    return FoundPerson(start, end, base_form(written, _lexicon()), score)


@cache
def _lexicon() -> frozenset[str]:
    return names("given.txt") | names("known.txt") | frozenset(titles()["behind"]["words"])


def _known_names(persons: Sequence[FoundPerson]) -> dict[str, float]:
    """Words that mean a person of this document when they stand alone: surnames, and names of khans and poets."""
    known: dict[str, float] = {}
    for person in persons:
        words = regex.findall(r"\p{Lu}[\p{L}’-]+", regex.sub(r"\p{Lu}\p{Ll}?\.", " ", person.name))
        if not words:
            continue
        eastern = not regex.search(r"(?:[оеё]в|[иы]н|ский|[оеё]ва|[иы]на)$", words[-1]) and " " in person.name
        if len(words) == 2 and all(word(w).given for w in words) and not word(words[1]).surname:
            continue
        for candidate in [words[-1]] + (words[:1] if eastern or words[-1].endswith(("ұлы", "қызы")) else []):
            if candidate not in names("not_names.txt") and len(candidate) > 2:
                known[candidate] = 0.9
    return known


def _split_neighbours(text: str, person: FoundPerson, known: dict[str, float]) -> list[FoundPerson]:
    """``Ералы Абылайды`` is two persons, subject and object, where both are known by one name each."""
    words = text[person.start : person.end].split(" ")
    if len(words) != 2 or "." in words[0] or not all(word(w).given for w in words):
        return [person]
    first, second = words[0], word(words[1]).base
    if words[1] == second or first not in known or second not in known and not word(second).known:
        return [person]
    middle = person.start + len(first)
    return [FoundPerson(person.start, middle, first, 0.8), FoundPerson(middle + 1, person.end, second, 0.8)]


def _bare(text: str, start: int, end: int, known: dict[str, float]) -> FoundPerson | None:
    """A capitalised word by itself: known of this document or of history, or a surname by its shape."""
    written = text[start:end]
    if _is_thing(text, written, end):
        return None
    base = base_form(written, frozenset(known) | _lexicon())
    if base in known:
        return FoundPerson(start, end, base, 0.85)
    current = word(written)
    if current.barred or _PLURAL.search(written):
        return None
    if current.known:
        return FoundPerson(start, end, current.base, 0.85)
    if current.decisive and not _opens_quote(text, start):
        return FoundPerson(start, end, current.base, 0.75)
    if current.given and current.base not in names("ambiguous.txt") and not _opens_quote(text, start):
        return FoundPerson(start, end, current.base, 0.65)
    return None


def _opens_quote(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start] in ("«", "“", '"')
