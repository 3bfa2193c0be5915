"""Which questions to begin with: those that the library answers with the very sentence they were made of.

Each is put to the way that every answer takes, without a model: what is refused, answered from elsewhere or
only come near to is not offered. Nothing is kept but in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from engine.cancel import CancelToken
from rag.answering.assistant import Assistant
from rag.language.words import letters
from rag.offering.proposing import Proposal, proposed
from rag.types import Answer, AnswerDone, Intent, Outcome, Passage

MOST = 4

_OF_A_DOCUMENT = 12  # proposals that are put to the library, at most
_PASSAGES = 600  # of a document that are looked through
_BEST = (
    "deadline", "amount", "office", "length", "valid", "kept", "date", "law", "condition", "when", "who",
    "about", "purpose", "seat", "passive", "meaning", "event", "thing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A question that the library answers, and the document that does."""

    question: str
    document_id: int


class Offering:
    """Used by one thread at a time."""

    def __init__(self, passages: Callable[[int], Sequence[Passage]], assistant: Assistant) -> None:
        """`passages`: those of a document; `assistant`: what answers, as for a person but without a model."""
        self._passages = passages
        self._assistant = assistant
        self._proposed: dict[int, tuple[Proposal, ...]] = {}

    def offered(
        self,
        documents: Sequence[int],
        cancel: CancelToken,
        wait: Callable[[], None] = lambda: None,
        first: Callable[[Offered], None] = lambda _: None,
    ) -> list[Offered]:
        """Some that ready documents answer, the first of these before the others, and not all of one;
        `wait` is called before each that is tried, `first` with the first that is found. Raises
        `VaultError`s, `EngineError`s, `Cancelled`.
        """
        self._proposed = {one: said for one, said in self._proposed.items() if one in documents}
        said: dict[str, set[str]] = {}
        for one in documents:
            for proposal in self._of(one):
                said.setdefault(letters(proposal.question), set()).add(letters(proposal.value))
        found: list[Offered] = []
        kinds: list[str] = []
        for document, proposal in self._in_turn(documents):
            if len(found) == MOST or cancel.cancelled:
                break
            share = sum(one.document_id == document for one in found)
            if share and len(documents) > 1 and share >= MOST // 2:
                continue
            if len(said[letters(proposal.question)]) > 1:
                continue  # which of them is meant
            if kinds.count(proposal.kind) >= (1 if proposal.kind in ("meaning", "thing") else 2):
                continue
            wait()
            if self._is_answered(document, proposal, cancel):
                found.append(Offered(proposal.question, document))
                if len(found) == 1:
                    first(found[0])
                kinds.append(proposal.kind)
        cancel.raise_if_cancelled()
        return found

    def _in_turn(self, documents: Sequence[int]) -> Iterator[tuple[int, Proposal]]:
        """What to try, one of each document after the other."""
        each = [[(one, said) for said in self._of(one)[:_OF_A_DOCUMENT]] for one in documents]
        for row in zip_longest(*each):
            yield from (one for one in row if one is not None)

    def _of(self, document: int) -> tuple[Proposal, ...]:
        if document not in self._proposed:
            passages = self._passages(document)[:_PASSAGES]
            self._proposed[document] = tuple(varied(list(proposed(passages))))
        return self._proposed[document]

    def _is_answered(self, document: int, proposal: Proposal, cancel: CancelToken) -> bool:
        for event in self._assistant.answer(proposal.question, (), None, cancel):
            if isinstance(event, AnswerDone):
                return is_right(event.answer, document, proposal)
        return False


def varied(proposals: Collection[Proposal]) -> list[Proposal]:
    """One of each kind after the other, what is asked most first; within a kind as they stand."""
    kinds = [[one for one in proposals if one.kind == kind] for kind in _BEST]
    return [one for row in zip_longest(*kinds) for one in row if one is not None]


def is_right(answer: Answer, document: int, proposal: Proposal) -> bool:
    """Whether an answer quotes first what the question was made of, with what it asks for."""
    if answer.outcome is not Outcome.ANSWERED or answer.intent is not Intent.FACT:
        return False
    cited = [one for sentence in answer.sentences for one in sentence.citations]
    if not cited or any(one.document_id != document for one in cited):
        return False
    first = cited[0]
    meets = first.start < proposal.end and proposal.start < first.end
    return meets and letters(proposal.value) in letters(first.quote)
