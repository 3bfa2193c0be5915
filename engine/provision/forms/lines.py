"""Line recognisers: ONNX files outside the folders of embedding models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.formats.onnx import check_onnx
from engine.provision.catalogue import LINES_SUFFIX, Catalogue, CatalogueModel
from engine.provision.forms.embedding import LISTING
from engine.provision.forms.form import Form, OwnModel, copy_of, own_model
from engine.types import ModelRole


def _find(models_dir: Path, _: Catalogue) -> list[CatalogueModel]:
    found = sorted({*models_dir.glob(f"*{LINES_SUFFIX}"), *models_dir.glob(f"[!.]*/*{LINES_SUFFIX}")})
    return [
        own_model(
            path.stem, ModelRole.OCR, "Your own line recogniser.", path.parent, (path.name,), models_dir
        )
        for path in found
        if path.parent == models_dir or not (path.parent / LISTING).exists()
    ]


def _takes(path: Path) -> bool:
    return path.suffix.lower() == LINES_SUFFIX


def _plan(paths: Sequence[Path]) -> list[OwnModel]:
    for path in paths:
        check_onnx(path)
    return [OwnModel(path.stem, (copy_of(path, f"{path.stem}{LINES_SUFFIX}"),)) for path in paths]


LINES = Form(takes=_takes, plan=_plan, find=_find)
