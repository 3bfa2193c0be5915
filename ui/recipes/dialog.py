"""The recipes of the library: which there are, what the chosen one does, and what its runs made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from app.recipes.clock import Doing
from app.types import Notice
from app.words.catalogue import say
from app.words.recipes import when_words
from rag.storing.recipes import Execution, Recipe, Step
from ui.parts.aside import AsideLayout
from ui.parts.controls import breakable, button, card, label
from ui.parts.fitting import Dialog
from ui.parts.laying import edges
from ui.parts.pages import Pages
from ui.parts.theme import Space
from ui.parts.wrapped_list import WrappedList
from ui.recipes.details import RecipeDetails
from ui.recipes.step_fields import Presets

_ID = Qt.ItemDataRole.UserRole + 1
_LIST_WIDTH = 250

EXAMPLES = (
    ("sort", Recipe("", (Step("classify", ("document-type", "tags")),), at="arriving")),
    (
        "week",
        Recipe(
            "",
            (Step("summarize", ("executive", "brief")), Step("contradictions", ())),
            new=True,
            at="weekly fri 16:00",  # not for people
        ),
    ),
)
"""For who has none yet."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the dialog shows."""

    recipes: Sequence[Recipe] = ()
    executions: Sequence[Execution] = ()  # the newest first
    doing: Doing | None = None
    titles: Mapping[int, str] = field(default_factory=dict)  # of kept work
    waiting: frozenset[int] = frozenset()  # recipes that somebody asked for and that are not begun


class RecipesDialog(Dialog):
    """Asks for everything by signals; `show_listing` tells it how things stand."""

    new_asked = Signal(object)  # Recipe to begin with
    change_asked = Signal(object)  # Recipe
    back_asked = Signal()  # of what was deleted last

    def __init__(self, parent: QWidget | None, presets: Presets) -> None:
        super().__init__(parent)
        self._listing = Listing()
        self.setWindowTitle(say("recipes.dialog.title"))
        self.setMinimumSize(560, 420)
        self.resize(940, 640)
        self.list = _RecipeList()
        self.list.setAccessibleName(say("recipes.dialog.list"))
        self.list.setSpacing(2)
        self.list.setMinimumWidth(_LIST_WIDTH)
        self.list.setMaximumWidth(_LIST_WIDTH + 60)
        self.list.currentRowChanged.connect(lambda _: self._show())
        self.list.itemActivated.connect(lambda _: self._change())
        self.details = RecipeDetails(presets.names)
        self.list.delete_pressed.connect(self.details.delete.click)
        self.details.change_asked.connect(self._change)
        self.new = button(say("recipes.dialog.new"))
        self.new.clicked.connect(lambda: self.new_asked.emit(Recipe("", ())))
        self.close_button = button(say("recipes.dialog.close"))
        self.close_button.clicked.connect(self.accept)
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self.back = button(say("recipes.dialog.back"))
        self.back.clicked.connect(self.back_asked)
        self.told = label("", wrap=True)
        self._bar = card("banner")
        self._bar.setProperty("tone", "quiet")
        self._bar.hide()
        self.taking: list[QWidget] = []
        self._arrange()
        self._show()

    @property
    def chosen(self) -> Recipe | None:
        row = self.list.currentRow()
        return self._listing.recipes[row] if 0 <= row < len(self._listing.recipes) else None

    def show_listing(self, listing: Listing, choose: int | None = None) -> None:
        """How things stand; the chosen one stays, or `choose` is."""
        before = self.chosen
        wanted = choose if choose is not None else before.id if before is not None else None
        first = not self._listing.recipes
        self._listing = listing
        with QSignalBlocker(self.list):
            self.list.clear()
            for recipe in listing.recipes:
                item = QListWidgetItem(f"{recipe.name}\n{when_words(recipe)}")
                item.setData(_ID, recipe.id)
                words = say("recipes.dialog.row", name=recipe.name, when=when_words(recipe))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
                self.list.addItem(item)
            rows = [row for row, one in enumerate(listing.recipes) if one.id == wanted]
            self.list.setCurrentRow(rows[0] if rows else min(0, len(listing.recipes) - 1))
        self._show()
        if first and listing.recipes:
            self.list.setFocus()

    def tell(self, words: str, *, back: bool = False) -> None:
        """Say what was done, and offer to take it back; "" for nothing."""
        self.hint.hide()
        self.told.setText(breakable(words))
        self.back.setVisible(back)
        self._bar.setVisible(bool(words))

    def refuse(self, notice: Notice) -> None:
        """Say why something could not be done."""
        self._bar.hide()
        self.hint.setText(breakable(" ".join(filter(None, (notice.sentence, notice.remedy)))))
        self.hint.show()

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        listed = QWidget()
        columns = QHBoxLayout(listed)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(Space.L)
        columns.addWidget(self.list)
        columns.addWidget(self.details, 1)
        self._listed, self._none = listed, self._empty()
        self._pages = Pages(listed, self._none)
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(edges(Space.M, Space.S, Space.S, Space.S))
        bar.addWidget(self.told, 1)
        bar.addWidget(self.back)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("recipes.dialog.title"), "title"))
        layout.addWidget(label(say("recipes.dialog.words"), "quiet", wrap=True))
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.hint)
        layout.addWidget(self._bar)
        layout.addLayout(buttons)

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(label(say("recipes.empty.words"), wrap=True))
        for key, recipe in EXAMPLES:
            named = replace(recipe, name=say(f"recipes.empty.{key}.name"))
            column.addWidget(self._example(say(f"recipes.empty.{key}.words"), named))
        column.addStretch()
        return page

    def _example(self, words: str, recipe: Recipe) -> QWidget:
        found = card()
        take = button(say("recipes.empty.take"))
        take.setAccessibleName(f"{say('recipes.empty.take')}: {recipe.name}")
        take.clicked.connect(lambda: self.new_asked.emit(recipe))
        self.taking.append(take)
        about = QWidget()
        told = QVBoxLayout(about)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(2)
        told.addWidget(label(recipe.name, "heading", wrap=True))
        told.addWidget(label(words, "quiet", wrap=True))
        row = AsideLayout(about, found)
        row.setContentsMargins(edges(Space.L, Space.M, Space.M, Space.M))
        row.addWidget(take)
        return found

    def _change(self) -> None:
        if self.chosen is not None:
            self.change_asked.emit(self.chosen)

    def _show(self) -> None:
        recipe = self.chosen
        self._pages.show_page(self._listed if self._listing.recipes else self._none)
        made = [one for one in self._listing.executions if recipe is not None and one.recipe_id == recipe.id]
        doing = self._listing.doing
        going = doing.execution if doing is not None else None
        listing = self._listing
        self.details.show_recipe(
            recipe, made, going, listing.titles, waiting=recipe is not None and recipe.id in listing.waiting
        )


class _RecipeList(WrappedList):
    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
