"""From chances along a line to text."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rag.scanning.decoding import Chances, Weights, aligned, beam_search, best_path, likelihoods
from rag.scanning.spelling import Language, language_of, spoken

CHARACTERS = ("", *"abcdehlmntuw", " ")
LANGUAGE = Language({"the": 0.06, "watch": 0.001, "hat": 0.002, "that": 0.01, "ten": 0.001})


def chances(*steps: dict[str, float]) -> Chances:
    """A step for each dictionary; what it leaves over is the blank's."""
    found = np.full((len(steps), len(CHARACTERS)), 1e-6, np.float32)
    for row, step in enumerate(steps):
        for character, chance in step.items():
            found[row, CHARACTERS.index(character)] = chance
        found[row, 0] = max(1 - sum(step.values()), 1e-6)
    return found / found.sum(axis=1, keepdims=True)


def clear(text: str) -> Chances:
    return chances(*({one: 0.97} for character in text for one in (character, "")))


def test_the_best_path_takes_out_repetitions_and_blanks() -> None:
    read = best_path(chances({"t": 0.9}, {"t": 0.8}, {}, {"t": 0.7}, {"h": 0.95}), CHARACTERS)
    assert read.text == "tth"
    assert read.chances == pytest.approx((0.9, 0.7, 0.95), abs=1e-3)
    assert list(read.places) == sorted(read.places)


def test_a_line_without_characters_is_sure_of_nothing() -> None:
    assert best_path(chances({}, {}), CHARACTERS).confidence == 0.0


def test_without_a_language_the_beam_finds_what_the_best_path_finds() -> None:
    line = clear("the hat")
    assert beam_search(line, CHARACTERS, LANGUAGE, Weights(0, 0))[0][0] == "the hat"


def test_a_language_decides_between_letters_that_look_alike() -> None:
    line = np.concatenate([clear("wat"), chances({"e": 0.52, "c": 0.45}, {}), clear("h")])
    assert best_path(line, CHARACTERS).text == "wateh"
    assert beam_search(line, CHARACTERS, LANGUAGE, Weights(0.4, 0.9))[0][0] == "watch"


def test_a_language_writes_no_letter_that_was_not_seen() -> None:
    line = np.concatenate([clear("wat"), chances({"e": 0.999}, {}), clear("h")])
    assert beam_search(line, CHARACTERS, LANGUAGE, Weights(0.25, 0.9))[0][0] == "wateh"


def test_likelihood_adds_up_all_paths() -> None:
    # Two steps, one letter: "a" over both, blank first, or blank last.
    line = chances({"a": 0.6}, {"a": 0.3})
    letter, nothing = likelihoods(line, [[CHARACTERS.index("a")], []])
    assert letter == pytest.approx(math.log(0.6 * 0.3 + 0.6 * 0.7 + 0.4 * 0.3), abs=1e-3)
    assert nothing == pytest.approx(math.log(0.4 * 0.7), abs=1e-3)


def test_a_text_is_laid_along_the_line_it_was_read_from() -> None:
    line = clear("hat")
    laid = aligned(line, [CHARACTERS.index(one) for one in "hat"], "hat")
    assert laid.places == pytest.approx((1 / 12, 5 / 12, 9 / 12))
    assert min(laid.chances) > 0.9


def test_words_are_likelier_than_strange_ones_and_capitals_have_a_price() -> None:
    assert LANGUAGE.of_text("that hat") > LANGUAGE.of_text("thaw hac")
    assert LANGUAGE.of_text("that") > LANGUAGE.of_text("tHat")
    assert LANGUAGE.knows("Watch")
    assert not LANGUAGE.knows("Dumbarton")


def test_the_language_of_a_page_is_heard_from_its_words() -> None:
    assert spoken(["The tenant shall pay the rent on the first day of each month."]) == "en"
    assert spoken(["Le locataire est tenu de payer le loyer le premier jour de chaque mois."]) == "fr"
    assert spoken(["Der Mieter hat die Miete am ersten Tag des Monats zu zahlen, und zwar immer."]) == "de"
    assert spoken(["Xqzt vrrk plmn zzgh ttrw kkpq wwxz bbnm"]) is None
    assert spoken(["Too few"]) is None


def test_a_real_language_knows_its_words_but_not_their_misreadings() -> None:
    english = language_of("en")
    assert english.of_text("the tenant shall give notice") > english.of_text("tbe tenaut sball give uotice")


def test_a_name_that_a_document_uses_becomes_likelier() -> None:
    language = Language({"the": 0.06, "dunce": 0.001})
    before = language.of_text("Duniway")
    assert not language.knows("Duniway")
    language.learn("Duniway")
    assert language.knows("duniway")
    assert language.of_text("Duniway") > before
