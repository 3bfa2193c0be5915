"""What a language model's word counts beside what was seen."""

from fakes.judge import FakeJudge

from engine.cancel import CancelToken
from rag.scanning.rescoring import LINES_BEFORE, likeliest

READINGS = ("the forst of Moy", "the first of May", "the frost of May")


def test_a_reading_that_makes_sense_wins_unless_the_picture_is_against_it() -> None:
    judge = FakeJudge("judge", "first of May")
    assert likeliest(READINGS, (0.0, -4.0, -2.0), (), judge, CancelToken()) == 1
    assert likeliest(READINGS, (0.0, -14.0, -2.0), (), judge, CancelToken()) == 0


def test_the_model_is_told_the_last_lines_of_the_page() -> None:
    judge = FakeJudge("judge")
    before = [f"line {number}" for number in range(9)]
    likeliest(READINGS, (0.0, -1.0, -1.0), before, judge, CancelToken())
    (told,) = judge.told
    assert told.splitlines()[-LINES_BEFORE:] == before[-LINES_BEFORE:]
    assert "line 4" not in told
