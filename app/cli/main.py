"""The command line: runs one command over the services and says how it went."""

from __future__ import annotations

import argparse
import logging
from typing import TextIO

from app.cli.commands import COMMANDS
from app.cli.output import Output
from app.cli.places import matter_of
from app.cli.session import Session
from app.logs import log_unforeseen
from app.paths import resolve
from app.words.catalogue import say
from engine.errors import Cancelled, Fault
from engine.provision.standby import FetcherStandby

DONE, REFUSED, INTERRUPTED = 0, 1, 130

_log = logging.getLogger(__name__)


def run(
    arguments: argparse.Namespace,
    standby: FetcherStandby | None = None,
    *,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run a command and return its exit status: 0 done, 1 refused with a message, 130 stopped by Ctrl-C.

    Ctrl-C ends every command where it stands, but inside `interruptible`, where the command itself ends at
    the next good place.
    """
    output = Output(getattr(arguments, "json", False), out, err)
    paths = resolve(getattr(arguments, "home", None), getattr(arguments, "models", None))
    try:
        place = matter_of(arguments, paths)
        session = Session(arguments, place.paths if place else paths, output, standby, place)
        return DONE if COMMANDS[arguments.command].run(session) else REFUSED
    except (KeyboardInterrupt, Cancelled):
        output.note(say("cli.main.stopped"))
        return INTERRUPTED
    except BrokenPipeError:
        output.abandon()
        return REFUSED
    except Fault as fault:
        _log.info("%s refused: %s", arguments.command, fault.code)
        output.refuse(fault)
        return REFUSED
    except Exception as error:  # the boundary of a command: what nobody foresaw is told too
        log_unforeseen(_log, error)
        output.refuse(error)
        return REFUSED
