"""Words that give way where their pane is narrow: briefer, on more lines, or with their field below."""

from __future__ import annotations

import pytest
from legible import flaws
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.brief import Brief
from ui.parts.controls import button, label
from ui.parts.flow import FlowLayout
from ui.parts.laying import Form
from ui.parts.long_button import LongLink


def shown(qtbot: QtBot, window: QWidget, width: int) -> None:
    qtbot.addWidget(window)
    window.resize(width, 200)
    with qtbot.waitExposed(window):
        window.show()


def test_words_are_brief_where_room_is_short_and_said_whole_all_the_same(qtbot: QtBot) -> None:
    window, words, other = QWidget(), Brief("small"), button("Add")
    words.set_words("4, of which 2 are ready", "2/4")
    row = QHBoxLayout(window)
    row.addWidget(words)
    row.addWidget(other)
    shown(qtbot, window, 400)
    assert words.text() == "4, of which 2 are ready"
    assert not words.toolTip()
    window.resize(window.minimumSizeHint().width(), 60)
    qtbot.waitUntil(lambda: words.text() == "2/4")
    assert words.toolTip() == words.accessibleName() == "4, of which 2 are ready"
    assert not flaws(window)
    window.resize(400, 60)
    qtbot.waitUntil(lambda: words.text() == "4, of which 2 are ready")


@pytest.mark.parametrize("width", [160, 220, 500])
def test_a_link_takes_as_many_lines_as_its_words_need(qtbot: QtBot, width: int) -> None:
    window, link = QWidget(), LongLink()
    column = QVBoxLayout(window)
    column.addWidget(link)
    column.addStretch()
    link.set_words("3 pages read, 2 files could not be\n2 folders watched")
    shown(qtbot, window, width)
    assert not flaws(window)
    lines = len(link.text().splitlines())
    assert lines == 2 if width == 500 else lines > 2
    assert " ".join(link.text().split()) == "3 pages read, 2 files could not be 2 folders watched"
    link.set_words("3 pages read")
    assert link.text() == "3 pages read"


@pytest.mark.parametrize("width", [130, 400])
def test_what_flows_in_the_middle_is_in_the_middle(qtbot: QtBot, width: int) -> None:
    window = QWidget()
    row, made = FlowLayout(window, centred=True), [button("Go on"), button("End")]
    for one in made:
        row.addWidget(one)
    shown(qtbot, window, width)
    rows = [[one for one in made if one.y() == y] for y in sorted({one.y() for one in made})]
    assert len(rows) == (1 if width == 400 else 2)
    for line in rows:
        assert abs(line[0].x() - (width - line[-1].x() - line[-1].width())) <= 1
    assert not flaws(window)


def test_a_field_stands_below_its_name_where_both_have_no_room(qtbot: QtBot) -> None:
    window, box, named = QWidget(), QComboBox(), label("What this step does to the documents")
    box.addItem("Give the documents tags that you chose")
    Form(window).add(named, box)
    shown(qtbot, window, 900)
    assert named.x() + named.width() <= box.x()
    window.resize(max(box.sizeHint().width(), named.sizeHint().width()) + 40, 200)
    qtbot.waitUntil(lambda: box.y() >= named.y() + named.height())
    assert not flaws(window)
