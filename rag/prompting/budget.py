"""Divides a model's context between the parts of a prompt. Pure arithmetic, in tokens."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import ContextFull

TEMPLATE_TOKENS = 16  # role markers and newlines a chat template puts around one message
_CHARACTERS = 4  # of a token, about


@dataclass(frozen=True, slots=True)
class Shares:
    """What the parts may ask for. Fractions are of the context left after the fixed parts."""

    answer: int = 512  # tokens kept free for the answer
    answer_minimum: int = 128  # a small context shrinks the answer down to this
    conversation: float = 0.25
    sources_minimum: int = 256  # the conversation gives way before the sources fall below this


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens each part may take; their sum with the fixed parts never exceeds the context."""

    answer: int
    conversation: int
    sources: int


def about_tokens(text: str) -> int:
    """How many tokens a text has, about, where no model is there to count them."""
    return len(text) // _CHARACTERS


def divide(
    context_length: int, *, fixed: int, conversation_wanted: int, shares: Shares | None = None
) -> Budget:
    """Split `context_length` tokens.

    `fixed` is what cannot be left out: the system text, the question and their template.
    `conversation_wanted` is what the earlier turns would take; what they leave goes to the sources.
    Raises `ContextFull` when the fixed parts leave no room for the smallest answer.
    """
    shares = shares or Shares()
    free = context_length - fixed
    if free < shares.answer_minimum:
        raise ContextFull(prompt_tokens=fixed, context_length=context_length)
    answer = max(shares.answer_minimum, min(shares.answer, free // 3))
    rest = free - answer
    conversation = min(conversation_wanted, int(rest * shares.conversation))
    conversation = max(0, min(conversation, rest - shares.sources_minimum))
    return Budget(answer=answer, conversation=conversation, sources=rest - conversation)
