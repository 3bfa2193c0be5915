"""Builds the bundle: an environment with the tools, PyInstaller over the set-up's packages, then tidying."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bootstrap import llama
from bootstrap.console import LiveLine, StepFailed, logged
from bootstrap.state import LOGS, PYTHON, ROOT, VENV, State, key_of
from bundle.contents import COMMAND
from bundle.icons import FOLDER

HERE = Path(__file__).resolve().parent
WORK = ROOT / "build" / "package"
DIST = ROOT / "dist"
TOOLS = HERE / "tools.txt"
PORTABLE = "portable"
# The moment that files of a package bear, so that the same tree gives the same bytes: that of the last
# commit, else, and where there is none, this one.
EPOCH_VARIABLE, EPOCH = "SOURCE_DATE_EPOCH", "1767225600"  # 2026-01-01


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the tools are, and the packages that go into the bundle."""

    python: Path
    paths: tuple[Path, ...]  # the first that has a package is the one it is taken from

    def variables(self) -> dict[str, str]:
        """In which a tool runs: the same for every build of a tree."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            "PYTHONPATH": os.pathsep.join(map(str, self.paths)),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            EPOCH_VARIABLE: epoch(),
        }


def epoch() -> str:
    """Seconds since 1970, as text."""
    if given := os.environ.get(EPOCH_VARIABLE):
        return given
    git = shutil.which("git")
    if git is None:
        return EPOCH
    import subprocess

    command = [git, "-C", str(ROOT), "log", "-1", "--format=%ct"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return said if said.isdigit() else EPOCH


def environment(state: State, *, offline: bool) -> Environment:
    """The tools, pinned, in a virtual environment of their own: none of them is needed by the program, and
    what they ask for must not change what it is made of. Raises `StepFailed`.
    """
    folder = WORK / "tools"
    python = folder / PYTHON.relative_to(VENV)
    key = key_of(str(folder), TOOLS)
    if not (python.exists() and state.done("package-tools", key)):
        shutil.rmtree(folder, ignore_errors=True)
        with LiveLine("Installing the tools that make packages"):
            logged([sys.executable, "-m", "venv", folder], LOGS / "package-venv.log")
            command: list[str | Path] = [python, "-m", "pip", "install", "--disable-pip-version-check"]
            command += ["--no-input", *(["--no-index"] if offline else []), "-r", TOOLS]
            logged(command, LOGS / "package-tools.log")
        state.finish("package-tools", key)
    packages = next(iter(VENV.resolve().glob("**/site-packages")), None)
    if packages is None:
        raise StepFailed(f"There are no packages in {VENV}.", "python3 make.py setup")
    return Environment(python, (ROOT, _portable(state, offline=offline), packages))


def _portable(state: State, *, offline: bool) -> Path:
    """llama.cpp for every processor, unpacked."""
    wheel = llama.built_wheel(state, PORTABLE, ["--no-index"] if offline else [])
    folder = WORK / "llama"
    key = key_of(str(folder), wheel.name, wheel.stat().st_size)
    if not (folder.is_dir() and state.done("package-llama", key)):
        shutil.rmtree(folder, ignore_errors=True)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        state.finish("package-llama", key)
    return folder


def build(found: Environment) -> Path:
    """The bundle's folder, made anew. Raises `StepFailed`."""
    for name in ("work", "bundle"):
        shutil.rmtree(WORK / name, ignore_errors=True)
    if sys.platform != "linux":  # whose programs have none of their own
        FOLDER.mkdir(parents=True, exist_ok=True)
        drawn = [PYTHON, HERE / "icons.py", ROOT / "assets" / "icons" / "confidant.svg", FOLDER]
        logged(drawn, LOGS / "package-icons.log")
    command: list[str | Path] = [found.python, "-m", "PyInstaller", "--noconfirm", "--clean"]
    command += ["--distpath", WORK / "bundle", "--workpath", WORK / "work", HERE / "confidant.spec"]
    with LiveLine("Gathering the program", 240):
        logged(command, LOGS / "package-bundle.log", environment=found.variables())
    bundle = WORK / "bundle" / "confidant"
    if sys.platform == "win32":
        # Terminals there look for a name with .com before the same with .exe, whatever the file is.
        (bundle / f"{COMMAND}.exe").replace(bundle / "confidant.com")
    if sys.platform == "linux":
        from bundle.tidying import tidy

        with LiveLine("Leaving out what nothing asks for"):
            tidy(bundle)
    return bundle
