"""A conversation that is taken along: what was said, its sources, its versions."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime

import docx
import pytest

from app.exporting.formats.docx import docx as docx_bytes
from app.exporting.formats.html import html_text
from app.exporting.formats.markdown import markdown_text
from app.exporting.shape import Look, Points, Table
from app.exporting.talks import paper_of
from app.words.catalogue import ENGLISH, use
from rag.types import Answer, Citation, Conversation, Outcome, Quoted, Sentence, Support, Turn

TALK = Conversation(1, "Die <Frist>", 1_700_000_000.0, 1_700_000_000.0)
RENT = Citation(1, "Miete *neu*.pdf", 3, "§ 2", 0, 9, "Die Miete ist\nam Ersten fällig.")
FEE = Citation(2, "fees.xlsx", 1, "", 0, 9, "The fee is 5 %.", place="sheet Fees")


def turn(number: int, question: str, text: str, *said: Sentence, versions: tuple[int, ...] = ()) -> Turn:
    answer = Answer(question, text, said, Outcome.ANSWERED, "m", 1.0, 1.0)
    return Turn(number, 1, question, answer, 0.0, versions=versions)


def sentence(text: str, part: str, *cited: Citation, support: Support = Support.SUPPORTED) -> Sentence:
    at = text.index(part)
    return Sentence(at, at + len(part), part, support, cited)


WORDS = (
    "The rent is due. It costs much.\n\n- **One** thing\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```"
)
FIRST = turn(
    1,
    "When?",
    WORDS,
    sentence(WORDS, "The rent is due.", RENT),
    sentence(WORDS, "It costs much.", support=Support.UNSUPPORTED),
    sentence(WORDS, "- **One** thing", FEE, RENT),
    sentence(WORDS, "| 1 | 2 |", FEE),
    versions=(1, 3),
)
OTHER = turn(3, "When, then?", "In May.", versions=(1, 3))
SILENT = Turn(2, 1, "And?", None, 0.0)


def test_sentences_keep_their_numbers_and_marks() -> None:
    paper = paper_of(TALK, [FIRST, SILENT], [FIRST, SILENT], every=False)
    first, second = paper.sections
    assert first.heading == "When? (version 1 of 2)"
    text, items, table, code, _, sources = first.content
    assert isinstance(text, Points)
    assert [one.text for one in text.items] == ["The rent is due. [1] It costs much."]
    assert text.items[0].mark
    assert isinstance(items, Points)
    assert [one.text for one in items.items] == ["One thing [2] [1]"]
    assert isinstance(table, Table)
    assert table.columns == ("A", "B")
    assert [[cell.text for cell in row] for row in table.rows] == [["1 [2]", "2"]]
    assert isinstance(code, Points)
    assert (code.look, code.items[0].text) == (Look.CODE, "x = 1")
    assert isinstance(sources, Points)
    assert [one.text for one in sources.items] == [
        "[1] Miete *neu*.pdf, p. 3: “Die Miete ist am Ersten fällig.”",
        "[2] fees.xlsx, sheet Fees: “The fee is 5 %.”",
    ]
    assert second.heading == "And?"
    assert [one.document for one in paper.sources] == ["Miete *neu*.pdf", "fees.xlsx"]


def test_an_answer_that_only_quotes_is_its_quotes() -> None:
    answer = Answer("?", "", (), Outcome.CLOSEST, "", 1.0, 0.0, quotes=(Quoted(FEE, 0.9),))
    (section,) = paper_of(TALK, [Turn(1, 1, "?", answer, 0.0)], [], every=False).sections
    first = section.content[0]
    assert isinstance(first, Points)
    assert (first.look, first.items[0].text) == (Look.QUOTE, "“The fee is 5 %.” [1]")


@pytest.mark.parametrize("every", [False, True])
def test_other_versions_follow_or_are_told_of(every: bool) -> None:
    paper = paper_of(TALK, [FIRST], [FIRST, OTHER], every=every)
    headings = [one.heading for one in paper.sections]
    assert headings == ["When? (version 1 of 2)", *(["When, then? (version 2 of 2)"] if every else [])]
    assert ("1 other version" in " ".join(paper.notes)) is not every
    assert isinstance(paper.record, dict)
    rows = paper.record["turns"]
    assert [(row["id"], row["shown"], row["versions"]) for row in rows] == [
        (1, True, [1, 3]),
        (3, False, [1, 3]),
    ]


def test_nothing_that_was_said_is_markup_in_a_file() -> None:
    bad = turn(1, "<script>x</script> [a](http://b)", "![x](http://y/z.png) <img src=q>")
    paper = paper_of(TALK, [bad], [bad], every=False)
    page, text = html_text(paper), markdown_text(paper)
    assert "<script" not in page
    assert "<img" not in page
    assert re.search(r"(?<!\\)\]\(", text) is None
    assert "Die \\<Frist>" in text


def test_word_and_html_keep_paragraphs_tables_and_code() -> None:
    paper = paper_of(TALK, [FIRST], [FIRST], every=False)
    made = docx.Document(io.BytesIO(docx_bytes(paper)))
    styles = {one.text: one.style.name for one in made.paragraphs if one.style is not None}
    assert styles["x = 1"] == "No Spacing"
    assert styles["One thing [2] [1]"] == "List Bullet"
    assert len(made.tables) == 1
    page = html_text(paper)
    assert "<pre>x = 1</pre>" in page
    assert page.count("<p>") >= 1
    assert "```\nx = 1\n```" in markdown_text(paper)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (ENGLISH, "began on 1 March 2026,"),
        ("de", "begonnen am 1. März 2026,"),
        ("fr", "commencée le 1er mars 2026,"),
        ("es", "comenzó el 1 de marzo de 2026,"),
        ("it", "iniziata il 1º marzo 2026,"),
    ],
)
def test_the_day_it_began_is_written_as_the_language_has_it(language: str, told: str) -> None:
    begun = datetime(2026, 3, 1, 12).astimezone().timestamp()
    use(language)
    try:
        paper = paper_of(Conversation(1, "Rent", begun, begun), [], [], every=False)
    finally:
        use(ENGLISH)
    assert told in paper.notes[0]


def test_what_followed_another_version_is_no_version() -> None:
    """It said “2 other versions” of one, and of the question that had been asked behind it."""
    behind = replace(turn(4, "And by whom?", "By the tenant."), parent=3)
    paper = paper_of(TALK, [FIRST], [FIRST, OTHER, behind], every=False)
    assert paper.notes[1:] == (
        "1 other version of a question is not in this file.",
        "1 question asked after another version is not in this file either.",
    )


def test_programs_read_moments_that_say_their_time_zone() -> None:
    paper = paper_of(TALK, [FIRST], [FIRST], every=False)
    assert isinstance(paper.record, dict)
    for told in (paper.record["created"], paper.record["updated"], paper.record["turns"][0]["asked"]):
        moment = datetime.fromisoformat(told)
        assert moment.tzinfo is not None
        assert moment.timestamp() in (TALK.created, FIRST.created)
