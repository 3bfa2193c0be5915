"""Functions of the C library that a library asks for in a newer edition than it needs.

Where glibc changes how a function fails it keeps the older edition beside the newer, and what is linked on a
newer system asks for the newer: Python for the `hypot` of 2.35, which no longer calls a handler of errors
that nobody has set. Asking for the first edition instead lets the same file start on systems before that.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

NEWER = {"hypot": "GLIBC_2.35"}  # and all that asks for that version, else it is left as it is
FIRST = {"Advanced Micro Devices X86-64": "GLIBC_2.2.5", "AArch64": "GLIBC_2.17"}
_ASKED = re.compile(r"\*UND\*\s+\S+\s+\(?(GLIBC_[\d.]+)\)?\s+(\w+)\s*$", re.MULTILINE)
_MACHINE = re.compile(r"Machine:\s+(.+?)\s*$", re.MULTILINE)
_STRINGS = re.compile(r"\.dynstr\s+STRTAB\s+\S+\s+(\S+)\s+(\S+)")
_VERSIONS = re.compile(r"\.gnu\.version_r\s+VERNEED\s+\S+\s+(\S+)\s+(\S+)")
_ENTRY = (
    16  # bytes of an Elfxx_Vernaux: a hash of the name, flags, a number, where its name is, where the next
)


def lower(path: Path) -> bool:
    """Ask for the first edition of each; whether that changed anything. Raises
    `subprocess.CalledProcessError`.
    """
    asked = _ASKED.findall(_said("objdump", "-T", str(path)))
    wanted = {version for version, name in asked if NEWER.get(name) == version}
    if not wanted or any(NEWER.get(name) != version for version, name in asked if version in wanted):
        return False
    told = _said("readelf", "-hSW", str(path))
    machine, strings, versions = _MACHINE.search(told), _STRINGS.search(told), _VERSIONS.search(told)
    first = FIRST.get(machine[1]) if machine else None
    if first is None or strings is None or versions is None:
        return False
    data = bytearray(path.read_bytes())
    start, size = int(strings[1], 16), int(strings[2], 16)
    names = bytes(data[start : start + size])
    place = names.find(b"\0" + first.encode() + b"\0") + 1
    if not place:
        return False
    at, length = int(versions[1], 16), int(versions[2], 16)
    changed = False
    for version in wanted:
        head = _hash(version).to_bytes(4, "little")
        for entry in range(at, at + length, _ENTRY):  # the heads of files between them are as long
            name = int.from_bytes(data[entry + 8 : entry + 12], "little")
            if data[entry : entry + 4] == head and names[name:].startswith(version.encode() + b"\0"):
                data[entry : entry + 4] = _hash(first).to_bytes(4, "little")
                data[entry + 8 : entry + 12] = place.to_bytes(4, "little")
                changed = True
    if changed:
        path.write_bytes(data)
    return changed


def _hash(name: str) -> int:
    """As the System V ABI hashes names of symbols and versions."""
    value = 0
    for letter in name.encode():
        value = (value << 4) + letter
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high
    return value


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
