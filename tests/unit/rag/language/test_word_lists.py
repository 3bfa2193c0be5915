"""The lists of words: whole, the commonest first, read once."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rag.language import word_lists
from rag.language.word_lists import common_words, many_words, most_spoken


def test_the_commonest_come_first_and_a_list_is_read_once() -> None:
    words = common_words("en")
    assert len(words) == 20_000
    assert next(iter(words)) == "the"
    assert all(more >= less for more, less in pairwise(words.values()))
    assert common_words("en") is words


def test_numbers_count_for_no_words() -> None:
    assert "00" in common_words("en")
    words = many_words("en", 1000)
    assert len(words) == 1000
    assert "00" not in words


@pytest.mark.parametrize("code", ["da", "hu"])
def test_a_language_without_a_large_list_has_its_small_one(code: str) -> None:
    assert next(iter(many_words(code, 100))) == next(iter(common_words(code)))


def test_the_language_of_most_words_is_told_where_enough_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = {"aa": {"one": 0.5, "two": 0.1, "ten": 0.1}, "bb": {"uno": 0.5, "one": 0.1}}
    monkeypatch.setattr(word_lists, "common_words", lists.__getitem__)
    word_lists._commonest.cache_clear()

    def told(words: str, commonest: int = 9, enough: float = 0.5) -> str | None:
        return most_spoken(words.split(), ["aa", "bb"], commonest=commonest, enough=enough, clearly=0.9)

    try:
        assert told("one two xyz") == "aa"
        assert told("uno one") == "bb"
        assert told("one xyz xyz") is None
        assert told("one ten xyz", commonest=2) is None
    finally:
        word_lists._commonest.cache_clear()
