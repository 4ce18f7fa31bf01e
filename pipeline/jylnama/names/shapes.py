"""The shapes that names are written in, as compiled patterns: parts, runs of parts, titles, posts, things."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from jylnama.kazakh.conjunctions import AND
from jylnama.kazakh.numerals import ROMAN_LETTERS
from jylnama.kazakh.surnames import ANY_CHILD, suffixes
from jylnama.names.lexicon import WORDS, titles, word

_INSIDE, _AROUND = WORDS["inside"], WORDS["around"]
# cleaned text keeps line breaks only between paragraphs, and no name goes over one
_GAP = r"[ \u00a0]"
_CASE = r"(?:[нтд][ыі]ң|[нтд][ыі]|[ғқ]а|[гк]е|[дт][ае]|[нтд][ае]н|[мпб]ен)"
_ARABIC = f"(?:{_INSIDE['arabic']})"
# no part of a firm: ҚазМұнайГаз
_GLUED = r"(?!\p{Lu}\p{Ll}{1,4}\p{Lu})"
_CAPITALISED = rf"{_GLUED}(?:[ДдО]['’](?=\p{{Lu}}))?\p{{Lu}}[\p{{Ll}}’'ʼ]+(?:-(?:{_ARABIC}-|(?:{_INSIDE['arabic_apart']}){_GAP})?(?:\p{{Lu}}\p{{Ll}}+|{suffixes('son', 'daughter')}|[дд]ин\p{{Ll}}*|(?:{_INSIDE['hyphenated']})(?:{_CASE})?(?!\p{{Ll}})|цз\p{{Ll}}{{1,7}}))*"
# an acronym with an ending is no word in capitals: КСРО-ның
_NUMERAL = rf"[{ROMAN_LETTERS}]+(?![\p{{L}}])"
WORD = rf"(?:{_CAPITALISED}|(?!{_NUMERAL})\p{{Lu}}{{3,}}(?:-\p{{Lu}}{{3,}})*(?![\p{{L}}\d-]))"
INITIAL = rf"(?:\p{{Lu}}|{_INSIDE['initials']})\.(?:-\p{{Lu}}\.)?"
# әл-Мамун, ар-Рашид: what a man is called by, also without a name before it
NISBA = rf"(?:{_ARABIC}-\p{{Lu}}\p{{Ll}}+|(?:{_INSIDE['nisba']})(?={_GAP}\p{{Lu}}\p{{Ll}}))"
# lists leave the period out: Левин М, …
INITIALS = rf"(?:(?:{INITIAL}{_GAP}?){{1,3}}|\p{{Lu}}(?=[,;)\]]))"
SMALL = (
    rf"{'|'.join(ANY_CHILD)}|{_INSIDE['small']}|{_ARABIC}-\p{{Lu}}?\p{{Ll}}+|{_INSIDE['western']}|"
    + "|".join(titles()["inner"]["connectors"])
)  # fmt: skip
ROMAN = rf"[{ROMAN_LETTERS}]{{1,5}}(?:\s?-{_CASE})?(?![\p{{L}}\d-])"

LIFE_YEARS = regex.compile(rf"\s?[(\[]\s?(?:{_AROUND['about']}\s)?(\d{{3,4}})\s?[–—-]\s?(\d{{2,4}})")
# endings of adjectives, which open sentences before a title: Атақты ақын
ADJECTIVE = regex.compile(r"\p{Ll}(?:[ғқ]ы|[гк]і|[лдт][ыі]қ|[лдт]ік|[лдт][ыі]|нш[ыі]|с[ыі]з|[дт]ай|[дт]ей)$")
PARTICIPLE = regex.compile(r"\p{Ll}(?:[ғқ]ан|[гк]ен)$")
# second halves of compound given names; what is that long and ends so is hardly anything else
COMPOUND = regex.compile(rf"^\p{{Lu}}\p{{Ll}}{{3,}}(?<!{_INSIDE['no_first_half']})(?:{_INSIDE['second_halves']})$")
# endings of a common word that opens a sentence before a name: Орнына Горбачев …
OPENER = regex.compile(
    r"\p{Ll}(?:с[ыі]|[ыі]н?[аеы]|[ыі]нд[ае]|[ыі]н[ае]н|[дтн][ае]н|[ғқ]а|[гк]е|[дт][ае]|[нтд][ыі]ң|[лдт][ае]р|[мбп]ен|қы|кі|ғы|гі)$"
)
# behind a Roman numeral that counts no ruler
COUNTED_TIME = regex.compile(rf"[\s\u00a0]*(?:-|–|—)?[\s\u00a0]*(?:[{ROMAN_LETTERS}]+[\s\u00a0]*)?(?:{_AROUND['counted']})")
# Поль Понс, Вейланд Шульц сынды: behind the last of several
LIKE_THESE = regex.compile(rf"\s(?:{_AROUND['like_these']})")
# Ұзақ жылдар: an adjective that is a given name as well
TIME_NOUN = regex.compile(rf"\s(?:{_AROUND['times']})")
SIMILATIVE = regex.compile(r"[дт][ае]й$")
SPLIT_JOINT = regex.compile(rf"(?:,\s?|\s(?:{AND}|{_AROUND['also']})\s|\s[–—]\s)")
# көсемі фракиялық Спартак: an adjective of origin may stand between
_FRONT_WORD = regex.compile(
    r"(?:^|[\s(«“,])(?P<before>\p{L}+\s)?(?P<front>[\p{L}-]+)\s(?:\p{Ll}{3,}[лдт][ыі]қ\s|\p{Ll}{3,}[лдт]ік\s)?$"
)
_FRONT_PLURAL = regex.compile(r"(?<=[\s(«“,])(\p{L}+)(?:[лдт][ае]р)(?:[ыі])?\s$")
# шын аты – Әбдіраш
_OWN_NAME = regex.compile(rf"(?:{_AROUND['own_name']})\s?[–—-]\s$")
# Жолан ұлы жорық бастады: behind a word in small letters that does not end the sentence
GOES_ON = regex.compile(rf"\s(?!{_AROUND['called']})\p{{Ll}}+\s\p{{L}}")
_GENITIVE = regex.compile(r"\p{Ll}[нтд][ыі]ң\s$")
_POSSESSIVE = regex.compile(r"(?:сы|сі|ы|і)$")
# Жанақтан Азам, Сапар туады; бәйбішесінен Сапар, …: fathers and mothers in the ablative, and their children
_CHILDREN = rf"{WORD}(?:(?:,\s|\s{AND}\s){WORD}){{0,12}}"
_GENEALOGY = regex.compile(
    rf"\p{{Lu}}\p{{Ll}}+(?:[дтн][ае]н)\s(?P<children>{_CHILDREN})(?=\s(?:{_AROUND['born']}|{_AROUND['descend']}))"
    rf"|(?:{_AROUND['wives']})н[ае]н(?:\s[–—-])?\s(?P<children>{_CHILDREN})(?=[,.;]|\s(?:{_AROUND['born']}|{_AROUND['said_to_be']}))"
)
# одан Сапар, одан Жолан би, одан …: father and son, link by link
_CHAIN = regex.compile(
    rf"(?:(?<!\p{{L}})(?:{_AROUND['from_him']})\s(?:{_AROUND['behind_him']})?{WORD}(?:\s\p{{Ll}}+)?(?:,\s|\.\s|\s[–—-]\s)?){{2,}}"
)
_LINK = regex.compile(rf"(?:{_AROUND['from_him']})")
_CAPITAL_WORD = regex.compile(WORD)
_CRY = regex.compile(r"[лдт][ае]п$")
_BOOK = regex.compile(rf"(?<!\p{{L}}){_AROUND['book']}[\s-](?:и\s)?$")
# Әлекең, Төкең: a name shortened in respect
RESPECT = regex.compile(rf"^\p{{Lu}}\p{{Ll}}{{1,5}}(?:[кб]ең|[қх]аң)$(?<!^{_INSIDE['no_respect']})")
_QUOTED = regex.compile(r"(?:«([^«»\n]{2,60})»|“([^“”\"\n]{2,60})[”\"]|(?<![\p{L}\d])\"([^\"\n]{2,60})\"(?!\p{L}))")
# what somebody says, not the title of something: «Ерлан келді» деп айтты
_SAID = regex.compile(rf"[\s,–—-]*(?:{_AROUND['said']})(?!\p{{L}})")
# a thing that is named after somebody is possessed
_NO_BARE_NOUN = rf"(?!(?i:{titles()['things']['bare']})(?:[лдт][ае]р)?(?:{_CASE}|[дт][ае]ғы|[дт]егі)?(?!\p{{L}}))"
_INITIAL_INSIDE = regex.compile(r"(?<!\p{L})\p{Lu}\.")


@cache
def title_stems() -> str:
    """Titles behind names, as alternatives."""
    return "|".join(titles()["behind"]["words"])


@cache
def _title() -> str:
    # case and plural endings, not the possessive (қазақ ханы) nor a longer word (хандық)
    return rf"(?:{title_stems()})(?:[лд]ар|[лд]ер|тар|тер)?(?:-?{_CASE})?(?![\p{{L}}-])"


@cache
def titles_behind() -> regex.Pattern[str]:
    """One title or more at the end of a name, with the blank before it."""
    return regex.compile(rf"(?:{_GAP}{_title()})+$")


@cache
def title_behind() -> regex.Pattern[str]:
    """One title without an ending, with the blank before it."""
    return regex.compile(rf"{_GAP}(?:{title_stems()})(?!\p{{L}})")


@cache
def run_pattern() -> regex.Pattern[str]:
    """A run: capitalised words, initials, Roman numerals and the small words inside names, and a title behind them."""
    part = rf"(?:{INITIALS}|{WORD}|{ROMAN}|{NISBA})"
    following = rf"(?:{INITIALS}(?=\s?\p{{Lu}}|[\s,.;)\]])|{WORD}|{ROMAN}|(?:{SMALL})(?![\p{{L}}]))"
    # at most a dozen parts: names are shorter, and what is done per part stays linear
    return regex.compile(
        rf"(?<![\p{{L}}\d’-]){part}(?:(?:{_GAP}|(?<=[. \u00a0])){following}){{0,12}}"
        rf"(?:{_GAP}(?P<small>{'|'.join(ANY_CHILD)})(?P<case>н|на|не|ның|нің|нда|нде|нан|нен|мен)?(?![\p{{L}}-]))?"
        rf"(?:{_GAP}(?P<title>{_title()})(?P<descent>{_GAP}(?:{'|'.join(_INSIDE['son_of'])})(?:{_GAP}{WORD}){{1,4}}|(?<!ң){_GAP}(?:{suffixes('son', 'daughter')})(?=[,.;)]))?)?"
    )


@cache
def part_pattern() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<initials>{INITIALS})|(?P<word>{WORD})|(?P<roman>{ROMAN})|(?P<small>(?:{SMALL})(?!\p{{L}}))")


@cache
def east_asian(syllables: int) -> regex.Pattern[str]:
    """A given name of at most so many syllables, as Palladius's and Kontsevich's transcriptions write them: Шикай, Цзэдун, Ир."""
    initial = r"(?:чж|цз|дж|[бгджйклмнпрстфхцчш])?"
    final = r"(?:у?[ао]й|эй|уй|[аоэя]о|оу|[уюи]?[аэя]н|у?[аоуэ]нь|ю[аэ]?н?ь?|[яиею]нь|[иуоеы]н|[аоиыу][мкпр]|е[рн]|у[ао]|юэ|[аоэуиыеёюя])"
    return regex.compile(rf"(?i)(?:{initial}{final}){{1,{syllables}}}")


@cache
def things() -> regex.Pattern[str]:
    """What is named after somebody, or only seems so; the noun may have a capital: ``Бөкей Ордасы``."""
    nouns = titles()["things"]
    return regex.compile(rf"{_GAP}{_NO_BARE_NOUN}(?:(?i:{nouns['words']})|{nouns['short']}|{nouns['addresses']})")


@cache
def sites() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:{titles()['things']['sites']})")


@cache
def listed_things() -> regex.Pattern[str]:
    """Behind the item of a list whose last one is followed by what they all are: ``Адай, Найман және Уақ рулары``."""
    item = r"\p{Lu}[\p{L}-]+"
    return regex.compile(rf"(?:,\s{item}){{0,8}}(?:\s{AND}\s{item})?\s(?:{titles()['things']['many']})")


@cache
def called() -> regex.Pattern[str]:
    """Behind a name, or (``list``) the first ones of a list of names: ``Балбай, Сали деген батырлар``."""
    deeds = titles()["deeds"]
    whom = rf"(?:{deeds['called']})(?:[лдт][ае]р)?(?:с?[ыі])?(?:{_CASE}|н[ае]?)?(?!\p{{L}})"
    # one word between, but no other noun in a case: Көктөбе деген жерде адам көп
    between = r"(?:\p{Ll}+(?<![дт][аеыі]|[ғқ]а|[гк]е|[дтн][ае]н|[нтд][ыі]ң)\s)?"
    return regex.compile(
        rf"(?P<list>(?:,\s\p{{Lu}}\p{{Ll}}+){{0,6}})\s"
        rf"(?:(?:{_AROUND['called']})\s{between}{whom}|{_AROUND['by_name']}\s(?!{deeds['called_things']})\p{{Ll}})"
    )


@cache
def elders() -> regex.Pattern[str]:
    """Behind a given name, how the elder are spoken of: ``Бекзат аға``, ``Гүлнәр апайдың``."""
    return regex.compile(rf"\s(?:{titles()['deeds']['elders']})(?:мыз|м|сы)?(?:{_CASE}|н[ае]?)?(?!\p{{L}})")


@cache
def elders_last() -> regex.Pattern[str]:
    """The same at the end of what may be a name."""
    return regex.compile(rf"{elders().pattern}$")


@cache
def chosen() -> regex.Pattern[str]:
    return regex.compile(rf"\s{titles()['deeds']['chosen']}")


@cache
def addresses() -> regex.Pattern[str]:
    return regex.compile(rf"\s{_NO_BARE_NOUN}(?:{titles()['things']['addresses']})")


@cache
def titled_things() -> regex.Pattern[str]:
    """The same behind a name whose title stands outside the span: ``(Жолан) хан империясы``."""
    return regex.compile(rf"{_GAP}{_title()}\s(?:{titles()['things']['addresses']})")


@cache
def houses() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:{titles()['things']['houses']})")


@cache
def about() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:{titles()['deeds']['about']})(?!\p{{L}})")


@cache
def deeds() -> regex.Pattern[str]:
    return regex.compile(rf"\s{titles()['deeds']['words']}")


@cache
def raised() -> regex.Pattern[str]:
    return regex.compile(rf"\s{titles()['deeds']['raised']}")


def becomes_office(text: str, start: int, end: int) -> bool:
    """Whether a title that ends at ``end`` is what the man whose name begins at ``start`` comes to be: ``Жолан хан
    болып сайланды``; not where it tells who somebody is: ``Оның әкесі Жолан хан болған``."""
    becomes, copula, was, forebears, honorific = _office()
    if honorific.search(text, start, end):
        return False
    if becomes.match(text, end) is None or copula.match(text, end):
        return False
    return was.match(text, end) is None or forebears.search(text, max(0, start - 20), start) is None


@cache
def _office() -> tuple[regex.Pattern[str], ...]:
    deeds = titles()["deeds"]
    patterns = (rf"\s{deeds[key]}" for key in ("becomes", "copula", "was"))
    forebears, honorific = rf"(?<!\p{{L}})(?i:{deeds['forebears']})\s$", rf"\s(?:{deeds['honorifics']})$"
    return tuple(map(regex.compile, (*patterns, forebears, honorific)))


@lru_cache(maxsize=1 << 14)
def is_post(lower: str) -> bool:
    """Whether a word in small letters is a post or a title that stands in front of names, possessive or not."""
    fronts = _fronts()
    return lower in fronts or (short := _POSSESSIVE.sub("", lower)) != lower and short in fronts


@cache
def _fronts() -> frozenset[str]:
    return frozenset(titles()["front"]["words"])


def is_compound(base: str) -> bool:
    """Whether a word has the shape of a compound given name, and is no post: ``Елісхан``."""
    return COMPOUND.search(base) is not None and not is_post(base.lower())


@lru_cache(maxsize=1 << 14)
def is_kin(lower: str) -> bool:
    return lower in titles()["front"]["kin"]


def post_in_front(text: str, start: int) -> bool:
    """Whether a post (``атаман``), or kin in the possessive (``әкесі``), stands right before ``start``.

    A title that closes the name before it (``Шығай сұлтан Еділ бойына``) is none.
    """
    left = text[max(0, start - 40) : start]
    if len(left) < 2 or not (left[-2].isalpha() or left[-2] in "–—-" or left[-2].isspace()):
        return False  # another mark: neither pattern ends so
    match = _FRONT_WORD.search(left)
    if not match:
        return _OWN_NAME.search(left) is not None
    front = match["front"]
    before = (match["before"] or "").strip()
    if front in titles()["behind"]["words"] and before[:1].isupper() and _names_somebody(text, start, before, front):
        return False
    if front in titles()["front"]["kin_genitive"]:
        return match["before"] is not None and _GENITIVE.search(match["before"]) is not None
    return is_post(front.lower()) or is_kin(front.lower())


def _names_somebody(text: str, start: int, before: str, title: str) -> bool:
    name = word(before)
    at = start - len(before) - len(title) - 2
    return not name.inflected and (name.nameable or not name.barred and not opens_sentence(text, at))


def is_front_word(text: str) -> bool:
    """Whether a capitalised word is a post or kin that opens a sentence: ``Атаман``, ``Әкесі``."""
    lower = text.lower()
    return is_post(lower) or is_kin(lower)


def opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" \u00a0")
    return not before or before[-1] in '.!?…\n«“"•*=:;'


def is_war_cry(written: str) -> bool:
    """Whether a word is an adverb made from a name, with which warriors ride: ``Абылайлап шапты``."""
    return _CRY.search(written) is not None and word(written[:-3]).nameable


def is_of_book(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is how the Koran is called: ``Құран Кәрім``."""
    return _BOOK.search(text, max(0, start - 8), start) is not None


def children(text: str) -> list[tuple[int, int]]:
    """Where genealogies list somebody's children."""
    return [match.span("children") for match in _GENEALOGY.finditer(text)]


def chains(text: str) -> list[tuple[int, int]]:
    """Where genealogies go from father to son. A way leads on from place to place as well: one link has a person's name."""
    found = (match for match in _CHAIN.finditer(text))
    return [
        m.span()
        for m in found
        if any(word(w).given or word(w).known for w in _CAPITAL_WORD.findall(m.group()) if not _LINK.match(w))
    ]


def posts_in_front(text: str, start: int) -> bool:
    """Whether a post in the plural stands before the first name of a list: ``ғалымдар Миллер, …``."""
    match = _FRONT_PLURAL.search(text, max(0, start - 40), start)
    return match is not None and is_post(match[1].lower())


def may_be_years(text: str, start: int) -> bool:
    """Whether a bracket opens behind a name: a cheap test before ``LIFE_YEARS``."""
    return text.startswith(("(", "["), start) or text.startswith(("(", "["), start + 1)


def quoted_titles(text: str) -> list[tuple[int, int]]:
    """Short stretches in quotation marks without initials: titles of works, newspapers, organisations."""
    spans = []
    for match in _QUOTED.finditer(text):
        inside = match[1] or match[2] or match[3]
        said = " " in inside and _SAID.match(text, match.end()) is not None
        if len(inside.split()) <= 6 and not _INITIAL_INSIDE.search(inside) and not said:
            spans.append(match.span())
    return spans
