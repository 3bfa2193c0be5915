"""A command that runs at a terminal of its own, as for a person who watches it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from models import CHECKOUT


@contextmanager
def at_terminal(arguments: Sequence[str], when: str) -> Iterator[tuple[int, io.FileIO]]:
    """Run the command until it has written `when`; its process, to be waited for, and its terminal."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(CHECKOUT)
        os.execv(sys.executable, [sys.executable, "-m", "app", *arguments])
    written = ""
    with os.fdopen(terminal, "r+b", buffering=0) as stream:
        while when not in written:
            piece = stream.read(4096)
            assert piece, written
            written += piece.decode("utf-8", "replace")
        yield pid, stream
