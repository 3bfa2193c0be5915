"""The way out that is made before the door is sealed.

A child inherits its parent's network filter for ever, so the application starts this small process first and
seals itself then. It waits, and starts one fetcher for each order. An order is the id of a model of the list,
with a token for the hub where that asks for one, and nothing else: which files, from where and to where
stands in the list and was fixed when the process was started.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from engine.assets import ROOT
from engine.cancel import CancelToken
from engine.provision.catalogue import CATALOGUE_FILE
from engine.starting import command_of


class FetcherStandby:
    """The process that waits for orders, seen from the program."""

    def __init__(self, models_dir: Path, catalogue: Path = CATALOGUE_FILE) -> None:
        """Models go below `models_dir`; `catalogue` is the list's file."""
        self._lock = threading.Lock()
        self._orders: IO[str]
        self._events: IO[str]
        command = command_of("engine.provision.fetcher")
        command += ["--models", str(models_dir.absolute()), "--catalogue", str(catalogue.absolute())]
        self._child: subprocess.Popen[str]
        self._socket: socket.socket | None = None
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        if sys.platform == "win32":
            self._child = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                creationflags=flags,
            )
            self._orders, self._events = (
                cast("IO[str]", self._child.stdin),
                cast("IO[str]", self._child.stdout),
            )
            return
        # Not a pipe: what has a name below /proc/PID/fd can be opened there and written to, a socket cannot.
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                text=True,
                start_new_session=True,
            )
        self._socket = ours
        self._orders, self._events = (
            ours.makefile("w", encoding="utf-8"),
            ours.makefile("r", encoding="utf-8"),
        )

    @property
    def pid(self) -> int:
        return self._child.pid

    def run(
        self, model_id: str, take: Callable[[dict[str, Any]], None], cancel: CancelToken, token: str = ""
    ) -> int:
        """Have one model fetched, one at a time; `take` gets each event. `token` opens the hub for a model
        that it does not give to all: it goes the way of the order, and is kept nowhere.

        Returns 0 once it is in its staging folder and right, else what the fetcher ended with; -1 when the
        process is gone.
        """
        with self._lock:
            if not self._send({"fetch": model_id, **({"token": token} if token else {})}):
                return -1
            withdraw = cancel.on_cancel(self._cancel)
            try:
                for line in self._events:
                    event = json.loads(line)
                    if event["event"] == "end":
                        return int(event["status"])
                    take(event)
            finally:
                withdraw()
            return -1

    def close(self) -> None:
        """End it, with a fetch that is under way; what was fetched is used the next time."""
        with suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_WR)
            else:
                self._orders.close()
        self._child.wait()
        for stream in (self._orders, self._events, self._socket):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _cancel(self) -> None:
        self._send({"cancel": True})

    def _send(self, message: dict[str, Any]) -> bool:
        try:
            self._orders.write(json.dumps(message) + "\n")
            self._orders.flush()
        except (OSError, ValueError):
            return False
        return True
