"""Guards: what must stand around an expression that its atoms alone do not make a date.

Users of date taggers complain most of bare numbers taken for dates; here a bare number needs a witness.
Each guard gets the text, the run and the fit.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from jylnama.dates.builder import hijri_agrees
from jylnama.dates.grammar import Fit
from jylnama.dates.lexer import Atom, Run, lexicon

_POSTPOSITION = regex.compile(
    r"\s*(?:бастап|бері|кейін|соң|бұрын|дейін|шейін|қарай|таман|тартып|бергі|кейінгі|дейінгі|шейінгі|бұрынғы)(?!\w)"
)
_MORE_THAN = regex.compile(r"\s*(?:астам|аса|артық|жуық|көп|кем)(?!\w)")
_QUANTITY = regex.compile(r"\s*(?:астам|аса|артық|жуық|ішінде|бойы|сайын|өткен|толған)(?!\w)")
_NOUN_AFTER = regex.compile(r"\s*([^\W\d_]+)")
_HIJRI = regex.compile(r"(?:хижр|хиджр|һижр)\p{L}*(?:\s\p{L}+)?\s$")
_REVOLUTION = regex.compile(r"\s+(?:төңкеріс|төнкеріс|революция|социалистік)")
_FEAST = regex.compile(r"\s+(?:мереке|той|көже|төңкеріс|революция|мейрам)")
_YEARS_BEFORE = regex.compile(r"(?:\d{3,4}\s*[–-]\s*)$")
_OPEN_BRACKET = regex.compile(r"[(\[][^()\[\]\n]{0,80}$")
_CLOSE_BRACKET = regex.compile(r"^\s*(?:,\s*[^\W\d_][^()\[\]\n]{0,40})?[)\]]")

Guard = Callable[[str, Run, Fit], bool]


def _span(run: Run, fit: Fit) -> tuple[int, int]:
    return run.atoms[fit.start].start, run.atoms[fit.end - 1].end


def _atom(run: Run, fit: Fit, name: str) -> Atom | None:
    return run.atoms[fit.groups[name]] if name in fit.groups else None



def month_of_year(text: str, run: Run, fit: Fit) -> bool:
    """``1917 жылғы Ақпан революциясы`` names a revolution, ``1917 жылғы ақпан`` a month."""
    month = run.atoms[fit.groups["m1"]]
    if month.form != "nom" or fit.groups["m1"] != fit.end - 1:
        return True
    if _REVOLUTION.match(text, month.end):
        return False
    return not (text[month.start].isupper() and _NOUN_AFTER.match(text, month.end))


def bare_month(text: str, run: Run, fit: Fit) -> bool:
    """A month without a year: with ``айы`` or a part word, in a range, or in a case that tells time."""
    first = run.atoms[fit.groups["m1"]]
    letters = run.letters[fit.start : fit.end]
    if any(letter in letters for letter in "mPb"):
        return True
    word = text[first.start : first.end].lower()
    homonyms = lexicon()["homonyms"]
    if "m2" in fit.groups:
        return not text[first.start].isupper() or _starts_sentence(text, first.start)
    if any(word.startswith(stem) for stem in homonyms["never_bare"]):
        return False
    if first.form not in ("loc", "abl", "dat", "attr", "poss"):
        return False
    if first.form in ("abl", "dat", "poss") and not _POSTPOSITION.match(text, first.end):
        return False
    if any(word.startswith(stem) for stem in homonyms["words"]) and text[first.start].isupper():
        return False
    return not _FEAST.match(text, first.end)


def context(text: str, run: Run, fit: Fit) -> bool:
    """A day without a year; a list of numbers before a month name is none."""
    start = _span(run, fit)[0]
    return not regex.search(r"\d\s*[.,:]\s*$", text[max(0, start - 6) : start])


def anaphoric_day(text: str, run: Run, fit: Fit) -> bool:
    """``сол күні`` is a day, ``осы күні`` (nowadays) and ``сол күннен`` are not."""
    start, end = _span(run, fit)
    return regex.fullmatch(r"(?:дәл )?(?:сол|аталған) күн(?:і|гі)", text[start:end].lower()) is not None


def anaphoric_month(text: str, run: Run, fit: Fit) -> bool:
    start, end = _span(run, fit)
    return text[start:end].lower().split()[-1] != "ай"


def year_word(text: str, run: Run, fit: Fit) -> bool:
    """``1890 жыл`` may be a year, ``100 жыл`` is a span of time, ``300 жылдан астам`` too."""
    year = run.atoms[fit.groups["y1"]]
    end = _span(run, fit)[1]
    if year.value < 1500 and _HIJRI.search(text[max(0, year.start - 25) : year.start]):
        return False  # no Gregorian gloss: left alone rather than read as a year of our era
    letters = run.letters[fit.start : fit.end]
    if "e" in letters or "E" in letters:
        return True
    word = run.atoms[next(i for i in range(fit.groups["y1"] + 1, fit.end) if run.letters[i] in "yp")]
    written = text[word.start : word.end].lower()
    if written in ("жыл", "жылдан", "жылға", "жылдай", "жылда") and _QUANTITY.match(text, end):
        return False
    if year.value < 1000 or year.end - year.start < 4:
        return year.value >= 200 and written in (
            "жылы", "жылғы", "жылдың", "жылдары", "жылында", "ж.", "жж.", "ж", "жж", "жылына", "жылынан", "жылдарда",
            "жылдарының", "жылдарында", "жылдарынан", "жылдардың",
        )  # fmt: skip
    if year.value > 2100:
        return False
    # the second half of a range that made no sense is none
    dashed = run.letters[fit.groups["y1"] - 1 : fit.groups["y1"]] == "-"
    return not (dashed and _YEARS_BEFORE.search(text[max(0, year.start - 12) : year.start]))


def year_in_words(text: str, run: Run, fit: Fit) -> bool:
    year = run.atoms[fit.groups["y1"]]
    return year.value >= 1000 and year.form == "ord"


def bare_years(text: str, run: Run, fit: Fit) -> bool:
    """``1914–18``, ``1886 – 1934`` without a year word: two plausible years, no page or law numbers."""
    start, end = _span(run, fit)
    first, last = _atom(run, fit, "y1"), _atom(run, fit, "y2")
    if first is None or first.end - first.start != 4 or not 1000 <= first.value <= 2100:
        return False
    if last is not None and last.letter == "N" and last.end - last.start != 2:
        return False
    if last is not None and last.letter == "Y" and not (first.value <= last.value <= first.value + 300):
        return False
    before, after = text[max(0, start - 12) : start], text[end : end + 14]
    if regex.search(r"(?:№|[–-]|\bС\.|\bс\.|Pp?\.|бет\.?|беттер)\s*$", before) or regex.match(r"\s*-?(?:бб?\.|бет|с\.|[–-]\s*\d)", after):
        return False
    word = _NOUN_AFTER.match(after)
    bracketed = _OPEN_BRACKET.search(text[max(0, start - 90) : start]) is not None
    return bracketed or word is None or word.group(1)[0].isupper() or last is not None


def bracketed_year(text: str, run: Run, fit: Fit) -> bool:
    """A bare year in brackets: ``(1934)``, ``(Орынбор, 1864)``, ``(т. ж. б. – 1220, Отырар)``."""
    start, end = _span(run, fit)
    year = run.atoms[fit.groups["y1"]]
    if year.end - year.start != 4 and year.value < 500 or not 500 <= year.value <= 2100:
        return False
    opened = _OPEN_BRACKET.search(text[max(0, start - 90) : start])
    if not opened or not _CLOSE_BRACKET.match(text[end : end + 60]):
        return False
    inside = opened.group()[1:].rstrip()
    return not inside or inside[-1] in ",–-;" or inside.split()[-1] in ("туған", "т.", "ө.", "шамамен", "деректерде", "қ.")


def listed_year(text: str, run: Run, fit: Fit) -> bool:
    """A year in a list of years that shares the year word of the last; numbers of another size are none."""
    listed = [atom.value for atom in run.atoms[fit.start :] if atom.letter == "Y"][:2]
    return all(1000 <= value <= 2100 for value in listed) and abs(listed[0] - listed[-1]) <= 200


def year_ending(text: str, run: Run, fit: Fit) -> bool:
    """``1917-ден бастап``, ``1917-де``: a year with a case ending and no year word."""
    year, ending = run.atoms[fit.groups["y1"]], run.atoms[fit.end - 1]
    if not 1000 <= year.value <= 2100 or _MORE_THAN.match(text, ending.end):
        return False
    if ending.value in ("де", "да", "те", "та"):
        return _NOUN_AFTER.match(text, ending.end) is None or not text[ending.end :].lstrip()[:4].startswith("адам")
    if ending.value in ("ден", "дан", "тен", "тан", "нен", "нан", "ге", "ға", "ке", "қа", "не", "на"):
        return _POSTPOSITION.match(text, ending.end) is not None
    return False


def short_year(text: str, run: Run, fit: Fit) -> bool:
    """``37-жылы``, ``отыз жетінші жылы``, but not ``үшінші жылы`` nor ``50 жыл``."""
    atom = run.atoms[fit.groups["k1"]]
    word = run.atoms[fit.end - 1]
    written = text[word.start : word.end].lower()
    return (atom.letter == "N" or atom.form == "ord") and written in ("жылы", "жылғы", "жылдың", "жылдан", "жылға")


def decade(text: str, run: Run, fit: Fit) -> bool:
    """``50-жылдары``, ``жетпісінші жылдар``; ``50 жылдар`` counts years unless the ending tells."""
    atom = run.atoms[fit.groups["k1"]]
    start = _span(run, fit)[0]
    if regex.search(r"\d\s*[–-]\s*$", text[max(0, start - 8) : start]):
        return False
    return atom.letter == "N" or atom.form == "ord"


def century(text: str, run: Run, fit: Fit) -> bool:
    """``бес ғасыр`` counts centuries, ``бесінші ғасыр`` is one; ``5 ғ.`` is one."""
    atom = run.atoms[fit.groups["c1"]]
    if atom.letter == "W" and atom.form != "ord":
        return False
    end = _span(run, fit)[1]
    return not _QUANTITY.match(text, end) or atom.letter == "R"


def hijri_gloss(text: str, run: Run, fit: Fit) -> bool:
    """``870 жылы (1465-1466)``: a year before 1450 whose gloss is what the Hijri calendar makes of it."""
    year, gloss = run.atoms[fit.groups["y1"]], run.atoms[fit.groups["ny1"]]
    last = _atom(run, fit, "ny2")
    end = gloss.value if last is None else last.value if last.letter == "Y" else gloss.value - gloss.value % 100 + last.value
    return year.value < gloss.value and year.value < 1500 and hijri_agrees(year.value, gloss.value, end)


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()[-1:]
    return not before or before in ".!?…\n([«“\""


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        month_of_year, bare_month, context, anaphoric_day, anaphoric_month, year_word, year_in_words, bare_years,
        bracketed_year, listed_year, year_ending, short_year, decade, century, hijri_gloss,
    )
}  # fmt: skip
