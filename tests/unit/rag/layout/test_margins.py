"""What is set aside of a page that has no like pages: lone page numbers and download stamps, nothing else."""

from __future__ import annotations

import pytest

from rag.layout.furniture import Furniture
from rag.layout.margins import idle_lines
from rag.layout.printed import RawLine, RawPage, RawWord, Rectangle
from rag.types import TextSource

LEADING = 0.02
HEIGHT = 0.014


def line(
    text: str,
    top: float,
    left: float = 0.12,
    right: float | None = None,
    size: float = 10.0,
    bold: bool = False,
) -> RawLine:
    """A line of text; `right` defaults to what so many letters take."""
    end = left + 0.008 * len(text) if right is None else right
    words, at = [], left
    for word in text.split():
        wide = (end - left) * len(word) / len(text)
        words.append(RawWord(word, (at, top, at + wide, top + HEIGHT)))
        at += wide + (end - left) / len(text)
    made = RawLine(words, size, bold)
    made.settle()
    return made


def sideways(text: str, left: float = 0.013) -> RawLine:
    box: Rectangle = (left, 0.2, left + 0.02, 0.6)
    made = RawLine([RawWord(word, box) for word in text.split()], 8.0, False)
    made.settle()
    return made


def body(first: float = 0.12, rows: int = 38) -> list[RawLine]:
    return [
        line("The parties agree as follows and without delay.", first + LEADING * n, right=0.88)
        for n in range(rows)
    ]


def page(*others: RawLine, rows: int = 38, label: str | None = None, number: int = 1) -> RawPage:
    return RawPage(number, 595.0, 842.0, [*body(rows=rows), *others], label)


def set_aside(sheet: RawPage) -> list[str]:
    return [sheet.lines[index].text for index in sorted(idle_lines(sheet))]


@pytest.mark.parametrize(
    "text",
    ["7", "447", "- 7 -", "– 12 –", "Page 1 of 3", "Page 1", "Seite 1 von 3", "1/3", "1 of 3", "xii", "i"],
)
def test_a_page_number_by_itself_at_the_bottom_is_set_aside(text: str) -> None:
    assert set_aside(page(line(text, 0.94, left=0.49))) == [text]


@pytest.mark.parametrize("text", ["1", "- 1 -", "Page 1 of 3", "1/3"])
def test_so_it_is_at_the_top(text: str) -> None:
    assert set_aside(page(line(text, 0.04, left=0.85))) == [text]


def test_a_number_the_file_gives_the_page_is_set_aside_at_the_top() -> None:
    assert set_aside(page(line("xii", 0.04, left=0.85), label="xii")) == ["xii"]


@pytest.mark.parametrize(
    "text",
    [
        "2023-0117",  # an invoice's number
        "10023",
        "447",  # a short one, or that of a case
        "1987",  # a year as a title
        "IV",  # a chapter
        "No. 7",
        "7.",
        "§ 7",
        "3 of 2",
        "2/3",  # not this page's
    ],
)
def test_other_numbers_at_the_top_stay(text: str) -> None:
    assert set_aside(page(line(text, 0.04, left=0.85))) == []


@pytest.mark.parametrize(
    "text", ["1987", "2,450", "150.00", "7%", "x", "v", "mix", "civil", "iiii", "I", "7)", "-7"]
)
def test_other_words_and_figures_at_the_bottom_stay(text: str) -> None:
    assert set_aside(page(line(text, 0.94, left=0.49))) == []


def test_the_number_of_a_heading_at_the_top_stays() -> None:
    bold = page(line("1", 0.04, bold=True))
    large = page(line("1", 0.04, size=16.0))
    over_a_title = RawPage(1, 595.0, 842.0, [line("1", 0.04), line("Scope", 0.09, bold=True), *body()])
    lower = page(line("1", 0.085))
    assert [set_aside(sheet) for sheet in (bold, large, over_a_title, lower)] == [[], [], [], []]


def test_a_number_at_the_usual_distance_from_the_text_stays() -> None:
    last = 0.12 + LEADING * 41
    assert set_aside(page(line("7", last + LEADING, left=0.49), rows=42)) == []


def test_a_number_with_others_in_its_row_stays() -> None:
    assert set_aside(page(line("Total", 0.94), line("7", 0.94, left=0.85))) == []


def test_the_last_row_of_a_table_stays_though_it_is_one_figure_far_below() -> None:
    cells = [
        cell
        for n in range(39)
        for cell in (line("Item", 0.12 + LEADING * n), line("150", 0.12 + LEADING * n, left=0.8))
    ]
    assert set_aside(RawPage(1, 595.0, 842.0, [*cells, line("450", 0.94, left=0.8)])) == []


def test_a_number_in_the_middle_of_the_page_stays() -> None:
    assert set_aside(RawPage(1, 595.0, 842.0, [*body(rows=20), line("7", 0.7, left=0.49)])) == []


def test_a_page_of_few_rows_keeps_its_number() -> None:
    assert set_aside(RawPage(1, 595.0, 842.0, [line("Annual report", 0.4), line("7", 0.94)])) == []


@pytest.mark.parametrize(
    "text",
    [
        "Downloaded from http://journal.example.com/ on July 12, 2017 - Published by group.example.com",
        "Downloaded from journal.example.ac.uk at 6:51 GMT on Monday November 11th 2019",
        "Downloaded from https://academic.example.com/a/b/1/2/33 by guest on 12 January 2021",
        "Downloaded by University of Somewhere at 12:34 05 May 2013",
        "This content downloaded from 192.0.2.7 on Mon, 01 Jan 2018 12:00:00 UTC",
        "Authorized licensed use limited to: A Library. Downloaded on May 5,2010 at 10:11 from Xplore.",
        "Published on 12 June 2014. Downloaded by A University on 03/12/2014 12:34:56.",
    ],
)
def test_a_download_stamp_is_set_aside_in_every_margin(text: str) -> None:
    assert set_aside(page(line(text, 0.01, right=0.88))) == [text]
    assert set_aside(page(line(text, 0.97, right=0.88))) == [text]
    assert set_aside(page(sideways(text))) == [text]
    assert set_aside(page(sideways(text, left=0.96))) == [text]


def test_a_stamp_s_further_lines_go_with_it() -> None:
    stamp = ["This content downloaded from", "192.0.2.7 on Mon, 01 Jan 2018 12:00:00 UTC"]
    terms = "All use subject to https://about.example.org/terms"
    lines = [line(text, 0.93 + LEADING * n) for n, text in enumerate([*stamp, terms])]
    assert set_aside(page(*lines)) == [*stamp, terms]
    assert set_aside(page(*lines[1:])) == []


@pytest.mark.parametrize(
    "text",
    [
        "Published by Example Press on 12 June 2014",  # without a download
        "Downloaded from the register on 3 May 2019, the deed is attached.",
        "Downloaded from http://journal.example.com/",  # without a date
        "The form was downloaded from http://example.com on 3 May 2019",
        "All use subject to https://about.example.org/terms",
        "Authorized licensed use limited to: the Licensee",
    ],
)
def test_other_sentences_in_the_margins_stay(text: str) -> None:
    assert set_aside(page(line(text, 0.01, right=0.88))) == []


def test_a_stamp_in_the_text_stays() -> None:
    quoted = "Downloaded from http://journal.example.com/ on July 12, 2017"
    assert set_aside(page(line(quoted, 0.9))) == []


def test_a_number_over_a_stamp_is_outermost() -> None:
    stamp = "Downloaded from http://journal.example.com/ on July 12, 2017"
    assert set_aside(page(line("7", 0.93, left=0.49), line(stamp, 0.975))) == ["7", stamp]


def test_a_page_read_from_its_picture_keeps_everything() -> None:
    sheet = page(line("7", 0.94, left=0.49))
    sheet.source = TextSource.OCR
    assert set_aside(sheet) == []


def test_a_number_read_from_a_picture_on_a_page_with_text_stays() -> None:
    assert set_aside(page(line("7", 0.94, left=0.49, size=0.0))) == []


def test_first_pages_and_short_documents_are_judged_so_and_others_by_their_like() -> None:
    def numbers_gone(count: int) -> list[bool]:
        pages = [page(line(str(40 + n * n), 0.94, left=0.49), number=n) for n in range(1, count + 1)]
        furniture = Furniture()
        for one in pages:
            furniture.add(one)
        return [len(one.lines) - 1 in furniture.find(one) for one in pages]

    assert numbers_gone(2) == [True, True]
    assert numbers_gone(3) == [True, False, False]  # they do not keep step
