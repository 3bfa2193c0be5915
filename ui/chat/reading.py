"""A text that is read aloud on the lane of sounds; what comes of one that was stopped is told nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.aloud.utterances import Utterance
from engine.cancel import CancelToken
from engine.errors import Cancelled
from ui.parts.desk import Given
from ui.parts.tasks import Lane


class Reading:
    """One text at a time: who begins another stops the one before."""

    def __init__(
        self,
        given: Given,
        heard: Callable[[Utterance], object],
        ended: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """`heard` is called as each begins to be heard, `ended` after the last."""
        self._given = given
        self._heard = heard
        self._ended = ended
        self._failed = failed
        self._cancel = CancelToken()

    def begin(self, texts: Sequence[Utterance]) -> None:
        self.stop()
        self._cancel = cancel = CancelToken()

        def told(call: Callable[[], object]) -> None:
            if not cancel.cancelled:
                call()

        def failed(fault: Exception) -> None:
            if not isinstance(fault, Cancelled):
                told(lambda: self._failed(fault))

        self._given.tasks.stream(
            Lane.SOUND,
            lambda: self._given.services.aloud.read(texts, cancel),
            lambda one: told(lambda: self._heard(one)),
            lambda: told(self._ended),
            failed,
            cancel,
        )

    def stop(self) -> None:
        """Be silent at once."""
        self._cancel.cancel()
