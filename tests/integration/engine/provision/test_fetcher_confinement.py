"""The one process that may use the network keeps to its folder, and starts nothing but pip."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.sealing import landlock

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


NATIVE = """
import ctypes, errno, json, os, sys
from pathlib import Path
from engine.provision.fetcher import confine
from engine.provision.surroundings import needed
staging, secret = Path(sys.argv[1]), sys.argv[2].encode()
confine(staging, needed(wheels=False))
libc = ctypes.CDLL(None, use_errno=True)
def told(result):
    return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]
print(json.dumps({
    "read": told(libc.open(secret, os.O_RDONLY)),
    "write": told(libc.open(secret, os.O_WRONLY)),
    "remove": told(libc.unlink(secret)),
    "list": told(libc.open(os.path.dirname(secret), os.O_RDONLY | os.O_DIRECTORY)),
    "trace": told(libc.ptrace(0x4206, os.getppid(), None, None)),
    "packet": told(libc.socket(17, 3, 0)),
    "inet": told(libc.socket(2, 1, 0)),
    "own": told(libc.open(os.fsencode(staging / "own"), os.O_WRONLY | os.O_CREAT, 0o600)),
}))
"""


def test_native_code_in_it_is_held_as_well(tmp_path: Path) -> None:
    if not landlock.version():
        pytest.skip("this kernel has no Landlock")
    staging, secret = tmp_path / "staging", tmp_path / "home" / "secret"
    staging.mkdir()
    secret.parent.mkdir()
    secret.write_text("words")
    done = subprocess.run(
        [sys.executable, "-c", NATIVE, str(staging), str(secret)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said.pop("inet"), said.pop("own")) == ("done", "done")
    assert set(said.values()) <= {"EACCES", "EPERM"}
    assert secret.read_text() == "words"
