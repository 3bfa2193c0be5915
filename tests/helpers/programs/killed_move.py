"""Moves the documents of a library into its matter, and dies by SIGKILL at one of the calls that takes.

Arguments: home, the matter's name, the number of the call; 0 lives on and writes how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any

from matters import Chambers

from app.matters.moving import Side, finish_moves, move
from rag.storing.documents import DocumentStore

_COUNTED = ("/rag/storing/", "/app/matters/")


class _Countdown:
    def __init__(self, last: int) -> None:
        self.last = last
        self.calls = 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Also calls of SQLite count: between them lies every state of the files."""
        if event not in ("call", "c_call") or not any(
            part in frame.f_code.co_filename.replace("\\", "/") for part in _COUNTED
        ):
            return
        self.calls += 1
        if self.calls == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def main(home: str, name: str, last: str) -> None:
    chambers = Chambers(Path(home))
    counted = _Countdown(int(last))
    with ExitStack() as open_:
        matters = open_.enter_context(chambers.matters())
        matter = matters.named(name)
        other = open_.enter_context(matters.opened(matter))
        source, target = Side(matters.vault, "", "Library"), Side(other, matter.id, matter.name)
        sys.setprofile(counted)
        finish_moves(matters, source, target)
        for document in DocumentStore(source.vault).list():
            move(matters, source, target, document)
        sys.setprofile(None)
    print(counted.calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
