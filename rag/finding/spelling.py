"""Words of a question that were mistyped, as the library writes them: "famly tiket" is a "family ticket".

A word is mistyped where the library does not have it, and its language does not either: none of its hundred
thousand commonest words. It becomes the nearest common word that the library has, or else the nearest word of
the library, by edit distance with swapped neighbours as one edit (F. J. Damerau, CACM 7 (3), 1964). Names
keep their letters: another name is another person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from rag.finding.queries import QUOTED, Holding
from rag.language.concepts import spoken
from rag.language.index_stems import stem
from rag.language.languages import Language
from rag.language.word_lists import common_words, many_words

Terms = Callable[[int, int], Sequence[str]]
"""The library's words, as its index has them, of so many letters at least and at most; those of the most
passages first.
"""

_KNOWN = 100_000  # of wordfreq's list of English: "sublet" is the 55,124th, "tiket" the 264,237th
_SHORTEST = 4  # letters
_LONG = 8  # letters, from which on two edits are one word
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def respelled(question: str, holding: Holding, terms: Terms) -> str:
    """A question with its mistyped words as the library has them; as it is where there are none."""
    language = spoken(question)
    quoted = [one.span() for one in QUOTED.finditer(question)]  # meant as it is written
    found = [one for one in _WORD.finditer(question) if not any(a <= one.start() < b for a, b in quoted)]
    doubtful = [
        one
        for place, one in enumerate(found)
        if len(one.group()) >= _SHORTEST and not _may_be_name(one.group(), place, language)
    ]
    held = holding([one.group().lower() for one in doubtful])
    for one in reversed(doubtful):
        word = one.group().lower()
        if held[word] or word in language.stop or word in _known(language.code):
            continue
        right = _nearest(word, language, holding, terms)
        if right:
            question = question[: one.start()] + right + question[one.end() :]
    return question


def _may_be_name(word: str, place: int, language: Language) -> bool:
    inner = any(letter.isupper() for letter in word[1:])
    return inner or (word[0].isupper() and place > 0 and not language.nouns_are_capital)


def _nearest(word: str, language: Language, holding: Holding, terms: Terms) -> str:
    """The word that was meant; "" where none is near."""
    most = 2 if len(word) >= _LONG else 1
    common = _near(word, common_words(language.code), most)
    held = holding([one for one, _ in common])
    told = [(edits, one) for one, edits in common if held[one] or one in language.stop]
    if told:
        return min(told, key=lambda one: one[0])[1]  # the commonest of the nearest
    own = terms(len(word) - most, len(word) + most)
    near = [*_near(word, own, most), *_near(stem(word), own, 1)]
    return min(near, key=lambda one: one[1], default=("", 0))[0]


def _near(word: str, others: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Those of some words that are at most so many edits away and begin alike, with their edits."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    alike = [one for one in others if one[:1] in word[:2] and abs(len(one) - len(word)) <= most]
    found = process.extract(word, alike, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None)
    return sorted(((one, int(edits)) for one, edits, _ in found), key=lambda one: one[1])


@cache
def _known(code: str) -> frozenset[str]:
    return frozenset(many_words(code, _KNOWN))
