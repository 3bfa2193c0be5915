"""An answer held against the one that was kept: whether it is the same, and what else is not as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rag.types import Answer, Citation, Turn
from rag.types.records import Difference, Kind, Setup

_IN_THE_WAY = frozenset(
    {
        Kind.NOT_KEPT,
        Kind.SHARED,
        Kind.DOCUMENT_GONE,
        Kind.DOCUMENT_CHANGED,
        Kind.PASSAGE_CHANGED,
        Kind.MODEL_GONE,
        Kind.MODEL_CHANGED,
    }
)


def in_the_way(differences: tuple[Difference, ...]) -> bool:
    """Whether an answer cannot be asked for again exactly, so that nothing is asked."""
    return any(one.kind in _IN_THE_WAY for one in differences)


def turns_sha256(turns: Sequence[Turn]) -> str:
    """Of what was asked and answered."""
    said = [(one.question, one.answer.text if one.answer else None) for one in turns]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def compared(before: Setup, now: Setup) -> Iterator[Difference]:
    """What differs of two setups; of models, only where both were asked."""
    for kind, old, new in (
        (Kind.PROGRAM, before.program, now.program),
        (Kind.RULES, before.rules, now.rules),
        (Kind.SETTINGS, before.settings, now.settings),
        (Kind.EMBEDDER, before.embedder, now.embedder),
    ):
        if old != new:
            yield Difference(kind, "", old, new)
    if before.model is None or now.model is None:
        return
    if before.model.sha256 != now.model.sha256:
        yield Difference(Kind.MODEL_CHANGED, before.model.name, before.model.sha256, now.model.sha256)
    if before.model.library != now.model.library:
        yield Difference(Kind.LIBRARY, "", before.model.library, now.model.library)
    if before.model.machine != now.model.machine:
        yield Difference(Kind.MACHINE, "", before.model.machine, now.model.machine)


def is_same(before: Answer, now: Answer) -> bool:
    """Whether two answers say the same and cite the same, whatever time they took."""
    return _said(before) == _said(now)


def _said(answer: Answer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "outcome": answer.outcome,
        "intent": answer.intent,
        "model": answer.model,
        "unsaid": answer.unsaid,
        "sentences": [
            (one.start, one.end, one.text, one.support, [_cited(cited) for cited in one.citations])
            for one in answer.sentences
        ],
        "quotes": [(_cited(one.citation), one.score) for one in answer.quotes],
    }


def _cited(citation: Citation) -> dict[str, Any]:
    """All of a citation but the row that its document has in the library."""
    fields = asdict(citation)
    del fields["document_id"]
    return fields
