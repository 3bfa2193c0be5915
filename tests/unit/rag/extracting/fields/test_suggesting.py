"""Columns that sample documents have in common, of the types that their values have."""

from __future__ import annotations

import json

from app.exporting.schemas import suggestion_rows
from rag.extracting.fields.schema import ColumnType, Each, parsed
from rag.extracting.fields.sight import Sight
from rag.extracting.fields.suggesting import schema_of, suggested
from rag.types import Box, Line, Page

FIRST = """Prüfbericht
Prüfer: Maria Okafor
Datum: 12.09.2024
Prüfdruck: 3,2
Frist: 3 Monate
Kosten: 1.240,00 €
Mangel: Riegel
Mangel: Geländer
Bestanden: ja
Firma: Nord GmbH
Hinweis: keiner
Nr: 0012345
"""
SECOND = """Prüfbericht
Prüfer: Ali Demir
Datum: 3. Mai 2025 14:30
Prüfdruck: 4,1
Frist: 2 Wochen
Kosten: 80 EUR
Mangel: Tür
Mangel: Dach
Bestanden: nein
Firma: Süd AG
Hinweis: siehe Anlage
Nr: 0098761
"""
FORMS = (FIRST, SECOND, "Brief\nBetreff: Ihr Schreiben\nDatum: 01.02.2025\nNur hier: einmal")


def sight(text: str) -> Sight:
    return Sight.of([Page(1, text)], [0], text)


def test_labels_that_two_of_three_have_are_columns_of_their_types() -> None:
    found = {one.column.name: one for one in suggested(list(map(sight, FORMS)))}
    assert {name: one.column.type for name, one in found.items()} == {
        "prüfer": ColumnType.TEXT,
        "datum": ColumnType.DATE,
        "prüfdruck": ColumnType.NUMBER,
        "frist": ColumnType.PERIOD,
        "kosten": ColumnType.MONEY,
        "mangel": ColumnType.TEXT,
        "bestanden": ColumnType.YES_NO,
        "firma": ColumnType.ORGANISATION,
        "nr": ColumnType.TEXT,
    }
    assert (found["datum"].documents, found["datum"].column.required) == (3, True)
    assert (found["kosten"].documents, found["kosten"].column.required) == (2, False)
    assert found["mangel"].column.many
    assert found["frist"].examples == ("3 Monate", "2 Wochen")


def test_cells_beside_each_other_are_a_form() -> None:
    def page(day: str) -> Sight:
        texts = [
            (0.1, 0.1, "Invoice date"),
            (0.5, 0.1, day),
            (0.1, 0.2, "Some words"),
            (0.5, 0.2, "of a letter"),
        ]
        lines, text = [], ""
        for left, top, words in texts:
            box = Box(left, top, left + 0.2, top + 0.02)
            lines.append(Line(len(text), len(text) + len(words), words, box))
            text += f"{words}\n"
        return Sight.of([Page(1, text, lines=tuple(lines))], [0], text)

    (only,) = suggested([page("3 May 2024"), page("9 June 2025")])
    assert (only.column.name, only.column.type) == ("invoice_date", ColumnType.DATE)


def test_heads_of_tables_make_a_row_for_each_item() -> None:
    rows = "Item: {a}; Quantity: 2; Price: 3,89\nItem: {b}; Quantity: 1; Price: 5,00\n"
    found = suggested([sight(rows.format(a="pen", b="ink")), sight(rows.format(a="cup", b="pot"))])
    assert [(one.column.name, one.each) for one in found] == [
        ("item", Each.ITEM),
        ("quantity", Each.ITEM),
        ("price", Each.ITEM),
    ]
    assert schema_of("", found).each is Each.ITEM


def test_one_document_alone_gives_its_own_labels_and_none_gives_nothing() -> None:
    assert len(suggested([sight(FORMS[0])])) == 9
    assert suggested([]) == []


def test_what_is_written_is_a_schema_again() -> None:
    found = suggested(list(map(sight, FORMS[:2])))
    row = suggestion_rows(found, "Reports")
    schema = parsed(json.dumps(row))
    assert [one.type for one in schema.columns] == [one.column.type for one in found]
    assert row["columns"][1]["examples"] == ["12.09.2024", "3. Mai 2025 14:30"]
