"""Whether a sentence speaks of another one of a kind: of "the meal allowance", not of that for transport.

A word that a question and a sentence share may be told apart by what stands beside it in each: "subsídio de
transporte" and "subsídio de refeição", "bassin sud" and "bassin nord". Where the question's word beside it is
nowhere in the sentence, and the sentence has another one at that place, what it says is of the other. A word
that only says it otherwise ("lunch break", "midday break") cannot be told from that: then the sentence is
near, and no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from rag.language.languages import Language, whole
from rag.language.words import content_stem, stems

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_COMMON, _OWN = 4, 3  # letters of two compounds' last part, and of what stands before it in each
Known = Callable[[str], bool]


def is_of_another(question: str, sentence: str, language: Language, known: Known) -> bool:
    """Whether a sentence tells of another one of the kind that a question names.

    `known`: whether a stem of the question is in the sentence or above it, in this word or another.
    """
    asked, said = _pairs(question, language), _pairs(sentence, language)
    mine = {stem for pair in asked for stem in pair[1:]}
    for side, head, beside in asked:
        if known(beside) or not known(head):
            continue
        others = {other for where, same, other in said if where == side and same == head}
        others = {other for other in others if not _is_kin(other, beside)}
        if others and not others & mine:
            return True
    return language.joins_words and _compounded(question, sentence, language, known)


def is_of_the_other_half(
    titles: str, say: Callable[[], frozenset[str]], asked: frozenset[str], language: Language
) -> bool:
    """Whether a sentence speaks of the other one of two that a title joins: "customers may cancel …" below
    "Cancellation and returns", where returns are asked about. `say` gives the sentence's own stems; `asked`:
    the question's, as they are in the texts.
    """
    for found in _joined(language).finditer(titles):
        one, other = (content_stem(found[half], language) for half in ("one", "other"))
        for mine, theirs in ((one, other), (other, one)):
            if mine in asked and theirs not in asked and theirs in (said := say()) and mine not in said:
                return True
    return False


@cache
def _joined(language: Language) -> re.Pattern[str]:
    both, article = language.meaning["both"], language.asks["article"]
    return re.compile(
        rf"(?P<one>[^\W\d_]+)\s+(?:{both}|&)\s+(?:(?:{article})\s+)?(?P<other>[^\W\d_]+)", re.IGNORECASE
    )


def is_narrower(question: str, source: str, language: Language) -> bool:
    """Whether a source speaks only of some of what a question names: "guide dogs may come in", where one asks
    whether dogs may. A yes to the question would say more.
    """
    asked = frozenset(stems(question, language))
    told = {(side, head) for side, head, _ in _pairs(question, language)}
    nouns = frozenset(stems(" ".join(re.findall(r"(?<!^)\b[^\W\d_a-zà-öø-ÿ]\w+", question)), language))
    return any(
        head in (nouns if language.nouns_are_capital else asked)
        and beside not in asked
        and (side, head) not in told
        for side, head, beside in _pairs(source, language)
        if not (language.nouns_are_capital and side == "of")
    )


@lru_cache(maxsize=1024)
def _pairs(text: str, language: Language) -> tuple[tuple[str, str, str], ...]:
    return tuple(_paired(text, language))


def _paired(text: str, language: Language) -> Iterator[tuple[str, str, str]]:
    """Each content word with the one that tells it apart: before it, or behind it through "of"."""
    tokens = [(one.group(), content_stem(one.group(), language)) for one in _TOKEN.finditer(text)]
    for at, (_, stem) in enumerate(tokens):
        if stem is None:
            continue
        behind = at + 1
        while behind < len(tokens) and whole(language, "joint").fullmatch(tokens[behind][0]):
            behind += 1
        if behind == len(tokens):
            continue
        other = tokens[behind][1]
        if other is None:
            continue
        if behind > at + 1:
            yield "of", stem, other
        elif not language.adjectives_follow:
            yield "before", other, stem
        elif not _governs(tokens, behind, language):
            yield "behind", stem, other


def _governs(tokens: list[tuple[str, str | None]], at: int, language: Language) -> bool:
    """Whether a word is a verb, by the article behind it: "retira la basura"."""
    following = tokens[at + 1][0].lower() if at + 1 < len(tokens) else ""
    return bool(whole(language, "article").fullmatch(following))


def _compounded(question: str, sentence: str, language: Language, known: Known) -> bool:
    """Whether one word of the sentence is put together with the same last part as an unknown one of the
    question, and another first: "Nachtzuschlag", "Sonntagszuschlag".
    """
    said = {stem for word in _TOKEN.findall(sentence) if (stem := content_stem(word, language)) is not None}
    for word in _TOKEN.findall(question):
        stem = content_stem(word, language)
        if stem is None or stem in said or known(stem):
            continue
        for other in said:
            common = _ending(stem, other)
            if common >= _COMMON and min(len(stem), len(other)) - common >= _OWN:
                return True
    return False


def _is_kin(one: str, other: str) -> bool:
    """Whether one word is made of another: "partial" of "part"."""
    return min(len(one), len(other)) >= _COMMON and (one.startswith(other) or other.startswith(one))


def _ending(one: str, other: str) -> int:
    same = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        same += 1
    return same
