"""Rows of tables as text: when a table has a header, and what a row says."""

from __future__ import annotations

import pytest

from rag.reading.rows import ACROSS, header_rows, table_blocks


def test_a_row_names_its_columns_where_a_header_stands_over_figures() -> None:
    rows = [["Segment", "2023", "2022"], ["Medical", "1,204", "(98)"], ["Legal", "—", "12%"]]
    assert table_blocks(rows) == [
        "Segment | 2023 | 2022",
        "Segment: Medical; 2023: 1,204; 2022: (98)",
        "Segment: Legal; 2023: —; 2022: 12%",
    ]


def test_a_table_without_a_header_is_one_block_of_lines() -> None:
    assert table_blocks([["Name", "Ada"], ["Born", "London"]]) == ["Name | Ada\nBorn | London"]
    assert table_blocks([["1815", "36"], ["1906", "71"]]) == ["1815 | 36\n1906 | 71"]


def test_a_declared_header_counts_without_figures_but_must_name_columns() -> None:
    assert table_blocks([["Case", "Fee"], ["A", "none"]], 1)[1] == "Case: A; Fee: none"
    assert table_blocks([["Note", "Note"], ["A", "none"]], 1) == ["Note | Note\nA | none"]


def test_a_styled_first_row_is_a_header_only_where_it_looks_like_one() -> None:
    words = [
        ["Right", "Holder", "Basis"],
        ["Access", "Data subject", "Art. 15"],
        ["Erasure", "same", "Art. 17"],
    ]
    assert table_blocks(words) == ["\n".join(" | ".join(row) for row in words)]
    assert table_blocks(words, styled=True)[1] == "Right: Access; Holder: Data subject; Basis: Art. 15"
    assert len(table_blocks([["A", "B"], ["C", "D"], ["E", "F"]], styled=True)) == 1


def test_cells_that_reach_across_name_every_column_below_them() -> None:
    rows = [["", "2023", ACROSS, "2022", ACROSS], ["", "Q1", "Q2", "Q1", "Q2"], ["Sales", "1", "2", "3", "4"]]
    title, body = table_blocks(rows)
    assert title == " | 2023 |  | 2022\n | Q1 | Q2 | Q1 | Q2"
    assert body == "Sales; 2023 Q1: 1; 2023 Q2: 2; 2022 Q1: 3; 2022 Q2: 4"


def test_a_period_written_once_holds_for_its_columns() -> None:
    rows = [["In millions", "", "June 2023"], ["", "Sales", "Profit"], ["Zone", "12", "3"]]
    assert table_blocks(rows)[1] == "In millions: Zone; June 2023 Sales: 12; June 2023 Profit: 3"


def test_signs_of_currencies_and_room_between_columns_vanish() -> None:
    rows = [
        ["", "", "2023", ACROSS, "", "2022", ACROSS],
        ["Revenue", "", "$", "1,204", "", "$", "998"],
        ["Loss", "", "$", "(17", ")", "", "12"],
    ]
    assert table_blocks(rows)[1:] == ["Revenue; 2023: $1,204; 2022: $998", "Loss; 2023: $(17); 2022: 12"]


def test_a_title_over_the_table_is_no_header() -> None:
    rows = [["Fees by year", "", ""], ["Case", "2023", "2022"], ["A", "10", "9"]]
    assert table_blocks(rows) == ["Fees by year\nCase | 2023 | 2022", "Case: A; 2023: 10; 2022: 9"]


@pytest.mark.parametrize("rows", [[], [["", ""]], [[ACROSS]], [["one"]]])
def test_hardly_a_table(rows: list[list[str]]) -> None:
    assert header_rows(rows or [[""]]) == 0
    assert table_blocks(rows) == (["one"] if rows == [["one"]] else [])


@pytest.mark.parametrize("mark", ["[1]", " [iv]", "*", "††", "²"])
def test_the_mark_of_a_note_leaves_a_figure_a_figure(mark: str) -> None:
    rows = [["Turnover", f"1,250,000{mark}"], ["Costs", "900,000"]]
    assert table_blocks(rows) == [f"Turnover | 1,250,000{mark}\nCosts | 900,000"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Adresse", "Neue Straße 4, Ulm"], ["Tel.", "0731"]],
        [["Indirizzo", "Via Roma"], ["Canone", "850,00 €"]],
        [["Objednávka", "č. 17/24"], ["Cena", "1 200 Kč"], ["Záloha", "300 Kč"]],
    ],
)
def test_labels_with_their_values_are_no_columns(rows: list[list[str]]) -> None:
    assert table_blocks(rows) == ["\n".join(" | ".join(row) for row in rows)]


def test_a_file_may_say_that_each_row_of_two_cells_begins_with_its_label() -> None:
    rows = [["Locataire", "Adler"], ["Loyer", "900 €"], ["Caution", "1 800 €"]]
    assert table_blocks(rows, labelled=True) == ["Locataire | Adler\nLoyer | 900 €\nCaution | 1 800 €"]


def test_words_and_years_still_name_two_columns_over_several_figures() -> None:
    rows = [["Ref.", "Importe"], ["A1", "8,00 €"], ["A2", "9,00 €"]]
    assert table_blocks(rows)[1] == "Ref.: A1; Importe: 8,00 €"
    rows = [["In TEUR", "2023"], ["Umsatz", "12"], ["Kosten", "9"]]
    assert table_blocks(rows)[1] == "In TEUR: Umsatz; 2023: 12"
    rows = [["Raum", "m² netto"], ["Küche", "12,5"], ["Bad", "6,0"]]
    assert table_blocks(rows)[1] == "Raum: Küche; m² netto: 12,5"
    rows = [["Poste", "Montant¹"], ["Loyer", "900 €"], ["Charges", "90 €"]]
    assert table_blocks(rows)[1] == "Poste: Loyer; Montant¹: 900 €"


@pytest.mark.parametrize("mark", ["¹⁾", "¹,²", "¹²"])
def test_a_raised_mark_with_a_bracket_leaves_a_figure_a_figure(mark: str) -> None:
    rows = [["Poste", "Montant"], ["Loyer", f"1 250{mark}"], ["Charges", f"90{mark}"]]
    assert table_blocks(rows)[1] == f"Poste: Loyer; Montant: 1 250{mark}"


def test_a_row_of_figures_under_a_merged_header_is_none_of_it() -> None:
    rows = [
        ["Zone", ACROSS, "2023", "2024"],
        ["Europe", "FR", "1 204", "1 310"],
        ["Asie", "JP", "880", "862"],
    ]
    assert "1 204: 880" not in "\n".join(table_blocks(rows, 1))
    units = [
        ["Zone", ACROSS, "Sum", ACROSS],
        ["Region", "Land", "2023", "2024"],
        ["Asie", "JP", "880", "862"],
    ]
    assert table_blocks(units, 1)[1] == "Zone Region: Asie; Zone Land: JP; Sum 2023: 880; Sum 2024: 862"
