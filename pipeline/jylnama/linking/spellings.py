"""The spellings that a pattern of the lexicon may have, and where a text may have them: looked up, not searched.

Hundreds of verbs then cost no more than the few that a sentence has, and only the patterns of those are ever compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Generic, TypeVar

import regex

T = TypeVar("T")

_OPENING = regex.compile(r"\((?:\?(?::|<?[!=]|P?<\w+>))?")
_MORE_THAN_LETTERS = regex.compile(r"\(\?(?!:)|[^\p{L} @|?()\[\]:-]")  # look-arounds, named groups, classes …
_ANY_LENGTH = 1000
_LITERAL = frozenset(" -@")
WORD = regex.compile(r"\p{L}++(?:-\p{L}++)*+")  # words joined by hyphens are one
# more than three blanks stand where a date does: дүниеге 1930 жылы келді
_GAP = regex.compile(r"\s{1,60}+")


def spellings(body: str) -> list[str]:
    """All that a pattern matches, in the order in which it tries it; nothing where it is not made of spellings alone.

    A spelling may hold blanks and end with ``@``, any voice of a verb.

    >>> spellings("ат(?:ыл)?|шы[қғ]@"), spellings(r"бар\\p{L}*")
    (['атыл', 'ат', 'шық@', 'шығ@'], [])
    """
    if _MORE_THAN_LETTERS.search(body):
        return []
    found = _read(body, _ANY_LENGTH)
    return [letters for letters, _ in found] if all(goes_on for _, goes_on in found) else []


def beginnings(body: str) -> list[str]:
    """What matches of a pattern begin with, up to six letters and blanks (``""``: anything).

    Reads letters, blanks, character classes, groups and ``?``; stops at all else, but skips look-arounds.
    """
    return list(dict.fromkeys(letters.rstrip("-@") for letters, _ in _read(body, 6)))


_Spelt = dict[tuple[str, bool], None]  # an ordered set of (letters, whether more may follow)


def _read(body: str, length: int) -> _Spelt:
    found, rest = _alternatives(body, 0, length)
    if rest != len(body):
        raise ValueError(f"triggers.toml: unbalanced bracket in {body!r}")
    return found


def _alternatives(body: str, at: int, length: int) -> tuple[_Spelt, int]:
    """The alternatives, up to a length, from ``at`` to their closing bracket, and where that is."""
    done: _Spelt = {}
    open_: _Spelt = {("", True): None}
    while at < len(body) and body[at] != ")":
        here, atom = at, [("", False)]
        if body[at] == "|":
            done, open_, at = done | open_, {("", True): None}, at + 1
            continue
        if opening := _OPENING.match(body, at):
            inner, at = _alternatives(body, opening.end(), length)
            atom, at = list(inner), at + 1
            if opening.group().startswith(("(?<!", "(?<=", "(?!", "(?=")):
                continue
        elif body[at] == "[":
            at = body.index("]", at) + 1
            if body[here + 1 : at - 1].isalpha():
                atom = [(letter, True) for letter in body[here + 1 : at - 1]]
        elif body[at].isalpha() or body[at] in _LITERAL:
            atom, at = [(body[at], True)], at + 1
        else:
            at += 2 if body[at] == "\\" else 1
        if body[at : at + 1] == "?":
            atom, at = [*atom, ("", True)], at + 1
        elif body[at : at + 1] in ("*", "+", "{"):
            atom = [("", False)]
        open_ = {joined: None for head in open_ for joined in _joined(head, atom, length)}
    return done | open_, at


def _joined(head: tuple[str, bool], atom: list[tuple[str, bool]], length: int) -> Iterator[tuple[str, bool]]:
    letters, goes_on = head
    for tail, more in atom if goes_on else [("", False)]:
        if letters.endswith("@") and (tail or not more):
            yield letters[:-1], False  # the voice of a verb within the pattern
        else:
            joined = letters + tail
            yield joined[:length], more and len(joined) < length


# what a word begins with: the entries whose beginning ends there, and what the next word begins with
_Node = dict[str, tuple[list[T], "_Node[T]"]]


class Index(Generic[T]):
    """Finds entries by what their matches begin with. Up to three blanks stand for a blank."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._first: _Node[T] = {}
        for beginning, entry in entries:
            behind = self._first
            for word in beginning.split(" "):
                ending, behind = behind.setdefault(word, ([], {}))
            ending.append(entry)
        self._of_word = lru_cache(maxsize=1 << 15)(partial(_lookup, self._first))

    def find(self, text: str, words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, T]]:
        """Where in a text a beginning stands at one of the words, given with their places: its start and end, and its entry."""
        of_word = self._of_word
        for at, word in words:
            found, behind = of_word(word)
            for length, entry in found:
                yield at, at + length, entry
            if not behind:  # most words
                continue
            end = at + len(word)
            while behind and (gap := _GAP.match(text, end)):
                next_word = WORD.match(text, gap.end())
                found, behind = _lookup(behind, next_word.group() if next_word else "")
                for length, entry in found:
                    yield at, gap.end() + length, entry
                end = next_word.end() if next_word else gap.end()


def _lookup(node: _Node[T], word: str) -> tuple[list[tuple[int, T]], _Node[T]]:
    """Entries by a beginning of the word, with its length, and what may stand behind the word."""
    found = [(n, entry) for n in range(len(word) + 1) if (here := node.get(word[:n])) for entry in here[0]]
    whole = node.get(word)
    return found, whole[1] if whole else {}
