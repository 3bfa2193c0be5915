"""What the middle of the window shows before there is a conversation."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words.catalogue import names, say, spoken
from rag.language.languages import codes
from ui.parts.controls import button, card, label
from ui.parts.theme import Space, enlarged


class Welcome(QWidget):
    """An empty state that teaches: add documents, get a model, ask."""

    add_asked = Signal()
    models_asked = Signal()
    example_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = label(say("chat.welcome.ready-title"), "title", wrap=True)
        self._words = label("", "quiet", wrap=True)
        for one in (self._title, self._words):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._add = button(say("chat.welcome.add"), primary=True)
        self._add.clicked.connect(self.add_asked)
        self._get = button(say("chat.welcome.get"), primary=True)
        self._get.clicked.connect(self.models_asked)
        self._examples = QWidget()
        self._documents = 0
        self._model: bool | None = None  # None until it is known
        self._arrange()
        self.opening()

    def opening(self) -> None:
        self._show(say("chat.welcome.opening"), "", add=False, get=False, examples=False)

    def show_documents(self, documents: int) -> None:
        """How many documents there are."""
        self._documents = documents
        self._teach()

    def show_model(self, installed: bool) -> None:
        """Whether there is a model that answers."""
        self._model = installed
        self._teach()

    def ready(self, *, documents: int, model: bool) -> None:
        """Teach the next step."""
        if not model:
            self._show(
                say("chat.welcome.no-model-title"),
                say("chat.welcome.no-model"),
                add=not documents,
                get=True,
                examples=False,
            )
        elif not documents:
            self._show(
                say("chat.welcome.no-documents-title"),
                say("chat.welcome.no-documents"),
                add=True,
                get=False,
                examples=False,
            )
        else:
            self._show(
                say("chat.welcome.ready-title"),
                say("chat.welcome.ready"),
                add=False,
                get=False,
                examples=True,
            )

    def _teach(self) -> None:
        if self._model is not None:
            self.ready(documents=self._documents, model=self._model)

    def _show(self, title: str, words: str, *, add: bool, get: bool, examples: bool) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._add.setVisible(add)
        self._get.setVisible(get)
        self._examples.setVisible(examples)

    def _arrange(self) -> None:
        listed = QVBoxLayout(self._examples)
        listed.setContentsMargins(0, Space.S, 0, 0)
        listed.setSpacing(Space.S)
        # None in a language that questions are not understood in: an example that fails is worse than none.
        understood = spoken() in codes()
        for text in names("chat.examples").values() if understood else ():
            one = button(text)
            one.setAccessibleDescription(say("chat.welcome.example-tip"))
            one.clicked.connect(lambda _=False, text=text: self.example_chosen.emit(text))
            listed.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        frame = card("")
        frame.setMaximumWidth(round(560 * enlarged(self.font())))
        inner = QVBoxLayout(frame)
        inner.setSpacing(Space.M)
        inner.addWidget(self._title)
        inner.addWidget(self._words)
        for one in (self._get, self._add):
            inner.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._examples)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(frame, 10)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
