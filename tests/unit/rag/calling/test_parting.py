"""Long requests, part by part."""

from __future__ import annotations

from fakes.words import WordEmbedder

from engine.cancel import CancelToken
from rag.calling.asked import Asked
from rag.calling.parting import parts_of
from rag.calling.tools import tools_of

WEATHER, INTEREST = tools_of(
    [
        {
            "name": "weather_forecast",
            "description": "Tell the weather of a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string", "description": "The city."}},
                "required": ["city"],
            },
        },
        {
            "name": "loan_interest",
            "description": "Work out the interest of a loan.",
            "parameters": {
                "type": "object",
                "properties": {"amount": {"type": "number"}, "rate": {"type": "number"}},
                "required": ["amount", "rate"],
            },
        },
    ]
)


def parts(request: str) -> list[tuple[str, str]]:
    found = parts_of(WordEmbedder(), Asked(request, ""), (WEATHER, INTEREST), CancelToken())
    return [(one.tool.name, one.text) for one in found]


def test_each_part_has_its_function() -> None:
    said = "Can you help me? First, tell me the weather of the city Rome. "
    loan = "Then work out the interest of a loan of 500 at 3%. I think it is a good one."
    assert parts(said + loan) == [
        ("weather_forecast", said.strip()),
        ("loan_interest", loan),
    ]


def test_neighbours_for_the_same_function_stay_together() -> None:
    weather = "Tell me the weather of the city Rome. Then tell the weather of the city Oslo."
    found = parts(f"{weather} Work out the interest of a loan of 500 at 3%.")
    assert found[0] == ("weather_forecast", weather)
    assert [name for name, _ in found] == ["weather_forecast", "loan_interest"]


def test_a_request_that_does_not_ask_for_each_is_left_whole() -> None:
    assert parts("Tell me the weather of the city Rome. I like it there.") == []
    assert parts("Tell me the weather of the city Rome and the interest of a loan of 500 at 3%.") == []
