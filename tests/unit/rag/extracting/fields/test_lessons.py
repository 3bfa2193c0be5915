"""What a correction teaches is found again in documents of the same layout, and in no others."""

from __future__ import annotations

import pytest

from rag.extracting.fields.filling import Status, rows_of
from rag.extracting.fields.layouts import Layout, likeness
from rag.extracting.fields.lessons import Lesson, learned, taught
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column, ColumnType, Schema
from rag.extracting.fields.sight import Sight
from rag.types import Box, Line, Page

HEAD = ("Kestrel Water Works Co-operative", "Pumping Lane 4, Harrow", "Statement of charges")
Placed = tuple[float, float, str]  # left edge and top of a line, 0-1, and its text


def sight(*placed: Placed) -> Sight:
    """A page whose lines stand where they are put."""
    lines, text = [], ""
    for left, top, words in placed:
        box = Box(left, top, left + 0.012 * len(words), top + 0.015)
        lines.append(Line(len(text), len(text) + len(words), words, box))
        text += f"{words}\n"
    return Sight.of([Page(1, text, lines=tuple(lines))], [0], text)


def bill(number: str, due: str, total: str, *, head: tuple[str, ...] = HEAD, more: int = 0) -> Sight:
    """A bill of one issuer; `more` lines of charges push the rest down."""
    top = [(0.1, 0.05 + 0.03 * at, words) for at, words in enumerate(head)]
    charges = [(0.1, 0.3 + 0.02 * at, f"Standing charge quarter {at + 1}") for at in range(more + 1)]
    below = 0.34 + 0.02 * more
    return sight(
        *top,
        (0.1, 0.2, f"Account {number}"),
        (0.6, 0.2, "Subtotal 10.00"),
        *charges,
        (0.1, below, "Kindly settle"),
        (0.6, below, f"{total} EUR"),
        (0.1, below + 0.1, "No later than"),
        (0.1, below + 0.12, due),
    )


def taught_by(column: Column, at: Sight, value: str) -> Lesson:
    start = at.text.index(value)
    return Lesson.decoded(learned(column, at, Mention(start, start + len(value), value, value)).encoded())


TOTAL = Column("amount", "What is to be paid?", ColumnType.MONEY, labels=("total",))
DUE = Column("due", "Until when?", ColumnType.DATE, labels=("payable by",))
ACCOUNT = Column("customer", "Which customer?", labels=("customer no",))
ISSUER = Column("issuer", "Who made it out?", ColumnType.ORGANISATION, place="top")


@pytest.mark.parametrize(
    ("column", "value", "wanted"),
    [(TOTAL, "44.10 EUR", "87.65"), (DUE, "3 May 2025", "2025-08-09"), (ACCOUNT, "K-1180", "K-2075")],
)
def test_the_words_beside_a_value_are_learnt(column: Column, value: str, wanted: str) -> None:
    lesson = taught_by(column, bill("K-1180", "3 May 2025", "44.10"), value)
    other = bill("K-2075", "9 August 2025", "87.65", more=4)
    found = taught(column, other, Layout.of(other), [lesson])
    assert [one.mention.value for one in found] == [wanted]
    place = found[0].mention
    assert other.text[place.start : place.end] == place.text, "cited where it stands"


def test_the_name_of_the_issuer_is_found_again_however_it_is_read() -> None:
    lesson = taught_by(ISSUER, bill("K-1", "3 May 2025", "44.10"), HEAD[0])
    misread = ("Kestrel Water Works Co-0perative", *HEAD[1:])
    other = bill("K-2", "9 August 2025", "87.65", head=misread)
    (found,) = taught(ISSUER, other, Layout.of(other), [lesson])
    assert found.mention.text == misread[0], "as this document has it"


def test_another_layout_learns_nothing() -> None:
    lesson = taught_by(TOTAL, bill("K-1180", "3 May 2025", "44.10"), "44.10 EUR")
    other = sight(
        (0.4, 0.04, "Harbour Ironmongers"),
        (0.4, 0.07, "Dock Street 9, Kiel"),
        (0.1, 0.3, "Nails and hooks"),
        (0.1, 0.4, "Kindly settle"),
        (0.6, 0.4, "87.65 EUR"),
    )
    assert likeness(Layout.of(other), lesson.layout) < 0.5 < likeness(lesson.layout, lesson.layout)
    assert taught(TOTAL, other, Layout.of(other), [lesson]) == []


def test_a_value_of_another_type_in_its_place_is_none() -> None:
    lesson = taught_by(DUE, bill("K-1180", "3 May 2025", "44.10"), "3 May 2025")
    other = bill("K-2075", "on demand", "87.65")
    assert taught(DUE, other, Layout.of(other), [lesson]) == []


def test_what_was_taught_goes_before_rules_and_leaves_other_columns_alone() -> None:
    first, other = bill("K-1180", "3 May 2025", "44.10"), bill("K-2075", "9 August 2025", "87.65")
    total = Column("amount", "What is to be paid?", ColumnType.MONEY, labels=("subtotal",))
    lessons = [taught_by(total, first, "44.10 EUR")]
    layout = Layout.of(other)
    schema = Schema("bills", (total, DUE))
    (before,) = rows_of(schema, other)
    (row,) = rows_of(schema, other, lambda column: taught(column, other, layout, lessons))
    assert (before["amount"].values, row["amount"].values) == ((10.0,), (87.65,))
    assert row["amount"].status is Status.CHECKED
    assert row["due"] == before["due"]


def test_a_document_without_places_is_of_a_layout_too() -> None:
    text = "Kestrel Water Works\nPumping Lane 4\n\nKindly settle {}\nBefore {}\n"
    pages = [text.format("44.10 EUR", "3 May 2025"), text.format("87.65 EUR", "9 August 2025")]
    first, other = (Sight.of([Page(1, one)], [0], one) for one in pages)
    lesson = taught_by(TOTAL, first, "44.10 EUR")
    (found,) = taught(TOTAL, other, Layout.of(other), [lesson])
    assert found.mention.value == "87.65"
