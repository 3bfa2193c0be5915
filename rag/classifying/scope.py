"""What is asked of a classification, and what a run keeps of each answer."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rag.classifying.presets import HELPDESK, REVIEW, LabelPreset, own_labels, preset_of
from rag.routing.types import Label
from rag.runs.types import Point, Run

LANGUAGE, RESPONSIVE, REPLY = "language", "responsive", "reply"
"""Questions that no labels of a preset answer."""


@dataclass(frozen=True, slots=True)
class ClassifyScope:
    """Which labels, and of which documents. `request`: what documents are to be responsive to, "" for
    nothing. `reply`: whether one is suggested, out of `knowledge`, a collection, or of all that is not asked.
    `labels` are one's own, where the preset is none of those that come along.
    """

    preset: str
    documents: tuple[int, ...]
    request: str = ""
    reply: bool = False
    knowledge: str | None = None
    labels: tuple[Label, ...] = ()

    @property
    def labelled(self) -> LabelPreset:
        """Raises `PresetUnknown`."""
        return own_labels(self.preset, self.labels) if self.labels else preset_of(self.preset)

    @property
    def questions(self) -> tuple[str, ...]:
        """What each document is asked, in order. Raises `PresetUnknown`."""
        asked = [axis.name for axis in self.labelled.axes]
        if self.preset == HELPDESK and not self.labels:
            asked += [LANGUAGE, *([REPLY] if self.reply else [])]
        if self.preset == REVIEW and self.request and not self.labels:
            asked.insert(0, RESPONSIVE)
        return tuple(asked)

    def encoded(self) -> str:
        """As `Run.options` keeps it."""
        return json.dumps(
            {
                "preset": self.preset,
                "documents": self.documents,
                "request": self.request,
                "reply": self.reply,
                "knowledge": self.knowledge,
                "labels": [[one.name, one.description, list(one.examples)] for one in self.labels],
            }
        )

    @classmethod
    def of(cls, run: Run) -> ClassifyScope:
        """The inverse of `encoded`."""
        fields = json.loads(run.options)
        labels = tuple(Label(name, about, tuple(some)) for name, about, some in fields["labels"])
        return cls(**{**fields, "documents": tuple(fields["documents"]), "labels": labels})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a question as a run keeps it: its label ("" for none), how sure it is (0-1, "" where that
    is not to be told), and why: "words" of the document, an "example", a corrected "document", or nothing.
    """

    axis: str
    label: str
    confidence: float
    why: str = ""
    about: str = ""  # the example, or the name of the document

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.axis, self.label, f"{self.confidence:.4f}", self.why, self.about)

    @classmethod
    def of(cls, point: Point) -> Verdict:
        """The inverse of `cells`."""
        axis, label, confidence, why, about = point.cells
        return cls(axis, label, float(confidence), why, about)
