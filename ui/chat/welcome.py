"""What the middle of the window shows before there is a conversation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words.catalogue import names, say, spoken
from rag.language.languages import codes
from ui.parts.controls import button, card, clear, label, scrolled
from ui.parts.long_button import LongButton
from ui.parts.theme import Space, enlarged


class Welcome(QWidget):
    """An empty state that teaches: add documents, then ask what they answer; a model may come later."""

    add_asked = Signal()
    sample_asked = Signal()
    models_asked = Signal()
    example_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = label(say("chat.welcome.ready-title"), "title", wrap=True)
        self._words = label("", "quiet", wrap=True)
        self._own = label(say("chat.welcome.own"), "small", wrap=True)
        self._without = label(say("chat.welcome.no-model"), "small", wrap=True)
        for one in (self._title, self._words, self._own, self._without):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._add = button(say("chat.welcome.add"), primary=True)
        self._add.clicked.connect(self.add_asked)
        self._sample = button(say("chat.welcome.sample"))
        self._sample.clicked.connect(self.sample_asked)
        self._get = button(say("chat.welcome.get"))
        self._get.clicked.connect(self.models_asked)
        self._examples = QWidget()
        self._listed = QVBoxLayout(self._examples)
        self._offered: tuple[str, ...] | None = None
        self._documents = 0
        self._model: bool | None = None  # None until it is known
        self._arrange()
        self.show_examples(())
        self.opening()

    def opening(self, *, locked: bool = False) -> None:
        """The library is being opened, or waits for what unlocks it."""
        words = say("window.unlock.locked.title" if locked else "chat.welcome.opening")
        self._show(words, "", add=False, get=False, examples=False)

    def show_documents(self, documents: int) -> None:
        """How many documents there are."""
        self._documents = documents
        self._teach()

    def show_model(self, installed: bool) -> None:
        """Whether there is a model that answers."""
        self._model = installed
        self._teach()

    def show_examples(self, questions: Sequence[str]) -> None:
        """Questions that the documents answer; where there are none, some that every library does."""
        if self._offered == tuple(questions):
            return
        self._offered = tuple(questions)
        clear(self._listed)
        # None in a language that questions are not understood in: an example that fails is worse than none.
        general = names("chat.examples").values() if spoken() in codes() else ()
        for text in questions or general:
            one = LongButton(text)
            one.setAccessibleDescription(say("chat.welcome.example-tip"))
            one.clicked.connect(lambda _=False, text=text: self.example_chosen.emit(text))
            self._listed.addWidget(one)
        self._has_own = bool(questions)
        self._own.setVisible(self._has_own and self._examples.isVisibleTo(self))

    def ready(self, *, documents: int, model: bool) -> None:
        """Teach the next step."""
        if not documents:
            title, words = say("chat.welcome.no-documents-title"), say("chat.welcome.no-documents")
        else:
            title, words = say("chat.welcome.ready-title"), say("chat.welcome.ready")
        self._show(title, words, add=not documents, get=not model, examples=bool(documents))

    def _teach(self) -> None:
        if self._model is not None:
            self.ready(documents=self._documents, model=self._model)

    def _show(self, title: str, words: str, *, add: bool, get: bool, examples: bool) -> None:
        self._title.setText(title)
        self._words.setText(words)
        for one, shown in (
            (self._add, add),
            (self._sample, add),
            (self._without, get),
            (self._get, get),
            (self._examples, examples),
            (self._own, examples and self._has_own),
        ):
            one.setVisible(shown)

    def _arrange(self) -> None:
        self._listed.setContentsMargins(0, 0, 0, 0)
        self._listed.setSpacing(Space.S)
        frame = card("")
        frame.setMaximumWidth(round(560 * enlarged(self.font())))
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.M)
        inner.addWidget(self._title)
        inner.addWidget(self._words)
        for one in (self._add, self._sample):
            inner.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._own)
        inner.addWidget(self._examples)
        inner.addSpacing(Space.M)
        inner.addWidget(self._without)
        inner.addWidget(self._get, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(frame, 10)
        row.addStretch()
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(Space.XL, 0, Space.XL, 0)  # as what stands below it
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(page))
