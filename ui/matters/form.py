"""What every dialog of a matter is: a title, what is meant, fields, and two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.words.catalogue import count, say
from app.words.messages import notice_of
from engine.errors import Fault
from ui.parts.controls import button, label, labelled, secret_field
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.theme import Space
from ui.parts.writing import Line

_SHORTEST = 8  # characters of a passphrase, as when the library is made
_WIDTH = 520


class Form(Dialog):
    """Accepted by `do`, which those below enable in `_check`."""

    def __init__(self, parent: QWidget | None, title: str, do: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.do = button(do, primary=True)
        self.do.setDefault(True)
        self.do.clicked.connect(self.accept)
        self.cancel = button(say("matters.secret.cancel"))
        self.cancel.clicked.connect(self.reject)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.M)
        self.hint = label("", "danger", wrap=True)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(self.cancel)
        end.addWidget(self.do)
        self._all = QVBoxLayout(self)
        self._all.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        self._all.setSpacing(Space.M)
        self._all.addWidget(label(title, "title", wrap=True))
        self._all.addLayout(self.body)
        self._all.addWidget(self.hint)
        self._all.addLayout(end)
        self.hint.hide()

    def say(self, words: str, role: str = "quiet") -> QLabel:
        """A paragraph."""
        made = label(words, role, wrap=True)
        self.body.addWidget(made)
        return made

    def field(self, words: str, made: QWidget) -> None:
        """A field with its name before it, whose letter brings the keyboard there."""
        named = QLabel(words)
        named.setTextFormat(Qt.TextFormat.PlainText)
        named.setBuddy(made)
        row = QHBoxLayout()
        row.addWidget(named)
        row.addWidget(made, 1)
        self.body.addLayout(row)

    def tell(self, hint: str) -> None:
        """Say what is wrong, "" for nothing; the form grows where the words need room."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        needed = self._all.totalHeightForWidth(self.width())
        if self.isVisible() and needed > self.height():
            self.resize(self.width(), needed)


class TwoSecrets(QWidget):
    """A new passphrase, typed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.first = secret_field(say("matters.secret.first"))
        self.second = secret_field(say("matters.secret.second"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(labelled(say("matters.secret.first"), self.first))
        column.addLayout(labelled(say("matters.secret.second"), self.second))
        self.setFocusProxy(self.first)

    @property
    def is_ready(self) -> bool:
        text = self.first.text()
        return len(text) >= _SHORTEST and self.second.text() == text

    @property
    def flaw(self) -> str:
        """What is wrong with what was typed so far."""
        text, again = self.first.text(), self.second.text()
        if text and len(text) < _SHORTEST:
            return count("matters.secret.length.short", _SHORTEST)
        return say("matters.secret.different") if again and not text.startswith(again) else ""


class SecretForm(Form):
    """A new passphrase of a matter, `why` it is chosen: "close" or "passphrase"."""

    def __init__(self, parent: QWidget | None, matter: str, why: str) -> None:
        title = say(f"matters.secret.{why}", matter=matter)
        super().__init__(parent, title, say(f"matters.secret.{why}-do"))
        self.say(say(f"matters.secret.{why}-words"))
        self.secrets = TwoSecrets()
        self.body.addWidget(self.secrets)
        for one in (self.secrets.first, self.secrets.second):
            one.textChanged.connect(lambda _: self._check())
        self.secrets.first.setFocus()
        self._check()

    @property
    def passphrase(self) -> str:
        return self.secrets.first.text()

    def _check(self) -> None:
        self.tell(self.secrets.flaw)
        self.do.setEnabled(self.secrets.is_ready)


class RenameForm(Form):
    """Another name for a matter; it stays open, and says why, where `rename` refuses with a fault."""

    def __init__(self, parent: QWidget | None, matter: str, rename: Callable[[str], object]) -> None:
        super().__init__(parent, say("matters.rename.title", matter=matter), say("matters.rename.do"))
        self._matter = matter
        self._rename = rename
        self.name = Line(matter)
        self.name.setAccessibleName(say("matters.rename.name"))
        self.field(say("matters.rename.name"), self.name)
        self.say(say("matters.rename.words"))
        self.name.textChanged.connect(lambda _: self._check())
        self.name.setFocus()
        self.name.selectAll()
        self._check()

    def accept(self) -> None:
        """Also called by Enter."""
        if not self.do.isEnabled():
            return
        try:
            self._rename(self.name.text())
        except Fault as fault:
            words = notice_of(fault)
            self.tell(f"{words.sentence} {words.remedy}")
        else:
            super().accept()

    def _check(self) -> None:
        self.tell("")
        name = " ".join(self.name.text().split())
        self.do.setEnabled(bool(name) and name != self._matter)


class DestroyForm(Form):
    """The name of the matter, typed, lets it be destroyed. `opened`: whether what is in it can be counted."""

    def __init__(self, parent: QWidget | None, matter: str, *, opened: bool) -> None:
        title = say("matters.destroy.title", matter=matter)
        super().__init__(parent, title, say("matters.destroy.do"))
        self._matter = " ".join(matter.split())
        self.say(say("matters.destroy.words"))
        if not opened:
            self.say(say("matters.destroy.unopened"))
        self.name = Line()
        self.name.setPlaceholderText(inert(matter))
        self.name.setAccessibleName(say("matters.destroy.type"))
        self.body.addWidget(label(say("matters.destroy.type")))
        self.body.addWidget(self.name)
        self.name.textChanged.connect(lambda _: self._check())
        self.name.setFocus()
        self._check()

    def _check(self) -> None:
        self.do.setEnabled(" ".join(self.name.text().split()) == self._matter)
