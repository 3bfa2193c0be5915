"""A key's page of memory: locked, in no core file; a vault that opens also where that is refused."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.secret_memory import Kept, SecretMemory, grants


def flags_at(address: int) -> set[str]:
    """The flags of the mapping that holds an address (proc_pid_smaps(5), VmFlags)."""
    inside = False
    for line in Path("/proc/self/smaps").read_text(encoding="ascii", errors="replace").splitlines():
        if place := re.match(r"([0-9a-f]+)-([0-9a-f]+) ", line):
            inside = int(place[1], 16) <= address < int(place[2], 16)
        elif inside and line.startswith("VmFlags:"):
            return set(line.split()[1:])
    raise AssertionError("not mapped")


def test_it_holds_a_copy_and_only_until_it_is_released() -> None:
    given = bytes(range(32))
    held = SecretMemory(given)
    assert held.view == given
    assert len(held.view) == 32
    held.release()
    held.release()
    with pytest.raises(ValueError, match="released"):
        bytes(held.view)


@pytest.mark.skipif(sys.platform != "linux", reason="told by the kernel of Linux")
def test_the_kernel_keeps_it_from_swap_and_cores() -> None:
    held = SecretMemory(bytes(range(32)))
    start = ctypes.c_char.from_buffer(held.view)
    flags = flags_at(ctypes.addressof(start))
    del start
    assert held.kept == Kept("lo" in flags, "dd" in flags)
    assert held.kept.undumped
    held.release()


_REFUSED = """
import resource, shutil, tempfile
from contextlib import closing
from pathlib import Path
from engine.sealing.own_process import give_up_rights
from engine.secret_memory import grants
from rag.storing.vault import Vault
resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
give_up_rights()
home = Path(tempfile.mkdtemp())
with closing(Vault.create(home / "vault.db", bytes(32))) as vault, vault.read() as db:
    print(grants().locked, db.execute("SELECT 1").fetchone()[0])
shutil.rmtree(home)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
def test_a_vault_opens_where_no_memory_may_be_locked() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _REFUSED], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stdout.split() == ["False", "1"], ran.stdout + ran.stderr


def test_what_the_system_grants_is_tried() -> None:
    held = SecretMemory(bytes(32))
    assert grants() == held.kept
    held.release()
