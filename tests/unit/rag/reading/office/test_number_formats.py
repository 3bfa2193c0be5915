"""Numbers of spreadsheets as their cells show them."""

from __future__ import annotations

import pytest

from rag.reading.office.number_formats import general, shown


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (1204.5, "#,##0.00", "1,204.50"),
        (1204.5, "#,##0", "1,205"),
        (-1204, "#,##0;(#,##0)", "(1,204)"),
        (-0.5, "0.00", "-0.50"),
        (0, '#,##0;(#,##0);"-"', "-"),
        (0, '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "-"),
        (-17.2, '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "(17.20)"),
        (0.125, "0.0%", "12.5%"),
        (1, "0%", "100%"),
        (5, '"€" #,##0', "€ 5"),
        (5, "[$€-407] #,##0.00", "€ 5.00"),
        (5, '[Red]0 "days"', "5 days"),
        (7, "0000", "0007"),
        (0.5, "#.##", ".5"),
        (1234567, "#,##0,", "1,235"),
        (1234.5, "0.00E+00", "1.23E+03"),
        (0.5, "# ?/?", "0.5"),
        (45382, "yyyy-mm-dd", "2024-03-31"),
        (45382, "d mmmm yyyy", "31 March 2024"),
        (45382, "dddd, mmm d", "Sunday, Mar 31"),
        (45382.75, "dd.mm.yyyy hh:mm", "31.03.2024 18:00"),
        (45382.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (-3, "yyyy-mm-dd", "-3"),
        (1e300, "yyyy", "1e+300"),
        (3.0, "General", "3"),
        (3.25, 'General "kg"', "3.25 kg"),
        (3, "@", "3"),
        (3, "", "3"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    assert shown(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"


def test_a_number_without_a_format_has_no_noise_at_its_end() -> None:
    assert [general(value) for value in (0.1 + 0.2, 12.0, -4.5, 1e20)] == ["0.3", "12", "-4.5", "1e+20"]


@pytest.mark.parametrize(
    "code", ['"', "\\", "[", ";;;", "%%%", "....", ",,,", "[$", "0" * 5000, "E+", "AM/PM;"]
)
def test_formats_that_mean_nothing_do_no_harm(code: str) -> None:
    for value in (0, -1.5, 45382.75):
        assert isinstance(shown(value, code), str)
