"""What a person enters for a cell, read by the column's type, and where the document says it."""

from __future__ import annotations

import pytest

from rag.extracting.fields.entering import entered, read_as, selected, standing
from rag.extracting.fields.schema import Column, ColumnType
from rag.extracting.fields.sight import Sight
from rag.types import Page

KINDS = {
    ColumnType.DATE: {
        "2026-05-07": "2026-05-07",
        "7.5.2026": "2026-05-07",
        "7 mai 2026": "2026-05-07",
        "31/02/2026": None,
        "7/5": None,
        "soon": None,
    },
    ColumnType.MONEY: {
        "1.234,50 €": "1234.50 EUR",
        "1,234.50": "1234.50",
        "(45.00)": "-45.00",
        "45.00-": "-45.00",
        "CHF 1'200.-": "1200 CHF",
        "12 EUR net": None,
        "12 %": None,
    },
    ColumnType.NUMBER: {"3,2": "3.2", "1.000": "1000", "-4": "-4", "12 %": "12", "1 to 2": None},
    ColumnType.PERIOD: {"drei Monate": "3 months", "6-month": "6 months", "90": None},
    ColumnType.YES_NO: {"ja": "yes", "no": "no", "☒": "yes", "maybe": None},
    ColumnType.PERSON: {"Frau Ada  Park": "Ada Park", "...": None},
}


@pytest.mark.parametrize(
    ("kind", "text", "wanted"), [(kind, *one) for kind, told in KINDS.items() for one in told.items()]
)
def test_what_is_entered_is_of_the_type_or_nothing(kind: ColumnType, text: str, wanted: str | None) -> None:
    found = [f"{one.value} {one.unit}".strip() for one in entered(Column("", "", kind), text)]
    assert found == ([] if wanted is None else [wanted])


def test_a_list_takes_what_stands_between_semicolons() -> None:
    days = Column("days", "", ColumnType.DATE, many=True)
    assert [one.value for one in entered(days, "2026-05-07; 8 May 2026")] == ["2026-05-07", "2026-05-08"]
    assert entered(days, "2026-05-07; soon") == [], "all of them, or none"
    kinds = Column("kind", "", ColumnType.ONE_OF, values=("Lease", "Sale"))
    assert [one.value for one in entered(kinds, "lease")] == ["Lease"]
    assert entered(kinds, "loan") == []


def seen(text: str) -> Sight:
    return Sight.of([Page(1, text)], [0], text)


def test_it_stands_where_the_labels_name_it_however_it_is_written() -> None:
    text = "Fee 80.00 EUR\nPaid 1.240,00 €\nTotal due 1.240,00 €\nSigned on 12/31/2025, due 1/2/2026"
    total = Column("total", "", ColumnType.MONEY, labels=("total due",))
    (amount,) = entered(total, "EUR 1240")
    place = standing(total, seen(text), amount)
    assert place is not None
    assert place.start > text.index("Total due")
    due = Column("due", "", ColumnType.DATE)
    (day,) = read_as(due, "1/2/2026", seen(text))
    assert day.value == "2026-01-02", "as the document writes its days"
    assert standing(due, seen(text), day) is not None
    (none,) = entered(due, "2026-07-07")
    assert standing(due, seen(text), none) is None


def test_a_name_that_a_scan_misread_is_found_and_a_number_is_not() -> None:
    page = seen("KESTREL WATFR W0RKS (139386 X)\nInvoice 4711")
    name, code = Column("", "", ColumnType.ORGANISATION), Column("", "")
    (wanted,) = entered(name, "Kestrel Water Works")
    place = standing(name, page, wanted)
    assert place is not None
    assert place.text == "KESTREL WATFR W0RKS"
    (other,) = entered(code, "Invoice 4712")
    assert standing(code, page, other) is None


def test_what_is_marked_is_read_by_the_type_and_cited_where_it_stands() -> None:
    text = "Due on 3 May 2026 at noon"
    (found,) = selected(Column("", "", ColumnType.DATE), seen(text), 4, len(text))
    assert (found.value, text[found.start : found.end]) == ("2026-05-03", "3 May 2026")
    assert selected(Column("", "", ColumnType.MONEY), seen(text), 0, 6) == []
