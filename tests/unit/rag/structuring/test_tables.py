"""Tables in the text of a page, and the heads that go with their passages."""

from __future__ import annotations

from collections.abc import Sequence

from rag.structuring.tables import Table, find_tables, with_heads
from rag.structuring.text_lines import TextLine
from rag.types import Passage

INCOME = (
    ("CONSOLIDATED STATEMENTS OF INCOME", False),
    ("(In millions)", False),
    ("Years ended December 31, 2022 2021", True),
    ("Revenue:", False),
    ("Products 55,893 51,386", True),
    ("Services 10,715 10,900", True),
    ("Total revenue 66,608 62,286", True),
    ("Income from investments, net", False),
    ("and other interests (16) 210", True),
    ("Net loss ($5,053) ($4,290)", True),
)


def lines(rows: Sequence[tuple[str, bool]], page: int = 1, start: int = 0) -> list[TextLine]:
    made = []
    for text, cells in rows:
        made.append(TextLine(start, start + len(text), text, page, False, cells=cells))
        start += len(text) + 1
    return made


def test_a_table_runs_from_its_first_figures_over_a_cell_that_wraps() -> None:
    page = lines(INCOME)
    assert find_tables(page) == [
        Table(
            page[4].start,
            page[9].end,
            "CONSOLIDATED STATEMENTS OF INCOME (In millions) Years ended December 31, 2022 2021",
        )
    ]


def test_running_text_is_no_table() -> None:
    rows = [(f"In 2021 there were {n} breaches of the kind described above.", False) for n in range(8)]
    assert find_tables(lines(rows)) == []


def test_three_rows_are_too_few() -> None:
    assert find_tables(lines(INCOME[3:7])) == []


def test_a_table_that_goes_on_keeps_its_head_on_the_same_page_only() -> None:
    rest = [("Costs of what was sold in the year", False)] * 3 + [
        (f"Line {n} {n}00 {n}50", True) for n in range(1, 6)
    ]
    first = lines(INCOME)
    head = find_tables(first)[0].head
    assert [table.head for table in find_tables([*first, *lines(rest, 1, 1000)])] == [head, head]
    assert find_tables([*first, *lines(rest, 2, 1000)])[1].head != head


def test_passages_from_the_middle_of_a_table_carry_its_head() -> None:
    tables = [Table(100, 200, "2022 2021")]
    spans = [(50, 120), (120, 180), (190, 260), (260, 300)]
    passages = [Passage(None, start, end, 1, 1, "x", "Income") for start, end in spans]
    assert [one.headings for one in with_heads(passages, tables)] == [
        "Income",
        "Income › 2022 2021",
        "Income › 2022 2021",
        "Income",
    ]
