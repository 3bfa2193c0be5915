"""Whether a document speaks of what was requested: the sentence that comes nearest, and how near it comes.

Nothing here says that a document is not responsive: far is told as no sign, for a person to look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engine.cancel import CancelToken
from engine.cosines import REFERENCE
from engine.protocols import Embedder
from rag.grounding.citations import hit_at
from rag.language.languages import language_of
from rag.language.sentences import sentences
from rag.types import Document, Hit, Passage

_MOST = 400  # sentences that are looked at
_FEWEST = 20  # characters of one
_SHORT, _BATCH = 300, 64


class Texts(Protocol):
    def passages(self, document_id: int) -> tuple[Passage, ...]: ...


@dataclass(frozen=True, slots=True)
class Nearness:
    """`label`: "responsive", "perhaps" or "no-sign"; `hit` is the sentence."""

    label: str
    score: float
    hit: Hit | None = None


class Responsive:
    def __init__(self, documents: Texts, embedder: Embedder) -> None:
        self._documents = documents
        self._embedder = embedder

    def judge(self, request: str, document: Document, cancel: CancelToken) -> Nearness:
        """Raises as `Embedder.embed` does."""
        found = self._sentences(document)
        if not found:
            return Nearness("no-sign", 0.0)
        vectors = [self._embedder.embed([request], cancel)[0]]
        cosines: list[float] = []
        for start in range(0, len(found), _BATCH):
            cancel.raise_if_cancelled()
            some = self._embedder.embed([text for _, text in found[start : start + _BATCH]], cancel)
            cosines += [float(one) for one in some @ vectors[0]]
        best = int(np.argmax(cosines))
        start, text = found[best]
        one, other = language_of(request).code, language_of(text).code
        marks = self._embedder.scale.marks.get(self._embedder.scale.pair(one, other), REFERENCE)
        _, outer, near, _ = marks
        label = "responsive" if cosines[best] >= near else "perhaps" if cosines[best] >= outer else "no-sign"
        hit = None if label == "no-sign" else hit_at(document.id, document.name, start, text)
        return Nearness(label, max(0.0, min(1.0, cosines[best])), hit)

    def _sentences(self, document: Document) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for passage in self._documents.passages(document.id):
            for span in sentences(passage.text):
                start, text = span.start, passage.text[span.start : span.end]
                if len(text.strip()) >= _FEWEST:
                    lead = len(text) - len(text.lstrip())
                    found.append((passage.start + start + lead, text.strip()[:_SHORT]))
            if len(found) >= _MOST:
                break
        return found[:_MOST]
