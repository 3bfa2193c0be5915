"""The chat in the terminal from its start: the steps of the first run until they are over, then the talk."""

from __future__ import annotations

import argparse
import sys

from app.cli.beginning import Asking, FirstSteps, protect_first
from app.cli.plain import harmless
from app.cli.session import unlock
from app.cli.terminal import Terminal
from app.cli.unlock import can_ask, library_passphrase
from app.first_run import FirstRun
from app.matters.matters import Place
from app.paths import Paths
from app.security.protecting import is_new
from app.settings import Settings
from engine.provision.standby import FetcherStandby


def chat(
    arguments: argparse.Namespace, paths: Paths, place: Place | None, standby: FetcherStandby | None
) -> int:
    """Talk until the person leaves; returns the exit status. Raises `VaultError`s."""
    asking, passphrase = Asking(input, _write), None
    files = getattr(arguments, "files", ())
    try:
        if place is None and can_ask() and is_new(paths.home) and library_passphrase(arguments) is None:
            passphrase = protect_first(paths.home, FirstRun(Settings(paths.settings)), asking)
    except EOFError:
        return 0
    services = unlock(arguments, paths, place, interactive=True, standby=standby, passphrase=passphrase)
    try:
        _line_editing()
        terminal = Terminal(services, input, _write)
        if can_ask() and FirstSteps(services, asking, terminal.get, terminal.ask).go(files):
            files = ()
        terminal.run(files)
    except EOFError:  # left before the steps were over: the next start goes on there
        pass
    finally:
        services.close()
    return 0


def _write(text: str) -> None:
    sys.stdout.write(harmless(text))
    sys.stdout.flush()


def _line_editing() -> None:
    """History and editing of the line, where the platform has readline; nothing typed is kept on disk."""
    if sys.stdin.isatty():
        try:
            import readline
        except ImportError:
            return
        readline.set_auto_history(True)
