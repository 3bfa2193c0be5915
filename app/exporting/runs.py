"""A run in the shape that every format takes: its points, its table, and what it rests on.

Every sentence and row carries the pages it comes from, what the document does not bear out is marked, and the
last paragraphs say what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from app.exporting import contradictions as clashing
from app.exporting import drafts as drafted
from app.exporting import extractions as extracted
from app.exporting import playbooks as vetted
from app.exporting import register
from app.exporting import silence as silent
from app.exporting.answers import table_of
from app.exporting.dated import days_of
from app.exporting.formats.html import html_text
from app.exporting.formats.markdown import markdown_text
from app.exporting.formats.plain import plain_text
from app.exporting.records import record_of, shown
from app.exporting.register import Format
from app.exporting.shape import Cell, Paper, Points, Section, Source, Table
from app.runs import contradictions, drafts, extractions, playbooks, surveys
from app.runs.table import lines
from app.words.catalogue import named, say
from app.words.covered import covered_lines, marked_words, pages_of
from app.words.kinds import column_words, title_words
from app.words.runs import name_of, outcome_words
from app.words.silence import silence_lines
from app.words.surveys import page_words
from rag.runs.types import Point, Report, Run
from rag.types import Citation, Support


def title_of(report: Report) -> str:
    """ "Executive summary: report.pdf"; both documents of a comparison; the question of a table."""
    return title_of_run(report.run)


def title_of_run(run: Run) -> str:
    """The same of a run."""
    if not run.document:
        return name_of(run)
    return named(title_words(run.title), run.document) + (f" → {run.other}" if run.other else "")


def paper_of(report: Report) -> Paper:
    """All of a run, as far as it is made."""
    notes, facts = list[str](), tuple[str, ...]()
    if report.run.maker in surveys.MADE_BY:
        found = lines(report.run, report.results)
        sections: tuple[Section, ...] = (Section("", (table_of(found),)),)
        notes = [outcome_words(report.run, report.results)]
        sources = tuple(_source(citation) for line in found for citation in line.citations)
    elif report.run.maker in contradictions.MADE_BY:
        sections = clashing.sections(report)
        cited = [point for block in report.blocks for point in block.points]
        sources = tuple(_source(one) for point in cited for one in point.citations)
    elif report.run.maker in extractions.MADE_BY:
        sections, notes = extracted.sections(report), extracted.notes(report)
        facts, sources = extracted.facts(), extracted.sources(report)
    elif report.run.maker in playbooks.MADE_BY:
        sections, sources = vetted.sections(report), tuple(map(_source, vetted.cited(report)))
    else:
        blocks = shown(report)
        sections = tuple(Section(block.heading, tuple(_content(report, block.points))) for block in blocks)
        sources = tuple(_source(one) for block in blocks for point in block.points for one in point.citations)
    proof = silence_lines(report.run, report.results)
    return Paper(
        title_of(report),
        (*sections, *silent.sections(report)),
        (*covered_lines(report), *notes, *proof),
        sources,
        report.run.updated,
        record_of(report),
        facts,
        days_of(report),
    )


def save_run(path: Path, report: Report, form: Format) -> None:
    """Write a run to a file: drafts as letters where the format has such, else as any other. Raises
    `FileUnwritable`.
    """
    if report.run.maker in drafts.MADE_BY and path.suffix.lower() in drafted.SUFFIXES:
        drafted.save(report.run, report.results, path)
    else:
        register.save(path, paper_of(report), form)


def markdown(report: Report) -> str:
    """The run as Markdown; tables as pipe tables."""
    return markdown_text(paper_of(report))


def plain(report: Report) -> str:
    """The run as it is read, in letters alone."""
    return plain_text(paper_of(report))


def html(report: Report) -> str:
    """The run as a page of its own, which needs no other file."""
    return html_text(paper_of(report))


def _source(citation: Citation) -> Source:
    return Source(citation.document, page_words((citation,)), citation.section, citation.quote)


def _content(report: Report, points: Iterable[Point]) -> Iterator[Points | Table]:
    head = (*column_words(report.run.columns), say("exporting.columns.pages"))
    for cells, group in groupby(points, key=lambda one: bool(one.cells)):
        if cells:
            yield Table(head, tuple(_row(one) for one in group))
        else:
            yield Points(tuple(Cell(one.text, pages_of(one), _mark(one)) for one in group))


def _row(point: Point) -> tuple[Cell, ...]:
    return (*map(Cell, point.cells), Cell("", pages_of(point), _mark(point)))


def _mark(point: Point) -> str:
    return marked_words() if point.support is Support.UNSUPPORTED else ""
