"""Fetch models from a script: `python -m engine.provision.cli ID… --models-dir DIR [--from DIR] [--offline]`.

`starter` stands for the chat model that suits this machine's memory, and where nobody has that one, as where
the hub cannot be reached, for the next best. A progress bar goes to stderr; stdout gets one JSON array of
[path, bytes], every file of the models that were asked for and came.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from engine.errors import DiskFull, Fault
from engine.hardware import machine
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.provisioner import FetchProgress, Provisioner, first_of

_MB = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every model is there, 1 when one is not, 130 when interrupted."""
    parser = argparse.ArgumentParser(prog="provision", description="Fetch models and verify them.")
    parser.add_argument("models", nargs="+", metavar="ID")
    parser.add_argument("--models-dir", type=Path, required=True)
    parser.add_argument("--from", type=Path, action="append", default=[], dest="folders", metavar="DIR")
    parser.add_argument("--offline", action="store_true")
    chosen = parser.parse_args(arguments)
    catalogue = Catalogue.load()
    fetch = partial(
        Provisioner(chosen.models_dir, catalogue).fetch, sources_from=chosen.folders, offline=chosen.offline
    )
    placed: list[Path] = []
    missing = False
    for name in chosen.models:
        meant = catalogue.meant(name, machine().memory_bytes)
        try:
            found = first_of(meant, partial(_shown, fetch=fetch))
        except KeyboardInterrupt:
            return 130
        except Fault:
            found = None
        missing |= found is None
        placed += [found.folder_in(chosen.models_dir) / file.name for file in found.files] if found else []
    there = [[str(path.absolute()), path.stat().st_size] for path in placed]
    sys.stdout.write(json.dumps(there) + "\n")
    return 1 if missing else 0


def _shown(model: CatalogueModel, fetch: Callable[..., Path]) -> CatalogueModel:
    bar = _Bar(model)
    try:
        fetch(model.id, progress=bar.show)
    except Fault as fault:
        bar.end(_reason(fault))
        raise
    except KeyboardInterrupt:
        bar.end("interrupted; what is here is used the next time")
        raise
    bar.end("")
    return model


class _Bar:
    """One line a model, redrawn on a terminal; elsewhere a line for each source and at the end."""

    def __init__(self, model: CatalogueModel) -> None:
        self._model = model
        self._terminal = sys.stderr.isatty()
        self._contact = ""
        self._began = time.monotonic()

    def show(self, progress: FetchProgress) -> None:
        if progress.contact != self._contact:
            self._contact = progress.contact
            self._write(
                f"{self._model.name} ({self._model.size // _MB} MB): asking {progress.contact}", last=True
            )
        for file in progress.declared:
            told = f"  {file.name} at {progress.revision:.12}: {file.size} bytes, sha256 {file.sha256}"
            self._write(told, last=True)
        if progress.waiting_seconds:
            self._write(f"  it asks to wait {progress.waiting_seconds:.0f} s", last=True)
        if self._terminal:
            share = progress.done_bytes / max(1, progress.total_bytes)
            blocks = int(share * 24)
            left = progress.seconds_left
            rest = f"{int(left) // 60}:{int(left) % 60:02} left" if left is not None else ""
            amount = f"{progress.done_bytes // _MB} of {progress.total_bytes // _MB} MB"
            self._write(f"  [{'█' * blocks}{'·' * (24 - blocks)}] {share:4.0%}  {amount}  {rest}", last=False)

    def end(self, problem: str) -> None:
        if problem:
            self._write(f"{self._model.name}: {problem}", last=True)
        elif self._contact:
            seconds = time.monotonic() - self._began
            self._write(f"{self._model.name}: here and verified ({seconds:.0f} s)", last=True)

    def _write(self, text: str, *, last: bool) -> None:
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r" + text[:width].ljust(width) + ("\n" if last else ""))
        else:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()


def _reason(fault: Fault) -> str:
    if isinstance(fault, DiskFull):
        available = fault.facts.get("available")
        free = f", {int(available) // _MB} MB are free" if isinstance(available, int) else ""
        return f"the disk is full: {int(fault.facts['needed'] or 0) // _MB} MB are needed{free}"
    return f"could not be had. {fault.facts.get('detail', fault)}"


if __name__ == "__main__":
    sys.exit(main())
