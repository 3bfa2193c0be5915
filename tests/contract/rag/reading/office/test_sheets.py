"""Spreadsheets of every kind: a sheet is a page whose rows name their columns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
from files import office
from files.reading import read

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_sheet_is_a_page_whose_rows_name_their_columns(tmp_path: Path) -> None:
    _, (sales, nothing, secrets) = read(office.xlsx(tmp_path / "a.xlsx"))
    assert sales.text == (
        "Sales\n\nrow 1: Sales by segment\nrow 3: Segment | 2023 | Since\nrow 4: Segment | Amount | Share\n"
        "row 5: Segment: Segment 0; 2023 Amount: 1,204.50; 2023 Share: 12.5%; Since: 31 March 2024\n"
        "row 6: Segment: Segment 1; 2023 Amount: 1,205.50; 2023 Share: 12.5%; Since: 31 March 2024\n"
        "row 7: Segment: Segment 2; 2023 Amount: 1,206.50; 2023 Share: 12.5%; Since: 31 March 2024"
    )
    assert [(heading.level, heading.title) for heading in sales.headings] == [(1, "Sales")]
    assert [page.label for page in (sales, nothing, secrets)] == [
        "Sales",
        "Nothing (empty)",
        "Secrets (hidden)",
    ]
    assert nothing.text == ""
    assert secrets.text == "Secrets (hidden)\n\nrow 2: [hidden: Hidden margin | 7]"


def test_a_long_sheet_is_parted_and_every_row_still_names_its_columns(tmp_path: Path) -> None:
    _, pages = read(office.xlsx(tmp_path / "a.xlsx", rows=450))
    assert [page.label for page in pages[:3]] == [
        "Sales, rows 1–200",
        "Sales, rows 201–400",
        "Sales, rows 401–454",
    ]
    assert pages[1].text.startswith("row 201: Segment: Segment 196; 2023 Amount: 1,400.50;")
    assert not pages[1].headings


def test_what_formulas_comments_and_declared_tables_say_is_kept(tmp_path: Path) -> None:
    from openpyxl.comments import Comment
    from openpyxl.worksheet.table import Table

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Name", "Town"], ["Ada", "London"], ["Kurt", True]):
        sheet.append(row)
    sheet.add_table(Table(displayName="People", ref="A1:B3"))
    sheet["B2"].comment = Comment("since 1815", "Ada")
    sheet["D1"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    _, (page,) = read(tmp_path / "a.xlsx")
    assert "row 2: Name: Ada; Town: London; comment on B2: since 1815" in page.text
    assert "row 3: Name: Kurt; Town: TRUE" in page.text
    assert "=1+1" in page.text  # no program has computed it yet


def test_computed_values_are_what_a_formula_says(tmp_path: Path) -> None:
    sheet = '<row r="3"><c r="B3"><f>SUM(A1:A2)</f><v>42</v></c><c r="C3" t="e"><v>#REF!</v></c></row>'
    _, (page,) = read(_raw_xlsx(tmp_path / "a.xlsx", sheet))
    assert page.text == "One\n\nrow 3: 42 | #REF!"


def test_what_a_workbook_hides_is_kept_and_marked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Lieferant", "Konto", "Bezahlt"], ["Alfa", "PL11", 1200], ["Geist", "LV33", 64000]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Stawki").append(["7%", "x"])
    book["Stawki"].sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    _, (page, rates) = read(tmp_path / "a.xlsx")
    assert page.text.split("\n")[2:] == [
        "row 1: Lieferant | [hidden: Konto] | Bezahlt",
        "row 2: Lieferant: Alfa; [hidden: Konto: PL11]; Bezahlt: 1200",
        "row 3 (hidden): [hidden: Lieferant: Geist; Konto: LV33; Bezahlt: 64000]",
    ]
    assert rates.label == "Stawki (hidden)"


def test_an_open_spreadsheet_marks_what_it_hides(tmp_path: Path) -> None:
    def row(cells: str, more: str = "") -> str:
        said = "".join(
            f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells.split()
        )
        return f"<table:table-row{more}>{said}</table:table-row>"

    body = (
        '<table:table table:name="Prix"><table:table-column/>'
        '<table:table-column table:visibility="collapse"/>'
        "<table:table-column/>" + row("Nom Compte Montant") + row("Alpha FR11 12")
        + row("Fantôme FR22 64", ' table:visibility="filter"') + "</table:table>"
    )  # fmt: skip
    _, (page,) = read(office.opendocument(tmp_path / "a.ods", "spreadsheet", body))
    assert page.text.split("\n")[-2:] == [
        "row 2: Nom: Alpha; [hidden: Compte: FR11]; Montant: 12",
        "row 3 (hidden): [hidden: Nom: Fantôme; Compte: FR22; Montant: 64]",
    ]


def test_formulas_that_cells_share_are_told_in_each(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="C2"><f t="shared" ref="C2:C3" si="0">B2*$E$1+SUM(A$1:A2)</f></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/></c>'
        '<c r="D3"><f t="array" ref="D3:D4">B3:B4*2</f></c></row>'
        '<row r="4"><c r="D4"/></row>'
    )
    _, (page,) = read(_raw_xlsx(tmp_path / "a.xlsx", rows))
    assert page.text.split("\n")[2:] == [
        "row 2: =B2*$E$1+SUM(A$1:A2)",
        "row 3: =B3*$E$1+SUM(A$1:A3) | =B3:B4*2",
        "row 4: =B3:B4*2",
    ]


def test_a_header_set_apart_by_a_blank_row_still_names_the_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Zone", "Sales"], [], ["North", 12], ["South", 9], [], ["East", 3]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    _, (page,) = read(tmp_path / "a.xlsx")
    assert page.text.split("\n")[3:] == [
        "row 3: Zone: North; Sales: 12",
        "row 4: Zone: South; Sales: 9",
        "row 6: Zone: East; Sales: 3",
    ]


def test_an_old_workbook_reads_like_a_new_one(tmp_path: Path) -> None:
    _, (sales, secrets) = read(office.xls(tmp_path / "a.xls"))
    assert "row 2: Segment: Segment 1; 2023: 1,205.50; Share: 12.5%; Since: 31 March 2024" in sales.text
    assert secrets.label == "Secrets (hidden)"


def test_an_open_spreadsheet_keeps_repeated_and_merged_cells(tmp_path: Path) -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    rows = (
        "<table:table-row>" + cell.format("", "Zone")
        + cell.format(' table:number-columns-spanned="2"', "2023")
        + "<table:covered-table-cell/></table:table-row><table:table-row><table:table-cell/>"
        + cell.format("", "Low") + cell.format("", "High")
        + "</table:table-row><table:table-row table:number-rows-repeated='2'>" + cell.format("", "North")
        + cell.format(' table:number-columns-repeated="2"', "7") + "</table:table-row>"
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell"
        " table:number-columns-repeated='16384'/></table:table-row>"
    )  # fmt: skip
    body = f'<table:table table:name="Zones">{rows}</table:table>'
    info, (page,) = read(office.opendocument(tmp_path / "a.ods", "spreadsheet", body))
    assert info.unit.value == "sheet"
    assert page.text.split("\n")[-2:] == [
        "row 3: Zone: North; 2023 Low: 7; 2023 High: 7",
        "row 4: Zone: North; 2023 Low: 7; 2023 High: 7",
    ]


def test_the_words_of_a_diagram_on_a_sheet_are_read(tmp_path: Path) -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def refers(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kinds}/{kind}"'
            f' Target="{target}"/></Relationships>'
        )

    path = _raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>7</v></c></row>')
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", refers("drawing", "../drawings/d.xml"))
        archive.writestr(
            "xl/drawings/d.xml",
            f'<wsDr xmlns:g="{drawing}/diagram" xmlns:r="{kinds}"><g:relIds r:dm="r1" r:lo="r2"/></wsDr>',
        )
        archive.writestr("xl/drawings/_rels/d.xml.rels", refers("diagramData", "../diagrams/data.xml"))
        archive.writestr(
            "xl/diagrams/data.xml",
            f'<m xmlns:a="{drawing}/main"><a:p><a:r><a:t>Antrag</a:t></a:r></a:p>'
            "<a:p><a:r><a:t>Bescheid</a:t></a:r></a:p></m>",
        )
    _, (page,) = read(path)
    assert page.text == "One\n\nrow 1: 7\n\nAntrag\nBescheid"


def _raw_xlsx(path: Path, rows: str) -> Path:
    """A workbook of one sheet from raw XML of its rows."""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office_relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return office.zip_of(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": (
                f'<workbook xmlns="{_MAIN}" xmlns:r="{office_relations}"><sheets>'
                '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{relations}"><Relationship Id="rId1"'
                f' Type="{office_relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            ),
        },
    )
