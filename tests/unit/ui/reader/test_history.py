"""Back and forward: two ways from where one is."""

from __future__ import annotations

from ui.reader.history import History, Stop
from ui.reader.kinds import Place


def stop(page: int) -> Stop:
    return Stop(1, Place(page))


def test_back_and_forward_lead_to_the_same_places() -> None:
    history = History()
    history.leave(stop(1))
    history.leave(stop(2))
    assert history.back(stop(3)) == stop(2)
    assert history.back(stop(2)) == stop(1)
    assert history.back(stop(1)) is None
    assert history.on(stop(1)) == stop(2)
    assert history.on(stop(2)) == stop(3)
    assert history.on(stop(3)) is None


def test_going_elsewhere_ends_the_way_forward() -> None:
    history = History()
    history.leave(stop(1))
    assert history.back(stop(2)) == stop(1)
    assert history.can_go_on
    history.leave(stop(1))
    assert not history.can_go_on
    assert history.can_go_back


def test_a_place_that_is_left_twice_is_one() -> None:
    history = History()
    history.leave(stop(1))
    history.leave(stop(1))
    assert history.back(stop(2)) == stop(1)
    assert not history.can_go_back


def test_what_is_long_ago_is_forgotten() -> None:
    history = History()
    for page in range(1, 1000):
        history.leave(stop(page))
    steps = 0
    while history.back(stop(0)) is not None:
        steps += 1
    assert steps == 200
