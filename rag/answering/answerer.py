"""From a question to an answer with citations: find, ask the model, ground every sentence.

Nothing counts before one sentence of the answer is supported by the sources and bears on the question, so
that a confident claim the documents do not make is never put before the user as the answer: until then
there is only a draft, told to be one; what follows is shown as it comes. Where nothing found is about the
question, the model is not asked at all. A small model also says "not in your documents" of what is in front
of it: where the sources are very near the question it is asked again without that way out, and its answer
has to bear on the question more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.protocols import Embedder, TextGenerator
from engine.types import Sampling, StopReason, TextDelta, Thinking
from rag.answering.draft import Draft
from rag.answering.questions import Demand, Relevance, bears_on, excerpts, is_follow_up, relevance, standalone
from rag.answering.selection import blended, in_reading_order, merged, promising, within, worth_reading
from rag.grounding.citations import Places
from rag.grounding.grounder import Grounder
from rag.language.likeness import alike_or_none
from rag.language.words import stems
from rag.prompting.budget import TEMPLATE_TOKENS, Shares, about_tokens, divide
from rag.prompting.prompts import answer_messages, source_text
from rag.prompting.writing import Telling
from rag.types import (
    Answer,
    AnswerDone,
    AnswerEvent,
    Drafted,
    Hit,
    ModelThinking,
    Outcome,
    PassagesFound,
    PassagesNear,
    SearchScope,
    Sentence,
    SourcesFound,
    Support,
    Turn,
)

Instead = Callable[[str, Sequence[Hit], SearchScope | None, CancelToken], Sequence[Hit] | None]

_WORDS_OF_ITS_OWN = 2  # content words by which a follow-up can be searched without its subject

_LOOKED_INTO = 2  # sources whose sentences are held against the question one by one

UNANSWERED = "Your documents do not answer this."


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """What an answer may cost.

    On two cores a 1.5B model reads about 100 tokens a second, and nothing is shown before it has read the
    sources: 1000 tokens are 10 seconds.
    """

    retrieved: int = 12  # passages asked for
    sources: int = 5  # passages read, at most
    source_tokens: int = 1000
    answer_tokens: int = 320
    sentences: int = 8  # after these the answer ends
    turns: int = 1  # earlier turns a follow-up is read with
    rules: str = "answer"  # the prompt that says how to answer: a file of assets/prompts


class Searcher(Protocol):
    """Finds passages; see `rag.finding.retriever.Retriever`."""

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]: ...


class Texts(Places, Protocol):
    """The texts of the documents; see `rag.storing.documents.DocumentStore`."""

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str: ...


class Answerer:
    """Answers one question at a time; the generator lets others wait."""

    def __init__(
        self,
        generator: TextGenerator,
        retriever: Searcher,
        store: Texts,
        embedder: Embedder,
        settings: AnswerSettings | None = None,
        *,
        instead: Instead = lambda _asked, _hits, _scope, _cancel: None,
        may_stand: Callable[[str, Sentence], bool] = lambda _question, _sentence: True,
        misstates: Callable[[str, Sentence], bool] = lambda _question, _sentence: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`instead`: what is to be read in place of the sources, if anything; `may_stand`: whether a
        supported sentence may stand as the answer to a question; `misstates`: whether it says otherwise than
        its source, so that nothing more of what the model writes is taken.
        """
        self._generator = generator
        self._retriever = retriever
        self._store = store
        self._embedder = embedder
        self.settings = settings or AnswerSettings()
        self._instead = instead
        self._may_stand = may_stand
        self._misstates = misstates
        self._clock = clock
        self.read: tuple[int, ...] = ()  # passage ids of the last prompt, in its order

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: SearchScope | None = None,
        cancel: CancelToken | None = None,
        *,
        seed: int | None = None,
    ) -> Iterator[AnswerEvent]:
        """Yield `PassagesNear` as soon as the search is over, `PassagesFound` before the model is asked for
        anything, `SourcesFound`, `ModelThinking`s, `Drafted`s, `AnswerDelta`s, a `SentenceGrounded` for every
        sentence, `AnswerDone`.

        The answer of `AnswerDone` is the one that counts: its text may end before the deltas do, and where
        nothing is supported it says that the documents are silent, with `found` False and no citation.
        `history` are the earlier turns, oldest first. With `seed` the model does not take the likeliest
        words, so that it may answer otherwise than before. Cancelling keeps what there is of it, `stopped`.
        Raises `ModelError`, `WorkerError` and `VaultError`s.
        """
        cancel = cancel or CancelToken()
        started = self._clock()
        try:
            asked = standalone(question, history)
            kept = history[-self.settings.turns :] if is_follow_up(question) else ()
            found = self._found(question, asked, scope, cancel)
            if found and not cancel.cancelled:
                # Before it is held against the question, which takes three times as long as the search.
                yield PassagesNear(tuple(worth_reading(found)[: self.settings.sources]))
            near, best, first = self._worth_reading(asked, found, cancel)
            others = self._instead(asked, first, scope, cancel)
            if others is not None:
                near, best, first = self._worth_reading(asked, others, cancel)
            cancel.raise_if_cancelled()
            if near is None or near.hopeless:
                yield SourcesFound(tuple(first))
                yield AnswerDone(_refusal(question, "", self._clock() - started))
                return
            yield PassagesFound(tuple(first))
            cancel.raise_if_cancelled()
            sources = self._sources(question, kept, best)
            yield SourcesFound(tuple(sources))
            cancel.raise_if_cancelled()
        except Cancelled:
            yield AnswerDone(
                Answer(question, "", (), Outcome.SILENT, "", self._clock() - started, 0.0, stopped=True)
            )
            return
        ordered = in_reading_order(sources, self.read)
        self.read = tuple(hit.passage_id for hit in ordered)
        task = _Task(question, asked, tuple(kept), tuple(sources), tuple(ordered), seed, started)
        answer = yield from self._told(task, Demand.OFFERED, cancel)
        if not answer.found and not answer.stopped and self._is_strong(near, asked, sources, cancel):
            answer = yield from self._told(task, Demand.PRESSED, cancel)
        yield AnswerDone(answer)

    # --- what to read --------------------------------------------------------------------------------------

    def _found(self, question: str, asked: str, scope: SearchScope | None, cancel: CancelToken) -> list[Hit]:
        """Passages for a question; for a follow-up also those its own words find."""
        whole = self._retriever.search(asked, self.settings.retrieved, scope, cancel)
        if asked == question.strip() or len(set(stems(question))) < _WORDS_OF_ITS_OWN:
            return whole
        return blended(self._retriever.search(question, self.settings.retrieved, scope, cancel), whole)

    def _worth_reading(
        self, asked: str, hits: Sequence[Hit], cancel: CancelToken
    ) -> tuple[Relevance | None, list[Hit], list[Hit]]:
        """How near what was found comes to the question; what of it is worth reading, best first; and about
        what of that the model will read, reckoned without one, which may take long to be loaded.
        """
        found = worth_reading(hits)
        near = self._near(asked, found, cancel)
        cancel.raise_if_cancelled()
        if near is None or near.hopeless:
            return near, found, found[: self.settings.sources]
        best = merged(promising(found)[: self.settings.sources + 2], self._store.text)
        sizes = [about_tokens(source_text(number, hit)) for number, hit in enumerate(best, 1)]
        return near, best, within(best, sizes, self.settings.source_tokens, self.settings.sources)

    def _near(self, asked: str, hits: Sequence[Hit], cancel: CancelToken) -> Relevance | None:
        """How near what was found comes to the question; None when nothing was."""
        if not hits:
            return None
        best = hits[: self.settings.sources]
        return relevance(asked, best, self.alike(asked, [hit.text for hit in best], cancel))

    def _is_strong(self, near: Relevance, asked: str, sources: Sequence[Hit], cancel: CancelToken) -> bool:
        """Whether the best sources come very near the question, as a whole or in a few of their sentences."""
        if near.strong or near.cosine is None:
            return near.strong
        pieces = [piece for hit in sources[:_LOOKED_INTO] for piece in excerpts(hit.text)]
        likeness = self.alike(asked, pieces, cancel)
        return likeness is not None and near.seen_closer(likeness).strong

    def _sources(self, question: str, history: Sequence[Turn], best: Sequence[Hit]) -> list[Hit]:
        """The passages to be read, best first, within the budget of the model; waits until it is loaded."""
        settings = self.settings
        count = self._generator.count_tokens
        bare = answer_messages(question, [], rules=settings.rules)
        fixed = sum(count(message.text) for message in bare) + 2 * TEMPLATE_TOKENS
        told = answer_messages(question, [], history, rules=settings.rules)
        spoken = sum(count(message.text) for message in told) - fixed
        budget = divide(
            self._generator.info().context_length,
            fixed=fixed,
            conversation_wanted=max(spoken, 0),
            shares=Shares(answer=settings.answer_tokens),
        )
        room = min(settings.source_tokens, budget.sources)
        sizes = [count(source_text(number, hit)) for number, hit in enumerate(best, 1)]
        return within(best, sizes, room, settings.sources)

    # --- what is said --------------------------------------------------------------------------------------

    def _told(self, task: _Task, demand: Demand, cancel: CancelToken) -> Generator[AnswerEvent, None, Answer]:
        """Ask the model and give the events of its answer; returns how it ended."""
        messages = answer_messages(
            task.question,
            task.ordered,
            task.history,
            may_refuse=demand is Demand.OFFERED,
            rules=self.settings.rules,
        )
        sampling = self._sampling(task.seed)
        with Telling(lambda turn: self._generator.generate(messages, sampling, turn), cancel) as telling:
            grounder = Grounder(
                task.asked,
                task.sources,
                self._store,
                lambda one, others: self.alike(one, others, telling.turn),
            )
            draft = self._draft(task, demand, grounder)
            for event in telling.events():
                if isinstance(event, Thinking):
                    yield ModelThinking(event.tokens)
                elif isinstance(event, TextDelta):
                    yield from draft.feed(event.text)
                elif not draft.complete:  # what came was thought
                    yield Drafted("")
                    draft = self._draft(task, demand, grounder)
                if draft.complete:
                    telling.enough()
        done = telling.done
        stopped = cancel.cancelled and not draft.complete
        yield from draft.close(whole=done.stop_reason is not StopReason.LENGTH, stopped=stopped)
        model = self._generator.info().name if done.generated_tokens else ""
        seconds = self._clock() - task.started
        if not draft.answered and not stopped:
            refusal = _refusal(task.question, model, seconds, done.tokens_per_second)
            return replace(refusal, unsaid=done.stop_reason is StopReason.THOUGHT)
        return Answer(
            question=task.question,
            text=draft.text if draft.answered else "",
            sentences=draft.sentences if draft.answered else (),
            outcome=Outcome.ANSWERED if draft.answered else Outcome.SILENT,
            model=model,
            seconds=seconds,
            tokens_per_second=done.tokens_per_second,
            stopped=stopped,
        )

    def _draft(self, task: _Task, demand: Demand, grounder: Grounder) -> Draft:
        return Draft(
            grounder,
            lambda said: (
                bears_on(task.question, task.asked, said, demand, task.cited(said))
                and self._may_stand(task.asked, said)
            ),
            self.settings.sentences,
            lambda said: self._misstates(task.asked, said),
        )

    def _sampling(self, seed: int | None) -> Sampling:
        most = self.settings.answer_tokens
        if seed is None:
            return Sampling(max_tokens=most, repeatable=True)
        return Sampling(temperature=0.6, seed=seed, max_tokens=most, repeatable=True)

    def alike(self, text: str, others: Sequence[str], cancel: CancelToken) -> NDArray[np.float32] | None:
        """How like a text is to others, by meaning; None where that is not told, also by an embedder that
        fails.
        """
        return alike_or_none(self._embedder, text, others, cancel)


@dataclass(frozen=True, slots=True)
class _Task:
    """What is asked, of what."""

    question: str
    asked: str  # with what a follow-up takes for granted
    history: tuple[Turn, ...]
    sources: tuple[Hit, ...]  # best first
    ordered: tuple[Hit, ...]  # as the prompt holds them
    seed: int | None
    started: float

    def cited(self, sentence: Sentence) -> list[str]:
        """The texts of the passages that a sentence cites."""
        return [
            hit.text
            for hit in self.sources
            if any(
                hit.document_id == one.document_id and hit.start <= one.start < hit.end
                for one in sentence.citations
            )
        ]


def _refusal(question: str, model: str, seconds: float, speed: float = 0.0) -> Answer:
    sentence = Sentence(0, len(UNANSWERED), UNANSWERED, Support.NEUTRAL)
    return Answer(question, UNANSWERED, (sentence,), Outcome.SILENT, model, seconds, speed)
