"""Cross-encoders: folders of a model that classifies a pair of texts by one number, as transformers writes
them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from engine.formats.safetensors import WEIGHTS
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Form, OwnModel, check_folder, copy_of, own_model
from engine.types import ModelRole

_CONFIG, _TOKENS = "config.json", "tokenizer.json"
_NEEDED = (WEIGHTS, _CONFIG, _TOKENS)
_ENDING = "ForSequenceClassification"
_KEPT = (".json", ".txt", ".model", ".safetensors")


def scores_pairs(folder: Path) -> bool:
    """Whether a folder says that its model gives a pair of texts one number."""
    try:
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        named, labels = config.get("architectures") or [], config.get("id2label") or {0: ""}
    except (OSError, ValueError, AttributeError):
        return False
    return any(str(one).endswith(_ENDING) for one in named) and len(labels) == 1


def _find(models_dir: Path, catalogue: Catalogue) -> list[CatalogueModel]:
    listed = {model.id for model in catalogue.models}
    return [
        own_model(folder.name, ModelRole.RERANK, "Your own reranker.", folder, _NEEDED, models_dir)
        for folder in sorted(path.parent for path in models_dir.glob(f"[!.]*/{_CONFIG}"))
        if folder.name not in listed and scores_pairs(folder)
    ]


def _takes(path: Path) -> bool:
    return path.is_dir() and scores_pairs(path)


def _plan(folders: Sequence[Path]) -> list[OwnModel]:
    return [_planned(folder) for folder in folders]


def _planned(folder: Path) -> OwnModel:
    check_folder(folder, _NEEDED)
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.suffix in _KEPT]
    return OwnModel(folder.resolve().name, tuple(copy_of(path, path.name) for path in files))


RERANKING = Form(takes=_takes, plan=_plan, find=_find)
