"""What a bundle leaves to the system it is installed on: libraries, and how new a C library it asks for."""

from __future__ import annotations

from pathlib import Path

from bundle.libraries import described, libraries, newest

# Drivers know the machine, and the rest is asked only by what a desktop that has it brings along: with the
# package that holds each in Debian; others know them by their own names.
LEFT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libgbm.so.1": "libgbm1",
    "libdrm.so.2": "libdrm2",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libexpat.so.1": "libexpat1",
}
# The oldest systems that the program is for have these symbols: RHEL 9 with its kin; Ubuntu 22.04 and
# Debian 12 have newer ones. Qt's wheels ask for these since PySide6 6.10; nothing else that is pinned has no
# wheel for glibc 2.28, as `objdump -p` says of each file.
FLOOR = {"GLIBC": "2.34", "GLIBCXX": "3.4.29", "CXXABI": "1.3.13"}
_OPTIONAL = frozenset(("libcups.so.2", "libvulkan.so.1"))  # without them something less can be done
_LIBC = frozenset(
    (
        *("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"),
        "libmvec.so.1",
        *("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libresolv.so.2", "libanl.so.1"),
    )
)


def unknown(bundle: Path) -> dict[str, str]:
    """Libraries that the bundle asks of the system, by the file that asks for each, but for those that are
    known to be left to it.
    """
    held, asked = _asked(bundle)
    return {name: by for name, by in asked.items() if name not in held | _LIBC | _OPTIONAL | set(LEFT)}


def left(bundle: Path) -> list[str]:
    """Libraries that the system has to bring, by their names, but for the C library."""
    held, asked = _asked(bundle)
    return sorted(name for name in asked if name in LEFT and name not in held)


def libc(bundle: Path) -> str:
    """The oldest version of the C library that has all that is asked of it."""
    return newest(frozenset(one for path in libraries(bundle) for one in described(path).versions))["GLIBC"]


def beyond(bundle: Path) -> dict[str, str]:
    """Files, by their places in the bundle, that ask for newer symbols than `FLOOR`, each with the newest."""
    found: dict[str, str] = {}
    for path in libraries(bundle):
        for kind, number in newest(described(path).versions).items():
            if newest(frozenset(((kind, number), (kind, FLOOR[kind]))))[kind] != FLOOR[kind]:
                found[path.relative_to(bundle).as_posix()] = f"{kind}_{number}"
    return found


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
