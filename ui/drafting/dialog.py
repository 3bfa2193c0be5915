"""The dialog of drafts: template, documents and slots on the left, what comes of them on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.exporting.drafts import save, text_of
from app.exporting.runs import title_of
from app.runs.drafts import MOST_VARIANTS, Order
from app.runs.tables import table_in
from app.services import Services
from app.words.catalogue import count, say
from app.words.drafts import draft_lines, learnt_words
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.drafting.giving import Asked
from rag.drafting.pieces import Filled
from rag.drafting.styles import Style
from rag.drafting.syntax import Length, Tone
from rag.drafting.templates import Template, load
from rag.types import Document, Page
from ui.drafting.making import Made, Making, One
from ui.drafting.panes import DraftPanes
from ui.parts.choosing import open_name, open_names, save_name
from ui.parts.fitting import Dialog
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Palette

_SETTLED_MS = 300  # after the last choice, before documents are asked for the slots


class DraftDialog(Dialog):
    """Drafts when its button is pressed; pressed again, it stops."""

    cited = Signal(object)  # Citation
    made = Signal()  # a run more is kept

    def __init__(
        self,
        parent: QWidget | None,
        services: Services,
        tasks: Tasks,
        palette: Palette,
        chosen: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._making = Making(services, tasks)
        self._table: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] = ((), ())
        self._style = Style()
        self._outcome: Made | None = None
        self._asked = 0  # times that documents were asked for the slots
        self.setWindowTitle(say("drafting.window.title"))
        self.setModal(False)
        self.resize(1080, 720)
        self.panes = DraftPanes(palette, chosen)
        self.panes.lay_out(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._prefill)
        panes = self.panes
        panes.cited.connect(self.cited)
        panes.chosen.connect(self._settled.start)
        panes.own.clicked.connect(self._choose_template)
        panes.table.clicked.connect(self._choose_table)
        panes.style_from.clicked.connect(self._choose_letters)
        panes.go.clicked.connect(self._pressed)
        panes.copy.clicked.connect(self._copy)
        panes.save.clicked.connect(self._save)
        panes.shown.currentIndexChanged.connect(self._show)
        self._enable()

    def offer(self, documents: Sequence[Document], templates: Sequence[Template]) -> None:
        """What there is to choose from; what is chosen stays."""
        self.panes.offer(documents, templates)
        self._enable()
        self._settled.start()

    def retint(self, palette: Palette) -> None:
        self.panes.retint(palette)

    def reject(self) -> None:
        self._making.stop()
        self._asked += 1  # what documents still tell has no form to go to
        super().reject()

    @property
    def order(self) -> Order | None:
        """What is asked for; None while there is no template."""
        template = self.panes.template
        if template is None:
            return None
        columns, rows = self._table
        several = self.panes.variants.isChecked() and not columns
        return Order(
            template,
            Asked(self.panes.form.values),
            self.panes.documents.chosen,
            columns,
            rows,
            template.language,
            Tone(self.panes.tone.currentData()),
            Length(self.panes.length.currentData()),
            MOST_VARIANTS if several else 1,
            style=self._style,
        )

    # --- what is asked -------------------------------------------------------------------------------------

    def _prefill(self) -> None:
        """Ask the documents for the slots; what was asked before and comes later is let go."""
        order = self.order
        if order is None:
            return
        self._asked += 1
        number, template = self._asked, order.template
        bare = replace(order, about=Asked({}), columns=(), rows=())
        drafts = self._services.drafts

        def show(found: tuple[Filled, ...]) -> None:
            if number == self._asked:
                self.panes.show_slots(found, frozenset(one.name for one in template.wanted if one.optional))
                self._enable()

        self._tasks.run(Lane.PLAN, lambda: drafts.prefilled(bare, CancelToken()), show, self._failed)

    def _choose_template(self) -> None:
        path = self._chosen_file("template")
        if path is not None:
            self.take_template(path)

    def take_template(self, path: Path) -> None:
        """Offer a template of a file, and choose it; one that says nonsense is told."""
        try:
            self.panes.add_template(load(path, own=True))
        except Fault as fault:
            self._failed(fault)

    def _choose_table(self) -> None:
        if self._table[0]:
            self._table = ((), ())
            self.panes.tell_table("", 0)
            self._enable()
            return
        path = self._chosen_file("table")
        if path is not None:
            self.take_table(path)

    def take_table(self, path: Path) -> None:
        """A letter for each row of a table."""
        reader = self._services.reader

        def take(found: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]) -> None:
            self._table = found
            self.panes.tell_table(path.name, len(found[1]))
            self._enable()

        self._tasks.run(
            Lane.LIBRARY, lambda: table_in(reader.grids(path, CancelToken()), str(path)), take, self._failed
        )

    def _choose_letters(self) -> None:
        chosen = open_names(self, say("drafting.window.letters"), say("drafting.window.letters-files"))
        if chosen:
            self.learn([Path(one) for one in chosen])

    def learn(self, paths: Sequence[Path]) -> None:
        """Learn how a person writes from letters of theirs."""
        services = self._services

        def work() -> Style:
            texts = []
            for path in paths:
                events = services.reader.read(path, None, CancelToken())
                texts.append("\n".join(event.text for event in events if isinstance(event, Page)))
            return services.drafts.learnt(texts)

        def take(style: Style) -> None:
            self._style = style
            self.panes.wish(style.tone, style.length)
            self.panes.tell(learnt_words(style))

        self._tasks.run(Lane.LIBRARY, work, take, self._failed)

    def _chosen_file(self, what: str) -> Path | None:
        chosen = open_name(self, say(f"drafting.window.choose.{what}"), say(f"drafting.window.files.{what}"))
        return Path(chosen) if chosen else None

    # --- what comes of it ----------------------------------------------------------------------------------

    def _pressed(self) -> None:
        if self._making.is_under_way:
            self._making.stop()
            return
        order = self.order
        if order is None:
            return
        self._making.make(order, self._take, self._failed)
        self.panes.busy(True)
        self.panes.tell(say("drafting.window.under-way"))
        self._enable()

    def _take(self, made: Made) -> None:
        self._outcome = made
        self.panes.busy(False)
        self.made.emit()
        self.panes.name_drafts([one.name for one in made.drafts], side_by_side=not self._table[0])
        self._show()
        self._enable()

    def _show(self) -> None:
        """The draft that is chosen of many, or all variants side by side."""
        made = self._outcome
        if made is None:
            return
        shown = self._shown(made)
        heads = [say(f"drafting.window.tones.{one.tone.value}") if len(shown) > 1 else "" for one in shown]
        self.panes.show_drafts(list(zip(heads, (one.draft for one in shown), strict=True)))
        told = [line for one in shown for line in draft_lines(one.draft, one.flags)]
        if made.failed:
            told.append(count("drafting.window.failed", len(made.failed)))
        self.panes.tell("\n".join(dict.fromkeys(told)) or say("drafting.window.whole"))

    def _shown(self, made: Made) -> list[One]:
        if not made.drafts:
            return []
        if len(made.drafts) <= MOST_VARIANTS and not self.panes.shown.isVisibleTo(self):
            return list(made.drafts)
        return [made.drafts[max(0, self.panes.shown.currentIndex())]]

    def _copy(self) -> None:
        made = self._outcome
        if made is None:
            return
        at = self.panes.focused
        shown = self._shown(made)
        text = text_of(shown[min(at, len(shown) - 1)].draft, made.code, sources=False)
        QGuiApplication.clipboard().setText(text)
        audit = self._services.audit
        self._tasks.run(Lane.LIBRARY, lambda: audit.exported("run", "clipboard", text.encode()))
        self.panes.tell(say("drafting.window.copied"))

    def _save(self) -> None:
        made = self._outcome
        if made is None:
            return
        name, _ = save_name(
            self,
            say("drafting.window.save-title"),
            f"{made.run.title}.docx",
            say("drafting.window.files.save"),
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.docx")
        services = self._services

        def work() -> None:
            save(made.run, made.results, path)
            services.audit.saved("run", path, title_of(services.runs.report(made.run.id)))

        done = partial(self.panes.tell, say("drafting.window.saved", name=path.name))
        self._tasks.run(Lane.LIBRARY, work, lambda _: done(), self._failed)

    def _failed(self, error: Exception) -> None:
        self.panes.busy(False)
        self._enable()
        if isinstance(error, Cancelled):
            self.panes.tell(say("drafting.window.stopped"))
        elif isinstance(error, Fault):
            notice = notice_of(error)
            self.panes.tell(f"{notice.sentence} {notice.remedy}")
        else:
            raise error

    def _enable(self) -> None:
        there = self._outcome is not None and bool(self._outcome.drafts) and not self._making.is_under_way
        self.panes.enable(ready=self.panes.template is not None, there=there, table=bool(self._table[0]))
