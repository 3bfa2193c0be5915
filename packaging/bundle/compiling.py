"""Small libraries that take the place of large ones in a bundle."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path


def compiled(path: Path, source: str, options: Iterable[str | Path], exported: str = "") -> None:
    """Make `path` the library that `source`, in C, is; `exported` is a version script of its symbols.

    Raises `subprocess.CalledProcessError`; what was at `path` is then as it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        code, script, made = Path(folder, "library.c"), Path(folder, "library.map"), Path(folder, path.name)
        code.write_text(source, encoding="utf-8")
        command: list[str | Path] = ["cc", "-shared", "-fPIC", "-Os", "-s", "-Wl,--build-id=none"]
        command += [f"-Wl,-soname,{path.name}", "-o", made, code]
        if exported:
            script.write_text(exported, encoding="utf-8")
            command.append(f"-Wl,--version-script={script}")
        subprocess.run([*command, *options], check=True, capture_output=True)
        path.write_bytes(made.read_bytes())
