"""Guards of years: by their word, by what governs them, bare, in brackets and in lists."""

from __future__ import annotations

from functools import cache

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.guards.common import (
    MORE_THAN,
    NOUN_AFTER,
    POSTPOSITION,
    QUANTITY,
    WORDS,
    atom_of,
    guard,
    span_of,
    starts_sentence,
    year_words,
)
from jylnama.dates.lexer import Atom, Run
from jylnama.dates.tokens import lexicon
from jylnama.dates.years import hijri_agrees
from jylnama.kazakh.cases import ABLATIVE, GENITIVE
from jylnama.kazakh.conjunctions import AND, ANDS

_BEHIND, _BEFORE, _PAGES, _YEAR = WORDS["behind"], WORDS["before"], WORDS["pages"], WORDS["year"]

_FACE_OF_YEARS = regex.compile(rf"\s*{_BEHIND['face']}(?!\p{{L}})")
_AGO = regex.compile(rf"\s*(?:{_BEHIND['ago']})")
# 910 жылдан 1125 жылға дейін, 766 жылдан бастап: years below 1000, and no stretch of so many years
_SINCE_OR_UNTIL = regex.compile(rf"\s(?:{_BEHIND['since']}|\d{{3,4}}\s{_YEAR['dative']}\s{_BEHIND['until']})(?!\p{{L}})")
_UNTIL = regex.compile(rf"\s{_BEHIND['until']}(?!\p{{L}})")
_FROM_YEAR = regex.compile(rf"\d{{3}}\s{_YEAR['ablative']}\s$")
_YEARS_BEFORE = regex.compile(r"(?:\d{3,4}\s*[–-]\s*)$")
_HIJRI = regex.compile(rf"(?i)(?:{_BEFORE['hijri']}|(?<!\p{{L}})[һх]\.)\p{{L}}*(?:\s\p{{L}}+){{0,3}}\s$")
_PAGE_BEFORE = regex.compile(rf"(?:{_PAGES['before']})\s*$")
_PAGE_BEHIND = regex.compile(rf"\s*-?(?:{_PAGES['behind']}|[–-]\s*\d)")
_OPEN_BRACKET = regex.compile(r"[(\[][^()\[\]\n]{0,80}$")
_CLOSE_BRACKET = regex.compile(r"^\s*(?:,\s*[^\W\d_][^()\[\]\n]{0,40})?[)\]]")
_HALF_RANGE = regex.compile(r"\d{3,4}\s?[–-]")
# (1960, 1964 және 1986), (КСРО, 1952; ҚазКСР, 1967): years of a list, no amounts (1500, 2000 теңге)
_YEARS_LISTED = regex.compile(rf"^(?:\s*[,;]|\s{AND}\s)(?P<rest>[^()\[\]\n]{{1,80}})[)\]]")
_AMOUNT = regex.compile(rf"\d\s+(?!{_YEAR['no_amount']}|{AND})\p{{Ll}}{{2,}}|\d[.,]\d|%")
# (1894, Созақ болысы – 10.2.1938, Мәскеу): the place of birth, and a dash before the death
_BIRTHPLACE = regex.compile(rf"^,\s[^()\[\]\n]{{2,160}}?\s[–—-]\s(?:{_BEFORE['about']}\s)?\d")
_BORN_BEFORE = regex.compile(rf"[(\[](?:{_BEFORE['about']}\s)?\d{{3,4}},\s[^()\[\]\n]{{2,160}}?\s[–—-]\s$")
_FOUR_FIGURES = regex.compile(r"\d{4}")
_OTHER_YEAR_BEHIND = regex.compile(
    rf"\s?\(\p{{Ll}}[^()\n]{{0,45}}\d{{4}}(?:\s?(?:{_YEAR['in_bracket']})[^()\d\n]{{0,40}})?\)\s?(?:{_YEAR['behind_bracket']})"
)
# , институтты 1938, аспирантураны 1941–1944 жылдары
_LATER_YEARS = regex.compile(rf"(?:,(?:\s[\p{{L}}«»“”\"-]+){{1,6}}\s\d{{4}}(?:\s?–\s?\d{{2,4}})?)+\s?(?:{_YEAR['of_list']})")
_OF_SOURCES = regex.compile(rf"\s(?:{_BEFORE['sources']})\p{{L}}*\s\d")
_WORD_AND_BLANK = regex.compile(r"\p{L}[»”\"]?\s$")
_YEARS = regex.compile(r"(?<!\d)\d{4}")
_ABLATIVE, _GENITIVE = regex.compile(ABLATIVE), regex.compile(GENITIVE)
_COUNTED = regex.compile(r"-\p{L}|\s\p{Ll}")
_OPENS_ENTRY = regex.compile(r"(?:^|\n\s*|[.!?…]\s)[*•]?\s?$")
_DASH_BEHIND = regex.compile(r"\s[–—-]\s[\p{L}«]")


@guard
def year_word(text: str, run: Run, fit: Fit) -> bool:
    """``1890 жыл`` may be a year, ``100 жыл`` is a span of time, ``300 жылдан астам`` too."""
    year = run.atoms[fit.groups["y1"]]
    end = span_of(run, fit)[1]
    if _is_hijri(text, year):
        return False  # no Gregorian gloss: left alone rather than read as a year of our era
    letters = run.letters[fit.start : fit.end]
    if "e" in letters or "E" in letters:
        return True
    if _FACE_OF_YEARS.match(text, end):
        return False
    word = run.atoms[next(i for i in range(fit.groups["y1"] + 1, fit.end) if run.letters[i] in "yp")]
    written = text[word.start : word.end].lower()
    if written == _YEAR["nominative"] and _AGO.match(text, end):
        return False
    if year.value % 1000 == 0 and written.startswith(_YEAR["plural"]) and QUANTITY.match(text, end):
        return False
    if written in year_words("counting") and QUANTITY.match(text, end):
        return False
    if year.value < 1000 or year.end - year.start < 4:
        since = written == _YEAR["ablative"] and _SINCE_OR_UNTIL.match(text, end) is not None
        until = (
            written == _YEAR["dative"]
            and _UNTIL.match(text, end)
            and _FROM_YEAR.search(text, max(0, year.start - 12), year.start)
        )
        return year.value >= 200 and (written in year_words("early") or since or bool(until))
    if year.value > 2100:
        return False
    # the second half of a range that made no sense is none
    dashed = run.letters[fit.groups["y1"] - 1 : fit.groups["y1"]] == "-"
    return not (dashed and _YEARS_BEFORE.search(text[max(0, year.start - 12) : year.start]))


def _is_hijri(text: str, year: Atom) -> bool:
    """Whether a year that may be one of the Hijri calendar is told as such: ``хижраның 941``."""
    return year.value < 1500 and _HIJRI.search(text[max(0, year.start - 50) : year.start]) is not None


@guard
def year_behind(text: str, run: Run, fit: Fit) -> bool:
    """``наурызда, 1918 жылы сәуірде``, ``13 маусымда, 1918 жылдың …``: there the year belongs to what follows."""
    if "yt" not in fit.groups:
        return True
    at = fit.groups["yt"]
    following = run.letters[fit.end : fit.end + 1]
    if following and (following in "yp" or following in "YNMGWDFs" and run.letters[at - 1] == ","):
        return False
    word = run.atoms[fit.end - 1]
    attribute = word.letter in "yp" and text[word.start : word.end].lower() in year_words("attributes")
    return not (attribute and run.letters[at - 1] == ",") and text[word.end : word.end + 1] != "/"


@guard
def year_in_words(text: str, run: Run, fit: Fit) -> bool:
    last = run.atoms[fit.groups.get("y2", fit.groups["y1"])]
    return run.atoms[fit.groups["y1"]].value >= 1000 and last.form == "ord"


@guard
def no_count(text: str, run: Run, fit: Fit) -> bool:
    """``145–155 жылдың жүзі болды`` counts years."""
    return _FACE_OF_YEARS.match(text, span_of(run, fit)[1]) is None


@guard
def years_of_century(text: str, run: Run, fit: Fit) -> bool:
    """Years of the century in front of them, written in full; ``өткен ғасырдың 1940 жылдары``."""
    century, year = run.atoms[fit.start], run.atoms[fit.groups["y1"]]
    if century.letter == "a":
        return year.end - year.start == 4 and century.value < 0
    return year.end - year.start == 4 and (year.value // 100 + 1 == century.value or year.value == century.value * 100)


@guard
def year_ending(text: str, run: Run, fit: Fit) -> bool:
    """``1917-ден бастап``, ``1917-де``: a year with a case ending and no year word."""
    year, ending = run.atoms[fit.groups["y1"]], run.atoms[fit.end - 1]
    if not 1000 <= year.value <= 2100 or MORE_THAN.match(text, ending.end):
        return False
    if ending.value in ("де", "да", "те", "та"):
        return NOUN_AFTER.match(text, ending.end) is None or not text[ending.end :].lstrip()[:4].startswith(_BEHIND["people"])
    ablative = _ABLATIVE.fullmatch(ending.value) is not None
    if ablative and run.letters[fit.end : fit.end + 3] in ("Y-k", "Yk"):
        return True  # 1905-тен 1907-ге
    if ablative or ending.value in ("ге", "ға", "ке", "қа", "не", "на"):
        return POSTPOSITION.match(text, ending.end) is not None
    return False


@guard
def short_genitive(text: str, run: Run, fit: Fit) -> bool:
    """A number that no day has, in the genitive."""
    at = fit.groups["ys"]
    ending = run.atoms[at + 1 + (run.letters[at + 1] == "-")]
    return run.atoms[at].value > 31 and _GENITIVE.fullmatch(str(ending.value)) is not None


@guard
def short_year(text: str, run: Run, fit: Fit) -> bool:
    """``37-жылы``, ``отыз жетінші жылы``, but not ``үшінші жылы`` nor ``50 жыл``."""
    atom = run.atoms[fit.groups["k1"]]
    word = run.atoms[fit.groups.get("p1", fit.end) - 1]
    written = text[word.start : word.end].lower()
    return (atom.letter == "N" or atom.form == "ord") and written in year_words("short")


@guard
def ends_stretch(text: str, run: Run, fit: Fit) -> bool:
    """The year behind ``5 мамыр 1930 ж. –``: a bare number before a noun counts it (``– 2000 адам келді``, ``– 316-дивизия``)."""
    year = run.atoms[fit.groups["y2"]]
    is_last = run.atoms[fit.end - 1].end == year.end
    return not (is_last and _COUNTED.match(text, year.end))


@guard
def bare_years(text: str, run: Run, fit: Fit) -> bool:
    """``1914–18``, ``1886 – 1934`` without a year word: two plausible years, no page or law numbers."""
    start, end = span_of(run, fit)
    first, last = atom_of(run, fit, "y1"), atom_of(run, fit, "y2")
    if first and last and last.letter == "Y" and first.value < 1000:
        in_bracket = text[end : end + 1] in (")", "]") and first.value < last.value <= first.value + 110
        return in_bracket and _has_early_years(text, start, first.value)
    if first is None or first.end - first.start != 4 or not 1000 <= first.value <= 2100:
        return False
    if last is not None and last.letter == "N" and last.end - last.start != 2:
        return False
    before, after = text[max(0, start - 12) : start], text[end : end + 14]
    if last is not None and last.letter == "Y" and not first.value <= last.value <= first.value + 300:
        # (1894 – 1849): years of a life that were mixed up, and the checks say so
        return before.endswith("(") and after.startswith(")") and last.value >= 1000 and first.value - last.value < 100
    if _PAGE_BEFORE.search(before) or _PAGE_BEHIND.match(after):
        return False
    word = NOUN_AFTER.match(after)
    bracketed = _OPEN_BRACKET.search(text[max(0, start - 90) : start]) is not None
    return bracketed or word is None or word.group(1)[0].isupper() or last is not None


@cache
def _before_early_years() -> regex.Pattern[str]:
    words = lexicon()["early_years"]
    return regex.compile(
        rf"(?P<name>\p{{Lu}}[\p{{L}}’-]+)(?P<title>\s(?:{words['titles']})(?:{GENITIVE})?)?\s[(\[]$"
        rf"|(?<!\p{{L}}){words['realms']}(?:\s\p{{Ll}}+){{0,2}}\s[(\[]$"
    )


def _has_early_years(text: str, start: int, first: int) -> bool:
    """Whether three figures in a bracket are years: ``Ибн Сина (980–1037)``, ``Білге қаған (683 – 734)``, ``қағанат (744 – 840)``.

    Below 500 a capital word must not owe its capital to the sentence's beginning.
    """
    before = _before_early_years().search(text, max(0, start - 60), start)
    if before is None or first < 400:
        return False
    opens = before["name"] and not before["title"] and starts_sentence(text, before.start())
    return first >= 500 or not opens


@guard
def bracketed_year(text: str, run: Run, fit: Fit) -> bool:
    """A bare year in brackets: ``(1934)``, ``(Орынбор, 1864)``, ``(т. ж. б. – 1220, Отырар)``."""
    start, end = span_of(run, fit)
    year = run.atoms[fit.groups["y1"]]
    if year.end - year.start != 4 and year.value < 500 or not 500 <= year.value <= 2100:
        return False
    opened = _OPEN_BRACKET.search(text[max(0, start - 90) : start]) or _BORN_BEFORE.search(text, max(0, start - 180), start)
    inside = opened.group()[1:].rstrip().removesuffix(f" {_YEAR['possessive']}") if opened else ""
    born = not inside and _BIRTHPLACE.match(text[end : end + 180]) is not None
    listed = _YEARS_LISTED.match(text[end : end + 90])
    listed = listed and year.end - year.start == 4 and _FOUR_FIGURES.search(listed["rest"]) and not _AMOUNT.search(listed["rest"])
    if _HALF_RANGE.fullmatch(inside):
        return False  # 744 – 840, which made no sense as a range
    if not opened or not (born or listed or _CLOSE_BRACKET.match(text[end : end + 60])):
        return False
    return not inside or inside[-1] in ",–-;" or inside.split()[-1] in (*ANDS, *_BEFORE["in_bracket"])


@guard
def year_before_bracket(text: str, run: Run, fit: Fit) -> bool:
    """``1428 (басқа деректерде 1431) жылы``: another year in brackets before the year word."""
    year = run.atoms[fit.groups["y1"]]
    behind = text[year.end : year.end + 70]
    return 1000 <= year.value <= 2100 and not _is_hijri(text, year) and _OTHER_YEAR_BEHIND.match(behind) is not None


@guard
def listed_year(text: str, run: Run, fit: Fit) -> bool:
    """A year in a list of years that shares the year word of the last; numbers of another size are none."""
    if run.atoms[fit.groups["y1"]].end - run.atoms[fit.groups["y1"]].start != 4:
        return False
    listed = [atom.value for atom in run.atoms[fit.start :] if atom.letter == "Y"][:2]
    return all(1000 <= value <= 2100 for value in listed) and abs(listed[0] - listed[-1]) <= 200


@guard
def elliptic_year(text: str, run: Run, fit: Fit) -> bool:
    """``училищені 1934, институтты 1938 жылы бітірді``: years of one century, each behind its own words.

    A year that another source gives needs none before the first: ``1906, енді бір деректе 1909 ж.``.
    """
    first, end = run.atoms[fit.groups["y1"]], span_of(run, fit)[1]
    rest = _LATER_YEARS.match(text, end)
    if rest is None or not (
        _OF_SOURCES.search(rest.group()) or _WORD_AND_BLANK.search(text[max(0, first.start - 4) : first.start])
    ):
        return False
    later = [int(year) for year in _YEARS.findall(rest.group())]
    return 1000 <= first.value <= 2100 and min(later) - first.value > 0 and max(later) - first.value <= 100


@guard
def chronicle_year(text: str, run: Run, fit: Fit) -> bool:
    """``1752 – бекініс салынды``: a year that opens a line or a sentence, a dash, and what happened."""
    year = run.atoms[fit.groups["y1"]]
    opens = _OPENS_ENTRY.search(text[max(0, year.start - 6) : year.start]) is not None
    return opens and 1000 <= year.value <= 2100 and _DASH_BEHIND.match(text[year.end : year.end + 4]) is not None


@guard
def hijri_gloss(text: str, run: Run, fit: Fit) -> bool:
    """``870 жылы (1465-1466)``: a year before 1450 whose gloss is what the Hijri calendar makes of it."""
    year, gloss = run.atoms[fit.groups["y1"]], run.atoms[fit.groups["ny1"]]
    last = atom_of(run, fit, "ny2")
    end = gloss.value if last is None else last.value if last.letter == "Y" else gloss.value - gloss.value % 100 + last.value
    return year.value < gloss.value and year.value < 1500 and hijri_agrees(year.value, gloss.value, end)


@guard
def hijri_gloss_behind(text: str, run: Run, fit: Fit) -> bool:
    """``1465/66 (870) ж.``: the Gregorian year and the Hijri one."""
    first, gloss, last = run.atoms[fit.groups["y1"]], run.atoms[fit.groups["hy"]], atom_of(run, fit, "y2")
    end = first.value if last is None else last.value if last.letter == "Y" else first.value - first.value % 100 + last.value
    return gloss.value < first.value and hijri_agrees(gloss.value, first.value, end)
