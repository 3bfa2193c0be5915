"""What every reader promises, and what each format adds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from files import documents, office, pictures

from rag.errors import (
    FileCorrupt,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    FormatUnknown,
    PasswordNeeded,
    PasswordWrong,
)
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import SUFFIXES, Format
from rag.reading.pages import pdf
from rag.types import DocumentInfo, Page, PageUnit, TextSource


def written(name: str, text: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


SAMPLES: dict[Format, Callable[[Path], Path]] = {
    Format.PDF: lambda folder: documents.pdf(folder / "a.pdf", [documents.BREACH, "Second page\n\nhere"]),
    Format.TEXT: written("a.txt", "One page\nof text\fThe next page"),
    Format.MARKDOWN: written("a.md", "# Guide\n\nText.\n\n## Use\n\n- one\n- two\n"),
    Format.WORD: lambda folder: documents.docx(folder / "a.docx"),
    Format.HTML: written("a.html", "<h1>Guide</h1><p>Text &amp; more.</p><ul><li>one</li></ul>"),
    Format.TABLE: written("a.csv", "Name,City\nAda,London\nKurt,Vienna\n"),
    Format.SHEETS: lambda folder: office.xlsx(folder / "a.xlsx"),
    Format.OLD_SHEETS: lambda folder: office.xls(folder / "a.xls"),
    Format.SLIDES: lambda folder: office.pptx(folder / "a.pptx"),
    Format.BOOK: lambda folder: office.epub(folder / "a.epub"),
    Format.OPEN_TEXT: lambda folder: office.odt(folder / "a.odt"),
    Format.RICH_TEXT: written("a.rtf", r"{\rtf1\ansi Gr\'fc\'dfe\par Ende}"),
    Format.MAIL: lambda folder: office.eml(folder / "a.eml", {"note.txt": b"A note."}),
    Format.OUTLOOK: lambda folder: office.msg(folder / "a.msg", "The body.", {"b.txt": b"A word. " * 512}),
    Format.IMAGE: lambda folder: pictures.saved(folder / "a.png"),
    Format.ARCHIVE: lambda folder: office.zip_of(folder / "a.zip", {"b.txt": "B", "a.md": "# A"}),
    Format.RECORDS: written("a.jsonl", '{"key":"d::1","label":"1","text":"First"}\n{"name":"x","size":3}\n'),
}


UNITS = {
    Format.TABLE: PageUnit.RECORD,
    Format.RECORDS: PageUnit.RECORD,
    Format.SHEETS: PageUnit.SHEET,
    Format.OLD_SHEETS: PageUnit.SHEET,
    Format.PROTECTED: PageUnit.SHEET,
    Format.SLIDES: PageUnit.SLIDE,
    Format.BOOK: PageUnit.CHAPTER,
}


def read(path: Path, password: str | None = None) -> tuple[DocumentInfo, list[Page]]:
    events = list(reader_for(path)(path, password))
    infos = [event for event in events if isinstance(event, DocumentInfo)]
    pages = [event for event in events if isinstance(event, Page)]
    assert events[0] is infos[0]
    if len(infos) > 1:  # a container, which is counted only as it is read
        assert infos[0].page_count == 0
        assert events[-1] is infos[1]
    assert len(pages) + len(infos) == len(events)
    return infos[-1], pages


@pytest.mark.parametrize("form", list(SAMPLES))
def test_every_reader_gives_the_document_then_its_pages_in_order(form: Format, tmp_path: Path) -> None:
    path = SAMPLES[form](tmp_path)
    assert format_of(path) is form
    info, pages = read(path)
    assert [page.number for page in pages] == list(range(1, info.page_count + 1))
    assert any(page.text for page in pages)
    assert info.unit is UNITS.get(form, PageUnit.PAGE)


def test_every_format_but_the_wrapper_of_others_has_a_sample() -> None:
    assert set(Format) - set(SAMPLES) == {Format.PROTECTED}


@pytest.mark.parametrize("form", list(SAMPLES))
def test_lines_words_and_headings_are_places_in_their_page(form: Format, tmp_path: Path) -> None:
    _, pages = read(SAMPLES[form](tmp_path))
    source = TextSource.OCR if form is Format.IMAGE else TextSource.TEXT
    for page in pages:
        assert page.source is (source if page.text else TextSource.NONE)
        for line in page.lines:
            assert line.start == line.end or page.text[line.start : line.end] == line.text
            assert "\n" not in line.text
        for word in page.words:
            assert page.text[word.start : word.end].split() == [page.text[word.start : word.end]]
            assert 0 <= word.box.x0 < word.box.x1 <= 1
            assert 0 <= word.box.y0 < word.box.y1 <= 1
        for heading in page.headings:
            assert 0 <= heading.start < heading.end <= len(page.text)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_files_that_are_none_are_refused_by_every_reader(suffix: str, tmp_path: Path) -> None:
    missing, empty, folder = (tmp_path / f"{name}{suffix}" for name in ("missing", "empty", "folder"))
    empty.touch()
    folder.mkdir()
    for path, fault in ((missing, FileMissing), (empty, FileEmpty), (folder, FileUnreadable)):
        with pytest.raises(fault) as refused:
            reader_for(path)
        assert refused.value.facts["path"] == str(path)


@pytest.mark.parametrize(
    "suffix",
    [
        ".pdf",
        ".docx",
        ".xlsx",
        ".xls",
        ".pptx",
        ".epub",
        ".odt",
        ".rtf",
        ".msg",
        ".zip",
        ".png",
        ".tif",
        ".heic",
    ],
)
def test_garbage_is_corrupt_not_a_crash(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"garbage{suffix}"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(FileCorrupt):
        read(path)


def test_unknown_suffixes_are_read_by_what_the_file_is(tmp_path: Path) -> None:
    pdf_file = documents.pdf(tmp_path / "report.download")
    word_file = documents.docx(tmp_path / "letter.bak")
    (tmp_path / "notes").write_text("Plain notes.", encoding="utf-8")
    (tmp_path / "saved.page").write_text("<!DOCTYPE html><p>Hi", encoding="utf-8")
    found = [format_of(path) for path in (pdf_file, word_file, tmp_path / "notes", tmp_path / "saved.page")]
    assert found == [Format.PDF, Format.WORD, Format.TEXT, Format.HTML]
    (tmp_path / "tool.exe").write_bytes(b"MZ\x00\x01\x02" * 100)
    (tmp_path / "box.mbox").write_text("From ada@example.org\n\nText", encoding="utf-8")
    for name in ("tool.exe", "box.mbox"):
        with pytest.raises(FormatUnknown):
            reader_for(tmp_path / name)


# PDF


def test_a_pdf_word_has_the_box_it_is_printed_in(tmp_path: Path) -> None:
    _, (page,) = read(documents.pdf(tmp_path / "a.pdf", ["Alpha beta"]))
    alpha, beta = page.words
    assert page.text[beta.start : beta.end] == "beta"
    assert alpha.box.x0 == pytest.approx(72 / 595, abs=0.01)
    assert alpha.box.x1 < beta.box.x0
    assert alpha.box.y0 < 80 / 842 < alpha.box.y1


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_follow_the_rotation_of_the_page(rotate: int, tmp_path: Path) -> None:
    _, (page,) = read(documents.pdf(tmp_path / "a.pdf", ["Alpha"], rotate=rotate))
    (word,) = page.words
    x, y = 80 / 595, 78 / 842
    seen = {90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[rotate]
    assert word.box.x0 - 0.02 < seen[0] < word.box.x1 + 0.02
    assert word.box.y0 - 0.02 < seen[1] < word.box.y1 + 0.02


def test_running_headers_and_page_numbers_are_set_aside_but_listed(tmp_path: Path) -> None:
    pages = [f"Text of page {name}, which differs." for name in ("one", "two", "three", "four", "five")]
    path = documents.pdf(tmp_path / "a.pdf", pages, header="Annual report", footer="Page {page} of 5")
    _, found = read(path)
    assert [page.text for page in found[1:]] == pages[1:]
    aside = [line.text for line in found[2].lines if line.start == line.end]
    assert aside == ["Annual report", "Page 3 of 5"]
    assert "Annual report" in found[0].text  # once, so that it can be found


def test_articles_on_consecutive_pages_are_no_page_numbers(tmp_path: Path) -> None:
    pages = [f"Article {n}\nText of the article on this page." for n in range(1, 7)]
    _, found = read(documents.pdf(tmp_path / "a.pdf", pages))
    assert all(page.text.startswith(f"Article {page.number}") for page in found)


def test_words_split_at_the_end_of_a_line_are_made_whole(tmp_path: Path) -> None:
    text = "This is impor-\ntant for every controller, and also a cost-\neffective way. It is cost-effective."
    _, (page,) = read(documents.pdf(tmp_path / "a.pdf", [text]))
    assert "important\nfor every" in page.text
    assert "cost-effective\nway" in page.text
    halves = [word for word in page.words if page.text[word.start : word.end] in ("impor", "tant")]
    assert halves[0].end == halves[1].start
    assert halves[0].box.y1 <= halves[1].box.y0 + 0.01


def test_paragraphs_are_parted_by_a_blank_line(tmp_path: Path) -> None:
    text = "First line\nsecond line\nthird line\nfourth line\n\nNew paragraph\nits end"
    _, (page,) = read(documents.pdf(tmp_path / "a.pdf", [text]))
    assert page.text == text


@pytest.mark.parametrize(
    ("given", "told"), [("", ""), ("(Untitled)", "(Untitled)"), ("untitled", ""), ("Law", "Law")]
)
def test_a_title_that_a_program_made_up_is_none(tmp_path: Path, given: str, told: str) -> None:
    info, _ = read(documents.pdf(tmp_path / "a.pdf", title=given))
    assert info.title == told


def test_outline_title_and_type_of_lines_are_told(tmp_path: Path) -> None:
    path = documents.pdf(
        tmp_path / "a.pdf",
        ["# Scope\nText.", "# Terms\nMore."],
        outline=[("Scope", 0, 1), ("Terms", 1, 2)],
        title="Law",
    )
    info, pages = read(path)
    assert info.title == "Law"
    assert [(item.title, item.level, item.page) for item in info.outline] == [
        ("Scope", 1, 1),
        ("Terms", 2, 2),
    ]
    heading, body = pages[0].lines
    assert (heading.size, heading.bold) == (16.0, True)
    assert (body.size, body.bold) == (11.0, False)


def test_filled_form_fields_are_text(tmp_path: Path) -> None:
    _, (page,) = read(documents.form_pdf(tmp_path / "form.pdf", "Ada Lovelace"))
    assert "Ada Lovelace" in page.text


def test_an_encrypted_pdf_asks_for_its_password(tmp_path: Path) -> None:
    path = documents.encrypted_pdf(tmp_path / "locked.pdf", "secret")
    with pytest.raises(PasswordNeeded):
        read(path)
    with pytest.raises(PasswordWrong):
        read(path, "wrong")
    _, (page,) = read(path, "secret")
    assert page.text == documents.BREACH


def test_a_pdf_cut_short_is_read_or_refused(tmp_path: Path) -> None:
    whole = documents.pdf(tmp_path / "whole.pdf", [documents.BREACH] * 8)
    for keep in (0.05, 0.5, 0.95):
        path = documents.truncated(tmp_path / "cut.pdf", whole, keep)
        try:
            _, pages = read(path)
        except FileCorrupt:
            continue
        assert pages


def test_a_pdf_without_text_has_pages_without_text(tmp_path: Path) -> None:
    info, pages = read(documents.picture_pdf(tmp_path / "scan.pdf", 2))
    assert info.page_count == 2
    assert [page.source for page in pages] == [TextSource.NONE] * 2


def test_a_page_is_drawn_at_the_width_asked_for(tmp_path: Path) -> None:
    path = documents.picture_pdf(tmp_path / "a.pdf")
    width, height, rgb = pdf.render(path, 1, 300, None)
    assert width == 300
    assert height == pytest.approx(300 * 842 / 595, abs=2)
    assert len(rgb) == width * height * 3
    middle = (height // 2 * width + width // 3) * 3
    assert rgb[:3] == b"\xff\xff\xff"
    assert rgb[middle : middle + 3] == b"\xcc\xcc\xcc"


def test_pictures_are_bounded(tmp_path: Path) -> None:
    width, height, _ = pdf.render(documents.pdf(tmp_path / "a.pdf", size=(100, 3000)), 1, 100_000, None)
    assert width <= 4000
    assert width * height <= 40_100_000
    with pytest.raises(IndexError):
        pdf.render(tmp_path / "a.pdf", 2, 100, None)


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_decoded_whatever_its_encoding(encoding: str, tmp_path: Path) -> None:
    text = "Die Prüfung der Größe müsste für alle Straßen gelten, schön wäre das natürlich überall. " * 5
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    _, (page,) = read(path)
    assert page.text == text.rstrip()


def test_what_cannot_be_shown_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("A\x01B\u200e 1.3.3\u00a0end\r\nﬁne\x0cnext".encode())
    _, pages = read(path)
    assert [page.text for page in pages] == ["AB 1.3.3 end\nfine", "next"]


def test_a_long_text_is_parted_into_pages_at_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A line of text that repeats itself.\n" * 10_000, encoding="utf-8")
    _, pages = read(path)
    assert len(pages) > 5
    assert all(page.text.endswith("itself.") for page in pages)


# Markdown, HTML


def test_markdown_headings_are_told_without_their_marks(tmp_path: Path) -> None:
    path = written("a.md", "# The *Guide*\n\nText.\n\n```\n# no heading\n```\n\nUse\n---\nMore.")(tmp_path)
    _, (page,) = read(path)
    assert [(heading.level, heading.title) for heading in page.headings] == [(1, "The *Guide*"), (2, "Use")]
    assert page.text.startswith("# The *Guide*\n\nText.")


def test_html_shows_what_a_reader_sees(tmp_path: Path) -> None:
    source = """<html><head><title>T &amp; C</title><style>p{}</style></head><body>
    <nav><a href=x>Home</a></nav><script>alert(1)</script><div hidden>gone</div>
    <p style="display: none">gone</p>
    <h2>Fees</h2><p>Pay <b>on</b>
    time.<!-- note --> Always.</p><ol start=3><li>third</li><li>fourth</li></ol>
    <table><tr><th>Case</th><th>Fee</th></tr><tr><td>A</td><td><p>10 %</p></td></tr></table>
    <pre>x = 1
    y = 2</pre></body></html>"""
    info, (page,) = read(written("a.html", source)(tmp_path))
    assert info.title == "T & C"
    assert page.text == (
        "Fees\n\nPay on time. Always.\n\n3. third\n4. fourth\n\n"
        "Case | Fee\n\nCase: A; Fee: 10 %\n\nx = 1\n    y = 2"
    )
    assert [(heading.level, heading.title) for heading in page.headings] == [(2, "Fees")]


def test_html_nested_without_end_is_read(tmp_path: Path) -> None:
    _, pages = read(written("a.html", "<div>" * 20_000 + "deep" + "</div>" * 20_000)(tmp_path))
    assert pages


# DOCX


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
        "1. One\n(a) first\n(b) second\n2. Two\n(a) again\n2.I deep\n\nNoted[2]\n\n2 See the Code."
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


# Records


def test_csv_rows_are_records_named_by_their_header(tmp_path: Path) -> None:
    text = 'Name;City;Note\n"Lovelace; Ada";London;"two\nlines"\nGödel;Wien;\n\n'
    info, pages = read(written("a.csv", text)(tmp_path))
    assert info.page_count == 2
    assert [(page.label, page.text) for page in pages] == [
        ("row 1", "Name: Lovelace; Ada; City: London; Note: two lines"),
        ("row 2", "Name: Gödel; City: Wien"),
    ]


def test_csv_columns_may_be_named_by_years(tmp_path: Path) -> None:
    _, (page,) = read(written("a.csv", "Segment,2023,2022\nMedical,1204,998\n")(tmp_path))
    assert page.text == "Segment: Medical; 2023: 1204; 2022: 998"
    _, pages = read(written("b.csv", "Ada,1815\nKurt,1906\n")(tmp_path))
    assert len(pages) == 2


def test_csv_without_a_header_keeps_its_first_row(tmp_path: Path) -> None:
    _, pages = read(written("a.csv", "1,2.5\n3,4.5\n")(tmp_path))
    assert [page.text for page in pages] == ["1; 2.5", "3; 4.5"]


def test_jsonl_records_keep_key_and_label_or_list_their_fields(tmp_path: Path) -> None:
    text = (
        '{"key":"d::1.1","label":"1.1","text":"Scope\\n"}\n{"name":"x","tags":["a","b"],"at":{"page":3}}\n\n'
    )
    _, (first, second) = read(written("a.jsonl", text)(tmp_path))
    assert (first.key, first.label, first.text) == ("d::1.1", "1.1", "Scope")
    assert (second.key, second.label, second.text) == (None, None, "name: x\ntags: a, b\nat.page: 3")


def test_a_broken_record_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileCorrupt) as refused:
        read(written("a.jsonl", '{"text":"a"}\n{"text":\n')(tmp_path))
    assert refused.value.facts["detail"] == "line 2"
