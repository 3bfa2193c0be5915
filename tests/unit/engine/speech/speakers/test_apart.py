"""Sentences told apart by points of voices that are made here."""

from __future__ import annotations

import numpy as np
import pytest

from engine.speech.speakers.apart import Said, speakers

SIZE = 192


class Person:
    """Whose sentences lie about one point, as near as those of one voice do (a mean of .75)."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._middle = unit(self._chance.standard_normal(SIZE))

    def says(self, seconds: float = 3.0) -> Said:
        apart = unit(self._chance.standard_normal(SIZE))
        return Said(seconds, unit(self._middle + 0.58 * apart))


def unit(point: np.ndarray) -> np.ndarray:
    return (point / np.linalg.norm(point)).astype(np.float32)


def test_speakers_are_numbered_as_they_first_speak() -> None:
    a, b, c = Person(1), Person(2), Person(3)
    order = [b, b, a, b, c, a, c, b, a, a]
    assert speakers([one.says() for one in order]) == [1, 1, 2, 1, 3, 2, 3, 1, 2, 2]


def test_one_speaker_stays_one() -> None:
    person = Person(4)
    assert set(speakers([person.says() for _ in range(200)])) == {1}


def test_short_words_go_to_the_nearest_and_untold_ones_to_who_spoke_before() -> None:
    a, b = Person(5), Person(6)
    said = [a.says(), b.says(), a.says(0.6), Said(0.2, None), b.says(0.6), a.says(), b.says()]
    assert speakers(said) == [1, 2, 1, 1, 2, 1, 2]


def test_a_cough_is_no_speaker() -> None:
    a, b, cough = Person(7), Person(8), Person(9)
    said = [*(one.says() for one in (a, b) * 5), cough.says(1.5), a.says()]
    assert set(speakers(said)) == {1, 2}


@pytest.mark.parametrize("said", [[], [Said(0.1, None)], [Said(0.1, None)] * 3])
def test_where_nothing_can_be_told_there_is_one_speaker(said: list[Said]) -> None:
    assert speakers(said) == [1] * len(said)


def test_five_hours_of_talk_are_told_apart() -> None:
    people = [Person(seed) for seed in range(20, 26)]
    order = [people[int(one)] for one in np.random.default_rng(1).integers(0, 6, 4500)]
    found = speakers([one.says() for one in order])
    numbers = {id(one): number for one, number in zip(order, found, strict=True)}
    assert len(numbers) == len(set(numbers.values())) == 6
    assert all(numbers[id(one)] == number for one, number in zip(order, found, strict=True))
