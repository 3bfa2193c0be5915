"""When a recipe is due, by the clock on the wall."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from app.errors import RecipeInvalid
from app.recipes.schedule import next_due, set_right


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets no time zone for a process")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()  # by the wall's clock


@pytest.mark.parametrize(
    ("schedule", "after", "due"),
    [
        ("daily 07:30", "2024-05-03 06:00", "2024-05-03 07:30"),
        ("daily 07:30", "2024-05-03 07:30", "2024-05-04 07:30"),
        ("weekly fri 7:30", "2024-05-03 07:29", "2024-05-03 07:30"),
        ("Weekly FRI 07:30", "2024-05-03 08:00", "2024-05-10 07:30"),
        ("weekly mon 00:00", "2024-05-03 08:00", "2024-05-06 00:00"),
        ("daily 07:30", "2024-03-30 08:00", "2024-03-31 07:30"),  # the clocks go forward that night
        ("daily 07:30", "2024-10-26 08:00", "2024-10-27 07:30"),
        ("daily 02:30", "2024-03-30 08:00", "2024-03-31 03:30"),  # a time that there is not that night
        ("daily 02:30", "2024-03-31 03:30", "2024-04-01 02:30"),
        ("monthly 1 08:00", "2024-05-01 08:00", "2024-06-01 08:00"),
        ("monthly 31 08:00", "2024-01-31 09:00", "2024-02-29 08:00"),  # a month that is too short
        ("monthly 31 08:00", "2024-02-29 08:00", "2024-03-31 08:00"),
        ("monthly 30 08:00", "2023-12-31 08:00", "2024-01-30 08:00"),
    ],
)
def test_the_next_time(schedule: str, after: str, due: str) -> None:
    assert next_due(schedule, at(after)) == at(due)


@pytest.mark.parametrize(
    "schedule",
    [
        "hourly",
        "daily",
        "daily 24:00",
        "monthly 0 08:00",
        "monthly 32 08:00",
        "monthly 08:00",
        "weekly 07:30",
        "daily 7.30",
        "weekly mo 07:30",
    ],
)
def test_what_is_no_time_is_refused(schedule: str) -> None:
    with pytest.raises(RecipeInvalid):
        next_due(schedule, 0.0)


def test_without_a_schedule_it_is_never_due() -> None:
    assert next_due("", 0.0) is None
    assert next_due("arriving", 0.0) is None


def test_a_time_that_the_clock_has_twice_in_autumn_is_once() -> None:
    first = next_due("daily 02:30", at("2024-10-26 08:00"))
    assert first is not None
    second = next_due("daily 02:30", first)
    assert second == at("2024-10-28 02:30")
    assert second - first == 25 * 3600
    assert next_due("daily 02:30", first + 3600) == second, "also after the second half past two"


@pytest.mark.parametrize(
    ("schedule", "due", "now", "expected"),
    [
        ("daily 07:30", "2024-05-04 07:30", "2024-05-03 08:00", "2024-05-04 07:30"),
        ("daily 07:30", "2024-05-04 07:30", "2024-05-03 06:00", "2024-05-04 07:30"),  # today's was taken
        ("daily 07:30", "2030-05-04 07:30", "2024-05-03 08:00", "2024-05-04 07:30"),  # the clock was wrong
        ("daily 07:30", "2024-05-04 13:30", "2024-05-03 08:00", "2024-05-04 07:30"),  # in another zone
        ("weekly mon 07:30", "2024-05-13 07:30", "2024-05-03 08:00", "2024-05-13 07:30"),
        ("monthly 1 07:30", "2031-01-01 07:30", "2024-05-03 08:00", "2024-06-01 07:30"),
        ("daily 07:30", "2024-05-01 07:30", "2024-05-03 08:00", "2024-05-01 07:30"),  # missed: it is due
    ],
)
def test_a_turn_to_come_is_set_right_after_the_clock_was_changed(
    schedule: str, due: str, now: str, expected: str
) -> None:
    assert set_right(schedule, at(due), at(now)) == at(expected)
