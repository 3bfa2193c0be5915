"""Questions of general knowledge, answered by the model alone: in its own words, and marked as just that.

Only what is plainly general: one of a few forms in which nobody asks about papers ("who wrote …", "the
capital of …"), that speaks of no contract, party or "my" anything, and of which no word stands in what was
found. All else is left to the documents, which may be silent: a model's guess about a person's own affairs is
worse.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import cache

from engine.cancel import CancelToken
from engine.errors import Cancelled, EngineError
from engine.protocols import TextGenerator
from engine.types import Message, Sampling, Speaker
from rag.answering.composing import Said, laid_out
from rag.answering.intents.wishes import this
from rag.grounding.grounder import is_silent
from rag.language.languages import Language, language_of, languages
from rag.language.sentences import sentences
from rag.language.words import letters, stems, words
from rag.prompting.prompts import fill
from rag.prompting.writing import written
from rag.types import Answer, AnswerDelta, AnswerEvent, Hit, Intent, Outcome, SearchScope, SentenceGrounded

_TOKENS = 120
_UNKNOWING = ("idonotknow", "idontknow")
_EDGES = " \t\n.,;:!?¡¿…؟،؛"

_log = logging.getLogger(__name__)


class OwnWords:
    """The model's own knowledge, where that is wanted and asked for."""

    def __init__(
        self, generator: TextGenerator, allowed: Callable[[SearchScope | None], bool] = lambda _: True
    ) -> None:
        """`allowed`: whether it may speak for itself about what is asked in a scope."""
        self._generator = generator
        self.allowed = allowed

    def language_for(
        self, question: str, language: Language, hits: Sequence[Hit], scope: SearchScope | None
    ) -> Language | None:
        """In which language a question that no document answers may be answered, as one of general knowledge;
        None where it may not.
        """
        found = general_in(question, language, hits)
        return found if found is not None and self.allowed(scope) else None

    def told(
        self, answer: Answer, question: str, language: Language, cancel: CancelToken
    ) -> Generator[AnswerEvent, None, Answer]:
        """What the model says of itself, in place of `answer`, which it returns where it says nothing."""
        lead = language.says["own-words"]
        messages = [
            Message(Speaker.SYSTEM, fill("own_words", language=language.name)),
            Message(Speaker.USER, question),
        ]
        try:
            found = written(self._generator, messages, Sampling(max_tokens=_TOKENS, repeatable=True), cancel)
        except Cancelled:
            return replace(answer, text="", sentences=(), stopped=True)
        except EngineError as fault:
            _log.warning("no words of its own: %s", fault.code)
            return answer
        said = [found.text[one.start : one.end].strip() for one in sentences(found.text)]
        if len(said) > 1 and not found.whole:
            said = said[:-1]  # cut short
        if not said or is_silent(found.text) or letters(found.text).startswith(_UNKNOWING):
            return answer
        text, marked = laid_out([Said(lead), Said(" ".join(said))])
        yield AnswerDelta(text)
        for one in marked:
            yield SentenceGrounded(one)
        own = Answer(answer.question, text, marked, Outcome.GENERAL, self._generator.info().name, 0.0, 0.0)
        return replace(own, intent=Intent.GENERAL)


def general_in(question: str, language: Language, hits: Sequence[Hit]) -> Language | None:
    """The language in which a question is plainly one of general knowledge; None where it is not, or where
    something found is about it. Few words do not tell their language: "Qui a peint la Joconde ?".
    """
    asked = question.strip(_EDGES)
    for one in dict.fromkeys((language, *languages())):
        if _general(one).fullmatch(asked):
            return None if of_papers(asked, one) or _among(asked, one, hits) else one
    return None


def of_papers(asked: str, language: Language) -> bool:
    """Whether a question speaks of documents, of parties to them, or of the person's own affairs."""
    said = {word.lower() for word in words(asked)}
    return this(language).search(asked) is not None or bool(said & set(language.wishes["papers"].split()))


def _among(asked: str, language: Language, hits: Sequence[Hit]) -> bool:
    """Whether a word of a question stands in what was found."""
    wanted = {letters(word) for word in words(asked) if stems(word, language)}
    for hit in hits:
        text = f"{hit.document} {hit.section} {hit.text}"
        there = set(stems(text, language)) | set(stems(text, language_of(hit.text)))
        if wanted & {letters(word) for word in words(text)} or set(stems(asked, language)) & there:
            return True
    return False


@cache
def _general(language: Language) -> re.Pattern[str]:
    return re.compile(language.wishes["general"], re.IGNORECASE)
