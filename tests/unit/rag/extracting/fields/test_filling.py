"""Cells of a row: named by labels beside a value or over it, by sentences and places; rules broken."""

from __future__ import annotations

import json

import pytest

from rag.errors import SchemaInvalid
from rag.extracting.fields.filling import Cell, Status, rows_of
from rag.extracting.fields.schema import Each, Schema, encoded, parsed, preset, preset_names
from rag.extracting.fields.sight import Sight
from rag.types import Box, Line, Page

FORM = """INSPECTION REPORT

Inspector: Maria Okafor
Site: Dock 4, Pier Road
Date of inspection: 22/09/2024
Boiler pressure: 3.2 bar
Passed: yes
Next inspection due: 12 September 2025
Risk class: medium
IBAN: DE89 3704 0044 0532 0130 00
The boiler pressure was 9.9 bar in the year before.
"""


def sight(text: str) -> Sight:
    return Sight.of([Page(1, text)], [0], text)


def placed(*lines: tuple[float, float, str]) -> Sight:
    """A page whose lines stand at left and top, as fractions of it."""
    text, found = "", []
    for left, top, words in lines:
        box = Box(left, top, left + 0.012 * len(words), top + 0.015)
        found.append(Line(len(text), len(text) + len(words), words, box))
        text += f"{words}\n"
    return Sight.of([Page(1, text, lines=tuple(found))], [0], text)


def schema(*columns: dict[str, object], each: Each = Each.DOCUMENT) -> Schema:
    return parsed(json.dumps({"name": "own", "each": each, "columns": columns}))


def cell(where: Sight, **column: object) -> Cell:
    (row,) = rows_of(schema({"name": "it", **column}), where)
    return row["it"]


@pytest.mark.parametrize(
    ("column", "value", "status"),
    [
        ({"name": "inspector", "type": "person"}, "Maria Okafor", Status.CHECKED),
        ({"name": "site"}, "Dock 4, Pier Road", Status.CHECKED),
        ({"name": "date of inspection", "type": "date"}, "2024-09-22", Status.CHECKED),
        ({"name": "next_inspection_due", "type": "date"}, "2025-09-12", Status.CHECKED),
        ({"name": "boiler pressure", "type": "number"}, 3.2, Status.CHECKED),
        ({"name": "boiler pressure", "type": "number", "most": 3}, 3.2, Status.DOUBTFUL),
        ({"name": "passed", "type": "yes/no"}, True, Status.CHECKED),
        (
            {"name": "risk class", "type": "one_of", "values": ["low", "medium", "high"]},
            "medium",
            Status.CHECKED,
        ),
        ({"name": "iban", "checksum": "iban"}, "DE89 3704 0044 0532 0130 00", Status.CHECKED),
        ({"name": "site", "pattern": r"Dock \d+"}, "Dock 4", Status.CHECKED),
    ],
)
def test_a_form_is_read_by_its_labels(column: dict[str, object], value: object, status: Status) -> None:
    (row,) = rows_of(schema(column), sight(FORM))
    found = row[str(column["name"])]
    assert (found.values, found.status) == ((value,), status)
    (mention,) = found.mentions
    assert FORM[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "kind", ["text", "number", "date", "money", "period", "yes_no", "organisation", "party"]
)
def test_what_is_not_there_is_absent(kind: str) -> None:
    found = cell(sight(FORM), name="it", question="How high is the chimney?", type=kind)
    assert (found.status, found.values, found.confidence) == (Status.ABSENT, (), 0.0)


def test_a_broken_check_digit_is_doubtful_and_says_why() -> None:
    broken = sight("IBAN: DE89 3704 0044 0532 0130 01\n")
    (row,) = rows_of(schema({"name": "iban", "checksum": "iban"}), broken)
    assert (row["iban"].status, row["iban"].reason) == (Status.DOUBTFUL, "checksum")


def test_a_value_stands_right_of_its_label_or_below_it() -> None:
    beside = placed(
        (0.1, 0.1, "Rechnungsnr."), (0.4, 0.1, "30064443"), (0.1, 0.13, "Kundennr."), (0.4, 0.13, "47774")
    )
    below = placed(
        (0.1, 0.1, "Rechnungsnr."), (0.4, 0.1, "Kundennr."), (0.1, 0.12, "30064443"), (0.4, 0.12, "47774")
    )
    column = {"labels": ["rechnungsnr"], "others": ["kundennr"], "place": "code"}
    for where in (beside, below):
        assert cell(where, **column).values == ("30064443",)


def test_another_columns_label_is_no_label_of_this_one() -> None:
    text = "Sub total 593,36\nVAT 124,61\nTotal € 717,97\nPaid 800,00\nChange 82,03\n"
    total = {"type": "money", "labels": ["total"], "others": ["sub total", "vat", "paid", "change"]}
    found = cell(sight(text), **total)
    assert (found.values, found.unit, found.status) == ((717.97,), "EUR", Status.CHECKED)


def test_of_two_totals_the_one_that_adds_up_counts() -> None:
    text = "Net 80.00\nTax 20.00\nTotal 100.00\nTotal 999.00\n"
    found = cell(sight(text), type="money", labels=["total"], largest=True)
    assert found.values == (100.0,)


def test_two_values_of_one_label_are_doubtful() -> None:
    found = cell(sight("Fee: 10.00\nFee: 12.00\n"), type="money", question="fee")
    assert (found.values, found.status, found.reason) == ((10.0,), Status.DOUBTFUL, "several")
    assert cell(sight("Fee: 10.00\nFee: 10.00\n"), type="money", question="fee").status is Status.CHECKED


def test_a_list_holds_each_value_once_in_the_documents_order() -> None:
    text = "Defect: broken latch\nNote: none\nDefect: loose rail\nDefect: broken latch\n"
    assert cell(sight(text), labels=["defect"], many=True).values == ("broken latch", "loose rail")


def test_a_row_of_a_table_is_a_row_of_items() -> None:
    text = (
        "Lab sheet\nTest: Sodium; Result: 141; Unit: mmol/l; Reference range: 135–145\n"
        "Test: Potassium; Result: 4,2; Unit: mmol/l; Reference range: 3,5–5,1\nSigned: Dr. Lind\n"
    )
    rows = rows_of(preset("lab"), sight(text))
    assert [row["test"].values for row in rows] == [("Sodium",), ("Potassium",)]
    assert [row["result"].values for row in rows] == [(141.0,), (4.2,)]
    assert [row["reference"].values for row in rows] == [("135–145",), ("3,5–5,1",)]


def test_a_lease_is_read_by_its_preset() -> None:
    text = (
        "LEASE\n\nThis lease is made between Quay Homes Ltd. (the “Landlord”) and Ana Prieto (the “Tenant”)."
        "\nThe lease begins on 1 March 2024 and ends on 28 February 2026.\nThe monthly rent is EUR 950.00, "
        "payable in advance. The security deposit is EUR 1,900.00.\n"
        "Either party may end it with three months' notice.\n"
    )
    (row,) = rows_of(preset("lease"), sight(text))
    found = {name: one.values for name, one in row.items()}
    assert found["party"] == ("Quay Homes Ltd.", "Ana Prieto")
    assert found["rent"] == (950.0,)
    assert found["deposit"] == (1900.0,)
    assert found["begins"] == ("2024-03-01",)
    assert found["ends"] == ("2026-02-28",)
    assert found["notice"] == ("3 months",)


def test_every_preset_is_read_and_written_again() -> None:
    assert preset_names() == ("inspection", "invoice", "items", "lab", "lease", "nda", "receipt")
    for name in preset_names():
        assert parsed(encoded(preset(name))) == preset(name)


def test_json_schema_is_taken_as_columns() -> None:
    given = {
        "title": "People",
        "required": ["born"],
        "properties": {
            "born": {"type": "string", "format": "date", "description": "When was the person born?"},
            "height": {"type": "number", "minimum": 0, "maximum": 3},
            "member": {"type": "boolean"},
            "grade": {"enum": ["A", "B"]},
            "names": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]"}},
        },
    }
    found = {one.name: one for one in parsed(json.dumps(given)).columns}
    assert (found["born"].type, found["born"].required) == ("date", True)
    assert (found["height"].least, found["height"].most) == (0.0, 3.0)
    assert (found["member"].type, found["grade"].values) == ("yes_no", ("A", "B"))
    assert (found["names"].many, found["names"].pattern) == (True, "^[A-Z]")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ("no JSON", "Expecting"),
        ("[]", "no columns"),
        ("{}", "no columns"),
        ('{"columns": []}', "no columns"),
        ('{"columns": [{"question": "x"}]}', "columns[1].name"),
        ('{"columns": [{"name": "a", "type": "colour"}]}', "a: type colour"),
        ('{"columns": [{"name": "a", "type": "one_of"}]}', "a: values"),
        ('{"columns": [{"name": "a", "pattern": "("}]}', "a: ("),
        ('{"columns": [{"name": "a", "least": "x"}]}', "a: least"),
        ('{"columns": [{"name": "a", "labels": "x"}]}', "a: labels"),
        ('{"columns": [{"name": "a"}, {"name": "a"}]}', "a (2)"),
        ('{"each": "page", "columns": [{"name": "a"}]}', "each: page"),
    ],
)
def test_columns_that_are_wrong_are_told_where(given: str, wrong: str) -> None:
    with pytest.raises(SchemaInvalid) as refused:
        parsed(given)
    assert wrong in str(refused.value.facts["detail"])


def test_a_preset_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(SchemaInvalid) as refused:
        preset("passport")
    assert "invoice" in str(refused.value.facts["known"])
