"""The command line's grammar, collected from the commands. It is read before the seal is drawn."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from app.cli.command import Grammar
from app.cli.plain import whole
from app.cli.usage import speak_usage
from app.words.catalogue import say
from app.words.languages import known

PROGRAM = "confidant"


def parser() -> argparse.ArgumentParser:
    """Global options are accepted before and after the command.

    They have no defaults (SUPPRESS): a command's own parser would otherwise overwrite what stood before it.
    """
    from app.cli.commands import COMMANDS

    speak_usage()
    shared = _shared()
    top = argparse.ArgumentParser(
        prog=PROGRAM,
        parents=[shared],
        description=say("cli.parser.about"),
        epilog=say("cli.parser.files", program=PROGRAM),
    )
    rows = top.add_subparsers(dest="command", metavar="COMMAND")
    for command in COMMANDS.values():
        row = rows.add_parser(command.name, parents=[shared], help=command.about)
        command.grammar(Grammar(row, shared))
    return top


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Arguments of a command line. Exits with status 2 for one that is wrong, as argparse does."""
    without = _without_command(argv)
    if without is not None:
        return without
    from app.cli.commands import COMMANDS

    top = parser()
    arguments = _in_text(top.parse_args(argv))
    if arguments.command is not None and (wrong := COMMANDS[arguments.command].wrong(arguments)):
        top.error(wrong)
    return arguments


class _NotPlain(Exception):
    """More than options of the program stand on the command line, or a wrong one."""


class _Options(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _NotPlain(message)


def _without_command(argv: Sequence[str]) -> argparse.Namespace | None:
    """The arguments where nothing but options of the program and files is given, as for the window, which
    then need not wait for the grammar of every command; None else. Files are told by the first, which must be
    there: a command that is written wrongly is none.
    """
    plain = _Options(parents=[_shared()], add_help=False)
    plain.add_argument("files", nargs="*")
    end = list(argv).index("--") if "--" in argv else len(argv)  # files follow
    try:
        arguments = plain.parse_intermixed_args(argv[:end])
    except _NotPlain:
        return None
    arguments.files += argv[end + 1 :]
    if arguments.files and not _is_file(arguments.files[0]):
        return None
    arguments.files = [Path(word).absolute() for word in arguments.files]
    arguments.command = None
    return _in_text(arguments)


def _is_file(first: str) -> bool:
    """Whether the first word names a file or folder, and no command: one of its name is given as ./ask."""
    try:
        there = Path(first).exists()
    except (OSError, ValueError):  # too long, or no path at all
        return False
    if not there or Path(first).is_absolute():
        return there
    from app.cli.commands import COMMANDS

    return first not in COMMANDS


def _in_text(arguments: argparse.Namespace) -> argparse.Namespace:
    for name, value in vars(arguments).items():
        setattr(arguments, name, _as_text(value))
    return arguments


def _as_text(value: Any) -> Any:
    """Words of an argument as text; a path stays what opens the file."""
    if isinstance(value, str):
        return whole(value)
    return [_as_text(one) for one in value] if isinstance(value, list) else value


def _shared() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group(say("cli.parser.shared"))
    group.add_argument("--home", type=Path, metavar="DIR", help=say("cli.parser.home"))
    group.add_argument("--models", type=Path, metavar="DIR", help=say("cli.parser.models"))
    group.add_argument("--model", metavar="ID", help=say("cli.parser.model"))
    group.add_argument("--passphrase-file", type=Path, metavar="F", help=say("cli.parser.passphrase-file"))
    group.add_argument("--matter", metavar="NAME", help=say("cli.parser.matter"))
    group.add_argument(
        "--matter-passphrase-file", type=Path, metavar="F", help=say("cli.parser.matter-passphrase-file")
    )
    group.add_argument("--ui-language", metavar="CODE", choices=known(), help=say("cli.parser.ui-language"))
    group.add_argument("--json", action="store_true", help=say("cli.parser.json"))
    return shared
