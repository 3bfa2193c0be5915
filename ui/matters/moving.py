"""Moving documents from the library into a matter: where to, and how much goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.errors import AppError
from app.matters.matters import Matter, Matters
from app.matters.moving import Side, check, finish_moves, move
from app.words.amounts import counted
from app.words.catalogue import count, say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.errors import DocumentUnknown
from rag.types import Document
from ui.matters.form import Form
from ui.matters.viewmodel import some
from ui.parts.controls import secret_field
from ui.parts.tasks import Lane, Tasks


class MoveForm(Form):
    """The matter, and its passphrase where it is closed. `answers` rest on the documents."""

    def __init__(
        self, parent: QWidget | None, documents: Sequence[Document], answers: int, matters: Sequence[Matter]
    ) -> None:
        super().__init__(parent, say("matters.move.title"), say("matters.move.do"))
        self._matters = matters
        passages = counted(sum(one.passages for one in documents), "passage")
        names = some([one.name for one in documents])
        self.what = self.say(count("matters.move.what", len(documents), passages=passages, names=names), "")
        on_them = count("matters.move.answers.some", answers) if answers else say("matters.move.answers.none")
        self.answers = self.say(on_them)
        self.say(say("matters.move.words"))
        self.whereto = QComboBox()
        for one in matters:
            self.whereto.addItem(one.name if one.is_open else say("matters.list.is-closed", matter=one.name))
        self.whereto.currentIndexChanged.connect(lambda _: self._check())
        self.field(say("matters.move.whereto"), self.whereto)
        self.secret = secret_field(say("matters.move.passphrase"))
        self.secret.textChanged.connect(lambda _: self._check())
        self.body.addWidget(self.secret)
        self.whereto.setFocus()
        self._check()

    @property
    def matter(self) -> Matter:
        return self._matters[self.whereto.currentIndex()]

    @property
    def passphrase(self) -> str | None:
        return None if self.matter.is_open else self.secret.text()

    def _check(self) -> None:
        closed = not self.matter.is_open
        self.secret.setVisible(closed)
        self.do.setEnabled(not closed or bool(self.secret.text()))


class Moves(QObject):
    """Moves documents in the lane of the library; those before a stop are moved whole."""

    began = Signal(str)
    progressed = Signal(str)  # which document is on its way, in words
    moved = Signal(str)  # what became of them, in words
    refused = Signal(object)  # Notice

    def __init__(
        self, matters: Matters, tasks: Tasks, remove: Callable[[int], None], parent: QObject | None = None
    ) -> None:
        """`remove` takes a document out of the open library, where more than the vault knows of it."""
        super().__init__(parent)
        self._matters, self._tasks, self._remove = matters, tasks, remove
        self._cancel: CancelToken | None = None

    def stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    def move(self, documents: Sequence[Document], matter: Matter, passphrase: str | None) -> None:
        cancel = self._cancel = CancelToken()

        def work() -> Iterator[str]:
            stays: list[str] = []
            why = ""
            library = Side(self._matters.vault, "", say("matters.bring.library"))
            with self._matters.opened(matter, passphrase) as vault:
                into = Side(vault, matter.id, matter.name)
                # Those that an earlier run had begun with come first.
                went = [one.document for one in finish_moves(self._matters, library, into, self._remove)]
                done = set(went)
                for place, one in enumerate(documents, 1):
                    if cancel.cancelled:
                        break
                    if one.name in done:
                        continue
                    self._tell(place, len(documents), one.name)
                    try:
                        check(library, one)
                        move(self._matters, library, into, one, self._remove)
                    except (AppError, DocumentUnknown) as fault:
                        stays.append(one.name)
                        why = notice_of(fault).remedy
                    else:
                        went.append(one.name)
            words = []
            if went:
                words.append(count("matters.told.moved", len(went), into=matter.name, names=some(went)))
            if stays:
                words.append(count("matters.told.stays", len(stays), names=some(stays), why=why))
            if cancel.cancelled:
                words.append(say("matters.told.stopped-between"))
            yield " ".join(words)

        def failed(error: Exception) -> None:
            if not isinstance(error, Cancelled):
                self.refused.emit(notice_of(error))

        self.began.emit(count("matters.move.working", len(documents)))
        self._tasks.stream(Lane.LIBRARY, work, self.moved.emit, failed=failed, cancel=cancel)

    def _tell(self, place: int, total: int, name: str) -> None:
        words = say("matters.move.at", n=place, total=total, name=name)
        self._tasks.post(lambda: self.progressed.emit(words))
