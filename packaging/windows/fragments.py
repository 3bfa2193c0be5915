"""Of the source of an MSI that which is made anew for each: a component for every file, and what Windows is
told of the kinds of files that the program reads.

Windows counts who needs a component by its number, so the same place has the same number in every version
(learn.microsoft.com, "Changing the Component Code"); numbers are made of the places.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import quoteattr

from bootstrap.console import StepFailed

PROGRAM, COMMAND = "confidant.exe", "confidant.com"  # the window; what terminals start under the same name
LARGEST_FILE = (1 << 31) - 1  # bytes that a file of an MSI, and a cabinet, can have
_NAMESPACE = uuid.UUID("5d3d4f3a-0f4e-5a37-8f36-3f6d3a5b5a00")
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">\n<Fragment>\n'
_FOOT = "</Fragment>\n</Wix>\n"
_CLASSES = r"Software\Classes"
_KIND = "Confidant.Document"  # the program's own name for what it opens


def number(*parts: str) -> str:
    """A GUID, the same for the same parts, in capital letters as Windows' installer wants it."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts))).upper()


def files(folder: Path, of: str) -> str:
    """A component for each file of a folder, below the directory INSTALLDIR, and a group of them all. `of` is
    what the MSI is of: the same place of another one has other numbers.

    Raises `StepFailed` for a file that is too large for an MSI.
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    by_folder: dict[str, list[str]] = defaultdict(list)
    for place in sorted(found):
        if found[place].stat().st_size > LARGEST_FILE:
            raise StepFailed(f"{place} has more than 2 GB, which no MSI can hold.")
        by_folder[str(PurePosixPath(place).parent)].append(place)
    folders = sorted({str(one) for place in found for one in PurePosixPath(place).parents})
    lines: list[str] = []
    for one in folders:
        inner = [name for name in folders if name != one and str(PurePosixPath(name).parent) == one]
        lines.append(f"<DirectoryRef Id={quoteattr(_folder_id(one))}>")
        lines += [
            f"<Directory Id={quoteattr(_folder_id(name))} Name={quoteattr(PurePosixPath(name).name)} />"
            for name in inner
        ]
        for place in by_folder.get(one, []):
            name, source = quoteattr(PurePosixPath(place).name), quoteattr(place)
            lines.append(
                f'<Component Id="{_id("c", place)}" Guid="{number(of, "file", place.lower())}" Win64="yes">'
            )
            lines.append(f'<File Id="{_id("f", place)}" Name={name} Source={source} KeyPath="yes" />')
            lines.append("</Component>")
        lines.append("</DirectoryRef>")
    lines.append('<ComponentGroup Id="ProgramFiles">')
    lines += [f'<ComponentRef Id="{_id("c", place)}" />' for place in sorted(found)]
    lines.append("</ComponentGroup>")
    return _HEAD + "\n".join(lines) + "\n" + _FOOT


def types(suffixes: Iterable[str]) -> str:
    """The component that offers the program under "Open with" for files of these suffixes (".pdf"), without
    making it what opens them by itself (learn.microsoft.com, "Application registration", "File types").
    """
    program = rf"{_CLASSES}\Applications\{PROGRAM}"
    command = f'"[INSTALLDIR]{PROGRAM}" "%1"'
    rows = [
        _row(program, "FriendlyAppName", "Confidant", "yes"),
        _row(rf"{program}\shell\open\command", "", command),
        _row(rf"{_CLASSES}\{_KIND}", "", "Confidant"),
        _row(rf"{_CLASSES}\{_KIND}\DefaultIcon", "", f"[INSTALLDIR]{PROGRAM},0"),
        _row(rf"{_CLASSES}\{_KIND}\shell\open\command", "", command),
    ]
    for suffix in sorted(set(suffixes)):
        rows.append(_row(rf"{program}\SupportedTypes", suffix, ""))
        rows.append(_row(rf"{_CLASSES}\{suffix}\OpenWithProgids", _KIND, ""))
    body = "\n".join(rows)
    head = f'<DirectoryRef Id="INSTALLDIR">\n<Component Id="Types" Guid="{number("types")}" Win64="yes">\n'
    return f"{_HEAD}{head}{body}\n</Component>\n</DirectoryRef>\n{_FOOT}"


def _row(key: str, name: str, value: str, key_path: str = "no") -> str:
    named = f" Name={quoteattr(name)}" if name else ""
    return (
        f'<RegistryValue Root="HKMU" Key={quoteattr(key)}{named} Type="string" Value={quoteattr(value)}'
        f' KeyPath="{key_path}" />'
    )


def _folder_id(place: str) -> str:
    return "INSTALLDIR" if place == "." else _id("d", place)


def _id(kind: str, place: str) -> str:
    return kind + hashlib.sha256(place.encode()).hexdigest()[:24]
