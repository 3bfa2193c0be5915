"""`make.py package`: the bundle, then what it is given out as."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from bootstrap.console import say
from bootstrap.state import State
from bootstrap.steps import models_folder
from bundle.building import DIST, WORK, build, environment
from release.checking import check
from release.sizes import counted, files_of, table


def package(arguments: Sequence[str], state: State, *, offline: bool) -> int:
    """Make everything for this system; 0 when it is there, and with --check when it works. Raises
    `StepFailed`.
    """
    parser = argparse.ArgumentParser(prog="make.py package")
    parser.add_argument(
        "--check", action="store_true", help="try the program out, without a network or a Python"
    )
    parser.add_argument("--as-it-is", action="store_true", help="take the bundle that was gathered before")
    chosen = parser.parse_args(arguments)
    bundle = WORK / "bundle" / "confidant"
    if not (chosen.as_it_is and bundle.is_dir()):
        bundle = build(environment(state, offline=offline))
    DIST.mkdir(exist_ok=True)
    said = table(counted(files_of(bundle)))
    (DIST / "sizes.txt").write_text(said, encoding="utf-8")
    say(said)
    if chosen.check:
        models = os.environ.get("CONFIDANT_TEST_MODELS") or models_folder()
        return 0 if check(bundle / "confidant", Path(models)) else 1
    return 0
