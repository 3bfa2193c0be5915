"""Text that gives orders to whoever reads it, in the languages of documents: it supports nothing.

Patterns, from what is known of attacks (OWASP, "LLM01: Prompt Injection"; Greshake et al., 2023): an order to
drop what was said before, a text addressed to an assistant, a part that plays the system, an order about what
to answer. What a contract or a manual demands of people is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.guarding.types import PASSES, Decision, Verdict
from rag.language.languages import languages, shared_pattern
from rag.language.sentences import sentences
from rag.language.words import plain
from rag.types import Answer

_NAME = "injection"
# What must not be ignored is said to people, and of those who do not keep a rule.
_NOT = r"(?<!not )(?<!n't )(?<!never )(?<!nicht )(?<!niet )(?<!pas )(?<!who )(?<!they )(?<!which )"
_MARKUP = (r"<\|?(?:im_start|system|assistant)\|?>", r"\[/?inst\]")  # of the templates of models


def is_order(text: str) -> bool:
    """Whether a text gives orders to whoever reads it."""
    text = text.lower()
    return bool(_told().search(text)) or bool(_named().search(text) and _dropping().search(text))


# Of all languages at once: who hides an order writes it in the model's language, not the document's. In small
# letters, each with its edge of a word before all else, and what must not be ignored asked for only where it
# is named: each sentence of an answer, and of each source, is looked at, and all in one pattern took .56 ms
# for 840 letters where these take .1.


@cache
def _told() -> re.Pattern[str]:
    """A text that is addressed to an assistant, or plays the system."""
    addressed, machines, only = (
        shared_pattern(one.orders[key] for one in languages()) for key in ("addressed", "machines", "only")
    )
    return re.compile("|".join((rf"\b(?:(?:{addressed}) (?:{machines})|{only})\b", *_MARKUP)))


@cache
def _named() -> re.Pattern[str]:
    """What an order of this kind says is not to be followed any more."""
    return re.compile(rf"\b{_listed('what')}\b")


@cache
def _dropping() -> re.Pattern[str]:
    """An order to drop what was said before."""
    what, before, drop, dropped = (_listed(key) for key in ("what", "before", "drop", "dropped"))
    return re.compile(
        rf"\b{_NOT}{drop}\b(?:.{{0,20}}\b{before}\b)?.{{0,40}}\b{what}\b"
        rf"|\b{before}\b.{{0,20}}\b{what}\b.{{0,20}}\b{_NOT}{dropped}\b"
    )


def _listed(key: str) -> str:
    words = dict.fromkeys(word for one in languages() for word in one.orders.get(key, "").split())
    return f"(?:{'|'.join(words)})"


def ordering(text: str) -> Iterator[tuple[int, int]]:
    """Where a text gives orders: from each such sentence to the end of its paragraph."""
    ordered, before = False, 0
    for span in sentences(text):
        if ordered and "\n\n" in text[before : span.start]:
            ordered = False
        ordered = ordered or is_order(plain(text[span.start : span.end]))
        if ordered:
            yield span.start, span.end
        before = span.end


def without_orders(text: str) -> str:
    """`text` with blanks for what gives orders, each character in its place."""
    found = list(text)
    for start, end in ordering(text):
        found[start:end] = [" " if not one.isspace() else one for one in found[start:end]]
    return "".join(found)


class Injection:
    """Notes a question, and refuses an answer, that passes on an order of a document."""

    name = _NAME

    def question(self, text: str) -> Decision:
        return Decision(Verdict.NOTE, ("order",)) if is_order(plain(text)) else PASSES

    def so_far(self, text: str, documents: str = "") -> Decision:  # noqa: ARG002
        return Decision(Verdict.REFUSE, ("order",)) if is_order(plain(text)) else PASSES

    def answer(self, answer: Answer, documents: str = "") -> Decision:  # noqa: ARG002
        cited = [one for sentence in answer.sentences for one in sentence.citations]
        if answer.found and (
            is_order(plain(answer.text)) or any(is_order(plain(one.quote)) for one in cited)
        ):
            return Decision(Verdict.REFUSE, ("order",))
        return PASSES
