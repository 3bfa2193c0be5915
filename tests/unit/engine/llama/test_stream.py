"""Streaming: whole characters, and stop strings held back across tokens."""

from __future__ import annotations

import pytest

from engine.llama.stream import TextStream


def test_a_character_waits_for_its_last_byte() -> None:
    stream = TextStream()
    assert [stream.feed(bytes([byte])) for byte in "é€😀".encode()] == [
        "",
        "é",
        "",
        "",
        "€",
        "",
        "",
        "",
        "😀",
    ]


def test_an_unfinished_character_is_dropped_at_the_end() -> None:
    stream = TextStream()
    assert stream.feed("a€".encode()[:-1]) == "a"
    assert stream.finish() == ""


def test_broken_bytes_become_a_replacement() -> None:
    assert TextStream().feed(b"a\xffb") == "a\ufffdb"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_a_stop_string_is_found_across_tokens(size: int) -> None:
    stream = TextStream(("\n\nUser:", "END"))
    data = b"An answer, the E\n\nUse, and END of it"
    pieces = []
    for start in range(0, len(data), size):
        pieces.append(stream.feed(data[start : start + size]))
        if stream.stopped:
            break
    assert stream.stopped
    assert "".join(pieces) + stream.finish() == "An answer, the E\n\nUse, and "


def test_what_was_held_back_comes_at_the_end() -> None:
    stream = TextStream(("STOP",))
    assert stream.feed(b"x STO") == "x "
    assert stream.finish() == "STO"
    assert not stream.stopped


def test_the_first_of_several_stop_strings_counts() -> None:
    stream = TextStream(("later", "soon"))
    assert stream.feed(b"as soon as later") == "as "


def test_empty_stop_strings_stop_nothing() -> None:
    stream = TextStream(("",))
    assert stream.feed(b"text") == "text"
