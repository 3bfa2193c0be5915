"""Words that are the same though they are not written so: parts of compounds, forms, slips of a finger."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

SHORT = 4  # letters: shorter words have no parts and no errors
_BEFORE_VERBS = frozenset(["unter", "über", "wieder", "gegen", "nicht", "durch", "zurück", "voll", "nach"])
_LINK = 2  # letters that join the parts of a compound, at most: "s", "en"
_LONG = 5  # letters: shorter words that begin otherwise are others: "dentr(o)", "ident(ità)"
_PREFIX = 2  # letters: "gemeldet", "meldet"
_PART = 0.7  # of the shorter of two words: what they begin with in common
_WHOLE = 0.7  # of a word's letters: less is a part of a compound
_TYPED = 0.74  # likeness of a word and one that was mistyped
_SLIP = 0.8  # the same of a word that says nothing: "mutch" is "much"


def same_words(
    stem: str, known: frozenset[str], *, slips: bool = True, joined: bool = False
) -> frozenset[str]:
    """The words that are the same as one of the question: as it stands, by its parts, or but for a slip.

    Without `slips` for a word that is one: "pensioner" is no mistyped "person". `joined`: the language writes
    compounds as one word, so that a short one may be what another ends with: "Miete", "Grundmiete".
    """
    if stem in known:
        return frozenset((stem,)) | frozenset(one for one in known if joined and _ends_with(one, stem))
    if len(stem) < SHORT:
        return frozenset()
    parts = frozenset(one for one in known if _in_common(stem, one) or (joined and (_ends_with(one, stem))))
    if parts or not slips:
        return parts
    near = (
        (SequenceMatcher(None, stem, one, autojunk=False).ratio(), one)
        for one in known
        if abs(len(one) - len(stem)) <= 2
        and len(one) >= SHORT
        and (one[0] == stem[0] or one[1:] == stem[1:] or min(len(one), len(stem)) > _LONG)
    )
    ratio, one = max(near, default=(0.0, ""))
    return frozenset((one,)) if ratio >= _TYPED else frozenset()


def _ends_with(compound: str, stem: str) -> bool:
    """Whether a short word is the last part of a compound: "Grundmiete", and no "vermieten"."""
    first = compound.removesuffix(stem)
    return len(stem) == SHORT <= len(first) < len(compound) and first not in _BEFORE_VERBS


def _in_common(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORT and long.endswith(short) and len(long) - len(short) <= _PREFIX:
        return True
    if len(short) < SHORT + 1:
        return False
    if short in long:
        return True
    begun = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return begun > SHORT and begun >= _PART * len(short)


def has_whole(stem: str, words: frozenset[str]) -> bool:
    """Whether one of the words that are the same says all of a word of the question, not a part of it."""
    return any(len(one) >= _WHOLE * len(stem) or one not in stem for one in words)


def says_all(stem: str, words: frozenset[str]) -> bool:
    """Whether one of the words that are the same says a word of the question, and not only the last or first
    of those it is put together of: "Arbeit" does not say "Nachtarbeit", "meldet" says "gemeldet".
    """
    return any((at := stem.find(one)) < 0 or not _cuts(stem, at, len(one)) for one in words)


def covers(stem: str, words: frozenset[str]) -> bool:
    """Whether words say all parts of one that is put together of them: "Mitglieder des Vorstands" says
    "Vorstandsmitglieder".
    """
    left = stem
    for one in sorted(words, key=len, reverse=True):
        left = left.replace(one, "", 1)
    return len(words) > 1 and len(left) <= _LINK


def _cuts(stem: str, at: int, length: int) -> bool:
    return at > _PREFIX or len(stem) - at - length > _PREFIX + 1


def is_slip(word: str, known: Iterable[str]) -> bool:
    """Whether a word is one of `known` but for a letter or two; a short one, but for their order: "teh"."""
    if len(word) <= SHORT:
        return any(sorted(word) == sorted(one) for one in known)
    return any(
        SequenceMatcher(None, word, one, autojunk=False).ratio() >= _SLIP
        for one in known
        if abs(len(one) - len(word)) <= 1
    )


def begins_badly(word: str, known: Iterable[str]) -> bool:
    """Whether the first word of a question is one of `known` that was mistyped, however short: "wat"."""
    return bool(word) and any(
        one[0] == word[0] and SequenceMatcher(None, word, one, autojunk=False).ratio() >= _SLIP
        for one in known
        if abs(len(one) - len(word)) <= 1
    )
