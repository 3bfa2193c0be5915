"""The outline of a document: one sign before a line, and many sections of one kind in one line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from rag.types import Section
from ui.reader.outline import Outline


def tree(*given: tuple[int, str, str]) -> list[Section]:
    """Sections of a depth, a label and a title, one below the other."""
    found: list[Section] = []
    above: list[int] = []
    for index, (depth, label, title) in enumerate(given):
        del above[depth:]
        found.append(Section(index, above[-1] if above else None, depth + 1, label, title, index + 1, 0, 0))
        above.append(index)
    return found


def recitals(count: int, depth: int = 0) -> list[tuple[int, str, str]]:
    return [(depth, f"({number})", "") for number in range(1, count + 1)]


ARTICLES = [(0, "CHAPTER I", "General"), (1, "Article 1", "Purpose"), (1, "Article 2", "Scope")]


@pytest.fixture
def outline(qtbot: QtBot) -> Outline:
    made = Outline()
    qtbot.addWidget(made)
    made.resize(240, 600)
    made.show()
    return made


def lines(outline: Outline, parent: QModelIndex | None = None) -> list[str]:
    model, below = outline.sections, parent or QModelIndex()
    return [str(model.index(row, 0, below).data()) for row in range(model.rowCount(below))]


def test_many_recitals_before_the_first_chapter_are_one_closed_line(outline: Outline) -> None:
    """173 of them stood before the first chapter."""
    outline.sections.show_sections(tree((0, "", "Brussels"), *recitals(173), *ARTICLES))
    assert lines(outline) == ["Brussels", "Recitals (1)–(173)", "CHAPTER I General"]
    gathered = outline.sections.index(1, 0)
    assert not outline.isExpanded(gathered)
    assert lines(outline, gathered)[:2] == ["(1)", "(2)"]
    assert outline.sections.rowCount(gathered) == 173
    assert outline.sections.index(172, 0, gathered).parent() == gathered


def test_they_are_so_below_a_title_too_and_before_articles_without_a_chapter(outline: Outline) -> None:
    articles = [(1, "Article 1", "Purpose"), (1, "Article 2", "Scope")]
    outline.sections.show_sections(tree((0, "", "Directive"), *recitals(14, 1), *articles))
    title = outline.sections.index(0, 0)
    assert lines(outline, title) == ["Recitals (1)–(14)", "Article 1 Purpose", "Article 2 Scope"]


def test_other_sections_that_are_but_numbers_are_gathered_as_well(outline: Outline) -> None:
    points = [(0, f"{number}.", "") for number in range(1, 31)]
    outline.sections.show_sections(tree(*points, (0, "PART I", "Rules"), (1, "Rule 1", "Names")))
    assert lines(outline) == ["1. to 30.", "PART I Rules"]


@pytest.mark.parametrize(
    "given",
    [
        [*recitals(9), *ARTICLES],  # few
        recitals(40),  # nothing but these
        [*ARTICLES, *recitals(40), (0, "ANNEX", "Forms")],  # behind the first chapter
        # Articles have names, and an outline is there to show them, with an annex or without.
        [*((0, f"Article {n}", f"On {n}") for n in range(1, 40)), (0, "ANNEX", "Forms"), (1, "Form 1", "A")],
        [*((0, "", f"Heading {n}") for n in range(1, 40)), *ARTICLES],
        [*((0, "(1)", "") for _ in range(40)), *ARTICLES],  # they do not count on
    ],
)
def test_what_is_no_long_run_before_a_chapter_stays_as_it_is(
    outline: Outline, given: list[tuple[int, str, str]]
) -> None:
    outline.sections.show_sections(tree(*given))
    tops = [" ".join(f"{label} {title}".split()) for depth, label, title in given if depth == 0]
    assert lines(outline) == tops


def test_a_recital_that_is_read_marks_their_line_and_does_not_open_it(outline: Outline) -> None:
    sections = tree(*recitals(20), *ARTICLES)
    outline.sections.show_sections(sections)
    outline.clearFocus()  # nobody goes through the list
    outline.show_read(sections[7])
    gathered = outline.sections.index(0, 0)
    assert outline.currentIndex() == gathered
    assert not outline.isExpanded(gathered)
    assert gathered.data(Qt.ItemDataRole.FontRole).bold()
    assert "being read" in gathered.data(Qt.ItemDataRole.AccessibleTextRole)
    outline.expand(gathered)
    outline.show_read(sections[8])
    assert outline.currentIndex().data() == "(9)"
    outline.show_read(sections[21])  # Article 1
    assert outline.currentIndex().data() == "Article 1 Purpose"
    assert gathered.data(Qt.ItemDataRole.FontRole) is None


def test_their_line_leads_to_the_first_of_them(outline: Outline, qtbot: QtBot) -> None:
    sections = tree((0, "", "Brussels"), *recitals(20), *ARTICLES)
    outline.sections.show_sections(sections)
    outline.setCurrentIndex(outline.sections.index(1, 0))
    with qtbot.waitSignal(outline.chosen) as told:
        qtbot.keyClick(outline, Qt.Key.Key_Return)
    assert told.args == [sections[1]]


@pytest.mark.parametrize("title", ["• Policy", "▪ Policy", "‣  Policy", "\uf0b7 Policy"])
def test_a_heading_that_was_an_item_of_a_list_has_no_second_sign(outline: Outline, title: str) -> None:
    """The arrow of the tree and a dot stood before it."""
    outline.sections.show_sections(tree((0, "", title), (1, "", "– 3 degrees")))
    assert lines(outline) == ["Policy"]
    assert lines(outline, outline.sections.index(0, 0)) == ["– 3 degrees"]
