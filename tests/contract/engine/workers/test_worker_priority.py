"""What reads documents behind a person's back lets the window, and an answer, go first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest
from programs.worker_runs import spec

from engine.workers.worker import Worker


@pytest.mark.parametrize("steps", [0, 10])
def test_a_child_gives_way_by_as_many_steps_as_it_is_told(steps: int) -> None:
    with Worker(spec(gives_way=steps)) as worker:
        pid = worker.call("config").header["pid"]
        assert isinstance(pid, int)
        child = psutil.Process(pid)
        if sys.platform == "win32":
            usual = psutil.Process().nice()
            assert child.nice() == (psutil.BELOW_NORMAL_PRIORITY_CLASS if steps else usual)
            return
        assert child.nice() == min(19, os.nice(0) + steps)
        for thread in child.threads():  # those that were begun since follow
            assert os.getpriority(os.PRIO_PROCESS, thread.id) == min(19, os.nice(0) + steps)


def _group(pid: int) -> str:
    """What the kernel says of a process's group; "" where it has no such thing, or does not use it."""
    file = Path(f"/proc/{pid}/autogroup")
    return file.read_text("ascii") if file.exists() else ""


def test_its_group_gives_way_too() -> None:
    if not _group(os.getpid()):
        pytest.skip("no groups of sessions here")
    found = list[str]()
    for _ in range(5):  # for all users together the kernel takes ten changes a second
        with Worker(spec(gives_way=10)) as worker:
            pid = worker.call("config").header["pid"]
            assert isinstance(pid, int)
            found.append(_group(pid).split()[-1])
        if found[-1] == "10":
            break
    assert found[-1] == "10", found
