"""Which panes stand beside each other at the width there is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.parts.theme import enlarged

# For letters of the usual size; with larger ones both grow.
THREE = 1200  # pixels from which library, conversation and page have room beside each other
TWO = 860  # from which conversation and page do


class Adapting(QObject):
    """Where room is short, the library steps aside for a page, and further down the conversation too; both
    come back when the page is closed. While `strip` is shown within the page, that needs more room. A person
    puts the library away for good, or has it back, by `toggle`; `keep` is told which.
    """

    def __init__(
        self,
        window: QWidget,
        sidebar: QWidget,
        middle: QWidget,
        page: QWidget,
        strip: QWidget,
        *,
        wanted: bool,
        keep: Callable[[bool], object],
    ) -> None:
        super().__init__(window)
        self._window, self._sidebar, self._middle, self._page = window, sidebar, middle, page
        self._strip = strip
        self._wanted = wanted
        self._aside = False  # for a page that is open
        self._keep = keep
        self._was_wide = True
        window.installEventFilter(self)
        page.installEventFilter(self)
        strip.installEventFilter(self)
        self._arrange()

    @property
    def wanted(self) -> bool:
        """Whether the library is to be seen where there is room."""
        return self._wanted

    def toggle(self) -> None:
        """Put the library away, or have it back."""
        self._wanted = self._sidebar.isHidden()
        self._keep(self._wanted)
        self._aside = False
        self._arrange()

    def have(self, wanted: bool) -> None:
        """Have it as was chosen elsewhere, where that is kept too."""
        self._wanted, self._aside = wanted, False
        self._arrange()

    def show_sidebar(self) -> None:
        """Somebody goes to the library."""
        if self._sidebar.isHidden():
            self.toggle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        resized = watched is self._window and kind is QEvent.Type.Resize
        turned = kind in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
        if resized or (turned and watched in (self._page, self._strip)):
            self._adapt(opened=watched is self._page)
        elif watched is self._window and kind is QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._adapt)  # the panes hear of other letters after this
        return super().eventFilter(watched, event)

    def _adapt(self, *, opened: bool = False) -> None:
        """`opened`: whether this is for the page itself."""
        narrow = not self._has_room(THREE, 0 if self._strip.isHidden() else self._strip.minimumWidth())
        shown = not self._page.isHidden()
        if not (narrow and shown):
            self._aside = False
        elif opened or self._was_wide:
            self._aside = True
        self._was_wide = not narrow
        self._arrange()

    def _arrange(self) -> None:
        self._sidebar.setVisible(self._wanted and not self._aside)
        alone = not self._page.isHidden() and not self._has_room(TWO)
        self._middle.setVisible(not alone)

    def _has_room(self, pixels: int, more: int = 0) -> bool:
        """`more` than letters of the usual size need is as large as it is."""
        return self._window.width() >= pixels * enlarged(self._window.font()) + more
