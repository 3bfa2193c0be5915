"""What calls have used of a request, by which it is told whether it asks for more."""

from __future__ import annotations

import pytest

from rag.calling.asked import Asked


@pytest.mark.parametrize(
    ("request_", "first", "second"),
    [
        ("Factorise 4567 and 7890.", {"n": 4567}, {"n": 7890}),
        ("the song most played in pop and rock", {"genre": "pop"}, {"genre": "rock"}),
        ("proteins of the nucleus, mitochondria and cytoplasm", {"at": "nucleus"}, {"at": "mitochondria"}),
        ("Weather for Rome and then also for New York", {"city": "Rome"}, {"city": "New York"}),
        ("Wetter in 'Rom' und in 'Oslo'", {"ort": "Rom"}, {"ort": "Oslo"}),
        ("interest at 5% and at 6%", {"rate": 0.05}, {"rate": 0.06}),
        ("sort [3, 1] and [9,8]", {"list": [3, 1]}, {"list": [9, 8]}),
        ("open with e4 and e5", {"move": "e4"}, {"move": "e5"}),
    ],
)
def test_a_second_call_uses_what_the_first_left(
    request_: str, first: dict[str, object], second: dict[str, object]
) -> None:
    asked = Asked(request_, "")
    assert asked.unused([first]) > asked.unused([first, second]) >= 0
    assert asked.unused([first, first]) == asked.unused([first])


def test_nothing_is_left_of_a_request_for_one_thing() -> None:
    asked = Asked("What is the interest of a loan of $20,000 at 4.5% over 10 years?", "loan interest")
    assert asked.unused([{"amount": 20000, "rate": 0.045, "years": 10}]) == 0


def test_a_number_that_is_said_twice_is_used_by_two_parameters() -> None:
    asked = Asked("the field of 2 coulombs at 1 metre and at 2 metres", "")
    near = {"charge": 2, "distance": 1}
    assert asked.unused([near]) == 1
    assert asked.unused([near, {"charge": 2, "distance": 2}]) == 0


def test_what_functions_say_themselves_is_no_value() -> None:
    assert Asked("my BMI at 70 kg", "Body Mass Index (BMI)").unused([{"weight": 70}]) == 0
