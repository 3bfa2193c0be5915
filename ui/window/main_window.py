"""The window: panes, menus, drops, and the view models that fill them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from app.events import Event, ModelChanged
from app.services import Services
from app.settings import Settings
from app.types import ModelState, ModelStatus, Notice
from rag.types import Citation, Document, DocumentState, Turn
from ui.chat.viewmodel import ChatViewModel
from ui.library.folder_desk import FolderDesk
from ui.library.removals import Removals
from ui.library.viewmodel import LibraryViewModel, failure, needs_password
from ui.models.dialog import ModelsDialog
from ui.parts.overlays import DropTarget
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Palette
from ui.reader.pane import ReaderPane
from ui.reader.viewmodel import ReaderViewModel
from ui.runs.summary_desk import SummaryDesk
from ui.runs.survey_desk import SurveyDesk
from ui.scans.desk import ScanDesk
from ui.window.about import AboutDialog
from ui.window.dropping import Drops
from ui.window.menus import Entry, build
from ui.window.panes import Panes
from ui.window.pasting import Pastes
from ui.window.shortcuts import ShortcutsDialog
from ui.window.unlock import PasswordDialog

_MODELS_FOLDER_NOTE = "Answers need a model: Get a model…"


class MainWindow(QMainWindow):
    appearance_chosen = Signal(object)  # Appearance
    text_scaled = Signal(int)  # steps, 0 for the normal size

    def __init__(self, palette: Palette, settings: Settings, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._settings = settings
        self._services: Services | None = None
        self._library: LibraryViewModel | None = None
        self._chat: ChatViewModel | None = None
        self._page: ReaderViewModel | None = None
        self._surveys: SurveyDesk | None = None
        self._summaries: SummaryDesk | None = None
        self._folders: FolderDesk | None = None
        self._scans: ScanDesk | None = None
        self._palette = palette
        self._editing: int | None = None
        self._documents = 0
        self._model: ModelStatus | None = None  # None until it is known
        self._dropped: list[tuple[list[Path], DropTarget]] = []  # while the library was being opened
        self.setWindowTitle("Confidant")
        self.panes = Panes(self, palette)
        Drops(self, self.panes.drop).dropped.connect(self._add)
        self._pastes = Pastes(self, self.panes.composer.field, self._add, self.refuse)
        self._shortcuts = build(
            self, self._entries(), settings.preferences.appearance, self.appearance_chosen.emit
        )
        self.panes.composer.set_reason("Opening your library…")
        self._restore()

    def attach(self, services: Services) -> None:
        """The library is open: fill the panes."""
        self._services = services
        self._library = LibraryViewModel(services.library, self._tasks, self)
        self._chat = ChatViewModel(services.chats, self._tasks, self)
        self._page = ReaderViewModel(services.library, self._tasks, self)
        self._connect(self._library, self._chat, self._page)
        panes = self.panes
        self._surveys = SurveyDesk(
            services,
            self._tasks,
            panes.survey_bar,
            panes.centre,
            panes.banner,
            self._palette,
            self._cite,
            self,
        )
        self._summaries = SummaryDesk(services, self._tasks, panes, self._palette, self._cite, self)
        self._folders = FolderDesk(services, self._tasks, panes.library, panes.banner, panes.status, self)
        self._scans = ScanDesk(services, self._tasks, panes, self._palette, self)
        panes.reader.check_asked.connect(self._scans.open)
        services.bus.subscribe(lambda event: self._tasks.post(lambda: self._take(event)))
        self._library.load()
        self._chat.load()
        self.panes.status.show_seal(services.seal_report)
        self._models_changed()
        for paths, target in self._dropped:
            self._add(paths, target)
        self.panes.composer.field.setFocus()
        self._tasks.run(Lane.MODEL, services.warm_up)

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        for desk in (self._surveys, self._summaries, self._scans):
            if desk is not None:
                desk.retint(palette)
        self.panes.retint(self, palette)

    def refuse(self, notice: Notice) -> None:
        """Say what went wrong, above the conversation."""
        self.panes.banner.show_notice(notice)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.update(
            geometry=bytes(self.saveGeometry().toBase64().data()).decode(),
            splitter=bytes(self.panes.splitter.saveState().toBase64().data()).decode(),
        )
        super().closeEvent(event)

    # --- wiring --------------------------------------------------------------------------------------------

    def _connect(self, library: LibraryViewModel, chat: ChatViewModel, page: ReaderViewModel) -> None:
        panes = self.panes
        panes.library.set_rows(library.rows)
        library.counted.connect(self._counted)
        library.summed.connect(panes.library.show_summary)
        library.refused.connect(self.refuse)
        self._removals = Removals(library, panes.banner)
        panes.library.add_asked.connect(self._choose_files)
        panes.library.folder_asked.connect(self._choose_folder)
        panes.library.opened.connect(self._open_document)
        panes.library.cancelled.connect(library.cancel)
        panes.library.removed.connect(library.remove)
        panes.library.retried.connect(library.retry)
        panes.library.password_asked.connect(self._ask_password)
        panes.welcome.add_asked.connect(self._choose_files)
        panes.welcome.models_asked.connect(self._show_models)
        panes.welcome.example_chosen.connect(panes.composer.field.setPlainText)
        panes.conversations.new_asked.connect(self._new)
        panes.conversations.opened.connect(chat.open)
        panes.conversations.renamed.connect(chat.rename)
        panes.conversations.deleted.connect(self._delete_conversation)
        chat.listed.connect(panes.conversations.show_list)
        chat.opened.connect(self._opened)
        chat.asked.connect(self._asked)
        chat.answering.connect(panes.transcript.take)
        chat.busy.connect(panes.composer.set_busy)
        chat.refused.connect(self._answer_failed)
        panes.composer.sent.connect(self._send)
        panes.composer.stopped.connect(chat.stop)
        panes.transcript.cited.connect(self._cite)
        panes.transcript.copied.connect(lambda text: QGuiApplication.clipboard().setText(text))
        panes.transcript.again.connect(self._again)
        panes.transcript.edited.connect(self._edit)
        self._connect_reader(panes.reader, page)

    def _connect_reader(self, pane: ReaderPane, page: ReaderViewModel) -> None:
        page.shown.connect(lambda shown: pane.show_page(shown, page.can_go_back))
        page.refused.connect(self.refuse)
        pane.closed.connect(self._close_reader)
        pane.turned.connect(page.turn)
        pane.went.connect(page.go)
        pane.zoomed.connect(page.change_zoom)
        pane.back_asked.connect(page.back)
        pane.followed.connect(page.follow)
        pane.resized.connect(page.fit)

    def _entries(self) -> list[Entry]:
        return [
            Entry("&File", "&Add documents…", "Ctrl+O", self._choose_files),
            Entry("&File", "Add a &folder…", "Ctrl+Shift+O", self._choose_folder),
            Entry("&File", "Add and &summarise…", "", lambda: self._choose_files(DropTarget.SUMMARISE)),
            Entry("&File", "&Paste a picture…", "", self._pastes.paste),
            Entry("&File", "&Watched folders…", "", self._show_folders),
            Entry("&File", "&Check what was read…", "Ctrl+Shift+R", self._check),
            Entry("&File", "&Models…", "Ctrl+M", self._show_models),
            Entry("&File", "&Quit", "Ctrl+Q", self.close),
            Entry("&Conversation", "&New conversation", "Ctrl+N", self._new),
            Entry("&Conversation", "&Ask", "Ctrl+L", self.panes.composer.field.setFocus),
            Entry("&Conversation", "Go to the &library", "Ctrl+B", self.panes.library.list.setFocus),
            Entry("&Conversation", "Ask &each document", "Ctrl+E", self.panes.survey_bar.switch.toggle),
            Entry("&Conversation", "&Tables of answers", "Ctrl+T", self._toggle_tables),
            Entry("&Conversation", "Copy the last answer", "Ctrl+Shift+C", self._copy_last),
            Entry("&Conversation", "&Stop the answer, or close the page", "Esc", self._escape),
            Entry(
                "&Summary", "&Summarise…", "Ctrl+Shift+S", self._on_summaries(SummaryDesk.summarise_selected)
            ),
            Entry("&Summary", "&Compare with…", "", self._on_summaries(SummaryDesk.compare_selected)),
            Entry("&Summary", "Su&mmaries…", "Ctrl+Shift+L", self._on_summaries(SummaryDesk.show_list)),
            Entry("&View", "&Previous page", "Ctrl+PgUp", self._on_page(lambda page: page.turn(-1))),
            Entry("&View", "&Next page", "Ctrl+PgDown", self._on_page(lambda page: page.turn(1))),
            Entry(
                "&View", "&Back to the passage before", "Alt+Left", self._on_page(lambda page: page.back())
            ),
            Entry("&View", "Larger page", "Ctrl++", self._on_page(lambda page: page.change_zoom(1))),
            Entry("&View", "Smaller page", "Ctrl+-", self._on_page(lambda page: page.change_zoom(-1))),
            Entry("&View", "Page fits the width", "Ctrl+0", self._on_page(lambda page: page.change_zoom(0))),
            Entry("&View", "Larger text", "Ctrl+Shift+Up", lambda: self.text_scaled.emit(1)),
            Entry("&View", "Smaller text", "Ctrl+Shift+Down", lambda: self.text_scaled.emit(-1)),
            Entry("&Help", "&Keyboard", "F1", lambda: ShortcutsDialog(self, self._shortcuts).exec()),
            Entry("&Help", "&About Confidant", "", lambda: AboutDialog(self).exec()),
        ]

    def _take(self, event: Event) -> None:
        for part in (self._library, self._folders, self._summaries, self._scans):
            if part is not None:
                part.take(event)
        if isinstance(event, ModelChanged):
            self.panes.status.show_model(event.status)

    # --- what the user asks for ----------------------------------------------------------------------------

    def _add(self, paths: list[Path], target: DropTarget = DropTarget.ADD) -> None:
        if self._library is None or self._summaries is None:
            self._dropped.append((paths, target))
            return
        if target is DropTarget.SUMMARISE:
            self._summaries.add(paths)
        else:
            self._library.add(paths)
        if self._folders is not None:
            self._folders.offer(paths)

    def _choose_files(self, target: DropTarget = DropTarget.ADD) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Add documents to the library")
        if chosen:
            self._add([Path(one) for one in chosen], target)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Add every readable document in a folder")
        if chosen:
            self._add([Path(chosen)])

    def _counted(self, documents: int, ready: int) -> None:
        self._documents = documents
        self.panes.library.set_count(documents, ready)
        if self._surveys is not None:
            self._surveys.model.look()
        self._welcome()

    def _welcome(self) -> None:
        if self._model is not None:
            ready = self._model.state is not ModelState.ABSENT
            self.panes.welcome.ready(documents=self._documents, model=ready)

    def _open_document(self, document: Document) -> None:
        if document.state is DocumentState.READY and self._page is not None:
            self.panes.reader.show()
            self._page.browse(document)
        elif needs_password(document):
            self._ask_password(document)
        elif document.state is DocumentState.FAILED and self._library is not None:
            library = self._library
            self.panes.banner.show_notice(failure(document), "Try again", lambda: library.retry(document))

    def _ask_password(self, document: Document) -> None:
        dialog = PasswordDialog(self, document.name, wrong=document.error_code == "password-wrong")
        if dialog.exec() and self._library is not None:
            self._library.retry(document, dialog.field.text())

    def _show_folders(self) -> None:
        if self._folders is not None:
            self._folders.show()

    def _show_models(self) -> None:
        if self._services is not None:
            dialog = ModelsDialog(self, self._services.models, self._tasks)
            dialog.changed.connect(self._models_changed)
            dialog.exec()

    def _models_changed(self) -> None:
        """Ask which model answers now; looking through the models folder takes a moment."""
        if self._services is not None:
            self._tasks.run(Lane.LIBRARY, self._services.models.status, self._model_known)
        if self._scans is not None:
            self._scans.models_changed()

    def _model_known(self, status: ModelStatus) -> None:
        self._model = status
        self.panes.status.show_model(status)
        absent = status.state is ModelState.ABSENT
        self.panes.composer.set_reason(_MODELS_FOLDER_NOTE if absent else "")
        self._welcome()

    # --- conversation --------------------------------------------------------------------------------------

    def _new(self) -> None:
        if self._chat is not None:
            self._chat.new()
            self.panes.composer.field.setFocus()

    def _opened(self, turns: tuple[Turn, ...]) -> None:
        self._editing = None
        self.panes.composer.clear()
        self.panes.transcript.show_turns(turns)
        self.panes.show_conversation(bool(turns))

    def _send(self, question: str) -> None:
        if self._chat is None or (self._surveys is not None and self._surveys.takes(question)):
            return
        if self._editing is not None and self._editing < len(self._chat.turns):
            self._chat.edit(self._chat.turns[self._editing].id, question)
        else:
            self._chat.ask(question)
        self._editing = None

    def _asked(self, question: str, kept: int) -> None:
        self.panes.show_conversation(True)
        self.panes.transcript.begin(question, kept)

    def _answer_failed(self, notice: Notice) -> None:
        self.panes.transcript.fail(notice)
        self.refuse(notice)

    def _edit(self, place: int, question: str) -> None:
        self._editing = place
        self.panes.composer.edit(question)

    def _again(self, place: int) -> None:
        if self._chat is not None and place < len(self._chat.turns):
            self._chat.regenerate(self._chat.turns[place].id)

    def _leave_editing(self) -> None:
        self._editing = None
        self.panes.composer.clear()

    def _delete_conversation(self, conversation_id: int) -> None:
        answer = QMessageBox.question(
            self,
            "Delete this conversation?",
            "Its questions and answers are deleted for good. Documents stay.",
        )
        if answer is QMessageBox.StandardButton.Yes and self._chat is not None:
            self._chat.delete(conversation_id)

    def _toggle_tables(self) -> None:
        if self._surveys is not None:
            self._surveys.toggle()

    def _copy_last(self) -> None:
        cards = self.panes.transcript.cards
        if cards:
            QGuiApplication.clipboard().setText(cards[-1].as_markdown())

    def _cite(self, citation: Citation) -> None:
        if self._page is not None:
            self.panes.reader.show()
            self._page.cite(citation)

    def _close_reader(self) -> None:
        self.panes.reader.hide()
        self.panes.composer.field.setFocus()

    def _on_page(self, do: Callable[[ReaderViewModel | ScanDesk], None]) -> Callable[[], None]:
        """A command of the page beside an answer, or of the scan that is checked."""

        def act() -> None:
            if self._page is not None and self.panes.reader.isVisible():
                do(self._page)
            elif self._scans is not None and self._scans.is_shown:
                do(self._scans)

        return act

    def _check(self) -> None:
        if self._scans is not None:
            self._scans.open_selected()

    def _on_summaries(self, do: Callable[[SummaryDesk], None]) -> Callable[[], None]:
        """A command of the summaries; nothing before the library is open."""
        return lambda: None if self._summaries is None else do(self._summaries)

    def _escape(self) -> None:
        if self._editing is not None:
            self._leave_editing()
        elif self._chat is not None and self._chat.is_busy:
            self._chat.stop()
        elif self.panes.reader.isVisible():
            self._close_reader()
        else:
            for desk in (self._summaries, self._scans, self._surveys):
                if desk is not None:
                    desk.leave()

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
