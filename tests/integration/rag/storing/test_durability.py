"""The small version of `bench durability`: kills, full disks, turned bits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from damage import filled
from durability import fill, kill, small_disk, turn_bits


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
@pytest.mark.timeout(240)
def test_fifty_kills_lose_no_acknowledged_row(tmp_path: Path) -> None:
    found = kill(tmp_path, 50)
    assert found["acknowledged"] > 50
    assert (found["lost"], found["damaged"], found["half copies"]) == (0, 0, 0)


def test_full_disks_lose_no_acknowledged_row(tmp_path: Path) -> None:
    whole = tmp_path / "whole" / "vault.db"
    filled(whole)
    try:
        with small_disk(tmp_path / "disk", 16) as disk:
            found = [fill(disk, whole, free) for free in (4096, 40_960, 200_000)]
    except OSError as refused:
        pytest.skip(str(refused))
    assert any(one.acknowledged for one in found)
    for one in found:
        assert (one.lost, one.damaged, one.half_copies) == (0, 0, 0), one


def test_turned_bits_are_found_and_most_rows_salvaged(tmp_path: Path) -> None:
    whole = tmp_path / "whole" / "vault.db"
    filled(whole)
    found = turn_bits(tmp_path, whole, 12)
    assert found.found == found.flips
    assert found.altered == 0
    assert found.salvaged > 0.8 * found.rows
