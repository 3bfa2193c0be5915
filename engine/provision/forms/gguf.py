"""Language models: GGUF files, alone or beside the projector that shows them pictures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.errors import ModelInvalid, NotAModel
from engine.formats.gguf import read_header
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Form, OwnModel, copy_of, own_model
from engine.types import ModelRole

_SUFFIX = ".gguf"
_PROJECTOR = "mmproj"  # in the name of the file that shows pictures to the model beside it
_PART = re.compile(r"-\d{5}-of-\d{5}$")  # llama.cpp's gguf-split


def _find(models_dir: Path, catalogue: Catalogue) -> list[CatalogueModel]:
    """Models that answer, and for each folder that holds one GGUF and one projector one that sees, or one
    that only reads text from pictures if its name has "ocr" in it.
    """
    known = {file.name for model in catalogue.models for file in model.files}
    found = sorted({*models_dir.glob(f"*{_SUFFIX}"), *models_dir.glob(f"[!.]*/*{_SUFFIX}")})
    paths = [path for path in found if path.name not in known]
    seeing = [_seeing(model, projector, models_dir) for model, projector in _pairs(paths)]
    only_read = {model.paths_in(models_dir)[0] for model in seeing if model.role is ModelRole.OCR}
    answering = [
        own_model(path.stem, ModelRole.CHAT, "Your own file.", path.parent, (path.name,), models_dir)
        for path in paths
        if not _names_projector(path) and path not in only_read
    ]
    return [*answering, *seeing]


def _pairs(paths: Sequence[Path]) -> list[tuple[Path, Path]]:
    pairs = []
    for _, together in itertools.groupby(sorted(paths, key=_folder), key=_folder):
        here = list(together)
        models = [path for path in here if not _names_projector(path)]
        projectors = [path for path in here if _names_projector(path) and _sees(path)]
        if len(models) == len(projectors) == 1:
            pairs.append((models[0], projectors[0]))
    return pairs


def _seeing(model: Path, projector: Path, models_dir: Path) -> CatalogueModel:
    role = ModelRole.OCR if "ocr" in model.stem.lower() else ModelRole.VISION
    told = f"Your own file, with {projector.name}."
    found = own_model(model.stem, role, told, model.parent, (model.name, projector.name), models_dir)
    return replace(found, id=f"{model.stem}-vision")


def _folder(path: Path) -> Path:
    return path.parent


def _names_projector(path: Path) -> bool:
    return _PROJECTOR in path.name.lower()


def _sees(path: Path) -> bool:
    try:
        return read_header(path).sees
    except ModelInvalid:
        return False


def _takes(path: Path) -> bool:
    return path.suffix.lower() == _SUFFIX


def _plan(paths: Sequence[Path]) -> list[OwnModel]:
    """One model and one projector belong together; a projector alone is of no use."""
    projecting = {path: _projects(path) for path in paths}
    models = [path for path in paths if not projecting[path]]
    projectors = [path for path in paths if projecting[path]]
    if len(models) == len(projectors) == 1:
        return [_pair(models[0], projectors[0])]
    for path in projectors:
        raise NotAModel(
            path=str(path),
            detail="it shows pictures to a model; choose it together with that model's file",
        )
    return [OwnModel(_stem(path), (copy_of(path, f"{_stem(path)}{_SUFFIX}"),)) for path in models]


def _projects(path: Path) -> bool:
    """Whether a GGUF file is a projector. Raises `NotAModel` for what is no model that can be listed."""
    try:
        header = read_header(path)
    except ModelInvalid as error:
        raise NotAModel(**error.facts) from error
    if _PART.search(_stem(path)):
        raise NotAModel(path=str(path), detail="it is one part of several; join them into one file first")
    if not header.sees and _names_projector(path):
        raise NotAModel(path=str(path), detail="it is not for pictures")
    return header.sees


def _stem(path: Path) -> str:
    """The name of a GGUF file without its ending, which not every program writes."""
    return path.stem if path.suffix.lower() == _SUFFIX else path.name


def _pair(model: Path, projector: Path) -> OwnModel:
    seeing = _stem(projector)
    named = seeing if _PROJECTOR in seeing.lower() else f"{_PROJECTOR}-{seeing}"
    files = (copy_of(model, f"{_stem(model)}{_SUFFIX}"), copy_of(projector, f"{named}{_SUFFIX}"))
    return OwnModel(_stem(model), files)


GGUF = Form(takes=_takes, plan=_plan, find=_find)
