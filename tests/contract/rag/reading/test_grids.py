"""Tables as rows and cells: every format of sheets gives the same; what is no table says so."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from models import CHECKOUT

from engine.cancel import CancelToken
from rag.errors import FileMissing, NotATable
from rag.reading.reader import DocumentReader

ROWS = [["Month", "Sold"], ["2024-01", "1,5"], ["2024-02", "2"]]
_ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Data">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    reader = DocumentReader()
    yield reader
    reader.close()


def csv(path: Path) -> str:
    path.write_text("\n".join(";".join(row) for row in ROWS), encoding="utf-8")
    return ""


def tsv(path: Path) -> str:
    path.write_text("\n".join("\t".join(row) for row in ROWS), encoding="utf-16")
    return ""


def xlsx(path: Path) -> str:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Data")
    for place, row in enumerate(ROWS):
        sheet.write_row(place, 0, row)
    book.close()
    return "Data"


def ods(path: Path) -> str:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", _ODS.format(rows=rows))
    return "Data"


@pytest.mark.parametrize("write", [csv, tsv, xlsx, ods])
def test_every_format_gives_its_rows(write: object, reader: DocumentReader, tmp_path: Path) -> None:
    assert callable(write)
    path = tmp_path / f"table.{write.__name__}"
    name = write(path)
    assert reader.grids(path, CancelToken()) == [(name, ROWS)]


def test_an_old_workbook_gives_its_rows(reader: DocumentReader) -> None:
    grids = reader.grids(CHECKOUT / "tests" / "data" / "sales.xls", CancelToken())
    assert any(len(rows) > 1 and len(rows[0]) > 1 for _, rows in grids)


def test_what_is_no_table_is_refused(reader: DocumentReader, tmp_path: Path) -> None:
    with pytest.raises(NotATable):
        reader.grids(CHECKOUT / "README.md", CancelToken())
    with pytest.raises(FileMissing):
        reader.grids(tmp_path / "none.csv", CancelToken())
