"""Where the first run stands, whoever leads through it: the window, or the chat in the terminal."""

from __future__ import annotations

from app.settings import Settings
from app.types import FirstStep

QUESTION_SECONDS = 60.0  # after a document was read: whoever has waited so long for a question writes one
_GOES_ON = (FirstStep.CODE, FirstStep.MODEL, FirstStep.DOCUMENT)


class FirstRun:
    """Kept from step to step until it has been gone through once, so that it goes on where it was left."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def at(self) -> FirstStep:
        """The step to go on at; NONE where it is over, and for whoever came before there was one."""
        step = self._settings.preferences.first_step
        return step if step in _GOES_ON else FirstStep.NONE

    def protected(self, *, code: bool) -> None:
        """The library has its key, and with `code` a recovery code that nobody has said to have kept yet."""
        self._settings.update(first_step=FirstStep.CODE if code else FirstStep.MODEL)

    def went(self, step: FirstStep) -> None:
        """A step is gone to; DONE once it is over. That a library has no key yet is seen without a note."""
        kept = self._settings.preferences.first_step
        if kept is not FirstStep.DONE and step is not FirstStep.PROTECT:
            self._settings.update(first_step=step)
