"""Files that the program is started with, or that a second start hands over, are added to the library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from surroundings import HELPERS, environment


def test_files_come_into_the_library_that_is_shown(tmp_path: Path) -> None:
    """A locked window was not found by another start, which opened the library in a second one."""
    ran = subprocess.run(
        [sys.executable, str(HELPERS / "programs" / "started_again.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines() == [
        "['first.txt']",
        "0 ['first.txt', 'second.txt'] True",
        "locked True 0 True 2",
        "['first.txt', 'second.txt', 'third.txt']",
        "[] ['fifth.txt', 'first.txt', 'fourth.txt', 'second.txt', 'third.txt'] [2]",
        "locked True 0 True 2",
        "6",
        "locked True 0 True 2",
        "7",
        "another window",
    ]
