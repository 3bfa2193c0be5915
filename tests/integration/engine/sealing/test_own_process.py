"""Processes of our own against another of the same user, root's powers put down: what it gets of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is refused is Linux's to refuse")

# What another program of the user would try; prints what it got of each.
ATTACKER = """
import ctypes, json, os, sys
from engine.sealing.own_process import give_up_rights
give_up_rights()
pid = int(sys.argv[1])
def got(attempt):
    try:
        attempt()
    except OSError:
        return False
    return True
def trace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(0x4206, pid, None, None):
        raise OSError
print(json.dumps({
    "memory": got(lambda: os.open(f"/proc/{pid}/mem", os.O_RDONLY)),
    "environment": got(lambda: open(f"/proc/{pid}/environ").read()),
    "pipe": got(lambda: os.open(f"/proc/{pid}/fd/0", os.O_WRONLY)),
    "trace": got(trace),
}))
"""
# The last stands for the process that fetches models.
TARGET = """
import os, sys
from pathlib import Path
from engine.sealing.own_process import close_to_others, give_up_rights
give_up_rights()
pid = os.getpid()
if sys.argv[1] == "closed":
    close_to_others()
elif sys.argv[1] == "fetcher":
    from engine.provision.standby import FetcherStandby
    from engine.cancel import CancelToken
    standby = FetcherStandby(Path(sys.argv[2]))
    standby.run("no model", lambda _: None, CancelToken())  # it is there once it answers
    pid = standby.pid
print(pid, flush=True)
sys.stdin.read()
"""


def got_by_another(pid: int) -> dict[str, bool]:
    done = subprocess.run(
        [sys.executable, "-c", ATTACKER, str(pid)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


@pytest.fixture
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    command = [sys.executable, "-c", TARGET, request.param, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.communicate()


@pytest.mark.parametrize("target", ["open"], indirect=True)
def test_an_ordinary_process_is_open_to_others_of_the_same_user(target: int) -> None:
    """What the next test would otherwise not show. Some systems (Yama) refuse it by themselves."""
    got = got_by_another(target)
    if not got["memory"]:
        pytest.skip("this system refuses it to every process")
    assert got == {"memory": True, "environment": True, "pipe": True, "trace": True}


@pytest.mark.parametrize("target", ["closed", "fetcher"], indirect=True)
def test_a_process_of_ours_is_closed_to_them(target: int) -> None:
    assert not any(got_by_another(target).values())


@pytest.mark.parametrize("closed", [False, True])
def test_a_process_of_ours_leaves_no_core(tmp_path: Path, closed: bool) -> None:
    script = f"""
import os, resource
from engine.sealing.own_process import close_to_others
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (ValueError, OSError):
    os._exit(7)
if {closed}:
    close_to_others()
os.abort()
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, env=environment)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = status
    if os.WIFEXITED(status):
        pytest.skip("this machine lets nobody have a core")
    assert os.WCOREDUMP(status) == (not closed)
    assert bool(list(tmp_path.glob("core*"))) <= (not closed)


def test_the_program_closes_itself_before_it_does_anything() -> None:
    script = (
        "from app.__main__ import main\n"
        "from engine.sealing.own_process import own_process\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "held = own_process()\n"
        "assert held.unreadable and held.no_core and held.no_new_rights, held\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)


def test_rights_that_were_given_up_are_gone() -> None:
    script = (
        "from engine.sealing.own_process import give_up_rights\n"
        "give_up_rights()\n"
        "held = [line for line in open('/proc/self/status') if line.startswith(('CapEff', 'CapPrm'))]\n"
        "assert all(int(line.split()[1], 16) in (0, 4) for line in held), held\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
