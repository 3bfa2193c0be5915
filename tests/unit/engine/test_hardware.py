"""What the machine has, within the limits of its container."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil

from engine.cores import default_threads, usable_cores
from engine.hardware import _loads, available_memory, machine

CPUINFO = """processor\t: 0
model name\t: Imaginary 9000
flags\t\t: fpu sse2 avx2 {flags}
"""


def test_this_machine_makes_sense(tmp_path: Path) -> None:
    here = machine(cgroup=tmp_path)
    assert here.cores >= here.physical_cores >= 1
    assert here.memory_bytes == psutil.virtual_memory().total
    assert 0 < here.available_bytes <= here.memory_bytes
    assert here.backends[-1] == "CPU"
    assert here.system
    assert here.architecture
    assert 1 <= default_threads() <= usable_cores()


def test_a_container_limits_memory(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000000000\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("700000000\n", encoding="ascii")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 200000000\n", encoding="ascii")
    here = machine(cgroup=tmp_path)
    assert here.memory_bytes == 1_000_000_000
    assert here.available_bytes == 500_000_000


def test_an_older_container_limits_memory(tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    folder.mkdir()
    (folder / "memory.limit_in_bytes").write_text("1000000000\n", encoding="ascii")
    (folder / "memory.usage_in_bytes").write_text("400000000\n", encoding="ascii")
    assert available_memory(tmp_path) == 600_000_000


def test_no_limit_is_no_limit(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    assert machine(cgroup=tmp_path).memory_bytes == psutil.virtual_memory().total


def test_bfloat16_follows_the_processor(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(CPUINFO.format(flags="avx512_bf16"), encoding="utf-8")
    fast = machine(cgroup=tmp_path, cpuinfo=cpuinfo)
    assert fast.supports_bf16
    assert fast.processor == "Imaginary 9000"
    cpuinfo.write_text(CPUINFO.format(flags="avx512f"), encoding="utf-8")
    assert not machine(cgroup=tmp_path, cpuinfo=cpuinfo).supports_bf16
    assert not machine(cgroup=tmp_path, cpuinfo=tmp_path / "absent").supports_bf16


def test_the_system_is_asked_for_a_library_by_its_name() -> None:
    assert not _loads("libthere-is-none-of-this-name.so.1")
    if sys.platform == "linux":
        assert _loads("libc.so.6")


def test_no_program_is_started_to_look_at_the_machine() -> None:
    """ctypes.util.find_library starts ldconfig, gcc and ld; platform.processor starts uname."""
    program = (
        "import sys\n"
        "STARTS = {'subprocess.Popen', 'os.posix_spawn', 'os.exec', 'os.fork', 'os.system'}\n"
        "sys.addaudithook(lambda event, facts: print(event, facts) if event in STARTS else None)\n"
        "from engine.hardware import _vulkan, machine\n"
        "machine(); _vulkan()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == ""
