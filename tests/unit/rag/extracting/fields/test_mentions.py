"""Days, amounts and periods in the notations of seven languages, in one form each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.extracting.fields.amounts import amounts, currency_of, numbers
from rag.extracting.fields.checksums import holds
from rag.extracting.fields.days import days
from rag.extracting.fields.periods import periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014-05-07", "2014-05-07"),
        ("2014/05/07 10:33", "2014-05-07"),
        ("Invoice Date: August 3 , 2014", "2014-08-03"),
        ("7. Mai 2014", "2014-05-07"),
        ("du 02 Juillet 2015", "2015-07-02"),
        ("19 april 2014", "2014-04-19"),
        ("2 de mayo de 2014", "2014-05-02"),
        ("1º de março de 2020", "2020-03-01"),
        ("il 3 ottobre 2019", "2019-10-03"),
        ("8-9-2022", "2022-09-08"),
        ("15-Nov-18", "2018-11-15"),
        ("15NOV2018", "2018-11-15"),
        ("this 5th day of May, 2014", "2014-05-05"),
        ("as of June\n22, 2016", "2016-06-22"),
        ("01.05.14", "2014-05-01"),
        ("31/12/99", "1999-12-31"),
    ],
)
def test_a_day_is_read_in_every_notation(text: str, expected: str) -> None:
    assert [one.value for one in days(text)] == [expected]


@pytest.mark.parametrize("text", ["31.02.2014", "May 2014", "version 1.2.3", "99/99/2014", "12345/67", "1/2"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert days(text) == []


def test_figures_are_read_as_the_rest_of_the_text_writes_them() -> None:
    assert [one.value for one in days("03/04/2020 and 25/04/2020")] == ["2020-04-03", "2020-04-25"]
    assert [one.value for one in days("03/04/2020 and 04/25/2020")] == ["2020-03-04", "2020-04-25"]
    assert [one.value for one in days("03/04/2020", month_first=True)] == ["2020-03-04"]
    assert [one.value for one in days("01.05.14-31.05.14")] == ["2014-05-01", "2014-05-31"]


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1) - timedelta(days=1)))
def test_every_day_comes_back(day: date) -> None:
    for written in (
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
    ):
        (found,) = days(f"on {written}.")
        assert found.value == day.isoformat()
        assert written.startswith(found.text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$4.11", "4.11", "USD"),
        ("TOTAL € 717,97", "717.97", "EUR"),
        ("1.250,50 €", "1250.50", "EUR"),
        ("EUR 20 000 000", "20000000", "EUR"),
        ("Rs. 319", "319", "INR"),
        ("RM 11.25", "11.25", "MYR"),
        ("(45.00)", "-45.00", ""),
        ("-9,32", "-9.32", ""),
        ("1 234,56", "1234.56", ""),
        ("CHF 1'250.00", "1250.00", "CHF"),
        ("USD 3,000.00", "3000.00", "USD"),
        ("5.00-", "-5.00", ""),
    ],
)
def test_an_amount_is_read_in_every_notation(text: str, value: str, unit: str) -> None:
    (found,) = amounts(text)
    assert (found.value, found.unit) == (value, unit)


def test_a_currency_belongs_to_the_figure_it_stands_at() -> None:
    found = amounts("op 21 april 2015 € 717,97")
    assert [(one.value, one.unit) for one in found] == [("717.97", "EUR")]
    assert [one.value for one in numbers("1.234")] == ["1234"]
    assert amounts("Tel. 020 7604101") == []
    assert currency_of("All charges are in US Dollars. 4.00 due.") == "USD"
    assert currency_of("nothing") == ""


@settings(deadline=None)
@given(st.decimals("0.01", "9999999.99", places=2))
def test_an_amount_comes_back_with_points_and_with_commas(value: object) -> None:
    english = f"{value:,}"
    german = english.replace(",", "_").replace(".", ",").replace("_", ".")
    for written in (english, german):
        (found,) = amounts(f"Total {written} EUR")
        assert float(found.value) == float(str(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three (3) years", "3 years"),
        ("twenty-four (24) months", "24 months"),
        ("a 12-month term", "12 months"),
        ("zwei Jahre", "2 years"),
        ("un an", "1 year"),
        ("seis meses", "6 months"),
        ("dodici mesi", "12 months"),
        ("drie jaar", "3 years"),
        ("thirty (30) business days", "30 days"),
        ("one year", "1 year"),
    ],
)
def test_a_period_has_one_form(text: str, expected: str) -> None:
    assert [one.value for one in periods(text)] == [expected]


@pytest.mark.parametrize(
    ("kind", "number", "right"),
    [
        ("iban", "DE89 3704 0044 0532 0130 00", True),
        ("iban", "DE89 3704 0044 0532 0130 01", False),
        ("iban", "nonsense", False),
        ("luhn", "4111 1111 1111 1111", True),
        ("luhn", "4111 1111 1111 1112", False),
        ("none", "anything", True),
    ],
)
def test_check_digits(kind: str, number: str, right: bool) -> None:
    assert holds(kind, number) is right
