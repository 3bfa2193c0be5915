"""PDFs in Arabic are read as they are said: negations, articles with their numbers, ends of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.backwards import backwards_pdf
from files.reading import read

from rag.layout.printed import RawLine, RawWord
from rag.reading.pages.backwards import put_all_marks, put_marks, turn_brackets, with_ligatures

LINES = (
    "لا يجوز للمستأجر تأجير الشقة.",
    "المادة 2: مدة العقد ثلاث سنوات وتنتهي في 28 فبراير 2027.",
    "يدفع 4,500 درهم خلال 5 أيام.",
    "الأولى والإصلاحات",
)


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_as_it_is_said(line: str, tmp_path: Path) -> None:
    _, (page,) = read(backwards_pdf(tmp_path / "a.pdf", line))
    assert page.text == line


def test_an_article_is_no_ligature() -> None:
    boxes = [(0.0, 0.0, 1.0, 1.0), (1.0, 0.0, 2.0, 1.0), (2.0, 0.0, 3.0, 1.0), (2.0, 0.0, 3.0, 1.0)]
    assert with_ligatures("الال", 0, boxes.__getitem__) == "اللا"
    assert with_ligatures("Lease", 0, boxes.__getitem__) == "Lease"


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        (["المادة", ":1", "الأطراف"], ["المادة", "1:", "الأطراف"]),
        ([".يدفع", "المستأجر", "200"], ["يدفع", "المستأجر", "200."]),
        (["في", "5%", "(3)", "12:30"], ["في", "5%", "(3)", "12:30"]),
        (["حتى", "الساعة", ".19:00"], ["حتى", "الساعة", "19:00."]),
        (["Version", ".5", "of", "العقد"], ["Version", ".5", "of", "العقد"]),
        ([".5"], [".5"]),
    ],
)
def test_marks_stand_behind_what_they_end(given: list[str], read_as: list[str]) -> None:
    words = [RawWord(text, (0.0, 0.0, 1.0, 1.0)) for text in given]
    put_marks(words)
    assert [word.text for word in words] == read_as


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ([")أ(", "»المادة", "المعارة«"], ["(أ)", "«المادة", "المعارة»"]),
        (["(أ)", "«المادة", "المعارة»"], ["(أ)", "«المادة", "المعارة»"]),
        (["(أ)", "المادة)", "»شاذة"], ["(أ)", "المادة)", "»شاذة"]),  # one flaw of the file turns no others
        ([")أ(", "(3)", "[Annex]"], ["(أ)", "(3)", "[Annex]"]),
    ],
)
def test_brackets_open_with_what_opens(given: list[str], read_as: list[str]) -> None:
    words = [RawWord(text, (0.0, 0.0, 1.0, 1.0)) for text in given]
    turn_brackets(words)
    assert [word.text for word in words] == read_as


def test_a_number_that_ends_a_paragraph_alone_has_its_mark_behind_it() -> None:
    def line(*texts: str) -> RawLine:
        return RawLine([RawWord(text, (0.0, 0.0, 1.0, 1.0)) for text in texts], 12.0, False)

    lines = [line("بموجب", "المادة"), line(".17"), line(".5"), line("See", "page"), line(".5")]
    put_all_marks(lines)
    assert [one.words[0].text for one in lines] == ["بموجب", "17.", ".5", "See", ".5"]
