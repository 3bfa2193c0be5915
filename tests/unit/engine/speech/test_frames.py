from __future__ import annotations

import json

import pytest

from engine.speech.frames import header_of, heard_in
from engine.types import Heard, HeardWord


def test_what_was_heard_arrives_as_it_was() -> None:
    heard = Heard((HeardWord(1.5, 1.75, "Grüße,", 0.5), HeardWord(1.75, 2.25, "Anna.", 0.25)), "de")
    assert heard_in(json.loads(json.dumps(header_of(heard)))) == heard
    assert (heard.start, heard.end, heard.text) == (1.5, 2.25, "Grüße, Anna.")


def test_languages_without_spaces_have_none() -> None:
    assert Heard((HeardWord(0, 1, "你", 1), HeardWord(1, 2, "好", 1)), "zh").text == "你好"


def test_a_frame_without_words_is_nonsense() -> None:
    with pytest.raises(ValueError, match="no words"):
        heard_in({"language": "en", "words": []})
