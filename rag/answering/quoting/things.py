"""What a question is about: its nouns, as far as the little words before them tell.

A sentence that says another verb ("leave" for "quit") may say the same; one that lacks a thing the question
names ("the gas", "by bicycle", "une place de parking") tells of something else, unless it has another word
for it. German writes its nouns with a capital; elsewhere a noun stands behind an article or a preposition.
"""

from __future__ import annotations

import re

from rag.language.languages import Language, whole
from rag.language.words import content_stem

_TOKEN = re.compile(r"[^\W_]+|['’]|[^\w\s]")
_INFINITIVE = {
    "fr": re.compile(r"\w{2,}(?:er|ir|re|oir)$"),
    "es": re.compile(r"\w{2,}[aei]r(?:se|l[aeo]s?)?$"),
    "it": re.compile(r"\w{2,}[aei]r(?:e|si|l[aeio])$"),
    "pt": re.compile(r"\w{2,}[aeio]r(?:-se|-l[ao]s?)?$"),
}


def things(question: str, language: Language) -> frozenset[str]:
    """The stems of the words of a question that name what it is about."""
    tokens = _TOKEN.findall(question)
    if language.nouns_are_capital:
        return frozenset(
            stem
            for word in tokens[1:]
            if word[0].isupper() and (stem := content_stem(word, language)) is not None
        )
    found = _of_fragment(tokens, language)
    at = 0
    while at < len(tokens):
        led = whole(language, "article", "leading").fullmatch(tokens[at]) is not None
        begin = at
        at += 1
        if not led:
            continue
        run: list[str] = []
        while at < len(tokens) and not whole(language, "article", "leading").fullmatch(tokens[at]):
            stem = content_stem(tokens[at], language)
            if stem is None:
                break
            following = tokens[at + 1] if at + 1 < len(tokens) else ""
            governs = (
                bool(run) and whole(language, "article").fullmatch(following) is not None
            )  # "horas fecha o"
            if not governs and not _is_verb(tokens[at], language):
                run.append(stem)
            at += 1
        # "does the season end": the verb stands behind its subject.
        if len(run) > 1 and begin and whole(language, "inverted").fullmatch(tokens[begin - 1]):
            run.pop()
        found += run
    return frozenset(found)


def _of_fragment(tokens: list[str], language: Language) -> list[str]:
    """What stands before the first little word of a question that is none: "dantamil dose for fever". Nothing
    of one with a verb that helps, a word that asks, or one word alone, which may be an order: "list".
    """
    run: list[str] = []
    for at, token in enumerate(tokens):
        stem = content_stem(token, language)
        if stem is not None:
            run.append(stem)
            continue
        rest = [one for one in tokens[at:] if one.isalpha() and content_stem(one, language) is None]
        little = whole(language, "article", "leading")
        is_fragment = len(run) > 1 and all(little.fullmatch(one) for one in rest) and bool(rest)
        return run if is_fragment else []
    return []


def _is_verb(word: str, language: Language) -> bool:
    ending = _INFINITIVE.get(language.code)
    return ending is not None and ending.fullmatch(word.lower()) is not None
