"""When something is, told without a figure: "in March", "every Monday", "when ten wires are broken".

A time that has a name answers "when" as a date does. A condition does where the rest of the sentence says
no more than the question: "Ropes are replaced when ten wires are broken" tells when ropes are replaced;
"A fee that is due is doubled if it is not paid" does not tell when a fee is due.
"""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import Language, languages, shared_pattern, within
from rag.language.words import stems, words

_HOUR = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}(?:[.:]\d\d)?\s?(?:h\d{0,2}|uhr|[ap]\.?m)\b", re.IGNORECASE)


def tells_when(sentence: str, question: str, asked_in: Language, language: Language) -> bool:
    """Whether a sentence tells a time by its name, or by a condition; `language` is the sentence's."""
    named = within(language, "moment").findall(sentence)
    if any(one.lower() not in question.lower() for one in named):
        return True
    found = within(language, "condition").search(sentence)
    if found is None or not _when(asked_in).match(question):
        return False
    said, clause = sentence[: found.start()], sentence[found.end() :]
    if found.start() == 0:  # "If ten wires are broken, the rope is replaced."
        clause, comma, said = clause.partition(",")
        if not comma:
            return False
    asked = frozenset(stems(question, asked_in))
    if any(word.lower() in language.negators for word in words(said)):
        return False
    return bool(set(stems(clause, language)) - asked) and set(stems(said, language)) <= asked


def closing(question: str, language: Language) -> frozenset[str]:
    """The stems of the words for closing, which a sentence need not say that tells how long something is
    open.
    """
    return frozenset(stems(" ".join(within(language, "closes").findall(question)), language))


def tells_hours(sentence: str, language: Language) -> bool:
    """Whether a sentence tells from when until when something is open."""
    return within(language, "opens").search(sentence) is not None and len(_HOUR.findall(sentence)) > 1


def lacks_month(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for a month, and a sentence names none: hours are no answer to it."""
    if within(asked_in, "months").search(question) is None:
        return False
    named = (words(one.group()) for one in within(language, "moment").finditer(sentence))
    return not any(month_of(language).match(word) for some in named for word in some)


def lacks_hour(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for a time of day, and a sentence has none: on which day is no answer to it."""
    if within(asked_in, "hours").search(question) is None or _HOUR.search(sentence):
        return False
    if re.search(rf"\b(?:{language.asks['clock']})", sentence, re.IGNORECASE):
        return False
    named = (one.group() for one in within(language, "moment").finditer(sentence))
    return not any(month_of(language).match(one) is None for one in named)


def is_at_a_clock(sentence: str) -> bool:
    """Whether a sentence has a time of day, as any of the languages writes it: "9 a.m.", "um 18.30 Uhr"."""
    return _clock().search(sentence) is not None


def clocks(sentence: str) -> list[str]:
    """The times of day that a sentence has."""
    return [one.group() for one in _clock().finditer(sentence)]


def how_often(sentence: str, question: str, asked_in: Language, language: Language) -> bool:
    """Whether a question asks how often, and a sentence says so: "once a year", "alle drei Monate"."""
    if within(asked_in, "often").search(question) is None:
        return False
    said = question.lower()
    told = (within(language, key).finditer(sentence) for key in ("frequency", "counted-times"))
    return any(one.group().lower() not in said for some in told for one in some)


def asks_times(question: str, asked_in: Language) -> bool:
    """Whether a question asks how many times: that a loan of thirty days may be renewed does not tell."""
    return within(asked_in, "times").search(question) is not None


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{shared_pattern(one.asks['clock'] for one in languages())})", re.IGNORECASE)


@cache
def month_of(language: Language) -> re.Pattern[str]:
    """How the names of the months begin, and enough of them to tell them from other words."""
    return re.compile(language.asks["month"], re.IGNORECASE)


@cache
def _when(language: Language) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{language.asks['when']})\b", re.IGNORECASE)
