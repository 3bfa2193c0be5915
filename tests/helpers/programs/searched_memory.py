"""Opens a vault, closes it, and prints how often its key is in this process's memory then, raw and as hex.

`searched_memory.py FOLDER`: the key is made here, and what is searched for is kept only masked.
"""

from __future__ import annotations

import json
import re
import secrets
import sys
from pathlib import Path

from engine.wiping import wipe
from rag.storing.vault import Vault

MASK = 0x5A


def hits(masked: bytes, process: int | str = "self") -> dict[str, int]:
    """How often the key lies in memory of a process's own. Raises PermissionError where none is shown."""
    found = {"raw": 0, "hex": 0}
    own = Path("/proc") / str(process)
    with (own / "maps").open(encoding="ascii") as maps, (own / "mem").open("rb") as memory:
        for line in maps:
            place = re.match(r"([0-9a-f]+)-([0-9a-f]+) (r\S+) \S+ \S+ \d+\s*(.*)", line)
            if place is None or place[4] in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
                continue
            start, end = int(place[1], 16), int(place[2], 16)
            try:
                memory.seek(start)
                held = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            key = bytes(byte ^ MASK for byte in masked)
            digits = key.hex().encode()
            # Less what this search itself made: its own two copies are found in the heap while it runs.
            found["raw"] += held.count(key[:16])
            found["hex"] += held.lower().count(digits[:32])
            wipe(key, digits)
            del held
    return found


def main(folder: Path) -> dict[str, dict[str, int]]:
    key = secrets.token_bytes(32)
    masked = bytes(byte ^ MASK for byte in key)
    vault = Vault.create(folder / "vault.db", key)
    wipe(key)
    with vault.write() as db:
        db.execute("INSERT INTO counters VALUES ('a', 1)")
    while_open = hits(masked)
    vault.close()
    return {"open": while_open, "closed": hits(masked)}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
