"""A rule that tags: its tags, and what must hold; each condition out of a list where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.tagging.rules import parted
from app.types import Notice
from app.words.catalogue import alone, named, row, say
from app.words.classifying import label_words, question_words
from rag.classifying.presets import preset_names, preset_of
from rag.classifying.scope import ClassifyScope
from rag.language.file_names import printable
from rag.storing.tag_rules import TagRule
from ui.parts.choosing import folder_name
from ui.parts.controls import breakable, button, label
from ui.parts.fitting import Dialog
from ui.parts.laying import Form
from ui.parts.theme import Space
from ui.parts.writing import Line

_OTHER = ":other"  # no folder's path: one is asked for


@dataclass(frozen=True, slots=True)
class Places:
    """What there is: watched folders, groups, endings of documents."""

    folders: Sequence[str] = ()
    collections: Sequence[str] = ()
    suffixes: Sequence[str] = ()


class RuleForm(Dialog):
    """`kept` and `tried` are emitted with the rule; whoever keeps it accepts the dialog, or says why not."""

    kept = Signal(object)  # TagRule
    tried = Signal(object)

    def __init__(self, parent: QWidget | None, rule: TagRule, places: Places) -> None:
        super().__init__(parent)
        self._rule = rule
        self.setWindowTitle(say("tagging.rules.form.change" if rule.id else "tagging.rules.form.new"))
        self.setMinimumWidth(440)
        self.resize(540, 460)
        self.tags = Line(row(rule.tags))
        self.folder = _choice([(one, printable(one)) for one in places.folders], rule.folder)
        self.folder.addItem(say("tagging.rules.form.choose-folder"), _OTHER)
        self.folder.activated.connect(self._picked)
        self.collection = _choice([(one, one) for one in places.collections], rule.collection)
        self.suffix = _choice([(one, one) for one in places.suffixes], rule.suffix)
        self.label = _choice(labels(), rule.label)
        self.name, self.written_by = Line(rule.name), Line(rule.sender)
        self.words = Line(row(rule.words))
        self.name.setPlaceholderText(say("tagging.rules.form.name-hint"))
        self.written_by.setPlaceholderText(say("tagging.rules.form.sender-hint"))
        self.words.setPlaceholderText(say("tagging.rules.form.words-hint"))
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self.attempt = button(say("tagging.rules.form.try"))
        self.attempt.clicked.connect(lambda: self.tried.emit(self.rule))
        self.go = button(say("tagging.rules.form.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(lambda: self.kept.emit(self.rule))
        self._arrange()
        self.tags.setFocus()

    @property
    def rule(self) -> TagRule:
        """As it is chosen now."""
        return TagRule(
            parted(self.tags.text()),
            str(self.folder.currentData()),
            str(self.collection.currentData()),
            self.written_by.text().strip(),
            self.name.text().strip(),
            parted(self.words.text()),
            str(self.label.currentData()),
            str(self.suffix.currentData()),
            self._rule.id,
        )

    def refuse(self, notice: Notice) -> None:
        """Tell why it cannot be kept, or tried."""
        self.hint.setText(breakable(" ".join(filter(None, (notice.sentence, notice.remedy)))))
        self.hint.show()

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        form = Form()
        fields = {
            "folder": self.folder,
            "collection": self.collection,
            "suffix": self.suffix,
            "name": self.name,
            "sender": self.written_by,
            "words": self.words,
            "label": self.label,
        }
        for name, field in fields.items():
            form.add(say(f"tagging.rules.asked.{name}"), field)
        above = Form()
        above.add(say("tagging.rules.form.tags"), self.tags)
        buttons = QHBoxLayout()
        cancel = button(say("parts.cancel"))
        cancel.clicked.connect(self.reject)
        buttons.addWidget(self.attempt)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addLayout(above)
        layout.addWidget(label(say("tagging.rules.form.all-of"), "quiet", wrap=True))
        layout.addLayout(form)
        layout.addStretch()
        layout.addWidget(label(say("tagging.rules.form.kept-hint"), "small", wrap=True))
        layout.addWidget(self.hint)
        layout.addLayout(buttons)

    def _picked(self, place: int) -> None:
        if self.folder.itemData(place) != _OTHER:
            return
        path = folder_name(self, say("tagging.rules.form.folder-title"))
        if path and self.folder.findData(path) < 0:
            self.folder.insertItem(1, alone(printable(path)), path)
        self.folder.setCurrentIndex(max(0, self.folder.findData(path)) if path else 0)


def _choice(choices: Sequence[tuple[str, str]], chosen: str) -> QComboBox:
    """A list whose first choice is that it does not matter."""
    found = QComboBox()
    found.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    found.setMinimumContentsLength(18)
    found.addItem(say("tagging.rules.form.any"), "")
    for value, words in choices:
        found.addItem(alone(words), value)
    if found.findData(chosen) < 0:
        found.addItem(alone(printable(chosen)), chosen)
    found.setCurrentIndex(found.findData(chosen))
    return found


def labels() -> list[tuple[str, str]]:
    """Every label of every preset, as rules have it."""
    return [
        (f"{name}:{axis.name}={one}", named(question_words(axis.name), label_words(scope, axis.name, one)))
        for name in preset_names()
        for scope in (ClassifyScope(name, ()),)
        for axis in preset_of(name).axes
        for one in axis.names
    ]
