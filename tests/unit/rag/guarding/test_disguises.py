"""Words that are written so that they are not found are found, and other words are left as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.guarding.disguises import Disguises

SEEN = Disguises(["kill", "hate", "vermin", "disgust*", "trash", "women"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kill", ["kill"]),
        ("I want to k i l l it", ["i", "want", "to", "kill", "it"]),
        ("k1ll", ["kill"]),
        ("tr4$h", ["trash"]),
        ("w0men", ["women"]),
        ("Ihate", ["i", "hate"]),
        ("femalevermin", ["female", "vermin"]),
        ("vermni", ["vermin"]),
        ("vrmin", ["vermin"]),
        ("disgusting", ["disgusting"]),
        ("skill", ["skill"]),
        ("hat", ["hat"]),
        ("A1 2024", ["a1", "2024"]),
        ("Stop. Now!", ["stop", ".", "now", "."]),
        ("“kill”", ['"', "kill", '"']),
    ],
)
def test_words_as_they_are_meant(text: str, meant: list[str]) -> None:
    assert [word.meant for word in SEEN.words(text)] == meant


def test_where_the_words_stand() -> None:
    text = "So k i l l it"
    spans = [text[word.start : word.end] for word in SEEN.words(text)]
    assert spans == ["So", "k i l l", "it"]


@given(st.text(max_size=300))
def test_words_of_any_text_lie_in_it(text: str) -> None:
    words = SEEN.words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
