"""Packages of Fedora, RHEL, openSUSE and their kin, by rpmbuild from a description that is written here."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import subprocess
import tempfile
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from linux import desktop, layout
from linux.archive import Entry, level
from linux.deb import MAINTAINER
from linux.left import left, libc
from release.edition import Made, licence_text
from release.sizes import SPEECH

_BUILDER = "rpmbuild"
_ZSH = "site-functions"
_RELEASE = "1"
_EVERY = "noarch"
# The same bytes on whichever machine; and nothing is done to files that were tried out as they are.
_MACROS = {
    "_buildhost": "confidant.invalid",
    "use_source_date_epoch_as_buildtime": "1",
    "clamp_mtime_to_source_date_epoch": "1",
    "_build_id_links": "none",
    "debug_package": "%{nil}",
    "__os_install_post": "%{nil}",
    "_build_name_fmt": "%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm",
}


@dataclass(frozen=True, slots=True)
class Description:
    """What rpm is told of a package."""

    package: str
    version: str
    architecture: str  # "x86_64", "aarch64", "noarch"
    licence: str
    summary: str  # one line
    description: Sequence[str]  # paragraphs
    requires: Sequence[str] = ()
    recommends: Sequence[str] = ()
    gone: str = ""  # in rpm's own Lua, run once it was removed
    is_dense: bool = False  # what it holds does not get smaller, as the weights of models

    @property
    def file_name(self) -> str:
        return f"{self.package}-{self.version}-{_RELEASE}.{self.architecture}.rpm"

    def text(self, entries: Iterable[Entry], staged: Path, moment: int) -> str:
        """The spec file: the package has the files of `entries`, which lie ready in `staged`."""
        day = dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%a %b %d %Y")
        lines = [
            f"Name: {self.package}",
            f"Version: {_plain(self.version)}",
            f"Release: {_RELEASE}",
            f"Summary: {_plain(self.summary)}",
            f"License: {_plain(self.licence)}",
            "Vendor: Confidant",
            f"Packager: {MAINTAINER}",
            "Group: Applications/Text",
            # Those that PyInstaller gathered are nobody else's, and ask only each other.
            "AutoReqProv: no",
            *(f"Requires: {one}" for one in self.requires),
            *(f"Recommends: {one}" for one in self.recommends),
            "",
            "%description",
        ]
        for number, paragraph in enumerate(self.description):
            lines += [""] if number else []
            lines += textwrap.wrap(_plain(paragraph), 78)
        lines += ["", "%install", f"mkdir -p '%{{buildroot}}' && mv '{staged}'/* '%{{buildroot}}'"]
        if self.gone:
            lines += ["", "%postun -p <lua>", self.gone.rstrip()]
        lines += ["", "%files", "%defattr(-,root,root,-)"]
        lines += sorted({_listed(entry.place) for entry in entries})
        lines += ["", "%changelog", f"* {day} {MAINTAINER} - {_plain(self.version)}-{_RELEASE}"]
        lines += ["- What changed is told in CHANGELOG.md."]
        return "\n".join(lines) + "\n"


def missing() -> str | None:
    """What to say where these packages cannot be made here."""
    if shutil.which(_BUILDER):
        return None
    return "No .rpm is made: rpmbuild is not here (Debian: sudo apt-get install rpm)."


def build(told: Description, entries: Iterable[Entry], to: Path, moment: int, *, quick: bool = False) -> Path:
    """The package in the folder `to`. Raises `subprocess.CalledProcessError`, `FileNotFoundError` without
    rpmbuild.
    """
    files = list(entries)
    with tempfile.TemporaryDirectory(dir=to, prefix=".rpm-") as name:
        room = Path(name)
        staged, spec = room / "staged", room / "package.spec"
        for entry in files:
            _stage(entry, staged / entry.place, moment)
        spec.write_text(told.text(files, staged, moment), encoding="utf-8")
        command = [_BUILDER, "-bb", "--quiet", "--nodeps", "--target", told.architecture]
        macros = _MACROS | {
            "_topdir": str(room / "top"),
            "_rpmdir": str(room / "made"),
            "_tmppath": str(room / "temporary"),
            "_binary_payload": "w.ufdio" if told.is_dense else f"w{level(quick=quick)}T2.xzdio",
        }
        for macro, value in macros.items():
            command += ["--define", f"{macro} {value}"]
        environment = dict(os.environ) | {"SOURCE_DATE_EPOCH": str(moment), "LC_ALL": "C.UTF-8"}
        (room / "temporary").mkdir()
        subprocess.run([*command, str(spec)], env=environment, check=True, capture_output=True, text=True)
        target = to / told.file_name
        (room / "made" / told.file_name).replace(target)
    return target


def requires(bundle: Path) -> list[str]:
    """What the program's package requires: libraries by their names, which packages there provide."""
    return [f"glibc >= {libc(bundle)}", *(f"{name}()(64bit)" for name in left(bundle)), "fontconfig"]


def program(
    bundle: Path, icons: Path, svg: Path, grammar: Mapping[str, Any], changes: bytes, to: Path, made: Made
) -> Path:
    """The program's package."""
    told = Description(
        package=layout.NAME,
        version=made.version,
        architecture=platform.machine(),
        licence="Apache-2.0",
        summary="Private assistant that reads your documents",
        description=desktop.ABOUT,
        requires=requires(bundle),
        recommends=["xdg-desktop-portal", _same(SPEECH, made)],
        gone=layout.KEPT_LUA,
    )
    entries = [
        *layout.program(bundle, icons, svg, grammar, made.version, made.moment, _ZSH),
        *_papers(layout.NAME, changes, made),
    ]
    return build(told, entries, to, made.moment, quick=made.quick)


def speech(bundle: Path, changes: bytes, to: Path, made: Made) -> Path:
    """The package of what hears and what speaks."""
    told = Description(
        package=SPEECH,
        version=made.version,
        architecture=platform.machine(),
        licence="Apache-2.0",
        summary=layout.SPEECH_SUMMARY.capitalize(),
        description=layout.SPEECH_ABOUT,
        requires=[_same(layout.NAME, made)],
    )
    entries = [
        *layout.part(bundle, layout.PROGRAM, speech=True),
        *_papers(SPEECH, changes, made),
    ]
    return build(told, entries, to, made.moment, quick=made.quick)


def model(folder: Path, known: Mapping[str, Any], to: Path, made: Made) -> Path:
    """A model's package."""
    name = layout.model_package(known["id"])
    told = Description(
        package=name,
        version=made.version,
        architecture=_EVERY,
        licence=known["licence"],
        summary=f"Model for Confidant: {known['name']}"[:78],
        description=[known["description"], f"Licence: {known['licence']}."],
        is_dense=True,
    )
    licence = Entry(f"usr/share/licenses/{name}/LICENSE", licence_text(known).encode())
    return build(told, [*layout.model(folder), licence], to, made.moment, quick=made.quick)


def _same(package: str, made: Made) -> str:
    """That package in the same version and release."""
    return f"{package} = {made.version}-{_RELEASE}"


def _papers(package: str, changes: bytes, made: Made) -> Iterator[Entry]:
    """What changed, and the licences, which lie beside the program."""
    yield Entry(f"usr/share/doc/{package}/CHANGELOG.md", changes)
    place = f"usr/share/licenses/{package}/licences.txt"
    yield Entry(place, link=f"../../../../{layout.PROGRAM}/{made.licences}")


def _stage(entry: Entry, path: Path, moment: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if entry.link:
        path.symlink_to(entry.link)
        return
    if isinstance(entry.source, bytes):
        path.write_bytes(entry.source)
    else:
        shutil.copyfile(entry.source, path)
    path.chmod(entry.mode)
    os.utime(path, (moment, moment))


def _listed(place: str) -> str:
    """The line of `%files` that has a file: a folder that is the package's alone is listed whole, and then
    is removed with it.
    """
    for folder in (layout.PROGRAM, *_own_folders(place)):
        if PurePosixPath(place).is_relative_to(folder):
            return f"/{folder}"
    return f"/{place}"


def _own_folders(place: str) -> tuple[str, ...]:
    """Of models, papers and licences, that which bears the name of one package."""
    parts = PurePosixPath(place).parts
    for shared in (layout.MODELS, "usr/share/doc", "usr/share/licenses"):
        depth = len(PurePosixPath(shared).parts)
        if PurePosixPath(place).is_relative_to(shared) and len(parts) > depth:
            return ("/".join(parts[: depth + 1]),)
    return ()


def _plain(text: str) -> str:
    """One line in which rpm expands nothing."""
    return " ".join(text.split()).replace("%", "%%")
