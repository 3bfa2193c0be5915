"""What a program asks the kernel for, noted by strace."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

_CALLS = "socket,connect,sendto,sendmsg"
_FAMILY = re.compile(r"\bsocket\((\w+)")


def traced(command: Sequence[str], notes: Path) -> list[str] | None:
    """A command that runs another one, and what that starts, and adds to `notes` what they ask of networks;
    None where there is no strace.
    """
    strace = shutil.which("strace")
    if strace is None:
        return None
    told = ["-f", "--seccomp-bpf", "-qq", "-A", "-o", str(notes), "-e", f"trace={_CALLS}"]
    return [strace, *told, *command]


def families(notes: Path) -> set[str]:
    """The families of sockets that were asked for, whether they were granted or not."""
    return set(_FAMILY.findall(notes.read_text(errors="replace")))
