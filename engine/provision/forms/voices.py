"""Models that tell speakers apart: CAM++ as 3D-Speaker saves it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.errors import NotAModel
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Form, OwnModel, copy_of, own_model
from engine.types import ModelRole

_WEIGHTS = "campplus_cn_en_common.pt"  # as 3D-Speaker calls it
_SUFFIX = ".pt"
_LAST_LAYER = "xvector.dense.linear.weight"


def _find(models_dir: Path, catalogue: Catalogue) -> list[CatalogueModel]:
    listed = {model.id for model in catalogue.models}
    return [
        own_model(
            path.parent.name, ModelRole.TELL_APART, "Your own model.", path.parent, (_WEIGHTS,), models_dir
        )
        for path in sorted(models_dir.glob(f"[!.]*/{_WEIGHTS}"))
        if path.parent.name not in listed
    ]


def _takes(path: Path) -> bool:
    return path.suffix == _SUFFIX


def _plan(paths: Sequence[Path]) -> list[OwnModel]:
    from engine.formats.torch_weights import torch_weights

    for path in paths:
        if _LAST_LAYER not in torch_weights(path):
            raise NotAModel(path=str(path), detail="it was made for another model")
    return [OwnModel(path.stem, (copy_of(path, _WEIGHTS),)) for path in paths]


VOICES = Form(takes=_takes, plan=_plan, find=_find)
