"""The window: a frame of desks. It builds them, and hands round events, files, questions and keys."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.events import EngineChanged, Event, LibraryDamaged
from app.settings import Settings
from app.types import Notice
from app.words.catalogue import say
from app.words.engine import away_notice
from app.words.messages import notice_of
from engine.errors import Fault
from engine.starting import frozen
from rag.errors import VaultDamaged
from rag.types import Citation, Document
from ui.parts.controls import holds_focus
from ui.parts.desk import Begin, Desk, Entry, Given, Menu, Paged
from ui.parts.fitting import fit
from ui.parts.overlays import Banner, DropTarget
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Palette
from ui.window import editing
from ui.window.adapting import Adapting
from ui.window.arrivals import Arrivals
from ui.window.goals import GO_TO, Goal
from ui.window.menus import Menus
from ui.window.panes import Panes
from ui.window.status import Status
from ui.window.typing import begins_question
from ui.window.updated import UpdateWatch

if TYPE_CHECKING:  # the window is seen before the services and the desks are loaded: `ui.window.loading`
    from app.matters.matters import Place
    from app.services import Services

D = TypeVar("D", bound=Desk)
V = TypeVar("V", bound=QWidget)

_SHOWN = 1000  # milliseconds after which ten thousand documents are listed, and a question may come


class MainWindow(QMainWindow):
    """Shown at once; the desks are there as soon as the library is open. See `ui.parts.desk.Frame`."""

    appearance_chosen = Signal(object)  # Appearance
    text_scaled = Signal(int)  # steps, 0 for the normal size
    lock_asked = Signal()
    repair_asked = Signal()  # of a damaged library
    option_changed = Signal(str)  # the id of a setting
    matters_asked = Signal()
    came_up = Signal()  # it is shown, for the first time or again

    def __init__(self, palette: Palette, settings: Settings, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._settings = settings
        self._palette = palette
        self._desks: list[Desk] = []
        self.stands = False  # whether all of them are there
        self._held: Callable[[], list[Goal]] = list  # what one can go to; nothing before the library is open
        self._said: Callable[[str], list[Goal]] | None = None  # what conversations hold
        self.setWindowTitle(say("window.name"))
        self.panes = Panes(self, palette)
        self.adapting = Adapting(
            self,
            self.panes.sidebar,
            self.panes.middle,
            self.panes.reader,
            self.panes.reader.strip,
            wanted=settings.preferences.sidebar,
            keep=lambda wanted: settings.update(sidebar=wanted),
        )
        self._arrivals = Arrivals(self, self.panes)
        self.menus = Menus(self, lambda: settings.preferences.appearance, self.appearance_chosen.emit)
        self.menus.add([*self._arrivals.entries(), *editing.entries(), *self._entries()])
        self.panes.composer.set_reason(say("window.opening"))
        self._restore()

    def building(
        self, services: Services, place: Place | None = None, *, broken_off: bool = False
    ) -> Generator[None, None, None]:
        """The library is open, or the matter that is at a `place`: build the desks, step by step.
        `broken_off`: as `Given` has it.
        """
        from app.chat.rehearsing import rehearse
        from ui.window import reach
        from ui.window.desks import DESKS

        services.bus.subscribe(lambda event: self._tasks.post(lambda: self._take(event)))
        given = Given(services, self._tasks, self._palette, self, self, place, broken_off)
        self.panes.status.show_seal(services.seal_report)
        for kind in DESKS:
            self._desks.append((yield from kind.building(given)))  # a desk may ask for one before it
        yield
        for desk in self._desks:
            self.menus.add(desk.entries())
            yield
        if (engine := services.engines.elsewhere) is not None:
            self.panes.status.show_engine(engine.host, away=not engine.answers)
        if services.vault.read_only is not None:
            self._tell_read_only(services.vault.read_only)
        self.tell_models_changed()
        if place is not None:
            self._be_in(place.matter)
        self._arrivals.deliver(self._add)
        yield
        self._held = reach.held(services, self)
        self._said = reach.said(services.chats.search, self) if services.chats.search else None
        self.focus_question()
        if frozen():
            self._update = UpdateWatch(self, self._tell_updated)
        self._tasks.run(Lane.PLAN, services.warm_up)  # beside what answers: no question waits for it
        # Once the library shows what it has, which it would delay; a question that comes earlier goes first.
        QTimer.singleShot(_SHOWN, self, lambda: self._tasks.run(Lane.MODEL, rehearse))
        self.stands = True

    def retint(self, palette: Palette) -> None:
        """Other colours, everywhere."""
        self._palette = palette
        for desk in self._desks:
            desk.retint(palette)
        self.panes.retint(self, palette)

    def desk(self, kind: type[D]) -> D:
        """The desk of this kind; there is one once the library is open."""
        return next(desk for desk in self._desks if isinstance(desk, kind))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)
        self.came_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (holds_focus(self.panes.middle) and begins_question(event, self.panes.composer)):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not all(desk.may_close() for desk in self._desks):
            event.ignore()
            return
        self.panes.beside.give_back()
        self._settings.update(
            geometry=bytes(self.saveGeometry().toBase64().data()).decode(),
            splitter=bytes(self.panes.splitter.saveState().toBase64().data()).decode(),
        )
        super().closeEvent(event)

    # --- what desks ask for --------------------------------------------------------------------------------

    @property
    def centre(self) -> QStackedWidget:
        return self.panes.centre

    @property
    def banner(self) -> Banner:
        return self.panes.banner

    @property
    def status(self) -> Status:
        return self.panes.status

    def view(self, kind: type[V]) -> V:
        return self.panes.view(kind)

    def show_locked(self, *, locked: bool) -> None:
        """Whether the library waits for what unlocks it; else it is being opened."""
        self.panes.composer.set_reason(say("window.unlock.locked.title" if locked else "window.opening"))
        self.panes.welcome.opening(locked=locked)

    def bring(self, paths: Sequence[Path]) -> None:
        """Add files that the program was started with."""
        self._arrivals.bring(paths)

    def _be_in(self, matter: str) -> None:
        """Say in the title and above the documents which matter's they are."""
        self.setWindowTitle(say("window.matter", matter=matter))
        self.panes.library.called.set_text(matter)

    def show_conversation(self) -> None:
        from ui.chat.desk import ChatDesk

        self.desk(ChatDesk).show()

    def present(self) -> None:
        """Show it with the keyboard in the question, not at the first button of the library, as a desktop
        would have it.
        """
        self.focus_question()
        self.show()

    def focus_question(self) -> None:
        self.panes.take_keyboard()

    def show_library(self) -> None:
        self.adapting.show_sidebar()

    def cite(self, citation: Citation) -> None:
        from ui.reader.desk import ReaderDesk

        self.desk(ReaderDesk).cite(citation)

    def browse(self, document: Document, *, keyboard: bool = True) -> None:
        from ui.reader.desk import ReaderDesk

        self.desk(ReaderDesk).browse(document, keyboard=keyboard)

    def is_taken(self, question: str) -> bool:
        return any(desk.takes(question) for desk in self._desks)

    def find_in_opened(self) -> bool:
        return any(desk.finds() for desk in self._desks)

    def begin(self, begin: Begin) -> bool:
        return any(desk.begins(begin) for desk in self._desks)

    def open_run(self, run_id: int) -> None:
        from ui.runs.desk import RunDesk

        self.desk(RunDesk).open(run_id)

    def note_undo(self, words: str, take_back: Callable[[], None]) -> None:
        from ui.library.desk import LibraryDesk

        self.desk(LibraryDesk).note_undo(words, take_back)

    def at_hand(self) -> tuple[int, ...]:
        return next(filter(None, (desk.at_hand for desk in self._desks)), ())

    def tell_models_changed(self) -> None:
        for desk in self._desks:
            desk.models_changed()

    def opening(self, option_id: str) -> Callable[[], object] | None:
        return self.menus.opening(option_id)

    def tell_option_changed(self, option_id: str) -> None:
        if option_id == "sidebar":  # not for people
            self.adapting.have(self._settings.preferences.sidebar)
        self.option_changed.emit(option_id)

    # --- handed round --------------------------------------------------------------------------------------

    def _take(self, event: Event) -> None:
        if isinstance(event, LibraryDamaged):
            self._tell_read_only(event.fault)
        elif isinstance(event, EngineChanged):
            self.panes.status.show_engine(event.host, away=event.away is not None)
            if event.away is not None:
                self.banner.show_notice(away_notice(event.host, event.away))
        for desk in self._desks:
            desk.take(event)

    def _tell_updated(self) -> None:
        told = [say(f"window.updated.{part}") for part in ("title", "sentence", "remedy")]
        self.banner.show_advice(Notice(*told), say("window.unlock.quit"), self.close)

    def _tell_read_only(self, fault: Fault) -> None:
        if isinstance(fault, VaultDamaged):
            self.banner.show_notice(notice_of(fault), say("window.repair.offer"), self.repair_asked.emit)
        else:
            self.banner.show_notice(notice_of(fault))

    def _add(self, paths: Sequence[Path], target: DropTarget) -> None:
        for desk in self._desks:
            desk.add(paths, target)

    def _escape(self) -> None:
        """End the first that has something to end: what has the keyboard before the document beside it."""
        from ui.reader.desk import ReaderDesk

        centre = self.panes.centre
        talk = (self.panes.welcome, self.panes.transcript)
        at_page = holds_focus(centre) and centre.currentWidget() not in talk
        asked = sorted(self._desks, key=lambda desk: at_page and isinstance(desk, ReaderDesk))
        any(desk.escape() for desk in asked)

    def _is_paged(self) -> bool:
        return any(desk.paged is not None for desk in self._desks)

    def _on_page(self, do: Callable[[Paged], None]) -> Callable[[], None]:
        """A command of the pages that are shown: those beside an answer, or of a scan that is checked."""

        def act() -> None:
            paged = next(filter(None, (desk.paged for desk in self._desks)), None)
            if paged is not None:
                do(paged)

        return act

    # --- the window's own ----------------------------------------------------------------------------------

    def _entries(self) -> list[Entry]:
        scale = self.text_scaled.emit
        return [
            Entry(Menu.FILE, 30, say("window.file.matters"), "", self._matters, opens="matters"),
            Entry(Menu.FILE, 40, say("window.file.lock"), "Ctrl+Shift+X", self._lock),
            Entry(Menu.FILE, 50, say("window.file.quit"), "Ctrl+Q", self.close),
            Entry(Menu.EDIT, 31, say("window.goto.menu"), GO_TO, self.go_to),
            Entry(Menu.CONVERSATION, 40, say("window.stop"), "Esc", self._escape),  # not for people: a key
            Entry(Menu.VIEW, 6, say("window.view.sidebar"), "F9", self.adapting.toggle),
            *self._page_entries(),
            Entry(Menu.VIEW, 30, say("window.view.larger-text"), "Ctrl+Shift+Up", partial(scale, 1)),
            Entry(Menu.VIEW, 31, say("window.view.smaller-text"), "Ctrl+Shift+Down", partial(scale, -1)),
            Entry(Menu.HELP, 10, say("window.help.keyboard"), "F1", self._show_shortcuts),
            Entry(Menu.HELP, 20, say("window.help.about"), "", self._tell_about),
        ]

    def _lock(self) -> None:
        if all(desk.may_leave(self._lock) for desk in self._desks):
            self.lock_asked.emit()

    def _matters(self) -> None:
        if all(desk.may_leave(self._matters) for desk in self._desks):
            self.matters_asked.emit()

    def _page_entries(self) -> list[Entry]:
        """What turns, and sizes, the page that is shown."""
        lines: tuple[tuple[int, str, str, Callable[[Paged], None]], ...] = (
            (10, say("window.view.previous"), "Ctrl+PgUp", lambda it: it.turn(-1)),
            (11, say("window.view.next"), "Ctrl+PgDown", lambda it: it.turn(1)),
            (12, say("window.view.back"), "Alt+Left", lambda it: it.back()),
            (20, say("window.view.larger"), "Ctrl++", lambda it: it.change_zoom(1)),
            (21, say("window.view.smaller"), "Ctrl+-", lambda it: it.change_zoom(-1)),
            (22, say("window.view.fit"), "Ctrl+0", lambda it: it.change_zoom(0)),
        )
        return [
            Entry(Menu.VIEW, place, name, keys, self._on_page(do), possible=self._is_paged)
            for place, name, keys, do in lines
        ]

    def go_to(self) -> None:
        """Ask where to go: a command, a document, a conversation, something that was made."""
        from ui.window import reach
        from ui.window.going import GoTo

        dialog = GoTo(self, self._palette, reach.typed(self) if self._desks else lambda _: [])
        dialog.add(reach.commands(self.menus.lines))
        if self._desks:
            dialog.add(reach.options(self))
        dialog.show()
        self._tasks.run(Lane.LIBRARY, self._held, dialog.take)
        if self._said is not None:
            dialog.look_with(self._said, self._tasks)

    def _tell_about(self) -> None:
        from ui.models.desk import ModelDesk
        from ui.window.about import AboutDialog

        models = self.desk(ModelDesk).given.services.models if self.stands else None
        AboutDialog(self, self._tasks, models).exec()

    def _show_shortcuts(self) -> None:
        from ui.window.shortcuts import ShortcutsDialog

        ShortcutsDialog(self, self.menus.shortcuts()).exec()

    def _restore(self) -> None:
        kept = self._settings.preferences
        self.resize(1320, 860)
        if kept.geometry:
            self.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode()))
        if kept.splitter:
            self.panes.splitter.restoreState(QByteArray.fromBase64(kept.splitter.encode()))
        self.panes.reader.hide()
        self.setMinimumSize(760, 520)
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
