"""Words that somebody looks for, and where they stand in a passage: in this form or in another.

Passages are found by meaning, too, and what holds none of the words is not to be passed off as holding them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rag.language.folding import fold
from rag.language.languages import Language, english, language_of
from rag.language.words import content_stem, placed_words, words

Span = tuple[int, int]

_BEGINNING = 4  # letters, from which on longer words may begin so: "inspect", "stok"
_JOINED = 5  # of a word within another, where a language writes several as one
_SHOWN = 300  # characters of a passage


class Sought:
    def __init__(self, asked: str) -> None:
        self._language = language_of(asked)
        found = list(dict.fromkeys(words(asked)))
        telling = [word for word in found if self._tells(word)]
        self._words = [(word, fold(word)) for word in telling or found]

    @property
    def number(self) -> int:
        """How many words are looked for."""
        return len(self._words)

    def held(self, *texts: str) -> int:
        """How many of them stand in any of the texts."""
        return len({place for text in texts for _, _, place in self._met(text)})

    def spans(self, text: str) -> list[Span]:
        """Where they stand in a text, in order, none over another."""
        found: list[Span] = []
        for start, end, _ in sorted(self._met(text)):
            if not found or start >= found[-1][1]:
                found.append((start, end))
        return found

    def _tells(self, word: str) -> bool:
        numbered = any(sign.isdigit() for sign in word)
        return numbered or content_stem(word, self._language) is not None

    def _met(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where a word of those looked for begins and ends, and which it is."""
        known = {one.code: one for one in (self._language, language_of(text), english())}.values()
        wanted = [(plain, _stems(word, known)) for word, plain in self._words]
        for start, word in placed_words(text):
            plain = fold(word)
            if plain.isascii() or not _is_set_close(plain):
                stems = _stems(word, known)
                for place, (other, others) in enumerate(wanted):
                    if plain == other or stems & others or self._is_within(other, plain, known):
                        yield start, start + len(word), place
                continue
            for place, (other, _) in enumerate(wanted):
                at = plain.find(other)
                while at >= 0:
                    yield start + at, start + at + len(other), place
                    at = plain.find(other, at + len(other))

    @staticmethod
    def _is_within(wanted: str, word: str, known: Iterable[Language]) -> bool:
        if not wanted.isalpha():
            return False
        begins = len(wanted) >= _BEGINNING and word.startswith(wanted)
        joined = len(wanted) >= _JOINED and wanted in word and any(one.joins_words for one in known)
        return begins or joined


def around(text: str, sought: Sought) -> str:
    """The part of a passage that begins with the first word looked for, from where its sentence begins."""
    spans = sought.spans(text) if len(text) > _SHOWN else []
    if not spans:
        return text[:_SHOWN]
    at = spans[0][0]
    start = max(text.rfind(end, 0, at) + 2 if text.rfind(end, 0, at) >= 0 else 0 for end in (". ", "; "))
    start = start if at - start < _SHOWN // 2 else text.rfind(" ", 0, at - _SHOWN // 3) + 1
    shown = text[start : start + _SHOWN]
    tail = start + _SHOWN < len(text)
    shown = shown.rsplit(" ", 1)[0] if tail else shown
    return ("… " if start else "") + shown + (" …" if tail else "")


def _stems(word: str, languages: Iterable[Language]) -> frozenset[str]:
    return frozenset(stem for one in languages if (stem := content_stem(word, one)) is not None)


def _is_set_close(word: str) -> bool:
    """Whether words of this script stand beside one another without a blank."""
    return any(
        "\u3040" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0e7f"
        for sign in word
    )
