"""What was heard, as frames carry it between processes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from engine.types import Heard, HeardWord
from engine.workers.frames import Json


def header_of(heard: Heard) -> dict[str, Json]:
    """Plain values of what was heard."""
    words: list[Json] = [[word.start, word.end, word.text, word.probability] for word in heard.words]
    return {"language": heard.language, "words": words}


def heard_in(header: Mapping[str, Json]) -> Heard:
    """What `header_of` was given. Raises `KeyError`, `TypeError`, `ValueError` for anything else."""
    words = tuple(
        HeardWord(float(start), float(end), str(text), float(probability))
        for start, end, text, probability in cast("list[list[float]]", header["words"])
    )
    if not words:
        raise ValueError("no words")
    return Heard(words, str(header["language"]))
