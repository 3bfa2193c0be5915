"""How long the window takes to be seen from the start of the process, and how long until its library is open.

The program itself is started, over a library that is there, its bytecode written and its files in memory: a
warm start. `seen` is when its first frame has been painted, `open` when the desks stand over the library;
the passphrase takes most of a second of that, which a keyring spares. `own` is what the window's thread
computed until then: on a busy machine the clock measures the others. With --against the same of another
checkout, in turns in one run, and the ratio of the medians.

    python make.py bench start [--rounds N] [--against CHECKOUT]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).parent / "results" / "start.json"
PROGRAM = CHECKOUT / "tests" / "helpers" / "programs" / "first_frame.py"

_PATIENCE = 120  # seconds
_MADE = (
    "import sys; from pathlib import Path; from app.paths import resolve;"
    " from app.services import open_services; open_services(resolve(Path(sys.argv[1])), 'secret',"
    " keyring_allowed=False).close()"
)
_MEASURED = ("seen", "seen_own", "open", "open_own")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--against", type=Path, default=None)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = measured(Path(folder), chosen.rounds, chosen.against)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(json.dumps(found, indent=1))


def measured(folder: Path, rounds: int, against: Path | None) -> dict[str, Any]:
    """Starts in turns, after one that warms each checkout up."""
    checkouts = {"here": CHECKOUT, **({"there": against.resolve()} if against else {})}
    (folder / "passphrase").write_text("secret", encoding="utf-8")
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in checkouts}
    modules: dict[str, int] = {}
    for name, checkout in checkouts.items():
        subprocess.run(
            [sys.executable, "-c", _MADE, str(folder / name)], env=_around(folder, checkout), check=True
        )
        started(folder, name, checkout)
    for _ in range(rounds):
        for name, checkout in checkouts.items():
            row, modules[name] = started(folder, name, checkout)
            rows[name].append(row)
    medians = {
        name: {what: round(statistics.median(one[what] for one in kept), 3) for what in _MEASURED}
        for name, kept in rows.items()
    }
    found: dict[str, Any] = {"rounds": rounds, "load": os.getloadavg()[0], "medians": medians}
    found["modules_at_first_frame"] = modules
    if against:
        here, there = medians["here"], medians["there"]
        found["ratios"] = {what: round(here[what] / there[what], 3) for what in _MEASURED}
    return found


def started(folder: Path, name: str, checkout: Path) -> tuple[dict[str, float], int]:
    """One start: seconds, and how many modules were loaded by the first frame."""
    began = time.monotonic()
    done = subprocess.run(
        [
            sys.executable,
            str(PROGRAM),
            *("--home", str(folder / name), "--passphrase-file", str(folder / "passphrase")),
            *("--models", str(folder / "models")),
        ],
        cwd=checkout,
        env=_around(folder, checkout),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    frame, opened = told["frame"], told["open"]
    row = {
        "seen": frame["at"] - began,
        "seen_own": frame["own"],
        "open": opened["at"] - began,
        "open_own": opened["own"],
    }
    return row, len(frame["modules"])


def _around(folder: Path, checkout: Path) -> Mapping[str, str]:
    """What is around a start: this checkout first, and its bytecode kept, as an installation has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # Where there is no display of its own; the frame is painted all the same.
    kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    return {**kept, "PYTHONPATH": str(checkout), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


if __name__ == "__main__":
    main()
