"""The guard that applies the policy of a house: by words, and by likeness only where a category asks for it.

What a category does is said in the policy (`Action`). "refuse" is for what the program would say by itself:
what documents say is quoted all the same, since a file about a crime speaks of it. "withhold" is for what a
house wants nothing said of at all.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder
from rag.guarding.findings import Finding, Findings
from rag.guarding.house import HousePolicy
from rag.guarding.moderating import MARKED, Moderator, chance_by_words
from rag.guarding.policy import Action, Policy
from rag.guarding.types import PASSES, Decision, Verdict
from rag.types import Answer, Support

_WEAKEST_FIRST = (Action.NOTE, Action.REFUSE, Action.WITHHOLD)
_WORD = re.compile(r"[^\W_]+")
_WORDS_ALONE = "words-alone"  # the reason that stands in the log where likeness could not be asked

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Applied:
    """A policy, ready to be applied by words."""

    policy: Policy
    findings: Findings


class Moderation:
    """Applies the policy of a house to questions, answers and drafts. May be used from any thread."""

    name = "moderation"

    def __init__(self, house: HousePolicy, embedder: Embedder | None = None) -> None:
        """`embedder` is asked only for categories that the policy wants it for."""
        self._house = house
        self._embedder = embedder
        self._preparing = threading.Lock()
        self._applied: _Applied | None = None
        self._alike: tuple[Policy, Moderator] | None = None

    def question(self, text: str) -> Decision:
        found = self._by_words(text)
        return _decided(self._by_likeness(text, found) | found)

    def so_far(self, text: str, documents: str = "") -> Decision:
        return _decided(self._by_words(text, documents))

    def answer(self, answer: Answer, documents: str = "") -> Decision:
        """What documents bear out, word for word or as sentences of an answer, is theirs."""
        quotes = [one.citation.quote for one in answer.quotes]
        cited = [place.quote for one in answer.sentences for place in one.citations]
        own = [
            one.text for one in answer.sentences if not (one.support is Support.SUPPORTED and one.citations)
        ]
        said = "\n".join(own) if answer.sentences else answer.text
        shown = "\n".join((answer.text, *quotes))
        found = self._by_words(said, "\n".join((documents, *quotes, *cited)))
        found |= self._by_likeness(said, found)
        withheld = {
            name for name, action in self._by_words(shown, shown).items() if action is Action.WITHHOLD
        }
        return _decided(found | dict.fromkeys(withheld, Action.WITHHOLD))

    def _ready(self) -> _Applied:
        policy = self._house.now().policy
        with self._preparing:
            if self._applied is None or self._applied.policy is not policy:
                self._applied = _Applied(policy, Findings(policy))
            return self._applied

    def _by_words(self, text: str, documents: str = "") -> dict[str, Action]:
        """Categories that apply, with what is done. What also stands in `documents` is their word."""
        applied = self._ready()
        found = [one for one in applied.findings.of(text) if one.guard and one.weight >= MARKED]
        if not found:
            return {}
        theirs = frozenset(_WORD.findall(documents.casefold()))
        own = [one for one in found if one.guard is Action.WITHHOLD or not _is_theirs(text, one, theirs)]
        return {
            category.name: action
            for category in applied.policy.categories
            for action in _WEAKEST_FIRST
            if _applies([one for one in own if one.category == category.name], action, category.flag)
        }

    def _by_likeness(self, text: str, found: Collection[str]) -> dict[str, Action]:
        """The same of categories that want to know how like their examples a text is, where no word told."""
        policy = self._house.now().policy
        wanted = tuple(one for one in policy.categories if one.alike and one.guard)
        if (
            not (wanted and text.strip())
            or self._embedder is None
            or {one.name for one in wanted} <= set(found)
        ):
            return {}
        cancel = CancelToken()
        try:
            with self._preparing:
                if self._alike is None or self._alike[0] is not policy:
                    asked = replace(policy, categories=tuple(replace(one, implies=()) for one in wanted))
                    self._alike = policy, Moderator(asked, self._embedder, cancel)
            (judged,) = self._alike[1].judge([text], cancel)
        except EngineError as fault:
            _log.warning("a policy was applied by words alone: %s", fault.code)
            return {_WORDS_ALONE: Action.NOTE}
        return {
            one.name: one.guard
            for one in wanted
            if one.name not in found and judged.categories[one.name] >= one.flag
        }


def _applies(found: Sequence[Finding], action: Action, flag: float) -> bool:
    strong = _WEAKEST_FIRST[_WEAKEST_FIRST.index(action) :]
    acting = [one for one in found if one.guard in strong]
    return bool(acting) and chance_by_words(acting) >= flag


def _is_theirs(text: str, one: Finding, theirs: frozenset[str]) -> bool:
    """Whether the words between which a finding lies are those of documents."""
    words = _WORD.findall(text[one.start : one.end].casefold())
    return bool(words) and words[0] in theirs and words[-1] in theirs


def _decided(found: dict[str, Action]) -> Decision:
    if not found:
        return PASSES
    actions = set(found.values())
    refuses = bool(actions & {Action.REFUSE, Action.WITHHOLD})
    verdict = Verdict.REFUSE if refuses else Verdict.NOTE
    return Decision(verdict, tuple(found), quotable=refuses and Action.WITHHOLD not in actions)
