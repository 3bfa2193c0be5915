"""Pages below each other: all have a place at once, and what is read stays where it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from rag.types import Box, Sheet
from ui.reader.paged.geometry import GAP, Fit, Geometry


def sheets(*sizes: tuple[float, float]) -> list[Sheet]:
    return [Sheet(number, 100 * number, 90, *size) for number, size in enumerate(sizes, 1)]


def laid(*sizes: tuple[float, float], fit: Fit = Fit.WIDTH, zoom: float = 1.0) -> Geometry:
    made = Geometry(sheets(*sizes))
    made.lay(624.0, 824.0, fit, zoom)
    return made


def test_each_page_is_as_wide_as_the_view() -> None:
    found = laid((595, 842), (842, 595), (200, 100))
    assert [found.rect(page).width() for page in (1, 2, 3)] == [600.0] * 3
    assert found.rect(2).height() == pytest.approx(600 * 595 / 842)
    assert found.rect(2).top() == pytest.approx(found.rect(1).bottom() + GAP)
    assert found.size[0] == 624.0


def test_a_whole_page_is_seen() -> None:
    found = laid((595, 842), (842, 595), (80, 2000), fit=Fit.PAGE)
    for page in (1, 2):
        assert found.rect(page).width() <= 600.0
        assert found.rect(page).height() <= 800.0 + 0.01
    assert found.rect(3).width() == 80.0, "a strip stays wide enough to be seen"


def test_a_page_whose_size_nobody_knows_is_taken_to_be_like_the_others() -> None:
    found = laid((100, 200), (0, 0), (100, 200))
    assert found.rect(2).height() == found.rect(1).height()
    before = found.rect(3).top()
    assert found.correct(2, 100, 100)
    assert found.rect(2).height() == pytest.approx(600.0)
    assert found.rect(3).top() < before
    assert not found.correct(2, 1000, 1001), "what is drawn is rounded to pixels"


def test_what_a_file_says_of_its_pages_may_mean_nothing() -> None:
    found = laid((1, 1e9), (1e9, 1), (595, 842))
    assert 0 < found.rect(1).height() < 100_000
    assert found.rect(2).height() > 0


@pytest.mark.parametrize("zoom", [0.5, 1.25, 3.0])
def test_a_point_stays_where_it_is_seen_in_another_size(zoom: float) -> None:
    found = laid(*[(595, 842)] * 50)
    at = QPointF(200.0, 300.0)
    anchor = found.anchor(20_000.0, 0.0, at)
    found.lay(624.0, 824.0, Fit.WIDTH, zoom)
    left, top = found.scrolled(anchor)
    again = found.anchor(top, left, at)
    assert (again.page, again.across, again.down) == pytest.approx((anchor.page, anchor.across, anchor.down))


def test_pages_in_view() -> None:
    found = laid(*[(600, 600)] * 10)
    assert list(found.between(0, 300)) == [1]
    assert list(found.between(500, 900)) == [1, 2]
    gap = found.rect(1).bottom() + GAP / 2
    assert list(found.between(gap, gap + 2)) == [2], "between two pages the next one"
    assert list(found.between(found.rect(10).bottom() + GAP - 1, 10**6)) == [10]
    assert found.page_at(0) == 1
    assert found.page_at(10**7) == 10


def test_a_part_of_a_page_has_its_place() -> None:
    found = laid((600, 600))
    place = found.place(1, Box(0.5, 0.25, 1.0, 0.5))
    assert (place.left(), place.top(), place.width()) == (12 + 300.0, 12 + 150.0, 300.0)


def test_nothing_to_show() -> None:
    found = laid()
    assert list(found.between(0, 100)) == []
    assert found.pages == 0
