"""A `Judging` without a model: it likes what holds its favourite words, and remembers what it was told."""

from __future__ import annotations

from collections.abc import Sequence

from engine.cancel import CancelToken


class FakeJudge:
    def __init__(self, name: str = "", likes: str = "") -> None:
        """Without a `name` there is no model."""
        self.name = name
        self._likes = likes
        self.told: list[str] = []

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        cancel.raise_if_cancelled()
        self.told.append(before)
        return tuple(-1.0 if self._likes and self._likes in text else -20.0 for text in texts)
