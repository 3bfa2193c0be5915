"""What a step takes, to be chosen: presets out of lists, folders, tags, a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from app.exporting.register import FORMATS
from app.recipes.steps.register import STEPS
from app.words.catalogue import say
from app.words.summaries import length_words
from rag.language.file_names import printable
from rag.storing.recipes import Step
from rag.summarising.types import Length
from ui.parts.choosing import folder_name, open_name
from ui.parts.controls import button, label, roomy
from ui.parts.inert import inert
from ui.parts.laying import Form
from ui.parts.writing import Line

_OWN = ":own"  # no preset's name: a file is asked for
_HORIZON, _FURTHEST = 12, 1_000


@dataclass(frozen=True, slots=True)
class Presets:
    """What can be chosen for a step, by its kind: the words of each choice with what it is called. Those of
    `files` can also come from a file.
    """

    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    files: frozenset[str] = frozenset({"extract", "playbook", "draft"})

    @property
    def names(self) -> dict[tuple[str, str], str]:
        """What the choices of all kinds are called."""
        return {(kind, word): name for kind, found in self.choices.items() for word, name in found}


class StepFields(QWidget):
    """The fields of one step."""

    changed = Signal()

    def __init__(self, presets: Presets) -> None:
        super().__init__()
        self._presets = presets
        self._read: Callable[[], tuple[str, ...]] = tuple
        self._last: QWidget  # that the tabulator comes to
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("recipes.form.kind"))
        for name in STEPS:
            self.kind.addItem(say(f"recipes.kinds.{name}"), name)
        self.kind.currentIndexChanged.connect(self._begin)
        self._form = Form(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.add(say("recipes.form.kind"), self.kind)
        self._begin()

    @property
    def step(self) -> Step:
        return Step(str(self.kind.currentData()), self._read())

    def show_step(self, step: Step) -> None:
        """Show what was chosen for a step."""
        with QSignalBlocker(self):
            with QSignalBlocker(self.kind):
                self.kind.setCurrentIndex(max(0, self.kind.findData(step.kind)))
            self._build(step.what)

    # --- inside --------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._build(())
        self.changed.emit()

    def _build(self, what: Sequence[str]) -> None:
        while self._form.rowCount() > 1:
            self._form.removeRow(1)
        self._last = self.kind
        kind = str(self.kind.currentData())
        match kind:
            case "tag":
                self._read = self._line("tags", " ".join(what), _as_typed)
            case "moderate":
                self._read = self._line("flagged", " ".join(what), _as_typed)
            case "ask":
                self._read = self._line("question", " ".join(what), str.split)
            case "classify":
                preset, tags = self._choice(kind, what[:1]), self._tick(not what or what[1:] == ("tags",))
                self._read = lambda: (*preset(), *(("tags",) if tags() else ()))
            case "summarize":
                preset, length = self._choice(kind, what[:1]), self._length(what[1:])
                self._read = lambda: (*preset(), *length())
            case "extract" | "playbook" | "draft":
                self._read = self._choice(kind, (" ".join(what),) if what else ())
            case "redact":
                self._read = self._folder(" ".join(what))
            case "save":
                folder = self._folder(" ".join(what[:-1]))
                form = self._format([(one.suffix, one.name) for one in FORMATS], what[-1:])
                self._read = lambda: (*folder(), *form())
            case "forecast":
                self._read = self._forecast(list(what))
            case _:
                self._read = tuple

    def _line(
        self, key: str, text: str, split: Callable[[str], Sequence[str]]
    ) -> Callable[[], tuple[str, ...]]:
        found = Line(text)
        found.textChanged.connect(lambda _: self.changed.emit())
        self._row(key, found)
        return lambda: tuple(split(found.text()))

    def _choice(self, kind: str, chosen: Sequence[str]) -> Callable[[], tuple[str, ...]]:
        found = QComboBox()
        for word, name in self._presets.choices.get(kind, ()):
            found.addItem(name, word)
        if chosen and found.findData(chosen[0]) < 0:
            found.addItem(printable(Path(chosen[0]).name), chosen[0])
        if kind in self._presets.files:
            found.addItem(say("recipes.form.own"), _OWN)
        found.setCurrentIndex(max(0, found.findData(chosen[0])) if chosen else 0)
        kept = [found.currentIndex()]

        def picked(place: int) -> None:
            if found.itemData(place) == _OWN:
                path = open_name(self, say("recipes.form.own-title"))
                with QSignalBlocker(found):
                    if path:
                        found.insertItem(place, printable(Path(path).name), path)
                    found.setCurrentIndex(place if path else kept[0])
            kept[0] = found.currentIndex()
            self.changed.emit()

        found.currentIndexChanged.connect(picked)
        self._row("preset", found)
        return lambda: (str(found.currentData()),) if found.currentData() else ()

    def _tick(self, on: bool) -> Callable[[], bool]:
        found = QCheckBox(say("recipes.field.labels-are-tags"))
        found.setChecked(on)
        found.toggled.connect(lambda _: self.changed.emit())
        self._form.add("", found)
        self._follow(found)
        return found.isChecked

    def _length(self, chosen: Sequence[str]) -> Callable[[], tuple[str, ...]]:
        return self._format(
            [(one.value, length_words(one)) for one in Length], chosen or (Length.PAGE.value,), "length"
        )

    def _format(
        self, choices: Sequence[tuple[str, str]], chosen: Sequence[str], key: str = "format"
    ) -> Callable[[], tuple[str, ...]]:
        found = QComboBox()
        for word, name in choices:
            found.addItem(name, word)
        found.setCurrentIndex(max(0, found.findData(chosen[0])) if chosen else 0)
        found.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._row(key, found)
        return lambda: (str(found.currentData()),)

    def _folder(self, path: str) -> Callable[[], tuple[str, ...]]:
        chosen = [path]
        choose = button(say("recipes.form.choose-folder"))
        shown = label("", "quiet", wrap=True)

        def show() -> None:
            _show_path(shown, chosen[0])
            choose.setAccessibleDescription(chosen[0] or say("recipes.form.no-folder"))

        def ask() -> None:
            folder = folder_name(self, say("recipes.form.folder-title"), chosen[0])
            if folder:
                chosen[0] = folder
                show()
                self.changed.emit()

        choose.clicked.connect(ask)
        show()
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addWidget(shown, 1)
        self._form.add(say("recipes.field.folder"), row)
        self._follow(choose)
        return lambda: (chosen[0],) if chosen[0] else ()

    def _forecast(self, what: list[str]) -> Callable[[], tuple[str, ...]]:
        far = int(what.pop()) if len(what) > 2 and what[-1].isdigit() else _HORIZON
        folder = self._folder(" ".join(what[:-1]))
        form = self._format([("xlsx", "Excel"), ("png", "PNG")], what[-1:])  # not for people: names
        horizon = roomy(QSpinBox())
        horizon.setRange(1, _FURTHEST)
        horizon.setValue(far)
        horizon.valueChanged.connect(lambda _: self.changed.emit())
        self._row("horizon", horizon)
        return lambda: (*folder(), *form(), str(horizon.value())) if folder() else ()

    def _row(self, key: str, found: QWidget) -> None:
        found.setAccessibleName(say(f"recipes.field.{key}"))
        self._form.add(say(f"recipes.field.{key}"), found)
        self._follow(found)

    def _follow(self, found: QWidget) -> None:
        """What is built later comes last for the tabulator, behind the buttons of the dialog, unless told."""
        self.setTabOrder(self._last, found)
        self._last = found


def _as_typed(text: str) -> Sequence[str]:
    return (text.strip(),) if text.strip() else ()


def _show_path(shown: QLabel, path: str) -> None:
    shown.setText(printable(path) if path else say("recipes.form.no-folder"))
    shown.setToolTip(inert(path))
