"""The names by which a shared library's functions are asked for, as binutils tell them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

# Of a line of `objdump -T`: where the symbol is, or that it is not; its length; version, visibility; name.
_SYMBOL = re.compile(r"^[0-9a-f]{16} .{7} (\S+)\t[0-9a-f]{16}\s.*?(\w+)$")
_ELSEWHERE = "*UND*"


def symbols(library: Path, *, here: bool) -> set[str]:
    """Those that a library has, or asks for. Raises `subprocess.CalledProcessError`."""
    command = ["objdump", "-T", str(library)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = (_SYMBOL.match(line) for line in said.splitlines())
    return {one[2] for one in found if one and (one[1] != _ELSEWHERE) == here}
