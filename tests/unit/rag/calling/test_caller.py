"""From a request to calls, with a model at its protocol and an embedder that counts words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from fakes.generator import FakeGenerator
from fakes.words import WordEmbedder

from engine.cancel import CancelToken
from engine.types import Message, Speaker
from rag.calling.caller import Call, Caller
from rag.calling.tools import Tool, tools_of

WEATHER = {
    "name": "weather_forecast",
    "description": "Tell the weather of a city.",
    "parameters": {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "The city."},
            "days": {"type": "integer", "description": "The days."},
        },
        "required": ["city"],
    },
}
INTEREST = {
    "name": "loan_interest",
    "description": "Work out the interest of a loan.",
    "parameters": {
        "type": "object",
        "properties": {"amount": {"type": "number"}, "rate": {"type": "number"}},
        "required": ["amount", "rate"],
    },
}


def calls(request: str, tools: Sequence[Tool], *replies: object) -> tuple[list[Call], FakeGenerator]:
    """What comes of a request where the model says these, the last one from then on."""
    left = [one if isinstance(one, str) else json.dumps(one) for one in replies]
    model = FakeGenerator(lambda _: left.pop(0) if len(left) > 1 else left[0])
    caller = Caller(model, WordEmbedder())
    return caller.calls([Message(Speaker.USER, request)], tools, CancelToken()), model


def row(name: str, **arguments: object) -> dict[str, object]:
    return {"name": name, "arguments": arguments}


def test_one_call() -> None:
    found, model = calls(
        "Tell me the weather of the city Rome",
        tools_of([WEATHER]),
        [row("weather_forecast", city="Rome", days=3)],
    )
    assert found == [Call("weather_forecast", {"city": "Rome"})], "nobody spoke of days"
    assert len(model.calls) == 1


def test_a_request_for_something_else_is_not_put_to_the_model() -> None:
    found, model = calls("Who wrote Faust?", tools_of([INTEREST]), [row("loan_interest", amount=1, rate=2)])
    assert (found, model.calls) == ([], [])


def test_the_model_is_asked_for_more_while_values_are_left() -> None:
    both = [row("weather_forecast", city="Rome"), row("weather_forecast", city="Oslo")]
    found, model = calls("The weather of the city Rome and Oslo", tools_of([WEATHER]), both[:1], both)
    assert [one.arguments["city"] for one in found] == ["Rome", "Oslo"]
    asked = [json.loads(one.sampling.json_schema or "")["minItems"] for one in model.calls]
    assert asked == [1, 2]


def test_calls_that_use_nothing_further_are_dropped() -> None:
    many = [row("weather_forecast", city="Rome"), row("weather_forecast", city="Rome", days=1)]
    found, _ = calls("The weather of the city Rome", tools_of([WEATHER]), many)
    assert found == [Call("weather_forecast", {"city": "Rome"})]


def test_numbers_that_are_made_up_make_no_further_call() -> None:
    asked = "Work out the interest of a loan of 500 at 3 and of 900 at 4"
    rows = [row("loan_interest", amount=amount, rate=rate) for amount, rate in ((500, 3), (900, 7), (900, 4))]
    found, _ = calls(asked, tools_of([INTEREST]), rows)
    assert [dict(one.arguments) for one in found] == [{"amount": 500, "rate": 3}, {"amount": 900, "rate": 4}]


def test_a_call_that_says_more_takes_the_place_of_the_one_that_says_less() -> None:
    less, more = row("weather_forecast", city="Rome"), row("weather_forecast", city="Rome", days=3)
    found, _ = calls("The weather of the city Rome for 3 days", tools_of([WEATHER]), [less], [less, more])
    assert found == [Call("weather_forecast", {"city": "Rome", "days": 3})]


def test_a_single_call_is_of_the_function_that_the_words_name() -> None:
    found, model = calls(
        "Work out the interest of a loan of 500 at 3%",
        tools_of([WEATHER, INTEREST]),
        [row("weather_forecast", city="500")],
        [row("loan_interest", amount=500, rate=3)],
    )
    assert found == [Call("loan_interest", {"amount": 500, "rate": 0.03})]
    names = json.loads(model.calls[-1].sampling.json_schema or "")["items"]["properties"]["name"]
    assert names == {"const": "loan_interest"}


def test_what_is_cut_short_or_names_nothing_known_is_left_out() -> None:
    tools = tools_of([WEATHER])
    asked = "Tell me the weather of the city Rome"
    assert calls(asked, tools, '[{"name": "weather_forecast", "arguments": {"ci')[0] == []
    assert calls(asked, tools, [row("other", city="Rome")])[0] == []
    assert calls(asked, tools, [row("weather_forecast", days=1)])[0] == []


def test_a_long_request_is_done_part_by_part() -> None:
    found, model = calls(
        "First, tell me the weather of the city Rome. Then work out the interest of a loan of 500 at 3%.",
        tools_of([INTEREST, WEATHER]),
        [row("weather_forecast", city="Rome")],
        [row("loan_interest", amount=500, rate=3)],
    )
    assert [one.name for one in found] == ["weather_forecast", "loan_interest"]
    first, second = (one.messages[-1].text for one in model.calls)
    assert "loan_interest" not in first
    assert "Rome" not in second


def test_a_second_function_that_is_named_may_take_the_same_values() -> None:
    payment = {**INTEREST, "name": "loan_payment", "description": "Work out the payment of a loan."}
    same = {"amount": 500, "rate": 0.03}
    found, _ = calls(
        "Work out the interest of a loan of 500 at 0.03, and also its payment",
        tools_of([INTEREST, payment]),
        [row("loan_interest", **same)],
        [row("loan_payment", **same), row("loan_interest", **same)],
    )
    assert sorted(one.name for one in found) == ["loan_interest", "loan_payment"]
