"""The LoRA adapters in the models folder: which belong to the model of a role, and which it uses there.

Settings hold scales by name for each role: {"answer": {"tone": 1.0}, "draft": {}}. A role without an entry of
its own uses those of the model that answers, as far as they belong to its model.
"""

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

ANSWER = "answer"  # the role whose adapters the others use too
MOST = 4.0  # of a scale; more than a few times what was trained gives nonsense


class OwnAdapters:
    """What is asked for stays asked for while another model answers that it does not belong to."""

    def __init__(self, models_dir: Path, catalogue: Catalogue, settings: Settings) -> None:
        self._models_dir = models_dir
        self._catalogue = catalogue
        self._settings = settings

    def rows(self, base: GgufHeader | None, role: str = ANSWER) -> list[AdapterRow]:
        """Every adapter, held against the model of a role."""
        kept = self._kept()
        return self._rows(base, kept.get(role, kept.get(ANSWER, {})))

    def used(self, base: GgufHeader | None, role: str = ANSWER) -> tuple[Adapter, ...]:
        """Those that are asked for in a role and belong to its model."""
        return _laid(self.rows(base, role))

    def at(self, scales: Mapping[str, float], base: GgufHeader | None) -> tuple[Adapter, ...]:
        """Those of the names given that are there and belong to a model, at these scales."""
        return _laid(self._rows(base, scales))

    def fitting(self, base: GgufHeader | None) -> tuple[Path, ...]:
        """Files of all that belong to a model."""
        return tuple(row.path for row in self.rows(base) if row.fits)

    def check(self, scales: Mapping[str, float], base: GgufHeader | None, model: str) -> None:
        """Raises `ModelMissing` for an adapter that is not there, `NotAModel` for one that does not belong to
        a `model`, `ValueError` for a scale that is none between 0 and `MOST`.
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

    def use(
        self, scales: Mapping[str, float], base: GgufHeader | None, model: str, role: str = ANSWER
    ) -> None:
        """Use these and no others in a role, each at its scale. Raises as `check` does."""
        self.check(scales, base, model)
        kept = {name: one for name, one in self._kept().items() if name != role}
        if scales or role != ANSWER:
            kept[role] = dict(scales)
        self._settings.update(adapters=json.dumps(kept) if kept else "")

    # --- inside --------------------------------------------------------------------------------------------

    def _rows(self, base: GgufHeader | None, asked: Mapping[str, float]) -> list[AdapterRow]:
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

    def _there(self) -> Sequence[OwnAdapter]:
        return own_adapters(self._models_dir, self._catalogue)

    def _kept(self) -> dict[str, dict[str, float]]:
        """Scales by role and name; what the settings hold and nobody can read counts as nothing."""
        try:
            found = json.loads(self._settings.preferences.adapters or "{}")
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        if not any(isinstance(one, dict) for one in found.values()):  # as it was before roles had their own
            found = {ANSWER: found} if found else {}
        return {str(role): scales_in(one) for role, one in found.items() if isinstance(one, dict)}


def scales_in(found: Mapping[object, object]) -> dict[str, float]:
    """The scales by name of what was kept, without what is none."""
    return {
        str(name): float(scale)
        for name, scale in found.items()
        if isinstance(scale, int | float) and math.isfinite(scale) and 0 <= scale <= MOST
    }


def _laid(rows: Sequence[AdapterRow]) -> tuple[Adapter, ...]:
    return tuple(Adapter(row.path, row.scale) for row in rows if row.fits and row.scale)
