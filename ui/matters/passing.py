"""What is asked before a matter is handed over, a file taken in, or documents brought elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QRadioButton,
    QWidget,
)

from app.matters.matters import Matter
from app.words.catalogue import say
from rag.language.file_names import name_of
from rag.storing.terms import Terms
from ui.matters.form import Form, TwoSecrets
from ui.matters.viewmodel import Handing, Taking
from ui.parts.choosing import save_name
from ui.parts.controls import in_order, labelled, secret_field
from ui.parts.writing import Line

_SUFFIX = ".matter"
_DAYS = 30  # until a matter can be opened, where nothing else is said


class HandOverForm(Form):
    """For whom, until when, and for reading only."""

    def __init__(self, parent: QWidget | None, matter: str) -> None:
        super().__init__(parent, say("matters.hand-over.title", matter=matter), say("matters.hand-over.do"))
        self.say(say("matters.hand-over.words"))
        self.with_passphrase = QRadioButton(say("matters.hand-over.with-passphrase"))
        self.with_passphrase.setChecked(True)
        self.secrets = TwoSecrets()
        self.with_key = QRadioButton(say("matters.hand-over.with-key"))
        self.key = Line()
        self.key.setPlaceholderText(say("matters.hand-over.key"))
        self.key.setAccessibleName(say("matters.hand-over.key"))
        self.ends = QCheckBox(say("matters.hand-over.ends"))
        self.day = in_order(QDateEdit(QDate.currentDate().addDays(_DAYS)))
        self.day.setMinimumDate(QDate.currentDate())
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(say("matters.hand-over.day"))
        self.day.setAccessibleName(say("matters.hand-over.ends").replace("&", ""))
        self.read_only = QCheckBox(say("matters.hand-over.read-only"))
        for one in (self.with_passphrase, self.secrets, self.with_key, self.key):
            self.body.addWidget(one)
        until = QHBoxLayout()
        until.addWidget(self.ends)
        until.addWidget(self.day)
        until.addStretch()
        self.body.addLayout(until)
        self.body.addWidget(self.read_only)
        self.terms_words = self.say(say("matters.hand-over.terms"), "small")
        self.say(say("matters.hand-over.originals"))
        for box in (self.with_passphrase, self.ends, self.read_only):
            box.toggled.connect(lambda _: self._check())
        for field in (self.secrets.first, self.secrets.second, self.key):
            field.textChanged.connect(lambda _: self._check())
        self.secrets.first.setFocus()
        self._check()

    def to(self, path: Path) -> Handing:
        """What was chosen, for a file at `path`."""
        typed = self.with_passphrase.isChecked()
        return Handing(
            path,
            self.terms,
            self.secrets.first.text() if typed else None,
            None if typed else self.key.text(),
        )

    @property
    def terms(self) -> Terms:
        """An end is that of its day, by this machine's calendar."""
        end = QDateTime(self.day.date().addDays(1), QTime(0, 0))
        return Terms(
            float(end.toSecsSinceEpoch()) if self.ends.isChecked() else None, self.read_only.isChecked()
        )

    def _check(self) -> None:
        typed = self.with_passphrase.isChecked()
        self.secrets.setVisible(typed)
        self.key.setVisible(not typed)
        self.day.setEnabled(self.ends.isChecked())
        self.terms_words.setVisible(self.terms.bind)
        self.tell(self.secrets.flaw if typed else "")
        self.do.setEnabled(self.secrets.is_ready if typed else bool(self.key.text().strip()))


class TakeInForm(Form):
    """The passphrase of a file, and what becomes of what is in it."""

    def __init__(self, parent: QWidget | None, path: Path, matters: Sequence[Matter]) -> None:
        title = say("matters.take-in.title", file=name_of(path))
        super().__init__(parent, title, say("matters.take-in.do"))
        self._path = path
        self.say(say("matters.take-in.words"))
        self.secret = secret_field(say("matters.take-in.passphrase"))
        self.body.addLayout(labelled(say("matters.take-in.passphrase"), self.secret))
        self.whereto = QComboBox()
        self.whereto.addItem(say("matters.take-in.as-matter"))
        self._targets = _offer(self.whereto, matters, "matters.take-in.into")
        self.whereto.currentIndexChanged.connect(lambda _: self._check())
        self.field(say("matters.take-in.whereto"), self.whereto)
        self.name = Line()
        self.name.setPlaceholderText(say("matters.take-in.name"))
        self.name.setAccessibleName(say("matters.take-in.name"))
        self.body.addWidget(self.name)
        self.say(say("matters.take-in.originals"))
        self.secret.setFocus()
        self._check()

    @property
    def taking(self) -> Taking:
        place = self.whereto.currentIndex()
        passphrase = self.secret.text() or None
        if place == 0:
            return Taking(self._path, passphrase, name=self.name.text().strip())
        return Taking(self._path, passphrase, apart=False, into=self._targets[place - 1])

    def _check(self) -> None:
        self.name.setEnabled(self.whereto.currentIndex() == 0)


class BringForm(Form):
    """Where the documents of a matter are to go: into the library, or into another that is open."""

    def __init__(self, parent: QWidget | None, matter: Matter, matters: Sequence[Matter]) -> None:
        super().__init__(parent, say("matters.bring.title", matter=matter.name), say("matters.bring.do"))
        self.say(say("matters.bring.words"))
        self.whereto = QComboBox()
        others = [one for one in matters if one.id != matter.id]
        self._targets = _offer(self.whereto, others)
        self.field(say("matters.bring.whereto"), self.whereto)
        self.whereto.setFocus()

    @property
    def into(self) -> Matter | None:
        """None is the library."""
        return self._targets[self.whereto.currentIndex()]


def _offer(choice: QComboBox, matters: Sequence[Matter], words: str = "") -> list[Matter | None]:
    """Offer the library and those matters that are open; which they are."""
    targets: list[Matter | None] = [None, *(one for one in matters if one.is_open)]
    for one in targets:
        name = say("matters.bring.library") if one is None else one.name
        choice.addItem(say(words, into=name) if words else name)
    return targets


def where_to(parent: QWidget, matter: str) -> Path | None:
    """Ask for the file that a matter is handed over in; None where nobody chose one."""
    return saved_as(parent, say("matters.hand-over.choose"), matter, _SUFFIX, say("matters.hand-over.filter"))


def saved_as(parent: QWidget, title: str, named: str, suffix: str, kinds: str) -> Path | None:
    """Ask where a file is to be written, which is offered under a name that any disk takes."""
    safe = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in named)
    offered = " ".join(safe.split())[:80].strip() + suffix
    chosen, _ = save_name(parent, title, offered, kinds)
    if not chosen:
        return None
    return Path(chosen) if Path(chosen).suffix else Path(chosen + suffix)
