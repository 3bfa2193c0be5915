"""The first run once the library is open: model, first document, and the first answer with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer

from app.events import Event, ExamplesChanged, LibraryChanged
from app.first_run import QUESTION_SECONDS, FirstRun
from app.types import FirstStep
from app.words.catalogue import named, say
from app.words.messages import notice_of
from engine.provision.provisioner import FetchProgress
from rag.types import Answer, AnswerEvent, Citation, Document, DocumentState, QuotesFound
from ui.beginning.others import OtherModels
from ui.beginning.page import FirstPage
from ui.chat.composer import Composer
from ui.chat.desk import ChatDesk
from ui.library.row_words import failure
from ui.models.desk import ModelDesk
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane


class BeginningDesk(Desk):
    """Goes on at the step where the program was closed; later the steps are opened from the menu."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._page = page = given.frame.view(FirstPage)
        self._first = FirstRun(given.services.settings)
        self._frame = given.frame
        self._models = given.frame.desk(ModelDesk)
        self._chat = given.frame.desk(ChatDesk)
        self._read: set[int] = set()  # documents that were read in the step
        self._cites = False  # the answer that comes next opens at its place
        self._waits = QTimer(self)
        self._waits.setSingleShot(True)
        self._waits.setInterval(round(1000 * QUESTION_SECONDS))
        self._waits.timeout.connect(self._end)
        page.went.connect(self._went)
        page.document.done.connect(self._waits.stop)
        page.model.brought.connect(self._bring)
        page.model.get_asked.connect(self._get)
        page.model.others_asked.connect(self._choose_other)
        fetching = self._models.fetching
        fetching.progressed.connect(self._moved)
        fetching.ended.connect(lambda _: self._came())
        fetching.failed.connect(self._did_not_come)
        self._chat.model.answering.connect(self._quoted)
        self._chat.model.ended.connect(self._answered)
        self._resume()

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.HELP, 11, say("beginning.menu"), "", self.show_steps),)

    def show_steps(self) -> None:
        """Open them once more, from the first."""
        self._page.protect.show_done()
        self._page.document.begin()
        self._page.open(FirstStep.PROTECT)

    def take(self, event: Event) -> None:
        if self._page.at is not FirstStep.DOCUMENT:
            return
        if isinstance(event, LibraryChanged):
            self._heard(event.document)
        elif isinstance(event, ExamplesChanged) and self._read & set(event.documents):
            if event.questions:
                self._ask(event.questions[0])
            else:
                self._end()

    def models_changed(self) -> None:
        self._look()

    # --- inside --------------------------------------------------------------------------------------------

    def _resume(self) -> None:
        step = self._first.at
        if self._page.at is not FirstStep.NONE:  # its first step is in view
            self._went(self._page.at)
        elif step is not FirstStep.NONE:
            if step is FirstStep.CODE:
                self._page.protect.show_again()
            self._page.open(FirstStep.PROTECT if step is FirstStep.CODE else step)

    def _went(self, step: FirstStep) -> None:
        """Keep where it stands, and begin what belongs to the step."""
        self._first.went(step)
        if step is FirstStep.MODEL:
            self._look()
        elif step is FirstStep.DOCUMENT and not self._waits.isActive():
            self._page.document.begin()
        elif step is FirstStep.DONE:
            self._waits.stop()
            self._frame.focus_question()

    def _look(self) -> None:
        if self._page.at is FirstStep.MODEL:
            from app.models.first_look import looked

            services = self.given.services
            self.given.tasks.run(
                Lane.LIBRARY,
                lambda: looked(services.models, services.paths.models),
                self._page.model.show_looked,
                self._did_not_come,
            )

    def _bring(self, path: Path) -> None:
        self._page.model.show_busy(say("models.dialog.looking_at", name=path.name))
        self._models.fetching.add([path])

    def _get(self) -> None:
        self._models.show()
        self._look()

    def _choose_other(self) -> None:
        dialog = OtherModels(self.given.window, self._page.model.other_rows)
        fetching = self._models.fetching
        if dialog.exec() and not fetching.is_busy:
            fetching.get(dialog.chosen)
            self._page.model.show_busy(fetching.words)
        dialog.deleteLater()

    def _moved(self, now: FetchProgress) -> None:
        if self._page.at is FirstStep.MODEL:
            share = 100 * now.done_bytes // max(1, now.total_bytes)
            self._page.model.show_busy(f"{now.model} · {share} %")

    def _came(self) -> None:
        if self._page.at is FirstStep.MODEL:
            self._frame.tell_models_changed()

    def _did_not_come(self, error: Exception) -> None:
        if self._page.at is FirstStep.MODEL:
            notice = notice_of(error)
            self._page.model.fail(f"{notice.sentence} {notice.remedy}".strip())

    def _heard(self, document: Document) -> None:
        if document.state is DocumentState.READY:
            self._read.add(document.id)
            self._page.document.show_looking()
            self._waits.start()
        elif document.state is DocumentState.FAILED and not self._waits.isActive():
            notice = failure(document)
            self._page.document.fail(named(document.name, f"{notice.sentence} {notice.remedy}".strip()))
        elif not self._waits.isActive():
            self._page.document.show_reading(document.name)

    def _ask(self, question: str) -> None:
        self._end()
        self._cites = True
        self._frame.view(Composer).put(question)

    def _end(self) -> None:
        self._waits.stop()
        self._read.clear()
        self._page.close_page()
        self._frame.show_conversation()

    def _quoted(self, event: AnswerEvent) -> None:
        """The quote is there before a model has said anything: open its page."""
        if isinstance(event, QuotesFound) and event.quotes:
            self._cite([event.quotes[0].citation])

    def _answered(self, answer: Answer) -> None:
        self._cite([one for sentence in answer.sentences for one in sentence.citations])
        self._cites = False

    def _cite(self, places: Sequence[Citation]) -> None:
        if self._cites and places:
            self._cites = False
            self._frame.cite(places[0])
