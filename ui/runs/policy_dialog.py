"""The text of a policy, to be read, and saved as a copy to be changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.moderating import policy_lines
from app.words.reasons import plain_detail
from rag.guarding.policy import Policy
from ui.parts.choosing import save_name
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class PolicyDialog(Dialog):
    def __init__(self, parent: QWidget | None, name: str, text: str, policy: Policy) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.setMinimumSize(480, 360)
        self.resize(900, 680)
        self.summary = label(policy_lines(policy), wrap=True)
        self._written = text
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(name)
        self.told = label("", "quiet", wrap=True)
        self.told.hide()
        self.copy = button(say("moderating.policy.copy"))
        self.copy.setToolTip(say("moderating.policy.copy-tip"))
        self.copy.clicked.connect(self._choose)
        self.close_button = button(say("moderating.policy.close"), primary=True)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._arrange()
        self.text.setFocus()

    def save(self, path: Path) -> None:
        """Write the text to a file; what is in the way is told."""
        try:
            path.write_text(self._written, encoding="utf-8")
        except OSError as error:
            self._tell(say("moderating.policy.not-saved", path=path, why=plain_detail(error.strerror or "")))
        else:
            self._tell(say("moderating.policy.saved", path=path))

    def _choose(self) -> None:
        chosen, _ = save_name(
            self, say("moderating.policy.copy"), "policy.toml", say("moderating.dialog.files")
        )
        if chosen:
            self.save(Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.toml"))

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.copy)
        row.addStretch()
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "heading"))
        layout.addWidget(self.summary)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.told)
        layout.addLayout(row)
