"""Which guards stand before and after an answer, by collection, and what becomes of what they refuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.security.auditing import Audit
from app.security.holding_back import HoldingBack
from engine.protocols import Embedder
from rag.guarding.grounding import Grounding
from rag.guarding.house import HousePolicy
from rag.guarding.injection import Injection
from rag.guarding.moderation import Moderation
from rag.guarding.personal import Personal
from rag.guarding.types import Decision, Step, Verdict
from rag.storing.policies import PolicyStore
from rag.types import Answer, Hit, Outcome, SearchScope, Sentence, Support

_ON, _OFF = "on", "off"
AT_FIRST = {"injection": True, "grounding": True, "personal": False, "moderation": False}
_NOT_DOCUMENTS = (Outcome.GENERAL, Outcome.SILENT)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that the guard `name` refuses; `quotable`: but for what documents say."""

    name: str
    reasons: tuple[str, ...]
    quotable: bool


class Guards:
    """Methods may be called from any thread, outside of transactions. They raise `VaultError`s."""

    def __init__(
        self, policies: PolicyStore, audit: Audit, policy: Path, embedder: Embedder | None = None
    ) -> None:
        """`policy` is the house's own file, where there is one; `embedder` is asked where that wants it."""
        self.house = HousePolicy(policy)
        self._policies = policies
        self._audit = audit
        self._moderation = Moderation(self.house, embedder)
        self._steps: tuple[Step, ...] = (Injection(), Personal(), self._moderation, Grounding())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self._steps)

    def is_on(self, name: str, collection: str | None = None) -> bool:
        """Whether a guard stands, for a collection or the library as a whole."""
        chosen = self._policies.value(_key(name), collection)
        return AT_FIRST[name] if chosen is None else chosen == _ON

    def turn(self, name: str, on: bool, collection: str = "") -> None:
        """Choose that from now on; the choice stands in the log."""
        value = _ON if on else _OFF
        self._policies.choose(_key(name), value, collection)
        self._audit.chose(_key(name), value, collection)

    def refused(self, question: str, scope: SearchScope) -> Refusal | None:
        """Who refuses a question; None where no guard does."""
        quotable: Refusal | None = None
        for step in self._standing(scope):
            decision = step.question(question)
            if decision.quotable:  # what documents say of it will tell
                decision = replace(decision, verdict=Verdict.NOTE)
                quotable = quotable or Refusal(step.name, decision.reasons, quotable=True)
            if self._noted(step, "question", decision, scope):
                return Refusal(step.name, decision.reasons, quotable=False)
        return quotable

    def holding_back(self, scope: SearchScope, refusal: Refusal | None = None) -> HoldingBack:
        """What lets an answer be shown while it is made, as far as no guard that stands refuses it."""
        standing = tuple(self._standing(scope))

        def passes(text: str, documents: str) -> bool:
            return all(step.so_far(text, documents).verdict is not Verdict.REFUSE for step in standing)

        return HoldingBack(passes, quotable=refusal is not None)

    def judged(self, answer: Answer, scope: SearchScope, refusal: str, given: Iterable[Hit] = ()) -> Answer:
        """The answer, or in its place `refusal` where a guard refuses it. `given`: what was found for it."""
        documents = "\n".join(one.text for one in given)
        for step in self._standing(scope):
            if self._noted(step, "answer", step.answer(answer, documents), scope):
                return without(answer, refusal)
        return answer

    def only_documents(self, answer: Answer, refusal: Refusal, scope: SearchScope, words: str) -> Answer:
        """The answer to a question that was refused but for what documents say, or `words` in its place."""
        unsupported = any(one.support is Support.UNSUPPORTED for one in answer.sentences)
        if answer.outcome not in _NOT_DOCUMENTS and not unsupported:
            return answer
        verdict = Verdict.REFUSE.value
        self._audit.guarded(refusal.name, "question", verdict, refusal.reasons, scope.collection or "")
        return without(answer, words)

    def draft(self, own: str, whole: str, collections: Iterable[str]) -> tuple[str, ...]:
        """Why a draft is refused, () where it is not. `own`: what neither the person nor a document says of
        the `whole`.
        """
        where = next((one for one in ("", *collections) if self.is_on(self._moderation.name, one)), None)
        if where is None:
            return ()
        scope = SearchScope(collection=where or None)
        for text, quotable in ((own, True), (whole, False)):
            decision = self._moderation.so_far(text)
            applies = decision.quotable is quotable
            if applies and self._noted(self._moderation, "draft", decision, scope):
                return decision.reasons
        return ()

    def _standing(self, scope: SearchScope) -> Iterator[Step]:
        return (step for step in self._steps if self.is_on(step.name, scope.collection))

    def _noted(self, step: Step, moment: str, decision: Decision, scope: SearchScope) -> bool:
        if decision.verdict is not Verdict.PASS:
            verdict = decision.verdict.value
            self._audit.guarded(step.name, moment, verdict, decision.reasons, scope.collection or "")
        return decision.verdict is Verdict.REFUSE


def without(answer: Answer, refusal: str) -> Answer:
    """An answer that says nothing but that it was refused, and cites nothing."""
    said = Sentence(0, len(refusal), refusal, Support.NEUTRAL)
    return replace(answer, text=refusal, sentences=(said,), outcome=Outcome.GENERAL, quotes=(), model="")


def _key(name: str) -> str:
    return f"guard-{name}"
