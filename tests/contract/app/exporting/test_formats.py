"""What every format promises: whole when a library opens it, holding all that is said, running nothing."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from markdown_it import MarkdownIt

from app.errors import FileUnwritable
from app.exporting.register import FORMATS, Format, format_of, save
from app.exporting.shape import Cell, Paper, Points, Section, Source, Table
from app.exporting.text import printable

MARK = "⚠ not found in the document"
HOSTILE = (
    "a | b `code` <script>alert(1)</script> & co",
    "=HYPERLINK(1)",
    "+1",
    "@SUM",
    "\u202eright to left\u202c שלום",
    "bell\x07 and nothing\x00",
    "a party 🎉",
    "[link](http://example.org) *stars*",
    "word " * 6000,
)
TABLE = Table(
    ("Who", "Must", "By", "Where", "Pages"),
    tuple((Cell(one), Cell("act"), Cell("2026"), Cell("here"), Cell("", "p. 7", MARK)) for one in HOSTILE),
)
PROSE = Paper(
    "Findings <of> a.pdf",
    (Section("First | part", (Points(tuple(Cell(one, "p. 3, 7", MARK) for one in HOSTILE)),)),),
    ("Covers 2 of 3 pages.",),
    (Source("a.pdf", "3", "First", "=what it says"),),
    1_780_000_000.0,
    {"texts": list(HOSTILE)},
)
ROWS = Paper(
    "Who must?", (Section("", (TABLE,)),), ("Covers 2 of 3 pages.",), PROSE.sources, PROSE.made, PROSE.record
)
PAPERS = {"prose": PROSE, "table": ROWS}


class _Said(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def text_in(form: Format, data: bytes) -> str:
    """All that a reader of the format finds in it."""
    match form.suffix:
        case "docx":
            document = docx.Document(io.BytesIO(data))
            cells = [cell.text for table in document.tables for cell in table._cells]
            return "\n".join([*(one.text for one in document.paragraphs), *cells])
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(data))
            return "\n".join(
                str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
            )
        case "pdf":
            with pypdfium2.PdfDocument(data) as document:
                return "\n".join(page.get_textpage().get_text_bounded() for page in document)
        case "csv":
            found = csv.reader(io.StringIO(data.decode("utf-8-sig")))
            return "\n".join(cell for row in found for cell in row)
        case "html" | "md":
            source = data.decode()
            page = _Said()
            page.feed(
                MarkdownIt("commonmark").enable("table").render(source) if form.suffix == "md" else source
            )
            assert "script" not in page.tags
            assert "a" not in page.tags
            return "".join(page.said)
        case "json":
            return "\n".join(json.loads(data)["texts"])
        case other:
            raise AssertionError(f"no reader for {other}")


def squeezed(text: str) -> str:
    return "".join(printable(text).split())


@pytest.fixture(params=FORMATS, ids=lambda form: form.suffix)
def form(request: pytest.FixtureRequest) -> Format:
    found = request.param
    assert isinstance(found, Format)
    return found


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_all_that_is_said_is_found_again(form: Format, paper: Paper) -> None:
    text = squeezed(text_in(form, form.write(paper)))
    for one in HOSTILE:
        if form.suffix == "pdf" and not one.isascii():
            continue  # fonts turn these around or draw them otherwise
        if form.suffix == "pdf" and one.startswith("word "):
            assert text.count("word") == 6000  # with the numbers of pages in between
            continue
        assert squeezed(one) in text
    if form.suffix != "json":
        assert text.count(squeezed(MARK)) >= len(HOSTILE)
        assert "p.7" in text or "p.3,7" in text


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_same_work_gives_the_same_bytes(form: Format, paper: Paper) -> None:
    assert form.write(paper) == form.write(paper)


def test_it_is_found_by_its_ending_and_has_a_name(form: Format) -> None:
    assert format_of(Path(f"a.{form.suffix.upper()}")) is form
    assert form.name
    assert format_of(Path("a.exe")) is None


def test_what_cannot_be_written_says_so(form: Format, tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "missing" / "a"):
        with pytest.raises(FileUnwritable):
            save(target, PROSE, form)
    if Path("/dev/full").exists():
        with pytest.raises(FileUnwritable):
            save(Path("/dev/full"), PROSE, form)


def test_no_cell_of_a_sheet_is_a_formula_and_a_second_sheet_names_the_sources() -> None:
    (xlsx,) = (form for form in FORMATS if form.suffix == "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(ROWS)))
    assert book.sheetnames == ["Found", "Sources"]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}
    assert all(cell.value is None for sheet in book for row in sheet for cell in row if cell.data_type == "n")
    assert book["Found"].freeze_panes == "A4"
    assert book["Found"].auto_filter.ref == f"A3:E{3 + len(HOSTILE)}"
    assert [cell.value for cell in book["Sources"][4]] == ["a.pdf", "3", "First", "=what it says"]


def test_a_cell_longer_than_a_sheet_takes_is_cut_with_a_mark() -> None:
    (xlsx,) = (form for form in FORMATS if form.suffix == "xlsx")
    long = Paper("Long", (Section("", (Points((Cell("x" * 40_000),)),)),))
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(long)))
    value = str(book["Found"]["B4"].value)
    assert len(value) == 32_767
    assert value.endswith("…")
