"""The table's model: what arrives, what is in view, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPersistentModelIndex, Qt

from app.runs.table import lines
from rag.runs.types import Part, PartState, Point, Result, Run, RunState, Verdict
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Citation
from ui.runs.answer_rows import AnswerTable, Column


def survey(kind: SurveyKind, total: int) -> Run:
    options = SurveyScope(kind).encoded()
    return Run(
        1, "survey", "How long?", None, None, "", "", (), options, "m", RunState.RUNNING, 0, 0, total, 0, 0
    )


def waiting(kind: SurveyKind, total: int) -> tuple[AnswerTable, list[Result]]:
    rows = [
        Result(Part(n, n, f"{chr(99 - n)}.pdf", f"Part {n}", n + 1, n + 1, n * 10, n * 10 + 9))
        for n in range(total)
    ]
    table = AnswerTable()
    table.show_lines(kind, lines(survey(kind, total), rows))
    return table, rows


def answered(row: Result, *said: str) -> Result:
    place = row.part.place
    points = tuple(
        Point(text, (Citation(1, "d", place + 1, f"Part {place}", place, place + 1, text),)) for text in said
    )
    return Result(row.part, PartState.DONE, points, Verdict.FOUND if said else Verdict.SILENT)


def shown(table: AnswerTable, column: Column = Column.ANSWER) -> Sequence[str]:
    return [table.index(row, column).data() for row in range(table.rowCount())]


def test_a_documents_line_changes_where_it_stands() -> None:
    table, rows = waiting(SurveyKind.DOCUMENTS, 3)
    table.take(answered(rows[1], "Five years."))
    assert shown(table) == ["", "Five years.", ""]
    table.sort(Column.WHERE)
    assert shown(table, Column.WHERE) == ["a.pdf", "b.pdf", "c.pdf"]
    table.sort(Column.WHERE, Qt.SortOrder.DescendingOrder)
    assert shown(table, Column.WHERE) == ["c.pdf", "b.pdf", "a.pdf"]
    table.sort(-1)
    assert shown(table, Column.WHERE) == ["c.pdf", "b.pdf", "a.pdf"]


def test_what_arrives_leaves_the_chosen_line_where_it_is() -> None:
    table, rows = waiting(SurveyKind.DOCUMENTS, 3)
    table.take(answered(rows[2], "Six years."))
    table.show_found_only(True)
    assert shown(table) == ["Six years."]
    chosen = QPersistentModelIndex(table.index(0, Column.ANSWER))
    table.take(answered(rows[0], "Five years."))
    table.take(answered(rows[1]))
    assert shown(table) == ["Five years.", "Six years."]
    assert chosen.isValid()
    assert chosen.row() == 1


def test_items_of_a_part_take_the_place_of_its_waiting_line() -> None:
    table, rows = waiting(SurveyKind.SECTIONS, 3)
    table.take(answered(rows[0], "72 hours", "one month"))
    table.take(answered(rows[1]))
    table.take(answered(rows[2], "The 72 hours.", "a year"))
    assert shown(table) == ["72 hours", "one month", "Nothing in this part.", "a year"]
    assert shown(table, Column.PAGE) == ["1, 3", "1", "", "3"]
    filled = table.lines
    again = lines(
        survey(SurveyKind.SECTIONS, 3),
        [
            answered(rows[0], "72 hours", "one month"),
            answered(rows[1]),
            answered(rows[2], "The 72 hours.", "a year"),
        ],
    )
    assert [(one.answer, one.citations) for one in filled] == [(one.answer, one.citations) for one in again]


def test_a_part_whose_items_all_stand_elsewhere_says_so() -> None:
    table, rows = waiting(SurveyKind.SECTIONS, 2)
    table.take(answered(rows[0], "72 hours"))
    table.take(answered(rows[1], "72 hours"))
    assert shown(table) == ["72 hours", "Nothing in this part that is not listed already."]


def test_words_filter_what_is_in_view() -> None:
    table, rows = waiting(SurveyKind.DOCUMENTS, 3)
    table.take(answered(rows[0], "Five years."))
    table.show_words("FIVE")
    assert shown(table) == ["Five years."]
    table.show_words("b.pdf")
    assert shown(table, Column.WHERE) == ["b.pdf"]
    table.show_words("")
    assert table.rowCount() == 3
