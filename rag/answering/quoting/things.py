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
    found: list[str] = []
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


def _is_verb(word: str, language: Language) -> bool:
    ending = _INFINITIVE.get(language.code)
    return ending is not None and ending.fullmatch(word.lower()) is not None
