"""What is said of a query: figures as a language writes them, codes as they are, what was left out."""

from __future__ import annotations

from engine.querying.tables import Kind, Result
from rag.language.languages import Language, languages
from rag.querying.query import Function, Group, Measure, Query
from rag.querying.sheets import Sheet, sheets_of
from rag.querying.telling import Outcome, told

GERMAN: Language = next(one for one in languages() if one.code == "de")
ENGLISH: Language = next(one for one in languages() if one.code == "en")
TABLE = """Datum: 03.01.2025; Kostenstelle: 4711; Nettobetrag: 1.204,50
Datum: 17.01.2025; Kostenstelle: 4712; Nettobetrag: 350,00
Datum: 19.01.2025; Kostenstelle: 4712; Nettobetrag: 10,00
Datum: 20.01.2025; Kostenstelle: 4711; Nettobetrag: 20,00
Datum: 21.01.2025; Kostenstelle: 4711; Nettobetrag: storniert
Kostenstelle: Summe; Nettobetrag: 1.584,50"""


def sheet() -> Sheet:
    (found,) = sheets_of(TABLE.replace("4711", "K4711").replace("4712", "K4712"))
    return found


def said(query: Query, result: Result, language: Language, table: Sheet) -> list[str]:
    return [one.text for one in told(Outcome(query, result, (0, 1, 2, 3, 4)), table, "kosten.csv", language)]


def test_a_table_is_said_in_the_language_of_the_question_with_what_was_not_counted() -> None:
    query = Query(Measure(Function.AVERAGE, "Nettobetrag"), (Group("Kostenstelle"),))
    rows = [["K4711", "612.25", ["0", "3", "4"]], ["K4712", "180.005", ["1", "2"]]]
    result = Result(["Kostenstelle", "avg", "rows"], [Kind.TEXT, Kind.NUMBER, Kind.LIST], rows)

    lines = said(query, result, GERMAN, sheet())

    assert lines[:4] == [
        "| Kostenstelle | Durchschnitt von „Nettobetrag“ |",
        "| --- | --- |",
        "| K4711 | 612,25 |",
        "| K4712 | ≈ 180,01 |",
    ]
    assert "5 Zeilen gezählt" in lines[4]
    assert lines[5] == "Zeilen, die selbst Summen sind, zählen nicht mit: Zeile 6."
    assert lines[6].endswith("„Nettobetrag“ in Zeile 5.")
    assert "| K4711 | 612.25 |" in said(query, result, ENGLISH, sheet())


def test_a_number_that_rows_are_put_together_by_is_a_code_and_is_not_grouped() -> None:
    (table,) = sheets_of(TABLE.rpartition("\n")[0])
    query = Query(Measure(Function.SUM, "Nettobetrag"), (Group("Kostenstelle"),))
    rows = [["4711", "1224.50", ["0", "3", "4"]], ["4712", "360.00", ["1", "2"]]]
    result = Result(["Kostenstelle", "sum", "rows"], [Kind.NUMBER, Kind.NUMBER, Kind.LIST], rows)

    assert "| 4711 | 1.224,50 |" in said(query, result, GERMAN, table)
