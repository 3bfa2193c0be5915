"""What a run shows of itself within the frame that all runs share: one body for each way of showing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rag.runs.types import Report, RunEvent
from ui.parts.rooming import Room
from ui.parts.theme import Palette


class Body(QWidget):
    """A pane that shows reports of some makers. The frame keeps the title, the state and the buttons."""

    cited = Signal(object)  # Citation
    copied = Signal(str)  # rows, as spreadsheets take them from the clipboard
    chosen = Signal()  # what is to be made anew has changed

    def shows(self, report: Report) -> bool:  # noqa: ARG002 - for those that do
        """Whether this body is for such a report."""
        return False

    def tools(self) -> Sequence[QWidget]:
        """What stands above it, from left to right."""
        return ()

    def shorten(self, room: Room) -> None:
        """Have the tools give way where the pane is low."""

    def show_report(self, report: Report, *, another: bool) -> bool:  # noqa: ARG002 - as above
        """A report, or how it stands now; `another`: than was shown before. False where it is empty yet."""
        return False

    def take(self, event: RunEvent) -> None:
        """What happens to the run that is shown."""

    def narrowed(self, report: Report) -> Report:
        """The report as it is in view: what is filtered out is not taken along."""
        return report

    @property
    def differs(self) -> bool:
        """Whether something else was chosen than the report is."""
        return False

    def retint(self, palette: Palette) -> None:
        """Other colours."""

    def focus(self) -> None:
        """Let the keyboard reach what is shown."""
        self.setFocus()

    def reach(self) -> None:
        """The same where it comes into view by itself: no page is opened by that."""
        self.focus()
