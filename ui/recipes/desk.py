"""Joins recipes and their clock with the menu, the dialog, and what is said when one could not be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app.events import Event, RecipesChanged
from app.exporting.runs import title_of_run
from app.recipes.recipes import Undone
from app.services import Services
from app.types import Notice
from app.words.catalogue import count, say
from app.words.classifying import question_words
from app.words.kinds import title_words
from app.words.messages import notice_of
from app.words.recipes import failed_notice
from rag.classifying.presets import preset_names as label_presets
from rag.extracting.fields.schema import preset_names as schemas
from rag.storing.recipes import Execution, Recipe, Removed
from rag.vetting.playbook import playbook_names
from ui.library.desk import LibraryDesk
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane
from ui.recipes.dialog import Listing, RecipesDialog
from ui.recipes.form import RecipeForm
from ui.recipes.scope_fields import Places
from ui.recipes.step_fields import Presets
from ui.recipes.undo_dialog import UndoDialog


class RecipeDesk(Desk):
    """Chains of work in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._clock = given.services.recipes
        self._recipes = given.services.recipes.recipes
        self._note_undo = given.frame.desk(LibraryDesk).note_undo
        self._dialog: RecipesDialog | None = None
        self._deleted: Removed | None = None
        self._presets = Presets()
        self._places = Places()

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.WORK, 51, say("recipes.desk.menu"), "Ctrl+Shift+P", self.show),)

    def take(self, event: Event) -> None:
        if not isinstance(event, RecipesChanged):
            return
        if event.ended and event.failed:
            told = failed_notice(event)
            if self._dialog is not None:
                self._dialog.refuse(told)
            elif event.unasked:
                self.given.frame.banner.show_notice(told, say("recipes.desk.open"), self.show)
        self._load()

    def show(self) -> None:
        """The dialog with all of them."""
        self._run(partial(_known, self.given.services), self._open)

    # --- inside --------------------------------------------------------------------------------------------

    def _open(self, known: tuple[Presets, Places]) -> None:
        if self._dialog is not None:
            return
        self._presets, self._places = known
        dialog = self._dialog = RecipesDialog(self.given.window, self._presets)
        dialog.new_asked.connect(self._ask)
        dialog.change_asked.connect(self._ask)
        dialog.back_asked.connect(self._bring_back)
        details = dialog.details
        details.run_asked.connect(lambda recipe: self._do(partial(self._clock.run_soon, recipe.id)))
        details.again_asked.connect(lambda execution: self._do(partial(self._clock.again_soon, execution)))
        details.stop_asked.connect(self._clock.stop)
        details.pause_asked.connect(self._pause)
        details.delete_asked.connect(self._delete)
        details.undo_asked.connect(self._undo)
        details.opened.connect(self._open_run)
        dialog.finished.connect(lambda _: self._closed())
        self._load()
        dialog.open()  # and not exec: what else was told in this turn of the event loop goes on

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    def _load(self, choose: int | None = None) -> None:
        if self._dialog is None:
            return

        def work() -> Listing:
            titles = {one.id: title_of_run(one) for one in self.given.services.runs.runs()}
            recipes, made = self._recipes.all(), self._recipes.executions()
            return Listing(recipes, made, self._clock.doing, titles, self._clock.waiting)

        def loaded(found: Listing) -> None:
            if self._dialog is not None:
                self._dialog.show_listing(found, choose)

        self._run(work, loaded)

    def _do(self, ask: Callable[[], None]) -> None:
        """Let the clock do it."""
        refused = self.given.services.vault.read_only
        if refused is not None and self._dialog is not None:
            self._dialog.refuse(notice_of(refused))
            return
        self._clock.start()
        self._run(ask, lambda _: self._load())

    def _ask(self, recipe: Recipe) -> None:
        """A recipe that is new, or to be changed."""
        form = RecipeForm(self._dialog, recipe, self._presets, self._places)
        form.kept.connect(partial(self._keep, form))
        form.exec()
        form.deleteLater()

    def _keep(self, form: RecipeForm, recipe: Recipe) -> None:
        keep = self._recipes.change if recipe.id else self._recipes.add

        def kept(made: Recipe) -> None:
            form.accept()
            self._load(made.id)

        self._run(lambda: keep(recipe), kept, form.refuse)

    def _pause(self, recipe: Recipe) -> None:
        pause = partial(self._recipes.pause, recipe, paused=not recipe.paused)
        self._run(pause, lambda _: self._load())

    def _delete(self, recipe: Recipe) -> None:
        def deleted(removed: Removed) -> None:
            self._deleted = removed
            words = say("recipes.desk.deleted", name=recipe.name)
            self._note_undo(words, partial(self._restore, removed))
            if self._dialog is not None:
                self._dialog.tell(words, back=True)
            self._load()

        self._run(lambda: self._recipes.remove(recipe.name), deleted)

    def _bring_back(self) -> None:
        if self._deleted is not None:
            self._restore(self._deleted)
            self._deleted = None

    def _restore(self, removed: Removed) -> None:
        def restored(_: None) -> None:
            if self._dialog is not None:
                self._dialog.tell("")
            self._load(removed.recipe.id)

        self._run(lambda: self._recipes.restore(removed), restored)

    def _undo(self, execution: Execution) -> None:
        dialog = UndoDialog(self._dialog, execution)
        if dialog.exec():
            files, runs = dialog.files.isChecked(), dialog.runs.isChecked()
            undo = partial(self._recipes.undo, execution.id, files=files, runs=runs)
            self._run(undo, self._undone)
        dialog.deleteLater()

    def _undone(self, undone: Undone) -> None:
        words = [
            say("recipes.desk.undone"),
            count("recipes.desk.untagged", undone.documents) if undone.documents else "",
            count("recipes.desk.deleted-files", len(undone.files)) if undone.files else "",
            count("recipes.desk.deleted-runs", len(undone.runs)) if undone.runs else "",
            count("recipes.desk.left", len(undone.left)) if undone.left else "",
        ]
        if self._dialog is not None:
            self._dialog.tell(" ".join(filter(None, words)))
        self.given.services.bus.publish(RecipesChanged())

    def _open_run(self, run: int) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        self.given.frame.open_run(run)

    def _run(
        self,
        work: Callable[[], object],
        done: Callable[..., None],
        refuse: Callable[[Notice], None] | None = None,
    ) -> None:
        def failed(error: Exception) -> None:
            if refuse is not None:
                refuse(notice_of(error))
            elif self._dialog is not None:
                self._dialog.refuse(notice_of(error))
            else:
                self.given.frame.banner.show_notice(notice_of(error))

        self.given.tasks.run(Lane.LIBRARY, work, done, failed)


def _known(services: Services) -> tuple[Presets, Places]:
    """What recipes can be made of, and where documents are."""
    presets = Presets(
        {
            "classify": [(one, question_words(one)) for one in label_presets()],
            "extract": [(one, say(f"extractions.presets.{one}")) for one in schemas()],
            "summarize": [(one.id, title_words(one.title)) for one in services.summaries.kinds()],
            "playbook": [(one, say(f"playbooks.built-in.{one}")) for one in playbook_names()],
            "draft": list({one.id: (one.id, one.name) for one in services.drafts.templates.all()}.values()),
        }
    )
    documents = services.library.documents()
    places = Places(
        sorted({one.collection for one in documents if one.collection}),
        [one.tag.name for one in services.tagging.tags()],
        sorted({one.folder.path for one in services.folders.list()}),
    )
    return presets, places
