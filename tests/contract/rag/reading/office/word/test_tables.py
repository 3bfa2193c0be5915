"""DOCX: tables whose rows leave out columns, merge them or hold others."""

from __future__ import annotations

from pathlib import Path

from files.reading import read
from files.word import cell, para, row, run, table, word

_HEAD = "<w:tblHeader/>"


def _text(path: Path) -> str:
    _, pages = read(path)
    return "\n".join(page.text for page in pages)


def test_rows_that_begin_or_end_further_in_keep_their_columns(tmp_path: Path) -> None:
    body = table(
        row("Konto", "Soll", "Haben", properties=_HEAD),
        row("1200", "80,00", ""),
        row("45,10", properties="<w:gridBefore w:val='2'/>"),
        row("1400", properties="<w:gridAfter w:val='2'/>"),
        row("7,20", properties="<w:gridBefore w:val='1'/><w:gridAfter w:val='1'/>"),
    )
    assert _text(word(tmp_path / "a.docx", body)) == (
        "Konto | Soll | Haben\n\nKonto: 1200; Soll: 80,00\n\nHaben: 45,10\n\nKonto: 1400\n\nSoll: 7,20"
    )


def test_merged_cells_are_said_where_they_reach(tmp_path: Path) -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    body = table(
        row("Site", "Autorisé", "Mesuré", properties=_HEAD),
        row(cell("Nord", down), "50", "48"),
        row(cell("<w:p/>", on), "60", "71"),
        row("Sud", cell("hors service", "<w:hMerge w:val='restart'/>"), cell("<w:p/>", "<w:hMerge/>")),
        row("Ouest", cell("fermé", "<w:gridSpan w:val='2'/>")),
        row("39", properties="<w:gridBefore w:val='2'/>"),
    )
    assert _text(word(tmp_path / "a.docx", body)).split("\n\n")[1:] == [
        "Site: Nord; Autorisé: 50; Mesuré: 48", "Site: Nord; Autorisé: 60; Mesuré: 71",
        "Site: Sud; Autorisé: hors service", "Site: Ouest; Autorisé: fermé", "Mesuré: 39",
    ]  # fmt: skip


def test_inner_tables_stay_in_their_cell(tmp_path: Path) -> None:
    inner = cell(table(row("día", "40"), row("noche", "35")) + "<w:p/>")
    wrapped = f"<w:sdt><w:sdtContent>{cell('Oeste')}</w:sdtContent></w:sdt>"
    body = table(
        row("Zona", "Límite", "Medido", properties=_HEAD),
        f"<w:customXml><w:tr>{wrapped}{inner}{cell('39')}</w:tr></w:customXml>",
    )
    assert _text(word(tmp_path / "a.docx", body)).endswith(
        "Zona: Oeste; Límite: día 40, noche 35; Medido: 39"
    )


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    heading = para("Zusammenfassung", "<w:outlineLvl w:val='0'/>")
    body = table(row(cell(heading + para("Erster Absatz.") + table(row("a", "b"), row("c", "d")))))
    _, (page,) = read(word(tmp_path / "a.docx", body))
    assert page.text == "Zusammenfassung\n\nErster Absatz.\n\na | b\nc | d"
    assert [heading.title for heading in page.headings] == ["Zusammenfassung"]


def test_deleted_rows_and_cells_are_left_out_and_hidden_ones_marked(tmp_path: Path) -> None:
    body = table(
        row("Leistung", "Preis", "Frist", properties=_HEAD),
        row("Hosting", "900", "1 Jahr", properties="<w:del w:id='1'/>"),
        row("Wartung", "450", "2 Jahre", properties="<w:ins w:id='2'/>"),
        row("Rabatt", "120", "intern", properties="<w:hidden/>"),
        row("Schulung", cell("80", "<w:cellDel w:id='3'/>"), "3 Tage"),
    )
    text = _text(word(tmp_path / "a.docx", body))
    assert "Hosting" not in text
    assert text.split("\n\n")[1:] == [
        "Leistung: Wartung; Preis: 450; Frist: 2 Jahre",
        "Leistung: [hidden: Rabatt]; Preis: [hidden: 120]; Frist: [hidden: intern]",
        "Leistung: Schulung; Frist: 3 Tage",
    ]


def test_paragraphs_of_a_cell_are_told_apart(tmp_path: Path) -> None:
    body = table(
        row("Adresse", cell(para("Hauptstr. 1") + para("Ulm"))),
        row("Tel.", cell(para(run("ab") + run("cd")))),
    )
    assert _text(word(tmp_path / "a.docx", body)) == "Adresse | Hauptstr. 1 Ulm\nTel. | abcd"
