"""Buttons whose words may be a sentence: they take as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from ui.parts.controls import Button, label
from ui.parts.theme import Space, enlarged


class LongButton(Button):
    """As wide as it may be, as high as its words."""

    def __init__(self, text: str, *, primary: bool = False) -> None:
        super().__init__()
        self._words = label(text, "on-primary" if primary else "", wrap=True)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        layout.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """Its words, as those of any button."""
        return self._words.text()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = 2 * Space.M
        return self._words.heightForWidth(max(1, width - margins)) + 2 * Space.S

    def sizeHint(self) -> QSize:
        width = round(Space.READING_WIDTH / 2 * enlarged(self.font()))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 2 * Space.S)


class LongLink(Button):
    """Words that can be pressed, as wide as their pane: broken at their spaces where that is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """What it says; its own lines stay."""
        self._whole = words
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(line) for line in self.text().splitlines()), default=0)
        around = max(0, self.sizeHint().width() - widest) if self.text() else 2 * Space.M
        lines: list[str] = []
        for line in self._whole.splitlines():
            held = ""
            for word in line.split(" "):
                more = f"{held} {word}" if held else word
                if held and metrics.horizontalAdvance(more) > self.width() - around:
                    lines.append(held)
                    more = word
                held = more
            lines.append(held)
        if (text := "\n".join(lines)) != self.text():
            self.setText(text)
