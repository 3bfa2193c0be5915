"""What an answer was made of, kept so that it can be asked for again exactly, and what differs by then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.types import ModelStamp
from rag.types.answers import Answer
from rag.types.library import Hit, SearchScope


@dataclass(frozen=True, slots=True)
class Sought:
    """One search for an answer, and the passages that it gave, best first."""

    question: str
    k: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer took from outside itself. `read`: passage ids of the prompt before, whose order the next
    one keeps; `asked`: whether the model was.
    """

    read: tuple[int, ...] = ()
    searches: tuple[Sought, ...] = ()
    asked: bool = False
    shared: tuple[str, ...] = ()  # collections of others whose passages it had


@dataclass(frozen=True, slots=True)
class Setup:
    """With what an answer was made. `rules` is the sha256 of prompts and languages, `settings` are those of
    the answer as JSON, `model` is None where none was asked.
    """

    program: str
    rules: str
    settings: str
    embedder: str
    model: ModelStamp | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """All that an answer can be asked for again with, beside its question and the turns before it."""

    setup: Setup
    taken: Taken
    scope: SearchScope
    seed: int | None
    at_hand: tuple[int, ...] = ()  # documents that lay open
    earlier: str = ""  # sha256 of the turns before


class Kind(StrEnum):
    """What differs."""

    SHARED = "shared"  # it had passages of a shared collection, which are not kept
    NOT_KEPT = "not-kept"  # the answer has no record: an earlier version gave it, or it was stopped
    DOCUMENT_GONE = "document-gone"
    DOCUMENT_CHANGED = "document-changed"  # another content stands under its name
    PASSAGE_CHANGED = "passage-changed"  # of the same file: read anew, or corrected
    MODEL_GONE = "model-gone"
    MODEL_CHANGED = "model-changed"  # another file
    EARLIER = "earlier"  # a turn before it has another answer by now
    EMBEDDER = "embedder"
    PROGRAM = "program"
    RULES = "rules"
    SETTINGS = "settings"
    LIBRARY = "library"  # llama.cpp
    MACHINE = "machine"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` and `now` are empty where there is nothing to tell, or nothing to be compared."""

    kind: Kind
    name: str = ""  # of the document or the model
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Replayed:
    """The last event of an answer asked for again. `answer` is the kept one where it could not be made."""

    answer: Answer
    same: bool
    differs: tuple[Difference, ...] = ()
