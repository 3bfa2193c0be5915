"""What begins kept work in the window: summaries, comparisons, questions to each document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.carrying.register import carry_out
from app.runs import (
    classifications,
    contradictions,
    drafts,
    extractions,
    moderations,
    playbooks,
    surveys,
)
from app.runs.second_looks import MADE_BY as LOOKS
from app.services import Services
from app.types import Notice
from app.words.catalogue import say
from rag.carrying.wishes import Tool
from rag.extracting.fields.schema import Schema
from rag.extracting.fields.suggesting import Suggestion
from rag.runs.types import Point, Run
from rag.summarising.types import Length
from rag.surveying.types import SurveyScope
from rag.types import Document, DocumentState, Wish
from ui.parts.desk import Begin, Offer
from ui.parts.looking_again import LookingAgain
from ui.parts.tasks import Lane, Tasks
from ui.runs.askable import Askable
from ui.runs.classify_dialog import ClassifyDialog
from ui.runs.line import RunLine


class Asking(QObject):
    """Keeps new runs and puts them in line."""

    kinds = Signal(object)  # tuple[Kind, ...]
    documents = Signal(object)  # Askable: those that can be asked
    tables = Signal(bool)  # whether tables of answers are kept
    preparing = Signal(bool)  # whether a question to each document waits to become a table

    def __init__(
        self, services: Services, line: RunLine, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._prepared = 0  # questions that wait to become tables
        self._services = services
        self._line = line
        self._tasks = tasks
        self._looks = LookingAgain(self.look, self)

    def load(self) -> None:
        """Learn which kinds of summaries there are, and which documents can be asked."""
        summaries = self._services.summaries
        self._tasks.run(Lane.LIBRARY, summaries.kinds, self.kinds.emit, self._refuse)
        self.look()

    def look_soon(self, *, document: bool = False) -> None:
        """Learn it after a change, of a `document` with a rest while others are read; see `LookingAgain`."""
        if document and not self._services.library.is_idle:
            self._looks.soon()
        else:
            self._looks.now()

    def look(self, then: Callable[[], None] = lambda: None) -> None:
        """Learn which documents can be asked."""
        library = self._services.library

        def work() -> Askable:
            return Askable.of([one for one in library.documents() if one.state is DocumentState.READY])

        def found(documents: Askable) -> None:
            self.documents.emit(documents)
            then()

        def failed(error: Exception) -> None:
            self._refuse(error)
            then()

        self._tasks.run(Lane.LIBRARY, work, found, failed)

    def look_for_tables(self) -> None:
        """Learn whether there are tables of answers."""
        runs = self._services.runs
        self._tasks.run(Lane.LIBRARY, lambda: bool(runs.runs(surveys.MADE_BY)), self.tables.emit)

    def newest_table(self, then: Callable[[int], None]) -> None:
        """The number of the newest table, where there is one."""
        runs = self._services.runs

        def found(kept: list[Run]) -> None:
            if kept:
                then(kept[0].id)

        self._tasks.run(Lane.LIBRARY, lambda: runs.runs(surveys.MADE_BY), found, self._refuse)

    def documents_to_summarise(self, then: Callable[[tuple[Document, ...]], None]) -> None:
        """Learn which documents can be summarised."""
        library = self._services.library

        def work() -> tuple[Document, ...]:
            return tuple(one for one in library.documents() if one.state is not DocumentState.FAILED)

        self._tasks.run(Lane.LIBRARY, work, then, self._refuse)

    # --- what the user asks for ----------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Add files to the library and summarise each, as was chosen last."""
        library, summaries = self._services.library, self._services.summaries

        def work() -> list[Run]:
            added = library.add(paths)
            ids = list(dict.fromkeys(one.document_id for one in added if one.document_id is not None))
            return summaries.create(ids, *self._chosen()) if ids else []

        self._line.ask(Lane.LIBRARY, work, _nothing_to_summarise())

    def summarise(self, document_ids: Sequence[int], kind: str, length: Length) -> None:
        """Summarise documents, and remember how for the next time."""
        self._services.settings.update(summary_kind=kind, summary_length=length)
        create = self._services.summaries.create
        self._line.ask(Lane.LIBRARY, lambda: create(document_ids, kind, length), _nothing_to_summarise())

    def compare(self, earlier_id: int, later_id: int, told: Callable[[int], None] = lambda _: None) -> None:
        """Compare two documents or editions; `told` hears the number of the run."""
        compare = self._services.summaries.compare
        self._line.ask(Lane.LIBRARY, lambda: [compare(earlier_id, later_id)], _nothing_to_summarise(), told)

    def begin(self, begin: Begin) -> bool:
        """Make the one summary, comparison or table that an offer speaks of, a summary as was chosen last;
        False for another errand.
        """
        if begin.offer is Offer.CARRY:
            return begin.calls(Tool.EXTRACT) and self._carry(begin)
        summaries = self._services.summaries

        def work() -> list[Run]:
            kind, length = self._chosen()
            known = {one.id for one in summaries.kinds()}
            return summaries.create(begin.documents, begin.kind if begin.kind in known else kind, length)

        if begin.offer is Offer.COMPARE:
            earlier, later = begin.documents
            self.compare(earlier, later, begin.told)
        else:
            self._line.ask(Lane.LIBRARY, work, _nothing_to_summarise(), begin.told, shown=begin.shown)
        return True

    def ask(self, question: str, scope: SurveyScope) -> None:
        """Put a question to each document. The model is loaded for it, beside what is being made."""
        self._prepare(1)
        self._table(lambda: self._services.surveys.create(question, scope), over=lambda: self._prepare(-1))

    def suggest(self, documents: Sequence[int], then: Callable[[Sequence[Suggestion]], None]) -> None:
        """Look for columns that documents have in common."""
        found = self._services.extractions.suggest
        self._tasks.run(Lane.LIBRARY, lambda: found(documents), then, self._refuse)

    def extract(self, schema: Schema, document_ids: Sequence[int]) -> None:
        """Take values out of documents."""
        create = self._services.extractions.create
        self._table(lambda: create(schema, document_ids))

    def classify(self, asked: ClassifyDialog) -> None:
        """Put documents under the labels of a preset."""
        create, preset, chosen = self._services.classifications.create, asked.preset, asked.documents.chosen
        request, reply = asked.asked, asked.with_reply
        self._table(lambda: create(preset, chosen, request=request, reply=reply))

    def contradict(self, document_ids: Sequence[int]) -> None:
        """Hold documents against each other."""
        create = self._services.contradictions.create
        self._table(lambda: create(document_ids))

    def mark(self, run_id: int, point: Point, none: bool) -> None:
        """Keep that a disagreement is no contradiction, or is one after all."""
        mark = self._services.contradictions.mark
        self._line.change(run_id, lambda: mark(run_id, point, none=none))

    def check(self, playbook: playbooks.Chosen, document_ids: Sequence[int]) -> None:
        """Hold contracts against a playbook."""
        create = self._services.playbooks.create
        self._table(lambda: create(playbook, document_ids))

    def moderate(self, document_ids: Sequence[int], policy: Path | None) -> None:
        """Hold documents against a policy: that of a file, or the one that is applied in the library."""
        create = self._services.moderations.create
        self._table(lambda: create(document_ids, policy))

    def again(self, run: Run, kind: str | None, length: Length | None) -> None:
        """Make a run anew, perhaps as another kind."""
        services = self._services
        if run.maker in surveys.MADE_BY:
            self._table(lambda: services.surveys.again(run.id))
        elif run.maker in extractions.MADE_BY:
            self._table(lambda: services.extractions.again(run.id))
        elif run.maker in drafts.MADE_BY:
            self._table(lambda: services.drafts.again(run.id))
        elif run.maker in classifications.MADE_BY:
            self._table(lambda: services.classifications.again(run.id))
        elif run.maker in contradictions.MADE_BY:
            self._table(lambda: services.contradictions.again(run.id))
        elif run.maker in moderations.MADE_BY:
            self._table(lambda: services.moderations.again(run.id))
        elif run.maker in playbooks.MADE_BY:
            self._table(lambda: services.playbooks.again(run.id))
        elif run.maker in LOOKS:
            again = services.second_looks.again
            self._line.ask(Lane.LIBRARY, lambda: [again(run.id)], _nothing_to_summarise())
        else:
            renew = services.summaries.again
            self._line.ask(Lane.LIBRARY, lambda: [renew(run.id, kind, length)], _nothing_to_summarise())

    # --- inside --------------------------------------------------------------------------------------------

    def _carry(self, begin: Begin) -> bool:
        """Make the table that a confirmed wish asks for."""
        services, wish = self._services, Wish(begin.documents, plain=True, errand=begin.errand)

        def work() -> list[Run]:
            run = carry_out(services, wish).run
            return [run] if run is not None else []

        self._line.ask(Lane.PLAN, work, _nothing_to_summarise(), begin.told, shown=False)
        return True

    def _prepare(self, more: int) -> None:
        self._prepared += more
        self.preparing.emit(self._prepared > 0)

    def _table(self, make: Callable[[], Run], over: Callable[[], None] = lambda: None) -> None:
        def work() -> list[Run]:
            run = make()
            if run.total:
                return [run]
            self._services.runs.delete(run.id)
            return []

        nothing = Notice(
            say("runs.desk.unasked-title"), say("runs.desk.unasked"), say("runs.desk.unasked-remedy")
        )
        self._line.ask(Lane.PLAN, work, nothing, over=over)

    def _chosen(self) -> tuple[str, Length]:
        kept = self._services.settings.preferences
        known = [kind.id for kind in self._services.summaries.kinds()]
        kind = kept.summary_kind if kept.summary_kind in known or not known else known[0]
        return kind, kept.summary_length

    def _refuse(self, error: Exception) -> None:
        self._line.refuse(error)


def _nothing_to_summarise() -> Notice:
    return Notice(say("runs.desk.nothing-title"), say("runs.desk.nothing"), say("runs.desk.nothing-remedy"))
