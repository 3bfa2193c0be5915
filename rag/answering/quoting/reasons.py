"""Why something is so: whether a sentence gives a reason, and for what a question asks about.

"The pool is closed on Mondays" does not tell why. "It is closed; therefore tickets are paid back" tells why
tickets are, and not why it is closed: a reason stands behind "because" and before "therefore", and what it is
the reason of stands on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.languages import Language, within
from rag.language.words import stems, words

_OPENING = 4  # words of a sentence, among which it may say that it is the reason of the one before


def tells_why(sentence: str, question: str, asked_in: Language, language: Language) -> bool:
    """Whether a sentence gives a reason, none of something else; `language` is the sentence's."""
    if asked_in is not language:
        return any(True for _ in _reasons(sentence, language))
    asked = frozenset(stems(question, language))
    for reason, told, at_least in _reasons(sentence, language):
        there, here = frozenset(stems(reason, language)), frozenset(stems(told, language))
        if there - asked and (asked & here - there if at_least else len(asked & here) >= len(asked & there)):
            return True
    return False


def is_reason_of_the_last(sentence: str, language: Language) -> bool:
    """Whether a sentence only says why what the one before it says is so: "The reason is that …"."""
    begun = re.match(r"\W*(?:\w+\W+){0,%d}\w*" % _OPENING, sentence)  # noqa: UP031 - braces
    return begun is not None and within(language, "reason-of-last").match(begun.group().lstrip()) is not None


def _reasons(sentence: str, language: Language) -> Iterator[tuple[str, str, bool]]:
    """Each reason of a sentence, what it is the reason of, and whether that may only be called "it" there:
    "The door was damaged, so it was replaced".
    """
    for found in within(language, "because").finditer(sentence):
        before, behind = sentence[: found.start()], sentence[found.end() :]
        if words(before):
            yield f"{found.group()}{behind}", before, False
        else:  # "Due to the storm, the course is cancelled."
            reason, _, told = behind.partition(",")
            yield f"{found.group()}{reason}", told or behind, False
    for found in within(language, "therefore").finditer(sentence):
        before, behind = sentence[: found.start()], sentence[found.end() :]
        if words(before):
            yield before, behind, True
