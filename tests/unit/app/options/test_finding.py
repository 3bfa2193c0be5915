"""Settings are found by the words that people have for them, taken from what they ask other programs for."""

from __future__ import annotations

import pytest

from app.options.register import OPTIONS
from app.options.words import options_meant


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


def test_nothing_typed_is_everything_and_nonsense_is_nothing() -> None:
    assert options_meant("  ") == list(OPTIONS)
    assert options_meant("zyxwvut") == []
