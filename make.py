"""Set Confidant up and use it from a checkout. Standard library only.

    python3 make.py run      set up what is missing, then open the window (a terminal chat without a display)
    python3 make.py test     set up, then lint, types, import contracts and every test
    python3 make.py setup    set up only
    python3 make.py cli …    the command line, as `.venv/bin/confidant …`
    python3 make.py bench NAME …   a benchmark of tests/benchmarks
    python3 make.py package  make what is installed without a checkout, in dist/ (--check: and try it out;
                             --stick DIR: and lay it out there with models, --sign KEYFILE: signed)
    python3 make.py clean    remove what this script made here (models and documents stay)

Options, before or after `run`, `test`, `setup`; before `cli`, `bench` and `package`:
    --backend cpu|cuda|metal|vulkan|portable|auto   what llama.cpp is compiled for (remembered)
    --offline                              use no network
    --models DIR                           take models from this folder first, such as a USB stick
What follows `--` goes to the application, or to pytest.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from bootstrap.steps import Wishes

ROOT = Path(__file__).resolve().parent
NEEDED = (3, 11)
COMMANDS = ("run", "test", "setup", "cli", "bench", "package", "clean")
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", "confidant.egg-info")


def main(argv: list[str]) -> int:
    """Exit status: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted."""
    if sys.version_info < NEEDED:
        return _run_newer_python(argv)
    sys.path.insert(0, str(ROOT / "packaging"))
    from bootstrap.console import StepFailed

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside: clean up as for Ctrl-C
    try:
        return _command(argv)
    except StepFailed as failure:
        sys.stderr.write(f"{failure.what}\n{failure.remedy}\n".rstrip() + "\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. The same command continues where it stopped.\n")
        return 130


def _command(argv: list[str]) -> int:
    from bootstrap.state import State

    command, options, rest = _split(argv)
    if command in ("", "help"):
        sys.stderr.write((__doc__ or "") if command else f"{__doc__}\nName a command.\n")
        return 0 if command else 2
    if command == "clean":
        return _clean()
    wishes = _wishes(command, options)
    if wishes is None:
        return 2
    from bootstrap.steps import application, ready, set_up

    state = State()
    complete = ready(wishes, state) or set_up(wishes, state)
    if command == "setup":
        return 0 if complete else 1
    if command == "test":
        from bootstrap.checks import check_and_test

        return check_and_test(rest, state)
    if command == "bench":
        return _bench(rest)
    if command == "package":
        from release.command import package

        return package(rest, state, offline=wishes.offline)
    return _become(application(), *rest)


def _split(argv: list[str]) -> tuple[str, list[str], list[str]]:
    """The command, make's own options, and what goes on to the application."""
    if any(word in ("-h", "--help", "help") for word in argv[:1]):
        return "help", [], []
    options: list[str] = []
    words = list(argv)
    while words:
        word = words.pop(0)
        if word in COMMANDS:
            break
        options.append(word)
    else:
        return "", options, []
    if word in ("cli", "bench", "package"):
        return word, options, words
    if "--" in words:
        at = words.index("--")
        return word, options + words[:at], words[at + 1 :]
    return word, options + words, []


def _wishes(command: str, options: list[str]) -> Wishes | None:
    import argparse

    from bootstrap.llama import BACKENDS
    from bootstrap.steps import Wishes

    parser = argparse.ArgumentParser(prog="make.py", usage=(__doc__ or "").replace("%", "%%"), add_help=False)
    parser.add_argument("--backend", choices=(*BACKENDS, "auto"))
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("--models", type=Path, metavar="DIR")
    chosen = parser.parse_args(options)
    if chosen.models is not None and not chosen.models.is_dir():
        sys.stderr.write(f"There is no folder {chosen.models}.\n")
        return None
    return Wishes(
        backend=chosen.backend,
        offline=chosen.offline,
        models_from=chosen.models.resolve() if chosen.models else None,
        tests=command in ("test", "bench"),  # benchmarks stand on the helpers of the tests
        look_again=command == "setup",
    )


def _bench(rest: list[str]) -> int:
    from bootstrap.state import PYTHON

    folder = ROOT / "tests" / "benchmarks"
    known = sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))
    if not rest or rest[0] not in known:
        sys.stderr.write(f"Benchmarks: {', '.join(known)}\n")
        return 2
    os.environ["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "helpers")))
    from engine.workers.spinning import sleep_early

    sleep_early()  # as the program does
    return _become([str(PYTHON), str(folder / f"bench_{rest[0]}.py")], *rest[1:])


def _become(program: list[str], *arguments: str) -> NoReturn:
    """Hand over to another program, in the folder the user is in."""
    command = [*program, *arguments]
    if sys.platform == "win32":  # execv there returns to the shell at once
        raise SystemExit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


def _clean() -> int:
    for name in (".venv", ".setup", "build", *CACHES):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ("app", "engine", "rag", "ui", "tests", "packaging"):
        for cache in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
    sys.stderr.write("Clean. Models and documents are where they were.\n")
    return 0


def _run_newer_python(argv: list[str]) -> int:
    """This Python is too old: another on the path may do."""
    for minor in range(14, NEEDED[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        works = newer and subprocess.call([newer, "-c", "import ensurepip"], stderr=subprocess.DEVNULL) == 0
        if newer and works:
            return subprocess.call([newer, str(ROOT / "make.py"), *argv])
    sys.stderr.write(
        "Confidant needs Python 3.11 or newer; this is {}.{}.\n"
        "Debian, Ubuntu: sudo apt-get install python3.11 python3.11-venv. "
        "macOS, Windows: the installer of python.org.\n".format(*sys.version_info[:2])
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
