"""A desk is one feature in the window: what it is built from, what it may ask for, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.types import ModelStatus
from rag.types import Citation, Document, Errand
from ui.parts.overlays import Banner, DropTarget
from ui.parts.tasks import Tasks
from ui.parts.theme import Palette

if TYPE_CHECKING:  # the window is seen before the services are loaded
    from app.events import Event
    from app.matters.matters import Place
    from app.services import Services
    from rag.carrying.wishes import Tool

V = TypeVar("V", bound=QWidget)
D = TypeVar("D", bound="Desk")  # not for people


class Menu(StrEnum):
    """The menus, from left to right."""

    FILE = "file"
    EDIT = "edit"
    CONVERSATION = "conversation"
    WORK = "work"  # what is made of documents
    MODELS = "models"
    VIEW = "view"
    HELP = "help"


class Offer(StrEnum):
    """What can be made of a question instead of an answer, or beside one."""

    EACH = "each"  # put it to each document
    SEARCH = "search"  # look for its words
    SUMMARISE = "summarise"
    COMPARE = "compare"
    CARRY = "carry"  # do what was wished for: a call of a function of the program
    OPEN = "open"  # what came of an offer
    UNDO = "undo"  # take back what came of it


@dataclass(frozen=True, slots=True)
class Begin:
    """An offer that is taken up. `documents` are those it is about, none where a person has to say; `kind`:
    of a summary, "" for the usual one. `shown`: in the centre, as soon as it begins. `told` hears the number
    of the run that is made, or of the change of tags. `errand`: what is to be carried out; `made`: the number
    of what is taken back.
    """

    offer: Offer
    question: str
    documents: tuple[int, ...] = ()
    kind: str = ""
    shown: bool = True
    told: Callable[[int], None] = lambda _: None
    errand: Errand | None = None
    made: int = 0

    def calls(self, tool: Tool) -> bool:
        """Whether it is to carry out this function."""
        return self.offer is Offer.CARRY and self.errand is not None and self.errand.tool == tool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a menu; those with a smaller `place` stand above it, whoever gives them. The tens of a place
    are its group: between 19 and 20 a line is drawn.
    """

    menu: Menu
    place: int
    name: str
    keys: str
    do: Callable[[], object]
    checked: Callable[[], bool] | None = None  # whether it is on, where it is a choice
    possible: Callable[[], bool] | None = None  # whether it applies now; None: always
    opens: str = ""  # the setting whose dialog it opens, by its id
    elsewhere: bool = False  # the keys are those of whatever has the keyboard: they are shown, not taken


class StatusWords(Protocol):
    """What desks say in the status bar."""

    @property
    def go_on_asked(self) -> SignalInstance: ...

    @property
    def activity_asked(self) -> SignalInstance: ...

    def show_activity(self, words: str, failed: str) -> None: ...

    @property
    def details_asked(self) -> SignalInstance: ...

    def show_model(self, status: ModelStatus, plain: str) -> None: ...

    def tell_swap(self, left: str) -> None: ...

    def show_shared(self, words: str, host: str, *, away: bool) -> None: ...

    def show_pause(self, text: str, may_go_on: bool) -> None: ...

    @property
    def recording_asked(self) -> SignalInstance: ...

    def show_recording(self, words: str, *, listens: bool) -> None: ...


class Frame(Protocol):
    """What a desk may ask of the window it stands in."""

    @property
    def centre(self) -> QStackedWidget:
        """Where desks put the pages they show in place of the conversation."""
        ...

    @property
    def banner(self) -> Banner:
        """Where they say what went wrong, and what was done."""
        ...

    @property
    def status(self) -> StatusWords: ...

    def view(self, kind: type[V]) -> V:
        """One of the views that are always there."""
        ...

    def desk(self, kind: type[D]) -> D:
        """A desk that was built before this one."""
        ...

    def show_conversation(self) -> None:
        """Leave whatever page is in the centre."""
        ...

    def focus_question(self) -> None:
        """Let the user type a question."""
        ...

    def show_library(self) -> None:
        """Have the library in view, where it was put away."""
        ...

    def cite(self, citation: Citation) -> None:
        """Open a cited page, and mark the passage."""
        ...

    def browse(self, document: Document, *, keyboard: bool = True) -> None:
        """Open a document where it was read last; `keyboard`: to read it, not only to have it beside."""
        ...

    def is_taken(self, question: str) -> bool:
        """Whether another desk than the conversation has taken a question."""
        ...

    def find_in_opened(self) -> bool:
        """Let a person find in what was opened just now; False where nothing was."""
        ...

    def begin(self, begin: Begin) -> bool:
        """Let the desk whose work it is take up an offer; False where none did."""
        ...

    def open_run(self, run_id: int) -> None:
        """Show kept work in the centre."""
        ...

    def note_undo(self, words: str, take_back: Callable[[], None]) -> None:
        """Say what was done, and keep the way back for the next undo."""
        ...

    def at_hand(self) -> tuple[int, ...]:
        """The documents that "this document" means: the open one, else those selected in the library."""
        ...

    def tell_models_changed(self) -> None:
        """Another model may be there, or be used, from now on."""
        ...

    def opening(self, option_id: str) -> Callable[[], object] | None:
        """What opens the dialog of a setting, by the setting's id; None where it cannot be opened now."""
        ...

    def tell_option_changed(self, option_id: str) -> None:
        """A setting has another value: the window looks so from now on."""
        ...


@dataclass(frozen=True, slots=True)
class Given:
    """What a desk is built from; `window` is the parent of its dialogs, `place` the matter that it is in.
    `broken_off`: the last window over it was ended before it could close.
    """

    services: Services
    tasks: Tasks
    palette: Palette
    frame: Frame
    window: QWidget
    place: Place | None = None
    broken_off: bool = False


class Paged(Protocol):
    """Something with pages that the keys turn."""

    def turn(self, steps: int) -> None: ...

    def change_zoom(self, steps: int) -> None: ...

    def back(self) -> None: ...


class Desk(QObject):
    """Exists once the library is open. The window hands everything round to all desks: each answers what is
    its own, and leaves the rest as it stands here.
    """

    def __init__(self, given: Given) -> None:
        super().__init__(given.window)
        self.given = given

    @classmethod
    def building(cls, given: Given) -> Generator[None, None, Desk]:
        """Make it, in steps where its views take longer than keys may wait."""
        yield
        return cls(given)

    def entries(self) -> Sequence[Entry]:
        """Its lines in the menus."""
        return ()

    def take(self, event: Event) -> None:
        """An event of the services, in the GUI thread."""

    def retint(self, palette: Palette) -> None:
        """Other colours; the views that are always there get them from the window."""

    def add(self, paths: Sequence[Path], target: DropTarget) -> None:
        """Files were dropped, pasted or chosen."""

    def takes(self, question: str) -> bool:  # noqa: ARG002 - for those that do
        """Take a question that was sent, so that the conversation does not."""
        return False

    def begins(self, begin: Begin) -> bool:  # noqa: ARG002 - for those that do
        """Take up an offer."""
        return False

    def finds(self) -> bool:
        """Let a person find in what they opened here just now; False where they did not, or have gone on."""
        return False

    @property
    def at_hand(self) -> tuple[int, ...]:
        """The documents that lie open here, by number."""
        return ()

    def may_close(self) -> bool:
        """Whether the window may close now; whoever has something to lose asks."""
        return True

    def may_leave(self, again: Callable[[], object]) -> bool:  # noqa: ARG002 - for those that do
        """Whether a person may lock the window, or go to another library, now. Whoever has something to lose
        asks, and calls `again` once that is settled.
        """
        return True

    def models_changed(self) -> None:
        """Another model may be there, or be used, from now on."""

    @property
    def is_shown(self) -> bool:
        """Whether a page of this desk stands in the centre."""
        return False

    @property
    def paged(self) -> Paged | None:
        """What the keys for pages turn, while it is shown."""
        return None

    def leave(self) -> None:
        """Away from its page."""

    def escape(self) -> bool:
        """End what one would end first here; False where there is nothing."""
        if not self.is_shown:
            return False
        self.leave()
        return True
