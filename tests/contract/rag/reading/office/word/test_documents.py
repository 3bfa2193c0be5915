"""DOCX: headings, lists and numbers, tables, notes, pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from files import documents
from files.reading import read

from rag.errors import (
    FileTooLarge,
)


def test_docx_keeps_headings_tables_lists_and_pages(tmp_path: Path) -> None:
    info, (first, second) = read(documents.docx(tmp_path / "a.docx"))
    assert info.title == "Handbook"
    assert [(heading.level, heading.title) for heading in first.headings] == [(1, "Trustees"), (2, "Bonds")]
    assert "• Cash bond\n• Surety bond" in first.text
    assert "Case | Fee\nChapter 13 | 10 percent" in first.text
    assert second.text == "Audits\n\nAudits happen each year."


def test_docx_counts_paragraph_numbers_and_places_footnotes(tmp_path: Path) -> None:
    levels = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for depth, form, text in (
            (0, "decimal", "%1."),
            (1, "lowerLetter", "(%2)"),
            (2, "upperRoman", "%1.%3"),
        )
    )
    numbering = (
        f"<w:root><w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num></w:root>"
    )
    notes = (
        "<w:root><w:footnote w:id='2'><w:p><w:r><w:t>See the Code.</w:t></w:r></w:p></w:footnote></w:root>"
    )

    def item(text: str, depth: int) -> str:
        place = f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='1'/></w:numPr>"
        return documents.paragraph(text, place)

    body = (
        item("One", 0) + item("first", 1) + item("second", 1)
        + item("Two", 0) + item("again", 1) + item("deep", 2)
        + "<w:p><w:r><w:t>Noted</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )  # fmt: skip
    path = documents.docx_of(
        tmp_path / "a.docx", body, parts={"word/numbering.xml": numbering, "word/footnotes.xml": notes}
    )
    _, (page,) = read(path)
    assert page.text == (
        "1. One\n(a) first\n(b) second\n2. Two\n(a) again\n2.I deep\n\nNoted[1]\n\n[1] See the Code."
    )


def test_docx_pages_follow_the_breaks_word_drew(tmp_path: Path) -> None:
    drawn = (
        "<w:p><w:r><w:t>one</w:t><w:br w:type='page'/></w:r></w:p>"
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>two </w:t>"
        "<w:lastRenderedPageBreak/><w:t>three</w:t></w:r></w:p>"
    )
    _, pages = read(documents.docx_of(tmp_path / "a.docx", drawn))
    assert [page.text for page in pages] == ["one", "two", "three"]


def test_docx_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    prolog = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    path = documents.docx_of(tmp_path / "a.docx", documents.paragraph("before &leak; after"), prolog=prolog)
    _, pages = read(path)
    assert "SECRET" not in "".join(page.text for page in pages)


def test_a_docx_that_unpacks_to_too_much_is_refused_unopened(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge) as refused:
        read(documents.bomb_docx(tmp_path / "bomb.docx"))
    assert isinstance(refused.value.facts["size"], int)


@pytest.mark.parametrize("suffix", [".docm", ".dotx", ".dotm", ".bin"])
def test_documents_with_macros_and_templates_are_read_alike(tmp_path: Path, suffix: str) -> None:
    path = documents.docx_of(tmp_path / "a.docx", documents.paragraph("Vorlage für Mahnungen"))
    _, (page,) = read(path.rename(path.with_suffix(suffix)))
    assert page.text == "Vorlage für Mahnungen"
