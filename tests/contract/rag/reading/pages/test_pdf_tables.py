"""Tables in PDFs: a cell names its column, also where no line is drawn and nothing but its place tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from files import bundles
from files.placed import Text, placed, table
from files.reading import read

from rag.layout.boxes import span_boxes

STATEMENT = [
    ["Buchung", "Verwendungszweck", "Soll EUR", "Haben EUR"],
    ["02.01.", "Gehalt Dezember\nNordwerk AG", "", "2.850,00"],
    ["03.01.", "Miete", "980,00", ""],
    ["05.01.", "Lastschrift Strom", "84,15", ""],
    ["09.01.", "Erstattung Versicherung", "", "45,90"],
]
PLACES = [60, 130, -400, -500]
WRITTEN = [
    "Buchung: 02.01.; Verwendungszweck: Gehalt Dezember Nordwerk AG; Haben EUR: 2.850,00",
    "Buchung: 03.01.; Verwendungszweck: Miete; Soll EUR: 980,00",
    "Buchung: 05.01.; Verwendungszweck: Lastschrift Strom; Soll EUR: 84,15",
    "Buchung: 09.01.; Verwendungszweck: Erstattung Versicherung; Haben EUR: 45,90",
]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize("by_column", [False, True])
def test_a_figure_is_told_by_the_column_it_stands_under(by_column: bool, tmp_path: Path) -> None:
    cells = table(STATEMENT, PLACES, step=28, by_column=by_column)
    _, (page,) = read(placed(tmp_path / "a.pdf", [cells]))
    assert _lines(page.text)[1:] == WRITTEN


def test_words_of_a_table_are_spans_of_the_text_with_the_boxes_they_are_printed_in(tmp_path: Path) -> None:
    _, (page,) = read(placed(tmp_path / "a.pdf", [table(STATEMENT, PLACES, step=28)]))
    start = page.text.index("Haben EUR: 45,90")
    (box,) = span_boxes(page.words, page.lines, start, start + len("Haben EUR: 45,90"))
    assert box.x1 == pytest.approx(500 / 595, abs=0.01)
    assert box.x0 > 450 / 595
    printed = [page.text[word.start : word.end] for word in page.words]
    assert sorted(printed) == sorted(" ".join(cell for row in STATEMENT for cell in row).split())
    assert all(line.text == page.text[line.start : line.end] for line in page.lines)


@pytest.mark.parametrize("again", [False, True], ids=["header once", "header on each page"])
def test_a_table_goes_on_on_the_next_page(again: bool, tmp_path: Path) -> None:
    further = STATEMENT if again else STATEMENT[1:]
    pages = [
        table(STATEMENT, PLACES, top=700, step=28),
        [*table(further, PLACES, top=60, step=28), Text(60, 300, "Alle Angaben ohne Gewähr.")],
    ]
    _, (_, page) = read(placed(tmp_path / "a.pdf", pages))
    assert _lines(page.text)[again:] == [*WRITTEN, "Alle Angaben ohne Gewähr."]


def test_several_tables_stand_on_one_page(tmp_path: Path) -> None:
    ledger = [
        ["Fecha", "Concepto", "Debe", "Haber", "Saldo"],
        ["01/02", "Apertura", "", "", "1.500,00"],
        ["03/02", "Cobro factura 118", "640,25", "", "2.140,25"],
        ["07/02", "Pago alquiler local", "", "900,00", "1.240,25"],
    ]
    budget = [
        ["Partida", "2023", "2024", "Variación"],
        ["Personal", "120.400", "131.900", "9,6 %"],
        ["Formación", "4.000", "—", "n/a"],
    ]
    cells = [
        *table(ledger, [60, 120, -360, -430, -510], bold=True),
        Text(60, 200, "Presupuesto por partida", bold=True, size=12),
        *table(budget, [60, -330, -420, -510], top=225, bold=True),
        Text(60, 300, "Las cifras se expresan en euros y proceden del cierre provisional del ejercicio."),
    ]
    _, (page,) = read(placed(tmp_path / "a.pdf", [cells]))
    assert _lines(page.text) == [
        "Fecha Concepto Debe Haber Saldo",
        "Fecha: 01/02; Concepto: Apertura; Saldo: 1.500,00",
        "Fecha: 03/02; Concepto: Cobro factura 118; Debe: 640,25; Saldo: 2.140,25",
        "Fecha: 07/02; Concepto: Pago alquiler local; Haber: 900,00; Saldo: 1.240,25",
        "Presupuesto por partida",
        "Partida 2023 2024 Variación",
        "Partida: Personal; 2023: 120.400; 2024: 131.900; Variación: 9,6 %",
        "Partida: Formación; 2023: 4.000; 2024: —; Variación: n/a",
        "Las cifras se expresan en euros y proceden del cierre provisional del ejercicio.",
    ]


def test_what_stands_over_several_columns_is_said_where_it_begins(tmp_path: Path) -> None:
    rows = [
        ["(in millions)", "2023", "2022", "2023", "2022"],
        ["Net sales", "$ 3,673", "$ 3,909", "14,694", "14,544"],
        ["Net loss", "(12)", "(10)", "(5.3) %", "—"],
    ]
    over = [Text(335, 88, "Three months"), Text(460, 88, "Twelve months")]
    _, (page,) = read(
        placed(tmp_path / "a.pdf", [[*over, *table(rows, [60, -350, -400, -480, -530], step=12)]])
    )
    assert _lines(page.text)[2:] == [
        "Net sales; Three months 2023: $ 3,673; 2022: $ 3,909; Twelve months 2023: 14,694; 2022: 14,544",
        "Net loss; Three months 2023: (12); 2022: (10); Twelve months 2023: (5.3) %; 2022: —",
    ]


def test_a_label_of_two_lines_is_one(tmp_path: Path) -> None:
    rows = [
        ["Poste", "2023", "2022"],
        ["Produits", "1 204,50", "1 166,00"],
        ["Résultat attribuable aux", "", ""],
        ["actionnaires de la société", "340,00", "355,10"],
    ]
    _, (page,) = read(placed(tmp_path / "a.pdf", [table(rows, [60, -400, -480], step=11)]))
    assert _lines(page.text)[1:] == [
        "Poste: Produits; 2023: 1 204,50; 2022: 1 166,00",
        "Poste: Résultat attribuable aux actionnaires de la société; 2023: 340,00; 2022: 355,10",
    ]


def _wrapped(
    head: Sequence[str], rows: Iterable[tuple[str, str, int]], *, line: float, step: float
) -> list[Text]:
    """Rows of a label in lines, and a figure beside one of these."""
    y = 100.0
    cells = [Text(60, y, head[0]), Text(400, y, head[1], right=True)]
    for label, figure, beside in rows:
        y += step - line
        for place, text in enumerate(label.split("\n")):
            y += line
            cells.append(Text(60, y, text))
            if place == beside:
                cells.append(Text(400, y, figure, right=True))
    return cells


@pytest.mark.parametrize("beside", [0, 1, 2])
def test_a_figure_is_tied_to_all_lines_of_its_label(beside: int, tmp_path: Path) -> None:
    rows = [
        ("Umsatzerlöse", "1.204", 0),
        ("Forderungen gegenüber\nUnternehmen im Verbund\nBeteiligungen (brutto)", "120", beside),
        ("Vorräte", "77", 0),
        ("Kasse", "15", 0),
    ]
    _, (page,) = read(placed(tmp_path / "a.pdf", [_wrapped(["Posten", "2023"], rows, line=10, step=14)]))
    assert _lines(page.text) == [
        "Posten 2023",
        "Posten: Umsatzerlöse; 2023: 1.204",
        "Posten: Forderungen gegenüber Unternehmen im Verbund Beteiligungen (brutto); 2023: 120",
        "Posten: Vorräte; 2023: 77",
        "Posten: Kasse; 2023: 15",
    ]


@pytest.mark.parametrize(
    "label",
    [
        "Net income attributable to shareholders of\nXYZ Corporation",
        "Provision for losses on loans and\nadvances to customers, with those\nof former subsidiaries",
        "Crediti verso la\nBanca d'Italia",
        "Deudas con proveedores\n(excluidos los del grupo)",
        "Produits d'exploitation,\nNote 12",
        "Vorräte (ohne geleistete\nAnzahlungen)",
        "Skulder till kreditinstitut samt ej utnyttjade krediter på konto i andra banker\nBanklån",
    ],
)
def test_lines_of_a_label_are_told_by_their_words_where_all_lines_stand_as_close(
    label: str, tmp_path: Path
) -> None:
    rows = [("Cash", "1,204", 0), (label, "340", label.count("\n")), ("Other", "77", 0), ("Tax", "5", 0)]
    _, (page,) = read(placed(tmp_path / "a.pdf", [_wrapped(["Item", "2023"], rows, line=11, step=11)]))
    assert f"Item: {' '.join(label.split())}; 2023: 340" in _lines(page.text)


def test_titles_over_rows_are_no_part_of_labels(tmp_path: Path) -> None:
    rows = [
        ("Ricavi", "1.204", 0),
        ("Attività correnti\nCassa", "340", 1),
        ("Crediti", "12", 0),
        ("Attività non correnti:\nImmobili", "77", 1),
        ("Impianti", "15", 0),
    ]
    _, (page,) = read(placed(tmp_path / "a.pdf", [_wrapped(["Voce", "2023"], rows, line=12, step=12)]))
    assert _lines(page.text)[2:] == [
        "Attività correnti",
        "Voce: Cassa; 2023: 340",
        "Voce: Crediti; 2023: 12",
        "Attività non correnti:",
        "Voce: Immobili; 2023: 77",
        "Voce: Impianti; 2023: 15",
    ]


def test_what_is_no_table_stays_as_it_is(tmp_path: Path) -> None:
    contents = [
        ["Contents", "Page"],
        ["Introduction", "1"],
        ["Scope and definitions", "3"],
        ["Penalties", "29"],
    ]
    form = [
        ["Name:", "Anna Weber", "Date:", "3 May 2024"],
        ["Unit:", "14", "Floor:", "3"],
        ["Load:", "630", "Doors:", "2"],
    ]
    plain = [
        ["Owner", "Anna Weber", "Tenant", "Bob Ray"],
        ["Unit", "14", "Floor", "3"],
        ["Rooms", "4", "Lifts", "2"],
    ]
    clauses = [
        ["", "Duties of the operator under this agreement, and what follows"],
        ["1.", "The operator keeps a register of all tests that were made in a year."],
        ["2.", "The register is kept for 10 years and shown to the inspector."],
    ]
    index = [["access control, 12", "keys, loss of, 31"], ["alarm, false, 14", "lifts, test of, 5"]]
    cells = [
        *table(contents, [60, -500], top=80),
        *table(form, [60, 110, 300, 350], top=170),
        *table(plain, [60, 110, 300, 350], top=260),
        *table(clauses, [60, 90], top=350),
        *table(index, [60, 300], top=450),
    ]
    _, (page,) = read(placed(tmp_path / "a.pdf", [cells]))
    wanted = [" ".join(filter(None, row)) for rows in (contents, form, plain, clauses, index) for row in rows]
    assert _lines(page.text) == wanted


def test_bundles_with_drawn_lines_are_told_as_before(tmp_path: Path) -> None:
    sheets = [[["Protokoll"], ["Ergebnis", f"bestanden {number}"], ["Last", "630 kg"]] for number in range(4)]
    _, pages = read(bundles.tabled(tmp_path / "a.pdf", sheets))
    assert "Ergebnis bestanden 3" in pages[3].text
