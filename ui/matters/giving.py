"""Handing over the matter that the window is in, while it stays open."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from app.matters.handing import Source, write_out
from app.security.keys import PassphraseCost
from app.words.catalogue import count, say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.language.file_names import printable
from ui.matters.viewmodel import Handing, listed
from ui.parts.tasks import Lane, Tasks

_TOLD = 10  # a part in so many is told: who hears it is not told every row


class Giving(QObject):
    """Writes one file at a time, in the lane of the library."""

    began = Signal(str)
    progressed = Signal(str)
    ended = Signal(str)  # what became of it, in words
    refused = Signal(object)  # Notice

    def __init__(
        self, source: Source, tasks: Tasks, cost: PassphraseCost, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source, self._tasks, self._cost = source, tasks, cost
        self._cancel: CancelToken | None = None

    @property
    def is_busy(self) -> bool:
        return self._cancel is not None

    def stop(self) -> None:
        """No file is written then."""
        if self._cancel is not None:
            self._cancel.cancel()

    def give(self, how: Handing) -> None:
        """Write the file, unless one is being written."""
        if self.is_busy:
            return
        source, told = self._source, 0
        cancel = self._cancel = CancelToken()

        def step(part: float) -> None:
            nonlocal told
            cancel.raise_if_cancelled()
            if int(part * _TOLD) > told:
                told = int(part * _TOLD)
                words = say("matters.working.giving", matter=source.name, percent=100 * told // _TOLD)
                self._tasks.post(lambda: self.progressed.emit(words))

        def work() -> Iterator[str]:
            made = write_out(
                source,
                how.path,
                how.terms,
                passphrase=how.passphrase,
                recipient=how.recipient,
                cost=self._cost,
                made=time.time(),
                step=step,
            )
            facts = {"matter": source.name, "file": printable(str(how.path))}
            words = [count("matters.told.hand-over", made.documents, **facts), *listed("left", made.left)]
            yield " ".join(words)

        def done(words: str) -> None:
            self._cancel = None
            self.ended.emit(words)

        def failed(error: Exception) -> None:
            self._cancel = None
            if isinstance(error, Cancelled):
                self.ended.emit(say("matters.told.stopped"))
            else:
                self.refused.emit(notice_of(error))

        self.began.emit(say("matters.working.hand-over", matter=source.name))
        self._tasks.stream(Lane.LIBRARY, work, done, failed=failed, cancel=cancel)
