"""How long models that nobody asks anything stay in memory."""

from __future__ import annotations

from engine.hardware import machine

_SMALL_BYTES = 8_000_000_000  # of a machine on which a browser beside the program needs the memory
_SMALL_SECONDS = 300.0
_SECONDS = 1800.0


def rest_seconds(memory_bytes: int | None = None) -> float:
    """Seconds after its last use at which a model's process ends; it starts again with the next.

    A question waits 1 to 4 seconds for that on two cores, unless it is typed: the first character starts
    them. `memory_bytes`: the machine's, by default of this one.
    """
    memory = machine().memory_bytes if memory_bytes is None else memory_bytes
    return _SMALL_SECONDS if memory < _SMALL_BYTES else _SECONDS
