"""Which machines are so small that models go easy on their memory."""

from __future__ import annotations

import pytest

from app.models.sparing import is_sparing


@pytest.mark.parametrize(
    ("memory", "sparing"), [(2_000_000_000, True), (4 << 30, True), (6_000_000_000, False), (16 << 30, False)]
)
def test_a_machine_of_four_gigabytes_is_small(memory: int, sparing: bool) -> None:
    assert is_sparing(memory) is sparing
