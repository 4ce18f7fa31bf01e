"""The cut of the tokenizer: the pieces that Kazakh, Russian and English text needs, and no letter unknown."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
BOS, PAD, EOS, UNK = range(4)
_LETTERS = 0x10000  # old pieces are written as letters from here on, beyond those of any text
_TRIFLE = 1e-3
_ALPHABETS = regex.compile(r"[\p{Cyrillic}\p{Latin}\p{Greek}\p{Arabic}\p{Armenian}\p{Georgian}\p{Hebrew}\p{N}\p{P}\p{S}▁]")
_EAST_ASIAN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\p{Emoji_Presentation}]")
_FREQUENT = regex.compile(r"▁?(?:[\p{Cyrillic}]+|[A-Za-z]+|\d+)")
# letters without a piece that look or sound like another one
_STAND_INS = {"Ѵ": "И", "ѵ": "и", "Ѡ": "О", "ѡ": "о", "Ѧ": "Я", "ѧ": "я", "Ѩ": "Я", "ѩ": "я", "Ѫ": "У", "ѫ": "у",
              "Ѭ": "Ю", "ѭ": "ю", "Ѯ": "Кс", "ѯ": "кс", "Ѱ": "Пс", "ѱ": "пс", "Ѷ": "И", "ѷ": "и", "Ҕ": "Ғ", "ҕ": "ғ",
              "Ҡ": "Қ", "ҡ": "қ", "Ҝ": "Қ", "ҝ": "қ", "Ҟ": "Қ", "ҟ": "қ", "Ӄ": "Қ", "ӄ": "қ", "Ҥ": "Ң", "ҥ": "ң",
              "Ӈ": "Ң", "ӈ": "ң", "Ҙ": "З", "ҙ": "з", "Ҫ": "С", "ҫ": "с", "Ҭ": "Т", "ҭ": "т", "Ӡ": "З", "ӡ": "з",
              "Ӏ": "І", "ӏ": "і", "Ҳ": "Х", "ҳ": "х", "Ҷ": "Ж", "ҷ": "ж", "Ӌ": "Ж", "ӌ": "ж"}  # fmt: skip


def base_tokenizer(pieces: Sequence[tuple[str, float]], stand_ins: dict[str, str] | None = None) -> Tokenizer:
    """A Unigram tokenizer as XLM-R's: NFKC, control characters out, ``▁`` before a word.

    pieces: (piece, log probability) by id, the four special ones first.
    """
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=UNK))
    steps: list[normalizers.Normalizer] = [
        normalizers.Replace(Regex(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x{8f}\x{9f}]"), ""),
        normalizers.Replace(Regex(r"[\s\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"), " "),
        normalizers.NFKC(),
    ]
    steps += [normalizers.Replace(letter, other) for letter, other in sorted((stand_ins or {}).items())]
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


def cut(
    pieces: Sequence[str], scores: Sequence[float], texts: Iterable[str], size: int
) -> tuple[Tokenizer, list[int], list[str]]:
    """The smaller tokenizer, the old id of each of its pieces, and the letters for which it has a stand-in.

    Kept are: special pieces, single letters, digits and signs of the alphabets around, what ``texts`` use,
    then the most frequent pieces of Cyrillic or English letters until there are ``size``.
    pieces, scores: of the large tokenizer by id, special ones first.
    """
    whole = base_tokenizer(list(zip(pieces, map(float, scores), strict=True)))
    keep = set(range(len(SPECIAL)))
    keep |= {i for i, piece in enumerate(pieces) if len(piece) == 1 and _wanted(piece)}
    for encoding in whole.encode_batch([text for text in texts if text.strip()], add_special_tokens=False):
        keep.update(encoding.ids)
    by_frequency = sorted(range(len(SPECIAL), len(pieces)), key=lambda i: -scores[i])
    for i in by_frequency:
        if len(keep) >= size:
            break
        if _FREQUENT.fullmatch(pieces[i]):
            keep.add(i)
    ids = sorted(keep)
    stand_ins = _stand_ins({pieces[i] for i in ids})
    tokenizer = base_tokenizer([(pieces[i], float(scores[i])) for i in ids], stand_ins)
    return tokenizer, ids, sorted(stand_ins)


def merged(tokenizer: Tokenizer, words: Iterable[str], least: int, most: int) -> tuple[Tokenizer, list[list[int]]]:
    """A tokenizer with longer pieces, and for each of these the ids of the old pieces that it joins.

    What stands together at least ``least`` times in ``words`` is joined, pair after pair, as byte pair encoding does
    (Sennrich et al. 2016), with the old pieces for letters. A new piece is worth as much as its parts, and a trifle
    more: it is taken where they would have been, and nothing else changes. Its id follows those of the old ones.
    """
    counts = Counter(words)
    encodings = tokenizer.encode_batch(list(counts), add_special_tokens=False)
    spelled = {word: "".join(chr(_LETTERS + i) for i in e.ids) for word, e in zip(counts, encodings, strict=True)}
    pairs = Tokenizer(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=tokenizer.get_vocab_size() + most,
        min_frequency=least,
        limit_alphabet=tokenizer.get_vocab_size(),
        show_progress=False,
    )
    pairs.train_from_iterator((s for word, s in spelled.items() for _ in range(counts[word])), trainer)
    data = json.loads(tokenizer.to_str())
    vocabulary: list[list[Any]] = data["model"]["vocab"]
    known, joined = {piece for piece, _ in vocabulary}, []
    for ids in _merges(pairs):
        piece = "".join(vocabulary[i][0] for i in ids)
        if piece not in known:
            known.add(piece)
            joined.append(ids)
    data["model"]["vocab"] += [
        ["".join(vocabulary[i][0] for i in ids), sum(vocabulary[i][1] for i in ids) + _TRIFLE * len(ids)] for ids in joined
    ]
    return Tokenizer.from_str(json.dumps(data)), joined


def _merges(pairs: Tokenizer) -> Iterator[list[int]]:
    """The merges of a tokenizer of ``merged``, as ids of the old pieces, the most frequent first."""
    for one, other in json.loads(pairs.to_str())["model"]["merges"]:
        yield [ord(letter) - _LETTERS for letter in one + other]


def _wanted(letter: str) -> bool:
    return bool(_ALPHABETS.match(letter)) and not _EAST_ASIAN.match(letter)


def _stand_ins(have: set[str]) -> dict[str, str]:
    """For every Cyrillic and Latin letter without a piece: its other case, the letter without its mark, or a look-alike."""
    found = {} if "ʼ" in have else {"ʼ": "'"}  # of ŉ, which NFKC takes apart
    for code in [*range(0x41, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00)]:
        letter = chr(code)
        if letter in have or not letter.isalpha():
            continue
        if all(part in have for part in unicodedata.normalize("NFKC", letter)):
            continue
        found[letter] = next((c for c in _candidates(letter) if all(part in have for part in c)), "о")
    return found


def _candidates(letter: str) -> Iterable[str]:
    yield _STAND_INS.get(letter, letter)
    yield from (letter.lower(), letter.upper())
    for form in (letter, letter.lower(), letter.upper()):
        plain = unicodedata.normalize("NFD", form)[0]
        yield plain
        yield _STAND_INS.get(plain, plain)
    # `LATIN SMALL LETTER B WITH STROKE`, `CYRILLIC CAPITAL LETTER KA WITH HOOK`: the letter before WITH
    name = unicodedata.name(letter, "").split(" WITH ")[0]
    try:
        yield unicodedata.lookup(name)
        yield unicodedata.lookup(name).lower()
    except KeyError:
        return
