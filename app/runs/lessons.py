"""What corrections of values taught: learnt, told to whoever fills tables, listed and forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.extracting.fields.lessons import Lesson, key_of, learned
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column
from rag.extracting.fields.sight import Sight
from rag.storing.lessons import LessonStore

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A lesson with the name of the document that it was learnt in; `created` in seconds since the epoch."""

    id: int
    document: str
    created: float
    lesson: Lesson


class Lessons:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: LessonStore) -> None:
        self._store = store

    def told(self) -> Sequence[Lesson]:
        """All that was taught, the newest first."""
        return [one.lesson for one in self.all()]

    def all(self) -> list[Kept]:
        """The same, with where it was learnt."""
        return list(self._kept())

    def learn(self, document_id: int, column: Column, sight: Sight, place: Mention) -> Lesson:
        """From a value that a person put in its place."""
        lesson = learned(column, sight, place)
        self._store.keep(document_id, key_of(column), lesson.encoded())
        return lesson

    def unlearn(self, document_id: int, column: Column) -> None:
        """The correction was taken back."""
        self._store.drop(document_id, key_of(column))

    def forget(self, lesson_id: int | None = None) -> int:
        """One, or all; how many went."""
        return self._store.forget(lesson_id)

    def _kept(self) -> Iterator[Kept]:
        for one in self._store.all():
            try:
                lesson = Lesson.decoded(one.lesson)
            except (ValueError, TypeError, KeyError):  # of another version: the others are told
                _log.warning("a lesson is not understood: %d", one.id)
                continue
            yield Kept(one.id, one.document, one.created, lesson)
