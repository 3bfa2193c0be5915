"""The program: a command of the command line, else the window, else a chat in the terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from app.paths import Paths
    from engine.errors import Fault
    from engine.provision.standby import FetcherStandby
    from engine.remote.standby import Door

# The commands in which a model writes; None is the window, or the chat in the terminal.
_WRITING = (None, "ask", "summarize", "summaries", "extract", "runs", "engine")
_ASKING = (None, "ask", "shared")  # in which shared collections are asked


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
    from engine.starting import frozen
    from engine.workers.spinning import sleep_early

    close_to_others()
    sleep_early()
    from app.speaking import speak

    words = sys.argv[1:] if argv is None else argv
    speak(words)
    from app.cli.parser import parse

    arguments = parse(words)
    if (unfit := _too_old()) is not None:
        return _told(arguments, unfit, qt=False)
    if (refused := _held_to_rules()) is not None:
        return _told(arguments, refused)
    from app.paths import resolve

    paths = resolve(getattr(arguments, "home", None), getattr(arguments, "models", None))
    if frozen() and getattr(arguments, "models", None) is None:
        from app.models.laid_out import lay_out, places

        lay_out(paths.models, places())
    standby, doors = _standby(arguments, paths), _doors(arguments, paths)
    try:
        return _sealed(arguments, paths, standby)
    finally:
        for one in (standby, *doors):
            if one is not None:
                one.close()


def _too_old() -> Fault | None:
    """Why NumPy and Qt, which are imported next, would end the process on this processor."""
    from engine.errors import ProcessorTooOld
    from engine.processor import require_new_enough

    try:
        require_new_enough()
    except ProcessorTooOld as fault:
        return fault
    return None


def _held_to_rules() -> Fault | None:
    """Have what the administrator of this computer set hold, before anything begins. A policy that cannot be
    read is returned as the fault that it is: nothing goes on without it.
    """
    from app.organisation.held import hold
    from app.organisation.reading import read
    from engine.errors import Fault

    try:
        hold(read())
    except Fault as fault:
        return fault
    return None


def _told(arguments: argparse.Namespace, refused: Fault, *, qt: bool = True) -> int:
    """Say why nothing is begun, in a window where one would have opened: one of ours, or without Qt."""
    from app.cli.output import Output
    from app.program import has_display

    Output(as_json=False).refuse(refused)
    if arguments.command is None and has_display():
        if qt:
            from ui.window.running import tell_refused
        else:
            from app.refusing import tell_refused

        tell_refused(refused)
    return 1


def _standby(arguments: argparse.Namespace, paths: Paths) -> FetcherStandby | None:
    """The process that may fetch models; it must be there before the seal, which children inherit."""
    if arguments.command not in (None, "models") or getattr(arguments, "action", "get") != "get":
        return None
    from app.organisation.held import rules
    from engine.provision.standby import FetcherStandby

    if not rules().fetch_models:
        return None  # what is not there can order nothing
    return FetcherStandby(paths.models)


def _doors(arguments: argparse.Namespace, paths: Paths) -> list[Door]:
    """The processes that connect to servers on the private network, to an engine and to shared collections,
    where a person allowed them, or is about to; they too must be there before the seal.
    """
    found: list[Door] = []
    for command, file, commands in (("engine", paths.engine, _WRITING), ("shared", paths.shared, _ASKING)):
        url = getattr(arguments, "url", "") if arguments.command == command else ""
        if url or (file.exists() and arguments.command in commands):
            found += _door(url, file, command)
    return found


def _door(url: str, file: Path, to: str) -> list[Door]:
    from app.elsewhere.allowed import noted_place
    from engine.errors import RemoteNotAllowed
    from engine.remote.places import place_of
    from engine.remote.standby import POSSIBLE, open_door

    try:
        place = place_of(url) if url else noted_place(file)
    except RemoteNotAllowed:
        return []  # the command says why
    return [open_door(place, to)] if place is not None and POSSIBLE else []


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
        return _told(arguments, fault)
    except Exception as error:  # the boundary of the program
        log_unforeseen(logging.getLogger(__name__), error)
        Output(as_json=False).refuse(error)
    return 1


def _interactive(arguments: argparse.Namespace, paths: Paths, standby: FetcherStandby | None) -> int:
    from app.cli.places import matter_of, passphrase_of
    from app.program import has_display

    place = matter_of(arguments, paths)
    paths = place.paths if place else paths
    if has_display():
        from ui.window.running import run_window

        model = getattr(arguments, "model", "")
        return run_window(
            paths,
            place=place,
            passphrase=passphrase_of(arguments, place),
            model=model,
            standby=standby,
            files=getattr(arguments, "files", ()),
        )
    from app.cli.chatting import chat

    return chat(arguments, paths, place, standby)


if __name__ == "__main__":
    sys.exit(main())
