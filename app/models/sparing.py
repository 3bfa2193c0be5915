"""Whether the models' processes go easy on memory: on a machine so small that everything else would be pushed
out of it.
"""

from __future__ import annotations

from engine.hardware import machine

# A machine sold with 4 GB has somewhat less to give, one with 6 lies well above.
SMALL_BYTES = 5_000_000_000


def is_sparing(memory_bytes: int | None = None) -> bool:
    """`memory_bytes`: the machine's, by default of this one."""
    return (machine().memory_bytes if memory_bytes is None else memory_bytes) <= SMALL_BYTES
