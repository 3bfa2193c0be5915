"""`make.py package`: the bundle, then what it is given out as, in `dist`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from bootstrap.console import LiveLine, StepFailed, logged, say
from bootstrap.state import LOGS, ROOT, State
from bootstrap.steps import models_folder
from bundle.building import DIST, WORK, Environment, build, environment, epoch
from bundle.tidying import INSIDE
from release import parts
from release.checking import check
from release.edition import Made
from release.sizes import COMPRESSED_BUDGET, counted, files_of, table
from release.stick import lay_out
from release.sums import NAME, sums
from release.systems import making_for

_PROGRAM = {"win32": "confidant.com"}  # what a terminal starts
LICENCES = "licences.txt"  # in the bundle's folder, where About finds it


def package(arguments: Sequence[str], state: State, *, offline: bool) -> int:
    """Make everything for this system; 0 when it is there, and with --check when it works.

    Raises `StepFailed`.
    """
    parser = argparse.ArgumentParser(prog="make.py package")
    parser.add_argument(
        "--check", action="store_true", help="try the program out, without a network or a Python"
    )
    parser.add_argument("--as-it-is", action="store_true", help="take the bundle that was gathered before")
    parser.add_argument("--bundle-only", action="store_true", help="make no packages of it")
    parser.add_argument(
        "--quick", action="store_true", help="compress less: larger packages, for trying them out"
    )
    parser.add_argument(
        "--stick",
        type=Path,
        metavar="DIR",
        help="lay packages and models out there; with --as-it-is those that lie in dist",
    )
    parser.add_argument("--sign", type=Path, metavar="KEYFILE", help="a secret key of minisign, for --stick")
    chosen = parser.parse_args(arguments)
    if chosen.sign and not chosen.stick:
        parser.error("--sign is for --stick")
    if chosen.sign and not chosen.sign.is_file():  # told now, not after everything was made
        raise StepFailed(f"There is no file {chosen.sign}.", "--sign takes a secret key of minisign.")
    models = Path(os.environ.get("CONFIDANT_TEST_MODELS") or models_folder())
    if chosen.stick and chosen.as_it_is and (DIST / NAME).is_file():
        lay_out(chosen.stick, DIST, models, version(), chosen.sign)
        return 0
    tools = environment(state, offline=offline)
    bundle = WORK / "bundle" / "confidant"
    if not (chosen.as_it_is and bundle.is_dir()):
        bundle = build(tools)
    _write_licences(bundle)
    DIST.mkdir(exist_ok=True)
    said = table(counted(files_of(bundle)))
    (DIST / "sizes.txt").write_text(said, encoding="utf-8")
    say(said)
    if not chosen.bundle_only:
        _given_out(bundle, models, tools, quick=chosen.quick)
    if chosen.stick:
        lay_out(chosen.stick, DIST, models, version(), chosen.sign)
    if chosen.check:
        return 0 if check(bundle / _PROGRAM.get(sys.platform, "confidant"), models) else 1
    return 0


def _given_out(bundle: Path, models: Path, tools: Environment, *, quick: bool) -> None:
    for path in _made(bundle, models, tools, quick=quick):
        size = path.stat().st_size
        over = size > COMPRESSED_BUDGET and "-model-" not in path.name
        say(f"{size / 1e6:8.1f} MB  {path.name}{'  (over the budget)' if over else ''}")
    (DIST / NAME).write_text(sums(DIST), encoding="utf-8")


def _made(bundle: Path, models: Path, tools: Environment, *, quick: bool) -> Iterator[Path]:
    yield _bill(bundle, tools)
    making = making_for(sys.platform)
    made = Made(version(), int(epoch()), f"{INSIDE}/{LICENCES}", quick=quick)
    try:
        with LiveLine("Packing the program"):
            yield from making.program(bundle, DIST, made)
        with LiveLine("Packing models"):
            yield from making.models(models, DIST, made)
    except (OSError, subprocess.CalledProcessError) as error:
        said = str(getattr(error, "stderr", None) or "")[-1000:]
        raise StepFailed(f"Packing failed: {error}\n{said}".rstrip(), f"Needed: {making.TOOLS}.") from error


def _bill(bundle: Path, tools: Environment) -> Path:
    """The list of parts, made and held against its schema by the tools."""
    target = DIST / f"confidant-{version()}-sbom.cdx.json"
    command: list[str | Path] = [
        tools.python,
        "-m",
        "release.sbom",
        bundle / INSIDE,
        version(),
        epoch(),
        target,
    ]
    variables = tools.variables() | {"PYTHONPATH": str(ROOT / "packaging")}
    with LiveLine("Listing the parts"):
        logged(command, LOGS / "package-sbom.log", environment=variables)
    return target


def _write_licences(bundle: Path) -> None:
    inside = bundle / INSIDE
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    more = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    (inside / LICENCES).write_text(parts.licences(inside, own, more), encoding="utf-8")


def version() -> str:
    """Of the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
