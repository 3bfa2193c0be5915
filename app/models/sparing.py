"""Whether the models' processes go easy on memory: on a machine so small that everything else would be pushed
out of it, or where the person wants that.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from app.models import measured
from engine.hardware import machine

# A machine sold with 4 GB has somewhat less to give, one with 6 lies well above.
SMALL_BYTES = 5_000_000_000

_FILE = Path(measured.FOLDER) / "memory.json"


class MemoryUse(StrEnum):
    """How much memory models may take for the sake of speed and long texts."""

    AUTO = "auto"  # little on a small machine
    LITTLE = "little"
    MUCH = "much"


class Sparing:
    """Decides for the models of one folder, where it is kept: they are the machine's, not a library's."""

    def __init__(self, models_dir: Path, memory_bytes: int | None = None) -> None:
        """`memory_bytes`: the machine's, by default of this one."""
        self._file = models_dir / _FILE
        self._memory = machine().memory_bytes if memory_bytes is None else memory_bytes

    @property
    def use(self) -> MemoryUse:
        """What the person wants."""
        found = (measured.read(self._file) or {}).get("use")
        return MemoryUse(found) if found in set(MemoryUse) else MemoryUse.AUTO

    def switch(self, use: MemoryUse) -> None:
        """Want something else; processes that run go on as they began."""
        measured.write(self._file, {"use": use.value})

    @property
    def is_on(self) -> bool:
        use = self.use
        return use is MemoryUse.LITTLE or (use is MemoryUse.AUTO and self._memory <= SMALL_BYTES)
