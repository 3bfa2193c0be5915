"""Presets of labels: one file of `assets/labels` each, with one table of labels for each question (axis)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.assets import ASSETS
from rag.errors import PresetUnknown
from rag.routing.types import Label

_FOLDER = ASSETS / "labels"
HELPDESK, REVIEW = "helpdesk", "review"
_TITLED = ("type",)


@dataclass(frozen=True, slots=True)
class Choice:
    """A label with the words that tell it. `weak`: they tell little; `default`: it holds where nothing tells
    another.
    """

    label: Label
    cues: tuple[str, ...] = ()
    weak: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """One question that is put to each document, and its answers."""

    name: str
    choices: tuple[Choice, ...]
    titled: bool = False  # documents say it in their first lines, above all else that they speak of

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.label.name for one in self.choices)

    @property
    def default(self) -> str:
        """What holds where nothing tells; "" where that is none of them."""
        return next((one.label.name for one in self.choices if one.default), "")


@dataclass(frozen=True, slots=True)
class LabelPreset:
    name: str
    axes: tuple[Axis, ...]

    def axis(self, name: str) -> Axis:
        """Raises `PresetUnknown` for a question that it does not ask."""
        found = next((one for one in self.axes if one.name == name), None)
        if found is None:
            raise PresetUnknown(
                preset=f"{self.name}: {name}", presets=", ".join(one.name for one in self.axes)
            )
        return found


def preset_names() -> tuple[str, ...]:
    """The presets that there are."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def preset_of(name: str) -> LabelPreset:
    """Raises `PresetUnknown`."""
    if name not in preset_names():
        raise PresetUnknown(preset=name, presets=", ".join(preset_names()))
    said = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return LabelPreset(
        name, tuple(Axis(axis, _choices(table), axis in _TITLED) for axis, table in said.items())
    )


def own_labels(name: str, labels: tuple[Label, ...]) -> LabelPreset:
    """Labels of one's own as a preset of one question."""
    return LabelPreset(name, (Axis("label", tuple(Choice(label) for label in labels)),))


def _choices(table: dict[str, Any]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            Label(name, row.get("description", ""), tuple(row.get("examples", ()))),
            tuple(row.get("cues", ())),
            bool(row.get("weak")),
            bool(row.get("default")),
        )
        for name, row in table.items()
    )
