"""Signs an application from the inside out, and has Apple look it over, with keys that lie in the keychain
of whoever releases: an identity "Developer ID Application", one "Developer ID Installer", and what notarytool
has stored under a name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# How they are named from outside.
APPLICATION, INSTALLER, NOTARY = "CONFIDANT_SIGN_APP", "CONFIDANT_SIGN_PKG", "CONFIDANT_NOTARY_PROFILE"
# The first bytes of programs and libraries: of 32 and 64 bits in either order, and of several processors.
_MACH_O = frozenset(
    bytes.fromhex(sign) for sign in ("feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe", "cafebabf")
)
_FRAMEWORK, _VERSIONS = ".framework", "Versions"

Command = list[str]


@dataclass(frozen=True, slots=True)
class Keys:
    """Names of what signs; empty where there is none."""

    application: str = ""
    installer: str = ""
    notary: str = ""

    @classmethod
    def named(cls, environment: Mapping[str, str] = os.environ) -> Keys:
        return cls(*(environment.get(name, "") for name in (APPLICATION, INSTALLER, NOTARY)))


def inside_out(app: Path) -> list[Path]:
    """All that is signed for itself in an application: the deepest first, a framework's version after what it
    holds, the program last. What is signed covers what lies in it, so the order is that of Apple ("Creating
    distribution-signed code for macOS").
    """
    main = app / "Contents" / "MacOS"
    found: set[Path] = set()
    for path in app.rglob("*"):
        if path.is_file() and not path.is_symlink() and _is_mach_o(path) and path.parent != main:
            found.add(_framework(path) or path)
    inner = sorted(found, key=lambda path: (-len(path.parts), str(path)))
    programs = sorted(path for path in main.iterdir() if path.is_file() and not path.is_symlink())
    return [*inner, *programs]


def signs(app: Path, entitlements: Path, keys: Keys) -> Iterator[Command]:
    """The commands that sign an application, and hold afterwards that all of it is signed."""
    sign = ["codesign", "--force", "--timestamp", "--options", "runtime", "--sign", keys.application]
    main = app / "Contents" / "MacOS"
    allowed = ["--entitlements", str(entitlements)]
    for path in inside_out(app):
        yield [*sign, *(allowed if path.parent == main else []), str(path)]
    yield [*sign, *allowed, str(app)]
    yield ["codesign", "--verify", "--deep", "--strict", "--verbose=2", str(app)]


def signs_file(path: Path, keys: Keys) -> Iterator[Command]:
    """The command that signs an image."""
    yield ["codesign", "--force", "--timestamp", "--sign", keys.application, str(path)]


def notarises(path: Path, room: Path, keys: Keys) -> Iterator[Command]:
    """The commands that have Apple look an application, an image or a package over, and fasten its word to
    it, so that a computer without a network believes it. The only ones that use a network.
    """
    sent = path
    if path.suffix == ".app":
        sent = room / f"{path.stem}.zip"
        yield ["ditto", "-c", "-k", "--keepParent", str(path), str(sent)]
    yield ["xcrun", "notarytool", "submit", str(sent), "--keychain-profile", keys.notary, "--wait"]
    yield ["xcrun", "stapler", "staple", str(path)]


def assessed(path: Path) -> Command:
    """The command that asks macOS whether it would open it."""
    kinds = {".app": ["execute"], ".pkg": ["install"]}
    opened = ["open", "--context", "context:primary-signature"]
    return ["spctl", "--assess", "--verbose=2", "--type", *kinds.get(path.suffix, opened), str(path)]


def _is_mach_o(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MACH_O


def _framework(path: Path) -> Path | None:
    """The version of a framework whose own library this is: Qt.framework/Versions/A."""
    version = path.parent
    if version.parent.name == _VERSIONS and version.parent.parent.name == f"{path.name}{_FRAMEWORK}":
        return version
    return None
