"""Every setting on one page, by groups, with a field that finds them by words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QVBoxLayout, QWidget

from app.options.notes import State
from app.options.option import Group, Kind, Option
from app.options.register import OPTIONS
from app.options.words import name_words, options_meant
from app.types import Notice
from app.words.catalogue import count, say
from ui.options.rows import OptionRow
from ui.options.viewmodel import OptionsViewModel
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.laying import beside_bar
from ui.parts.telling import announce
from ui.parts.theme import Palette, Space, enlarged
from ui.parts.writing import Line

_LIST_WIDTH = 210
_SETTLED_MS = 60  # after which all of the page stands where it stays
_NARROW = 92  # letters wide; below that the groups are headings alone


class OptionsDialog(Dialog):
    """Stands beside the window while it is open. What is chosen holds at once: there is nothing to accept."""

    def __init__(
        self,
        parent: QWidget | None,
        palette: Palette,
        model: OptionsViewModel,
        opening: Callable[[str], Callable[[], object] | None],
    ) -> None:
        """`opening` gives what opens the dialog of a setting, by its id; None where there is none now."""
        super().__init__(parent)
        self._model = model
        self._opening = opening
        self._known = False  # how they stand
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._stay)
        self.setWindowTitle(say("settings.title"))
        self.resize(900, 640)
        self.field = Line()
        self.field.setPlaceholderText(say("settings.field"))
        self.field.setAccessibleName(say("settings.field-name"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.groups = QListWidget()
        self.groups.setObjectName("groups")
        self.groups.setAccessibleName(say("settings.list"))
        self.groups.addItems([say(f"settings.groups.{one.value}") for one in Group])
        self.groups.currentRowChanged.connect(self._go_to_group)
        self.rows: dict[str, OptionRow] = {}
        self._order: list[QWidget] = []  # heads and rows as they stand below each other
        self._heads: dict[Group, QWidget] = {}
        self.nothing = label(say("settings.nothing"), "quiet", wrap=True)
        self.nothing.hide()
        self.told = label("", "quiet", wrap=True)
        self.undo = button(say("settings.undo"))
        self.undo.clicked.connect(model.undo)
        self.undo.hide()
        self.reset = button(say("settings.reset-all"))
        self.reset.setToolTip(say("settings.reset-all-tip"))
        self.reset.clicked.connect(lambda: model.reset(OPTIONS))
        self._scroll = self._page()
        self._arrange()
        self.retint(palette)
        model.told.connect(self._show)
        model.was_reset.connect(self._tell_reset)
        model.undone.connect(self._tell_undone)
        model.refused.connect(self._refused)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._to_field)
        self.field.setFocus()
        model.load()

    def show_option(self, option_id: str) -> None:
        """Bring one into view, with the keyboard in it."""
        self.field.clear()
        row = self.rows[option_id]
        for one in self.rows.values():
            one.light(one is row)
        if row.control.isEnabled():
            row.control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, self, lambda: self._scroll_to(row))

    def retint(self, palette: Palette) -> None:
        for row in self.rows.values():
            row.retint(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._to_first()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.groups.doItemsLayout()  # its rows were measured before they had their look

    def changeEvent(self, event: QEvent) -> None:
        """What was changed elsewhere meanwhile is told when one comes back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._model.load()
        elif event.type() is QEvent.Type.FontChange:
            self._fit_groups()
            self._settled.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_groups()
        self._settled.start()

    # --- inside --------------------------------------------------------------------------------------------

    def _fit_groups(self) -> None:
        """Beside the page where there is room for both at the size of the letters."""
        letter = self.fontMetrics().averageCharWidth()
        self.groups.setVisible(self.width() >= _NARROW * letter)
        self.groups.setFixedWidth(round(_LIST_WIDTH * enlarged(self.font())))
        self.groups.doItemsLayout()

    def _stay(self) -> None:
        """Keep in view what has the keyboard, or was gone to: at another width, or with other letters, all of
        it stands elsewhere.
        """
        rows = self.rows.values()
        held = (one for one in rows if one.control is self.focusWidget())
        row = next(held, None) or next((one for one in rows if one.is_lit), None)
        if row is not None:
            self._scroll_to(row)

    def _show(self, states: Mapping[str, State]) -> None:
        for option_id, state in states.items():
            self.rows[option_id].show_state(state)
        if not self._known:  # with what is told of each, all of them stand further down
            self._known = True
            self._settled.start()

    def _find(self, typed: str) -> None:
        found = options_meant(typed)
        meant = {one.id for one in found}
        for row in self.rows.values():
            row.light(False)
        self._put_in_order(found)
        for option_id, row in self.rows.items():
            row.setVisible(option_id in meant)
        for group, head in self._heads.items():
            head.setVisible(any(one.group is group and one.id in meant for one in OPTIONS))
        self.nothing.setVisible(not meant)
        self._scroll.verticalScrollBar().setValue(0)
        self._say(count("settings.found", len(meant)) if typed.strip() and meant else "")
        announce(self.field, count("settings.found", len(meant)) if meant else say("settings.nothing"))

    def _put_in_order(self, found: Sequence[Option]) -> None:
        """What fits best on top, with others of its group; as ever where nothing is looked for."""
        wanted = list[QWidget]()
        for group in dict.fromkeys([*(one.group for one in found), *Group]):
            of_group = [one for one in (*found, *OPTIONS) if one.group is group]
            wanted += [
                self._heads[group],
                *(self.rows[one] for one in dict.fromkeys(one.id for one in of_group)),
            ]
        if wanted == self._order:
            return
        self._order = wanted
        for one in wanted:
            self._column.removeWidget(one)
        before: QWidget = self.groups
        for place, one in enumerate(wanted, 1):  # behind what says that nothing is found
            self._column.insertWidget(place, one)
            for control in (one.control, one.reset) if isinstance(one, OptionRow) else ():
                QWidget.setTabOrder(before, control)
                before = control

    def _go_to_group(self, place: int) -> None:
        if place >= 0:
            self.field.clear()
            head, bar = self._heads[list(Group)[place]], self._scroll.verticalScrollBar()
            # Once all that was not looked for stands there again.
            QTimer.singleShot(0, self, lambda: bar.setValue(head.y() - Space.S))

    def _to_first(self) -> None:
        rows = (one for one in self._order if isinstance(one, OptionRow))
        first = next((row for row in rows if row.isVisible() and row.control.isEnabled()), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll_to(first)

    def _to_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _scroll_to(self, row: QWidget) -> None:
        self._scroll.ensureWidgetVisible(row, 0, max(0, (self._scroll.height() - row.height()) // 3))

    def _open(self, option: Option) -> None:
        opens = self._opening(option.opens or option.id)
        if opens is not None:
            opens()
            self._model.load()

    def _tell_reset(self, options: list[Option]) -> None:
        names = ", ".join(map(name_words, options))
        self.undo.setVisible(bool(options))
        words = (
            count("settings.was-reset", len(options), names=names)
            if options
            else say("settings.nothing-to-reset")
        )
        self._say(words)
        announce(self, words)

    def _tell_undone(self) -> None:
        self.undo.hide()
        self._say(say("settings.undone"))
        self.reset.setFocus()
        announce(self, say("settings.undone"))

    def _refused(self, notice: Notice) -> None:
        words = f"{notice.title}. {notice.sentence} {notice.remedy}"
        self._say(words)
        announce(self, words, urgent=True)

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _page(self) -> QScrollArea:
        page = QWidget()
        column = self._column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.nothing)
        for group in Group:
            head = label(say(f"settings.groups.{group.value}"), "heading")
            head.setContentsMargins(0, Space.M, 0, 0)
            self._heads[group] = head
            for one in (head, *(self._row(one) for one in OPTIONS if one.group is group)):
                column.addWidget(one)
                self._order.append(one)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        beside_bar(scroll)
        return scroll

    def _row(self, option: Option) -> OptionRow:
        row = self.rows[option.id] = OptionRow(option)
        row.chosen.connect(lambda value: self._model.put(option, value))
        row.reset_asked.connect(lambda: self._model.reset([option]))
        row.open_asked.connect(lambda: self._open(option))
        if option.kind is Kind.OPENS:
            row.setEnabled(self._opening(option.opens or option.id) is not None)
        return row

    def _arrange(self) -> None:
        close = button(say("settings.close"), primary=True)
        close.clicked.connect(self.accept)
        end = QHBoxLayout()
        end.addWidget(self.reset)
        end.addWidget(self.told, 1)
        end.addWidget(self.undo)
        end.addStretch()
        end.addWidget(close)
        middle = QHBoxLayout()
        middle.setSpacing(Space.L)
        middle.addWidget(self.groups)
        middle.addWidget(self._scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(self.field)
        layout.addLayout(middle, 1)
        layout.addLayout(end)
