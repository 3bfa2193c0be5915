"""`make.py test`: lint, types, import contracts, then every test, without a network where that can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

from bootstrap.console import say
from bootstrap.state import PYTHON, ROOT, SCRIPTS, State
from bootstrap.steps import test_models_folder

CHECKS = (
    ("ruff", "ruff", ("check", ".")),
    ("mypy", "mypy", ()),
    ("import contracts", "lint-imports", ()),
)
# As many processes as tests/conftest.py says fit this computer, a file of tests in one of them. Those with a
# screen of their own come after them, one by one: a hand that waits for a window waits for all that runs.
BESIDE_EACH_OTHER = ("--numprocesses=auto", "--dist=loadfile", "-m", "not display")
ONE_BY_ONE = ("-m", "display")


def check_and_test(arguments: Sequence[str], state: State) -> int:
    """Run everything; 0 when all passed. pytest comes last, so that its closing line is the last seen."""
    failed = [name for name, program, options in CHECKS if not _check(name, program, options)]
    environment = dict(os.environ)
    models = test_models_folder(state)
    if models:
        environment["CONFIDANT_TEST_MODELS"] = models
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    prefix = _without_network()
    say("Tests run without a network." if prefix else "Tests run with a network: it cannot be cut off here.")
    for options in [arguments] if arguments else [BESIDE_EACH_OTHER, ONE_BY_ONE]:
        command = [*prefix, str(PYTHON), "-m", "pytest", *options]
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            failed.append("pytest")
    return 1 if failed else 0


def _check(name: str, program: str, options: Sequence[str]) -> bool:
    began = time.monotonic()
    # By the file beside Python, not `python -m`: import-linter is no module that can be run.
    path = SCRIPTS / (f"{program}.exe" if sys.platform == "win32" else program)
    done = subprocess.run([path, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    if not passed:
        say((done.stdout + done.stderr).rstrip())
    say(f"{name}: {'passed' if passed else 'FAILED'} ({time.monotonic() - began:.0f} s)")
    return passed


def _without_network() -> list[str]:
    """A prefix that runs a command in a network namespace of its own, whose loopback alone is up."""
    unshare = shutil.which("unshare")
    if sys.platform != "linux" or not unshare:
        return []
    loopback = [str(PYTHON), str(ROOT / "packaging" / "bootstrap" / "loopback.py")]
    # An ordinary user may have one where user namespaces are allowed.
    for options in (["-n"], ["-rn"]):
        if os.geteuid() != 0 and options == ["-n"]:
            continue
        prefix = [unshare, *options, *loopback]
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return prefix
    return []
