"""The pages of kept work in the centre of the window."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtWidgets import QStackedWidget

from ui.parts.controls import retint
from ui.parts.theme import Palette
from ui.runs.bodies import Bodies
from ui.runs.list import RunList
from ui.runs.view import RunView


def pages(centre: QStackedWidget, palette: Palette) -> Generator[None, None, tuple[RunView, RunList]]:
    """Make them and put them there, in steps: at once they would take longer than keys may wait."""
    bodies = yield from Bodies.building(palette)
    yield
    view = RunView(bodies, centre)
    yield
    found = RunList(palette, centre)
    yield
    for page in (view, found):
        centre.addWidget(page)
        retint(page, palette)
        yield
    return view, found
