"""The documents answer, the model helps: what a person typed, through to one of the outcomes.

What needs no passage is answered at once (`intents`). Otherwise the sentences that fit best are quoted before
the model has said anything; its wording follows and is shown where it holds and agrees with the quote. Where
it does not, or none is there, the quote stands as the answer, if it has what is asked for; else the nearest
sentences are shown as just that. Only where nothing is about the question are the documents called silent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.protocols import Embedder, TextGenerator
from engine.types import Task
from rag.answering.along import Along, Others
from rag.answering.answerer import Answerer, AnswerSettings
from rag.answering.asking import Asking
from rag.answering.beside import Beside
from rag.answering.cells.asking import asked_of
from rag.answering.cells.figures import Figures
from rag.answering.cells.figures import Shelf as Sheets
from rag.answering.coding import Coding, asks_for_code
from rag.answering.composing import (
    Said,
    laid_out,
    quoting,
    silence_told,
    stopped,
    together,
    with_exceptions,
    without_frames,
)
from rag.answering.counted import counted
from rag.answering.crossing import PASSAGES, CrossSearcher, crossed
from rag.answering.deeper import PASSAGES as FURTHER
from rag.answering.deeper import deeper
from rag.answering.following import taken_along
from rag.answering.intents.bare import bare
from rag.answering.intents.telling import telling
from rag.answering.intents.ways import Shelf, Ways
from rag.answering.intents.wishes import intent_of
from rag.answering.own_words import OwnWords
from rag.answering.questions import standalone
from rag.answering.quoting import judging
from rag.answering.quoting.ranking import ranked
from rag.answering.quoting.standing import Ranked, apart, as_good
from rag.answering.quoting.vocabulary import Across
from rag.answering.recording import Asked, Recording, Searches
from rag.answering.rewriting.requests import Request, Requests
from rag.answering.rewriting.rewriter import Rewriter
from rag.answering.selection import worth_reading
from rag.grounding.citations import sentence_cited
from rag.grounding.meaning import bends
from rag.guarding.injection import is_order
from rag.language.concepts import spoken
from rag.language.words import plain, stems
from rag.prompting.quiet import OrQuiet
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Hit,
    Intent,
    Outcome,
    PassagesFound,
    Quoted,
    QuotesFound,
    SearchScope,
    Sentence,
    SentenceGrounded,
    SourcesFound,
    Turn,
)

_NOT_ANSWERED = (Outcome.SILENT, Outcome.CLOSEST)
_QUOTES = 3
_AGREEING = 2  # best sentences, one of which the model's wording has to rest on
_MENTIONING = 40  # passages looked through for a name
_NEAREST = 12  # passages looked through for what a letter may rest on
_LETTER = 2  # sentences quoted in it
_FULL = 1.8  # what a sentence scores that has every word, the kind, the meaning and the best place


class Shelves(Shelf, Sheets, Protocol):
    """The documents of a library; see `rag.storing.documents.DocumentStore`."""


class Assistant:
    """Answers whatever is asked, one question at a time; the generator lets others wait."""

    def __init__(
        self,
        generator: TextGenerator,
        searcher: CrossSearcher,
        store: Shelves,
        embedder: Embedder,
        settings: AnswerSettings | None = None,
        *,
        own_words: Callable[[SearchScope | None], bool] = lambda _: True,
        writer: Callable[[Task, SearchScope | None], TextGenerator] | None = None,
        shelf: Others | None = None,
        beside: Beside | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`own_words`: whether the model may answer general questions in a scope by itself, so marked.
        `writer`: what writes for a task in a scope, by default the `generator`. `shelf`: shared collections.
        `beside`: what answers some questions by rules of its own.
        """
        searcher = self._searcher = Searches(searcher)
        self._writer = writer or (lambda _task, _scope: generator)
        asked = self._generator = Asked(generator)
        quiet = OrQuiet(asked)  # quotes need no model
        self._own = OwnWords(quiet, own_words)
        self._coding = Coding(asked, self._nearest)
        self._store, self._along = store, Along(searcher, shelf, embedder)
        self._clock, self._beside = clock, beside or Beside()
        self._answerer = Answerer(
            quiet,
            self._along,
            store,
            embedder,
            settings,
            instead=self._elsewhere,
            may_stand=self._may_stand,
            misstates=self._misstates,
            clock=clock,
        )
        self.recording = Recording(searcher, self._along, asked, self._answerer, embedder)
        self._best: tuple[Ranked, ...] = ()  # what answers the question in hand, where something does
        self._near: tuple[Ranked, ...] = ()  # all that was ranked for it
        self._strange = False  # what is nearest tells of something else
        self._bent: Sentence | None = None  # what the model answered, but for a "must" or an "or"
        self._across: Across | None = None  # where the question in hand is asked of other languages
        self._said = ""  # the question in hand, without what it takes for granted
        self._asked = ""  # with it
        self._ranked: dict[Hashable, list[Ranked]] = {}  # first to tell which languages are read
        self._figures = Figures(store, searcher)
        self._ways = Ways(store, lambda what, scope: searcher.search(what, _MENTIONING, scope))
        self._requests = Requests(Rewriter(asked, store), self._ways, self._nearest, self._given)

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: SearchScope | None = None,
        cancel: CancelToken | None = None,
        *,
        seed: int | None = None,
        at_hand: Collection[int] = (),
    ) -> Iterator[AnswerEvent]:
        """Yield `PassagesNear`, `PassagesFound`, `QuotesFound`, `SourcesFound`, `ModelThinking`s, `Drafted`s,
        `AnswerDelta`s, `SentenceGrounded`s and one `AnswerDone`.

        As `Answerer.answer`, whose errors it raises, for all that a person may type. `at_hand` are the
        documents that lie open, by number: "this document".
        """
        cancel = cancel or CancelToken()
        started = self._clock()
        asked = bare(question)
        plain = self._beside.plainly(question, asked, scope, at_hand)
        code = plain is None and self._own.allowed(scope)
        code = code and asks_for_code(question, asked.whole, asked.language, history)
        if plain is not None or code:
            self._generator.turn_to(self._writer(Task.CODE, scope))
            coded = self._coding.told(question, asked.language, history, scope, cancel)
            known = self._clock() - started
            yield from coded if plain is None else telling(question, *plain, known)
            return
        intent, language = intent_of(question, asked.whole, asked.language)
        self._generator.turn_to(self._writer(Task.ANSWER, scope))
        # "How does the tax rate compare to last year's?" compares no documents.
        if intent is Intent.COMPARE and asked_of(asked.whole, language, question) is not None:
            intent = Intent.FACT
        try:
            request = self._requests.heard(intent, asked.whole, language, history, scope, cancel)
        except Cancelled:
            yield AnswerDone(stopped(question, self._clock() - started))
            return
        if request is not None:
            self._generator.turn_to(self._writer(Task.DRAFT, scope))
            yield from self._making(question, request, cancel, started)
            return
        told = None
        if intent is not Intent.FACT:
            told = self._ways.told(intent, asked.whole, language, scope, at_hand)
        if told is not None:
            yield from telling(question, intent, told, self._clock() - started)
            return
        unread = self._ways.unread(scope)
        answers: list[Answer] = []
        before = list(history)  # a later part may say "it" of what an earlier one named
        for part in map(self._searcher.respelled, asked.parts):
            said = f"{part} ({', '.join(asked.years)})" if asked.years else part
            follows = taken_along(said, before, partial(self._found, said, scope, cancel))
            one = Asking(said, standalone(said, follows), question, asked, started)
            yield from self.fact(one, follows, scope, cancel, seed)
            before.append(Turn(0, 0, said, None, 0.0))
            if one.answer is None:
                raise Cancelled
            answers.append(one.answer)
            if one.answer.stopped:
                break
        answer = together(answers, asked.parts, asked.language)
        own = None
        alone = one.alone == one.question and not answers[1:]  # a follow-up takes something for granted
        if answer.outcome in _NOT_ANSWERED and alone and not (answer.stopped or unread):
            own = self._own.language_for(asked.whole, asked.language, one.hits, scope)
        if own is not None:
            answer = yield from self._own.told(answer, asked.whole, own, cancel)
            intent = answer.intent if answer.outcome is Outcome.GENERAL else intent
        read = self._ways.readable(scope) if answer.outcome in _NOT_ANSWERED else None
        answer = self._along.told(answer, None if read is None else len(read))
        answer = replace(answer, question=question, intent=intent, unread=unread)
        yield AnswerDone(replace(silence_told(answer, asked.language), seconds=self._clock() - started))

    # --- inside --------------------------------------------------------------------------------------------

    def _making(
        self, question: str, request: Request, cancel: CancelToken, started: float
    ) -> Iterator[AnswerEvent]:
        """The events of what is made on request, piece by piece; a stop keeps what there is."""
        made: list[Said] = []
        try:
            for piece in request.pieces:
                text, told = laid_out([*made, piece])
                yield AnswerDelta(text[told[-1].start - bool(made) :])
                yield SentenceGrounded(told[-1])
                made.append(piece)
        except Cancelled:
            cancel.cancel()
        text, told = laid_out(made)
        answer = Answer(question, text, told, request.outcome, "", self._clock() - started, 0.0)
        yield AnswerDone(replace(answer, intent=request.intent, stopped=cancel.cancelled))

    def _nearest(self, wish: str, scope: SearchScope | None, cancel: CancelToken) -> Sequence[Quoted]:
        """The sentences nearest to a wish, that give no orders."""
        hits = worth_reading(self._searcher.search(wish, _NEAREST, scope, cancel))
        found = ranked(wish, hits, partial(self._answerer.alike, cancel=cancel))
        return [self._quoted(one) for one in found[:_LETTER] if one.is_near and not is_order(one.quote.text)]

    def _given(
        self, turn: Turn, history: Sequence[Turn], scope: SearchScope | None, cancel: CancelToken
    ) -> Answer:
        """The answer of an earlier turn that keeps none. Raises `Cancelled`."""
        ended = [
            event.answer
            for event in self.answer(turn.question, history, scope, cancel)
            if isinstance(event, AnswerDone)
        ]
        cancel.raise_if_cancelled()
        return ended[-1]

    def fact(
        self,
        asking: Asking,
        history: Sequence[Turn],
        scope: SearchScope | None,
        cancel: CancelToken,
        seed: int | None = None,
    ) -> Iterator[AnswerEvent]:
        """The events of one question's answer but for its end, which is left in `asking`."""
        try:
            figured = self._beside.query(asking.alone, asking.bare.language, scope, cancel)
            if figured is None:
                figured = self._figures.told(asking.alone, asking.typed, asking.bare.language, scope, cancel)
        except Cancelled:
            figured = None  # the answerer tells it
        if figured is not None:
            yield from counted(asking, figured, self._clock)
            return
        best: list[Ranked] = []
        judged: tuple[Hit, ...] | None = None  # what the quotes are of
        self._across = None
        self._best, self._near, self._bent, self._strange, self._ranked = (), (), None, False, {}
        self._said, self._asked = asking.question, asking.alone
        for event in self._answerer.answer(asking.question, history, scope, cancel, seed=seed):
            if isinstance(event, AnswerDone):
                asking.answer = self._ended(asking, event.answer, best)
                continue
            if not isinstance(event, PassagesFound | SourcesFound) or event.hits == judged:
                yield event
                continue
            own = "" if asking.alone == asking.question else asking.question
            here = [hit for hit in event.hits if hit.shared is None]
            figured = self._figures.recorded(asking.alone, here, asking.bare.language, own)
            if figured is not None:
                yield from counted(asking, figured, self._clock)
                return
            yield event
            judged = asking.hits = event.hits
            best = self._rank(asking.alone, event.hits, self._across, cancel)
            self._near = tuple(best)
            self._best = tuple(one for one in best[:_AGREEING] if best[0].answers and one.answers)
            self._strange = bool(best) and (best[0].strange or best[0].of_another or best[0].lacks)
            best = apart(best)
            asking.quotes = tuple(self._quoted(one) for one in best[:_QUOTES])
            if asking.quotes:
                if asking.seconds is None:
                    asking.seconds = self._clock() - asking.started
                yield QuotesFound(asking.quotes)

    def _found(
        self, said: str, scope: SearchScope | None, cancel: CancelToken, asked: str
    ) -> Sequence[Ranked]:
        hits = self._searcher.search(asked, PASSAGES, scope, cancel)
        return ranked(asked, hits, partial(self._answerer.alike, cancel=cancel), said)

    def _elsewhere(
        self, asked: str, hits: Sequence[Hit], scope: SearchScope | None, cancel: CancelToken
    ) -> Sequence[Hit] | None:
        """What to read in place of `hits`: in other languages than the question's, or further down."""
        crossing = self._searcher.across(asked, PASSAGES, scope, cancel)
        found = crossed(asked, hits, crossing, lambda some, across: self._rank(asked, some, across, cancel))
        if found is None:
            return deeper(
                asked,
                hits,
                lambda: self._searcher.search(asked, FURTHER, scope, cancel),
                lambda some: self._rank(asked, some, None, cancel),
            )
        self._across = found.across
        return found.hits

    def _rank(
        self, asked: str, hits: Sequence[Hit], across: Across | None, cancel: CancelToken
    ) -> list[Ranked]:
        key = (asked, self._said, across, *((hit.passage_id, hit.start, hit.end) for hit in hits))
        if key not in self._ranked:
            alike = partial(self._answerer.alike, cancel=cancel)
            self._ranked[key] = ranked(asked, hits, alike, self._said, across)
        return self._ranked[key]

    def _misstates(self, question: str, sentence: Sentence) -> bool:
        """Whether what the model says is not to be shown: it differs from its source, or from the quote."""
        if judging.misstates(question, sentence) or judging.denied_by(question, sentence, self._near):
            return True
        if not judging.agrees(sentence, self._asked, [one.quote for one in self._best]):
            return True
        if bends(sentence.text, sentence.citations):
            self._bent = self._bent or sentence
            return True
        return False

    def _may_stand(self, question: str, sentence: Sentence) -> bool:
        told = bool(self._best) or (
            self._follows(sentence) and not self._strange and not judging.lacking(sentence, self._near)
        )
        return told and judging.answers(question, sentence)

    def _follows(self, sentence: Sentence) -> bool:
        """Whether a sentence rests on something that a follow-up says itself, not only on what it follows."""
        own = set(stems(self._said, spoken(self._said)))
        cited = " ".join(f"{one.section} {plain(one.quote)}" for one in sentence.citations)
        return not own or bool(own & set(stems(cited, spoken(self._said))))

    def _ended(self, asking: Asking, answer: Answer, best: Sequence[Ranked]) -> Answer:
        """How a question ends: as the model put it, with the documents' own sentence, or with the nearest."""
        kept = replace(answer, quotes=asking.quotes, first_quote_seconds=asking.seconds)
        if answer.stopped:
            return kept
        if answer.found:
            cited = tuple(citation for one in answer.sentences for citation in one.citations)
            wrong = judging.contradicted(asking.question, cited)
            told = with_exceptions(without_frames(kept), asking.bare.language)
            return replace(told, outcome=Outcome.CONTRADICTED if wrong else Outcome.ANSWERED)
        language = asking.language
        wrong = bool(best) and judging.contradicted(asking.question, (asking.quotes[0].citation,))
        if best and (best[0].answers or (wrong and best[0].is_surely_about)):
            outcome = Outcome.CONTRADICTED if wrong else Outcome.ANSWERED
            said = [asking.quotes[place] for place in as_good(best[:_QUOTES])]
            return quoting(replace(kept, model=""), "", said, outcome, language)
        bent = self._bent
        if bent is not None and best and best[0].is_near and judging.source_answers(asking.question, bent):
            own = [Quoted(one, 1.0) for one in bent.citations]
            return quoting(replace(kept, model=""), "", own, Outcome.ANSWERED, language)
        near = [quote for quote, one in zip(asking.quotes, best, strict=False) if one.is_near]
        if near:
            return quoting(replace(kept, model=""), language.says["closest"], near, Outcome.CLOSEST, language)
        return quoting(
            replace(kept, model="", quotes=()), language.says["silent"], [], Outcome.SILENT, language
        )

    def _quoted(self, one: Ranked) -> Quoted:
        return Quoted(sentence_cited(self._store, one.quote), round(min(max(one.score / _FULL, 0.0), 1.0), 3))
