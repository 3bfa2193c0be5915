"""Python looks for what refers only to itself while nobody uses the window.

To go through everything takes some 100 ms, for which the window waits: pages scrolled past would make it come
every few hundred of them (`bench smooth`). Most of it is modules, words, desks and
the rows of the library, which stay as long as the window: once they have been gone through they are left out,
and who comes back in the middle of a later time waits a few milliseconds. Collections of what is young take
1 to 5 ms with ten thousand documents, and are those of `ui.parts.collector`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.parts.collector import Collector
from ui.window.idle import IdleWatch

_AFTER = 6.0  # seconds without input
_ENOUGH = 10  # collections of what is younger since everything was gone through: Python's own number


class Collecting(IdleWatch):
    """As long as it lives, everything is gone through when nobody has touched the window for some seconds."""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        gc.unfreeze()  # what was left out belongs to a window before, which may be gone
        self._left_out = False
        super().__init__(parent, self._collect, lambda: _AFTER, clock)

    def _collect(self) -> None:
        if Collector.has_set_aside:
            Collector.has_set_aside = self._left_out = False
            gc.unfreeze()
        elif gc.get_count()[2] < _ENOUGH:  # nothing much has come since
            return
        gc.collect()
        if not self._left_out:
            # Once: what refers to itself and is left out never goes, as cards would that come and go.
            self._left_out = True
            gc.freeze()
