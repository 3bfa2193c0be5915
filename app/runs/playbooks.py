"""Asking for contracts to be held against a playbook; `app.runs.runs` makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.words.catalogue import say
from app.words.playbooks import position_words, told
from engine.protocols import Embedder
from rag.runs.store import RunStore
from rag.runs.types import PartState, Result, Run
from rag.storing.documents import DocumentStore
from rag.types import Citation
from rag.vetting.maker import PlaybookMaker, PlaybookScope, PositionPoint
from rag.vetting.playbook import Playbook, built_in_in, built_in_text, load, parsed, playbook_names

MADE_BY = (PlaybookMaker.name,)
COLUMNS = ("document", "position", "verdict", "quote", "reason", "preferred")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A playbook that was asked for; `built_in` is its name where it came along."""

    playbook: Playbook
    built_in: str = ""


def chosen(name: str) -> Chosen:
    """A playbook by the name of one that comes along, or by its file. Raises `PlaybookInvalid`."""
    if name in playbook_names() and not Path(name).exists():
        return built_in(name)
    return Chosen(load(Path(name)))


def built_in(name: str) -> Chosen:
    """One that comes along. Raises `PlaybookInvalid`."""
    return Chosen(parsed(built_in_text(name)), name)


def position_names(asked: Chosen, language: str) -> tuple[str, ...]:
    """What the positions are called: of a playbook that comes along those of its edition in a language."""
    shown = built_in_in(asked.built_in, language) if asked.built_in else asked.playbook
    return tuple(position_words(one.name, asked.built_in) for one in shown.positions)


@dataclass(frozen=True, slots=True)
class Clause:
    """What a position says to one contract, with the places it rests on, the weightiest first."""

    point: PositionPoint
    name: str  # of the position, as people read it
    quote: str
    citations: tuple[Citation, ...]


def _title(asked: Chosen) -> str:
    """What a table is called: one that came along by its name in the language of the program."""
    if asked.built_in:
        return say(f"playbooks.built-in.{asked.built_in}")
    return asked.playbook.name or say("runs.kind.playbook")


class Playbooks:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: RunStore, documents: DocumentStore, embedder: Embedder) -> None:
        """The maker tells its verdicts in the words of the program."""
        self._store = store
        self.maker = PlaybookMaker(documents, embedder, told)

    def create(self, asked: Chosen, documents: Sequence[int] = (), collection: str | None = None) -> Run:
        """Keep a new table, QUEUED, with a part for each contract. Raises `DocumentUnknown`."""
        scope = PlaybookScope(asked.playbook.text, asked.built_in, collection, tuple(documents))
        return self._store.create(
            PlaybookMaker.name,
            _title(asked),
            scope.encoded(),
            columns=tuple(say(f"playbooks.columns.{one}") for one in COLUMNS),
            parts=self.maker.targets(scope),
        )

    def again(self, run_id: int) -> Run:
        """A new table of the same playbook, over what its scope holds now."""
        scope = PlaybookScope.of(self._store.get(run_id))
        return self.create(Chosen(scope.playbook, scope.built_in), scope.documents, scope.collection)


def clauses_of(run: Run, result: Result) -> Iterator[Clause]:
    """What the positions said to a contract; none while it waits or where it failed."""
    if result.state is PartState.DONE:
        built_in = PlaybookScope.of(run).built_in
        for one in result.points:
            point = PositionPoint.of(one)
            yield Clause(point, position_words(point.name, built_in), one.text, one.citations)
