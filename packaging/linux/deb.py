"""Packages of Debian and what descends from it, written as deb(5) says, without a tool of Debian."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from linux.archive import Entry, compressed, stored, write_ar, write_tar

MAINTAINER = "Confidant maintainers <maintainers@confidant.invalid>"
_KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Control:
    """What Debian is told of a package (Debian Policy 5.3)."""

    package: str
    version: str
    architecture: str  # "amd64", "arm64", "all"
    section: str
    summary: str  # one line
    description: Sequence[str]  # paragraphs
    depends: Sequence[str] = ()
    recommends: Sequence[str] = ()
    suggests: Sequence[str] = ()

    def text(self, installed: int) -> str:
        """The control file; `installed` is the bytes of what is installed."""
        lines = [
            f"Package: {self.package}",
            f"Version: {self.version}",
            f"Architecture: {self.architecture}",
            f"Maintainer: {MAINTAINER}",
            f"Installed-Size: {-(-installed // _KILOBYTE)}",
        ]
        for name, others in (
            ("Depends", self.depends),
            ("Recommends", self.recommends),
            ("Suggests", self.suggests),
        ):
            lines += [f"{name}: {', '.join(others)}"] if others else []
        lines += [f"Section: {self.section}", "Priority: optional", f"Description: {self.summary}"]
        for number, paragraph in enumerate(self.description):
            lines += [" ."] if number else []
            lines += [f" {line}" for line in _wrapped(paragraph)]
        return "\n".join(lines) + "\n"

    @property
    def file_name(self) -> str:
        return f"{self.package}_{self.version}_{self.architecture}.deb"


def build(
    control: Control,
    entries: Iterable[Entry],
    scripts: dict[str, str],
    folder: Path,
    moment: int,
    *,
    quick: bool = False,
    is_dense: bool = False,
) -> Path:
    """The package in `folder`. `scripts` are those of dpkg ("postrm"); `is_dense`: nothing is compressed.
    Raises what `compressed` raises.
    """
    files = sorted(entries, key=lambda entry: entry.place)
    sums = "".join(
        f"{hashlib.md5(one.content(), usedforsecurity=False).hexdigest()}  {one.place}\n"
        for one in files
        if not one.link
    )
    told = [
        Entry("control", control.text(sum(_blocks(one.size) for one in files)).encode()),
        Entry("md5sums", sums.encode()),
        *(Entry(name, text.encode(), is_program=True) for name, text in scripts.items()),
    ]
    head = io.BytesIO()
    write_tar(told, head, moment, "./")
    name = "data.tar.gz" if is_dense else "data.tar.xz"
    target, data = folder / control.file_name, folder / f".{control.package}-{name}"
    try:
        if is_dense:
            stored(files, data, moment, "./")
        else:
            compressed(files, data, moment, "./", quick=quick)
        write_ar(
            target,
            [
                ("debian-binary", b"2.0\n"),
                ("control.tar.gz", gzip.compress(head.getvalue(), 9, mtime=0)),
                (name, data),
            ],
            moment,
        )
    finally:
        data.unlink(missing_ok=True)
    return target


def _blocks(size: int) -> int:
    """As a file takes room on a disk: whole kilobytes."""
    return -(-size // _KILOBYTE) * _KILOBYTE


def _wrapped(paragraph: str) -> list[str]:
    import textwrap

    return textwrap.wrap(paragraph, 78)
