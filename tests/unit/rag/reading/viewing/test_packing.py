"""Views between processes: what is sent comes back, what a reader that was taken over sends does not."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import ProtocolBroken
from engine.workers.frames import Frame
from rag.reading.viewing.packing import packed, unpacked, view_frames, view_in
from rag.types.views import Area, Block, Cell, Family, Joint, Kind, Mark, Part, SheetView, Stretch

ROW: list[Any] = [0, 9, int(Kind.ROW), 1, 1, 3, 0, [0, 0, 4, 1, 2, 5, 9, 2], [0, 4, 1], [4, 5]]


def test_blocks_come_back_in_characters_of_the_document() -> None:
    assert unpacked(packed([ROW]), 100, 120) == (
        Block(
            100, 109, Kind.ROW, 1, 1, 3, Joint.APART,
            (Cell(0, 100, 104), Cell(2, 105, 109, 2)), (Stretch(100, 104, Mark.BOLD),), ((104, 105),),
        ),
    )  # fmt: skip


def test_a_view_comes_back_whole() -> None:
    sheet = SheetView("Data", 1, 2, 4, 200, (1, 2), (Area(1, 0, 2, 0),), 1, (Cell(0, 3, 7),))
    part = Part(1, 2, 0, 120, 0, 1, 200, packed([ROW]))
    view = view_in(view_frames(Family.SHEETS, [sheet], [part]), 120)
    assert (view.family, view.sheets, view.parts) == (Family.SHEETS, (sheet,), (part,))


@pytest.mark.parametrize(
    "rows",
    [
        [[0, 200, 0, 0, 0, 0, 0, [], [], []]],  # longer than its text
        [ROW, [5, 12, 0, 0, 0, 0, 0, [], [], []]],  # over the one before
        [[*ROW[:7], [0, 0, 40, 1], [], []]],  # a cell beside its row
        [[*ROW[:7], [0, 3, 4, 1, 1, 0, 2, 1], [], []]],  # cells out of order
        [[0, 9, 77, 0, 0, 0, 0, [], [], []]],
        [[0, 9]],
        ["nothing"],
        {"a": 1},
    ],
)
def test_what_is_no_view_is_refused(rows: Any) -> None:
    with pytest.raises(ProtocolBroken):
        unpacked(packed(rows), 100, 120)


@pytest.mark.parametrize(
    "frames",
    [
        [],
        [Frame({"family": "song", "sheets": []})],
        [Frame({"family": "flow", "sheets": []}), Frame({"part": [1, 1, 0, 500, -1, 0, 0]}, (b"[]",))],
        [Frame({"family": "flow", "sheets": []}), Frame({"part": ["a"]}, (b"[]",))],
        [Frame({"family": "flow", "sheets": [["name", -1, 2, 3, 4, [0, 0], [], 0, []]]})],
    ],
)
def test_frames_that_are_none_of_a_view_are_refused(frames: list[Frame]) -> None:
    with pytest.raises(ProtocolBroken):
        view_in(frames, 100)
