"""A survey as a table: the lines to show and to take along, made of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.words.messages import notice_for
from app.words.surveys import Standing, repeated_words, silent_words
from rag.extracting.listing import item_key, merged
from rag.runs.types import Part, PartState, Point, Result, Run, Verdict
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Citation


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `place` is the survey's row it comes from."""

    place: int
    part: Part
    state: Standing
    answer: str
    citations: tuple[Citation, ...] = ()
    seconds: float = 0.0
    result: Result | None = None  # None while it waits

    @property
    def page(self) -> int:
        return self.citations[0].page if self.citations else self.part.page

    @property
    def section(self) -> str:
        return self.citations[0].section if self.citations else self.part.heading

    def with_item(self, item: Point) -> Line:
        """The line of one of a part's items."""
        return replace(self, state=item.verdict, answer=item.text, citations=item.citations)

    def with_places(self, citations: Sequence[Citation]) -> Line:
        """The same item, found in other places too."""
        held = {(one.start, one.end) for one in self.citations}
        more = tuple(one for one in citations if (one.start, one.end) not in held)
        return replace(self, citations=self.citations + more)

    def without_items(self) -> Line:
        """The line of a part whose items all stand elsewhere already."""
        return replace(self, state=Verdict.SILENT, answer=repeated_words(), citations=())


def lines(survey: Run, rows: Sequence[Result]) -> list[Line]:
    """One line a document; of a document's parts one line an item, its repetitions merged, and one for each
    part without any.
    """
    if SurveyScope.of(survey).kind is SurveyKind.DOCUMENTS:
        return [line_of(row, SurveyKind.DOCUMENTS) for row in rows]
    kept = _kept_items(rows)
    return [line for row in rows for line in _lines_of_part(row, kept.get(row.part.place, ()))]


def line_of(row: Result, kind: SurveyKind) -> Line:
    """A row as one line, whatever it holds."""
    if row.state is PartState.WAITING:
        return Line(row.part.place, row.part, PartState.WAITING, "")
    citations = tuple(citation for point in row.points for citation in point.citations)
    if row.points:
        answer = " ".join(point.text for point in row.points)
    elif row.state is PartState.FAILED:
        notice = notice_for(row.error_code, row.error_facts)
        answer = f"{notice.sentence} {notice.remedy}"
    else:
        answer = silent_words(kind)
    return Line(row.part.place, row.part, row.verdict or row.state, answer, citations, row.seconds, row)


# --- inside -------------------------------------------------------------------------------------------------


def _kept_items(rows: Sequence[Result]) -> dict[int, list[Point]]:
    """Items by the row they stand in first; one that comes again brings its places there."""
    found = [(row.part.place, point) for row in rows for point in row.points]
    home = {item_key(item.text): place for place, item in reversed(found)}
    kept: dict[int, list[Point]] = {}
    for item in merged([item for _, item in found]):
        kept.setdefault(home[item_key(item.text)], []).append(item)
    return kept


def _lines_of_part(row: Result, items: Sequence[Point]) -> list[Line]:
    line = line_of(row, SurveyKind.SECTIONS)
    if line.state not in (Verdict.FOUND, Verdict.NEAR):
        return [line]
    share = replace(line, seconds=line.seconds / max(1, len(items)))
    return [share.with_item(item) for item in items] or [line.without_items()]
