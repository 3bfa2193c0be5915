"""Something that is looked at again when it has changed, in a lane."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_REST = 9  # times as long as a look took: a lane shares Python with the window (`bench loop`)
_LONGEST_MS = 3000


class LookingAgain(QObject):
    """One look at a time, once more after what changes meanwhile, and no more than a tenth of the time: while
    a folder is read ten thousand documents were listed again and again.
    """

    def __init__(self, look: Callable[[Callable[[], None]], None], parent: QObject | None = None) -> None:
        """`look` is given what to call in the GUI thread when it is over, also where it failed."""
        super().__init__(parent)
        self._look = look
        self._began = 0.0
        self._busy = self._stale = self._hurried = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)

    @property
    def is_behind(self) -> bool:
        """Whether something has changed that no look has begun for."""
        return self._stale

    def soon(self) -> None:
        """Look now, or when the last look is over and has rested."""
        if self._busy:
            self._stale = True
            return
        self._busy, self._began, self._hurried = True, time.monotonic(), False
        self._look(self._over)

    def now(self) -> None:
        """The same without a rest: somebody has changed it by hand, and goes on with what they see of it."""
        self._hurried = True
        if self._rest.isActive():
            self._rest.stop()
            self._rested()
        self.soon()

    def _over(self) -> None:
        if self._hurried:  # what is done next with what is seen must find the next look before it in its lane
            self._rested()
            return
        took = 1000 * (time.monotonic() - self._began)
        self._rest.start(round(min(_REST * took, _LONGEST_MS)))

    def _rested(self) -> None:
        self._busy = self._hurried = False
        if self._stale:
            self._stale = False
            self.soon()
