"""Lines that were noted are found in the text that is kept, whatever was added or changed there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.reading.viewing.matching import matched
from rag.reading.viewing.recording import Line


def found(noted: list[str], kept: list[str]) -> list[int]:
    return matched([Line(text) for text in noted], kept)


def test_the_same_lines_are_found_one_by_one() -> None:
    assert found(["a", "b", "a"], ["a", "b", "a"]) == [0, 1, 2]


def test_what_a_picture_says_stands_between() -> None:
    assert found(["a", "b", "c"], ["a", "Picture: x", "y", "b", "c"]) == [0, -1, -1, 1, 2]


def test_what_is_noted_twice_or_elsewhere_is_passed_over() -> None:
    assert found(["a", "header", "b", "c"], ["a", "b", "c"]) == [0, 2, 3]


def test_a_corrected_line_is_shown_as_it_is() -> None:
    assert found(["a", "teh", "c"], ["a", "the", "c"]) == [0, -1, 2]


def test_a_line_that_comes_again_far_below_does_not_take_all_between_along() -> None:
    middle = [f"line {number}" for number in range(50)]
    assert found(["ACME", *middle], [*middle, "ACME"]) == [*range(1, 51), -1]


@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcde"), max_size=30))
def test_only_the_very_same_lines_are_found_and_in_their_order(noted: list[str], kept: list[str]) -> None:
    places = found(noted, kept)
    taken = [place for place in places if place >= 0]
    assert taken == sorted(set(taken))
    assert all(noted[place] == kept[at] for at, place in enumerate(places) if place >= 0)
