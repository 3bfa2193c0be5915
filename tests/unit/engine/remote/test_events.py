"""Server-sent events, wherever their bytes are cut."""

from __future__ import annotations

import pytest
from any_text import fuzzed
from hypothesis import given
from hypothesis import strategies as st

from engine.remote.events import Events, EventTooLong

ENDS = st.sampled_from(["\n", "\r\n", "\r"])
DATA = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1, max_size=30)


def read(data: bytes, cuts: list[int]) -> list[str]:
    events, found, at, turn = Events(), [], 0, 0
    while at < len(data):
        step = cuts[turn % len(cuts)]
        found += events.feed(data[at : at + step])
        at, turn = at + step, turn + 1
    return found + events.finish()


@fuzzed
@given(st.lists(DATA, max_size=6), ENDS, st.lists(st.integers(1, 9), min_size=1))
def test_every_event_comes_whole(told: list[str], end: str, cuts: list[int]) -> None:
    stream = "".join(f"data: {one}{end}{end}" for one in told)
    assert read(stream.encode(), cuts) == told


@fuzzed
@given(ENDS, st.lists(st.integers(1, 9), min_size=1))
def test_the_rest_of_an_event_is_passed_over(end: str, cuts: list[int]) -> None:
    lines = [
        ": waiting",
        "event: message",
        "id: 7",
        "data:one",
        "data: two",
        "",
        "retry: 3",
        "",
        "data: last",
    ]
    assert read(end.join(lines).encode(), cuts) == ["one\ntwo", "last"]


@fuzzed
@given(st.binary(max_size=400), st.lists(st.integers(1, 50), min_size=1))
def test_bytes_of_anybody_do_not_depend_on_cuts(data: bytes, cuts: list[int]) -> None:
    assert read(data, cuts) == read(data, [len(data) or 1])


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_an_event_without_end_is_refused(end: bytes) -> None:
    events = Events()
    with pytest.raises(EventTooLong):
        [events.feed(b"data: " + b"x" * 50_000 + end) for _ in range(40)]
