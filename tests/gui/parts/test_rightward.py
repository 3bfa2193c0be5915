"""A window from right to left: all begins at the right, and what runs the other way keeps its order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QAbstractListModel,
    QMargins,
    QModelIndex,
    QPoint,
    QRect,
    QStringListModel,
    Qt,
    QTime,
)
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeySequence,
    QPainter,
    QStandardItem,
    QStandardItemModel,
    QTextCursor,
    QTransform,
)
from PySide6.QtWidgets import QApplication, QListWidget, QSpinBox, QStyleOptionViewItem, QTimeEdit
from pytestqt.qtbot import QtBot

import ui
from app.tagging.rules import TagRule
from ui.parts.cited_table import CitedTable, Look
from ui.parts.controls import Elided, in_order, label, roomy
from ui.parts.icons import pixmap
from ui.parts.keys import KeyedMenu
from ui.parts.laying import edges
from ui.parts.name_writer import NameWriter
from ui.parts.palettes import LIGHT
from ui.parts.row_list import RowList
from ui.parts.row_painter import RowPainter
from ui.parts.rows import Index
from ui.parts.writing import Line, Writing
from ui.reader.laid.grid_model import LOOK
from ui.reader.laid.grid_model import Look as CellLook
from ui.reader.laid.table import Cells
from ui.tagging.rule_form import Places, RuleForm

RIGHTWARD, LEFTWARD = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


@pytest.fixture
def rightward(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(RIGHTWARD)
    yield
    qapp.setLayoutDirection(LEFTWARD)


def ink(image: QImage) -> tuple[int, int]:
    """The first and the last column of a picture that is not its ground."""
    ground = image.pixelColor(0, 0)
    columns = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(image.height()))
    ]
    return columns[0], columns[-1]


def has_ink(image: QImage) -> bool:
    return image != image.copy(0, 0, 1, 1).scaled(image.size())


@pytest.mark.parametrize("name", ["left", "right", "back", "forward", "outside", "strip"])
def test_what_points_onward_points_the_other_way(qapp: QApplication, name: str) -> None:
    usual = pixmap(name, "#000000", 18, 1.0).toImage()
    qapp.setLayoutDirection(RIGHTWARD)
    try:
        assert pixmap(name, "#000000", 18, 1.0).toImage() == usual.transformed(QTransform.fromScale(-1, 1))
    finally:
        qapp.setLayoutDirection(LEFTWARD)
    assert pixmap(name, "#000000", 18, 1.0).toImage() == usual


@pytest.mark.usefixtures("rightward")
def test_a_name_in_other_letters_begins_where_the_window_does(qtbot: QtBot) -> None:
    elided = Elided("title")
    elided.set_text("lease.pdf")
    for one in (label("lease.pdf"), label("lease.pdf", wrap=True), elided):
        qtbot.addWidget(one)
        one.resize(400, 40)
        one.show()
        first, last = ink(one.grab().toImage())
        assert first > 200
        assert last > 380


@pytest.mark.usefixtures("rightward")
def test_each_line_of_wrapped_words_begins_at_the_edge_and_ends_within_the_label(qtbot: QtBot) -> None:
    text = "لم يعد شيء يعثر على هذه المستندات. تنتظر هنا مشفرة مع كل ما حفظ عنها، وتحذف بعد 30 يوما."
    words = label(text, wrap=True)
    qtbot.addWidget(words)
    high = words.fontMetrics().lineSpacing()
    for width in range(300, 420, 7):
        words.resize(width, words.heightForWidth(width))
        image = words.grab().toImage()
        lines = [image.copy(0, top, width, high) for top in range(0, image.height() - high + 1, high)]
        ends = [ink(one) for one in lines if has_ink(one)]
        assert len(ends) > 1
        assert all(width - last <= 4 for _, last in ends), (width, ends)
        assert all(first > 0 for first, _ in ends), (width, ends)


@pytest.mark.parametrize("direction", [LEFTWARD, RIGHTWARD])
def test_a_row_begins_with_its_icon(qtbot: QtBot, qapp: QApplication, direction: Qt.LayoutDirection) -> None:
    qapp.setLayoutDirection(direction)
    try:
        rows = RowList()
        qtbot.addWidget(rows)
        rows.setModel(QStringListModel(["ab"]))
        rows.setItemDelegate(RowPainter(LIGHT, rows))
        rows.resize(400, 80)
        rows.show()
        first, last = ink(rows.viewport().grab(QRect(4, 4, 392, 30)).toImage())
    finally:
        qapp.setLayoutDirection(LEFTWARD)
    assert (last < 150) if direction is LEFTWARD else (first > 250)


@pytest.mark.usefixtures("rightward")
@pytest.mark.parametrize(
    "alignment",
    [Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignLeading],
)
def test_wrapped_words_begin_at_the_right_however_their_label_is_aligned(
    qtbot: QtBot, alignment: Qt.AlignmentFlag
) -> None:
    words = label("لم يعد شيء يعثر", wrap=True)
    words.setAlignment(alignment)
    qtbot.addWidget(words)
    words.resize(400, 40)
    first, last = ink(words.grab().toImage())
    assert first > 200
    assert last > 390


@pytest.mark.parametrize("direction", [LEFTWARD, RIGHTWARD])
@pytest.mark.parametrize(
    ("text", "far"),
    [
        ("When does the tenant of the workshop give notice, and to whom does he give it?", "right"),
        ("متى يعطي مستأجر الورشة الإشعار بالإخلاء ولمن يعطيه وكيف يسلمه إلى المالك", "left"),
    ],
)
def test_a_row_that_is_shortened_lacks_its_end_in_either_direction(
    qtbot: QtBot, qapp: QApplication, direction: Qt.LayoutDirection, text: str, far: str
) -> None:
    """The dots stood where the words begin."""
    qapp.setLayoutDirection(direction)
    try:
        rows = QListWidget()
        qtbot.addWidget(rows)
        rows.setItemDelegate(NameWriter(rows))
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setFrameShape(QListWidget.Shape.NoFrame)
        rows.addItem(text)
        rows.resize(170, 60)
        rows.show()
        image = rows.viewport().grab(QRect(0, 0, 170, rows.sizeHintForRow(0))).toImage()
    finally:
        qapp.setLayoutDirection(LEFTWARD)
    dots = rows.fontMetrics().horizontalAdvance("…") // 2
    first, last = ink(image)
    place = first if far == "left" else last - dots + 1
    above = image.copy(place, 0, dots, image.height() // 2 - 1)
    assert not has_ink(above), "letters reach higher than dots"


@pytest.mark.usefixtures("rightward")
def test_a_quotation_in_a_table_keeps_its_marks_at_its_ends(qtbot: QtBot) -> None:
    model = QStandardItemModel()
    model.appendRow(QStandardItem("“Payment within 30 days.”\ninvoice.txt"))
    table = CitedTable("Quotes", model, Look(link=-1, tall=frozenset({0}), ink=lambda _: "ink"), LIGHT)
    qtbot.addWidget(table)
    option = QStyleOptionViewItem()
    option.direction = RIGHTWARD
    delegate = table.itemDelegate()
    delegate.initStyleOption(option, model.index(0, 0))  # type: ignore[attr-defined]  # protected in C++
    assert option.text == "\u2068“Payment within 30 days.”\u2069\u2028\u2068invoice.txt\u2069"


class _Dates(QAbstractListModel):
    """A column of one cell."""

    cell = CellLook("31 March 2024", *[False] * (len(fields(CellLook)) - 2), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.cell if role == LOOK else None


def test_a_sheet_is_the_same_in_every_window(qapp: QApplication) -> None:
    """“31 March 2024” became “March 2024 31”, and words changed their side."""

    rows = _Dates()

    def drawn(direction: Qt.LayoutDirection) -> QImage:
        qapp.setLayoutDirection(direction)
        option = QStyleOptionViewItem()
        option.rect, option.direction = QRect(0, 0, 200, 30), LEFTWARD
        image = QImage(200, 30, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        Cells(LIGHT).paint(painter, option, rows.index(0, 0))
        painter.end()
        return image

    try:
        assert drawn(RIGHTWARD) == drawn(LEFTWARD)
    finally:
        qapp.setLayoutDirection(LEFTWARD)


def test_margins_of_two_widths_are_told_by_the_way_one_reads() -> None:
    """Qt mirrors what lies in a layout, and not its margins: headings stood outside of their rows."""
    unlike = []
    for path in sorted(Path(ui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".setContentsMargins"):
                sides = [ast.unparse(one) for one in node.args]
                if len(sides) == 4 and sides[0] != sides[2]:
                    unlike.append(f"{path.name}:{node.lineno}: {', '.join(sides)}; see ui.parts.laying.edges")
    assert not unlike, "\n".join(unlike)


@pytest.mark.usefixtures("rightward")
def test_margins_change_sides() -> None:
    assert edges(16, 1, 8, 2) == QMargins(8, 1, 16, 2)


def test_margins_are_as_they_are_told() -> None:
    assert edges(16, 1, 8, 2) == QMargins(16, 1, 8, 2)


@pytest.mark.usefixtures("rightward")
def test_a_time_keeps_the_order_of_its_parts_and_figures_begin_at_the_right(qtbot: QtBot) -> None:
    """7:30 was shown as 30:7."""
    moment, number = in_order(roomy(QTimeEdit(QTime(7, 30)))), roomy(QSpinBox())
    for box in (moment, number):
        qtbot.addWidget(box)
        box.show()
    QApplication.processEvents()
    assert "7:30" in moment.text().replace("\u200f", ""), moment.text()
    assert number.alignment() & Qt.AlignmentFlag.AlignRight


@pytest.mark.usefixtures("rightward")
@pytest.mark.parametrize("text", ["", "ما الغرامة؟", "ما هو Confidant", "Confidant"])
def test_what_is_written_begins_at_the_right(qtbot: QtBot, text: str) -> None:
    """The hint stood at the right, and the caret and all that was typed at the left."""
    field = Writing(text)
    qtbot.addWidget(field)
    field.resize(400, 60)
    field.show()
    QApplication.processEvents()
    field.moveCursor(QTextCursor.MoveOperation.Start)
    start = field.cursorRect().x()
    field.moveCursor(QTextCursor.MoveOperation.End)
    end = field.cursorRect().x()
    assert max(start, end) > 380
    arabic = text[:1] not in ("", "C")
    assert (start > end) is arabic  # Latin words run to the right, from where they begin


@pytest.mark.usefixtures("rightward")
def test_the_caret_goes_where_its_arrow_points_among_mixed_words(qtbot: QtBot) -> None:
    field = Writing("غرامة EU كم")
    qtbot.addWidget(field)
    field.resize(400, 60)
    field.show()
    QApplication.processEvents()
    field.moveCursor(QTextCursor.MoveOperation.Start)
    begun = field.cursorRect().x()
    for _ in range(5):
        qtbot.keyClick(field, Qt.Key.Key_Left)
    assert field.textCursor().position() == 5  # an arrow to the left goes on
    assert field.cursorRect().x() < begun
    for _ in range(5):
        qtbot.keyClick(field, Qt.Key.Key_Right)
    assert field.textCursor().position() == 0


def test_nobody_writes_in_a_field_that_begins_at_the_left_in_any_language() -> None:
    """Fields to be read alone show what was written elsewhere."""
    found = []
    for path in sorted(Path(ui.__file__).parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        calls = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call)]
        if (
            any(ast.unparse(one.func) == "QPlainTextEdit" for one in calls)
            and "setReadOnly(True)" not in text
        ):
            found.append(f"{path.name}: see ui.parts.writing")
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("rightward")
@pytest.mark.parametrize("written", ["", "lease.pdf", "عقد الإيجار"])
def test_a_field_of_one_line_begins_at_the_right_whatever_is_in_it(qtbot: QtBot, written: str) -> None:
    """An empty one asked the keyboard: the caret stood at the left, and the hint at the right."""
    field = Line(written)
    qtbot.addWidget(field)
    field.resize(400, 40)
    field.setCursorPosition(0)
    field.grab()  # what is painted has its place
    caret: QRect = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert caret.center().x() > 280
    field.setLayoutDirection(LEFTWARD)
    assert field.alignment() & Qt.AlignmentFlag.AlignLeft


def test_every_field_of_one_line_is_of_those_that_begin_where_one_reads() -> None:
    """Called as it is, or made another kind of."""

    def used(node: ast.AST) -> list[ast.expr]:
        if isinstance(node, ast.Call):
            return [node.func]
        return node.bases if isinstance(node, ast.ClassDef) and node.name != "Line" else []

    bare = [
        f"{path.name}:{one.lineno}"
        for path in sorted(Path(ui.__file__).parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for one in used(node)
        if isinstance(one, ast.Name) and one.id == "QLineEdit"
    ]
    assert not bare


@pytest.mark.parametrize("direction", [LEFTWARD, RIGHTWARD])
@pytest.mark.parametrize("keys", ["Ctrl++", "Ctrl+-"])
def test_keys_of_a_menu_are_told_in_their_order(
    qtbot: QtBot, qapp: QApplication, keys: str, direction: Qt.LayoutDirection
) -> None:
    """From right to left “Ctrl++” was “++Ctrl”."""
    qapp.setLayoutDirection(direction)
    try:
        menu = KeyedMenu("View")
        qtbot.addWidget(menu)
        action = menu.addAction("\u200b")  # what it says is nothing: its keys are seen alone
        action.setShortcut(QKeySequence(keys))
        menu.popup(QPoint(0, 0))
        image = menu.grab().toImage().copy(QRect(4, 4, menu.width() - 8, menu.height() - 8))
        menu.close()
    finally:
        qapp.setLayoutDirection(LEFTWARD)
    first, last = ink(image)
    assert last - first > 20
    third, high = (last - first) // 3, image.height()
    begin, end = (image.copy(QRect(left, 0, third, high)) for left in (first, last - third))
    assert highest(begin) < highest(end)  # a letter is higher than a sign


def highest(image: QImage) -> int:
    """The first row of a picture that is not its ground."""
    rows = [image.copy(0, y, image.width(), 1) for y in range(image.height())]
    return next(y for y, row in enumerate(rows) if row != rows[0])


@pytest.mark.usefixtures("rightward")
def test_names_that_stand_alone_keep_what_they_begin_and_end_with(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“/home/anna” stood there as “home/anna/”, and “Ltd.” with its full stop before it."""
    monkeypatch.setattr("app.words.catalogue.right_to_left", lambda: True)
    form = RuleForm(None, TagRule(("Tax",), "/home/anna", "", "", "", (), "", ".pdf"), Places())
    qtbot.addWidget(form)
    for field, name in ((form.folder, "/home/anna"), (form.suffix, ".pdf")):
        assert field.currentText() == f"\u2068{name}\u2069"
        assert field.currentData() == name
    assert (form.rule.folder, form.rule.suffix) == ("/home/anna", ".pdf")
