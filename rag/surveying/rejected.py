"""The rows of a table, documents or parts of one, in which nothing was found, and those not asked."""

from __future__ import annotations

from collections.abc import Sequence

from rag.extracting.fields.maker import ExtractionMaker
from rag.runs.types import PartState, Result, Run, Verdict
from rag.surveying.maker import SurveyMaker
from rag.surveying.types import SurveyKind, SurveyScope


def rejected(run: Run, results: Sequence[Result]) -> list[Result]:
    """The documents, or parts of one, in which a table found nothing; none of what is no such table."""
    if run.maker not in (SurveyMaker.name, ExtractionMaker.name):
        return []
    return [one for one in results if one.state is PartState.DONE and one.verdict is Verdict.SILENT]


def of_parts(run: Run) -> bool:
    """Whether the rows of a table are parts of one document and no documents."""
    return run.maker == SurveyMaker.name and SurveyScope.of(run).kind is SurveyKind.SECTIONS


def failed(results: Sequence[Result]) -> list[Result]:
    """Those that could not be asked: nothing is proved of them."""
    return [one for one in results if one.state is PartState.FAILED]
