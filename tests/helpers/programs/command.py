"""Runs the command line inside the test's process and gives back what it wrote.

Where CONFIDANT_PROGRAM names one, that program is run in its place: so a packaged one is held to the same.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli.main import run
from app.cli.parser import parse

PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def row(self) -> dict[str, Any]:
        (only,) = self.rows
        return only


class Command:
    """The command line over one home."""

    def __init__(self, home: Path, models: Path) -> None:
        self.home = home
        self.models = models
        self.secret = home.parent / "passphrase.txt"
        self.secret.write_text(PASSPHRASE + "\n", encoding="utf-8")

    @property
    def options(self) -> list[str]:
        return [
            "--home", str(self.home), "--models", str(self.models), "--passphrase-file", str(self.secret)
        ]  # fmt: skip

    def __call__(self, *arguments: str | Path) -> Ran:
        return self.bare([*self.options, *map(str, arguments)])

    def bare(self, arguments: Sequence[str]) -> Ran:
        """Without the options of this home."""
        if program := os.environ.get("CONFIDANT_PROGRAM"):
            done = subprocess.run(
                [program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
            return Ran(done.returncode, done.stdout, done.stderr)
        out, err = io.StringIO(), io.StringIO()
        status = run(parse(list(arguments)), out=out, err=err)
        return Ran(status, out.getvalue(), err.getvalue())
