"""Libraries of a bundle that are changed: large ones whose place small ones take, linear algebra and the data
of ICU; and those that ask for newer editions of functions than they need.
"""

from __future__ import annotations

import ctypes
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bundle.algebra import pass_on
from bundle.libraries import described, newest
from bundle.lowering import FIRST, lower
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


def _asks_for(path: Path, function: str) -> str:
    said = subprocess.run(["objdump", "-T", str(path)], capture_output=True, text=True, check=True).stdout
    (version,) = re.findall(rf"\(?(GLIBC_[\d.]+)\)? +{function}$", said, re.MULTILINE)
    return str(version)


def _reckons(path: Path) -> str:
    said = "import ctypes, sys; f = ctypes.CDLL(sys.argv[1]).far; f.restype = ctypes.c_double; print(f())"
    done = subprocess.run([sys.executable, "-c", said, str(path)], capture_output=True, text=True, check=True)
    return done.stdout


_FAR = """#include <math.h>
volatile double side = 3, none = 0;
double far(void) { return hypot(side, 4) + sin(none); }
"""
_MORE = """#include <sys/epoll.h>
int await(int from) { struct epoll_event one; return epoll_pwait2(from, &one, 1, 0, 0); }
"""


def test_an_older_edition_of_a_function_is_asked_for_and_does_the_same(tmp_path: Path) -> None:
    library = _library(tmp_path / "libfar.so", _FAR, "-lm")
    if _asks_for(library, "hypot") != "GLIBC_2.35":
        pytest.skip("this system's C library is not as new as that")
    assert lower(library)
    assert _asks_for(library, "hypot") in FIRST.values()
    assert newest(described(library).versions)["GLIBC"] != "2.35"
    assert _reckons(library) == "5.0\n"
    assert not lower(library), "there is nothing left to do"


def test_what_asks_for_something_else_of_that_edition_is_left_alone(tmp_path: Path) -> None:
    library = _library(tmp_path / "libfar.so", f"#define _GNU_SOURCE\n{_FAR}{_MORE}", "-lm")
    before = library.read_bytes()
    if _asks_for(library, "hypot") != _asks_for(library, "epoll_pwait2"):
        pytest.skip("this system's C library is not as new as that")
    assert not lower(library)
    assert library.read_bytes() == before
