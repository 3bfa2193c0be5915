"""Text that gives orders to whoever reads it, in the languages of documents: it supports nothing.

Patterns, from what is known of attacks (OWASP, "LLM01: Prompt Injection"; Greshake et al., 2023): an order to
drop what was said before, a text addressed to an assistant, a part that plays the system, an order about what
to answer. What a contract or a manual demands of people is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.guarding.types import PASSES, Decision, Verdict
from rag.language.sentences import sentences
from rag.language.words import plain
from rag.types import Answer

_NAME = "injection"
_WHAT = (
    "instructions? rules? prompts? directives? anweisung(?:en)? vorgaben regeln consignes? règles? "
    "instrucciones instrucción reglas istruzioni regole instruções instrucoes regras instructies? regels"
)
_BEFORE = (
    "all any every previous earlier prior above preceding the your alle jede vorherigen? bisherigen? obigen? "
    "toutes? tous précédentes? antérieures? todas? las anteriores previas tutte le precedenti as suas "
    "eerdere vorige bovenstaande voorgaande"
)
_DROP = (
    r"ignore disregard forget override bypass ignorier\w* missachte\w* vergiss ignorez oubliez ignora "
    "olvida ignori dimentica esqueça desconsidere negeer vergeet"
)
_MACHINES = r"(?:ai|ki|ia|chatbots?|llms?|language models?|sprachmodelle?|(?:ai|ki) assistants?)"
_ANY = ("to any", "to every", "to all", "an jede[ns]?", "an alle", "à toute?", "à tous les", "a cualquier",
        "a qualsiasi", "a qualquer", "aan elke")  # fmt: skip
_NOT = r"(?<!not )(?<!n't )(?<!never )(?<!nicht )(?<!pas )"  # what must not be ignored is said to people


def _any_of(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_ORDERS = re.compile(
    "|".join(
        (
            rf"{_NOT}\b{_any_of(_DROP)}\b(?:.{{0,20}}\b{_any_of(_BEFORE)}\b)?.{{0,40}}\b{_any_of(_WHAT)}\b",
            rf"\b(?:{'|'.join(_ANY)}) {_MACHINES}\b",
            r"\bto any (?:assistant|model)\b",
            r"\banswer only that\b",
            r"\b(?:reply|respond) only with\b",
            r"\b(?:antworte nur|rispondi solo|antwoord alleen)\b",
            r"\b(?:répondez (?:seulement|uniquement)|responde (?:solo|sólo|apenas))\b",
            r"\byou are (?:now )?an? (?:ai|assistant|language model|chatbot)\b",
            r"\bsystem (?:note|prompt|message)\b",
            r"<\|?(?:im_start|system|assistant)\|?>",
            r"\[/?INST\]",
        )
    ),
    re.IGNORECASE,
)


def is_order(text: str) -> bool:
    """Whether a text gives orders to whoever reads it."""
    return bool(_ORDERS.search(text))


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

    def so_far(self, text: str) -> Decision:
        return Decision(Verdict.REFUSE, ("order",)) if is_order(plain(text)) else PASSES

    def answer(self, answer: Answer) -> Decision:
        cited = [one for sentence in answer.sentences for one in sentence.citations]
        if answer.found and (
            is_order(plain(answer.text)) or any(is_order(plain(one.quote)) for one in cited)
        ):
            return Decision(Verdict.REFUSE, ("order",))
        return PASSES
