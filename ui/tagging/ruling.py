"""Lets rules that tag be made, tried and taken back: what the dialogs ask, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePath

from PySide6.QtWidgets import QWidget

from app.services import Services
from app.tagging.rules import checked
from app.types import Notice
from app.words.catalogue import count, say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.storing.tag_rules import TagRule
from rag.storing.tags import TagChange
from rag.types import DocumentState
from ui.parts.desk import Given
from ui.parts.tasks import Lane
from ui.tagging.rule_form import Places, RuleForm
from ui.tagging.rules_dialog import RulesDialog
from ui.tagging.trial_dialog import TrialDialog

Found = tuple[dict[int, list[str]], dict[int, str]]


class Ruling:
    def __init__(self, given: Given, note_undo: Callable[[str, Callable[[], None]], None]) -> None:
        """`note_undo` keeps a way back, with words for it."""
        self._given = given
        self._tagging = given.services.tagging
        self._note_undo = note_undo
        self._dialog: RulesDialog | None = None
        self._deleted: TagRule | None = None

    def show(self, parent: QWidget) -> None:
        """The dialog with all rules."""
        dialog = self._dialog = RulesDialog(parent)
        dialog.new_asked.connect(lambda: self._ask(TagRule(())))
        dialog.change_asked.connect(self._ask)
        dialog.try_asked.connect(lambda rules: self._try(dialog, rules))
        dialog.delete_asked.connect(self._delete)
        dialog.back_asked.connect(self._bring_back)
        self._load()
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()

    # --- inside --------------------------------------------------------------------------------------------

    def _load(self, choose: int | None = None) -> None:
        def loaded(rules: Sequence[TagRule]) -> None:
            if self._dialog is not None:
                self._dialog.show_rules(rules, choose)

        self._run(self._tagging.rules.all, loaded)

    def _ask(self, rule: TagRule) -> None:
        self._run(partial(_places, self._given.services), partial(self._form, rule))

    def _form(self, rule: TagRule, places: Places) -> None:
        if self._dialog is None:
            return
        form = RuleForm(self._dialog, rule, places)
        form.kept.connect(partial(self._keep, form))
        form.tried.connect(partial(self._try_one, form))
        form.exec()
        form.deleteLater()

    def _keep(self, form: RuleForm, rule: TagRule) -> None:
        keep = self._tagging.rules.change if rule.id else self._tagging.rules.add

        def kept(made: TagRule) -> None:
            form.accept()
            self._load(made.id)

        self._run(lambda: keep(rule), kept, form.refuse)

    def _try_one(self, form: RuleForm, rule: TagRule) -> None:
        try:
            self._try(form, [checked(rule)])
        except Fault as fault:
            form.refuse(notice_of(fault))

    def _try(self, parent: QWidget, rules: Sequence[TagRule]) -> None:
        """Show what would be tagged, and tag it where that is wished."""
        dialog, cancel = TrialDialog(parent), CancelToken()
        dialog.left.connect(cancel.cancel)

        def failed(error: Exception) -> None:
            if not isinstance(error, Cancelled):
                dialog.refuse(notice_of(error))

        def tried(found: Found) -> None:
            if not cancel.cancelled:
                dialog.show_found(found[0], found[1], len(found[1]))

        # Labels are looked for with the embedder: not in the lane that lists what there is.
        self._given.tasks.run(Lane.PLAN, lambda: self._found(rules, cancel), tried, failed)
        if dialog.exec() and dialog.found:
            apply = partial(self._tagging.rules.apply, dialog.found)
            self._run(apply, self._applied)
        dialog.deleteLater()

    def _found(self, rules: Sequence[TagRule], cancel: CancelToken) -> Found:
        documents = self._given.services.library.documents()
        names = {one.id: one.name for one in documents if one.state is DocumentState.READY}
        return self._tagging.rules.would_tag(rules, cancel), names

    def _applied(self, change: TagChange) -> None:
        words = count("tagging.done.changed", len(change.documents))
        self._note_undo(words, lambda: self._run(partial(self._tagging.undo, change.id), lambda _: None))
        if self._dialog is not None:
            self._dialog.tell(words)

    def _delete(self, rule: TagRule) -> None:
        def deleted(gone: TagRule) -> None:
            self._deleted = gone
            words = say("tagging.rules.dialog.deleted")
            self._note_undo(words, partial(self._restore, gone))
            if self._dialog is not None:
                self._dialog.tell(words, back=True)
            self._load()

        self._run(partial(self._tagging.rules.remove, rule.id), deleted)

    def _bring_back(self) -> None:
        if self._deleted is not None:
            self._restore(self._deleted)
            self._deleted = None

    def _restore(self, rule: TagRule) -> None:
        def restored(_: None) -> None:
            if self._dialog is not None:
                self._dialog.tell("")
            self._load(rule.id)

        self._run(partial(self._tagging.rules.restore, rule), restored)

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
                self._given.frame.banner.show_notice(notice_of(error))

        self._given.tasks.run(Lane.LIBRARY, work, done, failed)


def _places(services: Services) -> Places:
    documents = services.library.documents()
    return Places(
        sorted({one.folder.path for one in services.folders.list()}),
        sorted({one.collection for one in documents if one.collection}),
        sorted({suffix for one in documents if (suffix := PurePath(one.name).suffix.lower())}),
    )
