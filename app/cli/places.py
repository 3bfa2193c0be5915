"""Where a command works: in the library, or with --matter in a matter of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from app.cli.unlock import ask_passphrase, library_passphrase, matter_passphrase, with_passphrase

if TYPE_CHECKING:
    from app.matters.matters import Matter, Matters, Place
    from app.paths import Paths

_OF_THE_LIBRARY = ("matter", "models", "read")  # commands that work in no matter


@contextmanager
def library(arguments: argparse.Namespace, paths: Paths) -> Iterator[Matters]:
    """The matters of the library, which is open meanwhile. Raises `VaultError`s."""
    from app.matters.matters import Matters
    from app.security.opening import open_vault

    vault = with_passphrase(paths, library_passphrase(arguments), partial(open_vault, paths))
    with closing(vault):
        yield Matters(paths, vault)


def matter_of(arguments: argparse.Namespace, paths: Paths) -> Place | None:
    """The matter named by --matter; None without one. The library is closed again when this returns, and the
    passphrase of a closed matter asked for where somebody can type.

    Raises `VaultError`s, `MatterUnknown`, `MatterClosed`.
    """
    name: str | None = getattr(arguments, "matter", None)
    if not name or arguments.command in _OF_THE_LIBRARY:
        return None
    with library(arguments, paths) as matters:
        matter = matters.named(name)
        return matters.place(matter, passphrase_for(arguments, matter))


def passphrase_of(arguments: argparse.Namespace, place: Place | None) -> str | None:
    """The passphrase given for the library, or for the matter that is worked in."""
    return library_passphrase(arguments) if place is None else place.passphrase


def passphrase_for(arguments: argparse.Namespace, matter: Matter) -> str | None:
    """What opens a matter: the passphrase given, or asked for where it is closed and somebody can type."""
    given = matter_passphrase(arguments)
    return ask_passphrase(matter.name) if given is None and not matter.is_open else given
