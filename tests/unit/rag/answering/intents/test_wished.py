"""Which documents a wish is about, and when it may be begun unasked."""

import pytest
from gui import document

from rag.answering.intents.bare import bare
from rag.answering.intents.wished import wish_of
from rag.answering.intents.wishes import intent_of
from rag.types import Intent, Wish

SHELF = [
    document(1, "orchard-lease-2019.pdf"),
    document(2, "orchard-lease-2021.pdf"),
    document(3, "letter-from-surveyor.txt"),
]


def wished(text: str, at_hand: tuple[int, ...] = (), shelf: int = 3) -> Wish:
    asked = bare(text)
    intent, language = intent_of(text, asked.whole, asked.language)
    assert intent in (Intent.SUMMARISE, Intent.COMPARE)
    return wish_of(intent, asked.whole, language, SHELF[:shelf], at_hand)


@pytest.mark.parametrize(
    "text",
    [
        "Summarise this document",
        "please summarize this contract for me",
        "Sum it up",
        "Fasse dieses Dokument zusammen",
        "Fass mir diesen Vertrag bitte kurz zusammen",
        "Résume ce document",
        "Résumez ce contrat, s'il vous plaît",
        "Resume este documento",
        "Riassumi questo documento",
        "Vat dit document samen",
        "Resume este contrato",
    ],
)
def test_this_document_is_the_open_one(text: str) -> None:
    assert wished(text, at_hand=(2,)) == Wish((2,), plain=True)


@pytest.mark.parametrize(
    "text", ["Summarise this document", "Fasse dieses Dokument zusammen", "Riassumi questo documento"]
)
def test_this_document_is_the_only_one(text: str) -> None:
    assert wished(text, shelf=1) == Wish((1,), plain=True)
    assert not wished(text).plain


@pytest.mark.parametrize(
    "text", ["Give me the key points of this document.", "Donne-moi les points clés de ce document"]
)
def test_key_points_are_a_kind_of_summary(text: str) -> None:
    assert wished(text, at_hand=(2,)) == Wish((2,), plain=True, kind="key_points")


def test_a_named_document_is_meant_whatever_lies_open() -> None:
    assert wished("Summarise the letter from the surveyor", at_hand=(1,)) == Wish((3,), plain=True)
    assert wished("Summarise orchard-lease-2021.pdf", at_hand=(1,)) == Wish((2,), plain=True)


def test_two_that_are_called_alike_are_left_to_the_person() -> None:
    assert wished("Summarise the orchard lease") == Wish((1, 2), plain=False)


@pytest.mark.parametrize(
    "text",
    [
        "Summarise the termination clause of orchard-lease-2021.pdf",
        "Give me a summary of what orchard-lease-2021.pdf says about hedges",
        "Fasse die Kündigungsfristen aus orchard-lease-2021.pdf zusammen",
    ],
)
def test_a_wish_for_a_part_is_not_begun_unasked(text: str) -> None:
    assert wished(text) == Wish((2,), plain=False)


def test_two_documents_are_compared_in_the_order_they_are_named() -> None:
    assert wished("Compare the orchard lease 2021 with the orchard lease 2019").documents == (2, 1)
    assert wished("Compare orchard-lease-2019.pdf with orchard-lease-2021.pdf") == Wish((1, 2), plain=True)
    assert wished("Compare this with the letter from the surveyor", at_hand=(2,)).documents == (2, 3)


def test_without_a_name_nothing_is_guessed() -> None:
    assert wished("Summarise my documents", at_hand=(2,)) == Wish((), plain=False)
