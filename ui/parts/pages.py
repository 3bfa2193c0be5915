"""One of several panes at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Pages(QWidget):
    """Asks for the room of the page that is shown; a `QStackedWidget` asks for that of its highest."""

    def __init__(self, *pages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for page in pages:
            column.addWidget(page, 1)
        self.show_page(pages[0])

    @property
    def shown(self) -> QWidget:
        """The page that is shown."""
        return self._shown

    def show_page(self, shown: QWidget) -> None:
        """Show one of the pages in place of the one before."""
        self._shown = shown
        for page in self._pages:
            page.setVisible(page is shown)
