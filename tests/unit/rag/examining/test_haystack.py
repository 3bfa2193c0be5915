"""Whether a word of a picture stands on its page."""

from __future__ import annotations

import pytest
from any_text import any_text, fuzzed
from hypothesis import given

from rag.examining.picture import Haystack, is_latin, key_of
from rag.types import Box, Line, Page

PAGE = Page(
    1,
    "Die Gebühr beträgt 4,250.00 EUR (netto), zahlbar bis 31.12.2024.\nInformationsfreiheitsgesetz",
    lines=(Line(0, 0, "Seite 7 von 9", Box(0, 0, 1, 1)),),
)


@pytest.mark.parametrize(
    "word",
    ["Gebühr", "GEBUHR", "4,250.00", "EUR", "(netto)", "31.12.2024", "freiheits-", "beträqt", "lnformations",
     "Seite", "zahlbarbis", "Informatlonsfreiheitsgesetz"],
)  # fmt: skip
def test_a_word_is_found_however_it_was_read(word: str) -> None:
    assert Haystack(PAGE).has(word)


@pytest.mark.parametrize("word", ["Mahnung", "7,310.55", "netlify", "Bergen", "Seeufer"])
def test_a_word_that_is_not_there_is_not_found(word: str) -> None:
    assert not Haystack(PAGE).has(word)


def test_a_line_is_found_by_its_neighbouring_words() -> None:
    said = "The lessee pays the rent.\nThe lessor keeps the rooms and keys in the office."
    text = Haystack(Page(1, said))
    assert text.has_line("The lessor keeps the roorns and keys in the office.")
    assert text.has_line("the office keys"), "too short to tell"
    assert not text.has_line("Keys of the lessee and lessor; office rooms, rent")


def test_only_pages_in_latin_letters_are_read() -> None:
    assert is_latin("Łódź, größer, ça va 12 €")
    assert is_latin("")
    assert not is_latin("Договор аренды от 3 мая")
    assert not is_latin("契約書")


@fuzzed
@given(any_text, any_text)
def test_any_text_is_looked_through(text: str, word: str) -> None:
    assert Haystack(Page(1, text)).has(word) in (True, False)
    assert all(Haystack(Page(1, text)).has(one) for one in text.split())
    assert key_of(word) == key_of(word.casefold())
