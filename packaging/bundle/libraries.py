"""The shared libraries of a bundle on Linux: what each needs, which nobody needs, which are there twice, and
how new a system they ask for. By binutils, which PyInstaller needs as well.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"\x7fELF"
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
_SONAME = re.compile(r"^\s+SONAME\s+(\S+)", re.MULTILINE)
_VERSION = re.compile(r"\b(GLIBC|GLIBCXX|CXXABI)_(\d+(?:\.\d+)+)\b")
# Of the head of an ELF file of 64 bits: where its program headers are, how long each is, how many.
_PLACE_AT, _PLACE = 32, struct.Struct("<Q")
_COUNT_AT, _COUNT = 54, struct.Struct("<HH")
_SEGMENT, _LOAD = struct.Struct("<IIQQQQQQ"), 1


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library or program, as its dynamic section tells."""

    name: str  # by which others ask for it
    needed: frozenset[str]
    versions: frozenset[tuple[str, str]]  # of the system's symbols that it asks for


def libraries(folder: Path) -> Iterator[Path]:
    """Every ELF file below a folder that is no link, in the order of their paths."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and _is_elf(path):
            yield path


def described(path: Path) -> Library:
    """Raises `subprocess.CalledProcessError` for a file that objdump cannot read."""
    command = ["objdump", "-p", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return read(said, path.name)


def read(said: str, name: str) -> Library:
    """From what `objdump -p` says of a file."""
    own = _SONAME.search(said)
    asked = said.partition("Version References:")[2]
    return Library(
        name=own[1] if own else name,
        needed=frozenset(_NEEDED.findall(said)),
        versions=frozenset((kind, number) for kind, number in _VERSION.findall(asked)),
    )


def orphans(there: Mapping[str, frozenset[str]], roots: frozenset[str]) -> frozenset[str]:
    """Of libraries by name, each with those that it needs, those that nothing reaches from `roots`."""
    reached: set[str] = set()
    waiting = set(roots)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= there.get(name, frozenset()) - reached
    return frozenset(there) - reached


def twins(digest: Mapping[Path, str]) -> dict[Path, Path]:
    """Files that hold the same as another, by the one that stays: that which lies deepest, where the program
    that loads it by its path looks for it; of those, the one with the shortest name. Room is the lesser
    reason: a library that is found by two paths is loaded twice, unless both are the same file.
    """
    kept: dict[str, Path] = {}
    ordered = sorted(digest, key=lambda path: (-len(path.parts), len(path.name), str(path)))
    links: dict[Path, Path] = {}
    for path in ordered:
        first = kept.setdefault(digest[path], path)
        if first != path:
            links[path] = first
    return links


def link(path: Path, target: Path) -> None:
    """Have `path` be a link to `target`, by the way from one to the other."""
    path.unlink()
    path.symlink_to(os.path.relpath(target, path.parent))


def newest(versions: frozenset[tuple[str, str]]) -> dict[str, str]:
    """The highest number of each kind of symbols."""
    highest: dict[str, str] = {}
    for kind, number in versions:
        if kind not in highest or _order(number) > _order(highest[kind]):
            highest[kind] = number
    return highest


def loadable(path: Path) -> bool:
    """Whether the kernel can map every part of a library of 64 bits that is to be loaded: each must begin at
    the same place of a page in the file and in memory (elf(5), PT_LOAD).
    """
    data = path.read_bytes()
    start, size, count = *_PLACE.unpack_from(data, _PLACE_AT), *_COUNT.unpack_from(data, _COUNT_AT)
    for at in range(start, start + size * count, size):
        kind, _, offset, address, *_, step = _SEGMENT.unpack_from(data, at)
        if kind == _LOAD and step > 1 and (offset - address) % step:
            return False
    return True


def _order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
