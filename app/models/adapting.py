"""The LoRA adapters in the models folder: which belong to the model that answers, and which it uses."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.settings import Settings
from app.types import AdapterRow
from engine.errors import ModelMissing, NotAModel
from engine.formats.gguf import GgufHeader
from engine.llama.adapters import Adapter, belongs_to
from engine.provision.catalogue import Catalogue
from engine.provision.forms.gguf import OwnAdapter, own_adapters

MOST = 4.0  # of a scale; more than a few times what was trained gives nonsense


class OwnAdapters:
    """What is asked for stays asked for while another model answers that it does not belong to."""

    def __init__(self, models_dir: Path, catalogue: Catalogue, settings: Settings) -> None:
        self._models_dir = models_dir
        self._catalogue = catalogue
        self._settings = settings

    def rows(self, base: GgufHeader | None) -> list[AdapterRow]:
        """Every adapter, held against the model that answers."""
        asked = self._asked()
        return [
            AdapterRow(
                name=one.name,
                path=one.path,
                size=one.size,
                architecture=one.header.architecture,
                fits=base is not None and belongs_to(one.header, base),
                scale=asked.get(one.name),
            )
            for one in self._there()
        ]

    def used(self, base: GgufHeader | None) -> tuple[Adapter, ...]:
        """Those that are asked for and belong to a model."""
        return tuple(Adapter(row.path, row.scale) for row in self.rows(base) if row.fits and row.scale)

    def fitting(self, base: GgufHeader | None) -> tuple[Path, ...]:
        """Files of all that belong to a model."""
        return tuple(row.path for row in self.rows(base) if row.fits)

    def use(self, scales: Mapping[str, float], base: GgufHeader | None, model: str) -> None:
        """Use these and no others, each at its scale. Raises `ModelMissing` for one that is not there,
        `NotAModel` for one that does not belong to the model that answers, `ValueError` for a scale that is
        none between 0 and `MOST`.
        """
        rows = {row.name: row for row in self.rows(base)}
        for name, scale in scales.items():
            if name not in rows:
                raise ModelMissing(model=name)
            row = rows[name]
            if not row.fits:
                raise NotAModel(
                    path=str(row.path), kind="of-another", architecture=row.architecture, model=model
                )
            if not (math.isfinite(scale) and 0 <= scale <= MOST):
                raise ValueError(f"{name}={scale}")
        self._settings.update(adapters=json.dumps(dict(scales)) if scales else "")

    def _there(self) -> Sequence[OwnAdapter]:
        return own_adapters(self._models_dir, self._catalogue)

    def _asked(self) -> dict[str, float]:
        """Scales by name; what the settings hold and nobody can read counts as nothing."""
        try:
            found = json.loads(self._settings.preferences.adapters or "{}")
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {
            str(name): float(scale)
            for name, scale in found.items()
            if isinstance(scale, int | float) and math.isfinite(scale) and 0 <= scale <= MOST
        }
