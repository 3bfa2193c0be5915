"""Registers of functions, in the forms in which they are given."""

from __future__ import annotations

import json

import pytest

from rag.calling.tools import grammar_of, signature, tools_in, tools_of
from rag.errors import ToolsInvalid

WEATHER = {
    "name": "weather.get",
    "description": "The weather of a city.",
    "parameters": {
        "type": "dict",
        "properties": {
            "city": {"type": "string", "description": "The city."},
            "days": {"type": "float", "description": "How many."},
            "parts": {"type": "tuple", "items": {"type": "int"}},
        },
        "required": ["city"],
    },
}


def test_forms_of_one_register() -> None:
    wanted = tools_of([WEATHER])
    assert tools_in(json.dumps([WEATHER])) == wanted
    assert tools_in(json.dumps({"tools": [WEATHER]})) == wanted
    assert tools_in(json.dumps({"functions": [{"type": "function", "function": WEATHER}]})) == wanted


def test_types_have_the_names_of_json_schema() -> None:
    (tool,) = tools_of([WEATHER])
    assert tool.parameters["type"] == "object"
    assert [one["type"] for one in tool.properties.values()] == ["string", "number", "array"]
    assert tool.properties["parts"]["items"] == {"type": "integer"}


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("{", "Expecting"),
        ("[]", "no functions"),
        ("{}", "no functions"),
        ('[{"description": "x"}]', "[1].name"),
        ('[{"name": "a"}, {"name": "a"}]', "a (2)"),
        ('[{"name": "a", "parameters": []}]', "a: parameters"),
    ],
)
def test_what_is_no_register_is_told(text: str, detail: str) -> None:
    with pytest.raises(ToolsInvalid) as raised:
        tools_in(text)
    assert detail in str(raised.value.facts["detail"])


def test_what_is_needed_and_not_described_cannot_be_given() -> None:
    assert tools_of([{"name": "a", "parameters": {"required": ["b"]}}])[0].required == ()


@pytest.mark.parametrize(
    ("about", "type_"),
    [
        ({"type": ["null", "integer"]}, "integer"),
        ({"type": "date"}, "string"),
        ({"type": "string", "enum": []}, "string"),
        ({"type": "HashMap"}, "object"),
    ],
)
def test_types_that_no_grammar_has(about: dict[str, object], type_: str) -> None:
    (tool,) = tools_of([{"name": "a", "parameters": {"properties": {"x": about}}}])
    assert tool.properties["x"] == {"type": type_}


def test_a_function_without_parameters() -> None:
    (tool,) = tools_of([{"name": "now"}])
    assert (tool.required, dict(tool.properties)) == ((), {})
    assert signature(tool).startswith("def now():")


def test_the_grammar_allows_these_functions_only() -> None:
    schema = json.loads(grammar_of(tools_of([WEATHER, {"name": "now"}]), 2, 5))
    assert (schema["minItems"], schema["maxItems"]) == (2, 5)
    names = [one["properties"]["name"]["const"] for one in schema["items"]["anyOf"]]
    assert names == ["weather.get", "now"]
    arguments = schema["items"]["anyOf"][0]["properties"]["arguments"]
    assert arguments["additionalProperties"] is False
    assert arguments["required"] == ["city"]


def test_a_function_is_shown_with_what_each_argument_is() -> None:
    shown = signature(tools_of([WEATHER])[0])
    assert shown.splitlines()[0] == "def weather.get(city, days=None, parts=None):"
    assert "    days (number, optional): How many." in shown
    assert "    parts (list of integer, optional): " in shown
