"""What the hub declared of a model when it was first fetched, kept for ever after beside the models.

A pin only fills in what the catalogue leaves open: where the catalogue says something, that holds, and a pin
that says otherwise counts for nothing.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.provision.catalogue import Catalogue, CatalogueModel, HubSource, ModelFile, Source

DECLARED = "declared.json"  # in a staging folder: what the hub said that the model is made of
_FOLDER = ".pinned"  # in the models folder, where no model is looked for
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA1 = re.compile(r"[0-9a-f]{40}")  # of Git: revisions, and objects

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a repository holds at a revision, of the files of one model, under their names in its folder."""

    revision: str
    files: Mapping[str, ModelFile]

    def to_json(self) -> str:
        files = [
            {
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "oid": file.oid,
                "at": file.upstream,
            }
            for file in self.files.values()
        ]
        return json.dumps({"revision": self.revision, "files": files}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Declared | None:
        """None for what nobody here has written."""
        try:
            found = json.loads(text)
            files = [_file(entry) for entry in found["files"]]
            revision = str(found["revision"])
        except (ValueError, KeyError, TypeError):
            return None
        whole = _SHA1.fullmatch(revision) and None not in files
        return cls(revision, {file.name: file for file in files if file}) if whole else None


def agreed(file: ModelFile, declared: ModelFile | None) -> ModelFile | None:
    """The file with what was declared of it filled in; None where that is missing or says otherwise."""
    if declared is None or file.size not in (0, declared.size):
        return None
    if file.sha256 and declared.sha256 and file.sha256 != declared.sha256:
        return None
    return replace(
        file,
        size=declared.size,
        sha256=file.sha256 or declared.sha256,
        upstream=declared.upstream,
        oid="" if file.sha256 or declared.sha256 else declared.oid,
    )


def filled_in(model: CatalogueModel, declared: Declared) -> CatalogueModel | None:
    """The model with what was declared; None where the catalogue says otherwise, or something is missing."""
    files = [agreed(file, declared.files.get(file.name)) for file in model.files]
    hubs = [source.revision for source in model.sources if isinstance(source, HubSource)]
    if None in files or any(revision not in ("", declared.revision) for revision in hubs):
        return None
    sources = tuple(_at(source, declared.revision) for source in model.sources)
    return replace(model, files=tuple(file for file in files if file), sources=sources)


class Pins:
    """The pins of a models folder, one file for each model that has one."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir / _FOLDER

    def get(self, model_id: str) -> Declared | None:
        """None where there is none, or it cannot be read."""
        try:
            return Declared.from_json(self._path(model_id).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def put(self, model_id: str, declared: Declared) -> None:
        """Keep one. A pin that is there stays: what is fetched again is held to it. Raises `OSError`."""
        path = self._path(model_id)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_text(declared.to_json(), encoding="utf-8")
        draft.replace(path)

    def applied(self, model: CatalogueModel) -> CatalogueModel:
        """The model with its pin, if it leaves something open and has one that fits."""
        if model.settled and all(_named(source) for source in model.sources):
            return model
        found = self.get(model.id)
        if found is None:
            return model
        filled = filled_in(model, found)
        if filled is None:
            _log.warning("the pin of %s does not fit the catalogue and is passed over", model.id)
        return filled or model

    def _path(self, model_id: str) -> Path:
        return self._folder / f"{model_id}.json"


def pinned(catalogue: Catalogue, models_dir: Path) -> Catalogue:
    """The catalogue as this models folder knows it."""
    pins = Pins(models_dir)
    return replace(catalogue, models=tuple(pins.applied(model) for model in catalogue.models))


def _named(source: Source) -> bool:
    return not isinstance(source, HubSource) or bool(source.revision)


def _at(source: Source, revision: str) -> Source:
    return replace(source, revision=revision) if isinstance(source, HubSource) else source


def _file(entry: Mapping[str, Any]) -> ModelFile | None:
    name, size, upstream = entry["name"], entry["size"], entry["at"]
    sha256, oid = entry["sha256"], entry["oid"]
    told = all(isinstance(one, str) for one in (name, upstream, sha256, oid)) and type(size) is int
    whole = told and size > 0 and (_SHA256.fullmatch(sha256) or (not sha256 and _SHA1.fullmatch(oid)))
    return ModelFile(name, size, sha256, upstream, oid=oid) if whole else None
