"""What the words of a document's beginning tell: presets, cues, and whose words they are."""

from __future__ import annotations

import pytest

from rag.classifying.cues import found_cues, odds_of
from rag.classifying.opening import opening_of
from rag.classifying.presets import own_labels, preset_names, preset_of
from rag.errors import PresetUnknown
from rag.routing.types import Label


def told(preset: str, axis: str, text: str, name: str = "x.txt") -> list[str]:
    return [one.label for one in found_cues(preset_of(preset).axis(axis), opening_of(name, text))]


def test_the_presets_that_come_along_are_whole() -> None:
    assert preset_names() == ("document-type", "helpdesk", "review")
    for name in preset_names():
        for axis in preset_of(name).axes:
            assert len(axis.choices) > 2
            assert all(one.label.description for one in axis.choices)
            assert all(one.cues or one.default for one in axis.choices)
    with pytest.raises(PresetUnknown):
        preset_of("../labels/review")
    with pytest.raises(PresetUnknown):
        preset_of("review").axis("colour")
    assert own_labels("mine", (Label("a"), Label("b"))).axes[0].names == ("a", "b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The printer is broken. This is not urgent.", ["low"]),
        ("Es eilt nicht, der Drucker geht nicht.", ["low"]),
        ("Bitte dringend melden!", ["urgent"]),
        ("No es urgente, cuando puedan.", ["low", "low"]),
        ("It isn't an emergency… not urgent either", ["urgent", "low"]),
        ("Non è urgente.", ["low"]),
        ("Guten Morgen", []),
    ],
)
def test_the_longest_words_count_and_denials_do_not(text: str, expected: list[str]) -> None:
    found = told("helpdesk", "urgency", text)
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stromrechnung 2023", ["invoice"]),
        ("2. Mahnung zu Rechnung 4711", ["reminder", "invoice"]),
        ("Mietvertrag", ["contract"]),
        ("An invoice is not required.", ["invoice"]),
        ("No invoice is needed for this.", []),
        ("Le bailleur remet les clés", []),
        ("Rechnungswesen im Überblick", []),
    ],
)
def test_compounds_are_found_and_parts_of_other_words_are_not(text: str, expected: list[str]) -> None:
    assert told("document-type", "type", text) == expected


def test_a_title_says_more_than_what_is_spoken_of_below() -> None:
    axis = preset_of("document-type").axis("type")
    odds = odds_of(
        found_cues(axis, opening_of("x.pdf", "Lieferschein 77\nSchrauben\nRechnung folgt separat"))
    )
    assert odds["delivery"] > odds["invoice"]
    far = "Notes of our talk.\n" + "We spoke of the garden and its trees.\n" * 30 + "The invoice comes later."
    assert odds_of(found_cues(axis, opening_of("x.pdf", far)))["invoice"] < odds["invoice"]


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 3 May 2024 at 10:00, Support <a@b.org> wrote:\n> your password is locked",
        "Am 03.05.2024 um 10:00 schrieb Support:\n> Ihr Passwort ist gesperrt",
        "-----Original Message-----\nFrom: Support\nyour password is locked",
        "Le 3 mai 2024 à 10:00, Support a écrit :\n> votre mot de passe",
        "-- \nPassword Reset Team\nAcme",
    ],
)
def test_what_a_message_quotes_is_not_its_own(quoted: str) -> None:
    text = f"I would like a refund for the order.\n\n{quoted}"
    assert told("helpdesk", "queue", text) == ["billing"]


def test_a_message_that_only_forwards_is_about_what_it_forwards() -> None:
    text = "FYI\n\n-----Original Message-----\nFrom: A\nMy laptop does not start."
    assert told("helpdesk", "queue", text) == ["hardware"]


def test_names_of_files_tell_too() -> None:
    assert told("document-type", "type", "scanned page", "2024-05_Kontoauszug.pdf") == ["statement"]
