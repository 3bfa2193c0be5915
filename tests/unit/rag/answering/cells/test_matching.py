"""The rows of a table that have what a question names."""

import pytest

from rag.answering.cells.matching import rows_with
from rag.answering.cells.records import records_of
from rag.grounding.citations import hit_at
from rag.language.languages import language_of

FLEET = """Plate | Type | Status
Plate: AB-1; Type: van; Status: in use
Plate: AB-2; Type: estate car; Status: sold
Plate: AB-3; Type: van; Status: sold"""
MAENGEL = """Mangel: Riss; Schwere: hoch
Mangel: Fleck; Schwere: gering
Mangel: Bruch; Schwere: hoch"""


@pytest.mark.parametrize(
    ("question", "text", "firsts"),
    [
        ("Which of our vehicles have been sold?", FLEET, ["AB-2", "AB-3"]),
        ("Which vehicles are vans?", FLEET, ["AB-1", "AB-3"]),
        ("Which vehicles are not vans?", FLEET, []),
        ("Which vehicles are lorries?", FLEET, []),
        ("Which sold vans need a repair of the brakes?", FLEET, []),
        ("How many vehicles have been sold?", FLEET, []),
        ("Welche Mängel sind gering?", MAENGEL, ["Fleck"]),
    ],
)
def test_all_rows_that_have_it(question: str, text: str, firsts: list[str]) -> None:
    records = list(records_of(hit_at(1, "vehicle-fleet.csv", 0, text)))
    found = rows_with(question, records, "vehicle fleet", language_of(question))
    assert [one.cells[0][1] for one in found] == firsts
