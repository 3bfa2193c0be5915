"""Recipes in the window: taken over, made, run, opened, undone, deleted and brought back, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from window import open_window

from rag.storing.recipes import Execution, Recipe, Step
from rag.storing.tag_rules import TagRule
from ui.library.desk import LibraryDesk
from ui.recipes.desk import RecipeDesk
from ui.recipes.dialog import Listing, RecipesDialog
from ui.recipes.form import RecipeForm
from ui.recipes.scope_fields import Places
from ui.recipes.step_fields import Presets
from ui.recipes.undo_dialog import UndoDialog
from ui.runs.desk import RunDesk
from ui.tagging.rule_form import Places as RulePlaces
from ui.tagging.rule_form import RuleForm
from ui.tagging.rules_dialog import RulesDialog
from ui.window.main_window import MainWindow

PATIENCE = 60_000
TEXTS = {
    "bill.txt": "Stromrechnung 2024\nRechnungsbetrag 12,00 EUR",
    "talk.txt": "Protokoll der Sitzung vom 3. Mai",
}
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        opened.desk(LibraryDesk).model.add([tmp_path / name for name in TEXTS])
        qtbot.waitUntil(
            lambda: len([one for one in documents(opened) if one.passages]) == 2, timeout=PATIENCE
        )
        yield opened


def documents(window: MainWindow) -> list:  # type: ignore[type-arg]  # Document
    return window.desk(LibraryDesk).model.rows.documents()


def tags(window: MainWindow) -> dict[str, list[str]]:
    return {one.name: [tag.name for tag in one.tags] for one in documents(window)}


def opened(window: MainWindow, qtbot: QtBot) -> RecipesDialog:
    desk = window.desk(RecipeDesk)
    desk.show()
    qtbot.waitUntil(lambda: desk._dialog is not None and desk._dialog.isVisible(), timeout=PATIENCE)
    assert desk._dialog is not None
    return desk._dialog


def in_next(kind: type[D], work: Callable[[D], None]) -> None:
    """Do something in the next dialog of a kind, which blocks whoever opens it."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            work(dialog)
        else:
            QTimer.singleShot(50, later)

    QTimer.singleShot(50, later)


def press(widget: object) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Space)  # type: ignore[call-overload]


def test_an_example_is_taken_over_run_opened_undone_deleted_and_brought_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(window, qtbot)
    assert len(dialog.taking) == 2
    in_next(RecipeForm, lambda form: press(form.go))
    press(dialog.taking[0])
    qtbot.waitUntil(lambda: dialog.chosen is not None, timeout=PATIENCE)
    assert dialog.chosen is not None
    assert (dialog.chosen.name, dialog.chosen.at) == ("Sort what arrives", "arriving")

    press(dialog.details.run)
    qtbot.waitUntil(
        lambda: tags(window) == {"bill.txt": ["Invoice"], "talk.txt": ["Minutes"]}, timeout=PATIENCE
    )
    runs = dialog.details.runs
    qtbot.waitUntil(dialog.details.undo.isEnabled, timeout=PATIENCE)
    assert runs.topLevelItemCount() == 1
    assert "Last: " in dialog.details.words.text()
    assert "done" in dialog.details.words.text()

    in_next(UndoDialog, lambda undo: press(undo.go))
    press(dialog.details.undo)
    qtbot.waitUntil(lambda: tags(window) == {"bill.txt": [], "talk.txt": []}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not dialog.details.undo.isEnabled(), timeout=PATIENCE)

    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: dialog.chosen is None and dialog.back.isVisible(), timeout=PATIENCE)
    press(dialog.back)
    qtbot.waitUntil(lambda: dialog.chosen is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: runs.topLevelItemCount() == 1, timeout=PATIENCE)

    first = runs.topLevelItem(0)
    assert first is not None
    runs.setCurrentItem(first.child(0))
    QTest.keyClick(runs, Qt.Key.Key_Return)
    desk = window.desk(RunDesk)
    qtbot.waitUntil(lambda: desk.is_shown and desk.line.current is not None, timeout=PATIENCE)
    assert window.desk(RecipeDesk)._dialog is None
    assert desk.line.current is not None
    assert desk.line.current.run.maker == "classification"


def test_a_recipe_that_cannot_be_done_is_told_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    clock = window.desk(RecipeDesk).given.services.recipes
    made = clock.recipes.add(Recipe("Post", (Step("tag", ("Seen",)),), tag="gone", at="daily 07:30"))
    clock._do(clock.recipes.begin(made))  # as when it is due
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    words = " ".join(one.text() for one in window.banner.findChildren(QLabel))
    assert "Post" in words
    assert "gone" in words


def form(qtbot: QtBot, recipe: Recipe, places: Places | None = None) -> RecipeForm:
    presets = Presets({"classify": [("document-type", "Document type")], "extract": [("invoice", "Invoice")]})
    made = RecipeForm(None, recipe, presets, places or Places())
    qtbot.addWidget(made)
    made.show()
    return made


def test_steps_are_added_chosen_moved_and_removed_and_what_is_missing_is_told(
    qtbot: QtBot, tmp_path: Path
) -> None:
    shown = form(qtbot, Recipe("", ()))
    kept: list[Recipe] = []
    shown.kept.connect(kept.append)
    press(shown.go)
    assert shown.hint.text() == "Give it a name."
    QTest.keyClicks(shown.name, "Post")
    press(shown.go)
    assert shown.hint.text() == "Add a step."
    press(shown.add)
    assert shown.recipe.steps == (Step("classify", ("document-type", "tags")),)
    press(shown.add)
    shown.fields.kind.setCurrentIndex(shown.fields.kind.findData("tag"))
    press(shown.go)
    assert shown.hint.text() == "Something is missing in this step: 2. Put tags on."
    QTest.keyClicks(shown.fields.findChild(QLineEdit), "Seen, In post")
    assert shown.list.item(1).text() == "2. Put on the tags Seen, In post"
    press(shown.up)
    assert [one.kind for one in shown.recipe.steps] == ["tag", "classify"]
    assert shown.list.currentRow() == 0
    press(shown.remove)
    shown.when.kind.setCurrentIndex(shown.when.kind.findData("monthly"))
    shown.when.date.setValue(31)
    press(shown.scope.new)
    press(shown.go)
    assert kept == [
        Recipe("Post", (Step("classify", ("document-type", "tags")),), new=True, at="monthly 31 08:00")
    ]
    assert not shown.go.isEnabled(), "until it is known whether it can be kept"


STEPS = (
    Step("tag", ("In post",)),
    Step("classify", ("document-type",)),
    Step("summarize", ("executive", "brief")),
    Step("extract", ("/home/anna/columns.json",)),
    Step("ask", ("How", "much?")),
    Step("contradictions", ()),
    Step("moderate", ()),
    Step("moderate", ("Look at this",)),
    Step("look", ()),
    Step("redact", ("/home/anna/my post",)),
    Step("forecast", ("/home/anna/my post", "png", "6")),
    Step("save", ("/home/anna/my post", "csv")),
)


@pytest.mark.parametrize("step", STEPS, ids=lambda one: one.kind)
def test_a_step_that_is_changed_shows_what_was_chosen(qtbot: QtBot, step: Step) -> None:
    presets = {
        "summarize": [("legal", "Legal"), ("executive", "Executive")],
        "extract": [("invoice", "Invoice")],
        "classify": [("review", "Review"), ("document-type", "Document type")],
    }
    made = RecipeForm(None, Recipe("R", (step, Step("look", ()))), Presets(presets), Places())
    qtbot.addWidget(made)
    assert made.fields.step == step
    made.list.setCurrentRow(1)
    made.list.setCurrentRow(0)
    assert made.recipe.steps[0] == step


@pytest.mark.parametrize("at", ["", "daily 07:05", "weekly sun 23:59", "monthly 31 00:00", "arriving"])
def test_when_and_on_what_stay_as_they_were(qtbot: QtBot, at: str) -> None:
    recipe = Recipe(
        "R", (Step("look", ()),), tag="Bills", folder="/home/anna", new=at != "arriving", at=at, id=3
    )
    assert form(qtbot, recipe, Places(["Post"], ["Bills", "Other"])).recipe == recipe


def test_another_place_is_chosen_from_what_there_is(qtbot: QtBot) -> None:
    shown = form(qtbot, Recipe("R", (Step("look", ()),)), Places(["Post"], [], ["/home/anna", "/home/bert"]))
    kinds = [shown.scope.kind.itemData(at) for at in range(shown.scope.kind.count())]
    assert kinds == ["all", "collection", "folder"], "no tag, where there is none"
    shown.scope.kind.setCurrentIndex(2)
    which = shown.scope.findChildren(QComboBox)[1]
    which.setCurrentIndex(1)
    assert shown.recipe.folder == "/home/bert"
    shown.scope.kind.setCurrentIndex(0)
    assert shown.recipe.folder == ""


def test_the_tabulator_goes_from_the_kind_of_a_step_to_what_it_takes(qtbot: QtBot) -> None:
    shown = form(qtbot, Recipe("R", (Step("classify", ("document-type",)),)))
    shown.fields.kind.setCurrentIndex(shown.fields.kind.findData("forecast"))
    QApplication.processEvents()  # until then what is new is hidden
    seen: list[str] = []
    at: QWidget = shown.fields.kind
    while at is not shown.when.kind:
        at = at.nextInFocusChain()
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisibleTo(shown):
            seen.append(at.accessibleName() or getattr(at, "text", str)())
        assert len(seen) < 20
    assert seen[:3] == ["Choose a folder…", "Saved as", "Values further on"]
    buddies = [one.buddy() for one in shown.findChildren(QLabel) if one.buddy() is not None]
    assert {shown.name, shown.when.kind, shown.scope.kind} <= set(buddies), "all have a key"


def letters(dialog: QDialog) -> list[str]:
    """The keys that go to what a dialog shows."""
    found = [*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLabel)]
    words = [one.text() for one in found if one.isVisibleTo(dialog)]
    return [each[each.index("&") + 1].lower() for each in words if "&" in each]


def test_no_two_fields_or_buttons_have_one_letter(qtbot: QtBot) -> None:
    """Alt with a letter that two have presses neither."""
    made = form(qtbot, Recipe("R", (Step("forecast", ("/home", "png", "6")),), at="monthly 1 08:00"))
    dialog = RecipesDialog(None, Presets())
    rule, rules = RuleForm(None, TagRule(()), RulePlaces()), RulesDialog(None)
    for one in (dialog, rule, rules):
        qtbot.addWidget(one)
    recipe = Recipe("R", (Step("look", ()),), at="arriving", id=1)
    dialog.show_listing(Listing([recipe], [Execution(1, 1, "R", 0.0, 1.0, None)]))
    for one in (made, dialog, rule, rules):
        assert len(set(letters(one))) == len(letters(one)) >= 4, letters(one)


def test_what_is_shown_alone_needs_room(qtbot: QtBot) -> None:
    """Where there is no recipe yet nothing is scrolled for the details of one."""
    dialog = RecipesDialog(None, Presets())
    qtbot.addWidget(dialog)
    dialog.show()
    details = dialog._pages._pages[0].minimumSizeHint().height()
    assert dialog._pages.shown.minimumSizeHint().height() < details
    assert dialog._pages.minimumSizeHint().height() < details
