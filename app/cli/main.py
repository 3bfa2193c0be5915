"""The command line: runs one command over the services and says how it went."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable
from typing import TextIO

from app.cli import ask as cli_ask
from app.cli import doctor as cli_doctor
from app.cli import folders as cli_folders
from app.cli import library as cli_library
from app.cli import models as cli_models
from app.cli import read as cli_read
from app.cli import scans as cli_scans
from app.cli import summaries as cli_summaries
from app.cli import surveys as cli_survey
from app.cli.output import Output
from app.cli.session import Session
from app.paths import resolve
from engine.errors import Cancelled, Fault
from engine.provision.provisioner import FetcherStandby

DONE, REFUSED, INTERRUPTED = 0, 1, 130

_log = logging.getLogger(__name__)


def _ask(session: Session) -> bool:
    every = session.arguments.every_document or session.arguments.every_section
    return cli_survey.survey(session) if every else cli_ask.ask(session)


_COMMANDS: dict[str, Callable[[Session], bool]] = {
    "add": cli_library.add,
    "library": cli_library.show,
    "remove": cli_library.remove,
    "folders": cli_folders.folders,
    "search": cli_library.search,
    "ask": _ask,
    "summarize": cli_summaries.summarize,
    "compare": cli_summaries.compare,
    "summaries": cli_summaries.summaries,
    "scans": cli_scans.scans,
    "read": cli_read.read,
    "models": cli_models.models,
    "doctor": cli_doctor.doctor,
}


def run(
    arguments: argparse.Namespace,
    standby: FetcherStandby | None = None,
    *,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run a command and return its exit status: 0 done, 1 refused with a message, 130 stopped by Ctrl-C."""
    output = Output(getattr(arguments, "json", False), out, err)
    paths = resolve(getattr(arguments, "home", None), getattr(arguments, "models", None))
    session = Session(arguments, paths, output, standby)
    try:
        return DONE if _COMMANDS[arguments.command](session) else REFUSED
    except (KeyboardInterrupt, Cancelled):
        output.note("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        output.abandon()
        return REFUSED
    except Fault as fault:
        _log.info("%s refused: %s", arguments.command, fault.code)
        output.refuse(fault)
        return REFUSED
