"""What sentences say of columns that a person typed without labels: the value, or nothing."""

from __future__ import annotations

import json

import pytest

from rag.extracting.fields.filling import Cell, Status, rows_of
from rag.extracting.fields.schema import parsed
from rag.extracting.fields.sight import Sight
from rag.types import Page


def cell(text: str, name: str, kind: str) -> Cell:
    columns = [{"name": name, "type": kind}]
    (row,) = rows_of(parsed(json.dumps({"columns": columns})), Sight.of([Page(1, text)], [0], text))
    return row[name]


@pytest.mark.parametrize(
    ("text", "name", "kind", "value"),
    [
        ("The Lessee pays a rent of 640 euros a month.", "rent", "money", 640.0),
        ("The monthly rent is at least EUR 640.", "Rent amount", "money", 640.0),
        ("Wer es nicht meldet, zahlt ein Bußgeld von 300 Euro.", "Bußgeld", "money", 300.0),
        ("Die jährliche Liegegebühr beträgt 140 Euro.", "Liegegebühr", "money", 140.0),
        ("Il paie une amende de 180 euros.", "amende", "money", 180.0),
        ("Se castiga con una multa de 350 euros.", "multas", "money", None),  # the name is longer
        ("Devuelve la fianza de 500 euros.", "fianza", "money", 500.0),
        ("Chi vende paga una sanzione di 400 euro.", "sanzione", "money", 400.0),
        ("De boete bedraagt 75 euro.", "boete", "money", 75.0),
        ("A multa é de 90 euros.", "multa", "money", 90.0),
        ("Either party may end it with three months' notice.", "notice period", "period", "3 months"),
        ("§ 5 Inkrafttreten\nSie tritt am 1. Mai 2032 in Kraft.", "Inkrafttreten", "date", "2032-05-01"),
        ("Thank you. Your order number is 55-8812.", "order number", "text", "55-8812"),
        ("Ihre Vertragsnummer lautet VN 4711/25, danke.", "Vertragsnummer", "text", "VN 4711/25"),
        ("Votre numéro de dossier est 2025-88.", "numéro de dossier", "text", "2025-88"),
        ("The Lessee pays a rent of\n640 euros.", "rent", "money", 640.0),  # as lines of a PDF break
        ("2. Deposit. The Lessee leaves 1,900 euros with the Lessor.", "deposit", "money", 1900.0),
    ],
)  # fmt: skip
def test_a_name_that_is_joined_to_a_value_has_it(text: str, name: str, kind: str, value: object) -> None:
    found = cell(text, name, kind)
    assert found.values == (() if value is None else (value,))
    assert found.status is not Status.CHECKED  # a sentence may say more


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The order number of the 3 buyers is kept.", "order number", "text"),
        ("The order number is on page 3.", "order number", "text"),
        ("Oil 90.00\nDeposit 30 days", "deposit", "money"),
        ("The deposit is not 500 euros.", "deposit", "money"),
        ("No deposit. The key costs 30 euros.", "deposit", "money"),
        ("2. Deposit. The Lessor returns it in time. Each key costs 30 euros.", "deposit", "money"),
        ("Rent is due on the third working day; a lost key costs 30 euros.", "rent", "money"),
        ("It is paid back within 45 days of notice.", "notice period", "period"),
        ("Der Bußgeldkatalog von 300 Euro.", "Bußgeld", "money"),
        ("Keine Kaution. Die Miete beträgt 500 Euro.", "Kaution", "money"),
        ("La fianza se devuelve tras 35 días; la multa es de 350 euros.", "fianza", "money"),
        ("Le locataire qui ne paie pas l’amende perd 180 euros.", "amende", "money"),
    ],
)
def test_a_value_of_the_same_text_is_of_something_else(text: str, name: str, kind: str) -> None:
    assert cell(text, name, kind).values == ()


def test_two_values_that_are_said_as_well_are_to_be_checked() -> None:
    text = "Whoever is late pays a fine of 250 euros. Whoever is silent pays a fine of 120 euros."
    found = cell(text, "fine", "money")
    assert (found.status, found.reason) == (Status.DOUBTFUL, "several")
