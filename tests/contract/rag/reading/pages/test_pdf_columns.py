"""Columns of text in PDFs whose producers wrote them row by row, across the gap between them."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from files.placed import Text, lines, placed, table
from files.reading import read

LEASE = [
    [
        "Der Vermieter hält das Dach und",
        "die Außenwände in gutem Stand.",
        "Kleine Reparaturen bis zu einem",
        "Betrag von 110 Euro trägt der",
        "Mieter selbst, sofern er sie",
        "verursacht hat.",
    ],
    [
        "Die Kaution beträgt drei Mieten",
        "ohne Nebenkosten. Sie wird vom",
        "Vermögen des Vermieters getrennt",
        "angelegt und binnen sechs Monaten",
        "nach dem Auszug zurückgezahlt.",
    ],
]
CONDITIONS = [
    [
        "Le locataire verse le loyer au",
        "plus tard le cinq du mois. En",
        "cas de retard, une pénalité de",
        "deux pour cent est due.",
    ],
    [
        "Le bailleur répond des grosses",
        "réparations, notamment celles de",
        "la toiture, et annonce les",
        "travaux huit jours avant.",
    ],
    [
        "Le congé est donné par lettre",
        "recommandée. Le délai est de",
        "trois mois pour le locataire",
        "et de six pour le bailleur.",
    ],
]


def _row_by_row(columns: list[list[str]], places: list[float]) -> list[Text]:
    placed_lines = [lines(column, x) for column, x in zip(columns, places, strict=True)]
    return [line for row in zip_longest(*placed_lines) for line in row if line is not None]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    heading = Text(60, 70, "Hausordnung und Mietbedingungen, wie sie für alle Wohnungen gelten", size=14)
    texts = [heading, *_row_by_row(LEASE, [60, 222])]
    _, (page,) = read(placed(tmp_path / "a.pdf", [texts]))
    assert [line for line in page.text.split("\n") if line] == [heading.text, *LEASE[0], *LEASE[1]]


def test_three_columns_with_small_gaps_are_read_one_after_the_other(tmp_path: Path) -> None:
    _, (page,) = read(placed(tmp_path / "a.pdf", [_row_by_row(CONDITIONS, [50, 206, 366])]))
    assert page.text.split("\n") == [line for column in CONDITIONS for line in column]
    printed = {page.text[word.start : word.end]: word.box for word in page.words}
    assert printed["locataire"].x0 > 350 / 595  # the last one


def test_columns_that_were_written_one_after_the_other_stay_so(tmp_path: Path) -> None:
    texts = [*lines(LEASE[0], 60), *lines(LEASE[1], 222)]
    _, (page,) = read(placed(tmp_path / "a.pdf", [texts]))
    assert page.text.split("\n") == [*LEASE[0], *LEASE[1]]


def test_rows_of_a_list_stay_together(tmp_path: Path) -> None:
    rows = [
        ["Feuerlöscher im Treppenhaus", "Hausmeister oder Vertretung"],
        ["Aufzug und Notruf prüfen", "Firma mit Wartungsvertrag"],
        ["Treppenhaus gründlich reinigen", "Mieter nach Plan im Flur"],
        ["Schnee vor dem Haus räumen", "Firma Schnee und Eis GmbH"],
    ]
    _, (page,) = read(placed(tmp_path / "a.pdf", [table(rows, [60, 250])]))
    assert page.text.split("\n") == [" ".join(row) for row in rows]
