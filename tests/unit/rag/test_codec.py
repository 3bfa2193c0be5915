"""Page values survive being packed."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict

import pytest

from rag.codec import (
    decode_citation,
    pack_headings,
    pack_lines,
    pack_words,
    unpack_headings,
    unpack_lines,
    unpack_words,
)
from rag.types import Box, Citation, Doubt, Heading, Line, LineKind, PageBox, Word


def test_words_come_back_within_a_hundred_thousandth_of_the_page() -> None:
    words = (Word(0, 5, Box(0.1, 0.2, 0.3, 0.4)), Word(6, 70_000, Box(0.0, 0.0, 1.0, 1.0)))
    packed = pack_words(words)
    assert len(packed) == 32
    for word, back in zip(words, unpack_words(packed), strict=True):
        assert (back.start, back.end) == (word.start, word.end)
        assert back.box.x0 == pytest.approx(word.box.x0, abs=1e-5)
        assert back.box.y1 == pytest.approx(word.box.y1, abs=1e-5)


def test_a_box_beyond_the_page_is_clipped() -> None:
    (word,) = unpack_words(pack_words([Word(0, 1, Box(-0.5, 0.0, 1.5, 1.0))]))
    assert word.box == Box(0.0, 0.0, 1.0, 1.0)


def test_words_are_taken_apart_only_where_somebody_looks() -> None:
    words = tuple(Word(at, at + 4, Box(0.0, 0.0, 1.0, 1.0)) for at in range(0, 50, 5))
    packed = pack_words(words)
    gc.collect()
    before = len(gc.get_objects())
    back = [unpack_words(packed) for _ in range(100)]
    assert len(gc.get_objects()) - before < 200  # not a thousand words and their boxes
    (first, *_) = back
    assert pack_words(first) is packed
    assert words == tuple(first)
    assert first == words
    assert first != words[1:]
    assert first == unpack_words(packed)
    assert (len(first), hash(first)) == (10, hash(words))
    assert (first[3], first[-1], first[2:4]) == (words[3], words[-1], words[2:4])
    with pytest.raises(IndexError):
        first[10]


def test_words_cut_short_are_refused() -> None:
    with pytest.raises(ValueError, match="15 bytes"):
        unpack_words(b"\0" * 15)


def test_lines_take_their_text_from_the_page_and_those_set_aside_keep_theirs() -> None:
    text = "Erste Zeile\nzweite"
    lines = (
        Line(0, 11, "Erste Zeile", Box(0.1, 0.2, 0.3, 0.4), LineKind.TYPED, 0.5, 12.5, True),
        Line(12, 18, "zweite"),
        Line(18, 18, "Seite 4 von 9", Box(0.4, 0.95, 0.6, 0.97)),
    )
    assert unpack_lines(pack_lines(lines), text) == lines
    assert unpack_lines(b"", text) == ()


def test_lines_of_pictures_keep_their_doubts_and_other_readings() -> None:
    text = "Dear Modam"
    line = Line(0, 10, text, doubts=(Doubt(5, 10, 0.5),), others=("Dear Madam",), odds=(-1.25,))
    assert unpack_lines(pack_lines([line]), text) == (line,)
    older = b'[[0,10,null,"printed",1,0,0,"",[[],["Dear Madam"],null]]]'
    assert unpack_lines(older, text) == (Line(0, 10, text, others=("Dear Madam",)),)


def test_headings_come_back() -> None:
    headings = (Heading(0, 4, 1, "Überblick"), Heading(9, 12, 2, "§ 12"))
    assert unpack_headings(pack_headings(headings)) == headings


def test_a_citation_comes_back_from_json() -> None:
    box = PageBox(3, Box(0.1, 0.2, 0.3, 0.4), 0.7, LineKind.HANDWRITTEN)
    citation = Citation(1, "act.pdf", 3, "Article 33", 10, 20, "72 hours", (box,), "page 3")
    assert decode_citation(json.loads(json.dumps(asdict(citation)))) == citation


def test_a_citation_kept_before_places_and_sureness_were_still_comes_back() -> None:
    kept = asdict(Citation(1, "act.pdf", 3, "", 10, 20, "72 hours", (PageBox(3, Box(0.1, 0.2, 0.3, 0.4)),)))
    del kept["place"], kept["boxes"][0]["confidence"], kept["boxes"][0]["kind"]
    found = decode_citation(json.loads(json.dumps(kept)))
    assert (found.place, found.boxes) == ("", (PageBox(3, Box(0.1, 0.2, 0.3, 0.4)),))
