"""What happens in the services, told to whoever listens."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.types import FolderStatus, ModelStatus, PauseReason
from engine.errors import Fault
from rag.runs.types import Run, RunEvent
from rag.types import Document, DocumentState, PageUnit

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LibraryChanged:
    """A document was added, or its state changed."""

    document: Document


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Documents that one file holds were added, or their states changed; many at a time."""

    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class TagsChanged:
    """Documents have other tags, or tags have other names; `documents` are those that show it."""

    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class CollectionsChanged:
    """Collections were made, removed, or have other names, colours or documents; `documents` are those that
    are in another, or in one that is called otherwise.
    """

    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class NotesChanged:
    """Documents have other notes of one's own."""

    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What a document was before it was taken out; `sha256` of its file, None for one that was not read."""

    name: str
    sha256: str | None
    collection: str


@dataclass(frozen=True, slots=True)
class Brought:
    """Documents came from another vault, or `back` from the bin, with conversations and kept work."""

    back: tuple[TakenOut, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletedForGood:
    """A document that had been removed is not in the bin any more either."""

    gone: TakenOut


@dataclass(frozen=True, slots=True)
class DocumentRemoved:
    """With a file goes what it holds. `taken_out`: a person did it, of this name and content."""

    document_id: int
    members: tuple[int, ...] = ()
    taken_out: TakenOut | None = None


@dataclass(frozen=True, slots=True)
class DocumentProgress:
    """Pages while READING, of a mailbox its messages; passages while EMBEDDING. `seconds_left` is None until
    it can be told.
    """

    document_id: int
    state: DocumentState
    done: int
    total: int
    seconds_left: float | None
    unit: PageUnit = PageUnit.PAGE  # what READING counts


@dataclass(frozen=True, slots=True)
class FoldersChanged:
    """Which folders are watched, and how each of them stands."""

    folders: tuple[FolderStatus, ...]


@dataclass(frozen=True, slots=True)
class IndexingPaused:
    """Background reading waits, for the reasons given, or goes on: then there are none."""

    reasons: frozenset[PauseReason]

    @property
    def paused(self) -> bool:
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class ModelChanged:
    status: ModelStatus


@dataclass(frozen=True, slots=True)
class ModelsSwapped:
    """One model left the memory so that another had room; both by their ids."""

    left: str
    came: str


@dataclass(frozen=True, slots=True)
class EngineChanged:
    """Answers come from an engine on the private network, or no longer, for the reason `away`."""

    host: str
    away: Fault | None


@dataclass(frozen=True, slots=True)
class SharedChanged:
    """Shared collections of a server can be asked, or no longer, for the reason `away`; or others are."""

    host: str
    away: Fault | None


@dataclass(frozen=True, slots=True)
class RecipesChanged:
    """There are other recipes, or one is being done or was: then its `name`, the number of its `execution`,
    and whether something `failed` in it, or all of it for that reason. `unasked`: nobody waits for it.
    """

    name: str = ""
    execution: int | None = None
    ended: bool = False
    failed: bool = False
    reason: Fault | None = None
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class RunBegan:
    """Kept work is being made, or gone on with."""

    run: Run


@dataclass(frozen=True, slots=True)
class RunMoved:
    """How far it is."""

    run_id: int
    event: RunEvent


@dataclass(frozen=True, slots=True)
class RunEnded:
    """It is done, or stopped, as it stands now; `fault` is what stopped it, None where nothing did."""

    run: Run
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class ExamplesChanged:
    """Questions to begin with were looked for: those that the library answers, none where no good one is, and
    the documents that were asked.
    """

    questions: tuple[str, ...]
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryDamaged:
    """Damage was found in the library's file, which is only read from now on."""

    fault: Fault


Event = (
    LibraryChanged
    | MembersChanged
    | TagsChanged
    | CollectionsChanged
    | NotesChanged
    | DocumentRemoved
    | DocumentProgress
    | FoldersChanged
    | IndexingPaused
    | ModelChanged
    | ModelsSwapped
    | EngineChanged
    | SharedChanged
    | RecipesChanged
    | RunBegan
    | RunMoved
    | RunEnded
    | ExamplesChanged
    | LibraryDamaged
    | Brought
    | DeletedForGood
)
Listener = Callable[[Event], None]


class EventBus:
    """Delivers each event to every listener, in the thread that publishes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every event from now on; returns a call that ends it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def publish(self, event: Event) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(event)
            except Exception:  # a listener's bug must not stop the work that told it
                _log.exception("a listener failed on %s", type(event).__name__)
