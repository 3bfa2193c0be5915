"""The passphrase of the library: from a file, or asked for at the terminal when no keyring helps."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.words.catalogue import say
from rag.errors import FileMissing, FileUnreadable, KeyringUnavailable, VaultLocked

if TYPE_CHECKING:
    from app.paths import Paths

Opened = TypeVar("Opened")

PASSPHRASE_VARIABLE = "CONFIDANT_PASSPHRASE_FILE"
MATTER_VARIABLE = "CONFIDANT_MATTER_PASSPHRASE_FILE"


def library_passphrase(arguments: argparse.Namespace) -> str | None:
    """The first line of the file given, or named by the environment; None when there is neither.

    Raises `FileMissing`, `FileUnreadable`.
    """
    return _first_line(getattr(arguments, "passphrase_file", None), PASSPHRASE_VARIABLE)


def matter_passphrase(arguments: argparse.Namespace) -> str | None:
    """The same of the matter that is worked in."""
    return _first_line(getattr(arguments, "matter_passphrase_file", None), MATTER_VARIABLE)


def _first_line(file: Path | None, variable: str) -> str | None:
    named = os.environ.get(variable)
    chosen = file or (Path(named) if named else None)
    return secret_line(chosen) if chosen else None


def secret_line(path: Path) -> str:
    """The first line of a file. Raises `FileMissing`, `FileUnreadable`."""
    try:
        text = path.expanduser().read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or say("cli.unlock.not-text")
        raise FileUnreadable(path=str(path), detail=detail) from error
    line = text.split("\n", 1)[0].rstrip("\r")
    if not line:
        raise FileUnreadable(path=str(path), detail=say("cli.unlock.empty-line"))
    return line


def with_passphrase(paths: Paths, given: str | None, open_with: Callable[[str | None], Opened]) -> Opened:
    """`open_with` the passphrase given; without one try the keyring, then ask at the terminal.

    Raises what `open_with` raises.
    """
    try:
        return open_with(given)
    except (VaultLocked, KeyringUnavailable) as refusal:
        from app.security.keys import KeySlots

        exists = bool(KeySlots(paths.home).kinds())
        # A library that only the keyring opens has no passphrase to ask for.
        if given is not None or not can_ask() or (exists and isinstance(refusal, KeyringUnavailable)):
            raise
        return open_with(_ask() if exists else _choose())


def ask_token() -> str:
    """An access token of the hub: typed where nobody sees it, or the first line of what comes in."""
    if can_ask():
        return getpass.getpass(say("cli.unlock.token")).strip()
    return sys.stdin.readline().strip()


def ask_key() -> str:
    """The key to an engine, as `ask_token` takes a token."""
    if can_ask():
        return getpass.getpass(say("cli.unlock.key")).strip()
    return sys.stdin.readline().strip()


def ask_password(name: str) -> str | None:
    """The password of a document, from the terminal; None without one, or when none is entered."""
    if not can_ask():
        return None
    return getpass.getpass(say("cli.unlock.password", name=name)) or None


def ask_passphrase(matter: str) -> str | None:
    """The passphrase of a matter, from the terminal; None without one, or when none is entered."""
    if not can_ask():
        return None
    return getpass.getpass(say("cli.unlock.matter", matter=matter)) or None


def _ask() -> str:
    return getpass.getpass(say("cli.unlock.passphrase"))


def chosen_passphrase(file: Path | None) -> str:
    """A new passphrase: the first line of a file, else what is typed twice at the terminal.

    Raises `FileMissing`, `FileUnreadable`, and `VaultLocked` where nobody can type.
    """
    if file is not None:
        return secret_line(file)
    if not can_ask():
        raise VaultLocked
    return _typed_twice()


def _choose() -> str:
    print(say("cli.unlock.choose"), file=sys.stderr)
    return _typed_twice()


def _typed_twice() -> str:
    while True:
        first = getpass.getpass(say("cli.unlock.new"))
        if first and first == getpass.getpass(say("cli.unlock.again")):
            return first
        print(say("cli.unlock.differ"), file=sys.stderr)


def can_ask() -> bool:
    """Whether somebody can type at the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()
