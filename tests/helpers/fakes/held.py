"""Parts that stop in the middle of their work until a test lets them go on."""

from __future__ import annotations

import threading

from fakes.words import LineReader, WordEmbedder
from house import PATIENCE


class HeldReader(LineReader):
    """Stops before the first page of a file until it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.released = threading.Event(), threading.Event()
        self.before_page = self._hold

    def _hold(self, _: int) -> None:
        self.reached.set()
        assert self.released.wait(PATIENCE)


class HeldEmbedder(WordEmbedder):
    """Stops before the first batch until it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.released = threading.Event(), threading.Event()
        self.before = self._hold

    def _hold(self, _: object) -> None:
        self.reached.set()
        assert self.released.wait(PATIENCE)
