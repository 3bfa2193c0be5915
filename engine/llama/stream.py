"""Turns the bytes of tokens into text that may be shown: whole characters, no thoughts, no stop strings."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from engine.llama.thoughts import ThoughtFilter, overlap


class TextStream:
    """Fed with token bytes, gives the text that is certain.

    A character spread over tokens waits for its last byte. Text that could be the start of a stop
    string waits until it is one or cannot be one. `thoughts` takes out what is not said.
    """

    def __init__(self, stop: Sequence[str] = (), thoughts: ThoughtFilter | None = None) -> None:
        self._stop = tuple(text for text in stop if text)
        self._thoughts = thoughts
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._held = ""
        self.stopped = False

    def feed(self, data: bytes) -> str:
        """The text that became certain; "" when all of it must wait. Sets `stopped` on a stop string.

        What was given before does not count where `thoughts` withdrew it.
        """
        if self.stopped:
            return ""
        text = self._decoder.decode(data)
        if self._thoughts is None:
            return self._certain(text)
        before = self._thoughts.withdrawals
        said = self._thoughts.feed(text)
        if self._thoughts.withdrawals > before:
            self._held = ""
        return self._certain(said)

    def finish(self) -> str:
        """What was held back as the possible start of a stop string; an unfinished character is dropped."""
        certain = self._certain(self._thoughts.finish()) if self._thoughts and not self.stopped else ""
        held, self._held = self._held, ""
        return certain + held

    def _certain(self, text: str) -> str:
        self._held += text
        found = [at for at in (self._held.find(text) for text in self._stop) if at >= 0]
        if found:
            self.stopped = True
            certain, self._held = self._held[: min(found)], ""
            return certain
        cut = len(self._held) - overlap(self._held, self._stop)
        certain, self._held = self._held[:cut], self._held[cut:]
        return certain
