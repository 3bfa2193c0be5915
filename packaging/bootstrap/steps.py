"""The steps of set-up, in order. Each is done once, until what it was made from changes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bootstrap import llama
from bootstrap.console import LiveLine, StepFailed, clock, logged, say
from bootstrap.state import LOGS, PYTHON, ROOT, SCRIPTS, VENV, State, key_of, only_one
from bootstrap.system import VENV_PACKAGE, install_packages, missing_packages

CONSTRAINTS = ROOT / "constraints.txt"
PYPROJECT = ROOT / "pyproject.toml"
# Asked for first and by itself: a later, looser request would bring another build of it.
TORCH = "torch==2.13.0"
# Decide where models are kept.
PLACE_VARIABLES = (
    "CONFIDANT_MODELS",
    "CONFIDANT_HOME",
    "CONFIDANT_TEST_MODELS",
    "XDG_DATA_HOME",
    "HOME",
    "LOCALAPPDATA",
)
PACKAGES = ("app", "engine", "rag", "ui")
TEST_MODELS = (
    "smollm2-135m-instruct-q4_1",
    "qwen2.5-coder-0.5b-instruct-q4_k_m",
    "all-minilm-l6-v2",
    "whisper-tiny.en",
    "campplus",
)
RUN_MODELS = ("starter", "all-minilm-l6-v2")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked of set-up."""

    backend: str | None = None  # None: as chosen before, else what suits the machine
    offline: bool = False
    models_from: Path | None = None
    tests: bool = False
    look_again: bool = False  # `setup`: detect the back end anew

    @property
    def models(self) -> tuple[str, ...]:
        return TEST_MODELS if self.tests else RUN_MODELS


def ready(wishes: Wishes, state: State) -> bool:
    """Whether set-up has nothing to do: some hashes and file sizes, a few milliseconds."""
    if wishes.look_again or not PYTHON.exists():
        return False
    keys = _keys(wishes, state)
    return all(state.done(step, key) for step, key in keys.items()) and _models_are_there(wishes, state)


def set_up(wishes: Wishes, state: State) -> bool:
    """Do what is not done yet. True when everything is there; raises `StepFailed` when it cannot go on."""
    with only_one():
        began = time.monotonic()
        state.reload()  # another set-up may have finished while this one waited
        complete = _system(wishes, state)
        _virtual_environment(state)
        _dependencies(wishes, state)
        _llama(wishes, state)
        _project(wishes, state)
        _bytecode(state)
        complete = _models(wishes, state) and complete
    say(f"Set up in {clock(time.monotonic() - began)}.")
    return complete


def _keys(wishes: Wishes, state: State) -> dict[str, str]:
    settings = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    project = settings["project"]
    dependencies = key_of(str(VENV), CONSTRAINTS, project["dependencies"], project["optional-dependencies"])
    keys = {
        "venv": key_of(str(VENV)),
        "torch": key_of(str(VENV), TORCH),
        "dependencies": dependencies,
        "llama": llama.step_key(_backend(wishes, state)),
        "project": key_of(str(VENV), project, settings["build-system"], settings["tool"]["setuptools"]),
        "bytecode": _sources_key(),
    }
    if wishes.tests:
        keys["test-dependencies"] = dependencies
    if sys.platform == "linux":
        keys["system-tests" if wishes.tests else "system"] = key_of(str(VENV), _window_wanted(wishes))
    return keys


def _backend(wishes: Wishes, state: State) -> str:
    return wishes.backend or str(state.facts("llama").get("requested", "auto"))


def _system(wishes: Wishes, state: State) -> bool:
    step = "system-tests" if wishes.tests else "system"
    key = key_of(str(VENV), _window_wanted(wishes))
    if sys.platform != "linux" or state.done(step, key):
        return True
    missing = missing_packages(window=_window_wanted(wishes), tests=wishes.tests, compiler=True)
    if missing and not wishes.offline:
        missing = install_packages(missing)
    elif missing:
        say("Missing on this system: " + " ".join(missing))
    if VENV_PACKAGE in missing:
        raise StepFailed(
            "Python cannot make virtual environments here.", f"sudo apt-get install {VENV_PACKAGE}"
        )
    if not missing:
        state.finish(step, key)
    return not missing


def _window_wanted(wishes: Wishes) -> bool:
    """Whether a window's libraries are asked for: not of an ordinary user who has no display."""
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(display) or wishes.tests or (sys.platform == "linux" and os.geteuid() == 0)


def _virtual_environment(state: State) -> None:
    key = key_of(str(VENV))
    if state.done("venv", key) and PYTHON.exists():
        return
    state.forget("venv", "torch", "dependencies", "test-dependencies", "llama", "project")
    shutil.rmtree(VENV, ignore_errors=True)
    with LiveLine("Making a virtual environment"):
        logged([sys.executable, "-m", "venv", VENV], LOGS / "venv.log")
    state.finish("venv", key)


def _dependencies(wishes: Wishes, state: State) -> None:
    """torch first, then what runs the application, then what tests it."""
    key = key_of(str(VENV), TORCH)
    if not state.done("torch", key):
        with LiveLine(f"Installing {TORCH}"):
            _pip(wishes, "torch", TORCH)
        state.finish("torch", key)
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    key = _keys(wishes, state)["dependencies"]
    if not state.done("dependencies", key):
        # llama-cpp-python is compiled by a step of its own.
        wanted = [line for line in project["dependencies"] if not line.startswith("llama-cpp-python")]
        with LiveLine(f"Installing {len(wanted)} dependencies"):
            _pip(wishes, "dependencies", "setuptools>=77", TORCH, *wanted)
        state.finish("dependencies", key)
    if wishes.tests and not state.done("test-dependencies", key):
        wanted = project["optional-dependencies"]["dev"]
        with LiveLine(f"Installing {len(wanted)} packages for the tests"):
            _pip(wishes, "test-dependencies", *wanted)
        state.finish("test-dependencies", key)


def _llama(wishes: Wishes, state: State) -> None:
    requested = _backend(wishes, state)
    done = state.done("llama", llama.step_key(requested))
    if done and wishes.look_again and requested == "auto":
        done = llama.detect_backend() == state.facts("llama").get("detected")
    if not done:
        llama.install(state, requested, CONSTRAINTS, offline=wishes.offline)


def _project(wishes: Wishes, state: State) -> None:
    key = _keys(wishes, state)["project"]
    if state.done("project", key) and Path(application()[-1]).exists():
        return
    with LiveLine("Installing the `confidant` command"):
        _pip(wishes, "project", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    state.finish("project", key)


def _sources_key() -> str:
    sources = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return key_of(str(VENV), [(str(path.relative_to(ROOT)), path.stat().st_mtime_ns) for path in sources])


def _bytecode(state: State) -> None:
    """Compile our modules ahead: the processes that read documents may write nothing, and each would compile
    them again, for a quarter of a second.
    """
    key = _sources_key()
    if not state.done("bytecode", key):
        with LiveLine("Compiling the application"):
            logged(
                [PYTHON, "-m", "compileall", "-q", *(ROOT / name for name in PACKAGES)], LOGS / "bytecode.log"
            )
        state.finish("bytecode", key)


def application() -> list[str]:
    """The command that starts the application, from any folder."""
    windows = sys.platform == "win32"
    return [str(SCRIPTS / "confidant.exe")] if windows else [str(PYTHON), str(SCRIPTS / "confidant")]


def _models(wishes: Wishes, state: State) -> bool:
    """Models that cannot be had do not stop set-up: the window says which are missing."""
    if _models_are_there(wishes, state):
        return True
    folder = _models_folder(wishes)
    command = [str(PYTHON), "-m", "engine.provision.cli", *wishes.models, "--models-dir", str(folder)]
    command += ["--from", str(wishes.models_from)] if wishes.models_from else []
    command += ["--offline"] if wishes.offline else []
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        say("Not every model is there; the same command continues where this one stopped.")
        return False
    state.finish(_models_step(wishes), _models_key(wishes), folder=str(folder), files=json.loads(done.stdout))
    return True


def _models_folder(wishes: Wishes) -> Path:
    if wishes.tests and os.environ.get("CONFIDANT_TEST_MODELS"):
        return Path(os.environ["CONFIDANT_TEST_MODELS"])
    return models_folder()


def models_folder() -> Path:
    """Where the application keeps models. Raises `StepFailed`."""
    # Asked of the application, so that there is one place which decides.
    ask = "from app.paths import resolve; print(resolve().models)"
    said = subprocess.run([PYTHON, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise StepFailed(f"The application does not start: {said.stderr.strip()}")
    return Path(said.stdout.strip())


def _models_step(wishes: Wishes) -> str:
    return "test-models" if wishes.tests else "models"


def _models_key(wishes: Wishes) -> str:
    places = (f"{name}={os.environ.get(name, '')}" for name in PLACE_VARIABLES)
    return key_of(ROOT / "assets" / "models.json", *wishes.models, *places)


def _models_are_there(wishes: Wishes, state: State) -> bool:
    step = _models_step(wishes)
    if not state.done(step, _models_key(wishes)):
        return False
    files: list[tuple[str, int]] = state.facts(step)["files"]
    return all(Path(name).is_file() and Path(name).stat().st_size == size for name, size in files)


def test_models_folder(state: State) -> str | None:
    """Where the tests find models."""
    folder = state.facts("test-models").get("folder")
    return str(folder) if folder else None


def _pip(wishes: Wishes, log: str, *wanted: str) -> None:
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["-c", CONSTRAINTS]
    command += ["--no-index"] if wishes.offline else []
    logged([*command, *wanted], LOGS / f"{log}.log")
