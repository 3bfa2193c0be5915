"""What documents say is text in every form that people take it along in: no link, no picture, no formula."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from lxml import html as parser
from markdown_it import MarkdownIt

from app.exporting.copied import answer_markdown
from app.exporting.formats.markdown import markdown_text
from app.exporting.register import FORMATS
from app.exporting.shape import Cell, Paper, Points, Section, Source, Table
from app.exporting.text import marked_up
from rag.types import Citation, Sentence, Support

HOSTILE = (
    "![pixel](https://evil.example/p.png)",
    "[click](https://evil.example)",
    "[click][1]\n\n[1]: https://evil.example",
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "see https://evil.example/a?b=c, www.evil.example or <https://evil.example>",
    "mailto:a@evil.example xmpp:a@evil.example",
    "&lt;img src=x&gt; &#60;b&#62;",
    "~~not~~ *must* __pay__ `code`",
    "# Heading",
    "---",
    "===",
    "1. item",
    "> quote",
    "| a | b |",
    '=HYPERLINK("https://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
)


LIVE = {"link_open", "image", "html_inline", "html_block", "autolink", "s_open", "code_inline"}
TAGS = {
    *[
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "ul",
        "li",
        "table",
        "tr",
        "th",
        "td",
        "p",
        "hr",
        "span",
        "tbody",
    ]
}


def blocks(markdown: str) -> list[tuple[str, str]]:
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        found += [(one.type, one.content) for one in token.children or [token]]
    return found


def live(markdown: str) -> set[str]:
    """Kinds of what is not text; GitHub's own links too, which need no mark."""
    made = {kind for kind, _ in blocks(markdown)} - {"text", "softbreak", "hardbreak"}
    if re.search(r"(?<!\\)(?:://|(?<=www)\.|(?<=mailto):)", markdown):
        made.add("autolink")
    return made


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_nothing_but_text_in_markdown(text: str) -> None:
    assert live(marked_up(text)) <= {"paragraph_open", "inline", "paragraph_close"}
    shown = "".join(content for kind, content in blocks(marked_up(text)) if kind == "text")
    assert shown == " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_copied_as_markdown_is_inert(text: str) -> None:
    said = " ".join(text.split())
    cited = Citation(1, text, 1, text, 0, len(text), text)
    sentences = (Sentence(0, len(said), said, Support.SUPPORTED, (cited,)),)
    copied = answer_markdown(text, said, sentences, (cited,), (text,))
    assert not live(copied) & {
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "autolink",
        "s_open",
        "code_inline",
    }
    assert "[1]" in copied


def test_a_table_and_bullets_of_the_programs_own_keep_their_form() -> None:
    cited = Citation(1, "lease.pdf", 2, "", 0, 4, "<b>x</b>")
    rows = ("| said | place |", "| --- | --- |", "| rent \\| <b>900</b> | lease.pdf, 2 |")
    text = "\n".join(rows) + "\n- one *item*"
    sentences, at = [], 0
    for line in text.split("\n"):
        mark = (cited,) if "900" in line else ()
        sentences.append(Sentence(at, at + len(line), line, Support.SUPPORTED, mark))
        at += len(line) + 1
    copied = answer_markdown("q", text, sentences, (cited,), ("lease.pdf",))
    assert "| rent \\| \\<b>900\\</b> | lease.pdf, 2 [1] |" in copied
    assert "| --- | --- |" in copied
    assert "- one \\*item\\*" in copied
    assert "table_open" in live(copied)


def paper(text: str) -> Paper:
    cell = Cell(text)
    content = (Points((cell,)), Table((text, "b"), ((cell, cell),)))
    return Paper(
        text, (Section(text, content),), (text,), (Source(text, text, text, text),), 0.0, {"said": text}
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_saved_file_has_anything_live(text: str, qapp: object) -> None:
    for form in FORMATS:
        data = form.write(paper(text))
        match form.suffix:
            case "md":
                made = live(data.decode())
                assert not made & LIVE
            case "html":
                page = parser.fromstring(data.decode())
                tags = {one.tag for one in page.iter()}
                assert tags <= TAGS
                assert b"default-src 'none'" in data
            case "csv":
                for row in data.decode("utf-8-sig").splitlines():
                    assert not row.lstrip('"').startswith(("=", "+", "-", "@"))
            case "xlsx":
                book = openpyxl.load_workbook(io.BytesIO(data))
                for sheet in book:
                    for row in sheet.iter_rows():
                        assert all(one.data_type in ("s", "n") and one.hyperlink is None for one in row)
                        assert all(one.data_type == "s" for one in row if one.value is not None)
            case "docx":
                with zipfile.ZipFile(io.BytesIO(data)) as packed:
                    body = packed.read("word/document.xml")
                    assert b"fldSimple" not in body
                    assert b"instrText" not in body
                    assert b"<w:hyperlink" not in body
                    assert b"evil.example" not in packed.read("word/_rels/document.xml.rels")
            case "pdf":
                assert b"/URI" not in data
                assert b"/JavaScript" not in data


def test_markdown_of_a_whole_paper_keeps_its_own_headings() -> None:
    assert markdown_text(paper("---")).startswith("# ")
