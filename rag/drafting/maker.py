"""Makes drafts: one for each row of a table and each variant, kept sentence by sentence with their places."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from engine.cancel import CancelToken
from rag.drafting.drafter import Drafter
from rag.drafting.giving import Asked, of_row
from rag.drafting.pieces import Draft, Filled, Held, Origin, Told
from rag.drafting.styles import Style, style_from
from rag.drafting.syntax import Length, Tone
from rag.drafting.templates import Template, parsed_template
from rag.drafting.values import Wish
from rag.errors import DocumentUnknown, DraftRefused
from rag.runs.maker import Maker
from rag.runs.types import Block, Part, PartState, Point, Result, Run, Verdict
from rag.storing.documents import DocumentStore
from rag.types import Document, DocumentState, Support

Guarding = Callable[[str, str, Sequence[str]], Sequence[str]]
"""Why a draft is refused: what the program says by itself, the whole, and the collections of documents."""

_NOTES = "notes"  # the first cell of the point that carries what is told beside the text


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which the same is said. `seed`: None for the likeliest words."""

    tone: Tone
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class DraftScope:
    """What is drafted. Template, day and style are kept as they were, so that a run that goes on is the same.

    `columns` and `rows` are of a table; without them there is one draft for each variant.
    """

    template: str
    template_id: str
    code: str
    length: Length
    today: str  # ISO
    variants: tuple[Variant, ...]
    about: Asked = field(default_factory=Asked)
    documents: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    style: Style = field(default_factory=Style)

    def encoded(self) -> str:
        """As `Run.options` keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, run: Run) -> DraftScope:
        """The inverse of `encoded`."""
        fields: dict[str, Any] = json.loads(run.options)
        return cls(
            **{
                **fields,
                "length": Length(fields["length"]),
                "variants": tuple(Variant(Tone(one["tone"]), one["seed"]) for one in fields["variants"]),
                "about": Asked(**fields["about"]),
                "documents": tuple(fields["documents"]),
                "columns": tuple(fields["columns"]),
                "rows": tuple(tuple(one) for one in fields["rows"]),
                "style": style_from(fields["style"]),
            }
        )

    @property
    def parsed(self) -> Template:
        """Its template."""
        return parsed_template(self.template, self.template_id)

    def of_part(self, part: Part) -> tuple[int | None, Variant]:
        """The row of a part, None without a table, and its variant."""
        row, variant = divmod(part.place, len(self.variants))
        return (row if self.columns else None), self.variants[variant]


class DraftMaker(Maker):
    name = "draft"
    faults = (*Maker.faults, DocumentUnknown, DraftRefused)  # a document may be gone by now

    def __init__(self, documents: DocumentStore, drafter: Drafter, guard: Guarding = lambda *_: ()) -> None:
        super().__init__(documents)
        self._drafter = drafter
        self._guard = guard

    def parts(self, scope: DraftScope) -> list[Result]:
        """A waiting part for each row and variant. Raises `DocumentUnknown`."""
        first = self._documents.get(scope.documents[0]).id if scope.documents else 0
        total = max(1, len(scope.rows)) * len(scope.variants)
        return [Result(Part(place, first, _called(scope, place))) for place in range(total)]

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        return self.parts(DraftScope.of(run))

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        scope = DraftScope.of(run)
        return [self._drafted(scope, part, cancel) for part in group]

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        """The drafts to be read, each under what its row is called."""
        scope = DraftScope.of(run)
        several = len(results) > 1
        return tuple(
            Block(_called(scope, one.part.place) if several else "", 1, _shown(one.points))
            for one in results
            if one.points
        )

    def model(self, run: Run) -> str:
        """The one that was there when it was asked for."""
        return run.model

    def is_whole(self, results: Sequence[Result]) -> bool:
        """A draft that failed says so; the others are DONE all the same."""
        return not any(one.state is PartState.WAITING for one in results)

    def release(self) -> None:
        self._drafter.forget()

    def wish(self, scope: DraftScope, row: int | None, variant: Variant) -> Wish:
        """What one draft of a scope wants. Raises `DocumentUnknown`."""
        cells = None if row is None else _of_row(scope, row)
        return Wish(
            scope.parsed,
            scope.about,
            tuple(self._ready(one) for one in scope.documents),
            scope.code,
            variant.tone,
            scope.length,
            date.fromisoformat(scope.today),
            cells,
            scope.style,
            variant.seed,
        )

    # --- inside --------------------------------------------------------------------------------------------

    def _ready(self, document_id: int) -> Document:
        document = self._documents.get(document_id)
        if document.state is not DocumentState.READY:
            raise DocumentUnknown(document=document.name)
        return document

    def _drafted(self, scope: DraftScope, part: Part, cancel: CancelToken) -> Result:
        wish = self.wish(scope, *scope.of_part(part))
        draft = self._drafter.draft(wish, cancel)
        own = "\n".join(one.text for one in draft.sentences if one.origin is Origin.MODEL)
        refused = self._guard(own, draft.text, [one.collection for one in wish.documents])
        if refused:
            raise DraftRefused(reasons=", ".join(refused))
        verdict = Verdict.SILENT if draft.missing else Verdict.FOUND
        return Result(part, PartState.DONE, kept(draft), verdict)


def kept(draft: Draft) -> tuple[Point, ...]:
    """A draft as a run keeps it: a point for each sentence, and one for what is told beside them."""
    points = [
        Point(one.text, one.citations, one.support, (one.origin.value, one.before)) for one in draft.sentences
    ]
    notes = json.dumps({"missing": draft.missing, "unused": draft.unused}, ensure_ascii=False)
    beside = [Point("", cells=(_NOTES, notes), support=Support.NEUTRAL)]
    beside += [
        Point(one.text, one.citations, Support.NEUTRAL, ("filled", one.name, one.origin.value))
        for one in draft.filled
    ]
    beside += [
        Point(one.text, one.citations, Support.NEUTRAL, ("held", one.what, one.reason)) for one in draft.held
    ]
    return (*points, *beside)


def draft_of(result: Result) -> Draft:
    """The inverse of `kept`. What rested on a document that is gone is not there any more."""
    sentences: list[Told] = []
    filled: list[Filled] = []
    held: list[Held] = []
    notes: dict[str, list[str]] = {"missing": [], "unused": []}
    for one in result.points:
        match one.cells:
            case ("notes", told):
                notes = json.loads(told)
            case ("filled", name, origin):
                filled.append(Filled(name, one.text, Origin(origin), one.citations))
            case ("held", what, reason):
                held.append(Held(what, reason, one.text, one.citations))
            case (origin, before):
                sentences.append(Told(one.text, Origin(origin), one.support, one.citations, before))
    return Draft(
        tuple(sentences), tuple(notes["missing"]), tuple(filled), tuple(held), tuple(notes["unused"])
    )


def _shown(points: Sequence[Point]) -> tuple[Point, ...]:
    """Sentences as points of text, without what is told beside them."""
    return tuple(
        Point(one.text, one.citations, one.support)
        for one in points
        if one.cells and one.cells[0] in set(Origin)
    )


def _called(scope: DraftScope, place: int) -> str:
    """What a part is called: its row, and its tone where there are several."""
    row, variant = divmod(place, len(scope.variants))
    asked = _of_row(scope, row) if scope.columns else scope.about
    name = next((text for one in ("recipient", "last name", "first name") if (text := asked.value(one))), "")
    parts = [str(row + 1) if scope.columns else "", " ".join(name.split("\n")[0].split())]
    if len(scope.variants) > 1:
        parts.append(scope.variants[variant].tone.value)
    return " · ".join(filter(None, parts)) or scope.parsed.name


def _of_row(scope: DraftScope, row: int) -> Asked:
    return of_row(scope.columns, scope.rows[row])
