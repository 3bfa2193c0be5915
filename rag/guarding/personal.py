"""Personal data in an answer or a question, told by their form and, where there is one, by their check digit.

IBAN: ISO 13616 (mod 97); cards: ISO/IEC 7812 (Luhn). Names are not looked for: documents are full of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.guarding.types import PASSES, Decision, Verdict
from rag.types import Answer

_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
_PHONE = re.compile(r"(?<![\w.,])\+\d{1,3}(?:[ ()/.-]{0,2}\d){7,12}\b")
_SOCIAL = re.compile(r"\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b")  # of the USA


def kinds_in(text: str) -> tuple[str, ...]:
    """Which kinds of personal data a text holds."""
    return tuple(dict.fromkeys(_kinds(text)))


class Personal:
    """Notes them in a question, and refuses an answer that holds them."""

    name = "personal"

    def question(self, text: str) -> Decision:
        found = kinds_in(text)
        return Decision(Verdict.NOTE, found) if found else PASSES

    def answer(self, answer: Answer, documents: str = "") -> Decision:  # noqa: ARG002
        return self.so_far(answer.text)

    def so_far(self, text: str, documents: str = "") -> Decision:  # noqa: ARG002
        found = kinds_in(text)
        return Decision(Verdict.REFUSE, found) if found else PASSES


def _kinds(text: str) -> Iterator[str]:
    if _EMAIL.search(text):
        yield "email"
    if any(_is_iban(found.group()) for found in _IBAN.finditer(text)):
        yield "iban"
    if any(_is_card(found.group()) for found in _CARD.finditer(text)):
        yield "card"
    if _PHONE.search(text):
        yield "phone"
    if _SOCIAL.search(text):
        yield "social-security"


def _is_iban(text: str) -> bool:
    code = text.replace(" ", "")
    if not 15 <= len(code) <= 34:
        return False
    return int("".join(str(int(one, 36)) for one in code[4:] + code[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    digits = [int(one) for one in text if one.isdigit()]
    doubled = (one * 2 - 9 * (one > 4) if place % 2 else one for place, one in enumerate(reversed(digits)))
    return len(set(digits)) > 1 and sum(doubled) % 10 == 0
