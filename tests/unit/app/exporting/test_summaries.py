"""A summary taken along: its pages, what is marked, its tables, and what it rests on, in each format."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import FileUnwritable
from app.exporting.records import report_row
from app.exporting.register import FORMATS, Format, format_of, save
from app.exporting.runs import html, markdown, paper_of
from app.exporting.shape import Source
from app.words.covered import covered_lines, marked_words
from rag.runs.types import (
    Block,
    Covered,
    Part,
    PartState,
    Point,
    Report,
    Result,
    Run,
    RunState,
)
from rag.summarising.types import SummaryScope
from rag.types import Citation, Gap, Support


def cited(page: int, document: str = "report.pdf") -> Citation:
    return Citation(1, document, page, "", 0, 4, "text", place=f"page {page}")


SUMMARY = Run(
    7, "summary", "Executive summary", 1, None, "report.pdf", "", (), SummaryScope("executive").encoded(),
    "small-model", RunState.DONE, 1_780_000_000.0, 1_780_000_000.0, 3, 3, 0,
)  # fmt: skip
SKIPPED = Result(
    Part(0, 1, "report.pdf", "Contents", 2, 3, 0, 9), PartState.SKIPPED, reason="a table of contents"
)
PROSE = Report(
    SUMMARY,
    (),
    (
        Block("Findings", 4, (Point("Costs fell by 4 *percent* | a <b>year</b>.", (cited(4), cited(6))),)),
        Block("", 1, (Point("It cost 900.", (), Support.UNSUPPORTED),)),
    ),
    (SKIPPED,),
    Covered(20, 18, 3, 2, skipped=(SKIPPED,), gaps=(Gap(9, "page 9", None),)),
)
TABLE = replace(
    PROSE,
    run=replace(SUMMARY, title="Obligations", columns=("Who", "Must"), model=""),
    blocks=(Block("", 1, (Point("", (cited(12),), cells=("The | processor", "keep a\nlog")),)),),
)


def keep(path: Path, report: Report) -> None:
    form = format_of(path)
    assert form is not None
    save(path, paper_of(report), form)


def test_markdown_has_pages_marks_and_what_is_covered() -> None:
    text = markdown(PROSE)
    assert text.startswith("# Executive summary: report.pdf\n")
    assert "## Findings" in text
    assert r"- Costs fell by 4 \*percent\* | a \<b>year\</b>. (p. 4, 6)" in text
    assert f"- It cost 900. {marked_words()}" in text
    assert "Covers 18 of 20 pages (2 of 3 parts read)." in text
    assert "Skipped: Contents (p. 2–3), a table of contents." in text
    assert "Without text: page 9: no text." in text
    assert "1 sentence is marked" in text
    assert "Made by small-model on " in text


def test_a_table_stays_a_table() -> None:
    assert (
        "| Who | Must | Pages |\n| --- | --- | --- |\n| The \\| processor | keep a log | p. 12 |"
        in markdown(TABLE)
    )
    assert "<td>The | processor</td><td>keep a log</td>" in html(TABLE)
    assert any("by rules, without a model" in line for line in covered_lines(TABLE))


def test_html_is_one_page_by_itself_and_nothing_in_it_is_markup() -> None:
    page = html(PROSE)
    assert page.startswith("<!DOCTYPE html>")
    assert "&lt;b&gt;year&lt;/b&gt;" in page
    assert marked_words() in page
    assert "src=" not in page
    assert "href=" not in page


def test_a_comparison_names_both_documents() -> None:
    point = Point("", (cited(3, "a.pdf"), cited(4, "b.pdf")), cells=("Changed", "1", "x", "y"))
    scope = SummaryScope("comparison").encoded()
    run = replace(SUMMARY, maker="comparison", title="Comparison", other_id=2, options=scope, model="")
    run = replace(run, document="a.pdf", other="b.pdf")
    report = replace(PROSE, run=run, blocks=(Block("", 1, (point,)),), covered=Covered(9, 9, 0, 0))
    assert "# Comparison: a.pdf → b.pdf" in markdown(report)
    assert "a.pdf p. 3; b.pdf p. 4" in markdown(report)
    assert covered_lines(report)[0].startswith("1 difference found between a.pdf and b.pdf")
    assert covered_lines(replace(report, blocks=()))[0].startswith("No difference was found")


def test_the_first_lines_are_there_while_it_is_made() -> None:
    running = replace(SUMMARY, state=RunState.RUNNING)
    report = replace(PROSE, run=running, quick=(Point("First.", (cited(1),)),), blocks=())
    assert "- First. (p. 1)" in markdown(report)
    assert "The summary is not finished." in markdown(report)


@pytest.mark.parametrize(
    ("text", "written"),
    [("# 3", "\\# 3"), ("- x", "\\- x"), ("2. x", "2\\. x"), ("> x", "\\> x"), ("3 x", "3 x")],
)
def test_text_is_never_taken_for_markup(text: str, written: str) -> None:
    report = replace(PROSE, blocks=(Block("", 1, (Point(text),)),))
    assert f"- {written}\n" in markdown(report)


def test_it_is_saved_as_markdown_and_word(tmp_path: Path) -> None:
    from docx import Document

    keep(tmp_path / "a.md", PROSE)
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == markdown(PROSE)
    bell = replace(TABLE, blocks=(*PROSE.blocks, *TABLE.blocks, Block("A\x07bell", 1, (Point("Rung\x00."),))))
    keep(tmp_path / "a.docx", bell)
    document = Document(str(tmp_path / "a.docx"))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[0] == "Obligations: report.pdf"
    assert f"It cost 900. {marked_words()}" in said
    assert "Abell" in said
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "The | processor",
        "keep a log",
        "p. 12",
    ]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, form: Format) -> None:
    with pytest.raises(FileUnwritable):
        save(tmp_path / "none" / "a", paper_of(PROSE), form)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_a_summary_and_its_table_are_taken_along_in_every_format(form: Format, tmp_path: Path) -> None:
    for report in (PROSE, TABLE):
        target = tmp_path / f"a.{form.suffix}"
        save(target, paper_of(report), form)
        assert target.stat().st_size
    assert paper_of(PROSE).sources[0] == Source("report.pdf", "4", "", "text")
    assert paper_of(PROSE).made == SUMMARY.updated


def test_json_holds_what_the_command_line_prints(tmp_path: Path) -> None:
    keep(tmp_path / "a.json", TABLE)
    kept = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(report_row(TABLE)))
    assert kept["blocks"][0]["points"][0]["cells"] == ["The | processor", "keep a\nlog"]


def test_a_second_look_is_a_table_of_what_was_read() -> None:
    look = replace(SUMMARY, maker="second-look", title="Second look", columns=("Read before", "Read now"))
    point = Point("Moy", (cited(2),), cells=("Moi", "Moy"))
    done = Result(Part(0, 1, "report.pdf", page=2, page_end=2, line=4), PartState.DONE, (point,))
    report = replace(PROSE, run=look, blocks=(Block("", 2, (point,)),), results=(done,))
    assert "| Moi | Moy | p. 2 |" in markdown(report)
    assert paper_of(report).record == (
        {"document": "report.pdf", "page": 2, "line": 5, "before": "Moi", "now": "Moy"},
    )


def test_a_run_of_a_maker_that_nobody_here_knows_is_taken_along_too() -> None:
    counted = replace(TABLE, run=replace(TABLE.run, maker="count", options="{}"))
    assert report_row(counted)["kind"] == "count"
    assert "| The \\| processor | keep a log | p. 12 |" in markdown(counted)
