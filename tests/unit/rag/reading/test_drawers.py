"""Which processes that draw are kept, and for which file each stands."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from engine.workers.worker import Worker
from rag.reading.drawers import Drawers


class Counted:
    """In a worker's place: only whether it was closed is of interest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.closed = False

    def close(self) -> None:
        self.closed = True


class Made:
    def __init__(self) -> None:
        self.all: list[Counted] = []

    def __call__(self, path: Path) -> Worker:
        self.all.append(Counted(path))
        return cast("Worker", self.all[-1])

    @property
    def open(self) -> list[str]:
        return [one.path.name for one in self.all if not one.closed]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_text(path.name)
    return paths


def test_a_process_is_kept_for_its_file(files: list[Path]) -> None:
    made = Made()
    drawers = Drawers(made, kept=2)
    for path in (files[0], files[1], files[0], files[1]):
        with drawers.of(path):
            pass
    assert made.open == ["a", "b"]
    assert len(made.all) == 2


def test_the_one_that_was_used_longest_ago_goes(files: list[Path]) -> None:
    made = Made()
    drawers = Drawers(made, kept=2)
    for path in (files[0], files[1], files[0], files[2]):
        with drawers.of(path):
            pass
    assert made.open == ["a", "c"]


def test_one_that_draws_is_not_ended_for_another(files: list[Path]) -> None:
    made = Made()
    drawers = Drawers(made, kept=1)
    with drawers.of(files[0]):
        for path in files[1:]:
            with drawers.of(path):
                pass
        assert made.open == ["a", "c"]
        drawers.rest()
        assert made.open == ["a"]
    drawers.rest()
    assert made.open == []


def test_a_file_that_took_the_place_of_another_has_a_process_of_its_own(files: list[Path]) -> None:
    """The old one is held to what stood there before, and could not read it."""
    made = Made()
    drawers = Drawers(made, kept=1)
    with drawers.of(files[0]):
        pass
    files[1].replace(files[0])
    with drawers.of(files[0]):
        pass
    assert [one.closed for one in made.all] == [True, False]


def test_after_the_end_none_is_left(files: list[Path]) -> None:
    made = Made()
    drawers = Drawers(made, kept=2)
    with drawers.of(files[0]):
        drawers.close()
    with drawers.of(files[1]):
        pass
    assert made.open == []
