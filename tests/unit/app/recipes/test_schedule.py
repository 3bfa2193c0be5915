"""When a recipe is due, by the clock on the wall."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from app.errors import RecipeInvalid
from app.recipes.schedule import next_due


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
    ],
)
def test_the_next_time(schedule: str, after: str, due: str) -> None:
    assert next_due(schedule, at(after)) == at(due)


@pytest.mark.parametrize(
    "schedule", ["hourly", "daily", "daily 24:00", "weekly 07:30", "daily 7.30", "weekly mo 07:30"]
)
def test_what_is_no_time_is_refused(schedule: str) -> None:
    with pytest.raises(RecipeInvalid):
        next_due(schedule, 0.0)


def test_without_a_schedule_it_is_never_due() -> None:
    assert next_due("", 0.0) is None
