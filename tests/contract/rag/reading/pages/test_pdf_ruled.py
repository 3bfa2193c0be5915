"""Tables in ruling lines: they decide rows and columns, also of words, and where cells have several lines."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from files.placed import HEIGHT
from files.reading import read
from files.ruled import BOLD_HEAD, GRID, ROWS, Style, ruled

DUTIES = [
    ["Pflicht", "Wer", "Bis wann"],
    ["Wartung der Heizung\nund der Lüftung", "Vermieter", "jedes Jahr im\nSeptember"],
    ["Winterdienst", "Mieter", "bei Schnee bis\n7 Uhr"],
    ["Treppenhaus reinigen", "", "wöchentlich"],
]
DUTIES_READ = [
    "Pflicht: Wartung der Heizung und der Lüftung; Wer: Vermieter; Bis wann: jedes Jahr im September",
    "Pflicht: Winterdienst; Wer: Mieter; Bis wann: bei Schnee bis 7 Uhr",
    "Pflicht: Treppenhaus reinigen; Bis wann: wöchentlich",
]


def _lines(path: Path) -> list[str]:
    _, pages = read(path)
    return [line for page in pages for line in page.text.split("\n") if line]


@pytest.mark.parametrize("turned", [0, 90, 270])
def test_cells_of_several_lines_stay_one_cell_and_name_their_column(turned: int, tmp_path: Path) -> None:
    path = ruled(tmp_path / "a.pdf", DUTIES, GRID, BOLD_HEAD, turned=turned)
    assert _lines(path)[-3:] == DUTIES_READ


def test_words_that_break_by_themselves_are_one_cell(tmp_path: Path) -> None:
    rows = [
        ["Prestation", "Délai de réponse", "Pénalité"],
        ["Assistance téléphonique pendant les heures ouvrables", "deux heures au plus tard", "50 €"],
        ["Remplacement du matériel défectueux sur le site du client", "un jour ouvrable", "120 €"],
    ]
    assert _lines(ruled(tmp_path / "a.pdf", rows, GRID, widths=[120, 70, 60], wraps=True))[-2:] == [
        (
            "Prestation: Assistance téléphonique pendant les heures ouvrables; "
            "Délai de réponse: deux heures au plus tard; Pénalité: 50 €"
        ),
        (
            "Prestation: Remplacement du matériel défectueux sur le site du client; "
            "Délai de réponse: un jour ouvrable; Pénalité: 120 €"
        ),
    ]


def test_an_empty_cell_leaves_a_debit_a_debit(tmp_path: Path) -> None:
    rows = [
        ["Date", "Text", "Debit", "Credit"],
        ["02.01.", "Rent", "980.00", ""],
        ["03.01.", "Refund", "", "45.90"],
        ["04.01.", "Power", "84.15", ""],
    ]
    assert _lines(ruled(tmp_path / "a.pdf", rows, GRID, widths=[60, 120, 90, 90]))[1:] == [
        "Date: 02.01.; Text: Rent; Debit: 980.00",
        "Date: 03.01.; Text: Refund; Credit: 45.90",
        "Date: 04.01.; Text: Power; Debit: 84.15",
    ]


def test_a_name_over_several_columns_is_said_with_each(tmp_path: Path) -> None:
    rows = [
        ["Region", "Umsatz 2023", "", "Umsatz 2022", ""],
        ["", "Inland", "Ausland", "Inland", "Ausland"],
        ["Nord", "120,5", "88,0", "110,2", "79,3"],
        ["Süd", "64,1", "", "60,0", "12,4"],
    ]
    spans: list[Style] = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("SPAN", (0, 0), (0, 1))]
    assert _lines(ruled(tmp_path / "a.pdf", rows, GRID, *spans))[-2:] == [
        (
            "Region: Nord; Umsatz 2023 Inland: 120,5; Umsatz 2023 Ausland: 88,0; Umsatz 2022 Inland: 110,2; "
            "Umsatz 2022 Ausland: 79,3"
        ),
        "Region: Süd; Umsatz 2023 Inland: 64,1; Umsatz 2022 Inland: 60,0; Umsatz 2022 Ausland: 12,4",
    ]


def test_a_cell_over_several_rows_is_said_in_each(tmp_path: Path) -> None:
    rows = [
        ["Group", "Service", "Fee"],
        ["Repair", "On site", "120"],
        ["", "In the workshop", "80"],
        ["Training", "One day", "900"],
    ]
    assert _lines(ruled(tmp_path / "a.pdf", rows, GRID, BOLD_HEAD, ("SPAN", (0, 1), (0, 2))))[1:] == [
        "Group: Repair; Service: On site; Fee: 120",
        "Group: Repair; Service: In the workshop; Fee: 80",
        "Group: Training; Service: One day; Fee: 900",
    ]


@pytest.mark.parametrize(
    "styles",
    [
        [GRID],
        [("GRID", (0, 0), (-1, -1), 0.5, "grey", None, (2, 2))],
        [("INNERGRID", (0, 0), (-1, -1), 0.5, "black")],
        [("GRID", (0, 0), (-1, -1), 0.5, "black", None, None, None, 2, 1.5)],
    ],
    ids=["grid", "dashed", "open sides", "double"],
)
def test_lines_of_any_kind_part_cells(styles: list[Style], tmp_path: Path) -> None:
    assert _lines(ruled(tmp_path / "a.pdf", DUTIES, *styles, BOLD_HEAD))[-3:] == DUTIES_READ


def _drawn(path: Path, kind: str) -> Path:
    """The duties with lines as one path, as slim filled rectangles, or as filled cells."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595.0, HEIGHT))
    xs, ys = [50, 200, 300, 420], [700, 680, 640, 600, 570]
    if kind == "one path":
        drawing = canvas.beginPath()
        for y in ys:
            drawing.moveTo(xs[0], y)
            drawing.lineTo(xs[-1], y)
        for x in xs:
            drawing.moveTo(x, ys[0])
            drawing.lineTo(x, ys[-1])
        canvas.drawPath(drawing)
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for left, right in pairwise(xs):
            if kind == "slim rectangles":
                canvas.setFillGray(0)
                canvas.rect(left, top - 0.25, right - left, 0.5, stroke=0, fill=1)
                canvas.rect(left - 0.25, bottom, 0.5, top - bottom, stroke=0, fill=1)
            elif kind == "filled cells":
                canvas.setFillGray(0.8 if row == 0 else 0.9)
                canvas.rect(left + 1, bottom + 1, right - left - 2, top - bottom - 2, stroke=0, fill=1)
    canvas.setFillGray(0)
    for row, cells in enumerate(DUTIES):
        for left, cell in zip(xs, cells, strict=False):
            canvas.setFont("Helvetica-Bold" if row == 0 else "Helvetica", 9)
            for number, text in enumerate(cell.split("\n")):
                canvas.drawString(left + 4, ys[row] - 12 - 11 * number, text)
    canvas.save()
    return path


@pytest.mark.parametrize("kind", ["one path", "slim rectangles", "filled cells"])
def test_lines_are_known_however_they_are_drawn(kind: str, tmp_path: Path) -> None:
    assert _lines(_drawn(tmp_path / "a.pdf", kind))[-3:] == DUTIES_READ


def test_labels_and_values_stay_beside_each_other(tmp_path: Path) -> None:
    rows = [
        ["Vertragsnehmer", "Nordwerk AG\nHafenstraße 4"],
        ["Laufzeit", "24 Monate"],
        ["Frist", "3 Monate"],
    ]
    assert _lines(ruled(tmp_path / "a.pdf", rows, GRID)) == [
        "Vertragsnehmer Nordwerk AG Hafenstraße 4",
        "Laufzeit 24 Monate",
        "Frist 3 Monate",
    ]


def test_a_table_without_a_header_keeps_its_cells_apart(tmp_path: Path) -> None:
    rows = [
        ["Zimmer 1", "Anna Weber\nJan Novak", "Nord"],
        ["Zimmer 2", "", "Süd"],
        ["Zimmer 3", "Ida Berg", "Hof"],
    ]
    assert _lines(ruled(tmp_path / "a.pdf", rows, GRID)) == [
        "Zimmer 1 | Anna Weber Jan Novak | Nord",
        "Zimmer 2 | | Süd",
        "Zimmer 3 | Ida Berg | Hof",
    ]


def test_rules_between_rows_alone_tell_where_a_row_ends(tmp_path: Path) -> None:
    rows = [
        ["Position", "Menge", "Betrag EUR"],
        ["Wartung der Anlage\nEinschließlich Anfahrt\nNach Vertrag 7", "1", "480,00"],
        ["Filter", "4", "62,40"],
        ["Ersatzteile für die\nPumpe im Keller", "2", "118,20"],
    ]
    assert _lines(ruled(tmp_path / "a.pdf", rows, ROWS, widths=[160, 60, 90]))[1:] == [
        "Position: Wartung der Anlage Einschließlich Anfahrt Nach Vertrag 7; Menge: 1; Betrag EUR: 480,00",
        "Position: Filter; Menge: 4; Betrag EUR: 62,40",
        "Position: Ersatzteile für die Pumpe im Keller; Menge: 2; Betrag EUR: 118,20",
    ]


def test_rules_between_rows_of_words_keep_the_cells_whole(tmp_path: Path) -> None:
    path = ruled(tmp_path / "a.pdf", DUTIES, ROWS, BOLD_HEAD, widths=[150, 90, 120])
    assert _lines(path)[-3:] == DUTIES_READ


def test_the_names_hold_on_the_next_page(tmp_path: Path) -> None:
    rows = [
        ["Ort", "Zuständig", "Hinweis"],
        *([f"Halle {n}", f"Team {n}", f"Tor {n}\nlinks"] for n in range(60)),
    ]
    lines = _lines(ruled(tmp_path / "a.pdf", rows, GRID, BOLD_HEAD))
    assert lines[1:] == [f"Ort: Halle {n}; Zuständig: Team {n}; Hinweis: Tor {n} links" for n in range(60)]


@pytest.mark.parametrize(
    "style",
    [("BOX", (0, 0), (-1, -1), 1, "black"), ("LINEBEFORE", (0, 0), (-1, -1), 0.5, "black")],
    ids=["frame", "upright lines alone"],
)
def test_lines_that_tell_no_rows_change_nothing(style: Style, tmp_path: Path) -> None:
    rows = [
        ["Anna Weber", "Berlin", "Einkauf"],
        ["Jan Novak", "Prag", "Lager"],
        ["Ida Berg", "Malmö", "Büro"],
    ]
    plain = _lines(ruled(tmp_path / "plain.pdf", rows))
    assert _lines(ruled(tmp_path / "a.pdf", rows, style)) == plain


def test_text_in_a_box_stays_text(tmp_path: Path) -> None:
    text = " ".join(["Der Mieter trägt die Kosten kleiner Instandhaltungen bis 100 Euro im Einzelfall."] * 6)
    boxed = _lines(ruled(tmp_path / "a.pdf", [[text]], GRID, widths=[300], wraps=True))
    assert boxed == _lines(ruled(tmp_path / "b.pdf", [[text]], widths=[300], wraps=True))


def test_the_lines_of_a_chart_are_no_table(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595.0, HEIGHT))
    for place in range(7):
        canvas.line(100, 400 + 40 * place, 460, 400 + 40 * place)
        canvas.line(100 + 60 * place, 400, 100 + 60 * place, 640)
        canvas.drawRightString(94, 397 + 40 * place, f"{place * 20}")
        canvas.drawCentredString(100 + 60 * place, 386, f"{2018 + place}")
    canvas.drawString(190, 610, "Absatz in Tonnen")
    canvas.save()
    assert "|" not in " ".join(_lines(tmp_path / "a.pdf"))
    assert "Absatz in Tonnen" in " ".join(_lines(tmp_path / "a.pdf"))


def test_a_drawing_of_very_many_lines_keeps_its_words(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595.0, HEIGHT))
    for place in range(12_000):
        x, y = 50 + place % 400, 100 + place // 20
        canvas.line(x, y, x + 3 + place % 7, y + place % 3)
    for place in range(30):
        canvas.drawString(60 + 12 * place, 90, f"Weg{place}")
    canvas.save()
    assert Counter(" ".join(_lines(tmp_path / "a.pdf")).split()) == Counter(f"Weg{n}" for n in range(30))


def test_a_row_whose_line_is_missing_stays_as_it_is_printed(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Ville", "Fonction"],
        ["Anne Petit", "Lyon", "Achats"],
        ["Jean Novak\nIda Berg\nLéa Roux", "Prague\nMalmö\nNantes", "Stock\nBureau\nVentes"],
        ["Paul Faure", "Lille", "Atelier"],
        ["Rose Blanc", "Metz", "Atelier"],
    ]
    lines = _lines(ruled(tmp_path / "a.pdf", rows, GRID, BOLD_HEAD, widths=[120, 90, 90]))
    assert lines[1] == "Nom: Anne Petit; Ville: Lyon; Fonction: Achats"
    assert lines[-1] == "Nom: Rose Blanc; Ville: Metz; Fonction: Atelier"
    assert "Nom: Jean Novak Ida Berg" not in " ".join(lines)
    assert Counter(" ".join(lines[2:-2]).split()) == Counter(" ".join(rows[2]).split())


def test_a_table_in_a_frame_with_other_text_is_found(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = ruled(tmp_path / "a.pdf", DUTIES, GRID, BOLD_HEAD, above="Anlage 2 zum Mietvertrag. " * 12)
    canvas = Canvas(str(tmp_path / "frame.pdf"), pagesize=(595, HEIGHT))
    canvas.rect(40, 40, 515, 762)
    canvas.save()
    import pypdf

    writer = pypdf.PdfWriter(clone_from=path)
    writer.pages[0].merge_page(pypdf.PdfReader(tmp_path / "frame.pdf").pages[0])
    writer.write(path)
    lines = _lines(path)
    assert lines[-3:] == DUTIES_READ
    assert lines[0].startswith("Anlage 2 zum Mietvertrag.")


def test_a_dash_at_a_lines_end_in_a_cell_makes_no_two_words(tmp_path: Path) -> None:
    rows = [
        ["Leistung", "Frist", "Wer"],
        ["Rechnungs-\nprüfung und Ablage", "zehn Werk-\ntage", "Buchhaltung"],
        ["Versand", "drei Tage", "Lager"],
    ]
    lines = _lines(ruled(tmp_path / "a.pdf", rows, GRID, BOLD_HEAD, widths=[90, 60, 90]))
    assert lines[1] == "Leistung: Rechnungsprüfung und Ablage; Frist: zehn Werktage; Wer: Buchhaltung"


def test_struck_words_of_a_cell_stay_marked(tmp_path: Path) -> None:
    rows = [["Artikel", "Preis", "Ort"], ["Kabel", "10 EUR", "Halle 1"], ["Stecker", "4 EUR", "Halle 2"]]
    path = ruled(tmp_path / "a.pdf", rows, GRID, BOLD_HEAD, widths=[90, 90, 90])
    _, (page,) = read(path)
    word = next(one for one in page.words if page.text[one.start : one.end] == "10")
    unit = next(one for one in page.words if page.text[one.start : one.end] == "EUR")
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "line.pdf"), pagesize=(595, HEIGHT))
    level = HEIGHT - HEIGHT * (word.box.y0 * 0.45 + word.box.y1 * 0.55)
    canvas.line(word.box.x0 * 595, level, unit.box.x1 * 595, level)
    canvas.save()
    import pypdf

    writer = pypdf.PdfWriter(clone_from=path)
    writer.pages[0].merge_page(pypdf.PdfReader(tmp_path / "line.pdf").pages[0])
    writer.write(path)
    assert "Artikel: Kabel; Preis: [struck: 10 EUR]; Ort: Halle 1" in _lines(path)
