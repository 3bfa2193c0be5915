"""Archives of which two of the same files are the same bytes: in the order of their names, with one moment,
one owner, and one way of being compressed.
"""

from __future__ import annotations

import gzip
import io
import platform
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

_PLAIN, _PROGRAM, _FOLDER, _LINK = 0o644, 0o755, 0o755, 0o777
# Two threads also where there are more: the blocks, and so the bytes, are those of the number that is named.
_XZ = ("xz", "--compress", "--stdout", "--threads=2")
_THOROUGH, _QUICK = 6, 0  # how much time xz takes
# Calls within code of Intel's kind become absolute before they are compressed, so that those of one function
# are alike: 6 % less for libraries as ours, in the same time and memory. Every reader of xz turns them back.
_CALLS = {"x86_64": "--x86"}
_LIBRARY = re.compile(r"\.so(?:\.\d+)*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a link, at its place: relative, with slashes. `source` is a file or what it holds."""

    place: str
    source: Path | bytes = b""
    is_program: bool = False
    link: str = ""  # to what, of a link

    @property
    def size(self) -> int:
        """Bytes of what it holds."""
        if self.link:
            return 0
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    @property
    def mode(self) -> int:
        """Who may do what with it, as chmod takes it."""
        return _LINK if self.link else _PROGRAM if self.is_program else _PLAIN

    def content(self) -> bytes:
        """All of it."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


def level(*, quick: bool) -> int:
    """Of xz, for a package that is to be small, or soon there."""
    return _QUICK if quick else _THOROUGH


def of_folder(folder: Path, below: str) -> Iterator[Entry]:
    """What a folder holds, as entries below a place; links stay links. A shared library is loaded, never
    started, so it is no program, whatever the package says that it came in (Debian Policy 10.2).
    """
    for path in sorted(folder.rglob("*")):
        place = str(PurePosixPath(below, path.relative_to(folder).as_posix()))
        if path.is_symlink():
            yield Entry(place, link=path.readlink().as_posix())
        elif path.is_file():
            starts = bool(path.stat().st_mode & 0o100) and not _LIBRARY.search(path.name)
            yield Entry(place, path, is_program=starts)


def write_tar(entries: Iterable[Entry], target: IO[bytes], moment: int, prefix: str = "") -> None:
    """A tar of entries, with the folders they lie in; `prefix` stands before every name ("./")."""
    ordered = sorted(entries, key=lambda entry: entry.place)
    with tarfile.open(fileobj=target, mode="w|", format=tarfile.GNU_FORMAT) as archive:
        known: set[str] = set()
        if prefix:
            archive.addfile(_member(prefix, moment, tarfile.DIRTYPE, _FOLDER))
        for entry in ordered:
            for folder in reversed(PurePosixPath(entry.place).parents[:-1]):
                if str(folder) not in known:
                    known.add(str(folder))
                    archive.addfile(_member(f"{prefix}{folder}/", moment, tarfile.DIRTYPE, _FOLDER))
            archive.addfile(*_described(entry, f"{prefix}{entry.place}", moment))


def compressed(
    entries: Iterable[Entry],
    target: Path,
    moment: int,
    prefix: str = "",
    *,
    quick: bool = False,
    machine: str = platform.machine(),
) -> None:
    """A tar.xz at `target` of files for a machine of that kind. Raises `subprocess.CalledProcessError`,
    `FileNotFoundError` without xz.
    """
    with target.open("wb") as out:
        how = [_CALLS[machine], f"--lzma2=preset={level(quick=quick)}"] if machine in _CALLS else []
        command = [*_XZ, *(how or [f"-{level(quick=quick)}"])]
        packer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out)
        assert packer.stdin is not None
        with packer.stdin as pipe:
            write_tar(entries, pipe, moment, prefix)
        if packer.wait() != 0:
            raise subprocess.CalledProcessError(packer.returncode, _XZ)


def stored(entries: Iterable[Entry], target: Path, moment: int, prefix: str = "") -> None:
    """A tar.gz at `target` of what hardly becomes smaller: as it is, in blocks of gzip, which lintian wants
    rather than none at all. A model of four bits loses 2 % to xz, which then unpacks it for 90 s a GB.
    """
    with target.open("wb") as out, gzip.GzipFile("", "wb", 0, out, mtime=0) as blocks:
        write_tar(entries, cast("IO[bytes]", blocks), moment, prefix)


def write_ar(target: Path, members: Iterable[tuple[str, Path | bytes]], moment: int) -> None:
    """An archive as deb(5) wants it: the magic, then each member behind a head of sixty characters."""
    with target.open("wb") as out:
        out.write(b"!<arch>\n")
        for name, source in members:
            size = len(source) if isinstance(source, bytes) else source.stat().st_size
            out.write(f"{name:<16}{moment:<12}{0:<6}{0:<6}{0o100644:<8o}{size:<10}`\n".encode("ascii"))
            if isinstance(source, bytes):
                out.write(source)
            else:
                with source.open("rb") as file:
                    shutil.copyfileobj(file, out)
            if size % 2:
                out.write(b"\n")


def _described(entry: Entry, name: str, moment: int) -> tuple[tarfile.TarInfo, io.BytesIO | None]:
    if entry.link:
        member = _member(name, moment, tarfile.SYMTYPE, entry.mode)
        member.linkname = entry.link
        return member, None
    member = _member(name, moment, tarfile.REGTYPE, entry.mode)
    member.size = entry.size
    return member, io.BytesIO(entry.content())


def _member(name: str, moment: int, kind: bytes, mode: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name.rstrip("/") if name != "./" else ".")
    member.type, member.mode, member.mtime = kind, mode, moment
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
