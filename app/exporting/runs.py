"""A run in the shape that every format takes (see `app.exporting.shape`)."""

from __future__ import annotations

from app.exporting.formats.html import html_text
from app.exporting.formats.markdown import markdown_text
from app.exporting.shape import Paper
from app.exporting.summaries import paper as summary_paper
from app.exporting.summaries import title
from app.exporting.surveys import paper as table_paper
from app.runs.table import lines
from rag.runs.types import Report
from rag.surveying.maker import SurveyMaker


def paper_of(report: Report) -> Paper:
    """The run as it is to be read."""
    if report.run.maker == SurveyMaker.name:
        return table_paper(report.run, lines(report.run, report.results))
    return summary_paper(report)


def title_of(report: Report) -> str:
    """What stands above it."""
    return report.run.title if report.run.maker == SurveyMaker.name else title(report)


def markdown(report: Report) -> str:
    """The run as Markdown."""
    return markdown_text(paper_of(report))


def html(report: Report) -> str:
    """The run as a page of its own, which needs no other file."""
    return html_text(paper_of(report))
