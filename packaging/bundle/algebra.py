"""OpenCV's library of linear algebra, replaced by one that passes each call on to SciPy's.

Both are OpenBLAS with the same types of numbers; SciPy's has its names behind a prefix so that both can be in
one process. A bundle has SciPy anyway, for forecasts, so the second copy of 38 MB need not be there.
"""

from __future__ import annotations

import platform
import re
from pathlib import Path

from bundle.compiling import compiled
from bundle.libraries import described
from bundle.symbols import symbols

_OPENCVS, _SCIPYS, _PREFIX = re.compile(r"libopenblasp-"), "libscipy_openblas-*.so", "scipy_"
_JUMP = {"x86_64": "jmp {prefix}{name}@PLT", "aarch64": "b {prefix}{name}"}


def pass_on(folder: Path, asking: Path) -> int:
    """Replace the library in `folder` that `asking` is linked to; bytes that are saved. 0 where SciPy's
    is not there, or has not all that is asked of it.

    Raises `subprocess.CalledProcessError` where nothing can be compiled.
    """
    name = next((one for one in sorted(described(asking).needed) if _OPENCVS.match(one)), "")
    path, other = folder / name, next(iter(sorted(folder.glob(_SCIPYS))), None)
    jump = _JUMP.get(platform.machine())
    if not name or not path.is_file() or other is None or jump is None:
        return 0
    asked = sorted(symbols(asking, here=False) & symbols(path, here=True))
    if not asked or not {f"{_PREFIX}{one}" for one in asked} <= symbols(other, here=True):
        return 0
    before = path.stat().st_size
    lines = [
        f'__asm__(".globl {one}\\n.type {one}, %function\\n{one}: {jump.format(prefix=_PREFIX, name=one)}");'
        for one in asked
    ]
    options: list[str | Path] = ["-nostdlib", "-Wl,--no-as-needed", "-Wl,-z,noexecstack"]
    options += ["-Wl,-rpath,$ORIGIN", other]
    compiled(path, "\n".join(lines) + "\n", options)
    return before - path.stat().st_size
