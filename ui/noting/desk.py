"""Joins notes of one's own with the page that is read, the strip beside it, and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget

from app.events import DocumentRemoved, Event, LibraryChanged, NotesChanged
from app.exporting import notes as exporting
from app.exporting.register import FORMATS
from app.notes.notes import spot_of
from app.types import Notice
from app.words.catalogue import count, say
from app.words.directions import bare
from app.words.messages import notice_of
from app.words.places import unit_words
from engine.cancel import CancelToken
from rag.language.words import plain
from rag.types import Colour, Document, DocumentState, Note, NoteKind
from ui.chat.dictating_desk import DictatingDesk
from ui.library.desk import LibraryDesk
from ui.noting.colours import spot
from ui.noting.dialog import NoteDialog
from ui.noting.list import NotesList
from ui.noting.lost import meant, offer
from ui.parts.choosing import save_name
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.reader.desk import ReaderDesk
from ui.reader.kinds import Highlight, Noted, Opened, Span
from ui.reader.pane import ReaderPane

_T = TypeVar("_T")


class NotesDesk(Desk):
    """Notes in the window: H marks what is selected, N writes beside it."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._notes = given.services.notes
        self._pane = given.frame.view(ReaderPane)
        self._note_undo = given.frame.desk(LibraryDesk).note_undo
        self._document: Document | None = None
        self._shown: tuple[Note, ...] = ()
        self._colour = Colour.YELLOW  # the one that was taken last
        self._made: int | None = None  # the note that is to be the current one of the list
        self._palette = given.palette
        self.list = NotesList(given.palette)
        self._tab = self._pane.strip.add(say("notes.list.tab"), self.list)
        self._pane.opened.connect(self._opened)
        self.list.chosen.connect(self.go)
        self.list.edit_asked.connect(self.edit)
        self.list.delete_asked.connect(self.delete)
        self.list.menu_asked.connect(lambda note, at: self._menu(note, None, at))
        self.list.new_asked.connect(self.write)
        self.list.save_asked.connect(self.save)
        self.list.lost.put_asked.connect(self.put_lost)
        self._watched: dict[QObject, QWidget] = {}
        for kind in self._pane.kinds:
            self._watch(kind.widget)

    def entries(self) -> Sequence[Entry]:
        shown, selected = lambda: self.is_shown, lambda: self._selection is not None
        mark = partial(self.mark, None)
        return (
            Entry(Menu.EDIT, 25, say("notes.menu.mark"), "H", mark, possible=selected, elsewhere=True),
            Entry(Menu.EDIT, 26, say("notes.menu.write"), "N", self.write, possible=shown, elsewhere=True),
            Entry(Menu.EDIT, 27, say("notes.menu.save"), "", self.save, possible=lambda: bool(self._shown)),
            Entry(Menu.VIEW, 8, say("notes.menu.list"), "Ctrl+Alt+N", self.show_list, possible=shown),
        )

    def take(self, event: Event) -> None:
        document = self._document
        if document is None:
            return
        changed = isinstance(event, NotesChanged) and document.id in event.documents
        read = isinstance(event, LibraryChanged) and event.document.id == document.id
        if changed or (read and event.document.state is DocumentState.READY):  # type: ignore[union-attr]
            self.load()
        elif isinstance(event, DocumentRemoved) and document.id in (event.document_id, *event.members):
            self._document = None
            self._show(())

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.list.retint(palette)

    @property
    def is_shown(self) -> bool:
        return self._pane.isVisible() and self._document is not None

    # --- what a person does --------------------------------------------------------------------------------

    def mark(self, colour: Colour | None = None) -> None:
        """Mark what is selected, in the colour that was taken last where none is given."""
        document, span = self._document, self._selection
        if document is None or span is None:
            self.given.frame.banner.show_notice(Notice(say("notes.done.nothing"), say("notes.done.how"), ""))
            return
        self._colour = colour or self._colour
        self._run(lambda: self._notes.mark(document.id, *span, self._colour), self._marked)

    def write(self) -> None:
        """Write beside what is selected, or on the page that is read."""
        document, span = self._document, self._selection
        page = self._pane.shown
        if document is None or page is None or not self.is_shown:
            return
        if span is None:
            place = say(
                "notes.place.page", place=unit_words(document.unit, page.number), document=document.name
            )
            self._ask(place, "", lambda text: self._notes.on_page(document, page.number, text, self._colour))
            return
        quote = plain(self.given.services.library.text(document.id, *span))
        self._ask(document.name, quote, lambda text: self._notes.mark(document.id, *span, self._colour, text))

    def edit(self, note: Note) -> None:
        """Write another text, or take another colour."""
        place, needs = f"{note.document}, {exporting.where(note)}", note.kind is not NoteKind.WORDS
        kept, text, colour = self._written(
            place, plain(note.quote), note.text, note.colour, needs_words=needs, was=plain(note.was)
        )
        if kept and (text, colour) != (note.text, note.colour):
            self._change(note, text, colour)

    def delete(self, note: Note) -> None:
        """Delete a note; undo brings it back."""

        def done(put_back: Callable[[], Note]) -> None:
            self._note_undo(
                say("notes.done.deleted"), lambda: self._run(put_back, lambda back: self.list.choose(back.id))
            )

        self._run(lambda: self._notes.delete(note.id), done)

    def go(self, note: Note | None) -> None:
        """Go to where a note is."""
        if note is None:
            return
        if not (note.is_lost and self._selection):  # what is selected may be where it is to be put
            self.given.frame.cite(spot_of(note))
        self.list.choose(note.id)

    def put_lost(self) -> None:
        """Put the note that lost its place, the current one or the only one, on what is selected."""
        note, show = meant(self.list.current, self._shown), self.given.frame.banner.show_notice
        if note is None:
            show(Notice(say("notes.done.which"), say("notes.done.which-how"), ""))
        elif self._selection is None:
            show(Notice(say("notes.done.nothing"), say("notes.done.how-place"), ""))
        else:
            self.put(note)

    def put(self, note: Note) -> None:
        """Put a note on what is selected; undo puts it where it was."""
        span = self._selection
        if span is None:
            return

        def work() -> Callable[[], Note]:
            back = self._notes.kept(note.id)
            self._notes.place(note.id, *span)
            return back

        def done(back: Callable[[], Note]) -> None:
            self._made = note.id
            self._pane.kind.select(None)
            self._note_undo(say("notes.done.placed"), lambda: self._run(back, lambda _: None))

        self._run(work, done)

    def show_list(self) -> None:
        """The notes of the document, in the strip beside it; or put them away where they are shown."""
        strip = self._pane.strip
        if strip.isVisible() and strip.tabs.currentIndex() == self._tab:
            self._pane.toggle_strip()
            return
        strip.show_tab(self._tab)
        self.list.setFocus()

    def save(self) -> None:
        """Save the document's notes in a file, or into a copy of its PDF."""
        document, notes, services = self._document, self._shown, self.given.services
        if document is None or not notes:
            return
        kinds = {
            f"{say('notes.save.copy') if exporting.is_copy(document, Path(f'x.{one.suffix}')) else one.name}"
            f" (*.{one.suffix})": one.suffix
            for one in FORMATS
        }
        offered = bare(say("notes.save.offered", name=Path(document.name).stem))
        title = say("notes.save.title")
        chosen, kind = save_name(self.given.window, title, offered, ";;".join(kinds))
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(f".{kinds.get(kind, 'md')}")

        def work() -> exporting.Written:
            if exporting.is_copy(document, path):
                password = services.library.password_of(Path(document.path))
                written = exporting.write_copy(
                    services.reader, services.store, document, notes, path, password, CancelToken()
                )
            else:
                written = exporting.write(notes, say("notes.export.title", document=document.name), path)
            services.audit.saved("notes", path, document.name)
            return written

        def done(written: exporting.Written) -> None:
            words = count("notes.done.saved", written.notes, file=path.name)
            left = count("notes.done.left", len(written.left)) if written.left else ""
            self.given.frame.banner.show_done(f"{words} {left}".strip())

        self._run(work, done)

    # --- what is shown -------------------------------------------------------------------------------------

    def load(self) -> None:
        """Learn which notes there are on the document that is read."""
        document = self._document
        if document is None:
            return

        def show(notes: list[Note]) -> None:
            if self._document is not None and self._document.id == document.id:
                self._show(notes)

        self._run(lambda: self._notes.of(document.id), show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        widget = self._watched.get(watched)
        if widget is None or not self.is_shown:
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and widget is watched:
            return self._key(event)
        if isinstance(event, QContextMenuEvent):
            return self._context(event, watched if isinstance(watched, QWidget) else widget)
        pressed = isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease
        if pressed and widget is not watched and event.button() is Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            part = watched if isinstance(watched, QWidget) else widget
            self._click(_seen_at(part, event.position()))  # type: ignore[attr-defined]
        return False

    # --- inside --------------------------------------------------------------------------------------------

    @property
    def _selection(self) -> Span | None:
        """What is selected, without blanks at its ends."""
        marked = self._pane.marked if self.is_shown else None
        return None if marked is None else Span(marked[1], marked[2])

    def _watch(self, widget: QWidget) -> None:
        """Hear keys and the mouse of a view, and of what it is made of."""
        found = widget.findChildren(QAbstractScrollArea)
        areas = [*([widget] if isinstance(widget, QAbstractScrollArea) else []), *found]
        for area in areas:
            for part in (area, area.viewport()):
                self._watched[part] = area
                part.installEventFilter(self)

    def _opened(self, opened: Opened) -> None:
        fresh = self._document is None or self._document.id != opened.document.id
        self._document = opened.document
        if fresh:
            self._show(())
        self.load()

    def _show(self, notes: Sequence[Note]) -> None:
        self._shown = tuple(notes)
        self.list.show_notes(notes)
        if self._made in [one.id for one in notes]:
            self.list.choose(self._made or 0)
            self._made = None
        marks = [
            Highlight(Span(one.start, one.end), exporting.COLOURS[one.colour], one.id, bool(one.text))
            for one in notes
            if one.kind is NoteKind.WORDS and one.start is not None and one.end is not None
        ]
        for kind in self._pane.kinds:
            if isinstance(kind, Noted):
                kind.show_notes(marks if kind is self._pane.kind else ())

    def _marked(self, note: Note) -> None:
        self._made = note.id
        self.list.choose(note.id)
        self._pane.kind.select(None)
        self._note_undo(say("notes.done.marked"), lambda: self._take_back(note))

    def _take_back(self, note: Note) -> None:
        self._run(lambda: self._notes.delete(note.id), lambda _: None)

    def _change(self, note: Note, text: str, colour: Colour) -> None:
        def done(_: Note) -> None:
            back = partial(self._notes.change, note.id, note.text, note.colour)
            self._note_undo(say("notes.done.changed"), lambda: self._run(back, lambda _: None))

        self._colour = colour
        self._run(lambda: self._notes.change(note.id, text, colour), done)

    def _ask(self, place: str, quote: str, make: Callable[[str], Note]) -> None:
        kept, text, self._colour = self._written(place, quote, "", self._colour, needs_words=not quote)
        if kept:
            self._run(lambda: make(text), self._marked)

    def _written(
        self, place: str, quote: str, text: str, colour: Colour, *, needs_words: bool, was: str = ""
    ) -> tuple[bool, str, Colour]:
        """What becomes of a note in the dialog, which can be dictated into: whether it is kept, and how."""
        window, palette = self.given.window, self._palette
        dialog = NoteDialog(window, place, quote, text, colour, palette, needs_words=needs_words, was=was)
        self.given.frame.desk(DictatingDesk).serve(dialog.dictation, dialog.refuse)
        kept = bool(dialog.exec())
        dialog.deleteLater()
        return kept, dialog.text, dialog.colour

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        if event.key() == Qt.Key.Key_H:
            self.mark()
        elif event.key() == Qt.Key.Key_N:
            self.write()
        else:
            return False
        return True

    def _click(self, at: QPointF) -> None:
        """A click on what is marked shows its note in the list, where that is in view."""
        kind = self._pane.kind
        if isinstance(kind, Noted) and kind.selection is None:
            number = kind.note_at(at)
            if number is not None:
                self.list.choose(number)

    def _context(self, event: QContextMenuEvent, part: QWidget) -> bool:
        kind = self._pane.kind
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        at_point = _seen_at(part, QPointF(event.pos()))
        number = kind.note_at(at_point) if isinstance(kind, Noted) and by_mouse else None
        note = next((one for one in self._shown if one.id == number), None)
        at = event.globalPos() if by_mouse else part.mapToGlobal(part.rect().center())
        return self._menu(note, self._selection, at)

    def _menu(self, note: Note | None, span: Span | None, at: QPoint) -> bool:
        """What can be done with a note, or with what is selected; False for neither."""
        menu = QMenu(self.given.window)
        if note is not None and span is None:
            if note.is_lost:
                menu.addAction(say("notes.context.place-here"), self.put_lost)
            menu.addAction(say("notes.context.edit"), partial(self.edit, note))
            for colour in Colour:
                action = menu.addAction(
                    spot(colour),
                    say(f"notes.colours.{colour.value}"),
                    partial(self._change, note, note.text, colour),
                )
                action.setEnabled(colour is not note.colour)
            menu.addSeparator()
            menu.addAction(say("notes.context.delete"), partial(self.delete, note))
        elif span is not None:
            for colour in Colour:
                words = say("notes.context.mark", colour=say(f"notes.colours.{colour.value}"))
                menu.addAction(spot(colour), words, partial(self.mark, colour))
            menu.addAction(say("notes.context.write"), self.write)
            offer(menu, self._shown, self.put)
            menu.addSeparator()
            menu.addAction(say("notes.context.copy"), self._pane.copy_asked.emit)
            menu.addAction(say("notes.context.copy-cited"), self.given.frame.desk(ReaderDesk).copy)
        else:
            menu.addAction(say("notes.context.page"), self.write)
        menu.popup(at)
        menu.aboutToHide.connect(menu.deleteLater)
        self._open_menu = menu
        return True

    def _run(self, work: Callable[[], _T], done: Callable[[_T], None]) -> None:
        self.given.tasks.run(
            Lane.LIBRARY, work, done, lambda error: self.given.frame.banner.show_notice(notice_of(error))
        )


def _seen_at(part: QWidget, point: QPointF) -> QPointF:
    """A point of a part of a view, as one of what is seen of the view: heads of tables lie in the table."""
    outer = part
    while isinstance(above := outer.parentWidget(), QAbstractScrollArea):
        outer = above
    if not isinstance(outer, QAbstractScrollArea):
        return point
    return part.mapTo(outer, point) - QPointF(outer.viewport().pos())
