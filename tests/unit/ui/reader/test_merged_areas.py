"""Merged cells as files have them: over each other, beyond the sheet, a million rows long."""

from __future__ import annotations

from rag.types.views import Area, SheetView
from ui.reader.laid.table import apart


def kept(*merges: Area, rows: int = 100, columns: int = 5) -> list[Area]:
    return apart(SheetView("Data", 1, 1, columns, rows, merges=merges), columns)


def test_areas_apart_are_kept_as_they_are() -> None:
    areas = Area(1, 0, 1, 4), Area(2, 0, 3, 0), Area(2, 1, 2, 2)
    assert kept(*areas) == [*areas]


def test_of_areas_over_each_other_the_first_is_kept() -> None:
    assert kept(Area(1, 0, 2, 2), Area(2, 2, 3, 3), Area(3, 0, 3, 1)) == [Area(1, 0, 2, 2), Area(3, 0, 3, 1)]


def test_an_area_ends_with_its_sheet() -> None:
    assert kept(Area(90, 3, 1_048_576, 16_383)) == [Area(90, 3, 100, 4)]
    assert kept(Area(101, 0, 120, 0), Area(0, 0, 2, 0), Area(5, 3, 4, 2)) == []


def test_an_area_over_most_of_a_long_sheet_meets_those_far_below() -> None:
    long = Area(2, 1, 60_000, 1)
    assert kept(long, Area(40_000, 0, 40_000, 2), rows=100_000) == [long]
