"""A sentence with its mentions, and what is asked of it again and again: its words, clauses, brackets, quotations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import regex
from numpy.typing import NDArray

from jylnama.document import CongressMention, DateMention, NamedMention, PersonMention
from jylnama.linking.clauses import clause_ends, clause_start
from jylnama.linking.lexicon import Words, happenings_in, with_parts, words_of

BRACKETED = regex.compile(r"[(\[][^()\[\]]*(?:\([^()]*[)\]][^()\[\]]*)*[)\]]")
_BRACKETS = regex.compile(r"[()\[\]]")
# straight marks open behind a blank and close behind a letter
_STRAIGHT = r'|(?<![^\s(«–—-])"(?=\S)[^"«»“”\n]{0,300}(?<=\S)"'
_TITLE = regex.compile(rf"[«“][^«»“”\n]{{0,300}}[»”]{_STRAIGHT}")
_QUOTED = regex.compile(rf"[«“][^»”\n]{{0,600}}[»”]{_STRAIGHT}")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its mentions; ``start`` is its offset, mentions' offsets count in the whole text.

    ``states``: what the name model makes of the words of the whole text, [hidden] by the first offset of each; it may be empty.

    What is asked of it again and again is found once; the offsets that it is asked with, and answers with, count in it.
    """

    text: str
    start: int
    dates: list[DateMention]
    congresses: list[CongressMention]
    persons: list[PersonMention]
    places: list[NamedMention]
    organisations: list[NamedMention]
    states: Mapping[int, NDArray[np.float16]] = field(default_factory=dict)

    @cached_property
    def lower(self) -> str:
        # typed for қ before ұ and ы, where no Kazakh word has к: кұрылды, тұткындалды
        lower = self.text.lower().replace("кұ", "құ").replace("кы", "қы")
        # a letter whose lower case is longer: offsets would slip
        return lower if len(lower) == len(self.text) else self.text

    @cached_property
    def undated(self) -> str:
        """In small letters, with blanks for its dates."""
        return _blanked(self.lower, [(d.start_char - self.start, d.end_char - self.start) for d in self.dates])

    @cached_property
    def words(self) -> Words:
        """Those of ``undated``."""
        return words_of(self.undated)

    @cached_property
    def masked(self) -> str:
        """As well, and with blanks for brackets, which may stand between a noun and its verb."""
        return _blanked(self.undated, [m.span() for m in BRACKETED.finditer(self.lower)])

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        return [m.span() for m in _QUOTED.finditer(self.text)]

    @cached_property
    def titles(self) -> list[tuple[int, int]]:
        """Pairs of quotation marks with what is between."""
        return [m.span() for m in _TITLE.finditer(self.text)]

    @cached_property
    def happenings(self) -> list[tuple[str, regex.Pattern[str]]]:
        """The nouns of happenings, by type, that it may have."""
        return happenings_in(self.undated, self._places)

    @cached_property
    def nameable(self) -> list[tuple[str, regex.Pattern[str]]]:
        """As well, and nouns that only may name one."""
        return [*self.happenings, *happenings_in(self.undated, self._places, "bare_nouns")]

    @cached_property
    def _places(self) -> Words:
        return with_parts(self.words)

    def is_quoted(self, at: int) -> bool:
        return bool(self.quoted) and any(start <= at < end for start, end in self.quoted)

    def is_only_said(self, at: int) -> bool:
        """Whether a verb stands in a quotation that does not say itself when it was."""
        return self.is_quoted(at) and any(
            start <= at < end and not any(start < d.start_char - self.start < at for d in self.dates)
            for start, end in self.quoted
        )

    def clause_start(self, until: int) -> int:
        """Where the clause of a verb at ``until`` begins: behind the last verb with a comma, semicolon or conjunction."""
        return clause_start(self._clauses, until)

    def masked_clause_start(self, until: int) -> int:
        """As well, where what stands in brackets ends no clause."""
        return clause_start(self._masked_clauses, until)

    @cached_property
    def _clauses(self) -> list[int]:
        return clause_ends(self.lower)

    @cached_property
    def _masked_clauses(self) -> list[int]:
        return clause_ends(self.masked)

    @cached_property
    def _brackets(self) -> list[tuple[int, int]]:
        """Where brackets stand, and how deep it is behind each."""
        found, depth = [], 0
        for match in _BRACKETS.finditer(self.text):
            depth = depth + 1 if match.group() in "([" else max(0, depth - 1)
            found.append((match.start(), depth))
        return found

    def depth(self, at: int) -> int:
        """In how many brackets a place stands."""
        before = bisect_left(self._brackets, (at, 0))
        return self._brackets[before - 1][1] if before else 0

    def in_closed_bracket(self, start: int, until: int) -> bool:
        """Whether ``start`` stands in brackets the innermost of which is closed before ``until``."""
        depth = self.depth(start)
        first, end = bisect_left(self._brackets, (start, 0)), bisect_left(self._brackets, (until, 0))
        return any(behind < depth for _, behind in self._brackets[first:end])


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
