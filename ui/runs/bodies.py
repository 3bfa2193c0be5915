"""The bodies of the frame that all runs share, which take too long to make to be made at once."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from ui.parts.theme import Palette
from ui.runs.answers_body import AnswersBody
from ui.runs.clashes_body import ClashesBody
from ui.runs.points_body import PointsBody
from ui.runs.values_body import ValuesBody


class Bodies(NamedTuple):
    """In the order in which they are asked whether a report is theirs."""

    values: ValuesBody
    clashes: ClashesBody
    answers: AnswersBody
    points: PointsBody

    @classmethod
    def building(cls, palette: Palette) -> Generator[None, None, Bodies]:
        """Make them, one a step."""
        points = PointsBody(palette)
        yield
        answers = AnswersBody(palette)
        yield
        values = ValuesBody(palette)
        yield
        return cls(values, ClashesBody(palette), answers, points)
