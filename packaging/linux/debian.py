"""The packages for Debian and what descends from it: the program, and a package for each model."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bundle.libraries import described, libraries, newest
from linux import desktop, layout
from linux.archive import THOROUGH
from linux.deb import MAINTAINER, Control, build

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_MODEL = "confidant-model-"
# Packages that hold libraries which are left to the system: drivers know the machine, and the rest is asked
# only by what a desktop that has it brings along.
_LEFT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libgbm.so.1": "libgbm1",
    "libdrm.so.2": "libdrm2",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "",
    "libvulkan.so.1": "",
}
_LIBC = frozenset(
    (
        *("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"),
        *("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libresolv.so.2", "libanl.so.1"),
    )
)
# Debian's libraries would be replaced under the program, which was tried out with its own.
_OVERRIDES = """# The program is installed with the libraries that it was tried out with; none is Debian's.
confidant: embedded-library
confidant: library-not-linked-against-libc
confidant: shared-library-lacks-prerequisites
confidant: unstripped-binary-or-object
confidant: custom-library-search-path
confidant: hardening-no-bindnow
confidant: hardening-no-fortify-functions
confidant: hardening-no-relro
"""
# Licences whose texts lie on every Debian, which its packages name and do not carry (Debian Policy 12.5).
_COMMON = "/usr/share/common-licenses"
_SHARED_TEXTS = frozenset(("Apache-2.0", "CC0-1.0", "GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3", "MPL-2.0"))
_PARTS = f"""
It brings parts by others, each under a licence of its own. Their texts, with who wrote each part, stand in
/{layout.PROGRAM}/{{licences}}
and in the program under Help, About."""


class Made:
    """An edition: its version, its moment (seconds since 1970), where in its folder all licences stand, and
    how much time is taken to compress it.
    """

    def __init__(self, version: str, moment: int, licences: str, level: str = THOROUGH) -> None:
        self.version, self.moment, self.licences, self.level = version, moment, licences, level


def unknown(bundle: Path) -> dict[str, str]:
    """Libraries that the bundle asks of the system, by the file that asks for each, but for those that are
    known to be left to it.
    """
    held, asked = _asked(bundle)
    return {name: by for name, by in asked.items() if name not in held | _LIBC | set(_LEFT)}


def depends(bundle: Path) -> list[str]:
    """What the program's package depends on."""
    held, asked = _asked(bundle)
    versions = frozenset(one for path in libraries(bundle) for one in described(path).versions)
    found = {_LEFT[name] for name in asked if name in _LEFT and name not in held and _LEFT[name]}
    return [f"libc6 (>= {newest(versions)['GLIBC']})", *sorted(found), "fontconfig"]


def program(
    bundle: Path, icons: Path, svg: Path, grammar: Mapping[str, Any], changes: bytes, to: Path, made: Made
) -> Path:
    """The program's package."""
    control = Control(
        package="confidant",
        version=made.version,
        architecture=ARCHITECTURES[platform.machine()],
        section="text",
        summary="private assistant that reads your documents",
        description=desktop.ABOUT,
        depends=depends(bundle),
        recommends=["xdg-desktop-portal", "gnome-keyring | libsecret-1-0"],
    )
    told = copyright_of("Confidant", "Apache-2.0", _PARTS.format(licences=made.licences))
    papers = layout.Papers(told, changes, _OVERRIDES)
    entries = layout.program(bundle, icons, svg, grammar, papers, made.version, made.moment)
    return build(control, entries, {"postrm": layout.KEPT}, to, made.moment, made.level)


def models(folder: Path, catalogue: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Of a models folder those that the list knows, with what it says of each."""
    for known in json.loads(catalogue.read_text(encoding="utf-8"))["models"]:
        files = [folder / known["id"] / file["name"] for file in known["files"]]
        if all(path.is_file() for path in files):
            yield folder / known["id"], known


def model(folder: Path, known: Mapping[str, Any], to: Path, made: Made) -> Path:
    """A model's package."""
    name = _MODEL + known["id"].replace("_", "-")
    control = Control(
        package=name,
        version=made.version,
        architecture="all",
        section="text",
        summary=f"model for Confidant: {known['name']}"[:78],
        description=[known["description"], f"Licence: {known['licence']}."],
        suggests=["confidant"],
    )
    licence = copyright_of(known["name"], known["licence"], known["licence_text"])
    changes = f"{name} ({made.version}) unstable; urgency=low\n\n  * The model as it was published.\n"
    papers = layout.Papers(licence, changes.encode())
    return build(control, layout.model(folder, name, papers), {}, to, made.moment, made.level)


def copyright_of(name: str, licence: str, text: str) -> str:
    """Debian's copyright file (DEP-5): the licence, and what there is to say of it. `text` is the licence's
    own where it is none of those that are on every Debian.
    """
    common = f"On Debian systems its text is {_COMMON}/{licence}." if licence in _SHARED_TEXTS else ""
    said = "\n".join(
        f" {line}" if line.strip() else " ." for line in f"{common}\n{text}".strip().splitlines()
    )
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        f"Upstream-Name: {name}\nUpstream-Contact: {MAINTAINER}\n\n"
        f"Files: *\nCopyright: the authors of {name}\nLicense: {licence}\n{said}\n"
    )


def _asked(bundle: Path) -> tuple[set[str], dict[str, str]]:
    """Names of libraries that are in the bundle, and those that are asked for, each with who asks."""
    held = {path.name for path in bundle.rglob("*") if path.is_file()}
    asked: dict[str, str] = {}
    for path in libraries(bundle):
        library = described(path)
        held.add(library.name)
        for name in library.needed:
            asked.setdefault(name, path.name)
    return held, asked
