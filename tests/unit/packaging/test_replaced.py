"""Large libraries of a bundle whose place small ones take: linear algebra, and the data of ICU."""

from __future__ import annotations

import ctypes
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bundle.algebra import pass_on
from bundle.unicode_data import empty_unicode_data

pytestmark = pytest.mark.skipif(
    sys.platform != "linux"
    or platform.machine() not in ("x86_64", "aarch64")
    or not all(map(shutil.which, ("cc", "objdump"))),
    reason="libraries are made and taken apart by the tools of Linux",
)
_SUM = "double {name}(double a, int b, float c) {{ return a * 100 + b * 10 + c; }}"
_MUCH = "const char held[{size}] = {{1}};"


def _library(path: Path, source: str, *options: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    code = path.with_suffix(".c")
    code.write_text(source)
    command = ["cc", "-shared", "-fPIC", f"-Wl,-soname,{path.name}", "-o", str(path), str(code), *options]
    subprocess.run(command, check=True)
    code.unlink()
    return path


def _asking(folder: Path, other: Path) -> Path:
    source = "double dgesv_(double, int, float); double solve(void) { return dgesv_(4, 2, 0.5f); }"
    options = ("-Wl,--no-as-needed", str(other), "-Wl,-rpath,$ORIGIN/..")
    return _library(folder / "cv2" / "cv2.abi3.so", source, *options)


def test_calls_of_linear_algebra_are_passed_on_with_what_they_bring(tmp_path: Path) -> None:
    wrong = "double dgesv_(double a, int b, float c) { return -1; } double unasked_(void) { return 0; }"
    large = _library(tmp_path / "libopenblasp-r0-5.so", wrong + _MUCH.format(size=100_000))
    _library(tmp_path / "libscipy_openblas-6c.so", _SUM.format(name="scipy_dgesv_"))
    asking = _asking(tmp_path, large)
    before = large.stat().st_size
    assert pass_on(tmp_path, asking) == before - large.stat().st_size > 50_000
    said = "import ctypes, sys; f = ctypes.CDLL(sys.argv[1]).solve; f.restype = ctypes.c_double; print(f())"
    done = subprocess.run(
        [sys.executable, "-c", said, str(asking)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "420.5\n"


@pytest.mark.parametrize("name", ["scipy_dgesv_", "scipy_other_", ""])
def test_a_library_stays_where_nothing_could_be_passed_on_to(tmp_path: Path, name: str) -> None:
    """With whole numbers of another size (64_), without the function, or without any other library."""
    large = _library(tmp_path / "libopenblasp-r0-5.so", _SUM.format(name="dgesv_"))
    if name:
        kind = "64_-" if name == "scipy_dgesv_" else "-"
        _library(tmp_path / f"libscipy_openblas{kind}6c.so", _SUM.format(name=name))
    asking, before = _asking(tmp_path, large), large.read_bytes()
    assert pass_on(tmp_path, asking) == 0
    assert large.read_bytes() == before


def test_empty_data_of_icu_has_the_head_that_icu_looks_for(tmp_path: Path) -> None:
    data = _library(tmp_path / "libicudata.so.73", "const char icudt73_dat[200000] = {1};")
    (tmp_path / "libicudata.so").symlink_to(data.name)
    before = data.stat().st_size
    assert empty_unicode_data(tmp_path) == before - data.stat().st_size > 150_000
    head = bytes((ctypes.c_char * 48).in_dll(ctypes.CDLL(str(data)), "icudt73_dat"))
    assert int.from_bytes(head[:2], sys.byteorder) == 32  # where the list of contents begins
    assert head[2:4] == b"\xda\x27"
    assert head[12:16] == b"ToCP"
    assert head[32:36] == b"\0\0\0\0"  # which is empty
