"""All that a bundle is given out as on macOS: an image with the application, one with the models, and
packages for administrators. It is made there alone: Apple's tools that sign are nowhere else.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bootstrap.console import StepFailed, say
from macos import plists, signing
from macos.signing import Command, Keys
from release import stick
from release.edition import Made, known_models

TOOLS = "a Mac with Apple's command line tools (xcode-select --install)"
_TOOLS = ("codesign", "xcrun", "ditto", "hdiutil", "pkgbuild", "spctl")
APP = "Confidant.app"
# For everybody who uses the computer; only administrators may write there.
MODELS = "/Library/Application Support/Confidant/models"


def program(bundle: Path, to: Path, made: Made) -> Iterator[Path]:
    """The image and the package of the application, as they are done. Raises `StepFailed`."""
    _check_tools()
    app = bundle.parent / APP
    if not (app / "Contents" / "Info.plist").is_file():
        raise StepFailed(f"There is no {APP} beside {bundle}.", "python3 make.py package")
    keys = Keys.named()
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        _lay_licences(app, bundle / made.licences)
        for command in application_steps(app, room, keys):
            _run(command)
        if not keys.application:
            say(
                f"Not signed: no identity is named ({signing.APPLICATION}). macOS will not open it by itself."
            )
        image = to / f"confidant-{made.version}.dmg"
        for command in image_steps(_staged(app, room), "Confidant", image, room, keys):
            _run(command)
        yield image
        package = to / f"confidant-{made.version}.pkg"
        whole = ["--component", str(app), "--install-location", "/Applications"]
        for command in package_steps(whole, package, room, keys):
            _run(command)
        yield package


def models(folder: Path, to: Path, made: Made) -> Iterator[Path]:
    """One image with all models of the list that lie in a models folder, laid out as on a stick, which the
    program takes them from; and a package of each for administrators.
    """
    _check_tools()
    keys = Keys.named()
    found = list(known_models(folder))
    if not found:
        return
    with tempfile.TemporaryDirectory(dir=to) as name:
        room = Path(name)
        staged = room / "models"
        stick.lay_models(staged, folder, made.version)
        image = to / f"confidant-models-{made.version}.dmg"
        for command in image_steps(staged, "Confidant Models", image, room, keys):
            _run(command)
        yield image
        for one, known in found:
            package = to / f"confidant-model-{known['id']}-{made.version}.pkg"
            root = ["--root", str(one), "--install-location", f"{MODELS}/{one.name}"]
            named = ["--identifier", f"{plists.ID}.model.{known['id']}", "--version", made.version]
            for command in package_steps([*root, *named], package, room, keys):
                _run(command)
            yield package


def application_steps(app: Path, room: Path, keys: Keys) -> Iterator[Command]:
    """Sign the application and have it looked over, as far as keys are named."""
    if keys.application:
        entitlements = room / "entitlements.plist"
        plists.write(entitlements, plists.entitlements())
        yield from signing.signs(app, entitlements, keys)
        if keys.notary:
            yield from signing.notarises(app, room, keys)
            yield signing.assessed(app)


def image_steps(staged: Path, name: str, image: Path, room: Path, keys: Keys) -> Iterator[Command]:
    """Make an image of a folder, compressed as every macOS since 10.11 reads it (LZFSE), sign it, and have it
    looked over.
    """
    made = ["-volname", name, "-srcfolder", str(staged), "-fs", "HFS+", "-format", "ULFO"]
    yield ["hdiutil", "create", *made, "-ov", str(image)]
    if keys.application:
        yield from signing.signs_file(image, keys)
        if keys.notary:
            yield from signing.notarises(image, room, keys)
            yield signing.assessed(image)


def package_steps(what: list[str], package: Path, room: Path, keys: Keys) -> Iterator[Command]:
    """Make a package of what is named, signed and looked over as far as keys are named."""
    signed = ["--sign", keys.installer, "--timestamp"] if keys.installer else []
    yield ["pkgbuild", *what, *signed, str(package)]
    if keys.installer and keys.notary:
        yield from signing.notarises(package, room, keys)
        yield signing.assessed(package)


def _staged(app: Path, room: Path) -> Path:
    """The folder that is seen when the image is opened."""
    staged = room / "image"
    staged.mkdir()
    _run(["ditto", str(app), str(staged / APP)])
    (staged / "Applications").symlink_to("/Applications")
    return staged


def _lay_licences(app: Path, licences: Path) -> None:
    """Where PyInstaller lays what is read: in Resources, with a link from where the program looks."""
    resources, frameworks = app / "Contents" / "Resources", app / "Contents" / "Frameworks"
    shutil.copyfile(licences, resources / licences.name)
    link = frameworks / licences.name
    link.unlink(missing_ok=True)
    link.symlink_to(f"../Resources/{licences.name}")


def _check_tools() -> None:
    absent = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if absent:
        raise StepFailed(
            f"Packages for macOS are made there alone: {', '.join(absent)} are not here.", f"Needed: {TOOLS}."
        )


def _run(command: Command) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-1000:]
        raise StepFailed(f"{' '.join(command[:3])} failed: {said}", f"Needed: {TOOLS}.")
