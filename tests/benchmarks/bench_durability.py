"""What a vault loses: 1,000 kills, full disks at 50 sizes, single bits turned at 500 places.

Prints and writes rows lost (0 is promised for kills and full disks), how many turned bits were found when the
vault was opened, and what share of the rows was salvaged. Run `python make.py bench durability [--kills N]
[--disks N] [--flips N]`; full disks need root on Linux.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from damage import filled
from durability import fill, kill, small_disk, turn_bits

_STEP = 8192  # bytes between one full disk and the next: two pages of the file
_RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--disks", type=int, default=50)
    parser.add_argument("--flips", type=int, default=500)
    asked = parser.parse_args()
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kills").mkdir()
        found["kills"] = kill(folder / "kills", asked.kills)
        print(json.dumps(found["kills"]), flush=True)
        whole = folder / "whole" / "vault.db"
        filled(whole)
        try:
            with small_disk(folder / "disk", 16) as disk:
                disks = [fill(disk, whole, number * _STEP) for number in range(1, asked.disks + 1)]
            found["full disks"] = {
                "disks": len(disks),
                "acknowledged": sum(one.acknowledged for one in disks),
                "lost": sum(one.lost for one in disks),
                "damaged": sum(one.damaged for one in disks),
                "half copies": sum(one.half_copies for one in disks),
            }
        except OSError as refused:
            found["full disks"] = str(refused)
        print(json.dumps(found["full disks"]), flush=True)
        flips = turn_bits(folder, whole, asked.flips)
        found["flips"] = asdict(flips) | {"salvaged share": round(flips.salvaged / max(1, flips.rows), 4)}
        print(json.dumps(found["flips"]), flush=True)
    _RESULTS.mkdir(exist_ok=True)
    (_RESULTS / "durability.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
