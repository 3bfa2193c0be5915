"""Holding documents against a policy; `app.runs.runs` makes the table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import PolicyInvalid
from app.words.catalogue import say
from app.words.moderating import row_words
from engine.protocols import Embedder
from rag.errors import FileMissing, FileUnreadable
from rag.guarding.house import HousePolicy
from rag.guarding.policy import Policy, PolicyWrong, policy_in
from rag.moderating.maker import ModerationMaker
from rag.moderating.scope import ModerationScope, Scored
from rag.runs.store import RunStore
from rag.runs.types import PartState, Result, Run
from rag.storing.documents import DocumentStore

MADE_BY = (ModerationMaker.name,)
_COLUMNS = ("document", "against", "because")


class Moderations:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: RunStore, maker: ModerationMaker, house: HousePolicy) -> None:
        self._store = store
        self.maker = maker
        self.house = house

    @classmethod
    def over(
        cls, store: RunStore, documents: DocumentStore, embedder: Embedder, house: HousePolicy
    ) -> Moderations:
        """With a maker of its own."""
        return cls(store, ModerationMaker(documents, embedder, row_words), house)

    def create(self, documents: Sequence[int], policy: Path | None = None) -> Run:
        """Keep a new table, QUEUED, with a row for each document. `policy`: a file in place of the policy of
        the library. Raises `PolicyInvalid`, `FileMissing`, `FileUnreadable`, `DocumentUnknown`.
        """
        if policy is None:
            return self._kept(ModerationScope(tuple(documents), self.house.now().text))
        text, _ = policy_from(policy)
        return self._kept(ModerationScope(tuple(documents), text, policy.name))

    def again(self, run_id: int) -> Run:
        """The same documents once more: by the policy that is applied now, or the file's as it was."""
        scope = ModerationScope.of(self._store.get(run_id))
        text = scope.policy if scope.name else self.house.now().text
        there = {part.part.document_id for part in self._store.results(run_id)}
        return self._kept(ModerationScope(tuple(scope.documents) or tuple(there), text, scope.name))

    def _kept(self, scope: ModerationScope) -> Run:
        title = say("moderating.title-own", name=scope.name) if scope.name else say("moderating.title")
        columns = tuple(say(f"moderating.column.{name}") for name in _COLUMNS)
        parts = self.maker.targets(scope)
        return self._store.create(ModerationMaker.name, title, scope.encoded(), columns=columns, parts=parts)

    def flagged(self, run_id: int) -> list[int]:
        """The documents that a table has something against."""
        results = self._store.results(run_id)
        return [one.part.document_id for one in results if any(told.flagged for told in scored(one))]


def scored(result: Result) -> list[Scored]:
    """The categories of a document; nothing while it waits or where it failed."""
    return [Scored.of(point) for point in result.points] if result.state is PartState.DONE else []


def policy_from(path: Path) -> tuple[str, Policy]:
    """The text of a policy's file, and what it says. Raises `PolicyInvalid`, `FileMissing`,
    `FileUnreadable`.
    """
    try:
        text = path.expanduser().read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or say("cli.batch.not-text")
        raise FileUnreadable(path=str(path), detail=detail) from error
    try:
        return text, policy_in(text)
    except PolicyWrong as wrong:
        detail = say(f"cli.moderate.wrong.{wrong.key}", about=wrong.about)
        raise PolicyInvalid(path=str(path), line=wrong.line, detail=detail) from None
