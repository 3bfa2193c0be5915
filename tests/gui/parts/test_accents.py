"""The accents of capitals are drawn whole in every size of letters."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from ui.parts.controls import Elided, label
from ui.parts.theme import BODY_POINTS, LIGHT

WORDS = "Étape À"


def inked(shown: QLabel, more: int) -> int:
    """Rows of pixels in which something is drawn, where it has the room it asks for and so much more."""
    shown.resize(300, shown.sizeHint().height() + more)
    QApplication.processEvents()
    image = shown.grab().toImage()
    ground = QColor(image.pixel(image.width() - 1, image.height() - 1))
    return sum(
        any(QColor(image.pixel(x, y)) != ground for x in range(image.width())) for y in range(image.height())
    )


@pytest.mark.parametrize("percent", [75, 100, 125, 150, 200])
@pytest.mark.parametrize("role", ["", "small", "section", "heading", "title"])
@pytest.mark.parametrize("kind", ["line", "wrapped", "elided"])
def test_an_accent_is_not_cut(qtbot: QtBot, qapp: QApplication, kind: str, role: str, percent: int) -> None:
    """They reach a pixel above what fonts say of themselves, and a label ended there."""
    with dressed(qapp, Look("accents", 1024, 600, LIGHT, BODY_POINTS * percent / 100)):
        shown: QLabel
        if kind == "elided":
            shown = Elided(role)
            shown.set_text(WORDS)
        else:
            shown = label(WORDS, role, wrap=kind == "wrapped")
        qtbot.addWidget(shown)
        with qtbot.waitExposed(shown):
            shown.show()
        assert inked(shown, 0) == inked(shown, 12)


def test_words_without_accents_are_as_high_as_ever(qtbot: QtBot) -> None:
    plain, made = QLabel("Step 1 of 3"), label("Step 1 of 3")
    for one in (plain, made):
        qtbot.addWidget(one)
    assert made.sizeHint() == plain.sizeHint()
    assert made.minimumSizeHint() == plain.minimumSizeHint()
