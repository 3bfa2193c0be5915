"""All that a bundle is given out as for Windows: an MSI of the program and of each model, and a program for
sticks. Everything but the bundle itself can be made on Linux as well.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bootstrap.console import StepFailed, say
from bundle.icons import WINDOWS as ICON
from release import asking
from release.edition import Made, known_models
from windows import fragments, msi, setup, signing

TOOLS = msi.TOOLS
RULE = "Confidant: nothing goes out"  # of Windows' firewall
_HERE = Path(__file__).resolve().parent
_NUMBERS = re.compile(r"\d+\.\d+\.\d+")
# A cabinet, and an MSI with one inside, ends at 2 GB (learn.microsoft.com, "Cabinet Files"); weights do not
# get smaller in it.
_LARGEST_MODEL = 2_000_000_000


def program(bundle: Path, to: Path, made: Made) -> Iterator[Path]:
    """Packages of the program, as they are done. Raises `StepFailed`."""
    absent = [name for name in (fragments.PROGRAM, fragments.COMMAND) if not (bundle / name).is_file()]
    if absent:
        raise StepFailed(f"{bundle} is no bundle for Windows: {' and '.join(absent)} are not there.")
    number = numbers(made.version)
    signed = [signing.sign(bundle / name) for name in (fragments.PROGRAM, fragments.COMMAND)]
    if not all(signed):
        say(f"Not signed: no certificate is named ({signing.THUMBPRINT} or {signing.FILE}).")
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        asking.icons(room)
        target = to / f"confidant-{made.version}-x64.msi"
        build_program(bundle, room, asking.grammar(), number, target)
        signing.sign(target)
        yield target
        yield _policies(room, to / f"confidant-{made.version}-policy.zip")
        if reason := setup.missing():
            say(reason)
            return
        opened = to / f"confidant-{made.version}-setup.exe"
        setup.build(number, target.name, room, opened)
        signing.sign(opened)
        yield opened


def build_program(bundle: Path, room: Path, grammar: Mapping[str, Any], version: str, target: Path) -> None:
    """The program's MSI; `room` is a folder that has its icon. Raises `StepFailed`."""
    sources = [_HERE / "confidant.wxs", room / "files.wxs", room / "types.wxs"]
    sources[1].write_text(fragments.files(bundle, "program"), encoding="utf-8")
    sources[2].write_text(fragments.types(grammar["suffixes"]), encoding="utf-8")
    variables = {
        "Version": version,
        "ProductCode": fragments.number("program", version),
        "UpgradeCode": fragments.number("program"),
        "Icon": ICON,
        "Rule": RULE,
        "ForAll": msi.FOR_ALL,
    }
    msi.build(sources, variables, bundle, target, writes_path=True)


def _policies(room: Path, target: Path) -> Path:
    """The templates of group policies, to be unpacked into PolicyDefinitions."""
    folder = room / "policies"
    asking.policies(folder)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return target


def models(folder: Path, to: Path, made: Made) -> Iterator[Path]:
    """An MSI for each model of the list that lies in a models folder and is not too large for one."""
    for one, known in known_models(folder):
        if sum(path.stat().st_size for path in one.rglob("*") if path.is_file()) > _LARGEST_MODEL:
            say(f"No MSI of {known['name']}: there is none above 2 GB. It is given out as a folder.")
            continue
        target = to / f"confidant-model-{known['id']}-{made.version}-x64.msi"
        build_model(one, known, numbers(made.version), target)
        signing.sign(target)
        yield target


def build_model(folder: Path, known: Mapping[str, Any], version: str, target: Path) -> None:
    """A model's MSI. Raises `StepFailed`."""
    of = f"model {known['id']}"
    variables = {
        "Version": version,
        "ProductCode": fragments.number(of, version),
        "UpgradeCode": fragments.number(of),
        "Name": f"Confidant: {known['name']}",
        "Folder": folder.name,
    }
    with tempfile.TemporaryDirectory() as room:
        files = Path(room, "files.wxs")
        files.write_text(fragments.files(folder, of), encoding="utf-8")
        msi.build([_HERE / "model.wxs", files], variables, folder, target)


def numbers(version: str) -> str:
    """Of a version the three numbers that Windows' installer compares. Raises `StepFailed`."""
    found = _NUMBERS.match(version)
    if found is None:
        raise StepFailed(f"The version {version} does not begin with three numbers, which an MSI needs.")
    return found[0]
