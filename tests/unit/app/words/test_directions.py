"""Commands and facts in sentences from right to left keep the order in which they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.plain import harmless
from app.words.catalogue import ENGLISH, FOLDER, say, use
from app.words.directions import bare, commands_isolated, is_backwards, turned


@pytest.fixture(autouse=True)
def arabic() -> Iterator[None]:
    use("ar")
    yield
    use(ENGLISH)


def test_a_command_runs_from_left_to_right_with_the_facts_in_it() -> None:
    words = say("doctor.models.missing", names="tiny")
    assert "\u2066confidant models get \u2068tiny\u2069\u2069" in words


def test_every_command_of_a_catalogue_is_taken_whole() -> None:
    found = []
    for file in sorted((Path(FOLDER) / "ar").glob("*.toml")):
        for text in re.findall(r'"([^"]*confidant [^"]*)"', file.read_text(encoding="utf-8")):
            isolated = commands_isolated(text)
            left = re.sub("\u2066[^\u2069]*\u2069", "", isolated)
            found.append(text)
            assert "confidant " not in left, isolated
            assert not re.search("\u2066[^\u2069]*[\u0600-\u06ff][^\u2069]*\u2069", isolated), isolated
    assert len(found) > 30


def test_a_terminal_shows_a_command_as_it_is_typed_and_no_mark_spelled_out() -> None:
    said = harmless(say("models.lacking.command.both", models="tiny other", size="3 GB"))
    assert "\\u" not in said
    assert "confidant models get" in said
    assert "\\u2066" in harmless("\u2066 not closed")


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("library.read.summary", {"summary": "lease.pdf"}),
        ("notes.place.page", {"document": "lease.pdf", "place": "3"}),
        ("checking.view.keys", {}),
        ("common.quoted", {"text": "Acme Ltd."}),
    ],
)
def test_a_sentence_runs_from_right_to_left_whatever_stands_first(key: str, facts: dict[str, str]) -> None:
    said = say(key, **facts)
    assert is_backwards(said)
    assert not re.search("[\u200e\u200f\u2066-\u2069]", bare(said))


@pytest.mark.parametrize("text", ["{amount:.1f} MB", "ETS", "\u200e*.pdf, فاتورة*", "yyyy-mm-dd", "لا شيء"])
def test_measures_names_and_what_says_its_own_direction_stay(text: str) -> None:
    assert turned(text) == text
