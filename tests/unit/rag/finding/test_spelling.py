"""Mistyped words become those that the library has; others, and names, stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from rag.finding.spelling import respelled
from rag.language.index_stems import stem

HELD = """
    family ticket lido adult vellmark notice harbour inspection deposit schlüssel wohnung sleutels woning clé
"""
TERMS = {stem(one): 1 for one in HELD.split()}


def holding(words: Iterable[str]) -> dict[str, int]:
    return {word: TERMS.get(stem(word), 0) for word in words}


def terms(least: int, most: int) -> Sequence[str]:
    return [one for one in TERMS if least <= len(one) <= most]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how mcuh is a famly tiket at the liddo", "how much is a family ticket at the lido"),
        ("hoeveel sleutls krijg ik bij de wonning", "hoeveel sleutels krijg ik bij de woning"),
        ("Wer hat den Schlüsel der Wohnugn?", "Wer hat den schlüssel der wohnung?"),
        ("where is the vellmrak harbour", "where is the vellmark harbour"),
        ("when is the inspektion due", "when is the inspection due"),
    ],
)
def test_a_mistyped_word_is_read_as_the_library_has_it(typed: str, meant: str) -> None:
    assert respelled(typed, holding, terms) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "How much is a family ticket at the lido?",
        "May the tenant sublet the flat?",  # a word that we know, though the library has not got it
        "What did Ms Vellmork sign?",  # another name may be another person
        "Was kostet die Nachtarbeit?",
        "What does XK-14 mean?",
        'Where does it say "famly tiket"?',
        "",
        "???",
    ],
)
def test_what_may_be_meant_stays(typed: str) -> None:
    assert respelled(typed, holding, terms) == typed


def test_an_empty_library_respells_nothing_but_common_words() -> None:
    assert (
        respelled("famly tiket", lambda words: dict.fromkeys(words, 0), lambda _least, _most: [])
        == "famly tiket"
    )
