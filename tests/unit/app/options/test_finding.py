"""Settings are found by the words that people have for them, taken from what they ask other programs for."""

from __future__ import annotations

import pytest

from app.options.option import Group
from app.options.register import OPTIONS
from app.options.words import options_meant
from app.words.catalogue import ENGLISH, use


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dark mode", "appearance"),
        ("Theme", "appearance"),
        ("font size", "text-size"),
        ("bigger text", "text-size"),
        ("zoom", "text-size"),
        ("high contrast", "contrast"),
        ("reduce motion", "motion"),
        ("animations", "motion"),
        ("Sprache", "language"),
        ("idioma", "language"),
        ("hide sidebar", "sidebar"),
        ("GPU", "graphics"),
        ("cuda", "graphics"),
        ("low memory", "memory"),
        ("ram", "memory"),
        ("ollama server", "engine"),
        ("embedding model", "roles"),
        ("OCR", "recognition"),
        ("second look", "recognition"),
        ("auto lock", "lock-after"),
        ("idle timeout", "lock-after"),
        ("change password", "keys"),
        ("recovery code", "keys"),
        ("keychain", "keys"),
        ("audit log", "log-words"),
        ("telemetry", "log-words"),
        ("mcp", "other-programs"),
        ("pii", "guard-personal"),
        ("prompt injection", "guard-injection"),
        ("hallucination", "own-words"),
        ("watch folder", "watched"),
        ("trash", "removed"),
        ("laptop energy", "battery-work"),
        ("half of the cores", "battery-cores"),
        ("smaller model", "battery-model"),
        ("workspace", "matters"),
    ],
)
def test_a_setting_is_found_by_what_people_call_it(typed: str, meant: str) -> None:
    assert meant in [one.id for one in options_meant(typed)[:5]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("animtions", "motion"),
        ("pasword", "keys"),
        ("contarst", "contrast"),
        ("how do I make letters larger", "text-size"),
    ],
)
def test_a_wrong_letter_and_words_around_it_do_not_matter(typed: str, meant: str) -> None:
    assert meant in [one.id for one in options_meant(typed)]


@pytest.mark.parametrize(
    ("language", "typed", "first", "others"),
    [
        ("de", "schrift", "text-size", {"contrast", "recognition"}),  # “Handschrift”
        ("en", "letters", "text-size", {"contrast"}),
        ("en", "models", "models", None),
        ("de", "sperren", "lock-after", None),
    ],
)
def test_what_fits_best_comes_first_and_the_name_of_a_group_finds_no_other(
    language: str, typed: str, first: str, others: set[str] | None
) -> None:
    """“Schrift” found all that stands below “Aussehen und Schrift”, colours first."""
    use(language)
    try:
        found = [one.id for one in options_meant(typed)]
    finally:
        use(ENGLISH)
    assert found[0] == first
    assert others is None or set(found[1:]) == others


def test_what_only_a_group_is_called_finds_what_stands_in_it() -> None:
    found = options_meant("look and letters")
    assert {one.group for one in found} == {Group.LOOK}
    assert len(found) > 3


def test_nothing_typed_is_everything_and_nonsense_is_nothing() -> None:
    assert options_meant("  ") == list(OPTIONS)
    assert options_meant("zyxwvut") == []
