"""Which machines are so small that models go easy on their memory, and the person's own wish."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.sparing import MemoryUse, Sparing


@pytest.mark.parametrize(
    ("memory", "sparing"), [(2_000_000_000, True), (4 << 30, True), (6_000_000_000, False), (16 << 30, False)]
)
def test_a_machine_of_four_gigabytes_is_small(tmp_path: Path, memory: int, sparing: bool) -> None:
    assert Sparing(tmp_path, memory).is_on is sparing


@pytest.mark.parametrize("memory", [2 << 30, 16 << 30])
def test_the_person_decides_and_it_is_kept_with_the_models(tmp_path: Path, memory: int) -> None:
    for use, on in ((MemoryUse.LITTLE, True), (MemoryUse.MUCH, False)):
        Sparing(tmp_path, memory).switch(use)
        assert (Sparing(tmp_path, memory).use, Sparing(tmp_path, memory).is_on) == (use, on)
    Sparing(tmp_path, memory).switch(MemoryUse.AUTO)
    assert Sparing(tmp_path, memory).is_on is (memory < 4 << 30)


@pytest.mark.parametrize("text", ["", "[]", '{"use": "all"}', '{"use": 3}'])
def test_a_file_that_says_nothing_known_leaves_it_to_the_machine(tmp_path: Path, text: str) -> None:
    Sparing(tmp_path, 1).switch(MemoryUse.MUCH)
    (kept,) = (tmp_path / ".measured").iterdir()
    kept.write_text(text)
    assert Sparing(tmp_path, 2 << 30).use is MemoryUse.AUTO
