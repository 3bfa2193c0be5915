"""What a child may reach: the files it was started for, read only, what Python and its libraries are made of,
and nothing else of this machine.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from engine.sealing import landlock, macos, surroundings, windows
from engine.sealing.filters import COMPUTING, DRIVING, READING
from engine.sealing.kernel import LINUX
from engine.sealing.own_process import give_up_rights
from engine.workers.seal import seal

_log = logging.getLogger(__name__)


class Work(StrEnum):
    """What a child is for, and so what it needs of the system."""

    READING = "reading"
    COMPUTING = "computing"  # models on the processor
    DRIVING = "driving"  # models on a graphics processor: its devices, and what its drivers ask of the system


_FILTERS = {Work.READING: READING, Work.COMPUTING: COMPUTING, Work.DRIVING: DRIVING}


def confine(files: Sequence[str], work: Work) -> None:
    """Leave this process `files` (and what is below folders among them), for ever; see the module.

    Where the kernel cannot hold it to that, it goes on with what there is: `confidant doctor` tells.
    """
    drivers = work is Work.DRIVING
    if LINUX:
        # Libraries ask for this folder when they are imported; Python would look for one it can write to.
        tempfile.tempdir = "/tmp"
        # What this process is told of itself. Left open: a rule holds for what the kernel keeps in memory of
        # /proc, and it keeps what is open.
        os.open(surroundings.ITSELF, os.O_PATH | os.O_CLOEXEC)
    readable = [*surroundings.readable(drivers=drivers), *map(Path, files)]
    if sys.platform == "darwin":
        held = macos.restrict(readable, drivers=drivers)
    elif sys.platform == "win32":
        held = windows.restrict()
    else:
        held = landlock.restrict(
            readable, listed=surroundings.listed(), devices=surroundings.devices(drivers=drivers)
        )
    give_up_rights()
    seal(_FILTERS[work])
    if not held:
        _log.warning("files are not kept from this process: this system does not hold it to that")
