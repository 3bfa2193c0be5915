"""Headings are found where they are, nested as they nest, and nowhere else."""

from __future__ import annotations

import pytest

from rag.language.clauses import decimal_label, keyword_label, label_parts, starts_item
from rag.structuring.sections import find_sections, heading_path
from rag.structuring.text_lines import DocumentLines
from rag.types import Box, Heading, Line, OutlineItem, Page, Section


def page(text: str, number: int = 1, large: tuple[str, ...] = (), bold: tuple[str, ...] = ()) -> Page:
    """A page of body type, with some lines in larger or bold type."""
    lines = []
    at = 0
    for place, line in enumerate(text.split("\n")):
        if line:
            top = 0.1 + place * 0.02
            size = 16.0 if line in large else 10.0
            box = Box(0.1, top, 0.8, top + 0.015)
            lines.append(Line(at, at + len(line), line, box, size=size, bold=line in bold))
        at += len(line) + 1
    return Page(number, text, width=600, height=800, lines=tuple(lines))


def sections_of(*pages: Page, outline: tuple[OutlineItem, ...] = ()) -> tuple[Section, ...]:
    lines = DocumentLines()
    declared: list[tuple[int, Heading]] = []
    for each in pages:
        offset = lines.length
        declared += [
            (each.number, Heading(offset + one.start, offset + one.end, one.level, one.title))
            for one in each.headings
        ]
        lines.add(each)
    return find_sections(lines, declared, outline)


def tree(sections: tuple[Section, ...]) -> list[tuple[int, str, str]]:
    return [(section.level, section.label, section.title) for section in sections]


REGULATION = """CHAPTER IV
CONTROLLER AND PROCESSOR

SECTION 2
SECURITY OF PERSONAL DATA

Article 33
Notification of a personal data breach to the supervisory authority

1. In the case of a breach, the controller shall notify it as Article 55 says, and in
Article 56 the details are given. The rules of
Article 40 or approved codes apply.

Article 34
Communication of a personal data breach to the data subject

1. When the breach is likely to result in a high risk, the controller shall communicate it.

CHAPTER V
TRANSFERS

Article 44
General principle for transfers

Any transfer shall take place only if the conditions are met."""


def test_chapters_sections_and_articles_nest_with_their_titles() -> None:
    assert tree(sections_of(page(REGULATION))) == [
        (1, "CHAPTER IV", "CONTROLLER AND PROCESSOR"),
        (2, "SECTION 2", "SECURITY OF PERSONAL DATA"),
        (3, "Article 33", "Notification of a personal data breach to the supervisory authority"),
        (3, "Article 34", "Communication of a personal data breach to the data subject"),
        (1, "CHAPTER V", "TRANSFERS"),
        (2, "Article 44", "General principle for transfers"),
    ]


def test_a_section_ends_where_the_next_of_its_rank_begins() -> None:
    sections = sections_of(page(REGULATION))
    chapter, part, article, following, second, last = sections
    assert chapter.end == second.start
    assert part.end == second.start
    assert article.end == following.start
    assert last.end == len(REGULATION)
    assert heading_path(sections, article.index) == (
        "CHAPTER IV CONTROLLER AND PROCESSOR › SECTION 2 SECURITY OF PERSONAL DATA › "
        "Article 33 Notification of a personal data breach to the supervisory authority"
    )


def test_decimal_clauses_nest_by_their_parts() -> None:
    text = """3.5 IDENTIFICATION AND AUTHENTICATION

3.5.1 Identify system users, processes acting on behalf of users, and devices.

Common device identifiers include addresses. About 3.7 million devices exist.

3.5.2 Authenticate the identities of users as a prerequisite to allowing access.

3.6 INCIDENT RESPONSE

3.6.1 Establish an operational incident-handling capability."""
    assert [(level, label) for level, label, _ in tree(sections_of(page(text)))] == [
        (1, "3.5"), (2, "3.5.1"), (2, "3.5.2"), (1, "3.6"), (2, "3.6.1"),
    ]  # fmt: skip


def test_numbers_out_of_sequence_are_figures_not_clauses() -> None:
    text = "1.1 Purpose\n\nThe rate was:\n\n12.5 Percent of all cases in the year\n\n1.2 Scope\n\nAll banks."
    assert [label for _, label, _ in tree(sections_of(page(text)))] == ["1.1", "1.2"]


def test_recitals_are_sections_when_they_run_through() -> None:
    text = "\n\n".join(f"({number}) Whereas point {number} holds for all." for number in range(1, 13))
    assert [label for _, label, _ in tree(sections_of(page(text)))] == [f"({n})" for n in range(1, 13)]
    few = "\n\n".join(f"({number}) Whereas point {number} holds for all." for number in range(1, 6))
    assert sections_of(page(few)) == ()


def test_recitals_hold_no_chapter() -> None:
    recitals = "\n\n".join(f"({n}) Whereas this is recital {n} of a regulation." for n in range(1, 13))
    found = sections_of(page(f"{recitals}\n\nCHAPTER I\nGeneral\n\nArticle 1\nScope\n\nIt applies."))
    assert "(12)" in [one.label for one in found]
    assert [parent.parent for parent in found if parent.label == "CHAPTER I"] == [None]


def test_a_table_of_contents_gives_no_sections() -> None:
    contents = "Contents\n" + "\n".join(f"Article {n} Title number {n} ........ {n + 3}" for n in range(1, 9))
    body = "Article 1\nSubject matter\n\nThis law lays down rules."
    found = sections_of(page(contents), page(body, 2))
    assert [(section.label, section.page) for section in found] == [("Article 1", 2)]


def test_lines_with_leaders_and_amounts_are_no_table_of_contents() -> None:
    text = "\n".join(f"Net sales of segment {n} ........ $ {n * 10},234" for n in range(1, 9))
    lines = DocumentLines()
    lines.add(page(text))
    assert not any(line.contents for line in lines.lines)


def test_larger_type_makes_headings_when_text_follows() -> None:
    body = "The company depends on its suppliers, and on their suppliers in turn, for parts that few make."
    text = f"Risk Factors\n\n{body}\n\nResults\n\n{body}"
    found = sections_of(page(text, large=("Risk Factors", "Results")))
    assert tree(found) == [(1, "", "Risk Factors"), (1, "", "Results")]


def test_a_caption_over_a_few_words_is_no_section() -> None:
    body = "The company depends on its suppliers, and on their suppliers in turn, for parts that few make."
    found = sections_of(
        page(f"Overview\n\n{body}\n\nTotal\n\n1,200 units", large=("Overview",), bold=("Total",))
    )
    assert [section.title for section in found] == ["Overview"]


def test_bookmarks_are_found_in_the_text_near_where_they_point() -> None:
    text = "Scope\nis named here too.\n\nMore words follow.\n\nScope\n\nAll of it."
    outline = (OutlineItem("Scope", 1, 1, top=0.2),)
    (section,) = sections_of(page(text), outline=outline)
    assert section.start == text.rindex("Scope")


def test_bookmarks_that_are_paragraphs_are_left_alone() -> None:
    sentence = "1. This Regulation lays down rules relating to the protection of natural persons."
    outline = tuple(OutlineItem(sentence, 1, 1) for _ in range(4))
    assert sections_of(page(sentence), outline=outline) == ()


def test_declared_headings_win_and_keep_their_levels() -> None:
    text = "Guide\n\nText of the guide.\n\nUse\n\nText of use."
    headings = (Heading(0, 5, 1, "Guide"), Heading(text.index("Use"), text.index("Use") + 3, 2, "Use"))
    found = sections_of(Page(1, text, headings=headings))
    assert tree(found) == [(1, "", "Guide"), (2, "", "Use")]


def test_annexes_close_chapters() -> None:
    text = "CHAPTER I\nGENERAL\n\nArticle 1\nScope\n\nText here.\n\nANNEX A\nForms\n\nText of forms."
    assert [(level, label) for level, label, _ in tree(sections_of(page(text)))] == [
        (1, "CHAPTER I"), (2, "Article 1"), (1, "ANNEX A"),
    ]  # fmt: skip


def test_in_contracts_articles_hold_sections() -> None:
    text = (
        "ARTICLE I\nDEFINITIONS\n\nSection 1.01 Terms\n\nWords mean this.\n\n"
        "ARTICLE II\nLOANS\n\nSection 2.01 Amounts\n\nThe bank lends."
    )
    assert [(level, label) for level, label, _ in tree(sections_of(page(text)))] == [
        (1, "ARTICLE I"), (2, "Section 1.01"), (1, "ARTICLE II"), (2, "Section 2.01"),
    ]  # fmt: skip


def test_a_document_without_headings_has_no_sections() -> None:
    assert sections_of(page("Just a note.\nNothing else.")) == ()
    assert sections_of() == ()


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("Article 33", "Article 33", ""),
        ("CHAPTER IV – Controller", "CHAPTER IV", "Controller"),
        ("§ 12 Aufbewahrung", "§ 12", "Aufbewahrung"),
        ("Annex A: Forms", "Annex A", "Forms"),
        ("Item 1A. Risk Factors", "Item 1A", "Risk Factors"),
    ],
)
def test_keywords_with_numbers_are_labels(line: str, label: str, rest: str) -> None:
    found = keyword_label(line)
    assert found is not None
    assert (found.label, found.rest) == (label, rest)


@pytest.mark.parametrize(
    "line", ["Article 40 or approved codes", "article 5", "Note that all", "NOTES", "Part of it"]
)
def test_prose_that_begins_like_a_label_is_none(line: str) -> None:
    assert keyword_label(line) is None


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("3.5.7 Enforce", "3.5.7"),
        ("1.1.Who Should", "1.1"),
        ("1.2.1.(1) Subject", "1.2.1.(1)"),
        ("1.2.Guidance.3.\tSee", "1.2.Guidance.3"),
        ("A.9.2 Access", "A.9.2"),
    ],
)
def test_decimal_labels(line: str, label: str) -> None:
    found = decimal_label(line)
    assert found is not None
    assert found.label == label


def test_labels_fall_into_parts() -> None:
    assert label_parts("14.2.3(a)(ii)") == ("14", "2", "3", "(a)", "(ii)")
    assert label_parts("Part 1.Chapter 2.3.") == ("part", "1", "chapter", "2", "3")


def test_list_items_are_told_from_prose() -> None:
    assert all(map(starts_item, ("(a) the cost", "2. Second", "• dot", "(iv) four")))
    assert not any(map(starts_item, ("Article 3", "In 2020 we", "A trustee")))


def test_clauses_set_off_by_tabs_nest_by_their_labels() -> None:
    text = (
        "1.\tINTRODUCTION\n1.1\tResponsibility\n1.1.2\tThe body must ensure that the rules hold\n"
        "1.1.3.(1)\tEvery member is responsible\n1.1.3.(2)\tEach must use due skill\n2.\tPURPOSE\n2.1\tScope"
    )
    assert [(level, label) for level, label, _ in tree(sections_of(page(text)))] == [
        (1, "1"), (2, "1.1"), (3, "1.1.2"), (3, "1.1.3.(1)"), (3, "1.1.3.(2)"), (1, "2"), (2, "2.1"),
    ]  # fmt: skip


def test_the_heading_of_each_page_of_forms_is_found() -> None:
    """The last line of a form ends without a full stop, and the next page does not go on with it."""
    sheet = (
        "Boiler in hall {}\n\nEngineer: Osei\nSafety valve: tight\n"
        "Vessel, pipes and pump: without damage\nResult: passed"
    )
    pages = [page(sheet.format(n), n, large=(f"Boiler in hall {n}",)) for n in range(1, 4)]
    assert [one.title for one in sections_of(*pages)] == [f"Boiler in hall {n}" for n in range(1, 4)]
