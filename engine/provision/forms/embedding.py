"""Embedding models: folders as sentence-transformers writes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from engine.errors import NotAModel
from engine.formats.safetensors import NEEDED
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Form, OwnModel, check_folder, copy_of, own_model
from engine.types import ModelRole

LISTING = "modules.json"  # names the parts, and marks a folder as one of these

_WEIGHTS_NOT_USED = (".bin", ".h5", ".ot", ".msgpack", ".onnx")  # the same weights in other forms


def _find(models_dir: Path, catalogue: Catalogue) -> list[CatalogueModel]:
    listed = {model.id for model in catalogue.models}
    folders = sorted(path.parent for path in models_dir.glob(f"[!.]*/{LISTING}"))
    return [
        own_model(folder.name, ModelRole.EMBED, "Your own embedding model.", folder, NEEDED, models_dir)
        for folder in folders
        if folder.name not in listed
    ]


def _plan(folders: Sequence[Path]) -> list[OwnModel]:
    return [_planned(folder) for folder in folders]


def _planned(folder: Path) -> OwnModel:
    """The folder's files, and those of the parts that `modules.json` names."""
    check_folder(folder, NEEDED)
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    for part in _parts(folder / LISTING):
        files += sorted(path for path in (folder / part).iterdir() if path.is_file())
    kept = [path for path in files if path.suffix not in _WEIGHTS_NOT_USED]
    copies = tuple(copy_of(path, path.relative_to(folder).as_posix()) for path in kept)
    return OwnModel(folder.resolve().name, copies)


def _parts(listing: Path) -> list[str]:
    """Folders that a `modules.json` names; only such as lie beside it."""
    try:
        named = [str(entry["path"]) for entry in json.loads(listing.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotAModel(path=str(listing), detail="it does not list the parts of a model") from error
    return [
        name
        for name in named
        if name and Path(name).name == name and name != ".." and (listing.parent / name).is_dir()
    ]


EMBEDDING = Form(takes=Path.is_dir, plan=_plan, find=_find)
