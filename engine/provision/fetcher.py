"""The one program that may use the network: `python -m engine.provision.fetcher`, started through
`engine.provision.provisioner`.

It reads a job as one JSON object on stdin, says on stdout, as JSON Lines, what it contacts, how far
it has come and how it ended, and writes nothing but the staging folder it was given: an audit hook
refuses to open, move or remove a file anywhere else for writing, and to start anything but pip.

Events: {"event": "contact", "source", "address"}, {"event": "progress", "source", "done", "total"},
{"event": "failed", "source", "detail"}, {"event": "done"}, {"event": "full", "path"}.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import ChecksumMismatch, Fault
from engine.provision.sources import (
    HUB,
    NO_ROOM,
    File,
    Progress,
    from_folder,
    from_hub,
    from_wheels,
    is_right,
    sha256,
)

_FETCH = {"folder": from_folder, "hub": from_hub, "wheels": from_wheels}


def main() -> int:
    """Fetch one model into the staging folder; 0 once every file's sha256 is right."""
    job: dict[str, Any] = json.loads(sys.stdin.read())
    staging = Path(job["staging"])
    staging.mkdir(parents=True, exist_ok=True)
    confine(staging)
    files = [File(**file) for file in job["files"]]
    for source in job["sources"]:
        kind = source["kind"]
        try:
            _from(source, files, staging)
        except Fault as fault:
            _tell(event="failed", source=kind, detail=str(fault.facts.get("detail", fault)))
        except OSError as error:
            if error.errno in NO_ROOM:
                _tell(event="full", path=str(staging))
                return 1
            _tell(event="failed", source=kind, detail=error.strerror or type(error).__name__)
        else:
            _tell(event="done")
            return 0
    return 1


def _from(source: dict[str, Any], files: list[File], staging: Path) -> None:
    wanted = [file for file in files if not is_right(staging / file.name, file)]
    total = sum(file.size for file in files)
    _tell(event="contact", source=source["kind"], address=_address(source))
    progress = Progress(_tell, source["kind"], total - sum(file.size for file in wanted), total)
    if wanted:
        _FETCH[source["kind"]](source, wanted, staging, progress)
    for file in wanted:
        path = staging / file.name
        actual = sha256(path) if path.exists() else "absent"
        if actual != file.sha256:
            path.unlink(missing_ok=True)
            detail = f"{file.name}: {'wrong bytes' if actual != 'absent' else 'not there'}"
            raise ChecksumMismatch(path=file.name, expected=file.sha256, actual=actual, detail=detail)


def _address(source: dict[str, Any]) -> str:
    """What the user is told is contacted."""
    match source["kind"]:
        case "folder":
            return str(source["path"])
        case "hub":
            return HUB
        case _:
            return "the package index that pip is set up to use"


def standby() -> int:
    """Wait for jobs on stdin, one JSON object a line, and run each in a process of its own.

    {"job": …} starts one, {"cancel": true} ends it; the end of stdin ends everything.
    """
    running: subprocess.Popen[str] | None = None
    for line in sys.stdin:
        message = json.loads(line)
        if "job" in message:
            running = subprocess.Popen(
                [sys.executable, "-m", "engine.provision.fetcher"],
                stdin=subprocess.PIPE,
                text=True,
                start_new_session=sys.platform != "win32",
            )
            threading.Thread(target=_finish, args=(running, message["job"]), daemon=True).start()
        elif running is not None:
            _end(running)
    if running is not None:
        _end(running)
    return 0


def _finish(running: subprocess.Popen[str], job: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        running.communicate(json.dumps(job))
    _tell(event="end", status=running.wait())


def _end(running: subprocess.Popen[str]) -> None:
    """Kill a fetcher and the pip it may have started."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


# --- confinement -------------------------------------------------------------------------------------------


def confine(staging: Path) -> None:
    """From now on this process writes, moves and removes files below `staging` alone, and starts pip alone.

    It guards against our own mistakes and a hostile archive, not against hostile code: none is run.
    """
    inside = os.path.realpath(staging)

    def check(path: object) -> None:
        if isinstance(path, int) or not isinstance(path, str | bytes | os.PathLike):
            return
        real = os.path.realpath(os.fsdecode(path))
        if real != inside and not real.startswith(inside + os.sep) and real != os.devnull:
            raise PermissionError(errno.EACCES, "the fetcher writes only its staging folder", real)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"):
            raise PermissionError(errno.EACCES, "the fetcher starts nothing but pip")
        if event == "subprocess.Popen" and list(arguments[1])[1:3] != ["-m", "pip"]:
            raise PermissionError(errno.EACCES, "the fetcher starts nothing but pip")
        for path in _written(event, arguments):
            check(path)

    sys.addaudithook(hook)


def _written(event: str, arguments: tuple[Any, ...]) -> Iterator[object]:
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
