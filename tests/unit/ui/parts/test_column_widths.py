"""Columns of tables: they fill the room where there is some, and none is cut below its words."""

from __future__ import annotations

import pytest

from ui.parts.column_widths import shared


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (900, {0: 100, 1: 120, 2: 680}),  # what is left goes to who wants it
        (240, {0: 100, 1: 80, 2: 90}),  # too little: each its least, the table scrolls
    ],
)
def test_room_goes_to_the_texts(room: int, expected: dict[int, int]) -> None:
    least, wanted = {0: 100, 1: 80, 2: 90}, {0: 60, 1: 200, 2: 1890}
    widths = shared(room, least, wanted)
    assert widths == pytest.approx(expected, abs=20)
    assert sum(widths.values()) == (max(sum(least.values()), room))
    assert all(widths[column] >= least[column] for column in least)


def test_where_nobody_wants_more_all_share_alike() -> None:
    assert shared(300, {0: 50, 1: 50}, {0: 0, 1: 0}) == {0: 150, 1: 150}
    assert shared(300, {}, {}) == {}
