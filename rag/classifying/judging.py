"""Judges one document by a preset: what learnt examples say and what the words of its beginning tell.

Both are weighed as odds. Where they leave more doubt than not, none of the labels is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.classifying.cues import Cue, found_cues, odds_of
from rag.classifying.opening import Opening
from rag.classifying.presets import Axis
from rag.routing.router import Router
from rag.routing.types import Routed
from rag.storing.label_examples import LabelExample

_TAKEN = 0.4  # the chance that a label must have
_OWN = 0.35  # how far a corrected document reaches: 1 - cosine
_DOUBT = 0.25  # of the chance that none fits, where words tell one
_DEFAULT = 0.6  # what is said of a label that holds since nothing tells another


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to one question. `label` is "" where none fits; `cue` is what told it, `like` the text of
    the example that comes nearest and `like_document` the corrected document it is of.
    """

    axis: str
    label: str
    confidence: float
    cue: Cue | None = None
    like: str = ""
    like_document: str = ""


class AxisJudge:
    """Answers one question; learnt once, not changed by use."""

    def __init__(
        self, axis: Axis, corrected: Sequence[LabelExample], embedder: Embedder, cancel: CancelToken
    ) -> None:
        """`corrected` are examples of this question. Raises as `Embedder.embed` does."""
        self._axis = axis
        self._documents = {one.text: one.document for one in corrected}
        own: dict[str, list[str]] = {}
        for one in corrected:
            own.setdefault(one.label, []).append(one.text)
        self._none = own.get("", [])
        self._learns = bool(own) or not any(one.default for one in axis.choices)
        self._rejects = not any(one.default for one in axis.choices)
        labels = [
            replace(one.label, examples=(*one.label.examples, *own.get(one.label.name, ())))
            for one in axis.choices
        ]
        self._router = Router.learn(labels, embedder, cancel, rejects=self._rejects) if self._learns else None

    def judge(self, opening: Opening, cancel: CancelToken) -> Judged:
        """Raises as `Embedder.embed` does."""
        cues = found_cues(self._axis, opening)
        said = f"{opening.name}\n{opening.text}" if opening.text.strip() else ""
        if not said:
            return Judged(self._axis.name, "", 1.0)
        routed = self._router.route([opening.text], cancel)[0] if self._router else None
        if routed is not None and self._documents.get(routed.like) and routed.likeness >= 1 - _OWN:
            # What a person said of as good as the same document counts more than words.
            label = routed.like_label
            return Judged(
                self._axis.name, label, routed.likeness, None, routed.like, self._documents[routed.like]
            )
        return self._weighed(routed, cues)

    def _weighed(self, routed: Routed | None, cues: Sequence[Cue]) -> Judged:
        odds = odds_of(cues)
        chances = self._chances(routed, odds)
        label = max(chances, key=lambda one: chances[one])
        if chances[label] < _TAKEN:
            label = ""
        told = next((one for one in cues if one.label == label and one.start >= 0), None)
        told = told or next((one for one in cues if one.label == label), None)
        if label == self._axis.default and told is None and label:
            return Judged(self._axis.name, label, min(chances[label], _DEFAULT))
        like = routed.like if routed and routed.like_label == label else ""
        return Judged(
            self._axis.name, label, chances.get(label, 0.0), told, like, self._documents.get(like, "")
        )

    def _chances(self, routed: Routed | None, odds: Mapping[str, float]) -> dict[str, float]:
        """What chance each label has, and "" that none fits."""
        names = self._axis.names
        if routed is None:
            base = {name: 1.0 / len(names) for name in names}
            default = self._axis.default
            base |= {default: 2.0 / len(names)} if default else {}
        else:
            base = {name: max(routed.scores.get(name, 0.0), 0.002) for name in names}
        none = max(0.0, 1.0 - sum(base.values())) if self._rejects else 0.0
        none *= _DOUBT if odds else 1.0
        weighed = {name: base[name] * odds.get(name, 1.0) for name in names} | ({"": none} if none else {})
        total = sum(weighed.values())
        return {name: one / total for name, one in weighed.items()}
