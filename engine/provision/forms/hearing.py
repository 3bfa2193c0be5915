"""Models that hear: folders of a Whisper model as CTranslate2's converter writes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from engine.errors import NotAModel
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Form, OwnModel, copy_of, own_model
from engine.types import ModelRole

_WEIGHTS, _CONFIG, _TOKENS = "model.bin", "config.json", "tokenizer.json"
_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
_MARKS = {"lang_ids", "suppress_ids"}  # in the configuration of Whisper, and of nothing else
_KEPT = (".json", ".txt", ".bin")


def hears(folder: Path) -> bool:
    """Whether a folder says that its model is Whisper's, in this form."""
    try:
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and config.keys() >= _MARKS


def _find(models_dir: Path, catalogue: Catalogue) -> list[CatalogueModel]:
    listed = {model.id for model in catalogue.models}
    return [
        own_model(folder.name, ModelRole.HEAR, "Your own model.", folder, _files(folder), models_dir)
        for folder in sorted(path.parent for path in models_dir.glob(f"[!.]*/{_CONFIG}"))
        if folder.name not in listed and hears(folder)
    ]


def _files(folder: Path) -> tuple[str, ...]:
    vocabulary = next((name for name in _VOCABULARIES if (folder / name).is_file()), _VOCABULARIES[0])
    return (_WEIGHTS, _CONFIG, _TOKENS, vocabulary)


def _takes(path: Path) -> bool:
    return path.is_dir() and hears(path)


def _plan(folders: Sequence[Path]) -> list[OwnModel]:
    return [_planned(folder) for folder in folders]


def _planned(folder: Path) -> OwnModel:
    for name in _files(folder):
        if not (folder / name).is_file():
            raise NotAModel(path=str(folder), detail=f"it holds no {name}")
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.suffix in _KEPT]
    return OwnModel(folder.resolve().name, tuple(copy_of(path, path.name) for path in files))


HEARING = Form(takes=_takes, plan=_plan, find=_find)
