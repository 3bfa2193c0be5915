"""Code, formulas and queries: written by the model alone, marked as that, with no citation asked of it.

Where the request speaks of the person's documents, the sentences nearest to it are put before the model and
shown below what it wrote, each with its place.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import dedent

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.protocols import TextGenerator
from engine.types import Message, Sampling, Speaker, TextDelta, TextWithdrawn, Thinking
from rag.answering.composing import Said, laid_out
from rag.answering.intents.coded import wants_code
from rag.answering.own_words import of_papers
from rag.answering.questions import is_follow_up
from rag.language.languages import Language
from rag.language.marks import quoted
from rag.prompting.prompts import fill
from rag.prompting.writing import Telling
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Intent,
    ModelThinking,
    Outcome,
    Quoted,
    SearchScope,
    SentenceGrounded,
    Support,
    Turn,
)

_TOKENS = 700  # about 60 lines
_FENCE = "```"
_BLOCK = re.compile(r"^[ \t]*```[^\n]*\n.*?(?:^[ \t]*```[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
# A block and a paragraph behind it: small models go on with instructions, examples and the same once more.
_ENOUGH = re.compile(r"^[ \t]*```[^\n]*\n.*?^[ \t]*```[ \t]*\n\s*\S[^\n]*\n", re.MULTILINE | re.DOTALL)

Nearest = Callable[[str, SearchScope | None, CancelToken], Sequence[Quoted]]


class Coding:
    """Writes code on request, one request at a time."""

    def __init__(
        self, generator: TextGenerator, nearest: Nearest, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`nearest` finds the sentences of the documents nearest to a request."""
        self._generator = generator
        self._nearest = nearest
        self._clock = clock

    def told(
        self,
        question: str,
        language: Language,
        history: Sequence[Turn],
        scope: SearchScope | None,
        cancel: CancelToken,
    ) -> Iterator[AnswerEvent]:
        """Yield `ModelThinking`s, `AnswerDelta`s, `SentenceGrounded`s and one `AnswerDone`; a stop keeps what
        there is. Raises `ModelError`s, `WorkerError`s and `VaultError`s.
        """
        started = self._clock()
        try:
            quotes = self._nearest(question, scope, cancel) if of_papers(question, language) else ()
        except Cancelled:
            quotes = ()
        lead = language.says["own-code"]
        yield AnswerDelta(f"{lead}\n")
        written, speed = "", 0.0
        messages = _messages(question, language, history, quotes)
        sampling = Sampling(max_tokens=_TOKENS, repeatable=True)
        with Telling(lambda turn: self._generator.generate(messages, sampling, turn), cancel) as telling:
            for event in telling.events():
                if isinstance(event, Thinking):
                    yield ModelThinking(event.tokens)
                elif isinstance(event, TextWithdrawn):
                    written = ""
                elif isinstance(event, TextDelta):
                    written += event.text
                    yield AnswerDelta(event.text)
                if _ENOUGH.search(written):
                    telling.enough()
            speed = telling.done.tokens_per_second
        text, told = laid_out([Said(lead), *_parts(written), *_cited(quotes, language)], joint="\n")
        for one in told:
            yield SentenceGrounded(one)
        model = self._generator.info().name if written else ""
        answer = Answer(question, text, told, Outcome.GENERAL, model, self._clock() - started, speed)
        yield AnswerDone(replace(answer, intent=Intent.CODE, stopped=cancel.cancelled))


def goes_on(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question changes the code of the turn before: "and in JavaScript?"."""
    last = history[-1].answer if history else None
    return last is not None and last.intent is Intent.CODE and is_follow_up(question)


def asks_for_code(question: str, whole: str, language: Language, history: Sequence[Turn]) -> bool:
    """Whether code is wanted, also as a change of what was written last."""
    return wants_code(whole, language) or _FENCE in question or goes_on(whole, history)


def _messages(
    question: str, language: Language, history: Sequence[Turn], quotes: Sequence[Quoted]
) -> list[Message]:
    """The rules, the code of the turn before where there is some, the documents' sentences, the request."""
    found = [Message(Speaker.SYSTEM, fill("code", language=language.name))]
    last = history[-1] if history else None
    if last is not None and last.answer is not None and last.answer.intent is Intent.CODE:
        before = "\n".join(one.text for one in last.answer.sentences[1:] if not one.citations)
        found += [Message(Speaker.USER, last.question), Message(Speaker.ASSISTANT, before)]
    said = "\n".join(one.citation.quote for one in quotes)
    asked = f"{question}\n\n{language.says['for-code']}\n{said}" if said else question
    return [*found, Message(Speaker.USER, asked)]


def _parts(written: str) -> Iterator[Said]:
    """What was written, each block of code a piece of its own; one that is cut short gets its end."""
    enough = _ENOUGH.search(written)
    written = written[: enough.end()] if enough else written
    at = 0
    for block in _BLOCK.finditer(written):
        if before := written[at : block.start()].strip():
            yield Said(before)
        text = dedent(block[0]).strip()
        yield Said(text if text.endswith(f"\n{_FENCE}") else f"{text}\n{_FENCE}")
        at = block.end()
    rest = written[at:].strip()
    if rest and not (enough and rest.rstrip("*").endswith(":")):  # what heads something that is cut off
        yield Said(rest)


def _cited(quotes: Sequence[Quoted], language: Language) -> Iterator[Said]:
    if quotes:
        yield Said(language.says["for-code"])
    for one in quotes:
        yield Said(quoted(one.citation.quote, language), Support.SUPPORTED, (one.citation,))
