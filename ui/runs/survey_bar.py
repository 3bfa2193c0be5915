"""Above the composer: which documents are asked, and whether for one answer or a row for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import count, say
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Document, SearchScope
from ui.parts.choice import Choice
from ui.parts.controls import Elided, IconButton, button, label
from ui.parts.document_chooser import DocumentChooser, ending
from ui.parts.fitting import Dialog
from ui.parts.theme import Palette, Space, enlarged
from ui.runs.askable import Askable

_WIDEST = 360  # pixels of a choice with letters of the usual size; a longer name is shortened
_SPARE = 4  # pixels beside the words that are chosen


class SurveyBar(QWidget):
    switched = Signal(bool)
    tables_asked = Signal()
    all_asked = Signal()  # no longer the documents with a tag alone
    listed = Signal(object)  # tuple[Document, ...]: those that can be asked
    scoped = Signal(object)  # tuple[int, ...]: the documents that a question is put to, () for all
    chose = Signal()  # a person chose what questions are put to
    doubted = Signal()  # what is chosen may have gone, or is called otherwise

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._askable = Askable.of(())
        self._scope = SurveyScope()
        self._tag: str | None = None  # whose documents those of the scope are
        self.switch = IconButton(
            "table",
            say("asking.each.tip"),
            text=say("asking.each.switch"),
        )
        self.switch.setCheckable(True)
        self.switch.setProperty("role", "switch")
        self.switch.toggled.connect(self._switched)
        self._collections: tuple[str, ...] = ()  # also those without a document
        self._at_hand: Callable[[], tuple[int, ...]] = lambda: ()
        self.scope = _Scopes()
        self.scope.opening.connect(self._list)
        self.scope.setAccessibleName(say("asking.each.scope"))
        self._rows: list[tuple[str, object]] = []  # what can be chosen, above what is asked for
        # It reckons its own width, and Qt would measure every line for a height that is the same for all.
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.scope.activated.connect(self._picked)
        self.scope.setToolTip(say("asking.each.scope-tip"))
        self.only = IconButton("close", say("tagging.only.tip"), color="accent", text=" ")
        self.only.clicked.connect(self.all_asked)
        self.only.hide()
        self.tables = IconButton(
            "folder", say("asking.each.tables-tip"), color="quiet", text=say("asking.each.tables")
        )
        self.tables.clicked.connect(self.tables_asked)
        self.tables.hide()  # nobody knows yet whether there are any
        self.preparing = Elided("small", Qt.TextElideMode.ElideRight)
        self.preparing.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.scope)
        row.addWidget(self.switch)
        row.addWidget(self.only)
        row.addWidget(self.preparing, 1)
        row.addStretch()
        row.addWidget(self.tables)
        self.retint(palette)
        self._list()

    @property
    def is_on(self) -> bool:
        return self.switch.isChecked()

    @property
    def chosen(self) -> SurveyScope:
        """What the next question is put to."""
        return self._scope

    def know_at_hand(self, at_hand: Callable[[], tuple[int, ...]]) -> None:
        """Where to learn which documents "this document" means: the open one, or those selected."""
        self._at_hand = at_hand

    @property
    def documents(self) -> tuple[Document, ...]:
        """Those that can be asked."""
        return self._askable.documents

    def add(self, document_id: int) -> None:
        """Put questions to this document too, where some are chosen, else to it alone."""
        if document_id not in self._scope.documents:
            self.choose((*self._scope.documents, document_id))

    def choose(self, documents: tuple[int, ...]) -> None:
        """Put questions to these documents alone; to all where there are none."""
        self._choose(SurveyScope(documents=documents))

    @property
    def put_to(self) -> SearchScope:
        """What questions are put to, by the name that was chosen."""
        if self._tag is not None:
            return SearchScope(tag=self._tag)
        return SearchScope(collection=self._scope.collection, documents=self._scope.documents)

    def restore(self, scope: SearchScope) -> None:
        """Put questions to what was chosen before: a collection, the documents with a tag, or some."""
        if scope != self.put_to:
            self._tag, self._scope = (
                scope.tag,
                SurveyScope(SurveyKind.DOCUMENTS, scope.collection, scope.documents),
            )
            self._list()

    def show_documents(self, found: Sequence[Document]) -> None:
        """The documents that can be asked."""
        self.show_askable(Askable.of(found))

    def show_askable(self, found: Askable) -> None:
        """The same, looked through already."""
        self._askable = found
        self.listed.emit(found.documents)
        self._doubt()
        self._list()

    def show_collections(self, names: Sequence[str]) -> None:
        """The collections that there are, also those without a document."""
        self._collections = tuple(names)
        self._doubt()
        self._list()

    def choose_collection(self, name: str) -> None:
        """Put questions to a collection; to all documents for "", where a collection was chosen."""
        if name:
            self._collections = tuple(dict.fromkeys((*self._collections, name)))
            self._choose(SurveyScope(collection=name))
        elif self._scope.collection:
            self._choose(SurveyScope())

    def show_tag(self, name: str | None) -> None:
        """Tell that questions go to the documents with a tag alone; None: to all."""
        self.only.setVisible(name is not None)
        if name is not None:
            self.only.setText(say("tagging.only.words", tag=name))
            self.only.setAccessibleName(say("tagging.only.accessible", tag=name))

    def show_preparing(self, on: bool) -> None:
        """Tell that a question is to become a table: its field is empty, and nothing else shows it yet."""
        self.preparing.set_text(say("asking.each.preparing") if on else "")
        self.preparing.setVisible(on)

    def retint(self, palette: Palette) -> None:
        self.switch.retint(palette)
        self.tables.retint(palette)
        self.only.retint(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # something came into the row, or left it
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Where room is short the switch, then the tables, are their pictures alone; tips say the words."""
        shown = [one for one in (self.scope, self.only) if not one.isHidden()]
        room = self.width() - sum(one.sizeHint().width() + Space.S for one in shown)
        words, tables = self._words_wide(self.switch), self._words_wide(self.tables) + Space.S
        picture = self.switch.iconSize().width() + 2 * Space.L + Space.S
        tables = 0 if self.tables.isHidden() else tables
        _speak(self.switch, room >= words + tables)
        _speak(self.tables, room >= picture + tables)

    def _words_wide(self, one: IconButton) -> int:
        """Pixels of a button with its words."""
        words = self.fontMetrics().horizontalAdvance(one.text())
        return words + one.iconSize().width() + 2 * Space.L

    def _switched(self, on: bool) -> None:
        if not on and self._scope.kind is SurveyKind.SECTIONS:
            self._scope = SurveyScope(documents=self._scope.documents)  # one answer is of the document
            self._list()
        self.switched.emit(on)

    def _list(self) -> None:
        for name, tagged in self._askable.tagged.items():
            if name == self._tag:
                self._scope = SurveyScope(documents=tagged)  # also those that got it since
        self._put(self._choices())
        self._point()
        self.scope.setVisible(bool(self.documents))
        chosen = bool(self._scope.documents or self._scope.collection or self._tag)
        if self.scope.property("chosen") != chosen:
            self.scope.setProperty("chosen", chosen)
            self.scope.style().polish(self.scope)
        self.scoped.emit(self.asked)

    def _choices(self) -> list[tuple[str, object]]:
        """What can be chosen now, in words and as it is."""
        rows: list[tuple[str, object]] = [
            (say("asking.each.library", n=len(self.documents)), SurveyScope()),
        ]
        here = SurveyScope(documents=tuple(one for one in self._at_hand() if one in self._askable.names))
        if here.documents:
            name = self._named(here)
            one = len(here.documents) == 1
            words = say("asking.each.this", name=name) if one else say("asking.each.these", name=name)
            rows.append((words, here))
        for name in sorted(self._named_collections(), key=str.casefold):
            words = say("asking.each.collection", name=name, n=self._askable.held.get(name, 0))
            rows.append((words, SurveyScope(collection=name)))
        for name, tagged in self._askable.tagged.items():
            rows.append((say("tagging.only.scope", name=name, n=len(tagged)), SearchScope(tag=name)))
        if self._tag is not None and self._tag not in self._askable.tagged:
            rows.append((say("tagging.only.scope", name=self._tag, n=0), SearchScope(tag=self._tag)))
        if self._scope.documents and self._tag is None and all(self._scope != what for _, what in rows):
            rows.append((self._named(self._scope), self._scope))
        return rows

    def _put(self, rows: list[tuple[str, object]]) -> None:
        """Have these in the list; nothing is done where they are there, as while a folder is read."""
        if rows == self._rows and self.scope.count():
            return
        self._rows = rows
        with QSignalBlocker(self.scope):
            self.scope.clear()
            for words, what in rows:
                self.scope.addItem(words, what)
            self.scope.insertSeparator(len(rows))
            self.scope.addItem(say("asking.each.choose"), SurveyKind.DOCUMENTS)
            self.scope.addItem(say("asking.each.parts"), SurveyKind.SECTIONS)
        self.scope.updateGeometry()

    @property
    def asked(self) -> tuple[int, ...]:
        """The documents of the choice, one by one; () for all."""
        if self._scope.collection:
            return tuple(one.id for one in self.documents if one.collection == self._scope.collection)
        return self._scope.documents

    def _named_collections(self) -> set[str]:
        return {*self._askable.held, *self._collections}

    def _choose(self, scope: SurveyScope, tag: str | None = None) -> None:
        self._scope, self._tag = scope, tag
        self._list()
        self.chose.emit()

    def _doubt(self) -> None:
        """Ask whether the choice is there still, where that is not seen here."""
        collection = self._scope.collection
        if self._tag is not None:
            seen = self._tag in self._askable.tagged
        elif collection:
            seen = collection in self._named_collections()
        else:
            seen = set(self._scope.documents) <= self._askable.names.keys()
        if not seen:
            self.doubted.emit()

    def _point(self) -> None:
        chosen = self._scope if self._tag is None else SearchScope(tag=self._tag)
        place = next((at for at, (_, what) in enumerate(self._rows) if what == chosen), 0)
        self.scope.setCurrentIndex(place)

    def _named(self, scope: SurveyScope) -> str:
        known = self._askable.names
        names = [known[one] for one in scope.documents if one in known]
        if scope.kind is SurveyKind.SECTIONS:
            return say("asking.each.every-part", name=names[0]) if names else say("asking.each.any-part")
        alone = len(names) == len(scope.documents) == 1
        return names[0] if alone else count("asking.each.chosen", len(scope.documents))

    def _picked(self, place: int) -> None:
        picked = self.scope.itemData(place)
        if isinstance(picked, SurveyScope):
            self._choose(picked)
        elif isinstance(picked, SearchScope) and picked.tag is not None:
            self._choose(SurveyScope(documents=self._askable.tagged[picked.tag]), picked.tag)
        elif isinstance(picked, str):  # Qt gives an enumeration of texts back as a text
            kind = SurveyKind(picked)
            dialog = ScopeDialog(self, self.documents, kind, self._scope.documents)
            if dialog.exec() and dialog.chosen:
                self._choose(SurveyScope(kind, None, dialog.chosen))
                if kind is SurveyKind.SECTIONS:
                    self.switch.setChecked(True)  # its parts are asked one by one, or not at all
            self._list()


def _speak(one: IconButton, words: bool) -> None:
    """With its words beside its picture, or without."""
    style = Qt.ToolButtonStyle
    one.setToolButtonStyle(style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly)


class _Scopes(Choice):
    """As wide as what is chosen; its list, as wide as all that can be: the row above the question stays as it
    is when something more can be chosen.
    """

    opening = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(self._widest)
        self.currentTextChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        words = self.fontMetrics().horizontalAdvance(self.currentText()) + _SPARE
        high = super().sizeHint().height()
        kind = QStyle.ContentsType.CT_ComboBox
        wide = self.style().sizeFromContents(kind, option, QSize(words, high), self).width()
        return QSize(min(wide, self._widest), high)

    def minimumSizeHint(self) -> QSize:
        """Large letters take the room there is, and no more of it than others."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _WIDEST), hint.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setMaximumWidth(self._widest)

    @property
    def _widest(self) -> int:
        return round(_WIDEST * enlarged(self.font()))

    def showPopup(self) -> None:
        """What lies open or is selected is listed as it is now."""
        self.opening.emit()
        self.view().setMinimumWidth(min(self._widest, super().sizeHint().width()))
        super().showPopup()


class ScopeDialog(Dialog):
    """Choose documents: several, or one whose every part is read."""

    def __init__(
        self,
        parent: QWidget | None,
        documents: Sequence[Document],
        kind: SurveyKind,
        chosen: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self._several = kind is SurveyKind.DOCUMENTS
        title = say("asking.each.which") if self._several else say("asking.each.which-part")
        self.setWindowTitle(title)
        self.setMinimumSize(460, 420)
        self._chooser = DocumentChooser(documents, several=self._several, chosen=chosen)
        self.filter, self.list = self._chooser.filter, self._chooser.list
        self._accept = button(say("asking.each.go"), primary=True)
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        self._chooser.changed.connect(self._changed)
        self._chooser.activated.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(self._chooser, 1)
        layout.addLayout(ending(self._accept, self.reject))
        self._changed()

    @property
    def chosen(self) -> tuple[int, ...]:
        """Ids of the chosen documents."""
        return self._chooser.chosen

    def _changed(self) -> None:
        self._accept.setEnabled(bool(self.chosen))
