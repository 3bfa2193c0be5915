"""Whether a processor is new enough, before what ends the process on an older one is imported."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import ProcessorTooOld
from engine.processor import NEEDED, processor, require_new_enough

LINES = "processor\t: 0\nmodel name\t: {name}\nflags\t\t: {flags}\n\nprocessor\t: 1\nmodel name\t: Other\n"
# As /proc/cpuinfo says of a Core 2 Duo E8400 of 2008.
CORE_2 = (
    "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush dts acpi mmx fxsr sse"
    " sse2 ht tm pbe syscall nx lm constant_tsc arch_perfmon pebs bts rep_good nopl cpuid aperfmperf pni"
    " dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cx16 xtpr pdcm sse4_1 lahf_lm pti tpr_shadow vnmi"
)
on_x86 = pytest.mark.skipif(
    platform.machine() != "x86_64" or sys.platform != "linux", reason="of Intel's kind, on Linux"
)


def cpuinfo(folder: Path, flags: str) -> Path:
    path = folder / "cpuinfo"
    path.write_text(LINES.format(name="Imaginary 9000", flags=flags), encoding="utf-8")
    return path


@on_x86
def test_one_of_2008_is_told_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ProcessorTooOld) as told:
        require_new_enough(cpuinfo(tmp_path, CORE_2))
    assert told.value.facts == {"processor": "Imaginary 9000", "lacking": "popcnt, sse4_2"}


def test_all_that_is_needed_is_enough(tmp_path: Path) -> None:
    require_new_enough(cpuinfo(tmp_path, f"{CORE_2} {' '.join(NEEDED)}"))


def test_what_nobody_says_is_not_held_against_it(tmp_path: Path) -> None:
    require_new_enough(tmp_path / "absent")
    require_new_enough(cpuinfo(tmp_path, ""))


def test_the_first_core_is_asked(tmp_path: Path) -> None:
    assert processor(cpuinfo(tmp_path, "sse2 avx")) == ("Imaginary 9000", frozenset({"sse2", "avx"}))


@on_x86
def test_it_needs_what_numpy_was_compiled_for() -> None:
    """NumPy names its baseline; a later one that asks for more has to be followed here."""
    from numpy._core._multiarray_umath import __cpu_baseline__

    assert set(__cpu_baseline__) == {"X86_V2"}


def test_nothing_that_ends_the_process_is_imported_before_it_is_asked() -> None:
    program = (
        "import sys, engine.processor\n"
        "def asked(*_):\n"
        "    print(sorted({'numpy', 'PySide6', 'cv2', 'psutil'} & set(sys.modules))); raise SystemExit(0)\n"
        "engine.processor.require_new_enough = asked\n"
        "from app.__main__ import main\n"
        "main(['search', 'rent'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@on_x86
@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a mount of its own")
@pytest.mark.parametrize(
    ("language", "said"), [("en", "too old"), ("de", "zu alt"), ("ar", "قديم")], ids=["en", "de", "ar"]
)
def test_the_program_says_so_in_the_language_it_speaks(tmp_path: Path, language: str, said: str) -> None:
    fake = cpuinfo(tmp_path, CORE_2)
    told = f'mount --bind {fake} /proc/cpuinfo && exec "$@"'
    command = ["unshare", "-rm", "sh", "-c", told, "sh", sys.executable, "-m", "app"]
    if subprocess.run([*command[:5], "sh", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no mounts here")
    surroundings = os.environ | {"CONFIDANT_LANGUAGE": language}
    done = subprocess.run(
        [*command, "--home", str(tmp_path / "home"), "search", "rent"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert re.search(r"popcnt, sse4_2", done.stderr)
    assert not (tmp_path / "home").exists()
