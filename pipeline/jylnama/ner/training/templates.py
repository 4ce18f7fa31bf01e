"""Made-up sentences of historical prose: templates with slots, filled with names in the right case."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import regex

from jylnama.ner.training.data import DataError, Example
from jylnama.ner.words import words as word_spans

CASES = {"gen": "genitive", "dat": "dative", "acc": "accusative", "loc": "locative", "abl": "ablative", "ins": "instrumental",
         "att": "locative"}  # fmt: skip
# endings behind the hyphen of an abbreviation, by how its last letter is called (front vowel except А, К, О, Х)
_HYPHENED = {"gen": "нің", "dat": "ге", "acc": "ні", "loc": "де", "abl": "ден", "ins": "мен", "att": "дегі"}
_HYPHENED_BACK = {"gen": "ның", "dat": "ға", "acc": "ны", "loc": "да", "abl": "дан", "ins": "мен", "att": "дағы"}
_POSSESSIVE = {"gen": ("ның", "нің"), "dat": ("на", "не"), "acc": ("н", "н"), "loc": ("нда", "нде"), "abl": ("нан", "нен"),
               "ins": ("мен", "мен"), "att": ("ндағы", "ндегі")}  # fmt: skip
_SLOT = regex.compile(r"\{(?P<slot>\p{Lu}+)(?::(?P<case>\w+))?\}|\[(?P<class>\p{Lu}+) (?P<text>[^\]]+)\]")
_MONTHS = ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"]
_COUNTS = [
    "екі",
    "үш",
    "төрт",
    "бес",
    "алты",
    "жеті",
    "он",
    "он екі",
    "жиырма",
    "отыз",
    "қырық",
    "елу",
    "жүз",
    "екі жүз",
    "бес жүз",
    "мың",
    "үш мың",
    "он мың",
]
_ORDINALS = ["бірінші", "екінші", "үшінші", "төртінші", "бесінші", "алтыншы", "оныншы", "2-ші", "3-ші", "1-ші", "2-нші", "5-інші"]
_ROMAN = ["XV", "XVI", "XVII", "XVIII", "XIX", "XX", "ХІХ", "ХХ", "VI", "VIII", "Х", "ІХ", "XIII", "ХІV"]


@cache
def _inflector() -> Any:
    from qazaq_inflector import QazaqNameInflector

    return QazaqNameInflector()


def decline(name: str, case: str) -> str:
    """The name with the ending of a case (a key of ``CASES``) on its last word.

    Abbreviations take it behind a hyphen, names of several words that end in a possessive its own form.
    """
    if not case:
        return name
    *front, last = name.split(" ")
    back = bool(regex.search(r"[аұыоАҰЫО][^аәеоөұүыіАӘЕОӨҰҮЫІ]*$", last))
    if regex.search(r"(?:\p{Lu}|\))\p{Lu}?$", last):
        return name + "-" + (_HYPHENED_BACK if last[-1] in "АКОХ" else _HYPHENED)[case]
    if front and regex.search(r"[ыі]$", last):
        return name + _POSSESSIVE[case][0 if back else 1]
    if last == "би":  # no vowel tells its harmony; it is front
        return name + {**_HYPHENED, "gen": "дің", "acc": "ді"}[case]
    form: str = _inflector().inflect(last, CASES[case]) if regex.search(r"\p{Ll}$", last) else last
    if case == "att" and form != last:
        form += "ғы" if form.endswith(("да", "та")) else "гі"
    return " ".join([*front, form])


class Names:
    """Draws the fillers of slots. path: the TOML file of names."""

    def __init__(self, path: Path, rng: random.Random) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.rng = rng
        self.lists: dict[str, list[str]] = {}
        for section in data.values():
            for key, text in section.items():
                parts = text.split(",") if "," in text else text.split()
                self.lists[key] = [" ".join(part.split()) for part in parts if part.strip()]

    def one(self, key: str) -> str:
        return self.rng.choice(self.lists[key])

    def person(self) -> str:
        kinds: list[tuple[int, Callable[[], str]]] = [
            (5, lambda: f"{self.one('given')} {self.one('surnames')}"), (4, lambda: f"{self.one('given')} {self.one('patronymics')}"),
            (1, lambda: f"{self.one('given')} {self.one('patronymics')} {self.one('surnames')}"),
            (3, lambda: f"{self.one('russian_given')} {self.one('russian_surnames')}"),
            (1, lambda: f"{self.one('russian_given')} {self.one('russian_patronymics')} {self.one('russian_surnames')}"),
            (3, lambda: self.one("foreign")), (3, self.ruler), (4, self.initials), (1, lambda: self.one("known")),
        ]  # fmt: skip
        return self.rng.choices([make for _, make in kinds], [weight for weight, _ in kinds])[0]()

    def initials(self) -> str:
        given, surname = (
            (self.one("given"), self.one(self.rng.choice(["surnames", "surnames", "patronymics"])))
            if self.rng.random() < 0.6
            else (self.one("russian_given"), self.one("russian_surnames"))
        )
        second = self.one("russian_patronymics" if given in self.lists["russian_given"] else "given")[0]
        short = self.rng.choice([f"{given[0]}.", f"{given[0]}.", f"{given[0]}.{second}.", f"{given[0]}. {second}."])
        return f"{surname} {short}" if self.rng.random() < 0.06 else short + self.rng.choice(["", " "]) + surname

    def ruler(self) -> str:
        draw = self.rng.random()
        if draw < 0.15:
            return f"{self.one('bis')} би"
        if draw < 0.25:
            return f"{self.one('given')} {self.one('patronymics')}"
        name = self.one("khans" if draw < 0.75 else "given")
        return name if self.rng.random() < 0.2 else f"{name} {self.one('titles')}"

    def known(self) -> str:
        return self.one(self.rng.choice(["known", "surnames", "russian_surnames", "foreign"]))

    def place(self) -> str:
        return self.one("gpe")

    def year(self) -> int:
        return self.rng.choice([self.rng.randint(1700, 1991), self.rng.randint(1905, 1945)])

    def date(self) -> str:
        """An adverbial date."""
        year, month, day = self.year(), self.rng.choice(_MONTHS), self.rng.randint(1, 28)
        of_month = self.rng.choice(["басында", "ортасында", "соңында", "аяғында"])
        part = self.rng.choice(["басында", "ортасында", "соңында", "аяғында", "екінші жартысында", "бірінші ширегінде"])
        decade = year // 10 * 10
        return self.rng.choice([
            f"{year} жылы", f"{year} жылы", f"{year} ж.", f"{year} жылы {decline(month, 'loc')}", f"{year} жылы {day} {decline(month, 'loc')}",
            f"{year} ж. {day} {decline(month, 'loc')}", f"{year} жылдың {day} {month}ында" if month.endswith("н") else f"{year} жылғы {decline(month, 'loc')}",
            f"{day} {decline(month, 'loc')}", f"{year} жылдың {self.rng.choice(['көктемінде', 'жазында', 'күзінде', 'қысында'])}",
            f"{year} жылдың {of_month}", f"{year}-{year + self.rng.randint(1, 9)} жылдары", f"{year} – {year + self.rng.randint(1, 9)} жж.",
            f"{decade}-жылдары", f"{decade} жылдары", f"{self.rng.choice(_ROMAN)} ғасырда", f"{self.rng.choice(_ROMAN)} ғасырдың {part}",
            f"{self.rng.choice(_ROMAN)} ғ. {part}", f"{self.rng.choice(_ROMAN)} ғ. {decade % 100 or 20}-жылдары", f"{day:02d}.{self.rng.randint(1, 12):02d}.{year} ж.",
            "сол жылы", "осы жылдың күзінде",
        ])  # fmt: skip

    def slots(self) -> dict[str, tuple[str, Callable[[], str]]]:
        one = self.one
        return {
            "P": ("PERSON", self.person), "PK": ("PERSON", self.ruler), "PR": ("PERSON", self.initials), "PS": ("PERSON", self.known),
            "G": ("GPE", self.place), "L": ("LOCATION", lambda: one("location")), "O": ("ORGANISATION", lambda: one("bodies")),
            "N": ("NORP", lambda: one("norp")), "NP": ("NORP", lambda: one("norp_plural")), "E": ("EVENT", lambda: one("events")),
            "A": ("ART", lambda: one("art")), "W": ("LAW", lambda: one("law")), "F": ("FACILITY", lambda: one("facility")),
            "T": ("LANGUAGE", lambda: one("language")), "X": ("POSITION", lambda: one("posts")), "D": ("DATE", self.date),
            "Y": ("DATE", lambda: f"{self.year()} {self.rng.choice(['жылғы', 'ж.', 'жылдардағы'])}"),
            "R": ("DATE", lambda: f"{(y := self.year())}{self.rng.choice(['–', ' – ', '-'])}{y + self.rng.randint(20, 80)}{self.rng.choice(['', '', ' жж.', ' жылдары'])}"),
            "C": ("CARDINAL", lambda: self.rng.choice([self.rng.choice(_COUNTS), str(self.rng.randint(2, 900))])),
            "Q": ("ORDINAL", lambda: self.rng.choice(_ORDINALS)),
        }  # fmt: skip


def made_up(templates: Path, names: Path, count: int, seed: int) -> Iterator[Example]:
    """``count`` sentences out of the templates, each template equally often, the same for the same seed.

    Raises DataError for a slot that does not exist.
    """
    lines = [line for line in templates.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rng = random.Random(seed)
    source = Names(names, rng)
    for number in range(count):
        yield fill(lines[number % len(lines)], source)


def fill(template: str, names: Names) -> Example:
    """One sentence out of one template. Raises DataError for an unknown slot or case."""
    slots = names.slots()
    parts: list[tuple[str, str]] = []  # (text, class or "")
    at = 0
    for match in _SLOT.finditer(template):
        parts.append((template[at : match.start()], ""))
        at = match.end()
        if match["class"]:
            parts.append((match["text"], match["class"]))
        elif match["slot"] == "PL":
            parts += _people(names)
        elif match["slot"] in slots and (match["case"] or "gen") in CASES:
            label, make = slots[match["slot"]]
            parts.append((decline(make(), match["case"] or ""), label))
        else:
            raise DataError(f"template {template!r}: no slot {match.group()!r}")
    parts.append((template[at:], ""))
    return _labelled(parts)


def _people(names: Names) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    make = names.rng.choice([names.initials, names.person, names.person])
    count = names.rng.randint(2, 6)
    for i in range(count):
        if i:
            parts.append((names.rng.choice([", ", " және "]) if i == count - 1 else ", ", ""))
        parts.append((make(), "PERSON"))
    if names.rng.random() < 0.25:
        parts.append((" т.б.", ""))
    return parts


def _labelled(parts: list[tuple[str, str]]) -> Example:
    words: list[str] = []
    labels: list[str] = []
    for text, label in parts:
        spans = word_spans(text)
        words += [text[a:b] for a, b in spans]
        labels += [(f"{'I' if n else 'B'}-{label}" if label else "O") for n in range(len(spans))]
    if words and words[0][0].islower():
        words[0] = words[0][0].upper() + words[0][1:]
    return Example(tuple(words), tuple(labels))
