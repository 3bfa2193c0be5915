"""The words of a question that no sentence has to say: slips of little words, and those that only ask."""

from __future__ import annotations

from rag.answering.quoting.kinds import Kind, asking_words
from rag.answering.quoting.likeness import SHORT, begins_badly, is_slip
from rag.language.languages import Language
from rag.language.words import content_stem, stems, words

_OF_TIME = (Kind.DATE, Kind.DURATION)


def asking_of_time(kind: Kind, said: str, language: Language) -> frozenset[str]:
    """The stems of the words that only say that a day, or a length of time, is asked for."""
    return frozenset(stems(asking_words(said, language), language)) if kind in _OF_TIME else frozenset()


def idle_words(question: str, language: Language, *, across: bool) -> frozenset[str]:
    """The stems of what is mistyped for a little word; `across` languages also of short ones, of which no
    list of concepts has many.
    """
    short = (
        word
        for word in words(question)
        if is_slip(word.lower(), language.stop) or (across and len(word) <= SHORT)
    )
    found = {stem for word in short if (stem := content_stem(word, language)) is not None}
    first = next(iter(words(question)), "").lower()
    if begins_badly(first, language.stop):  # "wat is the fine"
        found.update(stems(first, language))
    return frozenset(found)
