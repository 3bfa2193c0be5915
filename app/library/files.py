"""Which files a person means who names files and folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.library.mail_files import MAIL_FOLDERS, is_mail, is_mail_folder
from rag.errors import FileUnreadable, FormatUnknown, ReadError
from rag.reading.detection import format_of
from rag.reading.formats import SUFFIXES
from rag.storing.recordings import KeptRecording

_IN_PASSING = (".", "~$")  # hidden files, and what Office writes beside a document that is open
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells at a glance that a file is another than before: bytes, and nanoseconds since the epoch."""

    size: int
    modified: int


def stamp_of(path: Path, recording: KeptRecording | None = None) -> Stamp | None:
    """Of a file, or of the recording in the vault that the path leads to; None where there is neither."""
    if recording is not None:
        return Stamp(recording.size, 0)
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents in a folder and below, by names relative to it with "/" between their parts.

    `closed` are folders below it that could not be read: what they hold is not known.
    """

    files: dict[str, Stamp]
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is meant; of one that is passed over, `fault` says why."""

    path: Path
    fault: ReadError | None = None


def is_document(name: str) -> bool:
    """Whether a file in a folder is meant, by its name: one that can be read, and no hidden file or draft."""
    if name.startswith(_IN_PASSING):
        return False
    return Path(name).suffix.lower() in SUFFIXES or is_mail(name)


def found_files(paths: Sequence[Path]) -> Iterator[Found]:
    """The files named, whatever they are, and what is inside the folders named but hidden files and drafts;
    absolute paths. What of a folder cannot be read comes with the fault that says why.

    Links to folders are not followed, so that no loop of links can hold it.
    """
    for path in paths:
        named = path.expanduser()
        if named.is_dir():
            yield from _found_in(named)
        else:
            yield Found(named.absolute())


def readable_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Of `found_files`, those that can be read."""
    return (found.path for found in found_files(paths) if found.fault is None)


def list_folder(folder: Path) -> Listing:
    """The documents of a folder with their stamps. Raises OSError when the folder itself cannot be read."""
    with os.scandir(folder):
        pass
    files: dict[str, Stamp] = {}
    closed: list[str] = []

    def refuse(error: OSError) -> None:
        if error.filename is not None:
            closed.append(Path(error.filename).relative_to(folder).as_posix())

    for place, names in _walk(folder, refuse):
        for name in filter(is_document, names):
            path = Path(place, name)
            try:
                found = path.stat()
            except FileNotFoundError:  # gone this very moment, or a link to nothing
                continue
            except OSError:
                closed.append(path.relative_to(folder).as_posix())
                continue
            if stat.S_ISREG(found.st_mode) and not _is_hidden(found):
                files[path.relative_to(folder).as_posix()] = Stamp(found.st_size, found.st_mtime_ns)
    return Listing(files, tuple(closed))


def _found_in(folder: Path) -> Iterator[Found]:
    closed: list[OSError] = []
    for place, names in _walk(folder, closed.append):
        of_mail = Path(place).name in MAIL_FOLDERS and any(map(is_mail, names))
        for name in names:
            path = Path(place, name).absolute()
            if is_document(name):
                yield Found(path)
            elif not of_mail:  # what a server keeps beside the messages is nobody's document
                yield Found(path, _why_not(path))
    for error in closed:
        path = Path(str(error.filename or folder)).absolute()
        yield Found(path, FileUnreadable(path=str(path), detail=error.strerror or ""))


def _why_not(path: Path) -> ReadError | None:
    """Why a file whose suffix says nothing is passed over; None where its first bytes tell what it is."""
    if path.suffix:
        return FormatUnknown(path=str(path), suffix=path.suffix.lower())
    try:
        format_of(path)
    except ReadError as fault:
        return fault
    return None


def _walk(folder: Path, refuse: Callable[[OSError], None] | None = None) -> Iterator[tuple[str, list[str]]]:
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") or is_mail_folder(Path(place, name))
        )
        yield place, [name for name in sorted(names) if not _is_in_passing(name)]


def _is_in_passing(name: str) -> bool:
    return name.startswith(_IN_PASSING) or name.lower() in _OF_THE_SYSTEM


def _is_hidden(found: os.stat_result) -> bool:
    """Windows keeps it as an attribute."""
    return bool(getattr(found, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN)
