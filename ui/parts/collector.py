"""Python looks for what refers only to itself in the thread of the window alone.

By itself it does so in whatever thread makes the object that is one too many; a dialog that is found there is
ended there, and Qt ends the process, or waits for ever, where a widget is ended outside the window's thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer

_EVERY_MS = 1000  # while the window rests and its lanes work
_SELDOM = 2_000  # collections of what is younger, before everything is gone through, whoever waits


class Collector(QObject):
    """From when it is made until `close`, what is young is gone through whenever the event loop has done all
    that there was, by Python's own thresholds.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)
        self._is_closed = False
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self.look)

    def look(self) -> None:
        """Collect where it is time to; some 300 ns where it is not."""
        young, older, oldest = gc.get_count()
        most_young, most_older, _ = gc.get_threshold()
        if young > most_young and not self._is_closed:
            gc.collect(0 if older <= most_older else 1 if oldest <= _SELDOM else 2)

    def close(self) -> None:
        """Leave it to Python again."""
        self._is_closed = True
        self._timer.stop()
        gc.enable()
