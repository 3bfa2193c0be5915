"""A model and a reader that stop where a scene asks them to, so that what they are at can be looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from archive import rule_of
from fakes.generator import SteppedGenerator
from models import models_dir

from engine.types import Message
from rag.reading.reader import DocumentReader
from rag.types import ReadEvent


class Door(threading.Semaphore):
    """Lets everything through until it is shut, and then as much as it is told to."""

    def __init__(self) -> None:
        super().__init__(0)
        self._open = threading.Event()
        self._open.set()

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        while not self._open.is_set():
            if super().acquire(timeout=0.05):
                return True
        return True

    def shut(self, after: int = 0) -> None:
        """Let only so many steps through from now on."""
        self._open.clear()
        for _ in range(after):
            self.release()

    def open(self) -> None:
        self._open.set()


class Player(SteppedGenerator):
    """Answers from what is before it; `door` stops an answer, `let` a group of parts."""

    def __init__(self) -> None:
        super().__init__(told)
        self.door = Door()
        self._gate = self.door


def told(messages: Sequence[Message]) -> str:
    """The sentences that a question is about, where they are before it; and the rules of an archive."""
    before = messages[-1].text
    said = [line for line in before.splitlines() if "gives notice in writing" in line]
    return rule_of(messages) or (said[0] if said else "Not in your documents.")


def _hearer() -> Path | None:
    """What recordings are heard with, where it is installed."""
    folder = models_dir() / "whisper-tiny.en"
    return folder if folder.is_dir() else None


class HeldReader(DocumentReader):
    """Reads like the real one, which it is, and stops before what it brings while its door is shut."""

    def __init__(self) -> None:
        super().__init__(hearer=_hearer)
        self.door = Door()

    def read(self, path: Path, *arguments: Any, **more: Any) -> Iterator[ReadEvent]:
        for event in super().read(path, *arguments, **more):
            self.door.acquire()
            yield event
