"""The one process that may use the network cannot leave its folder, nor start anything but pip."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]

TRESPASSES = {
    "write": "open(outside, 'w')",
    "append": "open(outside, 'a')",
    "low-level": "os.open(outside, os.O_CREAT | os.O_WRONLY)",
    "move-out": "os.rename(inside, outside)",
    "move-in": "os.rename(victim, inside)",
    "remove": "os.remove(victim)",
    "folder": "os.mkdir(outside)",
    "link": "os.symlink(inside, outside)",
    "dotted": "open(os.path.join(staging, '..', 'outside'), 'w')",
    "through-a-link": "open(os.path.join(staging, 'link', 'outside'), 'w')",
    "shell": "os.system('true')",
    "program": "subprocess.run(['true'])",
}


@pytest.mark.parametrize("code", TRESPASSES.values(), ids=TRESPASSES.keys())
def test_the_fetcher_cannot_leave_its_folder(tmp_path: Path, code: str) -> None:
    staging = tmp_path / "staging"
    staging.mkdir()
    (staging / "inside").write_text("x")
    (staging / "link").symlink_to(tmp_path)
    (tmp_path / "victim").write_text("x")
    names = {
        "staging": str(staging),
        "inside": str(staging / "inside"),
        "outside": str(tmp_path / "outside"),
        "victim": str(tmp_path / "victim"),
    }
    script = f"""
import json, os, subprocess, sys
from pathlib import Path
from engine.provision.fetcher import confine
globals().update(json.loads({json.dumps(json.dumps(names))}))
confine(Path(staging))
open(os.path.join(staging, 'allowed'), 'w').close()
try:
    {code}
except PermissionError:
    sys.exit(7)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 7, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["staging", "victim"]
