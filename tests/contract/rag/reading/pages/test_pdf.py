"""PDF: where its words stand, what is no text of a page, passwords, pictures of pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from files import documents
from files.reading import read

from rag.errors import (
    FileCorrupt,
    PasswordNeeded,
    PasswordWrong,
)
from rag.reading.pages import pdf
from rag.types import TextSource


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
