"""The register of settings: whole, in words, and kept where each says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from house import House

from app.options.option import OFF, ON, Kind, Option, Where
from app.options.register import OPTIONS, REMEMBERED, option
from app.options.words import about_words, name_words, value_words
from app.settings import Preferences, Settings
from app.types import LockedWork
from app.words.catalogue import has, under
from app.words.languages import languages

KEPT = [one for one in OPTIONS if one.kept is not None]


def names(options: list[Option] | tuple[Option, ...]) -> list[str]:
    return [one.id for one in options]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Where]:
    folder = tmp_path_factory.mktemp("options")
    house = House(folder / "home", models=folder / "models")
    yield Where(house.services.settings, folder / "models", house.services)
    house.close()


def test_no_two_settings_are_one() -> None:
    assert len(set(names(OPTIONS))) == len(OPTIONS)
    assert len({name_words(one) for one in OPTIONS}) == len(OPTIONS)


def test_every_preference_is_set_somewhere_or_only_remembered() -> None:
    """A field that a person can change and no row has would be found in no place."""
    found = [field for one in OPTIONS for field in (getattr(one.kept, "field", ""), *one.fields) if field]
    found += ["text_scale", "language"]  # kept by `Letters`, in percent, and by `Spoken`
    assert sorted(found + list(REMEMBERED)) == sorted(field.name for field in fields(Preferences))


@pytest.mark.parametrize("one", OPTIONS, ids=names(OPTIONS))
def test_a_setting_has_its_words(one: Option) -> None:
    about = about_words(one)
    assert about.endswith(".")
    assert about.count(". ") == 0, "one sentence"
    assert name_words(one)
    assert has(f"settings.about.{one.id}.find")
    assert has(f"settings.groups.{one.group.value}")
    assert has(f"settings.about.{one.id}.command") is (one.kind is Kind.COMMAND)
    for value in one.values:
        assert value_words(one, value)


def test_words_stand_for_what_there_is() -> None:
    assert set(under("settings.about")) == set(names(OPTIONS))
    choices = {one.id for one in OPTIONS if one.kind is Kind.CHOICE}
    assert set(under("settings.values")) == choices
    for name in choices:
        named_in_itself = set(languages()) if name == "language" else set()
        assert set(under(f"settings.values.{name}")) == set(option(name).values) - named_in_itself


@pytest.mark.parametrize("one", KEPT, ids=names(KEPT))
def test_every_value_can_be_had_and_is_kept(one: Option, where: Where) -> None:
    assert one.kept is not None
    assert one.kept.get(where) == one.kept.usual
    assert one.fits(one.kept.usual)
    for value in (*one.values, one.kept.usual):
        one.kept.put(where, value)
        assert one.kept.get(where) == value


@pytest.mark.parametrize("one", [one for one in KEPT if not one.in_library], ids=lambda one: one.id)
def test_what_stands_outside_of_the_library_is_there_at_the_next_start(one: Option, tmp_path: Path) -> None:
    assert one.kept is not None
    other = next(value for value in one.values if value != one.kept.usual)
    one.kept.put(Where(Settings(tmp_path / "settings.json"), tmp_path), other)
    assert one.kept.get(Where(Settings(tmp_path / "settings.json"), tmp_path)) == other


@pytest.mark.parametrize("value", ["", "74", "201", "1e2", "-80", "100 %", "²00", "big"])
def test_a_percentage_that_is_none_does_not_fit(value: str) -> None:
    assert not option("text-size").fits(value)
    assert option("text-size").fits("75")
    assert option("text-size").fits("200")


def test_a_switch_keeps_what_it_stands_for(where: Where) -> None:
    kept = option("locked-work").kept
    assert kept is not None
    kept.put(where, ON)
    assert where.settings.preferences.locked_work is LockedWork.GOES_ON
    kept.put(where, OFF)
    assert where.settings.preferences.locked_work is LockedWork.STOPS


def test_a_choice_about_the_library_stands_in_its_log(where: Where) -> None:
    services, kept = where.services, option("other-programs").kept
    assert services is not None
    assert kept is not None
    kept.put(where, ON)
    assert '"mcp"' in services.audit.entries()[-1].facts
    kept.put(where, OFF)


def test_reading_goes_on_as_soon_as_it_may(tmp_path: Path) -> None:
    """What is chosen for the battery holds at once, not at the next look at it."""
    from engine.power import Supply

    house = House(tmp_path / "home", supply=lambda: Supply(on_battery=True, percent=80.0))
    try:
        house.services.power.check()
        assert house.scheduler.pauses
        kept = option("battery-work").kept
        assert kept is not None
        kept.put(Where(house.services.settings, tmp_path, house.services), ON)
        assert not house.scheduler.pauses
    finally:
        house.close()
