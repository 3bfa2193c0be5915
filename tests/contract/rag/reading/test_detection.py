"""What format a file is in, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from files import documents, office

from rag.errors import (
    FormatUnknown,
)
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import Format


def test_unknown_suffixes_are_read_by_what_the_file_is(tmp_path: Path) -> None:
    pdf_file = documents.pdf(tmp_path / "report.download")
    word_file = documents.docx(tmp_path / "letter.bak")
    (tmp_path / "notes").write_text("Plain notes.", encoding="utf-8")
    (tmp_path / "saved.page").write_text("<!DOCTYPE html><p>Hi", encoding="utf-8")
    found = [format_of(path) for path in (pdf_file, word_file, tmp_path / "notes", tmp_path / "saved.page")]
    assert found == [Format.PDF, Format.WORD, Format.TEXT, Format.HTML]
    (tmp_path / "tool.exe").write_bytes(b"MZ\x00\x01\x02" * 100)
    (tmp_path / "drawing.svg").write_text("<svg><text>A</text></svg>", encoding="utf-8")
    for name in ("tool.exe", "drawing.svg"):
        with pytest.raises(FormatUnknown):
            reader_for(tmp_path / name)


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
