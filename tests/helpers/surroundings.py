"""What a test makes around a program: the way to the checkout and these helpers, a disk that is soon full."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from models import CHECKOUT

HELPERS = CHECKOUT / "tests" / "helpers"


def environment(**more: str) -> dict[str, str]:
    """That of this process, in which a program finds the checkout and the helpers."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(CHECKOUT), str(HELPERS))), **more}


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A file system of so many MB at a new folder; skips the test where none can be mounted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs Linux and root")
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("this machine does not let a small file system be mounted")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
