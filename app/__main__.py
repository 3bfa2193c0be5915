"""The program: a command of the command line, else the window, else a chat in the terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from app.paths import Paths
    from engine.provision.standby import FetcherStandby
    from engine.remote.standby import Door

# The commands in which a model writes; None is the window, or the chat in the terminal.
_WRITING = (None, "ask", "summarize", "summaries", "extract", "runs", "engine")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status.

    0 done, 1 refused with a message, 2 wrong usage, 130 stopped by Ctrl-C, also before a command has begun.
    """
    try:
        return _parsed(argv)
    except KeyboardInterrupt:
        return 130


def _parsed(argv: Sequence[str] | None) -> int:
    from engine.sealing.own_process import close_to_others
    from engine.workers.spinning import sleep_early

    close_to_others()
    sleep_early()
    from app.cli.parser import parse

    arguments = parse(sys.argv[1:] if argv is None else argv)
    from app.paths import resolve

    paths = resolve(getattr(arguments, "home", None), getattr(arguments, "models", None))
    standby, door = _standby(arguments, paths), _door(arguments, paths)
    try:
        return _sealed(arguments, paths, standby)
    finally:
        for one in (standby, door):
            if one is not None:
                one.close()


def _standby(arguments: argparse.Namespace, paths: Paths) -> FetcherStandby | None:
    """The process that may fetch models; it must be there before the seal, which children inherit."""
    if arguments.command not in (None, "models") or getattr(arguments, "action", "get") != "get":
        return None
    from engine.provision.standby import FetcherStandby

    return FetcherStandby(paths.models)


def _door(arguments: argparse.Namespace, paths: Paths) -> Door | None:
    """The process that connects to an engine on the private network, where a person allowed one, or is about
    to; it too must be there before the seal.
    """
    url = getattr(arguments, "url", "") if arguments.command == "engine" else ""
    if not (url or (paths.engine.exists() and arguments.command in _WRITING)):
        return None
    from app.elsewhere.allowed import noted_place
    from engine.errors import RemoteNotAllowed
    from engine.remote.places import place_of
    from engine.remote.standby import POSSIBLE, open_door

    try:
        place = place_of(url) if url else noted_place(paths.engine)
    except RemoteNotAllowed:
        return None  # the command says why
    return open_door(place) if place is not None and POSSIBLE else None


def _sealed(arguments: argparse.Namespace, paths: Paths, standby: FetcherStandby | None) -> int:
    from engine.workers.seal import seal

    seal()
    from app.logs import log_unforeseen, start_logging

    start_logging(paths.logs)
    if arguments.command is not None:
        from app.cli.main import run

        return run(arguments, standby)
    from app.cli.output import Output
    from engine.errors import Fault

    try:
        return _interactive(arguments, paths, standby)
    except Fault as fault:
        Output(as_json=False).refuse(fault)
    except Exception as error:  # the boundary of the program
        log_unforeseen(logging.getLogger(__name__), error)
        Output(as_json=False).refuse(error)
    return 1


def _interactive(arguments: argparse.Namespace, paths: Paths, standby: FetcherStandby | None) -> int:
    from app.cli.places import matter_of, passphrase_of
    from app.doctor import has_display

    place = matter_of(arguments, paths)
    paths = place.paths if place else paths
    if has_display():
        from ui.window.application import run_window

        model = getattr(arguments, "model", "")
        return run_window(
            paths, place=place, passphrase=passphrase_of(arguments, place), model=model, standby=standby
        )
    from app.cli.terminal import chat

    return chat(arguments, paths, place, standby)


if __name__ == "__main__":
    sys.exit(main())
