"""Sentence boundaries of Kazakh scholarly prose, and the ``kk_sentencizer`` component.

A sentence ends at ``.`` ``!`` ``?`` ``…`` where the next one starts, also where the source lost the space;
not behind an abbreviation or an initial, not inside brackets or guillemets that go on. A newline in clean
text is a hard break; so is a dash that opens an item of a list (``жүзеге асты: - мектеп ашылды. - …``). An unbalanced bracket does no harm beyond ``_SPAN`` characters.
"""

from __future__ import annotations

from collections import deque

import numpy as np
import regex
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from jylnama.kazakh.abbreviations import abbreviations, sentence_openers
from jylnama.kazakh.citations import cited_lines
from jylnama.kazakh.zones import doc_text

_CLOSERS = '"»”’)\\]'
_CANDIDATE = regex.compile(rf"\n|[.!?…]+[{_CLOSERS}]*|[:;](?=\s[«\"“]?[-–]\s)")
# a list on one line: a colon, then items with a hyphen, or with a dash and semicolons (a dash alone is speech)
_INLINE_LIST = regex.compile(r":\s[«\"“]?(?:-\s[^\n]{3,400}?[.;]\s-\s[^\n]*|–\s[^\n.]{3,400}?;\s–\s[^\n.]*)")
_ITEM = regex.compile(r"\s*(?:[-–•*·]\s|\d{1,2}[.)]\s)")
# behind a sentence: a remark in brackets, the numbers of its sources; a word with a capital follows
_NUMBERS = r"\d{1,3}(?:[,;–-]\s?\d{1,3})*"
_NEXT = r"(?=\s+[«\"“]?\p{Lu}\p{L}*\s)"
_ASIDE = regex.compile(rf"\s*(?:\([^()\n.!?]{{1,80}}\)|\[{_NUMBERS}\]){_NEXT}")
_REFERENCE = regex.compile(rf"[(\[]{_NUMBERS}[)\]](?:{_NEXT}|(?=[ \t]+(?:1\d|20)\d\d\s?(?:ж\.|жыл)))")
# 1950 . 1953 жж., VIII . V ғғ.: a stop where a dash is meant
_RANGES = [
    (regex.compile(r"(?<!\d)(?:1\d|20)\d\d\s?$"), regex.compile(r"(?:1\d|20)\d\d\s?(?i:жж|жыл|ж\.\s?ж)")),
    (regex.compile(r"(?<!\w)[IVXІХҮ]+\s?$"), regex.compile(r"[IVXІХҮ]+\s?(?:ғғ|ғасырлар)")),
]
# what numbers a heading on its own line: § 12. 2.1. ІІ. 3-тарау. Бірінші бөлім.
_HEADING_NUMBER = regex.compile(
    r"(?:§+\s*)?\d{1,2}(?:\.\d{1,2})*|[IVXІХ]{1,5}|(?:\d{1,2}\s?-?|[IVXІХ]{1,5}\s|\p{Lu}\p{Ll}+нш[ыі]\s)(?:тарау|бөлім|тақырып|сабақ|бап|кітап|том|бөлік)"
)
_YEAR_ONLY = regex.compile(r"(?<!\d)(?:1\d|20)\d\d$")
_BRACKET = regex.compile(r"[()\[\]«»“”„\n]")
_PAIRS = {"(": ")]", "[": "])", "«": "»", "“": "”", "„": "”“"}
_SPAN = {"(": 600, "[": 600, "«": 2500, "“": 2500, "„": 2500}
# Дала. – Алматы: Жазушы, 1926. – 40 б.: where and when the book before it was printed
_IMPRINT = regex.compile(r"[–-]\s?\p{Lu}[\p{L}-]*\.?(?:\s?:\s?[^.,\n]{2,40})?,\s?(?:1[5-9]|20)\d\d(?=[.;,]|\s?[–-]|\s*(?:\n|$))")
_NUMERAL = regex.compile(r"^(?:[\d-]+|[ivxіх-]+(?=ғ))")
_WORD_BEFORE = regex.compile(r"[\w.\-’']*\w$")
_INITIAL = regex.compile(r"(?:^|(?<=[^\w]))(?:\p{Lu}|Дж|Дз|Жо?|Ю|Я|Ш|Щ|Ч|Х|Ts|Ch|Sh|Zh|Kh|Yu|Ya)$")
_NUMBER = regex.compile(r"\d+$")
# a date in numbers with blanks: 28.9. 1932, 12. 05. 1945
_DAY_MONTH = regex.compile(r"(?<![\d.])\d{1,2}\.\s?\d{1,2}$")
_YEAR_BEHIND = regex.compile(r"(?:1\d|20)\d\d(?!\d)")
_MONTH_YEAR_BEHIND = regex.compile(r"\d{1,2}\.\s?(?:1\d|20)\d\d(?!\d)")
_DATE_ONLY = regex.compile(r"^\W*(?:\d{1,4}\s*[–-]?\s*)+$")
_CAPITAL_WORD = regex.compile(r"\p{Lu}\p{Ll}{2,}")
_OPENER = regex.compile(r"[\"«“„(\[–*•·§-]*\s*(\p{Lu}|\d)")
_NEXT_WORD = regex.compile(r"[\"«“„(\[–\s-]*([\w-]+)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Sentences of a clean text as half-open code-point spans, trimmed of white space, in order.

    They cover every character that is not white space. Time is linear in the length of the text.
    """
    inside = _merged(_enclosed(text) + cited_lines(text))
    lists = [match.span() for match in _INLINE_LIST.finditer(text)]
    spans: list[tuple[int, int]] = []
    start = block = 0
    next_inside = next_list = 0
    for match in _CANDIDATE.finditer(text):
        if match.group() == "\n":
            end = match.start()
            block = match.end()
        elif match.group() in ":;":
            end = match.end()
            while next_list < len(lists) and lists[next_list][1] <= match.start():
                next_list += 1
            if next_list == len(lists) or match.start() < lists[next_list][0]:
                continue
        else:
            end = match.end()
            while next_inside < len(inside) and inside[next_inside][1] < end:
                next_inside += 1
            enclosed = next_inside < len(inside) and inside[next_inside][0] < end
            if enclosed or not _ends(text, match.start(), end, max(start, block)):
                continue
            aside = _ASIDE.match(text, end)
            end = aside.end() if aside else end
        _append_trimmed(spans, text, start, end)
        start = end
    _append_trimmed(spans, text, start, len(text))
    return spans


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    span = trimmed(text, start, end)
    if span:
        spans.append(span)


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without the white space at its edges; None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _enclosed(text: str) -> list[tuple[int, int]]:
    """Bracketed stretches, from the opening bracket to just before the closing one.

    Sources close ``[`` with ``)`` and the reverse; both are taken. A bracket that is not closed within
    its block or within ``_SPAN`` characters encloses nothing.
    """
    stack: deque[tuple[str, int]] = deque(maxlen=40)  # deeper nesting is noise
    found: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            if not _ITEM.match(text, at + 1):
                stack.clear()
            else:  # a quotation may go on over the items of a list
                stack = deque((pair for pair in stack if pair[0] not in "(["), maxlen=40)
        elif mark in _PAIRS and not (mark == "“" and stack and stack[-1][0] == "„"):
            stack.append((mark, at))
        else:
            for depth in range(len(stack) - 1, -1, -1):
                opener, opened = stack[depth]
                if mark in _PAIRS[opener]:
                    while len(stack) > depth:
                        stack.pop()
                    if at - opened <= _SPAN[opener]:
                        found.append((opened, at))
                    break
    return found


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The outermost of nested stretches, in order."""
    outer: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def _ends(text: str, mark_start: int, mark_end: int, sentence_start: int) -> bool:
    """Whether the terminator ``text[mark_start:mark_end]`` ends the sentence that began at ``sentence_start``."""
    after = text[mark_end : mark_end + 40]
    gap = len(after) - len(after.lstrip(" "))
    following = after[gap:]
    if not following or following[0] == "\n":
        return True
    mark = text[mark_start:mark_end]
    plain = mark == "."
    before = text[max(sentence_start, mark_start - 40) : mark_start]
    if not gap:
        if plain and _REFERENCE.match(text, mark_end):  # айтты.[3] Содан соң …
            return _lost_space(before, "Х")
        return plain and _lost_space(before, following) or mark[-1] in "»”)]" and following[0].isupper()
    if not _OPENER.match(following):
        return False
    if mark[0] != ".":
        return True
    if following[0] in "–-" and (not following[1:].lstrip()[:1].isupper() or _IMPRINT.match(text, mark_end + gap)):
        return False
    return not _goes_on(before, mark, following, text[sentence_start:mark_start])


def _lost_space(before: str, following: str) -> bool:
    word = _WORD_BEFORE.search(before)
    if not word or "." in word.group() or "/" in before[-20:] or not following:
        return False
    stem = word.group()
    if _YEAR_ONLY.search(stem):  # 1917.Кеңес
        return _CAPITAL_WORD.match(following) is not None
    if _abbreviation(stem) or not stem[-1].islower() or len(stem) < 3:
        return False
    return following[0].isupper() or following[0].isdigit() or following[0] in "«“*•"


def _abbreviation(word: str) -> str | None:
    """The kind of abbreviation that a word without its period is, also behind its number (``1459ж``, ``1836-1838жж``, ``XVғ``)."""
    return abbreviations().get(_NUMERAL.sub("", word.lower()) + ".")


def _goes_on(before: str, mark: str, following: str, sentence: str) -> bool:
    """Whether the sentence goes on behind ``before`` + period, which a capital or a digit follows."""
    if any(behind.match(following) and end.search(before) for end, behind in _RANGES):
        return True
    word_match = _WORD_BEFORE.search(before)
    if word_match is None:
        return False
    word = word_match.group()
    if (
        _DAY_MONTH.search(before)
        and _YEAR_BEHIND.match(following)
        or _NUMBER.search(before)
        and _MONTH_YEAR_BEHIND.match(following)
    ):
        return True
    kind = _abbreviation(word)
    if len(mark) > 1 and mark[0] == "." and mark.strip("."):
        # `… (т.б.) Съезд`: the bracket is closed, a capital begins the next; `(… т.б.) 1954 ж.`, `(1917 жж.) М. …` go on
        if mark[1] in ")]" and (kind == "inside" or _ends_in_initial(word)):  # (авторлары – Б.Қ.) Алматыда …
            return _opened_inside(sentence)
        next_word = _NEXT_WORD.match(following)
        asides = kind == "year" and next_word is not None and next_word.group(1) not in sentence_openers()
        return asides or following[0].isdigit() and kind is not None
    if _ends_in_initial(word):
        return True
    if kind == "inside":
        return True
    if kind == "year":
        next_word = _NEXT_WORD.match(following)
        stands_alone = _DATE_ONLY.match(sentence[: -len(word)].strip() or "")
        return bool(stands_alone) or next_word is None or next_word.group(1) not in sentence_openers()
    if kind == "either":
        return following[0] in "(["  # А. Оразов т.б. (1925) …
    if len(word) == 1 and word.islower():  # б. з., а. ш.: no word of the language has one letter
        return True
    # the number of a heading or of a list item
    before_number = sentence.strip()
    numbered = _NUMBER.fullmatch(word) is not None and before_number[: -len(word)].rstrip()[-1:] in (":", ";")
    return numbered or _HEADING_NUMBER.fullmatch(before_number) is not None


def _ends_in_initial(word: str) -> bool:
    return _INITIAL.search(word.rsplit(".", 1)[-1].rsplit("-", 1)[-1]) is not None and not word[-1].isdigit()


def _opened_inside(sentence: str) -> bool:
    """Whether the bracket in which ``sentence`` ends opened behind a word of it: not so for a bracket that is a sentence."""
    before = sentence[: max(sentence.rfind("("), sentence.rfind("["), 0)].rstrip()
    return bool(before) and before[-1] not in ".!?…"


@Language.factory("kk_sentencizer", assigns=["token.is_sent_start"], default_config={"overwrite": True})
def make_sentencizer(nlp: Language, name: str, overwrite: bool) -> KazakhSentencizer:
    return KazakhSentencizer(overwrite=overwrite)


class KazakhSentencizer:
    """spaCy component: sets sentence starts from ``sentence_spans(doc.text)``.

    overwrite (bool): replace boundaries that another component has set.
    """

    def __init__(self, overwrite: bool = True) -> None:
        self.overwrite = overwrite

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc) or (not self.overwrite and doc.has_annotation("SENT_START")):
            return doc
        starts = np.array([start for start, _ in sentence_spans(doc_text(doc))])
        indices = doc.to_array([IDX])
        # a sentence starts at the first token at or behind each boundary
        tokens = np.searchsorted(indices, starts)
        flags = np.full(len(doc), -1, dtype="int64")
        flags[tokens[tokens < len(doc)]] = 1
        flags[0] = 1
        return doc.from_array([SENT_START], flags.astype("uint64"))
