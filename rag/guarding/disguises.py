"""The words of a text as they are meant, also written apart, with figures, run together or with a slip."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from rag.language.languages import languages
from rag.language.word_lists import common_words

_TOKEN = re.compile(r"[^\W_]+(?:[@$*][^\W_]+)*|[.!?;\n]+|[\"“”„«»]")
_FIGURES = str.maketrans("013457@$", "oleastas")
_ONE_AS_I = str.maketrans("013457@$", "oieastas")
_LEAST, _MOST = 4, 40  # letters of a word that a slip is looked for in
_OFTEN = 3e-5  # of all words: as often the other half of words run together is met


@dataclass(frozen=True, slots=True)
class Word:
    """As it is meant, in lower case, and where it stands; "." ends a sentence, '"' is a quotation mark."""

    meant: str
    start: int
    end: int


class Disguises:
    """Knows the words that are looked for, each whole or as a beginning that ends with "*"."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._whole = frozenset(word for word in vocabulary if not word.endswith("*"))
        self._begun = tuple(sorted(word[:-1] for word in vocabulary if word.endswith("*")))
        self._meant = lru_cache(maxsize=65536)(self._seen_through)

    def words(self, text: str) -> list[Word]:
        """The words of a text, in order."""
        return [
            Word(part, word.start, word.end)
            for word in _joined(_split(text))
            for part in self._meant(word.meant)
        ]

    def _known(self, word: str) -> bool:
        return word in self._whole or (len(word) > 2 and word.startswith(self._begun))

    def _is_meant(self, word: str) -> bool:
        return word in self._whole or (self._known(word) and _frequency(word) > 0)

    def _seen_through(self, word: str) -> tuple[str, ...]:
        if self._known(word):
            return (word,)
        bare = _bare(word)
        if bare != word and self._known(bare):
            return (bare,)
        if len(word) > _MOST:
            return (word,)
        if not word.isalpha() and len(word) > 2:
            plain = [word.translate(table) for table in (_ONE_AS_I, _FIGURES)]
            readable = [one for one in plain if one.isalpha()]
            return next(
                ((one,) for one in readable if self._known(one)),
                self._seen_through(readable[0]) if readable and not word.isdigit() else (word,),
            )
        if _frequency(word) or len(word) < _LEAST:
            return (word,)
        for place in range(1, len(word)):
            one, other = word[:place], word[place:]
            for known, rest in ((one, other), (other, one)):
                if len(known) > 2 and self._known(known) and (_is_common(rest) or self._known(rest)):
                    return (one, other)
        slip = next((near for near in _slips(word) if self._is_meant(near)), None)
        return (word,) if slip is None else (slip,)


def _split(text: str) -> Iterator[Word]:
    for found in _TOKEN.finditer(text.replace("’", "'")):
        token = found.group()
        meant = "." if token[0] in ".!?;\n" else '"' if token in '"“”„«»' else token.casefold()
        yield Word(meant, found.start(), found.end())


def _joined(words: Iterator[Word]) -> Iterator[Word]:
    """Letters that stand apart by one space are taken together, three or more."""
    run: list[Word] = []

    def told() -> Sequence[Word]:
        if len(run) < 3:
            return run
        return [Word("".join(word.meant for word in run), run[0].start, run[-1].end)]

    for word in words:
        single = len(word.meant) == 1 and word.meant.isalnum()
        if run and not (single and word.start == run[-1].end + 1):
            yield from told()
            run = []
        if single:
            run.append(word)
        else:
            yield word
    yield from told()


def _slips(word: str) -> Iterator[str]:
    """Words that a swap of neighbours, or one letter left out, would turn into this one."""
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for place in range(1, len(word) + 1):
        for letter in "aeiourstnlmdcghpbkfwyv":
            yield word[:place] + letter + word[place:]


def _bare(word: str) -> str:
    """Without accents: a word of one language is often that of another but for them."""
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))


def _is_common(word: str) -> bool:
    return word in ("i", "a") or (len(word) > 2 and _frequency(word) >= _OFTEN)


@lru_cache(maxsize=65536)
def _frequency(word: str) -> float:
    return max(common_words(language.code).get(word, 0.0) for language in languages())
