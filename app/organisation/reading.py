"""Where a policy stands on each system, and reading it.

A file counts only where nobody but the administrator can have written it: it and its folder belong to root
and nobody else may write them. One that is there and cannot be used is a fault, never no policy: a program
that went on without would do what the administrator has forbidden.
"""

from __future__ import annotations

import errno
import os
import plistlib
import re
import stat
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.errors import PolicyUnreadable
from app.organisation.rules import Rules, rules_of

LINUX_FILE = Path("/etc/confidant/policy.toml")
MACOS_FILE = Path("/Library/Application Support/Confidant/policy.toml")  # not for people
MACOS_PROFILE = Path("/Library/Managed Preferences/org.confidant.Confidant.plist")  # not for people
REGISTRY_KEY = r"Software\Policies\Confidant"

_LARGEST = 1 << 16  # bytes of a policy; one that is longer is none
_MACOS_OWN = "Payload"  # not for people: how keys begin that macOS adds itself
_ROOT = 0
_LINE = re.compile(r"line (\d+)")  # in what tomllib says, which tells it in no other way

Found = Mapping[str, object]
Reader = Callable[[], tuple[Found, str] | None]  # what is set and where; None where there is no policy
Values = Callable[[], Found | None]  # of the registry's key; None where it is not there


def read(readers: tuple[Reader, ...] | None = None) -> Rules:
    """What the administrator of this computer has set; of two places the later has the last word, key by key.
    `readers` are those of this system where none are given.

    Raises `PolicyUnreadable` and `PolicyUnfit`.
    """
    found: dict[str, object] = {}
    sources: list[str] = []
    for reader in readers_of(sys.platform) if readers is None else readers:
        there = reader()
        if there is not None:
            found |= there[0]
            sources.append(there[1])
    return rules_of(found, ", ".join(sources)) if sources else Rules()


def readers_of(platform: str) -> tuple[Reader, ...]:
    """Where a system of this name (`sys.platform`) has its policy."""
    if platform == "win32":
        return (of_registry(_registry_values),)
    if platform == "darwin":
        return of_file(MACOS_FILE), of_profile(MACOS_PROFILE)
    return (of_file(LINUX_FILE),)


def of_file(path: Path, owner: int = _ROOT) -> Reader:
    """A TOML file that belongs to the user of this number, as its folder does."""

    def reader() -> tuple[Found, str] | None:
        data = _trusted(path, owner)
        if data is None:
            return None
        try:
            return tomllib.loads(data.decode("utf-8")), str(path)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            line = _LINE.search(str(error))
            raise PolicyUnreadable(path=str(path), reason="form", line=line and line[1]) from error

    return reader


def of_profile(path: Path, owner: int = _ROOT) -> Reader:
    """The managed preferences that macOS writes from a configuration profile."""

    def reader() -> tuple[Found, str] | None:
        data = _trusted(path, owner)
        if data is None:
            return None
        try:
            found = plistlib.loads(data)
        except Exception as error:  # what its parsers raise is not told anywhere
            raise PolicyUnreadable(path=str(path), reason="form") from error
        if not isinstance(found, dict):
            raise PolicyUnreadable(path=str(path), reason="form")
        return {name: value for name, value in found.items() if not name.startswith(_MACOS_OWN)}, str(path)

    return reader


def of_registry(values: Values) -> Reader:
    """The key below HKEY_LOCAL_MACHINE that group policies write, which Windows lets only administrators."""

    def reader() -> tuple[Found, str] | None:
        place = rf"HKLM\{REGISTRY_KEY}"
        try:
            found = values()
        except OSError as error:
            raise PolicyUnreadable(path=place, reason="closed") from error
        return None if found is None else (found, place)

    return reader


if sys.platform == "win32":
    import winreg

    def _registry_values() -> dict[str, Any] | None:
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, REGISTRY_KEY, 0, access)
        except FileNotFoundError:
            return None
        with key:
            count = winreg.QueryInfoKey(key)[1]
            rows = [winreg.EnumValue(key, number) for number in range(count)]
        return {name: value for name, value, _ in rows if name}

else:

    def _registry_values() -> dict[str, Any] | None:
        return None


def _trusted(path: Path, owner: int) -> bytes | None:
    """The bytes of a file that only its owner can have written; None where there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = "link" if error.errno == errno.ELOOP else "closed"
        raise PolicyUnreadable(path=str(path), reason=reason) from error
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise PolicyUnreadable(path=str(path), reason="link")
        # Who may write into the folder can put another file in its place.
        for place, state in ((path, found), (path.parent, path.parent.stat())):
            if state.st_uid != owner:
                raise PolicyUnreadable(path=str(place), reason="owner")
            if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise PolicyUnreadable(path=str(place), reason="writable")
        if found.st_size > _LARGEST:
            raise PolicyUnreadable(path=str(path), reason="form")
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise PolicyUnreadable(path=str(path), reason="closed") from error
    finally:
        os.close(descriptor)
