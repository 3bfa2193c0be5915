"""What the dialog of drafts is made of: choices and slots on the left, previews on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.runs.drafts import MOST_VARIANTS
from app.words.catalogue import ENGLISH, count, say, spoken
from app.words.drafts import template_words
from app.words.languages import language_words
from rag.drafting.pieces import Draft, Filled
from rag.drafting.syntax import Length, Tone
from rag.drafting.templates import Template
from rag.types import Document
from ui.drafting.preview import DraftText
from ui.drafting.slots_form import SlotsForm
from ui.parts.controls import button, label, scrolled
from ui.parts.document_chooser import DocumentChooser
from ui.parts.halves import Halves
from ui.parts.inert import inert
from ui.parts.laying import beside_bar, edges
from ui.parts.motion import wait_in
from ui.parts.theme import Palette, Space, enlarged

_LEFT, _RIGHT = 360, 720
_LEAST = 340  # pixels of the form, for letters of the usual size


class DraftPanes(QObject):
    cited = Signal(object)  # Citation
    chosen = Signal()  # another template, document, tone or length

    def __init__(self, palette: Palette, chosen: Sequence[int]) -> None:
        super().__init__()
        self._palette = palette
        self._templates: list[Template] = []
        self._first = tuple(chosen)
        self._offered: tuple[int, ...] = ()
        self.templates = QComboBox()
        self.templates.setAccessibleName(say("drafting.window.template"))
        self.templates.currentIndexChanged.connect(self._template_chosen)
        self.own = button(say("drafting.window.own"))
        self.documents = DocumentChooser((), several=True)
        self._documents_at = QVBoxLayout()
        self.tone, self.length = QComboBox(), QComboBox()
        for box, kind, key in ((self.tone, Tone, "tone"), (self.length, Length, "length")):
            box.setAccessibleName(say(f"drafting.labels.{key}"))
            for one in kind:
                box.addItem(say(f"drafting.window.{key}s.{one.value}"), one.value)
            box.currentIndexChanged.connect(lambda _: self.chosen.emit())
        self.variants = QCheckBox(say("drafting.window.variants"))
        self.table = button(say("drafting.window.table"))
        self.style_from = button(say("drafting.window.letters"))
        self.table.setToolTip(say("drafting.window.table-tip"))
        self.style_from.setToolTip(say("drafting.window.letters-tip"))
        self.form = SlotsForm(palette)
        self.form.cited.connect(self.cited)
        self.shown = QComboBox()
        self.shown.setAccessibleName(say("drafting.window.which"))
        self.shown.hide()
        self.previews = [DraftText(palette) for _ in range(MOST_VARIANTS)]
        self._heads = [label("", "quiet") for _ in self.previews]
        self._columns: list[QWidget] = []
        self.words = label(say("drafting.window.intro"), "quiet", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        wait_in(self.bar)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.copy, self.save = button(say("drafting.window.copy")), button(say("drafting.window.save"))
        self.go = button(say("drafting.window.go"), primary=True)
        self.go.setDefault(True)

    # --- what is chosen ------------------------------------------------------------------------------------

    @property
    def template(self) -> Template | None:
        """The template that is chosen."""
        place = self.templates.currentIndex()
        return self._templates[place] if 0 <= place < len(self._templates) else None

    @property
    def focused(self) -> int:
        """Which preview has the keyboard; the first where none has."""
        return next((at for at, one in enumerate(self.previews) if one.hasFocus()), 0)

    def offer(self, documents: Sequence[Document], templates: Sequence[Template]) -> None:
        """What there is to choose from; what is chosen stays."""
        own = [one for one in self._templates if one.own and one not in templates]
        held = self.template
        self._templates = [*templates, *own]
        self.templates.blockSignals(True)
        self.templates.clear()
        for one in self._templates:
            self.templates.addItem(_named(one))
        self.templates.blockSignals(False)
        place = next((at for at, one in enumerate(self._templates) if one == held), -1)
        if place < 0:
            replies = [at for at, one in enumerate(self._templates) if one.id == "reply"]
            ours, english = (
                [at for at in replies if self._templates[at].language == one] for one in (spoken(), ENGLISH)
            )
            place = next(iter([*ours, *english, *replies]), 0)
        self.templates.setCurrentIndex(place)
        if held is None:
            self._template_chosen()
        ids = tuple(one.id for one in documents)
        if ids != self._offered:
            kept = self.documents.chosen if self._offered else self._first
            self._offered = ids
            fresh = DocumentChooser(documents, several=True, chosen=kept)
            fresh.changed.connect(self.chosen)
            self._documents_at.replaceWidget(self.documents, fresh)
            self.documents.deleteLater()
            self.documents = fresh

    def add_template(self, template: Template) -> None:
        """One more, which is chosen."""
        self._templates.append(template)
        self.templates.addItem(_named(template))
        self.templates.setCurrentIndex(self.templates.count() - 1)

    def wish(self, tone: Tone | None, length: Length | None) -> None:
        """Choose a tone and a length."""
        for box, value in ((self.tone, tone), (self.length, length)):
            if value is not None:
                box.setCurrentIndex(box.findData(value.value))

    def show_slots(self, slots: Sequence[Filled], optional: frozenset[str]) -> None:
        self.form.show_slots(slots, optional)

    def tell_table(self, name: str, rows: int) -> None:
        """Which table letters are made of; none for ""."""
        if not name:
            self.table.setText(say("drafting.window.table"))
            self.table.setToolTip(say("drafting.window.table-tip"))
            return
        room = round(_LEAST / 2 * enlarged(self.table.font()))
        short = self.table.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        whole = count("drafting.window.rows", rows, name=name)
        self.table.setText(count("drafting.window.rows", rows, name=short))
        self.table.setToolTip(inert(f"{whole}\n{say('drafting.window.table-off')}"))

    # --- what is shown -------------------------------------------------------------------------------------

    def name_drafts(self, names: Sequence[str], *, side_by_side: bool) -> None:
        """Several drafts: side by side, or one of a list."""
        self.shown.blockSignals(True)
        self.shown.clear()
        self.shown.addItems(list(names))
        self.shown.blockSignals(False)
        self.shown.setVisible(len(names) > 1 and not side_by_side)

    def show_drafts(self, drafts: Sequence[tuple[str, Draft]]) -> None:
        """Drafts side by side, each below what it is called."""
        for at, preview in enumerate(self.previews):
            there = at < len(drafts)
            self._columns[at].setVisible(there or at == 0)
            self._heads[at].setText(drafts[at][0] if there else "")
            self._heads[at].setVisible(there and bool(drafts[at][0]))
            preview.show_draft(drafts[at][1] if there else None)

    def tell(self, text: str) -> None:
        """Words below the previews."""
        self.words.setText(text)

    def busy(self, on: bool) -> None:
        """Whether drafts are being made."""
        self.bar.setVisible(on)
        self.go.setText(say("drafting.window.stop") if on else say("drafting.window.go"))

    def enable(self, *, ready: bool, there: bool, table: bool) -> None:
        """Which buttons can be pressed."""
        self.go.setEnabled(ready)
        self.copy.setEnabled(there)
        self.save.setEnabled(there)
        self.variants.setEnabled(not table)

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.form.retint(palette)
        for one in self.previews:
            one.set_palette(palette)

    def lay_out(self, dialog: QWidget) -> None:
        """Into the dialog."""
        split = Halves(self._left(), self._right())
        split.setSizes([_LEFT, _RIGHT])
        split.setStretchFactor(1, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        buttons.addStretch()
        buttons.addWidget(self.go)
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(split, 1)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)

    def _left(self) -> QWidget:
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(edges(0, 0, Space.S, 0))
        layout.setSpacing(Space.S)
        top = QVBoxLayout()  # names of templates are long in some languages
        top.setSpacing(Space.S)
        top.addWidget(self.templates)
        top.addWidget(self.own, 0, Qt.AlignmentFlag.AlignLeft)
        ways = QHBoxLayout()
        ways.addWidget(self.tone, 1)
        ways.addWidget(self.length, 1)
        more = QVBoxLayout()  # side by side they are wider than the pane in some languages
        more.setSpacing(Space.S)
        more.addWidget(self.table, 0, Qt.AlignmentFlag.AlignLeft)
        more.addWidget(self.style_from, 0, Qt.AlignmentFlag.AlignLeft)
        area = QScrollArea()
        area.setAccessibleName(say("drafting.window.slots"))
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._documents_at.addWidget(self.documents)
        layout.addLayout(top)
        layout.addWidget(label(say("drafting.window.documents"), "quiet"))
        layout.addLayout(self._documents_at, 2)
        layout.addLayout(ways)
        layout.addWidget(self.variants)
        layout.addWidget(label(say("drafting.window.slots"), "quiet"))
        layout.addWidget(area, 3)
        layout.addLayout(more)
        around = scrolled(left)  # where the window is low, what is said and pressed below it stays in view
        around.setMinimumWidth(round(_LEAST * enlarged(left.font())))
        beside_bar(around)
        return around

    def _right(self) -> QWidget:
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(edges(Space.S, 0, 0, 0))
        layout.setSpacing(Space.M)
        side = QHBoxLayout()
        for at, (head, preview) in enumerate(zip(self._heads, self.previews, strict=True)):
            column = QWidget()
            inside = QVBoxLayout(column)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(head)
            inside.addWidget(preview, 1)
            head.hide()
            preview.cited.connect(self.cited)
            preview.wanted.connect(self._wanted)
            column.setVisible(at == 0)
            self._columns.append(column)
            side.addWidget(column, 1)
        layout.addWidget(self.shown)
        layout.addLayout(side, 1)
        return right

    def _wanted(self, slot: str) -> None:
        """The keyboard to the slot that a note in the margin tells of, where the form has it."""
        try:
            self.form.field(slot).setFocus(Qt.FocusReason.ShortcutFocusReason)
        except KeyError:
            self.tell(say("drafting.window.open-tip"))

    def _template_chosen(self) -> None:
        template = self.template
        if template is not None:
            for box in (self.tone, self.length):
                box.blockSignals(True)
            self.wish(template.tone, template.length)
            for box in (self.tone, self.length):
                box.blockSignals(False)
            self.chosen.emit()


def _named(template: Template) -> str:
    name = template_words(template.name)
    return say("drafting.window.named", name=name, language=language_words(template.language))
