"""Python looks for what refers only to itself in the thread of the window alone.

By itself it does so in whatever thread makes the object that is one too many; a dialog that is found there is
ended there, and Qt ends the process, or waits for ever, where a widget is ended outside the window's thread.
"""

from __future__ import annotations

import gc
import weakref
from typing import ClassVar

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer

# Between looks while the window rests: as short as this where much is made behind it, as long as that where
# nothing is. What came in 50 ms of lanes that read pages was 30,000 objects at one go, 10 to 16 ms of them.
_SHORT_MS, _LONG_MS = 10, 1000
_BURST = 10_000  # young ones at one go, 5 ms: more wait until nobody is there
_MANY = 5_000  # objects that were young and are gone through once more, 2 ms
_SELDOM = 2_000  # collections of these, before everything is gone through, whoever waits


class Collector(QObject):
    """From when it is made until `close`, what is young is gone through whenever the event loop has done all
    that there was, where Python would have done so by its own threshold.

    What came at one go, as the words of all languages do a moment after the start, is set aside until nobody
    uses the window (`ui.window.collecting`).

    A window that locks is closed after the one in its place was made: the last that was made hands it back.
    """

    has_set_aside: ClassVar[bool] = False
    _last: ClassVar[weakref.ref[Collector] | None] = None

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        Collector._last = weakref.ref(self)
        gc.disable()
        self._older = self._times = 0
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_SHORT_MS)
        # Of the thread: it outlives what it calls, and may call what has half ended.
        self._resting = QAbstractEventDispatcher.instance().aboutToBlock
        self._resting.connect(self.look)

    def look(self) -> bool:
        """Collect where it is time to, and tell whether it was; some 300 ns where it is not."""
        young = gc.get_count()[0]
        if self._is_closed or young <= gc.get_threshold()[0]:
            return False
        if young > _BURST:
            gc.freeze()
            Collector.has_set_aside = True
            return True
        self._older += young
        if self._older <= _MANY:
            gc.collect(0)
            return True
        self._older = 0
        self._times += 1
        gc.collect(1 if self._times % _SELDOM else 2)
        return True

    def close(self) -> None:
        """Leave it to Python again."""
        if self._is_closed:
            return
        self._is_closed = True
        self._timer.stop()
        self._resting.disconnect(self.look)
        if Collector._last is not None and Collector._last() is self:
            gc.enable()

    def _tick(self) -> None:
        now = self._timer.interval()
        wanted = _SHORT_MS if self.look() else min(2 * now, _LONG_MS)
        if wanted != now:
            self._timer.setInterval(wanted)
