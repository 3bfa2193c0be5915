"""How fast an installed program starts beside the same from this checkout: commands and the window, in turns.

Each has a library of its own with the same documents, the same models, and no network. `ratio` is that of the
medians, the installed program's over the checkout's: below 1 it is the faster. `own` is what the processor
computed for it and its processes: on a busy machine the clock measures the others. Warm: one round goes
before. --cold drops what the system keeps of files before each start (as root), as after a computer was
switched on.
The window is measured where there is a display: `seen` until it is mapped, by xdotool, `open` until its log
says that the library is.

    python make.py bench installed PROGRAM [--rounds N] [--cold] [--model ID]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).parent / "results" / "installed.json"
_LEASE = (
    "# Lease of the mill\n\nThe rent is 1,250 euros a month. The notice period is three months to the end of"
    " a quarter.\n"
)
_OPEN = "services open in"
_PATIENCE = 600.0  # seconds
_DROP = Path("/proc/sys/vm/drop_caches")
Taken = dict[str, float]  # seconds by how they are measured


class Program:
    """One way of starting it, with a home of its own."""

    def __init__(self, command: list[str], room: Path, models: Path, model: str) -> None:
        self._home, self._room = room / "home", room
        room.mkdir()
        secret = room / "passphrase"
        secret.write_text("correct horse battery\n", encoding="utf-8")
        places = ["--home", str(self._home), "--passphrase-file", str(secret), "--models", str(models)]
        self._command = [*command, *places, *(["--model", model] if model else [])]
        self._around = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        self._around |= {"PYTHONPATH": str(CHECKOUT), "PYTHONPYCACHEPREFIX": str(room / "bytecode")}
        self._added = 0
        self.add()

    def help(self) -> Taken:
        return self._run("--help")

    def library(self) -> Taken:
        return self._run("library")

    def search(self) -> Taken:
        return self._run("search", "rent of the mill")

    def add(self) -> Taken:
        """A document that was not there."""
        self._added += 1
        path = self._room / f"lease {self._added}.md"
        path.write_text(f"{_LEASE}\nIt is the copy with the number {self._added}.\n", encoding="utf-8")
        return self._run("add", str(path))

    def ask(self) -> Taken:
        return self._run("ask", "How long is the notice period?")

    def window(self) -> Taken:
        """Seconds until it is mapped, and until its library is open."""
        before = self._logged()
        began = time.monotonic()
        window = subprocess.Popen(
            self._command, cwd=CHECKOUT, env=self._around, start_new_session=True, stderr=subprocess.DEVNULL
        )
        try:
            found = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "confidant"]
            subprocess.run(found, check=True, capture_output=True, timeout=_PATIENCE)
            seen = time.monotonic() - began
            while _OPEN not in self._logged().removeprefix(before):
                if window.poll() is not None or time.monotonic() - began > _PATIENCE:
                    raise SystemExit("the window did not open its library")
                time.sleep(0.02)
            return {"seen": seen, "open": time.monotonic() - began}
        finally:
            if window.poll() is None:
                os.killpg(window.pid, signal.SIGTERM)
            window.wait()

    def _logged(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self._home.glob("logs/*.log")))

    def _run(self, *arguments: str) -> Taken:
        began, before = time.monotonic(), _computed()
        done = subprocess.run(
            [*self._command, *arguments],
            cwd=CHECKOUT,
            env=self._around,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"{arguments[0]}: {done.stdout[-300:]}{done.stderr[-600:]}")
        return {"clock": time.monotonic() - began, "own": _computed() - before}


def _computed() -> float:
    """Seconds of the processor that ended children took, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(programs: dict[str, Program], rounds: int, *, cold: bool) -> dict[str, dict[str, float]]:
    """Medians of seconds by what was done, and the ratio."""
    rows: dict[str, dict[str, list[float]]] = {}
    shown = bool(os.environ.get("DISPLAY")) and shutil.which("xdotool") is not None
    for number in range(rounds + (0 if cold else 1)):
        for what in ("help", "library", "search", "add", "ask", *(["window"] if shown else [])):
            for name in sorted(programs, reverse=number % 2 == 1):
                if cold:
                    os.sync()
                    _DROP.write_text("3", encoding="ascii")
                took = getattr(programs[name], what)()
                if number or cold:
                    for part, seconds in took.items():
                        rows.setdefault(f"{what}, {part}", {}).setdefault(name, []).append(seconds)
    found: dict[str, dict[str, float]] = {}
    for what, row in rows.items():
        medians = {name: statistics.median(kept) for name, kept in row.items()}
        found[what] = {**medians, "ratio": medians["installed"] / medians["checkout"]}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--model", default="qwen2.5-coder-0.5b-instruct-q4_k_m")
    chosen = parser.parse_args()
    sys.path.insert(0, str(CHECKOUT))
    from app.paths import resolve

    models = Path(os.environ.get("CONFIDANT_TEST_MODELS") or resolve().models)
    with TemporaryDirectory() as folder:
        programs = {
            name: Program(command, Path(folder, name), models, chosen.model)
            for name, command in (
                ("checkout", [sys.executable, "-m", "app"]),
                ("installed", [str(chosen.program.resolve())]),
            )
        }
        found = measured(programs, chosen.rounds, cold=chosen.cold)
    said = {"rounds": chosen.rounds, "cold": chosen.cold, "load": os.getloadavg()[0], "medians": found}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(said, indent=1), encoding="utf-8")
    print(json.dumps(said, indent=1))


if __name__ == "__main__":
    main()
