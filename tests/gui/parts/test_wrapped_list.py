"""A list of sentences never scrolls sideways, and shows all of each, however wide it is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot
from scenes.looks import SMALL, dressed

from ui.parts.wrapped_list import WrappedList

WORDS = (
    "Tax, 2024: nella cartella /home/anna/tax; nella raccolta Post; del tipo .pdf; da ada@; di nome *.pdf;"
    " con le parole paid, in full; classificato come Tipo: Fattura"
)


def test_no_width_makes_a_sentence_wider_than_its_list(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with dressed(application, SMALL):
        dialog = QDialog()  # the theme leaves room beside the items of those in dialogs
        qtbot.addWidget(dialog)
        column = QVBoxLayout(dialog)
        listed = WrappedList()
        listed.setSpacing(2)
        listed.addItem(WORDS)
        column.addWidget(listed)
        dialog.show()
        sideways, cut = [], []
        for width in range(300, 700):
            dialog.resize(width, 400)
            QApplication.processEvents()
            if listed.horizontalScrollBar().maximum():
                sideways.append(width)
            shown = listed.visualItemRect(listed.item(0))
            metrics, flags = QFontMetrics(listed.font()), Qt.TextFlag.TextWordWrap
            room = shown.adjusted(4, 0, -4, 0)  # where the theme lets the words be drawn
            if metrics.boundingRect(room, flags, WORDS).height() > shown.height():
                cut.append(width)
        assert not sideways
        assert not cut
