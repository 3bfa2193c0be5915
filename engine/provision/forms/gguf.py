"""Language models: GGUF files, alone or in parts, or beside the projector that shows them pictures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import ModelInvalid, NotAModel
from engine.formats.gguf import GgufHeader
from engine.formats.gguf_kinds import GgufKind, kind_of
from engine.formats.gguf_parts import Parts, kept_header, parts_of, read_model
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Form, OwnModel, Unusable, copy_of, own_model
from engine.types import ModelRole

_SUFFIX = ".gguf"
_TAKEN = (GgufKind.MODEL, GgufKind.PROJECTOR, GgufKind.ADAPTER)
_PROJECTOR = "mmproj"  # in the name of the file that shows pictures to the model beside it


@dataclass(frozen=True, slots=True)
class _Found:
    """A model in one file or several, a projector or an adapter."""

    parts: Parts
    header: GgufHeader
    kind: GgufKind

    @property
    def folder(self) -> Path:
        return self.parts.paths[0].parent

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(path.name for path in self.parts.paths)


@dataclass(frozen=True, slots=True)
class OwnAdapter:
    """A LoRA adapter in the models folder."""

    name: str
    path: Path
    size: int
    header: GgufHeader


def own_adapters(models_dir: Path, catalogue: Catalogue) -> list[OwnAdapter]:
    """The LoRA adapters that lie in the models folder or one folder below it."""
    found, _ = _looked_at(models_dir, catalogue)
    return [
        OwnAdapter(one.parts.stem, one.parts.paths[0], one.parts.size, one.header)
        for one in found
        if one.kind is GgufKind.ADAPTER
    ]


def _find(models_dir: Path, catalogue: Catalogue) -> list[CatalogueModel]:
    """Models that answer, and for each folder that holds one GGUF and one projector one that sees, or one
    that only reads text from pictures if its name has "ocr" in it.
    """
    found, _ = _looked_at(models_dir, catalogue)
    seeing = [_seeing(model, projector, models_dir) for model, projector in _pairs(found)]
    only_read = {model.paths_in(models_dir)[0] for model in seeing if model.role is ModelRole.OCR}
    answering = [
        _answering(one, models_dir)
        for one in found
        if one.kind is GgufKind.MODEL and one.parts.paths[0] not in only_read
    ]
    return [*answering, *seeing]


def _refuse(models_dir: Path, catalogue: Catalogue) -> list[Unusable]:
    """The other GGUF files that lie there, and why none of them can answer."""
    found, unusable = _looked_at(models_dir, catalogue)
    seen = {id(projector) for _, projector in _pairs(found)}
    alone = [
        Unusable(one.parts.stem, one.parts.paths[0], one.parts.size, _refused(one.parts.paths[0], one.header))
        for one in found
        if one.kind is GgufKind.PROJECTOR and id(one) not in seen
    ]
    return [*unusable, *alone]


def _looked_at(models_dir: Path, catalogue: Catalogue) -> tuple[list[_Found], list[Unusable]]:
    """What lies in the models folder or one folder below it, and is not of the catalogue."""
    known = {file.name for model in catalogue.models for file in model.files}
    paths = sorted({*models_dir.glob(f"*{_SUFFIX}"), *models_dir.glob(f"[!.]*/*{_SUFFIX}")})
    whole = dict.fromkeys(parts_of(path) for path in paths if path.name not in known)
    found, unusable = [], []
    for parts in whole:
        try:
            found.append(_examined(parts))
        except NotAModel as fault:
            unusable.append(Unusable(parts.stem, parts.paths[0], parts.size, fault))
    return found, unusable


def _examined(parts: Parts) -> _Found:
    """A model, a projector or an adapter. Raises `NotAModel` for everything else."""
    first = parts.paths[0]
    if 0 < len(parts.missing) < len(parts.paths):
        missing = ", ".join(map(str, parts.missing))
        raise NotAModel(path=str(first), kind="parts", missing=missing, parts=len(parts.paths))
    try:
        header = read_model(first)
    except ModelInvalid as error:
        raise NotAModel(**error.facts) from error
    kind = kind_of(header)
    if kind not in _TAKEN:
        raise _refused(first, header)
    if kind is GgufKind.MODEL and _names_projector(first):
        raise NotAModel(path=str(first), detail="it is not for pictures")
    return _Found(parts, header, kind)


def _refused(path: Path, header: GgufHeader) -> NotAModel:
    return NotAModel(path=str(path), kind=kind_of(header).value, architecture=header.architecture)


def _pairs(found: Sequence[_Found]) -> list[tuple[_Found, _Found]]:
    pairs = []
    for _, together in itertools.groupby(sorted(found, key=_folder), key=_folder):
        here = list(together)
        models = [one for one in here if one.kind is GgufKind.MODEL]
        projectors = [one for one in here if one.kind is GgufKind.PROJECTOR and one.header.sees]
        if len(models) == len(projectors) == 1:
            pairs.append((models[0], projectors[0]))
    return pairs


def _answering(found: _Found, models_dir: Path) -> CatalogueModel:
    stem = found.parts.stem
    return own_model(stem, ModelRole.CHAT, "Your own file.", found.folder, found.names, models_dir)


def _seeing(model: _Found, projector: _Found, models_dir: Path) -> CatalogueModel:
    role = ModelRole.OCR if "ocr" in model.parts.stem.lower() else ModelRole.VISION
    told = f"Your own file, with {projector.names[0]}."
    files = (*model.names[:1], *projector.names, *model.names[1:])
    found = own_model(model.parts.stem, role, told, model.folder, files, models_dir)
    return replace(found, id=f"{model.parts.stem}-vision")


def _folder(found: _Found) -> Path:
    return found.folder


def _names_projector(path: Path) -> bool:
    return _PROJECTOR in path.name.lower()


def _takes(path: Path) -> bool:
    return path.suffix.lower() == _SUFFIX


def _plan(paths: Sequence[Path]) -> list[OwnModel]:
    """One model and one projector belong together; a projector alone is of no use. Any part of a model
    stands for all of them, which lie beside it.
    """
    found = [_examined(parts) for parts in dict.fromkeys(map(parts_of, paths))]
    projectors = [one for one in found if one.kind is GgufKind.PROJECTOR]
    models = [one for one in found if one.kind is not GgufKind.PROJECTOR]
    if len(models) == len(projectors) == 1 and projectors[0].header.sees:
        return [_pair(models[0], projectors[0])]
    for one in projectors:
        raise _refused(one.parts.paths[0], one.header)
    return [
        OwnModel(one.parts.stem, tuple(copy_of(path, _named(path)) for path in one.parts.paths))
        for one in models
    ]


def _named(path: Path) -> str:
    """The name of a GGUF file with its ending, which not every program writes."""
    return f"{path.stem if path.suffix.lower() == _SUFFIX else path.name}{_SUFFIX}"


def _pair(model: _Found, projector: _Found) -> OwnModel:
    seeing = _named(projector.parts.paths[0])
    named = seeing if _PROJECTOR in seeing.lower() else f"{_PROJECTOR}-{seeing}"
    files = [copy_of(path, _named(path)) for path in model.parts.paths]
    return OwnModel(model.parts.stem, (*files, copy_of(projector.parts.paths[0], named)))


def header_of(model: CatalogueModel, models_dir: Path) -> GgufHeader | None:
    """The header of an installed model; None where it is no GGUF, or none that can be read. Of a model that
    sees, that of what writes.
    """
    path = model.paths_in(models_dir)[0]
    if not _takes(path):
        return None
    try:
        return read_model(path) if parts_of(path).paths[1:] else kept_header(path)
    except ModelInvalid:
        return None


GGUF = Form(takes=_takes, plan=_plan, find=_find, refuse=_refuse)
