"""A sandbox of macOS for a child: it reads the files it was started for and what the system is made of, and
nothing else; no network, no other program, nothing written.

The profile's language is that of sandbox(7), whose function sandbox_init(3) is deprecated and still what
browsers shut their helpers in with: Apple's App Sandbox needs a signed bundle. Written from its manuals and
reviewed, never run: no Mac was at hand. Where it is refused, the child goes on with the audit hook alone, and
`confidant doctor` says so.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from pathlib import Path

_LIBRARY = "/usr/lib/libsandbox.dylib"
# What the loader, Python's libraries and Accelerate read, whoever starts them.
_SYSTEM = (
    "/System", "/usr/lib", "/usr/share", "/Library/Frameworks", "/Library/Apple", "/private/var/db/dyld",
    "/private/var/db/timezone", "/opt/homebrew/lib", "/opt/homebrew/opt", "/opt/homebrew/Cellar",
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_GRAPHICS = """
(allow iokit-open)
(allow mach-lookup (global-name "com.apple.MTLCompilerService") (global-name "com.apple.cvmsServ"))
"""


def profile(readable: Iterable[Path], *, drivers: bool = False) -> str:
    """The rules, in the sandbox's own language; `drivers`: with what Metal asks of the system."""
    files = "\n".join(f"  (subpath {_quoted(path)})" for path in (*map(Path, _SYSTEM), *readable))
    devices = "\n".join(f"  (literal {_quoted(Path(path))})" for path in _DEVICES)
    return f"""(version 1)
(deny default)
(deny network*)
(deny process-exec*)
(deny process-fork)
(allow signal (target self))
(allow process-info* (target self))
(allow sysctl-read)
(allow file-read-metadata)
(allow file-read*
{files}
{devices})
(allow file-write-data (literal "/dev/null"))
{_GRAPHICS if drivers else ""}"""


def restrict(readable: Iterable[Path], *, drivers: bool = False) -> bool:
    """Shut this process in, for ever; False where the system does not."""
    try:
        library = ctypes.CDLL(_LIBRARY)
        fault = ctypes.c_char_p()
        rules = profile([path.resolve() for path in readable], drivers=drivers).encode()
        return bool(library.sandbox_init(rules, ctypes.c_uint64(0), ctypes.byref(fault)) == 0)
    except (OSError, AttributeError):
        return False


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
