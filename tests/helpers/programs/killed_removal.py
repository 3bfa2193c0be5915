"""Puts documents of a library into the bin, or takes them out, and dies by SIGKILL at one of the calls that
takes.

Arguments: home, "put", "restore" or "delete", the number of the call (0 lives on and writes how many there
were), the ids.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

from house import KEY

from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault

_COUNTED = "/rag/storing/"


class _Countdown:
    def __init__(self, last: int) -> None:
        self.last = last
        self.calls = 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Also calls of SQLite count: between them lies every state of the file."""
        if event not in ("call", "c_call") or _COUNTED not in frame.f_code.co_filename.replace("\\", "/"):
            return
        self.calls += 1
        if self.calls == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def main(home: str, what: str, last: str, *ids: str) -> None:
    counted = _Countdown(int(last))
    numbers = [int(one) for one in ids]
    with closing(Vault.open(Path(home) / "vault.db", KEY)) as vault:
        store = DocumentStore(vault)
        with vault.read() as db:
            db.execute("SELECT 1").fetchone()
        sys.setprofile(counted)
        if what == "put":
            store.removed.put(numbers)
        elif what == "restore":
            store.removed.restore(numbers)
        else:
            for one in numbers:
                store.remove(one)
        sys.setprofile(None)
    print(counted.calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
