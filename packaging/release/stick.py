"""`make.py package --stick DIR`: what was built, the models, and how to tell that both arrived whole.

    DIR/README.txt  verify.py  packages/…  models/NAME/…  manifest.json  [manifest.json.minisig  minisign.pub]

The same packages and models give the same manifest, byte for byte; it bears no moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from bootstrap.console import LiveLine, StepFailed, say
from bootstrap.state import PYTHON, ROOT
from release.edition import CATALOGUE, known_models
from release.sizes import SPEECH

MANIFEST = "manifest.json"
SIGNATURE = f"{MANIFEST}.minisig"
PUBLIC = "minisign.pub"
CARRIED = ROOT / "assets" / "stick.pub"  # the key that the program trusts, where it was given one
FORMAT = 1

_HERE = Path(__file__).resolve().parent
_BLOCK = 1 << 20
_MOST_ON_FAT = (4 << 30) - 1
# What is opened to install the program, by how its name ends, and its sentence in the README.
_ENDINGS = {
    ".deb": "deb",
    ".rpm": "rpm",
    ".tar.xz": "archive",
    ".dmg": "macos",
    ".exe": "windows",
    ".msi": "fleet",
}
_INSTEAD = {"fleet": "windows"}  # where nothing else is there to be opened


def lay_out(to: Path, dist: Path, models: Path, version: str, secret: Path | None = None) -> None:
    """Lay everything out in `to`, a stick or a folder; what an earlier layout left there goes. `secret` is a
    minisign key to sign with. Raises `StepFailed`.
    """
    sources = {**_installers(dist), **_models(models)}
    if not any(place.startswith("packages/") for place in sources):
        raise StepFailed(f"There are no packages in {dist}.", "python3 make.py package")
    if not any(place.startswith("models/") for place in sources):
        raise StepFailed(f"There are no models of the list in {models}.", "confidant models get starter")
    try:
        _forget(to)
        _check_room(to, sources.values())
        with LiveLine(f"Copying {len(sources)} files onto the stick"):
            files = [_copied(source, to, place) for place, source in sources.items()]
        files.append(_copied(_HERE / "verify.py", to, "verify.py"))
        names = [PurePosixPath(place).name for place in sources if place.startswith("packages/")]
        files.append(_written(to, "README.txt", readme(names, signed=secret is not None)))
        (to / MANIFEST).write_bytes(manifest(files, version))
        if secret is not None:
            _sign(to, secret, version)
        else:
            say("Not signed: with --sign KEYFILE whoever gets the stick can tell who made it.")
    except OSError as error:
        raise StepFailed(f"The stick could not be written: {error}") from error


def lay_models(to: Path, models: Path, version: str) -> None:
    """Lay the models out in `to`, a new folder, as they lie on a stick. Raises `OSError`."""
    to.mkdir()
    files = [_copied(source, to, place) for place, source in _models(models).items()]
    (to / MANIFEST).write_bytes(manifest(files, version))


def manifest(files: Iterable[Mapping[str, Any]], version: str) -> bytes:
    """Every file by its place; the same bytes for the same files in whatever order."""
    told = {
        "format": FORMAT,
        "program": "confidant",
        "version": version,
        "files": sorted(files, key=lambda one: str(one["file"])),
    }
    return (json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def readme(installers: Sequence[str], *, signed: bool) -> str:
    """In every language of the program; `installers` are names of files below `packages`."""
    texts = tomllib.loads((_HERE / "readme.toml").read_text(encoding="utf-8"))
    parts = ["CONFIDANT", ""]
    for words in texts.values():
        parts += [words["language"], "-" * len(words["language"]), "", words["what"], ""]
        for name in sorted(installers):
            if key := _sentence(name, installers):
                parts += ["* " + words[key].format(name=f"packages/{name}")]
        parts += ["", words["models"], "", words["verify"]]
        parts += [words["signed" if signed else "unsigned"], "", ""]
    return "\n".join(parts)


def _installers(dist: Path) -> dict[str, Path]:
    """By their places. Models are taken as files, which every system can read: not their packages too."""
    found = sorted(dist.iterdir()) if dist.is_dir() else []
    bills = [one for one in found if one.name.endswith("-sbom.cdx.json")]
    programs = [one for one in found if _sentence(one.name) and "-model-" not in one.name]
    return {f"packages/{one.name}": one for one in (*programs, *(bills if programs else ()))}


def _models(folder: Path) -> dict[str, Path]:
    """Files of the models that the list knows with their bytes, by their places."""
    found: dict[str, Path] = {}
    for one, known in known_models(folder, CATALOGUE):
        if all(file.get("sha256") for file in known["files"]):
            found |= {f"models/{one.name}/{file['name']}": one / file["name"] for file in known["files"]}
    return found


def _sentence(name: str, beside: Iterable[str] = ()) -> str:
    """The key of what is said of an installer, among others `beside` it; empty for what is none."""
    key, instead = _kind(name), _INSTEAD.get(_kind(name))
    return instead if instead and instead not in map(_kind, beside) else key


def _kind(name: str) -> str:
    if name.startswith(SPEECH) and name.endswith(tuple(_ENDINGS)):
        return "speech"
    return next((key for ending, key in _ENDINGS.items() if name.endswith(ending)), "")


def _forget(to: Path) -> None:
    """Take away what an earlier layout put there, and nothing else."""
    to.mkdir(parents=True, exist_ok=True)
    try:
        listed = [str(one["file"]) for one in json.loads((to / MANIFEST).read_bytes())["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        listed = []
    for place in (*listed, MANIFEST, SIGNATURE, PUBLIC):
        path = to / place
        if path.resolve().is_relative_to(to.resolve()):
            path.unlink(missing_ok=True)


def _check_room(to: Path, sources: Iterable[Path]) -> None:
    sizes = [path.stat().st_size for path in sources]
    free = shutil.disk_usage(to).free
    if sum(sizes) > free:
        raise StepFailed(f"{to} has room for {free / 1e6:.0f} MB; {sum(sizes) / 1e6:.0f} MB are needed.")
    if max(sizes) > _MOST_ON_FAT:
        say("A file is larger than 4 GB: the stick must be formatted as exFAT.")


def _copied(source: Path, to: Path, place: str) -> dict[str, Any]:
    """Copy a file and say what was copied."""
    target = to / place
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as out:
        while block := read.read(_BLOCK):
            digest.update(block)
            out.write(block)
        size = out.tell()
        out.flush()
        os.fsync(out.fileno())  # a stick is pulled out
    return _row(place, size, digest.hexdigest())


def _written(to: Path, place: str, text: str) -> dict[str, Any]:
    data = text.encode()
    (to / place).write_bytes(data)
    return _row(place, len(data), hashlib.sha256(data).hexdigest())


def _row(place: str, size: int, sha256: str) -> dict[str, Any]:
    parts = PurePosixPath(place).parts
    name = parts[1] if parts[0] == "models" else parts[-1]  # of the model or of the file
    return {"name": name, "file": place, "bytes": size, "sha256": sha256}


def _sign(to: Path, secret: Path, version: str) -> None:
    """With the set-up's packages, on this terminal: it may ask for the key's password."""
    command = [str(PYTHON), "-m", "release.signing", str(secret), str(to / MANIFEST), str(to / PUBLIC)]
    variables = dict(os.environ) | {"PYTHONPATH": str(ROOT / "packaging")}
    if subprocess.call([*command, f"confidant {version}"], env=variables) != 0:
        raise StepFailed(
            "The manifest was not signed.", "--sign takes a secret key of minisign (minisign -G)."
        )
    mine = (to / PUBLIC).read_text(encoding="utf-8").splitlines()[-1]
    trusted = CARRIED.read_text(encoding="utf-8").splitlines() if CARRIED.is_file() else []
    if mine not in trusted:
        say(f"The program does not carry this key: put {PUBLIC} at assets/stick.pub before it is packaged.")
