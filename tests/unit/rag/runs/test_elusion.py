"""The elusion test: its bound is exact, holds as often as it says, and a seed draws the same again."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from rag.runs.elusion import drawn, most_missed, size_for


def chance(population: int, sample: int, missed: int, found: int) -> Fraction:
    """Of exactly `found` in a sample."""
    ways = comb(missed, found) * comb(population - missed, sample - found)
    return Fraction(ways, comb(population, sample))


@pytest.mark.parametrize("population", [1, 7, 30, 61])
@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_the_truth_lies_under_the_bound_at_least_as_often_as_it_says(population: int, share: float) -> None:
    sample = max(1, int(share * population))
    for missed in range(population + 1):
        held = sum(
            (
                chance(population, sample, missed, found)
                for found in range(min(sample, missed) + 1)
                if sample - found <= population - missed and most_missed(population, sample, found) >= missed
            ),
            Fraction(0),
        )
        assert held >= Fraction(95, 100)


def test_the_bound_is_the_least_that_holds() -> None:
    bound = most_missed(200, 59, 0)
    assert chance(200, 59, bound, 0) > Fraction(5, 100)
    assert chance(200, 59, bound + 1, 0) <= Fraction(5, 100)


def test_59_with_none_found_prove_five_percent_of_many_and_fewer_of_few() -> None:
    assert size_for(1_000_000) == 59
    assert most_missed(1_000_000, 59, 0) <= 50_000
    assert most_missed(1_000_000, 58, 0) > 50_000
    assert size_for(100) < 59
    assert most_missed(100, size_for(100), 0) <= 5
    assert most_missed(100, size_for(100) - 1, 0) > 5


def test_of_very_few_all_are_read() -> None:
    assert size_for(10) == 10
    assert most_missed(10, 10, 0) == 0
    assert most_missed(10, 10, 3) == 3


def test_more_found_prove_less() -> None:
    bounds = [most_missed(500, 59, found) for found in range(6)]
    assert bounds == sorted(bounds)
    assert bounds[0] > 0


def test_a_seed_draws_the_same_whatever_the_order() -> None:
    places = range(300)
    assert drawn(places, 59, 7) == drawn(list(reversed(places)), 59, 7)
    assert drawn(places, 59, 7) != drawn(places, 59, 8)
    assert len(set(drawn(places, 59, 7))) == 59


@pytest.mark.parametrize(("population", "sample", "found"), [(10, 11, 0), (10, 5, 6), (10, 5, -1)])
def test_what_cannot_be_is_refused(population: int, sample: int, found: int) -> None:
    with pytest.raises(ValueError, match="no such sample"):
        most_missed(population, sample, found)
