"""Which of the models on this machine serves which role now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.models.active import Holder
from app.models.choosing import Shelf
from app.models.roles import ANSWERING, ROLES, SPECIALISTS, Role
from app.models.saving import Saving
from app.settings import Settings
from app.types import ModelUse, RoleRow
from engine.errors import ModelMissing
from engine.provision.catalogue import CatalogueModel

ANSWERER = "answers"  # in place of a model's id: the model that answers does this too


class Serving:
    """What was asked for, held against what is there."""

    def __init__(self, folder: Path, settings: Settings, only: str, saving: Saving | None = None) -> None:
        """`only`: the id of a model that writes everything in this run; empty for none."""
        self._saving = saving or Saving(settings)
        self._folder = folder
        self._settings = settings
        self._only = only

    def chosen(self, role: Role[Any], shelf: Shelf) -> CatalogueModel | None:
        """The installed model that was asked for, else what the role's rule says; None for none."""
        insisted = self.insisted(role)
        asked = insisted or self.asked(role)
        usable = [one for one in shelf.known.models if role.serves(one) and one.installed(self._folder)]
        suited = [one for one in usable if role.suits(one)]
        found = next((one for one in usable if one.id == asked), None)
        if role is ANSWERING and not insisted:
            found = found or role.rule.otherwise(suited or usable, shelf)
            return self._saving.instead(found, suited) if found else None
        if found or insisted:
            return found
        if role.task is not None:
            shelf = replace(shelf, general=self.chosen(ANSWERING, shelf))
            if asked == ANSWERER:
                return shelf.general
        return role.rule.otherwise(suited or usable, shelf)

    def asked(self, role: Role[Any]) -> str:
        """What the person asked for; empty: the best that fits."""
        return str(getattr(self._settings.preferences, role.setting))

    def insisted(self, role: Role[Any]) -> str:
        """The id of the model that this run uses or none."""
        return self._only if role is ANSWERING or role.task is not None else ""

    def uses(self, shelf: Shelf, held: Mapping[ModelUse, Holder]) -> dict[str, list[ModelUse]]:
        """What each model does now, by its id; what it would do first before what it does besides."""
        found: dict[str, list[ModelUse]] = {}
        general = self.chosen(ANSWERING, shelf)
        for role in ROLES:
            running = held[role.use].running if role.later and role.use in held else None
            chosen = self.chosen(role, shelf)
            if chosen is None or (role.task is not None and chosen == general):
                continue
            if role.later and running and running.id != chosen.id:
                found.setdefault(running.id, []).append(role.use)
                found.setdefault(chosen.id, []).append(role.later)
            else:
                found.setdefault(chosen.id, []).append(role.use)
        return found

    def rows(self, shelf: Shelf) -> list[RoleRow]:
        """Every role that a person may give to a model."""
        general = self.chosen(ANSWERING, shelf)
        return [self._row(role, shelf, general) for role in ROLES]

    def give(self, role: Role[Any], model_id: str, shelf: Shelf) -> None:
        """Keep what is asked for: an id, `ANSWERER` for a specialist's role, empty for the best that fits.
        Raises `ModelMissing` for what is not there or cannot do it.
        """
        row = self._row(role, shelf, None)
        spare = ("", ANSWERER) if role in SPECIALISTS else ("",)
        if model_id not in row.usable and model_id not in spare:
            raise ModelMissing(model=model_id)
        self._settings.update(**{role.setting: model_id})

    def _row(self, role: Role[Any], shelf: Shelf, general: CatalogueModel | None) -> RoleRow:
        chosen = self.chosen(role, shelf)
        usable = (one.id for one in shelf.known.models if role.serves(one) and one.installed(self._folder))
        stands_in = role.task is not None and chosen is not None and chosen == general
        now = chosen.id if chosen else ""
        special = role.task is not None
        return RoleRow(role.name, role.use, self.asked(role), now, stands_in, special, tuple(usable))
