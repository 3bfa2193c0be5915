"""Lists of an answer keep their numbers and their levels in every file that is made of it."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from app.exporting.copied import answer_html, answer_markdown
from app.exporting.formats.docx import docx as docx_bytes
from app.exporting.formats.html import html_text
from app.exporting.formats.markdown import markdown_text
from app.exporting.lists import Item, html_list, markdown_list
from app.exporting.markup import Kind, blocks
from app.exporting.shape import Cell, Look, Paper, Points, Section, grid
from app.exporting.talks import paper_of
from rag.types import Answer, Conversation, Outcome, Turn

SAID = """Three things:

1. Tell the landlord
   - by letter
   - by mail
     1. to the office
     2. to the owner
2. Pay the rent
10. Keep the receipt

Or this:

3) Wait
4) Ask again
- and nothing else"""
# Level and number of each item, as they are written.
LISTED = [(0, 1), (1, None), (1, None), (2, 1), (2, 2), (0, 2), (0, 10), (0, 3), (0, 4), (0, None)]


def paper(text: str = SAID) -> Paper:
    answer = Answer("?", text, (), Outcome.ANSWERED, "m", 1.0, 1.0)
    turn = Turn(1, 1, "What?", answer, 0.0)
    return paper_of(Conversation(1, "Talk", 0.0, 0.0), [turn], [turn], every=False)


def items(text: str) -> list[tuple[int, int | None, str]]:
    found = [one for one in blocks(text) if one.kind is Kind.ITEM]
    return [(one.level, one.number, "".join(piece.text for piece in one.pieces)) for one in found]


def test_an_exported_item_has_its_level_and_its_number() -> None:
    points = [one for one in paper().sections[0].content if isinstance(one, Points)]
    found = [cell for one in points if one.look is Look.LIST for cell in one.items]
    assert [(one.level, one.number) for one in found] == LISTED
    assert found[0].text == "Tell the landlord"  # and no bullet before a number


def test_markdown_reads_as_the_answer_did() -> None:
    assert items(markdown_text(paper())) == items(SAID)


def test_what_is_copied_reads_as_the_answer_did() -> None:
    assert items(answer_markdown("What?", SAID, (), (), ())) == items(SAID)
    page = answer_html("What?", SAID, (), (), ())
    assert "<li>Tell the landlord<ul><li>by letter</li><li>by mail<ol><li>to the office</li>" in page


def test_html_nests_and_counts() -> None:
    page = html_text(paper())
    assert "<ol><li>Tell the landlord<ul><li>by letter</li><li>by mail<ol><li>to the office</li>" in page
    assert '</li></ol><ol start="10"><li>Keep the receipt</li></ol>' in page
    assert '<ol start="3"><li>Wait</li><li>Ask again</li></ol><ul><li>and nothing else</li></ul>' in page
    for tag in ("ol", "ul", "li"):
        assert len(re.findall(rf"<{tag}[ >]", page)) == page.count(f"</{tag}>")


def test_word_counts_by_itself() -> None:
    made = docx.Document(io.BytesIO(docx_bytes(paper())))
    numbering = made.part.numbering_part.element
    patterns = {one.get(qn("w:abstractNumId")): one for one in numbering.findall(qn("w:abstractNum"))}
    found = []
    for paragraph in made.paragraphs:
        style = paragraph.style.name if paragraph.style is not None else ""
        if not style.startswith("List"):
            continue
        place = paragraph._p.pPr.numPr
        if place is None:
            assert style == "List Bullet"
            found.append((paragraph.text, 0, "bullet", None))
            continue
        num = numbering.num_having_numId(place.numId.val)
        level = patterns[str(num.abstractNumId.val)].findall(qn("w:lvl"))[place.ilvl.val]
        kind = level.find(qn("w:numFmt")).get(qn("w:val"))
        start = num.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}")
        found.append((paragraph.text, place.ilvl.val, kind, start is not None and start.get(qn("w:val"))))
    assert found == [
        ("Tell the landlord", 0, "decimal", "1"),
        ("by letter", 1, "bullet", False),
        ("by mail", 1, "bullet", False),
        ("to the office", 2, "decimal", "1"),
        ("to the owner", 2, "decimal", "1"),
        ("Pay the rent", 0, "decimal", "1"),
        ("Keep the receipt", 0, "decimal", "10"),
        ("Wait", 0, "decimal", "3"),
        ("Ask again", 0, "decimal", "3"),
        ("and nothing else", 0, "bullet", None),
    ]
    order = [one.tag for one in numbering if one.tag in (qn("w:abstractNum"), qn("w:num"))]
    assert order == sorted(order)  # Word refuses a pattern behind a list


def test_a_table_tells_the_number() -> None:
    points = Points((Cell("first", number=1), Cell("loose")))
    rows = grid(Paper("T", (Section("", (points,)),)), ("a", "b", "c", "d")).rows
    assert [row[1].text for row in rows] == ["1. first", "loose"]


@pytest.mark.parametrize(
    "given",
    [
        [Item(0, 1, "a"), Item(0, 1, "b"), Item(0, 1, "c")],
        [Item(0, None, "a"), Item(2, 7, "b"), Item(1, None, "c"), Item(0, None, "d")],
        [Item(0, 99, "a"), Item(1, 100, "b"), Item(2, None, "c"), Item(0, 100, "d")],
        [Item(1, None, "a"), Item(0, 1, "b")],
    ],
)
def test_any_order_of_levels_closes_what_it_opens(given: list[Item]) -> None:
    page = html_list(given)
    for tag in ("ol", "ul", "li"):
        assert len(re.findall(rf"<{tag}[ >]", page)) == page.count(f"</{tag}>")
    assert [one[1:] for one in items("\n".join(markdown_list(given)))] == [one[1:] for one in given]
