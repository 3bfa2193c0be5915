"""Words that somebody types are found wherever a person would say that they stand there, and nowhere else."""

from __future__ import annotations

import time
import unicodedata

import pytest

from rag.finding.literal import Wanted, folded
from rag.types import Box


def found(words: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Wanted(words).spans(text)]


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("boiler", "Boiler, BOILER and boilers", ["Boiler", "BOILER", "boiler"]),
        ("resume", "Résumé of a résumé", ["Résumé", "résumé"]),
        ("Résumé", "resume", ["resume"]),
        ("strasse", "Hauptstraße 3", ["straße"]),
        ("STRAßE", "Hauptstrasse", ["strasse"]),
        ("gemäß", "GEMÄSS § 3", ["GEMÄSS"]),
        ("coracao", "o coração da lei", ["coração"]),
        ("nino", "El NIÑO viene", ["NIÑO"]),
        ("oeuvre", "son œuvre", ["œuvre"]),
        ("financial", "ﬁnancial reports", ["ﬁnancial"]),
        ("l'impresa", "l’impresa", ["l’impresa"]),
        ('"goed"', "„goed” en “goed”", ["„goed”", "“goed”"]),
        ("2019-2020", "2019–2020", ["2019–2020"]),
        ("smorrebrod", "Smørrebrød", ["Smørrebrød"]),
    ],
)
def test_case_accents_and_signs_make_no_difference(words: str, text: str, stands: list[str]) -> None:
    assert found(words, text) == stands


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("data controller", "the data\ncontroller keeps"),
        ("data  controller", "the data\n\ncontroller keeps"),
        ("data controller", "the data\u00a0controller keeps"),
        ("notification", "a notifi-\ncation is"),
        ("notification", "a notifi\u00adcation is"),
        ("cooperate", "they co-operate"),
        ("co-operate", "they cooperate"),
        ("co-operate", "they co-\noperate"),
        ("Donaudampfschiff", "das Donau-\n dampfschiff"),
        ("个人信息处理", "个人信息\n处理"),
    ],
)
def test_what_ends_a_line_is_passed_over(words: str, text: str) -> None:
    assert len(found(words, text)) == 1


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("data controller", "datacontroller"),
        ("therapist", "the rapist"),
        ("53", "5-3"),
        ("a.b", "axb"),
        ("(1)", "1"),
        ("", "anything"),
        ("   ", "any thing"),
    ],
)
def test_what_does_not_stand_there_is_not_found(words: str, text: str) -> None:
    assert not found(words, text)


def test_an_accent_behind_its_letter_belongs_to_what_is_found() -> None:
    apart = unicodedata.normalize("NFD", "le café noir")
    assert found("café", apart) == [unicodedata.normalize("NFD", "café")]
    assert found("noir", apart) == ["noir"]


def test_places_are_those_of_the_text_as_it_was() -> None:
    text = "ß… İstanbul ﬃ end"
    assert found("end", text) == ["end"]
    assert folded(text).place(len(folded(text).text)) == len(text)


def test_of_a_line_whose_words_have_no_places_the_part_is_reckoned() -> None:
    (box,) = Wanted("draft").boxes("The draft.", Box(0.0, 0.1, 1.0, 0.2))
    assert (box.x0, box.x1) == pytest.approx((0.4, 0.9))


def test_a_text_that_almost_fits_everywhere_takes_no_longer_than_its_length() -> None:
    wanted = Wanted("a" * 60 + "b")
    begun = time.monotonic()
    assert not list(wanted.spans("a" * 20_000))
    short = time.monotonic() - begun
    begun = time.monotonic()
    assert not list(wanted.spans("a" * 80_000))
    assert time.monotonic() - begun < 12 * max(short, 0.01)
