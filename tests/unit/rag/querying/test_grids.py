"""Tables of a document's text: rows and cells as readers write them, totals told apart, columns typed."""

from __future__ import annotations

import pytest

from engine.querying.tables import Kind
from rag.language.languages import languages
from rag.querying.columns import Read, columns_of
from rag.querying.grids import Grid, grids_of
from rag.querying.sheets import sheets_of
from rag.querying.totals import is_statement, totals_of

ENGLISH, GERMAN = (next(one for one in languages() if one.code == code) for code in ("en", "de"))


def grid(*lines: str) -> Grid:
    (found,) = grids_of("\n".join(lines))
    return found


def column(*cells: str, name: str = "Amount", german: bool = False) -> Read:
    rows = [f"Key: k{number}; {name}: {cell}" for number, cell in enumerate(cells)]
    return columns_of(grid(*rows), GERMAN if german else ENGLISH)[1]


def test_each_cell_stands_behind_its_column_and_a_row_knows_its_place() -> None:
    rows = "row 2: Supplier: A; Note: x; y: z; Paid: 1\nrow 3: Supplier: B; Paid: 2"
    text = f"Suppliers\n\nrow 1: Supplier | Note | Paid\n{rows}"
    (found,) = grids_of(text)
    assert (found.name, found.names) == ("Suppliers", ["Supplier", "Note", "Paid"])
    assert [dict(one.cells) for one in found.lines] == [
        {"Supplier": "A", "Note": "x; y: z", "Paid": "1"},
        {"Supplier": "B", "Paid": "2"},
    ]
    assert text[found.lines[1].start : found.lines[1].end] == "row 3: Supplier: B; Paid: 2"


def test_a_semicolon_within_a_cell_parts_nothing() -> None:
    rows = [f"Name: n{number}; Note: plain; Paid: {number}" for number in range(60)]
    rows[7] = "Name: n7; Note: late; see also: letter; Paid: 7"
    found = grid(*rows)
    assert found.names == ["Name", "Note", "Paid"]
    assert found.lines[7].cells["Note"] == "late; see also: letter"


def test_sheets_and_heads_part_tables_and_a_repeated_head_does_not() -> None:
    text = (
        "Jan\n\nrow 1: City | Rent\nrow 2: City: Bonn; Rent: 1\nrow 3: City: Kiel; Rent: 2\n"
        "row 4: City | Rent\nrow 5: City: Ulm; Rent: 3\n"
        "Feb\n\nrow 1: City | Rent\nrow 2: City: Bonn; Rent: 4\nrow 3: City: Kiel; Rent: 5"
    )
    assert [(one.name, len(one.lines)) for one in grids_of(text)] == [("Jan", 3), ("Feb", 2)]


def test_a_row_that_a_sheet_hides_is_data_and_a_hidden_column_is_not() -> None:
    text = (
        "row 1: Name | [hidden: Bank] | Paid\nrow 2: Name: A; [hidden: Bank: DE1]; Paid: 1\n"
        "row 3 (hidden): [hidden: Name: B; Paid: 5]\nrow 4: Name: C; Paid: 2"
    )
    (found,) = grids_of(text)
    assert found.column("Paid") == ["1", "5", "2"]
    assert [one.hidden for one in found.lines] == [False, True, False]
    assert "Bank" not in found.names


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1.204,50", "12,00", "-3,10"), ["1204.50", "12.00", "-3.10"]),
        (("1,204.50", "12.00", "(3.10)"), ["1204.50", "12.00", "-3.10"]),
        (("1 204,50", "12,00"), ["1204.50", "12.00"]),
        (("€ 1,204", "€ 950"), ["1204", "950"]),
        (("1'204.50", "12.00"), ["1204.50", "12.00"]),
        (("7", "k. A.", "9"), ["7", None, "9"]),
        (("12 EUR", "9 EUR", "−3 EUR"), ["12", "9", "-3"]),
    ],
)
def test_figures_are_read_as_their_column_writes_them(cells: tuple[str, ...], expected: list[str]) -> None:
    found = column(*cells)
    assert (found.kind, list(found.cells)) == (Kind.NUMBER, expected)


def test_figures_that_can_be_read_in_two_ways_stay_text() -> None:
    assert column("1.204", "2.300").kind is Kind.TEXT
    lines = ["Key: a; Weight: 1.204; Price: 3,50", "Key: b; Weight: 2.300; Price: 4,75"]
    weight = columns_of(grid(*lines), GERMAN)[1]
    assert list(weight.cells) == ["1204", "2300"]  # the other column tells


def test_codes_are_no_figures_and_mixed_units_are_told() -> None:
    assert column("01067", "04109").kind is Kind.TEXT
    assert column("5 kg", "300 g", "2 kg").units == ("g", "kg")


def test_cells_that_cannot_be_read_are_told_and_too_many_make_a_column_text() -> None:
    assert column("1", "2", "3", "4", "tbd").unread == (4,)
    assert column("1", "=B2*2", "#DIV/0!").kind is Kind.TEXT


def test_days_are_told_by_the_whole_column() -> None:
    assert list(column("03/04/2025", "13/04/2025").cells) == ["2025-04-03", "2025-04-13"]
    assert list(column("03/04/2025", "03/14/2025").cells) == ["2025-03-04", "2025-03-14"]
    assert column("03/04/2025", "05/06/2025").doubtful
    assert not column("03.04.2025", "05.06.2025").doubtful
    assert list(column("31 December 2025", "open-ended", "1 May 2024", "2 May 2024", "3 May 2024").cells)[
        :2
    ] == [
        "2025-12-31",
        None,
    ]


def test_totals_are_no_data_whatever_they_are_called() -> None:
    called = grid("Shop: A; Net: 10", "Shop: B; Net: 20", "Shop: Summe; Net: 30")
    assert totals_of(called, columns_of(called, GERMAN)) == (2,)
    parts = [
        "A; Net: 10",
        "B; Net: 20",
        "Subtotal North; Net: 30",
        "C; Net: 5",
        "D; Net: 6",
        "Total; Net: 41",
    ]
    stepped = grid(*(f"Shop: {one}" for one in parts))
    assert totals_of(stepped, columns_of(stepped, ENGLISH)) == (2, 5)
    bare = grid("Day: 1; Shop: A; Net: 10; Tax: 1", "Day: 2; Shop: B; Net: 20; Tax: 2", "Net: 30; Tax: 3")
    assert totals_of(bare, columns_of(bare, ENGLISH)) == (2,)


def test_a_supplier_called_total_is_a_supplier() -> None:
    lines = [
        "No: 1; Supplier: Total SE; Status: paid; Net: 10",
        "No: 2; Supplier: Ohm; Status: open; Net: 20",
    ]
    found = grid(*(line.replace("No: ", "No: R") for line in [*lines, lines[0]]))
    assert totals_of(found, columns_of(found, ENGLISH)) == ()


def test_a_statement_of_accounts_is_known_as_one() -> None:
    lines = [
        "Revenue; 2023: 5400; 2024: 6120",
        "Cost; 2023: -3100; 2024: -3490",
        "Gross profit; 2023: 2300; 2024: 2630",
    ]
    found = grid(*(f"Item: {one}" for one in lines))
    assert is_statement(found, columns_of(found, ENGLISH), ())
    plain = grid("Shop: A; 2023: 5; 2024: 6", "Shop: B; 2023: 7; 2024: 1", "Shop: C; 2023: 2; 2024: 9")
    assert not is_statement(plain, columns_of(plain, ENGLISH), ())


def test_tables_of_one_name_are_told_apart() -> None:
    rows = "row 2: City: Bonn; Rent: 1\nrow 3: City: Kiel; Rent: 2"
    more = "row 8: Street | Size\nrow 9: Street: A; Size: 3\nrow 10: Street: B; Size: 4"
    text = f"Rents\n\nrow 1: City | Rent\n{rows}\n{more}"
    assert [one.name for one in sheets_of(text)] == ["Rents", "Rents 2"]
