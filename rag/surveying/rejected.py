"""The documents of a table in which nothing was found, and those that could not be asked."""

from __future__ import annotations

from collections.abc import Sequence

from rag.extracting.fields.maker import ExtractionMaker
from rag.runs.types import PartState, Result, Run, Verdict
from rag.surveying.maker import SurveyMaker
from rag.surveying.types import SurveyKind, SurveyScope


def rejected(run: Run, results: Sequence[Result]) -> list[Result]:
    """The documents of a table in which nothing was found; none of what is no table of documents."""
    if run.maker not in (SurveyMaker.name, ExtractionMaker.name):
        return []
    if run.maker == SurveyMaker.name and SurveyScope.of(run).kind is not SurveyKind.DOCUMENTS:
        return []
    return [one for one in results if one.state is PartState.DONE and one.verdict is Verdict.SILENT]


def failed(results: Sequence[Result]) -> list[Result]:
    """The documents that could not be asked: nothing is proved of them."""
    return [one for one in results if one.state is PartState.FAILED]
