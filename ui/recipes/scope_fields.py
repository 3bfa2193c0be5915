"""On what a recipe is done: all documents, a group, a tag or a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.words.catalogue import alone, say
from rag.language.file_names import printable
from rag.storing.recipes import Recipe
from ui.parts.choosing import folder_name
from ui.parts.controls import label
from ui.parts.theme import Space

_OTHER = ":other"  # no folder's path: one is asked for
_KINDS = ("all", "collection", "tag", "folder")


@dataclass(frozen=True, slots=True)
class Places:
    """What there is: groups, tags, watched folders."""

    collections: Sequence[str] = ()
    tags: Sequence[str] = ()
    folders: Sequence[str] = ()


class ScopeFields(QWidget):
    """One place of the four; a recipe of the command line that names two keeps the others."""

    def __init__(self, recipe: Recipe, places: Places) -> None:
        super().__init__()
        self._recipe = recipe
        self._places = places
        self.kind, self.which = QComboBox(), QComboBox()
        for one in _KINDS:
            if one in ("all", "folder") or getattr(places, f"{one}s") or getattr(recipe, one):
                self.kind.addItem(say(f"recipes.scopes.{one}"), one)
        self.which.setAccessibleName(say("recipes.form.which"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(16)
        self.new = QCheckBox(say("recipes.form.new-only"))
        self.new.setChecked(recipe.new)
        self.hint = label(say("recipes.form.arriving-hint"), "small", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.kind)
        row.addWidget(self.which, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.new)
        column.addWidget(self.hint)
        self.setFocusProxy(self.kind)
        named = next((one for one in _KINDS[1:] if getattr(recipe, one)), "all")
        self.kind.setCurrentIndex(max(0, self.kind.findData(named)))
        self._offer()
        self.kind.currentIndexChanged.connect(self._offer)
        self.which.activated.connect(self._picked)

    @property
    def is_complete(self) -> bool:
        """Whether it is said which folder, where it is to be one."""
        return self.kind.currentData() == "all" or bool(self.which.currentData())

    def on(self, recipe: Recipe) -> Recipe:
        """A recipe over what is chosen."""
        kind = str(self.kind.currentData())
        kept = self._recipe if kind != "all" else replace(recipe, collection="", tag="", folder="")
        first = next((one for one in _KINDS[1:] if getattr(self._recipe, one)), "all")
        places = {one: getattr(kept, one) if one != first else "" for one in _KINDS[1:]}
        if kind != "all":
            places[kind] = self.which.currentData() or ""
        return replace(
            recipe,
            collection=places["collection"],
            tag=places["tag"],
            folder=places["folder"],
            new=self.new.isChecked() and not self.new.isHidden(),
        )

    def show_arriving(self, *, arriving: bool) -> None:
        """Documents that arrive are new by themselves."""
        self.new.setVisible(not arriving)
        self.hint.setVisible(arriving)

    # --- inside --------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        kind = str(self.kind.currentData())
        self.which.setVisible(kind != "all")
        self.which.clear()
        if kind == "all":
            return
        chosen = getattr(self._recipe, kind)
        found = dict.fromkeys([*getattr(self._places, f"{kind}s"), *([chosen] if chosen else [])])
        for one in found:
            self.which.addItem(alone(printable(one)), one)
        if kind == "folder":
            self.which.addItem(say("recipes.form.choose-folder"), _OTHER)
            if not found:
                self.which.insertItem(0, say("recipes.form.no-folder"), "")
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))

    def _picked(self, place: int) -> None:
        if self.which.itemData(place) != _OTHER:
            return
        folder = folder_name(self, say("recipes.form.folder-title"))
        if folder and self.which.findData(folder) < 0:
            self.which.insertItem(0, printable(folder), folder)
        self.which.setCurrentIndex(max(0, self.which.findData(folder)) if folder else 0)
