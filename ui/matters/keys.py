"""What is shown once a recovery code was made, and the key that others lock a matter for."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QLineEdit, QWidget

from app.security.recovery import sheet_of
from app.words.catalogue import say
from ui.matters.form import Form
from ui.parts.controls import button
from ui.parts.printing import print_html


class RecoveryForm(Form):
    """The words of a new code; closed, they are shown nowhere any more."""

    def __init__(self, parent: QWidget | None, matter: str, code: str) -> None:
        self._title = say("matters.recovery.title", matter=matter)
        super().__init__(parent, self._title, say("matters.recovery.done"))
        self._sheet = sheet_of(code)
        self.say(say("matters.recovery.words"))
        self.words = self.say(self._sheet, "")
        self.words.setWordWrap(False)
        self.words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.words.setAccessibleName(code)
        self.print = button(say("matters.recovery.print"))
        self.print.clicked.connect(self._print)
        self.body.addWidget(self.print)
        self.cancel.hide()

    def _print(self) -> None:
        printer = QPrinter()
        if QPrintDialog(printer, self).exec():
            print_html(printer, self.html, self._title)

    @property
    def html(self) -> str:
        """What is printed."""
        said = escape(say("matters.recovery.words"))
        return f"<h2>{escape(self._title)}</h2><pre>{escape(self._sheet)}</pre><p>{said}</p>"


class KeyForm(Form):
    """The library's own key, to be copied."""

    def __init__(self, parent: QWidget | None, key: str) -> None:
        super().__init__(parent, say("matters.key.title"), say("matters.key.done"))
        self.say(say("matters.key.words"))
        self.key = QLineEdit(key)
        self.key.setReadOnly(True)
        self.key.setAccessibleName(say("matters.key.title"))
        self.key.setCursorPosition(0)
        self.copy = button(say("matters.key.copy"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(key))
        self.body.addWidget(self.key)
        self.body.addWidget(self.copy)
        self.cancel.hide()
