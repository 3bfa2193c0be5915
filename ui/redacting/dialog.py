"""The dialog of redacted copies: what was found and where, bars or pseudonyms, and what the attack told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.activity.activity import Activity
from app.activity.work import Sort as WorkSort
from app.events import EventBus
from app.redacting.opening import endings
from app.redacting.redacting import Item, Outcome, Plan, Redacting, save
from app.security.auditing import Audit
from app.words.catalogue import count, say
from app.words.directions import bare
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.reading.reader import DocumentReader, Picture
from rag.redacting.finder import ALL
from rag.redacting.kinds import Kind
from rag.redacting.listed import Entry, Sort
from ui.parts.choosing import save_name
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.halves import Halves
from ui.parts.hinted import Hinted
from ui.parts.inert import inert
from ui.parts.laying import edges
from ui.parts.motion import wait_in
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Palette, Space
from ui.reader.page_view import PageView
from ui.redacting.items import Items
from ui.redacting.marked_text import MarkedText
from ui.redacting.people import PeopleDialog

T = TypeVar("T")
_NARROWEST, _WIDEST = 420, 900  # device-independent pixels of a page: as wide as there is room for it
_MOST_TOLD = 8  # survivors that are named


class RedactDialog(Dialog):
    """Finds at once; writes when a name for the copy was chosen. A press of the same button stops that."""

    def __init__(
        self,
        parent: QWidget | None,
        redacting: Redacting,
        reader: DocumentReader,
        tasks: Tasks,
        palette: Palette,
        audit: Audit | None = None,
        activity: Activity | None = None,
    ) -> None:
        super().__init__(parent)
        self._activity = activity or Activity(EventBus())  # its own, where nobody asks what works
        self._redacting, self._reader, self._tasks, self._palette = redacting, reader, tasks, palette
        self._audit = audit
        self._path, self._ending = Path(), ".pdf"
        self._document_id: int | None = None
        self._plan: Plan | None = None
        self._more: list[str] = []
        self._page: int | None = None
        self._image: QImage | None = None
        self._cancel: CancelToken | None = None
        self.setWindowTitle(say("redacting.window.title"))
        self.resize(1060, 700)
        self.items = Items()
        self.items.chosen.connect(self._show)
        self.items.ticked.connect(self._tell)
        self.items.listed.connect(self._list)
        self.page = PageView(palette)
        self.paper = QScrollArea()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.paper.setWidget(self.page)
        self.paper.setAccessibleName(say("reader.names.picture"))
        self.text = MarkedText()
        self.shown = QStackedWidget()
        self.shown.addWidget(self.paper)
        self.shown.addWidget(self.text)
        self.also = Hinted(say("redacting.window.also"), whole=True)
        self.also.returnPressed.connect(self._add)
        self.add = button(say("redacting.window.add"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self.list = button(say("redacting.window.list"))
        self.list.setAutoDefault(False)
        self.list.clicked.connect(self._open_list)
        self.list.setVisible(redacting.people is not None)
        self.pseudonyms = QCheckBox(say("redacting.window.pseudonyms"))
        self.words = label(say("redacting.window.finding"), wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        wait_in(self.bar)
        self.export = button(say("redacting.window.save"), primary=True)
        self.export.setAutoDefault(False)
        self.export.clicked.connect(self._pressed)
        self._arrange()
        self._enable()

    def begin(self, path: str, name: str, document_id: int | None = None) -> None:
        """Find what is personal in a document."""
        self._path, self._document_id = Path(path), document_id
        self.setWindowTitle(say("redacting.window.of", name=inert(name)))
        self._find()

    def reject(self) -> None:
        self._stop()
        super().reject()

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        adding = QHBoxLayout()
        adding.addWidget(self.also, 1)
        adding.addWidget(self.add)
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(edges(0, 0, Space.M, 0))
        side.setSpacing(Space.S)
        side.addWidget(self.items, 1)
        side.addLayout(adding)
        self.shown.setContentsMargins(edges(Space.M, 0, 0, 0))
        halves = Halves(left, self.shown)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.list)
        buttons.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(halves, 1)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        layout.addWidget(self.pseudonyms)
        layout.addLayout(buttons)

    def _enable(self) -> None:
        ready, busy = self._plan is not None, self._cancel is not None
        self.export.setEnabled(ready or busy)
        self.export.setText(say("redacting.window.stop") if busy else say("redacting.window.save"))
        for one in (self.items, self.also, self.add, self.list, self.pseudonyms):
            one.setEnabled(ready and not busy)
        self.bar.setVisible(busy)

    def _find(self) -> None:
        path, more, document_id = self._path, tuple(self._more), self._document_id
        cancel = self._cancel = CancelToken()
        self.words.setText(say("redacting.window.finding"))
        wait_in(self.bar)
        self._enable()

        def work() -> tuple[Plan, str]:
            ending = endings(path)[0]
            out = Path(f"copy{ending}")
            plan = self._redacting.plan(path, out, cancel, kinds=ALL, more=more, document_id=document_id)
            return plan, ending

        self._do(work, self._found, cancel)

    def _found(self, found: tuple[Plan, str]) -> None:
        self._plan, self._ending = found
        self._cancel, self._page, self._image = None, None, None
        self._enable()
        self.items.show_items(self._plan.items, self._plan.offered)
        if self._more:
            row = self.items.row_of(self._more[-1])
            if row is not None:
                self.items.setCurrentItem(row)
        if not self._plan.items:
            self.words.setText(say("redacting.window.nothing"))
            self._begin_at_first(self._plan)
        else:
            self._tell()
        self.items.setFocus()

    def _tell(self) -> None:
        going, kept = len(self.items.going()), len(self.items.kept())
        self.words.setText(count("redacting.window.going", going, kept=kept))
        self._mark()

    def _show(self, item: Item) -> None:
        self._open(item.piece, item.page if item.boxes else None, item)

    def _begin_at_first(self, plan: Plan) -> None:
        """The first page or text that says anything: what else is to go is chosen from it."""
        form = plan.form
        for at, one in [(at, one) for at, one in enumerate(form.pieces) if one.text.strip()][:1]:
            self._open(at, one.page if form.boxes(at, 0, len(one.text)) else None, None)

    def _open(self, piece: int, page: int | None, item: Item | None) -> None:
        if page is None:
            self._show_text(piece, item)
            return
        self.shown.setCurrentWidget(self.paper)
        if self._page == page:
            self._mark(item)
            return
        self._page = page
        path = self._path
        wide = round(self._room() * self.devicePixelRatioF())
        self._tasks.run(
            Lane.PICTURE,
            lambda: self._reader.render(path, page, wide),
            lambda picture: self._draw(picture, page, item),
            self._failed,
        )

    def _room(self) -> int:
        """How wide a page is shown: beside it the bar that scrolls it down."""
        room = self.paper.maximumViewportSize().width() - self.paper.verticalScrollBar().sizeHint().width()
        return max(_NARROWEST, min(room, _WIDEST))

    def _draw(self, picture: Picture, page: int, item: Item | None) -> None:
        if page == self._page:
            self._image = self._put(picture)
            self._mark(item)

    def _put(self, picture: Picture) -> QImage:
        kind = QImage.Format.Format_RGB888
        image = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, kind).copy()
        self.page.show_page(image, (), (), self.devicePixelRatioF())
        return image

    def _show_copy(self, path: Path) -> None:
        """The page that was shown, as it is in the copy; a choice in the list shows the document again."""
        page, self._page, self._image = self._page or 1, None, None
        wide = round(self._room() * self.devicePixelRatioF())

        def put(picture: Picture) -> None:
            if self._page is None:
                self._put(picture)

        def failed(error: Exception) -> None:  # the copy is saved all the same
            if isinstance(error, Fault):
                self.words.setText(f"{self.words.text()}\n{notice_of(error).sentence}")

        self._tasks.run(Lane.PICTURE, lambda: self._reader.render(path, page, wide), put, failed)

    def _mark(self, item: Item | None = None) -> None:
        """What goes from the page that is shown, and the chosen one in sight."""
        if self._page is None or self._image is None:
            return
        boxes = tuple(box for one in self.items.going() if one.page == self._page for box in one.boxes)
        self.page.show_page(self._image, boxes, (), self.devicePixelRatioF())
        if item is not None and item.boxes:
            box, size = item.boxes[0], self.page.size()
            place = QRectF(box.x0 * size.width(), box.y0 * size.height(), 1, 1).center().toPoint()
            self.paper.ensureVisible(place.x(), place.y(), 80, 120)

    def _show_text(self, piece: int, item: Item | None) -> None:
        if self._plan is None:
            return
        self.shown.setCurrentWidget(self.text)
        marked = [one for one in self._plan.items if one.piece == piece]
        self.text.show_marked(self._plan.form.pieces[piece].text, marked, item, self._palette)

    def _add(self) -> None:
        """What was typed, else what is selected in the text."""
        text = " ".join((self.also.text() or self.text.selected).split())
        if text and self._cancel is None:
            self._more.append(text)
            self.also.clear()
            self._find()

    def _list(self, item: Item, never: bool) -> None:
        """Put a text on the list of the library or matter, and look again."""
        people = self._redacting.people
        if people is None or self._cancel is not None:
            return
        sort = {Kind.NAME: Sort.PERSON, Kind.COMPANY: Sort.COMPANY}.get(item.kind, Sort.WORD)
        entry = Entry(sort, item.text, never)
        self._tasks.run(Lane.LIBRARY, lambda: people.add([entry]), lambda _: self._find(), self._failed)

    def _open_list(self) -> None:
        people = self._redacting.people
        if people is None:
            return
        dialog = PeopleDialog(self, people, self._tasks)
        dialog.exec()
        if dialog.changed:
            self._find()

    def _pressed(self) -> None:
        if self._cancel is not None:
            self._stop()
            return
        stem = say("redacting.window.name")
        chosen, _ = save_name(
            self,
            say("redacting.window.save"),
            f"{stem}{self._ending}",
            bare(say("redacting.window.files", suffix=self._ending)),
        )
        if chosen:
            path = Path(chosen)
            self._write(path if path.suffix.lower() == self._ending else Path(f"{path}{self._ending}"))

    def _write(self, path: Path) -> None:
        plan, pseudonyms = self._plan, self.pseudonyms.isChecked()
        kept, also = self.items.kept(), self.items.also()
        if plan is None:
            return
        cancel = self._cancel = CancelToken()
        self._enable()

        piece = self._activity.begin(WorkSort.REDACTION, plan.name, cancel)

        def step(what: str, done: int, total: int) -> None:
            piece.tell(done, total if what != "attacking" else 0)
            self._tasks.post(lambda: self._progress(what, done, total))

        def work() -> Outcome:
            with piece:
                return made()

        def made() -> Outcome:
            outcome = self._redacting.make(
                plan,
                self._ending,
                cancel,
                kept=kept,
                also=also,
                pseudonyms=pseudonyms,
                document_id=self._document_id,
                told_of=step,
            )
            if outcome.made is not None:
                save(outcome.made, path)
                if self._audit is not None:
                    self._audit.saved("redacted", path, plan.name)
            return outcome

        self._do(work, lambda outcome: self._made(outcome, path), cancel)

    def _progress(self, what: str, done: int, total: int) -> None:
        if what == "attacking":
            wait_in(self.bar)
        else:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
        self.words.setText(say(f"redacting.step.{what}"))

    def _made(self, outcome: Outcome, path: Path) -> None:
        self._cancel = None
        self._enable()
        if outcome.made is None:
            told = [
                f"{inert(one.text)}: {say(f'redacting.attack.{one.where}', place=inert(one.place))}"
                for one in outcome.survivors[:_MOST_TOLD]
            ]
            self.words.setText("\n".join([say("redacting.window.refused"), *told]))
            return
        gone = len(self.items.going()) + len(outcome.seen)
        lines = [count("redacting.command.saved", gone, name=path.name)]
        lines += [say(f"redacting.left-out.{key}") for key in outcome.made.left_out]
        lines.append(count("redacting.command.attacked", outcome.read_again))
        if path.suffix.lower() == ".pdf" and self.shown.currentWidget() is self.paper:
            lines.append(say("redacting.window.copy"))
            self._show_copy(path)
        self.words.setText("\n".join(lines))

    def _do(self, work: Callable[[], T], done: Callable[[T], None], cancel: CancelToken) -> None:
        self._tasks.stream(Lane.REDACT, lambda: iter((work(),)), done, lambda: None, self._failed, cancel)

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    def _failed(self, error: Exception) -> None:
        self._cancel = None
        self._enable()
        if isinstance(error, Fault) and not isinstance(error, Cancelled):
            notice = notice_of(error)
            self.words.setText(f"{notice.sentence} {notice.remedy}")
        else:
            self.words.setText(say("redacting.window.stopped"))
