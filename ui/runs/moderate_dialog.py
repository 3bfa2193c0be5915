"""Which documents are held against which policy: the library's, the program's, or one out of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.runs.moderations import policy_from
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.moderating import category_words, house_words
from engine.errors import Fault
from rag.guarding.house import Form, HousePolicy
from rag.guarding.policy import Policy
from rag.types import Document, DocumentState
from ui.parts.choosing import open_name
from ui.parts.controls import button, label
from ui.parts.document_chooser import DocumentChooser, ending
from ui.parts.fitting import Dialog
from ui.parts.theme import Space
from ui.runs.policy_dialog import PolicyDialog


@dataclass(frozen=True, slots=True)
class _Offered:
    """A policy that can be chosen; `path` where it is that of a file."""

    name: str
    text: str
    policy: Policy
    path: Path | None = None


class ModerateDialog(Dialog):
    """What is chosen is asked for when the dialog is accepted."""

    def __init__(
        self,
        parent: QWidget | None,
        documents: Sequence[Document],
        house: HousePolicy,
        chosen: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("moderating.dialog.title"))
        self.setMinimumSize(500, 560)
        ready = [one for one in documents if one.state is DocumentState.READY]
        self.documents = DocumentChooser(ready, several=True, chosen=chosen)
        applied = house.now()
        own = applied.form in (Form.POLICY, Form.OLDER)
        name = say("moderating.dialog.house" if own else "moderating.dialog.built-in")
        self._offered = [_Offered(name, applied.text, applied.policy)]
        self.policies = QComboBox()
        self.policies.setAccessibleName(say("moderating.dialog.policy"))
        self.policies.addItem(name)
        self.from_file = button(say("moderating.dialog.own"))
        self.from_file.clicked.connect(self._choose_file)
        self.show_text = button(say("moderating.dialog.show"))
        self.show_text.clicked.connect(self._show)
        self.about = label("", "quiet", wrap=True)
        self.wrong = label("", "danger", wrap=True)
        self.wrong.hide()
        if applied.form is Form.WRONG:
            self._refuse(house_words(house))
        self.go = button(say("moderating.dialog.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.documents.changed.connect(self._changed)
        self.policies.currentIndexChanged.connect(self._changed)
        self._arrange()
        self._changed()

    @property
    def policy(self) -> Path | None:
        """The file of the policy that was chosen; None for the one that is applied in the library."""
        return self._chosen.path

    def take(self, path: Path) -> None:
        """Offer the policy of a file, and choose it; a file that is none is told."""
        try:
            text, policy = policy_from(path)
        except Fault as fault:
            found = notice_of(fault)
            self._refuse(f"{found.sentence} {found.remedy}")
            return
        self.wrong.hide()
        self._offered.append(_Offered(path.name, text, policy, path))
        self.policies.addItem(path.name)
        self.policies.setCurrentIndex(self.policies.count() - 1)

    @property
    def _chosen(self) -> _Offered:
        return self._offered[max(0, self.policies.currentIndex())]

    def _choose_file(self) -> None:
        chosen = open_name(self, say("moderating.dialog.choose"), say("moderating.dialog.files"))
        if chosen:
            self.take(Path(chosen))

    def _show(self) -> None:
        dialog = PolicyDialog(self, self._chosen.name, self._chosen.text, self._chosen.policy)
        dialog.exec()
        dialog.deleteLater()

    def _refuse(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.show()

    def _changed(self) -> None:
        names = ", ".join(category_words(one.name) for one in self._chosen.policy.categories)
        self.about.setText(say("moderating.dialog.about", names=names))
        self.go.setEnabled(bool(self.documents.chosen))

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.show_text)
        row.addWidget(self.from_file)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("moderating.dialog.which"), "heading"))
        layout.addWidget(self.documents, 1)
        layout.addWidget(label(say("moderating.dialog.policy"), "heading"))
        layout.addWidget(self.policies)
        layout.addLayout(row)
        layout.addWidget(self.wrong)
        layout.addWidget(self.about)
        layout.addLayout(ending(self.go, self.reject))
