"""What holds of the children here, found by trying: one is started as every reader is, and tries what none
may.

Nothing that it does where it is not refused does harm, and nothing of it stays.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from engine.cancel import CancelToken
from engine.sealing.kernel import LINUX, libc
from engine.workers.frames import Frame, Json
from engine.workers.worker import Limits, Worker, WorkerSpec

_TARGET = "engine.workers.probe:build"


@dataclass(frozen=True, slots=True)
class Refused:
    """What a child was refused by the system."""

    reading: bool  # of files that are not its own
    writing: bool
    sockets: bool
    programs: bool  # to start one
    others: bool  # to look into another process


def probe() -> Refused:
    """Start a child and have it try. Raises `WorkerError`s."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Worker(WorkerSpec("probe", _TARGET, limits=Limits(wall_seconds=30))) as worker,
    ):
        said = worker.call("try", {"folder": folder, "parent": os.getpid()}).header
    return Refused(**{name: bool(value) for name, value in said.items()})


class ProbeHandler:
    """Serves `try` (folder, parent): one frame with the fields of `Refused`."""

    def handle(
        self, _method: str, params: Mapping[str, Json], _blobs: tuple[bytes, ...], _cancel: CancelToken
    ) -> Iterator[Frame]:
        folder, parent = Path(str(params["folder"])), cast("int", params["parent"])
        found = Refused(
            reading=_is_refused(lambda: list(folder.iterdir())),
            writing=_is_refused(lambda: (folder / "written").write_bytes(b"")),
            sockets=LINUX and libc().socket(socket.AF_UNIX, socket.SOCK_STREAM, 0) < 0,
            programs=_is_refused(lambda: subprocess.run([sys.executable, "-c", ""], check=False)),
            others=LINUX and _is_refused(lambda: Path(f"/proc/{parent}/environ").read_bytes()),
        )
        yield Frame(cast("dict[str, Json]", asdict(found)))


def _is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def build(_config: Mapping[str, Json]) -> ProbeHandler:
    return ProbeHandler()
