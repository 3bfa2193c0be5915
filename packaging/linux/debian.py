"""The packages for Debian and what descends from it: the program, and a package for each model."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from linux import desktop, layout
from linux.archive import Entry
from linux.deb import MAINTAINER, Control, build
from linux.left import LEFT, left, libc
from release.edition import Made, licence_text
from release.sizes import SPEECH

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_ZSH = "vendor-completions"  # as Debian calls the folder of those that come with packages
# Debian's libraries would be replaced under the program, which was tried out with its own.
_OVERRIDES = (
    *("embedded-library", "library-not-linked-against-libc", "shared-library-lacks-prerequisites"),
    *("unstripped-binary-or-object", "custom-library-search-path", "hardening-no-bindnow"),
    *("hardening-no-fortify-functions", "hardening-no-relro"),
)
# Licences whose texts lie on every Debian, which its packages name and do not carry (Debian Policy 12.5).
_COMMON = "/usr/share/common-licenses"
_SHARED_TEXTS = frozenset(("Apache-2.0", "CC0-1.0", "GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3", "MPL-2.0"))
_PARTS = f"""
It brings parts by others, each under a licence of its own. Their texts, with who wrote each part, stand in
/{layout.PROGRAM}/{{licences}}
and in the program under Help, About."""


def depends(bundle: Path) -> list[str]:
    """What the program's package depends on."""
    packages = sorted(LEFT[name] for name in left(bundle))
    return [f"libc6 (>= {libc(bundle)})", *packages, "fontconfig"]


def program(
    bundle: Path, icons: Path, svg: Path, grammar: Mapping[str, Any], changes: bytes, to: Path, made: Made
) -> Path:
    """The program's package."""
    control = Control(
        package=layout.NAME,
        version=made.version,
        architecture=ARCHITECTURES[platform.machine()],
        section="text",
        summary="private assistant that reads your documents",
        description=desktop.ABOUT,
        depends=depends(bundle),
        recommends=["xdg-desktop-portal", "gnome-keyring | libsecret-1-0", _same(SPEECH, made)],
    )
    told = copyright_of("Confidant", "Apache-2.0", _PARTS.format(licences=made.licences))
    entries = [
        *layout.program(bundle, icons, svg, grammar, made.version, made.moment, _ZSH),
        *_papers(layout.NAME, told, changes, made),
    ]
    return build(control, entries, {"postrm": layout.KEPT}, to, made.moment, quick=made.quick)


def speech(bundle: Path, changes: bytes, to: Path, made: Made) -> Path:
    """The package of what hears and what speaks."""
    control = Control(
        package=SPEECH,
        version=made.version,
        architecture=ARCHITECTURES[platform.machine()],
        section="text",
        summary=layout.SPEECH_SUMMARY,
        description=layout.SPEECH_ABOUT,
        depends=[f"libc6 (>= {libc(bundle)})", _same(layout.NAME, made)],
    )
    told = copyright_of("Confidant", "Apache-2.0", _PARTS.format(licences=made.licences))
    entries = [*layout.part(bundle, layout.PROGRAM, speech=True), *_papers(SPEECH, told, changes, made)]
    return build(control, entries, {}, to, made.moment, quick=made.quick)


def model(folder: Path, known: Mapping[str, Any], to: Path, made: Made) -> Path:
    """A model's package."""
    name = layout.model_package(known["id"])
    control = Control(
        package=name,
        version=made.version,
        architecture="all",
        section="text",
        summary=f"model for Confidant: {known['name']}"[:78],
        description=[known["description"], f"Licence: {known['licence']}."],
        suggests=["confidant"],
    )
    shared = known["licence"] in _SHARED_TEXTS
    text = known["licence_text"] if shared else licence_text(known)
    licence = copyright_of(known["name"], known["licence"], text)
    changes = _changelog(name, made, "The model as it was published.")
    papers = layout.Papers(licence, changes).entries(name)
    return build(control, [*layout.model(folder), *papers], {}, to, made.moment, is_dense=True)


def _papers(package: str, licence: str, changes: bytes, made: Made) -> list[Entry]:
    """Papers of a package of the program; `changes` as those who use it are told them."""
    told = _changelog(package, made, "What changed stands in NEWS.gz.")
    papers = layout.Papers(licence, told, _overrides(package)).entries(package)
    return [*papers, Entry(f"usr/share/doc/{package}/NEWS.gz", layout.packed(changes))]


def _changelog(package: str, made: Made, change: str) -> bytes:
    """The list of changes that Debian's tools read (Debian Policy 4.4)."""
    day = format_datetime(datetime.fromtimestamp(made.moment, UTC))
    head = f"{package} ({made.version}) unstable; urgency=low"
    return f"{head}\n\n  * {change}\n\n -- {MAINTAINER}  {day}\n".encode()


def _same(package: str, made: Made) -> str:
    """That package in the same version."""
    return f"{package} (= {made.version})"


def _overrides(package: str) -> str:
    """What lintian is not to tell of a package of ours."""
    why = "# It is installed with the libraries that it was tried out with; none is Debian's."
    return "\n".join([why, *(f"{package}: {tag}" for tag in _OVERRIDES)]) + "\n"


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
