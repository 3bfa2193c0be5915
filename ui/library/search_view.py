"""The passages that hold what is looked for, word for word, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.exporting.notes import where
from app.notes.notes import spot_of
from app.words.catalogue import alone, count, quoted, row, say
from rag.grounding.citations import cited
from rag.language.words import content_stem, plain, words
from rag.types import Hit, Note
from ui.library.sought import Sought, around
from ui.parts.cited_text import place, preview
from ui.parts.controls import IconButton, SourceRow, clear, label, nothing_yet
from ui.parts.inert import inert
from ui.parts.laying import beside_bar, edges
from ui.parts.palettes import ON_MARK
from ui.parts.theme import Palette, Space
from ui.parts.wrapped_label import WrappedLabel
from ui.parts.writing import Line

_MOST = 20  # passages that are shown
_NEAR = 8  # of them without the words, below such with them
_INDENT = 14  # pixels of the picture in a line that opens a place


class SearchView(QWidget):
    searched = Signal(str)
    cited = Signal(object)  # Citation
    closed = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._shown: tuple[str, Sequence[Hit], Sequence[Note]] = ("", (), ())
        self.field = Line()
        self.field.setPlaceholderText(say("library.search.field"))
        self.field.setAccessibleName(say("library.search.field"))
        self.field.setClearButtonEnabled(True)
        self.field.returnPressed.connect(lambda: self.searched.emit(self.field.text().strip()))
        self.close_button = IconButton("close", say("library.search.back"), color="quiet")
        self.close_button.clicked.connect(self.closed)
        self._told = label("", "small", wrap=True)
        self._found = QWidget()
        self._rows = QVBoxLayout(self._found)
        self._arrange()
        self.close_button.retint(palette)

    def focus(self) -> None:
        """Let the user type what is looked for."""
        self.field.setFocus()
        self.field.selectAll()

    def show_hits(self, asked: str, hits: Sequence[Hit], notes: Sequence[Note] = ()) -> None:
        """Show what was found: passages with the words, those first that hold all of them; apart from these
        what may mean something near; and apart from both what of the person's own notes fits.
        """
        self._shown = asked, hits, notes
        clear(self._rows)
        sought = Sought(asked)
        held = {hit.passage_id: sought.held(hit.text, hit.section) for hit in hits}
        worded = sorted(
            (hit for hit in hits if held[hit.passage_id]),
            key=lambda hit: held[hit.passage_id] < sought.number,
        )
        near = [hit for hit in hits if not held[hit.passage_id]]
        worded, near = worded[:_MOST], near[: min(_MOST - len(worded[:_MOST]), _NEAR if worded else _MOST)]
        self._told.setText(_summed(len(worded), len(near)))
        for hit in worded:
            self._add_hit(hit, sought)
        if worded and near:
            self._head(say("library.search.similar"), count("library.search.similar-told", len(near)))
        for hit in near:
            self._add_hit(hit, sought)
        if notes:
            self._head(count("library.search.notes", len(notes)), say("library.search.notes-told"))
        for note in notes:
            self._add_note(note)
        self._rows.addStretch()
        self._pages.setCurrentIndex(1 if hits or notes else 2 if asked else 0)

    @property
    def told(self) -> str:
        """What is said above the passages."""
        return self._told.text()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.show_hits(*self._shown)

    def _head(self, title: str, told: str) -> None:
        """What the passages from here on have in common."""
        self._rows.addWidget(label(title, "heading"))
        self._rows.addWidget(label(told, "small", wrap=True))
        self._rows.addSpacing(Space.S)

    def _add_hit(self, hit: Hit, sought: Sought) -> None:
        self._rows.addWidget(self._row(hit))
        said = _below(around(plain(hit.text), sought))
        if isinstance(said, WrappedLabel):
            said.mark(sought.spans(said.text()), self._palette.mark, ON_MARK)
        self._rows.addWidget(said)
        self._rows.addSpacing(Space.M)

    def _add_note(self, note: Note) -> None:
        told = row([alone(note.document), where(note)])
        opens = SourceRow(say("library.search.open", place=told), f"  {told}", note.document)
        opens.retint(self._palette)
        opens.clicked.connect(lambda: self.cited.emit(spot_of(note)))
        self._rows.addWidget(opens)
        quote = plain(note.quote)
        for text, role in ((note.text, ""), (quoted(quote) if quote else "", "quiet")):
            if text:
                self._rows.addWidget(_below(text, role))
        self._rows.addSpacing(Space.M)

    def _row(self, hit: Hit) -> SourceRow:
        citation = cited(hit)
        where = place(citation)
        row = SourceRow(say("library.search.open", place=where), f"  {where}", citation.document)
        row.setToolTip(inert(preview(citation)))
        row.retint(self._palette)
        row.clicked.connect(lambda: self.cited.emit(citation))
        return row

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(label(say("library.search.title"), "question"))
        head.addStretch()
        head.addWidget(self.close_button)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setWidget(self._found)
        beside_bar(scrolled)
        scrolled.setAccessibleName(say("library.search.title"))
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Space.XS)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(nothing_yet(say("library.search.begin-title"), say("library.search.begin")))
        self._pages.addWidget(scrolled)
        self._pages.addWidget(nothing_yet(say("library.search.none-title"), say("library.search.none")))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self._told)
        column.addWidget(body, 1)


def _below(text: str, role: str = "") -> QLabel:
    """What stands at a place, below the picture of its line."""
    words = label(text, role, wrap=True)
    words.setContentsMargins(edges(_INDENT, 0, 0, 0))
    return words


def words_of(question: str) -> str:
    """The words of a question that can be looked for: without "what", "is" and "the"."""
    found = [word for word in words(question) if content_stem(word) is not None]
    return " ".join(dict.fromkeys(found)) or question


def _summed(worded: int, near: int) -> str:
    """What is said above what was found."""
    if worded:
        return count("library.search.found", worded)
    return count("library.search.near", near) if near else ""
