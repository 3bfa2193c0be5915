"""Libraries and tools of the operating system that set-up cannot get from the package index.

Looked for by what is needed (a shared library, a command), not by package name, so that the check
holds on every distribution; named as Debian and Ubuntu name them for the remedy.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bootstrap.console import LiveLine, StepFailed, logged, say
from bootstrap.state import LOGS

# Shared library → Debian package: what Qt's xcb platform plugin loads (Qt 6, "Qt for X11 Requirements").
WINDOW_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
VENV_PACKAGE = "python{}.{}-venv".format(*sys.version_info[:2])
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "dbus-run-session": "dbus",  # Debian has it in a package that this one needs
    "gnome-keyring-daemon": "gnome-keyring",
    "strace": "strace",
}
COMPILERS = ("c++", "g++", "clang++")


def missing_packages(*, window: bool, tests: bool, compiler: bool) -> list[str]:
    """Debian names of what this Linux lacks."""
    missing = []
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(VENV_PACKAGE)
    if compiler and not any(shutil.which(name) for name in COMPILERS):
        missing.append("g++")
    if window:
        known = _library_names()
        missing += sorted({package for name, package in WINDOW_LIBRARIES.items() if name not in known})
        if not _has_font():
            missing.append("fonts-dejavu-core")
    if tests:
        missing += [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]
    return missing


def install_packages(packages: Sequence[str]) -> list[str]:
    """Install with apt-get where this user may; else say the line to run. Returns what is still missing."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        say("Missing on this system, named as Debian names them: " + " ".join(packages))
        return list(packages)
    if os.geteuid() != 0:
        say(f"Missing on this system; run:\n    sudo {line}")
        return list(packages)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        with LiveLine(f"Installing system packages ({len(packages)})"):
            logged(["apt-get", "update"], LOGS / "apt-update.log", environment=environment)
            logged(line.split(), LOGS / "apt-install.log", environment=environment)
    except StepFailed as failure:
        say(f"{failure.what}\nThe system packages could not be installed; run by hand:\n    {line}")
        return list(packages)
    return []


def compiler_remedy() -> str:
    """What to install where there is no C++ compiler."""
    if sys.platform == "darwin":
        return "Run `xcode-select --install`, then this command again."
    if sys.platform == "win32":
        return "Install the Visual Studio Build Tools with C++ (desktop development), then run this again."
    return "Install a C++ compiler (Debian, Ubuntu: sudo apt-get install g++), then run this command again."


def _library_names() -> set[str]:
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        listed = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return set(WINDOW_LIBRARIES)  # no way to look (NixOS, musl): Qt itself will say what it lacks
    return {line.split()[0] for line in listed.splitlines() if "=>" in line}


def _has_font() -> bool:
    places = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    return any(next(place.rglob("*.[to]t[fc]"), None) for place in places if place.is_dir())
