"""Guards: what must stand around an expression that its atoms alone do not make a date.

Users of date taggers complain most of bare numbers taken for dates; here a bare number needs a witness.
Each guard gets the text, the run and the fit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import regex

from jylnama.dates.grammar import Fit
from jylnama.dates.lexer import Atom, Run, lexicon
from jylnama.dates.years import hijri_agrees
from jylnama.kazakh.cases import ABLATIVE, ATTRIBUTIVE, DATIVE, GENITIVE, LOCATIVE
from jylnama.kazakh.conjunctions import AND, ANDS

_POSTPOSITION = regex.compile(
    r"\s*(?:бастап|бері|кейін|соң|бұрын|дейін|шейін|қарай|таман|тартып|бергі|кейінгі|дейінгі|шейінгі|бұрынғы)(?!\w)"
)
_MORE_THAN = regex.compile(r"\s*(?:астам|аса|артық|жуық|көп|кем)(?!\w)")
_QUANTITY = regex.compile(r"\s*(?:астам|аса|артық|жуық|ішінде|бойы|сайын|өткен|толған)(?!\w)")
_FACE_OF_YEARS = regex.compile(r"\s*жүзі(?!\p{L})")
_AGO = regex.compile(r"\s*(?:бұрын|кейін|соң|өт|бол(?:ды|ған|са)|тұр)")
_EVERY = regex.compile(r"\s+сайын")
# of every year: жыл сайын 1 сәуірде; 1 мамырды … күні деп жариялады
_EVERY_YEAR = regex.compile(r"(?i)(?<!\p{L})(?:жыл сайын(?:ғы)?|әр(?:бір)? жыл(?:ы|дың|да)?)(?!\p{L})")
_DAY_OF = regex.compile(
    r"\s+арналған\s+атаулы|[^.!?\n;:]{0,70}?\sкүні\s(?:деп|ретінде|болып (?:есептел|сана|белгілен|жарияла))"
    r"|\s?[–—-]?[^.!?\n;:–—]{0,70}?\sкүн(?:і|н)?\s(?:деп|болып)\s(?:қабылда|бекіт|жарияла)"
    r"|[^.!?\n;:]{0,120}?(?:ат(?:ап|алып) өт(?:іледі|ілетін|еді|етін|уді|уге|[еі]м[іе]з)"
    r"|тойла(?:нады|йды|уды|ймыз)|мереке(?:ленеді|лейді))(?!\p{L})"
)
_QUOTE_CLOSES = regex.compile(r"[^\n«»“”\"]{0,60}[»”\"]")
# two months that name a meeting or a happening: ақпан-наурыз пленумында
_NAMED_BY_MONTHS = regex.compile(r"\s(?i:пленум|съез|сессия|конференция|оқиға|көтеріліс|револю)")
# behind a number that counts nothing: a mark, a past verb
_NO_COUNT = regex.compile(r"\s?[),;.]|\s?$|\s\p{Ll}+(?:[дт][ыі]|[ғқгк][ае]н|[ыі]?п)(?!\p{L})")
_PLACE_BEHIND = regex.compile(rf"\s\p{{Lu}}[\p{{L}}-]{{2,}}{LOCATIVE}(?!\p{{L}})")
# 910 жылдан 1125 жылға дейін, 766 жылдан бастап: years below 1000, and no stretch of so many years
_SINCE_OR_UNTIL = regex.compile(r"\s(?:бастап|бері|\d{3,4}\sжылға\s[дш]ейін)(?!\p{L})")
_UNTIL = regex.compile(r"\s[дш]ейін(?!\p{L})")
_FROM_YEAR = regex.compile(r"\d{3}\sжылдан\s$")
# of a feast that moves: қыркүйектің соңғы жексенбісінде
_FEAST_WEEKDAY = regex.compile(
    r"\s(?:бірінші|екінші|үшінші|төртінші|соңғы|алғашқы)\s(?:\p{L}{3}сенбі|сенбі|жұма)\p{L}*[^.!?\n]{0,40}аталып өт"
)
_SENTENCE_END = regex.compile(r"[.!?…]\s|\n")
_FEAST_DAY = regex.compile(r"\s*[–—]\s+[^.!?\n–—]{0,40}?(?:күні|мереке|мейрам|апталығ|онкүнді)")
_NOUN_AFTER = regex.compile(r"\s*([^\W\d_]+)")
# a verb of the past that ends a sentence, and words that make one of the present
_PAST_END = regex.compile(r"\p{L}{2}(?:[дт][ыі]|[ғқгк][ае]н(?:\s(?:болатын|еді|екен))?)[»”\"]?$")
# 12 сәуір – ғарышкерлер күні. Бұл күні …: of every year
_FEAST_END = regex.compile(r"\s(?:күні|мерекесі|мейрамы)$")
_NOWADAYS = regex.compile(r"(?<!\p{L})(?:қазір\p{L}*|бүгін\p{L}*|әлі|енді|ұмытыл\p{L}+|жыл сайын|үнемі)(?!\p{L})")
_HIJRI = regex.compile(r"(?i)(?:хижр|хиджр|һижр|мұсылманша|(?<!\p{L})[һх]\.)\p{L}*(?:\s\p{L}+){0,3}\s$")
_FEAST = regex.compile(r"\s+(?:мереке|той|көже|төңкеріс|революция|мейрам)")
_YEARS_BEFORE = regex.compile(r"(?:\d{3,4}\s*[–-]\s*)$")
_OPEN_BRACKET = regex.compile(r"[(\[][^()\[\]\n]{0,80}$")
_HALF_RANGE = regex.compile(r"\d{3,4}\s?[–-]")
_POSSESSIVE_END = regex.compile(r"\d\s?-?\s?(?:с?[ыі](?:н|нд[ае]|н[ае]н?|нд[ае][гғ][ыі]|н[ыі]ң)?)(?:\s?күн\p{L}*)?$")
_ABLATIVE_END = regex.compile(rf"{ABLATIVE}$")
# of a day: 12 қарашаға, 3-іне
_DAY_IN_DATIVE = regex.compile(r"(?:[ғгқкн]|\d-?)[ае]$")
_CLOSE_BRACKET = regex.compile(r"^\s*(?:,\s*[^\W\d_][^()\[\]\n]{0,40})?[)\]]")
# (1960, 1964 және 1986), (КСРО, 1952; ҚазКСР, 1967): years of a list, no amounts (1500, 2000 теңге)
_YEARS_LISTED = regex.compile(rf"^(?:\s*[,;]|\s{AND}\s)(?P<rest>[^()\[\]\n]{{1,80}})[)\]]")
_AMOUNT = regex.compile(rf"\d\s+(?!ж\.|жж?\.|жыл|{AND})\p{{Ll}}{{2,}}|\d[.,]\d|%")
# (1894, Созақ болысы – 10.2.1938, Мәскеу): the place of birth, and a dash before the death
_BIRTHPLACE = regex.compile(r"^,\s[^()\[\]\n]{2,160}?\s[–—-]\s(?:шамамен\s)?\d")
_BORN_BEFORE = regex.compile(r"[(\[](?:шамамен\s)?\d{3,4},\s[^()\[\]\n]{2,160}?\s[–—-]\s$")

# , институтты 1938, аспирантураны 1941–1944 жылдары
_LATER_YEARS = regex.compile(r"(?:,(?:\s[\p{L}«»“”\"-]+){1,6}\s\d{4}(?:\s?–\s?\d{2,4})?)+\s?(?:жж?\.|жыл(?:ы|дары)(?!\p{L}))")
_OF_SOURCES = regex.compile(r"\s(?:дерек|мәлімет)\p{L}*\s\d")
# what is told of every year: қыста …, жазда …; күзде көшетін; жыл сайын
_HABIT = regex.compile(
    r"(?<!\p{L})(?:қыс(?:та|ы|тыгүні|тың)?|қысы-жазы|жыл сайын|әр жыл\p{L}*|әдетте|жылда)(?!\p{L})"
    r"|\p{Ll}(?:[аеий]тын|[аей]тін)(?!\p{L})"
)

_REFUSED_DAY = regex.compile("N[k-]{0,2}$")
_TIME_CASE = regex.compile(rf"{LOCATIVE}$|{ATTRIBUTIVE}$")
_DECIMAL_BEFORE = regex.compile(r"\d\s*:\s*$|\d[.,]$")
_SEASON_ALONE = regex.compile(rf"(?:жаз|көктем|күз|қыс){LOCATIVE}")
_YEAR_AND_SEASON = regex.compile("[Yyp],?s$")
_DATIVE_END = regex.compile(rf"{DATIVE}$")
_UP_TO = regex.compile(r"\s(?:дейін|шейін|қарай|таман)(?!\p{L})")
_STOP = regex.compile(r"[.!?…](?:\s|$)|\n")
_STOP_IN_FRONT = regex.compile(r"[.!?…]\s$")
_WORD_IN_FRONT = regex.compile(r"(?:^|[.!?,;–«(\n]\s*|\s)(\p{L}*)\s?$")
_THIS_DAY = regex.compile(r"(?:дәл )?(?:осы|бұл) күні")
_THAT_DAY = regex.compile(r"(?:дәл )?(?:сол|аталған|келесі|ертеңгі) күн(?:і|гі)")
_OPENS_ENTRY = regex.compile(r"(?:^|\n\s*|[.!?…]\s)[*•]?\s?$")
_DASH_BEHIND = regex.compile(r"\s[–—-]\s[\p{L}«]")
_PAGE_BEFORE = regex.compile(r"(?:№|[–-]|\bС\.|\bс\.|Pp?\.|бет\.?|беттер)\s*$")
_PAGE_BEHIND = regex.compile(r"\s*-?(?:бб?\.|бет|с\.|[–-]\s*\d)")
_FOUR_FIGURES = regex.compile(r"\d{4}")
_OTHER_YEAR_BEHIND = regex.compile(
    r"\s?\(\p{Ll}[^()\n]{0,45}\d{4}(?:\s?(?:ж\.|жылы?)[^()\d\n]{0,40})?\)\s?(?:жыл(?:ы|ғы|дың)|ж\.)"
)
_WORD_AND_BLANK = regex.compile(r"\p{L}[»”\"]?\s$")
_YEARS = regex.compile(r"(?<!\d)\d{4}")
_ABLATIVE, _GENITIVE = regex.compile(ABLATIVE), regex.compile(GENITIVE)
_NUMBER_AND_DASH = regex.compile(r"\d\s*[–-]\s*$")
_COUNTED = regex.compile(r"-\p{L}|\s\p{Ll}")

Guard = Callable[[str, Run, Fit], bool]
# by the name that ``needs`` has in forms.toml
GUARDS: dict[str, Guard] = {}


def guard(function: Guard) -> Guard:
    """Register a guard under its own name."""
    GUARDS[function.__name__] = function
    return function


@cache
def _words(kind: str) -> frozenset[str]:
    """Forms of ``жыл`` and ``ғасыр`` by what they make of the number before them."""
    return frozenset(lexicon()["year_words"][kind])


@cache
def _other_month() -> regex.Pattern[str]:
    """A month's name in a case that tells time, unless it is another word even then."""
    stems = "|".join(stem for stem in lexicon()["months"] if stem not in lexicon()["homonyms"]["never_bare"])
    part = r"(?:[нтд][ыі]ң)?\s(?:ай|басы|соңы|аяғы|ортасы)\p{L}*"  # мамыр айында, мамырдың соңында
    return regex.compile(rf"(?<!\p{{L}})(?:{stems})(?:{LOCATIVE}|[дт][ае]н|нан|ында|ынан|{part})(?!\p{{L}})")


def _span(run: Run, fit: Fit) -> tuple[int, int]:
    return run.atoms[fit.start].start, run.atoms[fit.end - 1].end


def _atom(run: Run, fit: Fit, name: str) -> Atom | None:
    return run.atoms[fit.groups[name]] if name in fit.groups else None


def _sentence_before(text: str, start: int, longest: int) -> str:
    """What stands before a place in its sentence, at most so many letters."""
    return str(_SENTENCE_END.split(text[max(0, start - longest) : start])[-1])


@guard
def month_of_year(text: str, run: Run, fit: Fit) -> bool:
    """``1917 жылғы Ақпан революциясы`` names a revolution, ``1917 жылғы ақпан`` a month; ``Қазан`` is a city too."""
    month = run.atoms[fit.groups["m1"]]
    if text.startswith(("Қазан", "Октябр"), month.start) and run.letters[fit.groups["m1"] + 1 : fit.groups["m1"] + 2] not in (
        "m",
        "-",
    ):
        return False
    if "yt" in fit.groups and fit.groups["yt"] > fit.groups["m1"]:
        if not year_behind(text, run, fit):
            return False
        word = text[month.start : month.end]
        named = word[0].isupper() and word.lower().startswith(tuple(lexicon()["homonyms"]["words"]))
        return not named or text[month.start - 1 : month.start] in ("(", "[")
    if text[month.start].isupper() and text[month.end : month.end + 8].lower() == " күндері":
        return False  # 1986 жылғы Желтоқсан күндері: what happened then bears the name
    if month.form != "nom" or fit.groups["m1"] != fit.end - 1:
        return True
    return not (text[month.start].isupper() and _NOUN_AFTER.match(text, month.end))


@guard
def bare_month(text: str, run: Run, fit: Fit) -> bool:
    """A month without a year: with ``айы`` or a part word, in a range, or in a case that tells time."""
    first = run.atoms[fit.groups["m1"]]
    if _REFUSED_DAY.search(run.letters, 0, fit.start):
        return False  # a day that was refused
    end = _span(run, fit)[1]
    if (
        _EVERY_YEAR.search(_sentence_before(text, first.start, 120))
        or _FEAST_WEEKDAY.match(text, end)
        or _DAY_OF.match(text, end)
    ):
        return False
    letters = run.letters[fit.start : fit.end]
    if any(letter in letters for letter in "mPbi"):
        return True
    word = text[first.start : first.end].lower()
    homonyms = lexicon()["homonyms"]
    if "m2" in fit.groups:
        named = _NAMED_BY_MONTHS.match(text, end) is not None
        return not named and (not text[first.start].isupper() or _starts_sentence(text, first.start))
    if any(word.startswith(stem) for stem in homonyms["never_bare"]) and not _behind_a_day(text, first):
        return False
    if first.form not in ("loc", "abl", "dat", "attr", "poss"):
        return False
    if first.form in ("abl", "dat", "poss") and not _POSTPOSITION.match(text, first.end):
        return False
    capital = text[first.start].isupper()
    if capital and any(word.startswith(stem) for stem in homonyms["words"]) and not _opens_as_month(text, first, word):
        return False
    return not _FEAST.match(text, first.end)


def _opens_as_month(text: str, month: Atom, word: str) -> bool:
    """A month in the locative that opens a sentence (``Тамызда жиын өтті``), unless a city is called so."""
    city = any(word.startswith(stem) for stem in lexicon()["homonyms"]["cities"])
    return month.form == "loc" and not city and _starts_sentence(text, month.start)


def _behind_a_day(text: str, month: Atom) -> bool:
    """``17 ақпанда …, маусымда``: another month stands before it in the sentence, so it is no other word."""
    before = _sentence_before(text, month.start, 160)
    return month.form == "loc" and text[month.start].islower() and _other_month().search(before) is not None


@guard
def second_month(text: str, run: Run, fit: Fit) -> bool:
    """``наурызы мен мамырында``: in a case that tells time."""
    word = text[slice(*_span(run, fit))].lower()
    return _TIME_CASE.search(word) is not None


@guard
def context(text: str, run: Run, fit: Fit) -> bool:
    """A day without a year: no decimal number, no name of a street or a feast (``9 мамыр көшесі``, ``«1 Мамыр»``)."""
    start, end = _span(run, fit)
    if _DECIMAL_BEFORE.search(text[max(0, start - 6) : start]):
        return False
    if _EVERY_YEAR.search(_sentence_before(text, start, 120)) or _DAY_OF.match(text, end):
        return False
    last = run.atoms[fit.end - 1]
    if last.letter != "M" or last.form != "nom":
        return True
    if _EVERY.match(text, end):
        return False
    quoted = text[start - 1 : start] in ("«", "“", '"') and _QUOTE_CLOSES.match(text, end) is not None
    return (
        not quoted
        and not _is_name(text, end)
        and not _FEAST_DAY.match(text, end)
        and not (text[last.start].isupper() and last.end - last.start > 2)
    )


@guard
def bare_genitive_day(text: str, run: Run, fit: Fit) -> bool:
    """``1992 ж. маусымның 4 қабылданған``, ``маусымның 4–6 Семейде``: a mark, a verb or a place behind the number, no
    noun that it counts."""
    first, last = run.atoms[fit.groups["d1"]], run.atoms[fit.groups.get("d2", fit.groups["d1"])]
    days = 1 <= first.value <= last.value <= 31
    return days and (_NO_COUNT.match(text, last.end) or _PLACE_BEHIND.match(text, last.end)) is not None


@guard
def day_of_year(text: str, run: Run, fit: Fit) -> bool:
    """``1965 жылы 9 мамыр көшесі``: the year is a date, the day a name."""
    last = run.atoms[fit.end - 1]
    return last.letter != "M" or last.form != "nom" or not _is_name(text, last.end)


def _is_name(text: str, end: int) -> bool:
    return _named_by_day().match(text[end : end + 40]) is not None


@cache
def _named_by_day() -> regex.Pattern[str]:
    return regex.compile(rf"[»”\"]?\s+(?:атындағы\s+)?(?i:{lexicon()['names_after_days']['words']})")


@guard
def listed_day(text: str, run: Run, fit: Fit) -> bool:
    """Days of a list that share the month of the last: growing numbers of days (``3, 5 және 7 мамырда``)."""
    at = fit.groups["d1"]
    days = [run.atoms[at].value]
    for atom in run.atoms[at + 1 :]:
        if atom.letter == "N":
            days.append(atom.value)
        elif atom.letter not in ",&-k":
            break
    start = run.atoms[fit.start].start
    return (
        all(a < b for a, b in zip(days, days[1:], strict=False))
        and days[-1] <= 31
        and text[start - 1 : start] not in (".", ",", ":")
    )


@guard
def second_day(text: str, run: Run, fit: Fit) -> bool:
    """A day behind ``шілденің 16-сынан``, ``мамырдың 3-і,``: in the possessive, or the end of a stretch."""
    before, last = run.atoms[fit.start - 1], run.atoms[fit.end - 1]
    words = text[run.atoms[fit.groups["d1"]].start : last.end].lower()
    if _MORE_THAN.match(text, last.end):
        return False
    if before.letter in ",&":
        return run.atoms[fit.groups["d1"]].letter == "N" and (last.letter == "N" or _POSSESSIVE_END.search(words) is not None)
    first = text[before.start : before.end].lower()
    return _ABLATIVE_END.search(first) is not None and _DAY_IN_DATIVE.search(words) is not None


@guard
def from_day(text: str, run: Run, fit: Fit) -> bool:
    """``7-ден 12 қарашаға``: the ablative, and a day in the dative behind it."""
    month = next(atom for atom in run.atoms[fit.end :] if atom.letter in "MG")
    ablative = _ABLATIVE_END.search(str(run.atoms[fit.end - 1].value)) is not None
    return ablative and (month.form == "dat" or _POSTPOSITION.match(text, month.end) is not None)


@guard
def styles_differ(text: str, run: Run, fit: Fit) -> bool:
    """Two styles named are two different ones."""
    first, second = _atom(run, fit, "st0"), _atom(run, fit, "st1")
    if "yt" in fit.groups and not year_behind(text, run, fit):
        return False
    return first is None or second is None or (first.letter == "o") != (second.letter == "o")


@guard
def anaphoric_season(text: str, run: Run, fit: Fit) -> bool:
    """``сол жазда``, ``келесі көктемде``; ``өткен күз`` is seen from the writer's day."""
    return run.atoms[fit.groups["an"]].value >= 0 and not text.endswith("бұл ", 0, _span(run, fit)[0])


@guard
def bare_season(text: str, run: Run, fit: Fit) -> bool:
    """Alone only in the locative (``жазда``), and only as told once: not ``қыста …, жазда …`` nor ``күзде көшетін``;
    and up to it from a season whose year is told (``1917 жылы жаздан күзге дейін``)."""
    start, end = _span(run, fit)
    if _YEAR_AND_SEASON.search(run.letters, 0, fit.start):
        season = run.atoms[fit.start - 1]
        ablative = _ABLATIVE_END.search(text, season.start, season.end)
        return ablative is not None and _DATIVE_END.search(text, start, end) is not None and _UP_TO.match(text, end) is not None
    if _SEASON_ALONE.fullmatch(text[start:end].lower()) is None:
        return False
    left = _sentence_before(text, start, 200)
    right = _STOP.split(text[end : end + 200], 1)[0]
    return _HABIT.search(left + " " + right) is None


@guard
def season_itself(text: str, run: Run, fit: Fit) -> bool:
    """``қысқы Олимпиада``, ``жазғы ойындар`` are names; ``қысқы айларда``, ``көктемгі егіс`` tell the season."""
    last = run.atoms[fit.end - 1]
    if last.letter != "s" or text[last.end - 1] not in "ыі":
        return True
    return _named_by_season().match(text[last.end : last.end + 40]) is None


@cache
def _named_by_season() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:(?:\s{AND}\s\p{{L}}+)?\s(?:{lexicon()['season_names']['words']}))")


@guard
def no_count(text: str, run: Run, fit: Fit) -> bool:
    """``145–155 жылдың жүзі болды`` counts years."""
    return _FACE_OF_YEARS.match(text, _span(run, fit)[1]) is None


@guard
def winter(text: str, run: Run, fit: Fit) -> bool:
    return bool(run.atoms[fit.groups["s1"]].value == "winter")


@guard
def own_year(text: str, run: Run, fit: Fit) -> bool:
    """``жыл басында``, ``ғасырдың соңында`` of the year or century told before; not ``оқу жылының басында``."""
    word = run.atoms[fit.groups["aw"]]
    if text[word.start : word.end].lower() not in _words("own"):
        return False
    before = _WORD_IN_FRONT.search(text[max(0, word.start - 30) : word.start])
    return before is None or not before.group(1) or before.group(1).lower() in ("тек", "ал", "бірақ", "және", "енді")


@guard
def decades(text: str, run: Run, fit: Fit) -> bool:
    """The year word in full, or behind a hyphen: ``1950–60 жылдары``, ``1950–60-жж.``, not ``1950–60 жж.``."""
    word = run.atoms[fit.groups["pl"]]
    return run.letters[fit.groups["pl"] - 1] == "-" or text[word.start : word.end].lower().startswith("жылдар")


@guard
def centuries_between(text: str, run: Run, fit: Fit) -> bool:
    part = _atom(run, fit, "p2")
    return century(text, run, fit) and (part is None or part.value == "turn")


@guard
def millennium(text: str, run: Run, fit: Fit) -> bool:
    """``ІІ мыңжылдықта``; ``2 мыңжылдық`` counts unless the era is told."""
    atom = run.atoms[fit.groups["l1"]]
    return atom.letter == "R" or atom.form == "ord" or "era" in fit.groups or run.letters[fit.groups["l1"] + 1] in "-k"


@guard
def anaphoric_day(text: str, run: Run, fit: Fit) -> bool:
    """``сол күні`` is a day, ``келесі күні`` the one behind it; ``осы күні`` (nowadays) and ``сол күннен`` are not.

    At the head of a sentence of the past ``осы күні``, ``бұл күні`` is the day that the sentence before told.
    """
    start, end = _span(run, fit)
    if _THIS_DAY.fullmatch(text[start:end].lower()):
        return _opens_on_the_day(text, start, end)
    return _THAT_DAY.fullmatch(text[start:end].lower()) is not None


def _opens_on_the_day(text: str, start: int, end: int) -> bool:
    """``… 4 мамырда ашылды. Бұл күні жарлық шықты.``: a day, then a sentence that opens with it and ends in the past."""
    opens = _STOP_IN_FRONT.search(text[max(0, start - 2) : start]) is not None
    before = _sentence_before(text, max(0, start - 2), 200)
    rest = _STOP.split(text[end : end + 300], 1)[0]
    told = _day_and_month().search(before) is not None and _FEAST_END.search(before) is None
    return opens and told and _PAST_END.search(rest) is not None and _NOWADAYS.search(rest) is None


@cache
def _day_and_month() -> regex.Pattern[str]:
    months = "|".join(lexicon()["months"])
    return regex.compile(
        rf"\d\s?-?(?:\p{{L}}{{0,3}}\s)?(?:{months})|(?:{months})\p{{L}}*\s(?:ай\p{{L}}+\s)?\d|\d\.\d\d?\.\d{{4}}"
    )


@guard
def next_day(text: str, run: Run, fit: Fit) -> bool:
    """``ертесіне`` and the like; ``ертесі`` only with ``күні``."""
    start, end = _span(run, fit)
    return text[start:end].lower() not in ("ертесі", "ертесі күн", "ертесі күндері")


@guard
def anaphoric_named_month(text: str, run: Run, fit: Fit) -> bool:
    """``сол қарашада``: in small letters and in a case that tells time; ``осы наурызда`` may be the writer's."""
    month = run.atoms[fit.groups["m1"]]
    told = run.atoms[fit.groups["an"]].value == 0 and text[month.start].islower()
    start = _span(run, fit)[0]
    return told and month.form in ("loc", "abl", "attr") and text[start : start + 3].lower() not in ("осы", "бұл")


@guard
def chronicle_year(text: str, run: Run, fit: Fit) -> bool:
    """``1752 – бекініс салынды``: a year that opens a line or a sentence, a dash, and what happened."""
    year = run.atoms[fit.groups["y1"]]
    opens = _OPENS_ENTRY.search(text[max(0, year.start - 6) : year.start]) is not None
    return opens and 1000 <= year.value <= 2100 and _DASH_BEHIND.match(text[year.end : year.end + 4]) is not None


@guard
def anaphoric_month(text: str, run: Run, fit: Fit) -> bool:
    start, end = _span(run, fit)
    return text[start:end].lower().split()[-1] != "ай"


def _is_hijri(text: str, year: Atom) -> bool:
    """Whether a year that may be one of the Hijri calendar is told as such: ``хижраның 941``."""
    return year.value < 1500 and _HIJRI.search(text[max(0, year.start - 50) : year.start]) is not None


@guard
def year_word(text: str, run: Run, fit: Fit) -> bool:
    """``1890 жыл`` may be a year, ``100 жыл`` is a span of time, ``300 жылдан астам`` too."""
    year = run.atoms[fit.groups["y1"]]
    end = _span(run, fit)[1]
    if _is_hijri(text, year):
        return False  # no Gregorian gloss: left alone rather than read as a year of our era
    letters = run.letters[fit.start : fit.end]
    if "e" in letters or "E" in letters:
        return True
    if _FACE_OF_YEARS.match(text, end):
        return False
    word = run.atoms[next(i for i in range(fit.groups["y1"] + 1, fit.end) if run.letters[i] in "yp")]
    written = text[word.start : word.end].lower()
    if written == "жыл" and _AGO.match(text, end):
        return False
    if year.value % 1000 == 0 and written.startswith("жылдар") and _QUANTITY.match(text, end):
        return False
    if written in _words("counting") and _QUANTITY.match(text, end):
        return False
    if year.value < 1000 or year.end - year.start < 4:
        since = written == "жылдан" and _SINCE_OR_UNTIL.match(text, end) is not None
        until = written == "жылға" and _UNTIL.match(text, end) and _FROM_YEAR.search(text, max(0, year.start - 12), year.start)
        return year.value >= 200 and (written in _words("early") or since or bool(until))
    if year.value > 2100:
        return False
    # the second half of a range that made no sense is none
    dashed = run.letters[fit.groups["y1"] - 1 : fit.groups["y1"]] == "-"
    return not (dashed and _YEARS_BEFORE.search(text[max(0, year.start - 12) : year.start]))


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
    attribute = word.letter in "yp" and text[word.start : word.end].lower() in _words("attributes")
    return not (attribute and run.letters[at - 1] == ",") and text[word.end : word.end + 1] != "/"


@guard
def year_in_words(text: str, run: Run, fit: Fit) -> bool:
    last = run.atoms[fit.groups.get("y2", fit.groups["y1"])]
    return run.atoms[fit.groups["y1"]].value >= 1000 and last.form == "ord"


@guard
def bare_years(text: str, run: Run, fit: Fit) -> bool:
    """``1914–18``, ``1886 – 1934`` without a year word: two plausible years, no page or law numbers."""
    start, end = _span(run, fit)
    first, last = _atom(run, fit, "y1"), _atom(run, fit, "y2")
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
    word = _NOUN_AFTER.match(after)
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
    opens = before["name"] and not before["title"] and _starts_sentence(text, before.start())
    return first >= 500 or not opens


@guard
def bracketed_year(text: str, run: Run, fit: Fit) -> bool:
    """A bare year in brackets: ``(1934)``, ``(Орынбор, 1864)``, ``(т. ж. б. – 1220, Отырар)``."""
    start, end = _span(run, fit)
    year = run.atoms[fit.groups["y1"]]
    if year.end - year.start != 4 and year.value < 500 or not 500 <= year.value <= 2100:
        return False
    opened = _OPEN_BRACKET.search(text[max(0, start - 90) : start]) or _BORN_BEFORE.search(text, max(0, start - 180), start)
    inside = opened.group()[1:].rstrip().removesuffix(" жылы") if opened else ""
    born = not inside and _BIRTHPLACE.match(text[end : end + 180]) is not None
    listed = _YEARS_LISTED.match(text[end : end + 90])
    listed = listed and year.end - year.start == 4 and _FOUR_FIGURES.search(listed["rest"]) and not _AMOUNT.search(listed["rest"])
    if _HALF_RANGE.fullmatch(inside):
        return False  # 744 – 840, which made no sense as a range
    if not opened or not (born or listed or _CLOSE_BRACKET.match(text[end : end + 60])):
        return False
    return not inside or inside[-1] in ",–-;" or inside.split()[-1] in (*ANDS, "туған", "т.", "ө.", "шамамен", "деректерде", "қ.")


@guard
def years_of_century(text: str, run: Run, fit: Fit) -> bool:
    """Years of the century in front of them, written in full; ``өткен ғасырдың 1940 жылдары``."""
    century, year = run.atoms[fit.start], run.atoms[fit.groups["y1"]]
    if century.letter == "a":
        return year.end - year.start == 4 and century.value < 0
    return year.end - year.start == 4 and (year.value // 100 + 1 == century.value or year.value == century.value * 100)


@guard
def year_before_bracket(text: str, run: Run, fit: Fit) -> bool:
    """``1428 (басқа деректерде 1431) жылы``: another year in brackets before the year word."""
    year = run.atoms[fit.groups["y1"]]
    behind = text[year.end : year.end + 70]
    return 1000 <= year.value <= 2100 and not _is_hijri(text, year) and _OTHER_YEAR_BEHIND.match(behind) is not None


@guard
def elliptic_year(text: str, run: Run, fit: Fit) -> bool:
    """``училищені 1934, институтты 1938 жылы бітірді``: years of one century, each behind its own words.

    A year that another source gives needs none before the first: ``1906, енді бір деректе 1909 ж.``.
    """
    first, end = run.atoms[fit.groups["y1"]], _span(run, fit)[1]
    rest = _LATER_YEARS.match(text, end)
    if rest is None or not (
        _OF_SOURCES.search(rest.group()) or _WORD_AND_BLANK.search(text[max(0, first.start - 4) : first.start])
    ):
        return False
    later = [int(year) for year in _YEARS.findall(rest.group())]
    return 1000 <= first.value <= 2100 and min(later) - first.value > 0 and max(later) - first.value <= 100


@guard
def listed_year(text: str, run: Run, fit: Fit) -> bool:
    """A year in a list of years that shares the year word of the last; numbers of another size are none."""
    if run.atoms[fit.groups["y1"]].end - run.atoms[fit.groups["y1"]].start != 4:
        return False
    listed = [atom.value for atom in run.atoms[fit.start :] if atom.letter == "Y"][:2]
    return all(1000 <= value <= 2100 for value in listed) and abs(listed[0] - listed[-1]) <= 200


@guard
def year_ending(text: str, run: Run, fit: Fit) -> bool:
    """``1917-ден бастап``, ``1917-де``: a year with a case ending and no year word."""
    year, ending = run.atoms[fit.groups["y1"]], run.atoms[fit.end - 1]
    if not 1000 <= year.value <= 2100 or _MORE_THAN.match(text, ending.end):
        return False
    if ending.value in ("де", "да", "те", "та"):
        return _NOUN_AFTER.match(text, ending.end) is None or not text[ending.end :].lstrip()[:4].startswith("адам")
    ablative = _ABLATIVE.fullmatch(ending.value) is not None
    if ablative and run.letters[fit.end : fit.end + 3] in ("Y-k", "Yk"):
        return True  # 1905-тен 1907-ге
    if ablative or ending.value in ("ге", "ға", "ке", "қа", "не", "на"):
        return _POSTPOSITION.match(text, ending.end) is not None
    return False


@guard
def ends_stretch(text: str, run: Run, fit: Fit) -> bool:
    """The year behind ``5 мамыр 1930 ж. –``: a bare number before a noun counts it (``– 2000 адам келді``, ``– 316-дивизия``)."""
    year = run.atoms[fit.groups["y2"]]
    is_last = run.atoms[fit.end - 1].end == year.end
    return not (is_last and _COUNTED.match(text, year.end))


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
    return (atom.letter == "N" or atom.form == "ord") and written in _words("short")


@guard
def decade(text: str, run: Run, fit: Fit) -> bool:
    """``50-жылдары``, ``жетпісінші жылдар``; ``елу жылдар`` counts years."""
    atom = run.atoms[fit.groups.get("k2", fit.groups["k1"])]
    start = _span(run, fit)[0]
    if _NUMBER_AND_DASH.search(text[max(0, start - 8) : start]):
        return False
    return atom.letter == "N" or atom.form == "ord"


@guard
def one_century(text: str, run: Run, fit: Fit) -> bool:
    """``өткен ғасырда``; ``өткен ғасырларда`` says no more than long ago."""
    word = run.atoms[fit.groups["aw"]]
    return "лар" not in text[word.start : word.end].lower()


@guard
def century(text: str, run: Run, fit: Fit) -> bool:
    """``бес ғасыр`` counts centuries, ``бесінші ғасыр`` is one; ``5 ғ.`` is one."""
    atom = run.atoms[fit.groups["c1"]]
    if atom.letter == "W" and atom.form != "ord":
        return False
    end = _span(run, fit)[1]
    return not _QUANTITY.match(text, end) or atom.letter == "R"


@guard
def hijri_gloss(text: str, run: Run, fit: Fit) -> bool:
    """``870 жылы (1465-1466)``: a year before 1450 whose gloss is what the Hijri calendar makes of it."""
    year, gloss = run.atoms[fit.groups["y1"]], run.atoms[fit.groups["ny1"]]
    last = _atom(run, fit, "ny2")
    end = gloss.value if last is None else last.value if last.letter == "Y" else gloss.value - gloss.value % 100 + last.value
    return year.value < gloss.value and year.value < 1500 and hijri_agrees(year.value, gloss.value, end)


@guard
def hijri_gloss_behind(text: str, run: Run, fit: Fit) -> bool:
    """``1465/66 (870) ж.``: the Gregorian year and the Hijri one."""
    first, gloss, last = run.atoms[fit.groups["y1"]], run.atoms[fit.groups["hy"]], _atom(run, fit, "y2")
    end = first.value if last is None else last.value if last.letter == "Y" else first.value - first.value % 100 + last.value
    return gloss.value < first.value and hijri_agrees(gloss.value, first.value, end)


def _starts_sentence(text: str, start: int) -> bool:
    while start and text[start - 1].isspace():
        start -= 1
    return not start or text[start - 1] in '.!?…\n([«“"'
