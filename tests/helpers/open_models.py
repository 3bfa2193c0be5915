"""Models of which nobody has said what they are made of, and what fetches them from a stand-in of the hub."""

from __future__ import annotations

import hashlib
from pathlib import Path

from files.wheels import catalogue_of
from hub import REVISION

from engine.provision.catalogue import CatalogueModel, ModelFile, Source
from engine.provision.provisioner import Provisioner
from engine.types import ModelRole

WEIGHTS = bytes(range(256)) * 12_000  # 3 MB
OTHER = WEIGHTS[:-1] + b"?"
DIGEST = hashlib.sha256(WEIGHTS).hexdigest()
REPOSITORY = "maker/tiny"
FILE = f"/{REPOSITORY}/resolve/{REVISION}/tiny.gguf"
TOKEN = "hf_" + "x" * 34


def open_model(*sources: Source, files: tuple[ModelFile, ...] = (ModelFile("tiny.gguf"),)) -> CatalogueModel:
    """Nobody has said what it is made of."""
    return CatalogueModel("tiny", "Tiny", "", ModelRole.CHAT, 1, "Apache-2.0", 8, files, sources)


def fetching(models: Path, model: CatalogueModel) -> Provisioner:
    return Provisioner(models, catalogue_of(models.parent / "models.json", model))
