"""What the services do unasked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from app.library.folder_sync import Timing
from app.library.folders import Pace
from engine.power import Supply, supply


@dataclass(frozen=True, slots=True)
class Habits:
    """What the services do unasked, and how often.

    A single command needs neither `mirror`, the Chroma index made in the background, nor `resume`, going on
    with interrupted indexing, nor `watch`, following folders and the battery. `supply` is asked where
    the power comes from; `timing` and `pace` are those of watched folders; `clock`, in seconds since the
    epoch, tells how long something has been in the bin.
    """

    mirror: bool = True
    resume: bool = True
    watch: bool = True
    supply: Callable[[], Supply] = supply
    timing: Timing | None = None
    pace: Pace | None = None
    clock: Callable[[], float] = time.time
