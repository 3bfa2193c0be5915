"""The dialogs that no line of the menus opens at once, and what those hold once something is done in them."""

from __future__ import annotations

import re
from dataclasses import replace

from matters import CHEAP
from PySide6.QtWidgets import QDialog, QLineEdit, QMessageBox
from scenes.stage import Stage

from app.matters.matters import Matters
from app.security.snapshots import BEFORE_UPDATE
from app.security.snapshots import FOLDER as SNAPSHOTS
from app.types import ModelState, ModelStatus
from app.words.answering_model import details, plain_words
from app.words.messages import notice_of
from engine.provision.catalogue import Catalogue
from rag.errors import PassphraseWrong, VaultCorrupt, VaultNewer
from rag.storing.recipes import Execution, Made, Recipe, Step
from rag.storing.tag_rules import TagRule
from rag.surveying.types import SurveyKind
from rag.types import Coverage, DocumentState, Gap
from rag.types.library import DocumentCoverage
from ui.drafting.dialog import DraftDialog
from ui.forecasting.dialog import ForecastDialog
from ui.library.coverage_dialog import CoverageDialog
from ui.library.desk import LibraryDesk
from ui.library.password_dialog import PasswordDialog
from ui.matters.dialog import MattersDialog
from ui.matters.viewmodel import MattersViewModel
from ui.models.details import DetailsDialog
from ui.reader.outside import opening, saving
from ui.recipes.form import RecipeForm
from ui.recipes.scope_fields import Places
from ui.recipes.step_fields import Presets
from ui.recipes.undo_dialog import UndoDialog
from ui.redacting.dialog import RedactDialog
from ui.runs.survey_bar import ScopeDialog
from ui.sharing.asking import AskDialog
from ui.tagging.rule_form import Places as RulePlaces
from ui.tagging.rule_form import RuleForm
from ui.tagging.rules_dialog import RulesDialog
from ui.tagging.trial_dialog import TrialDialog
from ui.window.repair_dialog import RepairDialog
from ui.window.shortcuts import ShortcutsDialog
from ui.window.unlock import PassphraseDialog

_RULE = TagRule(
    ("Tax", "2024"), "/home/anna/tax", "Post", "ada@", "*.pdf", ("paid", "in full"),
    "document-type:type=invoice", ".pdf", 7,
)  # fmt: skip
_RECIPE = Recipe(
    "Sort what arrives every Monday", (Step("tag", ("Seen",)),), tag="post", at="weekly mon 07:30"
)
_SALES = "\n".join(
    [
        "Shop;Month;Sold",
        *(f"North;{2019 + month // 12}-{month % 12 + 1:02d};{month % 12 * 2 + 10}" for month in range(48)),
    ]
)


def locked(stage: Stage) -> None:
    """What stands before a library, and what is asked of one that is damaged."""
    home, window = stage.folder / "other", stage.window
    wrong = notice_of(PassphraseWrong())
    updated = stage.folder / "updated"
    newer = notice_of(VaultNewer(path=str(updated / "vault.db"), found=40, known=39))
    snapshot = updated / SNAPSHOTS / BEFORE_UPDATE / "vault-20260301T090000Z.db"
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    snapshot.write_bytes(bytes(4096))
    for dialog, view, state in (
        (PassphraseDialog(window, new=True), "passphrase", "new"),
        (PassphraseDialog(window, new=False), "passphrase", "empty"),
        (PassphraseDialog(window, new=False, hint=f"{wrong.sentence} {wrong.remedy}"), "passphrase", "error"),
        (RepairDialog(window, home, notice_of(VaultCorrupt())), "repair", "error"),
        (RepairDialog(window, updated, newer, newer=True), "repair", "newer"),
        (PasswordDialog(window, "payroll.pdf", wrong=False), "password of a document", "empty"),
        (PasswordDialog(window, "payroll.pdf", wrong=True), "password of a document", "error"),
        (opening(window, "Mietvertrag Werkstatt.pdf"), "open outside", "full"),
        (saving(window, "Besprechung 2026-03-02.flac"), "save a recording", "full"),
        (ShortcutsDialog(window, window.menus.shortcuts()), "keyboard", "full"),
    ):
        box(stage, dialog, view, state)


def matters(stage: Stage) -> None:
    services = stage.desk(LibraryDesk).given.services
    kept = Matters(services.paths, services.vault, CHEAP)
    for state in ("empty", "full"):
        model = MattersViewModel(kept, stage.window._tasks, services.bring, stage.window)
        box(stage, MattersDialog(stage.window, model), "matters", state)
        if state == "empty":
            kept.new("Crane against Heron", None)
            kept.new("Estate of the late Augustus Wetherby-Fortescue", "a wall of its own")


def rules(stage: Stage) -> None:
    """Rules and recipes with something in them, and nothing."""
    window = stage.window
    none, some = RulesDialog(window), RulesDialog(window)
    some.show_rules([_RULE, replace(_RULE, id=8, tags=("Post",), words=())])
    box(stage, none, "tag rules", "empty")
    box(stage, some, "tag rules", "full")
    box(stage, RuleForm(window, _RULE, RulePlaces(["/home/bert"], ["Other"], [".txt"])), "tag rule", "full")
    for state, found in (("full", {1: ("Tax", "2024")}), ("empty", {})):
        trial = TrialDialog(window)
        trial.show_found(found, {1: "lease.txt"}, 40)
        box(stage, trial, "trial of a tag rule", state)
    presets = Presets({"classify": [("document-type", "Document type")], "extract": [("invoice", "Invoice")]})
    box(stage, RecipeForm(window, _RECIPE, presets, Places()), "recipe", "full")
    made = (Made(1, "tags", {"change": 1, "documents": 3}, 0),)
    done = Execution(1, 1, _RECIPE.name, 1_700_000_000.0, 1_700_000_100.0, None, made)
    box(stage, UndoDialog(window, done), "undo of a recipe", "full")


def read(stage: Stage) -> None:
    """What was read of documents, which of them are asked, and questions before something leaves."""
    window = stage.window
    ready = [one for one in stage.documents if one.state is DocumentState.READY]
    half = replace(ready[0], coverage=Coverage(text=3, empty=1, failed=1))
    gaps = (Gap(2, "page 2", None), Gap(4, "photo.raw", "a kind of file that cannot be read"))
    box(
        stage,
        CoverageDialog(window, [DocumentCoverage(ready[1]), DocumentCoverage(half, gaps)]),
        "what was read",
        "full",
    )
    for kind in (SurveyKind.DOCUMENTS, SurveyKind.SECTIONS):
        box(stage, ScopeDialog(window, ready, kind), "which are asked", kind.value)
    known = Catalogue.load().get("smollm2-135m-instruct-q4_1")
    status = ModelStatus(ModelState.READY, known.name, "CPU", 24.0, 212_000_000)
    box(stage, DetailsDialog(window, plain_words(known), details(status, known)), "model", "full")
    box(
        stage,
        AskDialog(window, "Publish?", "Everybody reads it.\nNothing else goes.", "Do", "Leave"),
        "ask",
        "full",
    )


def forecast(stage: Stage) -> None:
    services = stage.desk(LibraryDesk).given.services
    table = stage.folder / "sales.csv"
    table.write_text(_SALES, encoding="utf-8")
    dialog = ForecastDialog(stage.window, services.reader, stage.window._tasks, stage.window._palette)
    dialog.show()
    dialog.open(table)
    stage.until(dialog.start.isEnabled)
    stage.show("forecast", "read", dialog)
    dialog.start.click()
    stage.until(dialog.export.isEnabled)
    stage.show("forecast", "full", dialog)
    dialog.reject()


def box(stage: Stage, dialog: QDialog, view: str, state: str) -> None:
    """A dialog as somebody sees it who has just opened it."""
    dialog.show()
    stage.qtbot.wait(30)
    stage.show(view, state, dialog)
    dialog.reject()
    dialog.deleteLater()


def of_menu(stage: Stage, dialog: QDialog, state: str) -> None:
    """A dialog that a line of the menus has opened."""
    if isinstance(dialog, RedactDialog):
        stage.until(dialog.items.isEnabled)
    if isinstance(dialog, DraftDialog):  # documents are asked for the slots once the choices have settled
        stage.until(lambda: dialog.panes.form.findChildren(QLineEdit))
        stage.settle()
    name = type(dialog).__name__
    if isinstance(dialog, QMessageBox):
        stage.show("message", f"{len(dialog.informativeText() or dialog.text())}", dialog)
        return
    stage.show(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Dialog")).lower(), state, dialog)
