"""Templates of group policies write what the program reads."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.errors import PolicyUnfit
from app.organisation.reading import REGISTRY_KEY
from app.organisation.rules import Key, rules_of
from windows import policy

SCHEMA = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"


def policies() -> list[ET.Element]:
    return list(ET.fromstring(policy.definitions()).iter(f"{SCHEMA}policy"))


def _key(one: ET.Element) -> str:
    """The name of the value that a policy writes."""
    (name,) = {element.attrib["valueName"] for element in one.iter() if "valueName" in element.attrib}
    return name


def written(one: ET.Element) -> list[object]:
    """What such a policy puts under its name: both states of a switch, both ends of a number, a list."""
    number = one.find(f".//{SCHEMA}elements/{SCHEMA}decimal")
    if number is not None:
        return [int(number.attrib["minValue"]), int(number.attrib["maxValue"])]
    if one.find(f".//{SCHEMA}multiText") is not None:
        return [["a-model"]]
    states = one.findall(f"{SCHEMA}enabledValue/*") + one.findall(f"{SCHEMA}disabledValue/*")
    return [int(state.attrib["value"]) for state in states]


def test_every_key_but_the_one_without_a_switch_is_a_policy_and_the_program_takes_what_it_writes() -> None:
    names = [_key(one) for one in policies()]
    assert set(names) == set(Key) - {Key.AUDIT}
    for one in policies():
        assert one.attrib["class"] == "Machine"
        assert one.attrib["key"] == REGISTRY_KEY
        values = written(one)
        assert values
        for value in values:
            rules = rules_of({_key(one): value}, "HKLM")
            assert rules.keys == (_key(one),)
            assert rules.unknown == ()


def test_every_word_and_field_that_is_named_is_there() -> None:
    told = ET.fromstring(policy.words())
    strings = {one.attrib["id"] for one in told.iter(f"{SCHEMA}string")}
    fields = {one.attrib["id"] for one in told.iter(f"{SCHEMA}presentation")}
    text = policy.definitions()
    assert set(re.findall(r"\$\(string\.(\w+)\)", text)) == strings
    assert set(re.findall(r"\$\(presentation\.(\w+)\)", text)) == fields
    elements = {
        one.attrib["id"]
        for one in ET.fromstring(text).iter()
        if "valueName" in one.attrib and "id" in one.attrib
    }
    assert {one[0].attrib["refId"] for one in told.iter(f"{SCHEMA}presentation")} == elements


def test_limits_are_those_of_the_program() -> None:
    least, most = policy.KINDS[Key.LOCK_AFTER_MINUTES]
    assert isinstance(least, int)
    assert isinstance(most, int)
    for value in (least - 1, most + 1):
        with pytest.raises(PolicyUnfit):
            rules_of({Key.LOCK_AFTER_MINUTES: value}, "HKLM")


def test_they_lie_as_windows_wants_them(tmp_path: Path) -> None:
    policy.write(tmp_path)
    assert (tmp_path / "Confidant.admx").is_file()
    assert (tmp_path / "en-US" / "Confidant.adml").is_file()
