"""What a command is: a name, the grammar of its arguments, and what it does with them.

The grammar is read before the seal is drawn, by every start of the program. So a command's module imports at
its head only what is light, and services, stores and models inside the functions that run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from app.cli.session import Session
from app.words.catalogue import say


class Grammar:
    """Takes the arguments of a command or of one of its actions."""

    def __init__(self, parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
        """`shared` holds the options that stand before and after every command."""
        self._shared = shared
        self._parser = parser
        self.add = parser.add_argument
        self.either = parser.add_mutually_exclusive_group

    def actions(self, *, required: bool = True, dest: str = "action") -> Callable[[str, str], Grammar]:
        """A call that adds an action by its name and what --help says of it; which one came is `dest`."""
        rows = self._parser.add_subparsers(dest=dest, metavar="ACTION", required=required)

        def action(name: str, about: str) -> Grammar:
            return Grammar(rows.add_parser(name, parents=[self._shared], help=about), self._shared)

        return action


def _fitting(_arguments: argparse.Namespace) -> str:
    return ""


def _no_arguments(_grammar: Grammar) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the command line.

    `run` gives False for what was refused or failed in part, and raises `Fault`s. `wrong` says what no
    argument alone can be blamed for, "" when they go together. --help takes its line from `cli.commands`.
    """

    name: str
    run: Callable[[Session], bool]
    grammar: Callable[[Grammar], None] = _no_arguments
    wrong: Callable[[argparse.Namespace], str] = _fitting

    @property
    def about(self) -> str:
        return say(f"cli.commands.{self.name}")
