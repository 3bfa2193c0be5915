"""What of a call's arguments rests on the request."""

from __future__ import annotations

from typing import Any

import pytest

from rag.calling.arguments import carried, mended
from rag.calling.asked import Asked
from rag.calling.tools import tools_of


def mend(
    request: str, arguments: dict[str, Any], properties: dict[str, Any], *required: str
) -> dict[str, Any]:
    given = {
        "name": "f",
        "parameters": {"type": "object", "properties": properties, "required": list(required)},
    }
    (tool,) = tools_of([given])
    return mended(arguments, tool, Asked(request, ""))


@pytest.mark.parametrize(
    ("request_", "type_", "about", "wanted"),
    [
        ("a loan at 7%", "float", "The yearly rate.", 0.07),
        ("ein Darlehen zu 7 Prozent", "number", "Der Zins.", 0.07),
        ("a loan at 7%", "float", "The rate in percent.", 7),
        ("a loan at 7%", "float", "The rate in percent as a decimal, e.g. 0.05", 0.07),
        ("a loan at 7%", "integer", "The rate.", 7),
        ("a loan of 7 years", "float", "The years.", 7),
    ],
)
def test_percentages(request_: str, type_: str, about: str, wanted: float) -> None:
    found = mend(request_, {"rate": 7}, {"rate": {"type": type_, "description": about}}, "rate")
    assert found == {"rate": wanted}


def test_optional_arguments_of_which_nothing_is_said_are_left_out() -> None:
    properties = {
        "city": {"type": "string"},
        "days": {"type": "integer"},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
        "detailed": {"type": "boolean"},
        "parts": {"type": "array", "items": {"type": "string"}},
    }
    said = {"city": "Rome", "days": 5, "unit": "celsius", "detailed": True, "parts": ["wind"]}
    assert mend("the weather in Rome", said, properties, "city") == {"city": "Rome"}
    assert mend("detailed weather in Rome for five days, wind in celsius", said, properties, "city") == said


def test_what_a_function_needs_stays_though_it_is_worked_out() -> None:
    assert mend("5 ft 10", {"inches": 70}, {"inches": {"type": "integer"}}, "inches") == {"inches": 70}


def test_arguments_that_the_function_does_not_know_go() -> None:
    assert mend("Rome", {"city": "Rome", "x": 1}, {"city": {"type": "string"}}, "city") == {"city": "Rome"}


def test_a_choice_that_is_said_takes_the_place_of_one_that_is_not() -> None:
    order = {"order": {"type": "string", "enum": ["ascending", "descending"]}}
    assert mend("sort it in descending order", {"order": "ascending"}, order) == {"order": "descending"}
    places = {"at": {"type": "array", "items": {"type": "string", "enum": ["Tennis Court", "Running Track"]}}}
    assert mend("a park with a tennis court", {"at": ["Running Track"]}, places) == {"at": ["Tennis Court"]}


def test_a_number_that_is_said_once_is_one_argument() -> None:
    cards = {name: {"type": "integer"} for name in ("total", "wanted", "drawn")}
    said = {"total": 52, "wanted": 13, "drawn": 13}
    asked = "a heart from 52 cards with 13 hearts"
    assert mend(asked, said, cards, "total", "wanted") == {"total": 52, "wanted": 13}
    assert mend(f"{asked}, 13 drawn", said, cards, "total", "wanted") == said


def test_what_a_part_does_not_say_is_what_was_said_before() -> None:
    asked = Asked("Then book a room for 3 nights in the same city.", "")
    said = {"city": "London", "nights": 3}
    assert carried(said, [{"city": "Rome", "nights": 1}], asked) == {"city": "Rome", "nights": 3}
    assert carried(said, [{"place": "Rome"}], asked) == said
