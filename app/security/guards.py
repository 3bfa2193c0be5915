"""Which guards stand before and after an answer, by collection, and what becomes of what they refuse."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.security.auditing import Audit
from app.security.holding_back import HoldingBack
from rag.guarding.grounding import Grounding
from rag.guarding.injection import Injection
from rag.guarding.moderation import RULES, Moderation, Rule, rules_of
from rag.guarding.personal import Personal
from rag.guarding.types import Decision, Step, Verdict
from rag.storing.policies import PolicyStore
from rag.types import Answer, Outcome, SearchScope, Sentence, Support

_ON, _OFF = "on", "off"
_AT_FIRST = {"injection": True, "grounding": True, "personal": False, "moderation": False}

_log = logging.getLogger(__name__)


class Guards:
    """Methods may be called from any thread, outside of transactions. They raise `VaultError`s."""

    def __init__(self, policies: PolicyStore, audit: Audit, rules: Path) -> None:
        """`rules` is the house's own file of moderation, where there is one."""
        self._policies = policies
        self._audit = audit
        self._steps: tuple[Step, ...] = (
            Injection(),
            Personal(),
            Moderation(_rules(rules)),
            Grounding(),
        )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self._steps)

    def is_on(self, name: str, collection: str | None = None) -> bool:
        """Whether a guard stands, for a collection or the library as a whole."""
        chosen = self._policies.value(_key(name), collection)
        return _AT_FIRST[name] if chosen is None else chosen == _ON

    def turn(self, name: str, on: bool, collection: str = "") -> None:
        """Choose that from now on; the choice stands in the log."""
        value = _ON if on else _OFF
        self._policies.choose(_key(name), value, collection)
        self._audit.chose(_key(name), value, collection)

    def refused(self, question: str, scope: SearchScope) -> str | None:
        """The name of the guard that refuses a question; None where none does."""
        for step in self._standing(scope):
            if self._noted(step, "question", step.question(question), scope):
                return step.name
        return None

    def holding_back(self, scope: SearchScope) -> HoldingBack:
        """What lets an answer be shown while it is made, as far as no guard that stands refuses it."""
        standing = tuple(self._standing(scope))
        return HoldingBack(
            lambda text: all(step.so_far(text).verdict is not Verdict.REFUSE for step in standing)
        )

    def judged(self, answer: Answer, scope: SearchScope, refusal: str) -> Answer:
        """The answer, or in its place `refusal` where a guard refuses it."""
        for step in self._standing(scope):
            if self._noted(step, "answer", step.answer(answer), scope):
                return without(answer, refusal)
        return answer

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


def _rules(path: Path) -> tuple[Rule, ...]:
    try:
        return rules_of(path if path.is_file() else RULES)
    except (OSError, ValueError) as error:
        _log.warning("rules of moderation not read: %s", type(error).__name__)
        return rules_of(RULES)
