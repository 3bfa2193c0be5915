"""Spreadsheets, slides, books, OpenDocument and RTF: what each adds to what every reader promises."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from files import documents, office

from rag.errors import (
    FileCorrupt,
    FileProtected,
    FileTooLarge,
    FormatUnknown,
    PasswordNeeded,
    PasswordWrong,
    ReadError,
)
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import Format
from rag.types import DocumentInfo, Page

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha ha ha ha ha ha ">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 20}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def read(path: Path, password: str | None = None) -> tuple[DocumentInfo, list[Page]]:
    events = list(reader_for(path)(path, password))
    infos = [event for event in events if isinstance(event, DocumentInfo)]
    return infos[-1], [event for event in events if isinstance(event, Page)]


# Spreadsheets


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
    assert secrets.text == "Secrets (hidden)\n\nrow 2: Hidden margin | 7"


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


# Slides


def test_a_slide_is_a_page_with_its_title_table_and_notes(tmp_path: Path) -> None:
    _, (first, second) = read(office.pptx(tmp_path / "a.pptx"))
    assert first.text == (
        "Topic 1\n\n• First point of 1\n• Second point of 1\n\n"
        "Case | Fee\n\nCase: Chapter 13; Fee: 10 percent\n\nCase: Chapter 7; Fee: none\n\n"
        "Notes: Say this on slide 1."
    )
    assert [(heading.level, heading.title) for heading in second.headings] == [(1, "Topic 2")]


def test_a_chart_is_read_as_its_figures(tmp_path: Path) -> None:
    import pptx
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    talk = pptx.Presentation()
    slide = talk.slides.add_slide(talk.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["North", "South"]
    data.add_series("2023", (12, 9.5))
    data.add_series("2024", (14, 8))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(3), data)
    talk.save(tmp_path / "a.pptx")
    _, (page,) = read(tmp_path / "a.pptx")
    assert "North; 2023: 12; 2024: 14" in page.text


def test_slides_of_an_open_presentation(tmp_path: Path) -> None:
    frame = "<draw:frame{}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    body = (
        "<draw:page>" + frame.format("", "The body")
        + frame.format(' presentation:class="title"', "The title") + "<presentation:notes>"
        + frame.format("", "A note") + "</presentation:notes></draw:page><draw:page/>"
    )  # fmt: skip
    info, (first, second) = read(office.opendocument(tmp_path / "a.odp", "presentation", body))
    assert info.unit.value == "slide"
    assert first.text == "The title\n\nThe body\n\nNotes: A note"
    assert second.text == ""


# Books and texts


def test_a_chapter_is_a_page_named_by_the_table_of_contents(tmp_path: Path) -> None:
    info, pages = read(office.epub(tmp_path / "a.epub"))
    assert (info.title, info.author) == ("A Book", "Ada")
    assert [(item.title, item.level, item.page) for item in info.outline] == [("One", 1, 1), ("Two", 1, 2)]
    assert [(page.label, page.text) for page in pages] == [
        ("One", "One\n\nIt began."),
        ("Two", "Two\n\nIt ended."),
    ]


def test_a_book_that_is_copy_protected_says_so(tmp_path: Path) -> None:
    path = office.epub(tmp_path / "a.epub")
    locked = '<encryption><CipherReference URI="OPS/text/c1.xhtml"/></encryption>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/encryption.xml", locked)
    with pytest.raises(FileProtected) as refused:
        read(path)
    assert refused.value.facts["detail"] == "against copying"


def test_an_open_text_keeps_headings_lists_tables_notes_and_pages(tmp_path: Path) -> None:
    _, (first, second) = read(office.odt(tmp_path / "a.odt"))
    assert first.text == (
        "Fees\n\nPay on time[1].\n\n• cash\n• bond\n\nCase | Fee\n\nCase: A; Fee: 10\n\n1 Or early."
    )
    assert [(heading.level, heading.title) for heading in first.headings] == [(1, "Fees")]
    assert second.text == "The next page."


def test_rtf_keeps_encodings_headings_tables_notes_and_pages(tmp_path: Path) -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}{\info{\title Fees}{\author Ada}}"
        r"{\pict\pngblip 89504e47}\pard\s1 The fees\par\pard\s0 Gr\'fc\'dfe \f1\'cf\'f0\f0  "
        r"\u8364?5\uc2\u-10179??\u-8704??"
        r"{\footnote Or early.} {\v hidden}{\*\unknown gone}\par"
        r"\trowd\trhdr\intbl Case\cell Fee\cell\row\trowd\intbl A\cell 10\cell\row\pard\page Next\line page}"
    )
    path = tmp_path / "a.rtf"
    path.write_bytes(source.encode("ascii"))
    info, (first, second) = read(path)
    assert (info.title, info.author) == ("Fees", "Ada")
    assert first.text == "The fees\n\nGrüße Пр €5😀[1]\n\nCase | Fee\n\nCase: A; Fee: 10\n\n1 Or early."
    assert [(heading.level, heading.title) for heading in first.headings] == [(1, "The fees")]
    assert second.text == "Next\npage"


# What is found inside, and what is refused


def test_a_lying_suffix_is_seen_through(tmp_path: Path) -> None:
    made = {
        office.xlsx(tmp_path / "a.docx"): Format.SHEETS,
        office.pptx(tmp_path / "b.xlsx"): Format.SLIDES,
        documents.docx(tmp_path / "c.zip"): Format.WORD,
        office.epub(tmp_path / "d"): Format.BOOK,
        office.odt(tmp_path / "e.bin"): Format.OPEN_TEXT,
        office.xls(tmp_path / "f.doc"): Format.OLD_SHEETS,
        office.msg(tmp_path / "g.tmp", "Hi"): Format.OUTLOOK,
        office.eml(tmp_path / "h.txt.bak", {}): Format.MAIL,
        office.zip_of(tmp_path / "i.download", {"a.txt": "A"}): Format.ARCHIVE,
    }
    assert {path.name: format_of(path) for path in made} == {path.name: form for path, form in made.items()}
    page, table, rich = tmp_path / "report.xls", tmp_path / "table.xls", tmp_path / "letter.doc"
    page.write_text("<html><table><tr><td>1</table></html>", encoding="utf-8")
    table.write_text("Name\tTown\nAda\tLondon\n", encoding="utf-8")
    rich.write_text(r"{\rtf1 Dear}", encoding="utf-8")
    assert [format_of(path) for path in (page, table, rich)] == [Format.HTML, Format.TABLE, Format.RICH_TEXT]


def test_older_formats_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(office.ole({"WordDocument": b"x"}))
    with pytest.raises(FormatUnknown) as refused:
        reader_for(tmp_path / "a.docx")
    assert refused.value.facts["suffix"] == ".doc"


def test_programs_packed_as_archives_are_not_taken_for_documents(tmp_path: Path) -> None:
    with pytest.raises(FormatUnknown):
        reader_for(office.zip_of(tmp_path / "a.jar", {"META-INF/MANIFEST.MF": "", "A.class": "x"}))


@pytest.mark.parametrize("made", [office.xlsx, office.pptx, documents.docx])
def test_a_protected_office_file_asks_for_its_password(made: object, tmp_path: Path) -> None:
    assert callable(made)
    plain = made(tmp_path / "plain.bin")
    path = office.protected(tmp_path / "a.bin", plain, "secret")
    assert format_of(path) is Format.PROTECTED
    with pytest.raises(PasswordNeeded):
        read(path)
    with pytest.raises(PasswordWrong):
        read(path, "wrong")
    assert read(path, "secret") == read(plain)


_MAKERS = {
    ".xlsx": office.xlsx,
    ".pptx": office.pptx,
    ".epub": office.epub,
    ".odt": office.odt,
    ".xls": office.xls,
    ".docx": documents.docx,
}


@pytest.mark.parametrize("suffix", sorted(_MAKERS))
@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_read_or_refused(suffix: str, keep: float, tmp_path: Path) -> None:
    whole = _MAKERS[suffix](tmp_path / f"whole{suffix}")
    path = documents.truncated(tmp_path / f"cut{suffix}", whole, keep)
    try:
        _, pages = read(path)
    except ReadError:
        return
    assert pages


@pytest.mark.parametrize(
    ("suffix", "part"),
    [(".xlsx", "xl/worksheets/sheet1.xml"), (".pptx", "ppt/slides/slide1.xml"), (".odt", "content.xml"),
     (".epub", "OPS/text/c0.xhtml"), (".xlsx", "xl/sharedStrings.xml"), (".docx", "word/document.xml")],
)  # fmt: skip
def test_entities_are_neither_expanded_nor_fetched(suffix: str, part: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    whole = _MAKERS[suffix](tmp_path / f"whole{suffix}")
    for prolog, entity in ((_BOMB, "i"), (f'<!DOCTYPE x [<!ENTITY i SYSTEM "{secret.as_uri()}">]>', "i")):
        path = _with_entity(tmp_path / f"a{suffix}", whole, part, prolog, entity)
        try:
            _, pages = read(path)
        except FileCorrupt:
            continue
        text = "".join(page.text for page in pages)
        assert "SECRET" not in text
        assert len(text) < 10_000


def test_parts_that_unpack_to_too_much_are_refused_unopened(tmp_path: Path) -> None:
    chunk = b" " * (1 << 20)
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(310):
            part.write(chunk)
    with pytest.raises(FileTooLarge):
        read(path)


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


def _with_entity(path: Path, whole: Path, part: str, prolog: str, entity: str) -> Path:
    """A copy of a package in which one part declares entities and uses one in its first text."""
    stream = io.BytesIO(whole.read_bytes())
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                text = data.decode()
                if text.startswith("<?xml"):
                    text = text.partition("?>")[2]
                for end in ("</t>", "</a:t>", "</text:p>", "</p>", "</v>", "</w:t>"):
                    text = text.replace(end, f"&{entity};{end}", 1)
                data = (prolog + text).encode()
            target.writestr(name, data)
    return path
