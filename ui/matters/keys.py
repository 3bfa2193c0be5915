"""What is shown once a recovery code was made, and the key that others lock a matter for."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.words.catalogue import say
from ui.matters.form import Form
from ui.parts.code_sheet import CodeSheet
from ui.parts.controls import button
from ui.parts.printing import print_html
from ui.parts.secret_copying import copy_secret
from ui.parts.writing import Line


class RecoveryForm(Form):
    """The words of a new code; closed, they are shown nowhere any more."""

    def __init__(self, parent: QWidget | None, matter: str, code: str) -> None:
        self._title = say("matters.recovery.title", matter=matter)
        super().__init__(parent, self._title, say("matters.recovery.done"))
        self.say(say("matters.recovery.words"))
        self.words = CodeSheet()
        self.words.show_code(code)
        self.words.setAccessibleName(code)
        self.body.addWidget(self.words, 0, Qt.AlignmentFlag.AlignLeft)
        self.print = button(say("matters.recovery.print"))
        self.print.clicked.connect(self._print)
        self.body.addWidget(self.print)
        self.copy = button(say("beginning.code.copy"))
        self.copy.clicked.connect(lambda: copy_secret(code))
        self.body.addWidget(self.copy)
        self.cancel.hide()

    def _print(self) -> None:
        printer = QPrinter()
        if QPrintDialog(printer, self).exec():
            print_html(printer, self.html, self._title)

    @property
    def html(self) -> str:
        """What is printed."""
        said = escape(say("matters.recovery.words"))
        words = escape(self.words.text())
        return f'<h2>{escape(self._title)}</h2><pre dir="ltr">{words}</pre><p>{said}</p>'


class KeyForm(Form):
    """The library's own key, to be copied."""

    def __init__(self, parent: QWidget | None, key: str) -> None:
        super().__init__(parent, say("matters.key.title"), say("matters.key.done"))
        self.say(say("matters.key.words"))
        self.key = Line(key)
        self.key.setReadOnly(True)
        self.key.setAccessibleName(say("matters.key.title"))
        self.key.setCursorPosition(0)
        self.copy = button(say("matters.key.copy"))
        self.copy.clicked.connect(lambda: copy_secret(key))
        self.body.addWidget(self.key)
        self.body.addWidget(self.copy)
        self.cancel.hide()
