"""Which law governs a document: told by whose law it is, "the laws of England", and not by a right that
somebody has under it or a law that something else has to keep.
"""

from __future__ import annotations

from rag.language.languages import Language, within
from rag.language.words import stems


def asks_for_law(question: str, language: Language) -> bool:
    """Whether a question is for the law that applies."""
    return within(language, "which-law").search(question) is not None


def lacks_law(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for that, and a sentence does not tell it; `language` is the sentence's."""
    if not asks_for_law(question, asked_in):
        return False
    told = within(language, "whose-law").search(sentence) and within(language, "law-applies").search(sentence)
    return not told


def said_by_law(question: str, language: Language) -> frozenset[str]:
    """The stems of the words of such a question that the sentence which tells it need not say: that it
    "applies", and what to. All but those for the law itself; none of any other question.
    """
    if not asks_for_law(question, language):
        return frozenset()
    law = frozenset(stems(" ".join(within(language, "law").findall(question)), language))
    return frozenset(stems(question, language)) - law
