"""What only sounds like a deviation: denials, idioms, exceptions in a list, consent, titles, definitions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.vetting.judging import Judged, judged
from rag.vetting.moods import agree, moods
from rag.vetting.playbook import Stance, built_in_text, parsed
from rag.vetting.sentences import sentences_of
from rag.vetting.signs import folded

NDA = parsed(built_in_text("nda"))


def alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """All sentences as near to each other as meaning alone may find them: only what they do parts them."""
    return np.full((len(texts), 1), 1.0, np.float32)


def same(one: str, other: str) -> bool:
    return agree(moods(folded(one)), moods(folded(other)))


@pytest.mark.parametrize(
    ("said", "example"),
    [
        (
            (
                "Confidential Information shall not be used for any purpose or in any manner that"
                " would constitute a violation of any laws, including, without limitation, the"
                " export control laws."
            ),
            "Nothing prevents the Recipient from using the Confidential Information for its own products.",
        ),
        (
            (
                "Nothing in this section will preclude Employee from disclosing information"
                " in response to a subpoena."
            ),
            "A court order or subpoena does not excuse the Receiving Party from its duty of confidentiality.",
        ),
        (
            "Any term of this Agreement may be amended with the written consent of Discloser and Recipient.",
            "The Company may amend the terms of this Agreement at any time in its sole discretion.",
        ),
        (
            "Die Vereinbarung kann mit schriftlicher Zustimmung beider Parteien geändert werden.",
            "Die Gesellschaft kann die Vereinbarung jederzeit ändern.",
        ),
        (
            "Le Bénéficiaire peut céder l'accord avec le consentement écrit de la Société.",
            "La Société peut céder l'accord à tout tiers.",
        ),
        (
            "Keine Bestimmung hindert den Empfänger daran, einer Anordnung eines Gerichts zu folgen.",
            "Die Anordnung eines Gerichts befreit den Empfänger nicht von der Geheimhaltung.",
        ),
        (
            "Aucune stipulation n'empêche le Bénéficiaire de répondre à une décision de justice.",
            "Une décision de justice ne libère pas le Bénéficiaire de son obligation.",
        ),
    ],
)
def test_what_does_the_opposite_is_not_the_same(said: str, example: str) -> None:
    assert not same(said, example)


@pytest.mark.parametrize(
    ("said", "example"),
    [
        (
            "The fact that information becomes public shall not release the Recipient from its duties.",
            "A court order does not excuse the Receiving Party from its duty of confidentiality.",
        ),
        (
            "The Recipient is not obliged to return any document.",
            "The Recipient need not return or destroy the Confidential Information.",
        ),
        (
            "The Discloser may assign this Agreement without the consent of the Recipient.",
            "The Company may transfer this Agreement to whomever it chooses.",
        ),
        (
            "Der Empfänger ist nicht verpflichtet, Unterlagen zurückzugeben.",
            "Der Empfänger muss Unterlagen nicht zurückgeben.",
        ),
    ],
)
def test_what_does_the_same_is(said: str, example: str) -> None:
    assert same(said, example)


def bad(text: str, *, near: bool = False) -> list[Judged]:
    return [
        one for one in judged(NDA, text, (), alike if near else None) if one.stance is Stance.UNACCEPTABLE
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "(iv) is obtained by Receiving Party from a third party who has a right to"
            " disclose such information free of any obligation of confidentiality and who may"
            " pass it to others;"
        ),
        "b. is or becomes publicly known through no fault or act of the Recipient; or",
        (
            "Any Party may terminate this Agreement by written notice; the obligations of"
            " Receiving Party with regard to Confidential Information shall not be altered by"
            " any such early termination."
        ),
        (
            "Recipient will not file any patent applications or similar registrations of"
            " ownership on any invention that incorporates Discloser's Confidential"
            " Information and is created by Recipient."
        ),
        (
            "As used in this Agreement, the term “Confidential Information” means all"
            " information belonging to a Disclosing Party, including works, results and"
            " inventions made, and not available to a Receiving Party."
        ),
        (
            "This Non-Competition, Non-Solicitation and Confidentiality Agreement (the"
            " “Agreement”) is made by and between Target Corporation and Tina Tyler, an"
            " employee."
        ),
        (
            "NON-COMPETITION AND CONFIDENTIALITY AGREEMENT (this “Agreement”) made as of May"
            " 1 by and between the Company and the Employee."
        ),
        (
            "The Recipient's obligations specifically include not disclosing Confidential"
            " Information to persons that conduct a similar business."
        ),
    ],
)
def test_a_sentence_that_only_sounds_so_is_not_blamed(text: str) -> None:
    assert [(one.position.name, one.why) for one in bad(text)] == []


def test_an_item_of_a_list_of_exceptions_is_no_clause_by_itself() -> None:
    text = "b. is or becomes publicly known through no fault or act of the Recipient; or"
    assert [one.excepts for one in sentences_of(text)] == [True]
    assert not bad(text, near=True)
    for own in ("a) ohne Verschulden allgemein bekannt wird;", "- qu'elles étaient dans le domaine public ;"):
        assert [one.excepts for one in sentences_of(own)] == [True]
    assert [one.excepts for one in sentences_of("(a) use it only for the Purpose and tell nobody;")] == [
        False
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "The term “affiliate” as used in this Agreement shall have the meaning ascribed to such term in"
            " Rule 12b-2 of the General Rules and Regulations under the Exchange Act."
        ),
        "Capitalised terms have the meanings given to them in the Share Purchase Agreement.",
        "Der Begriff „verbundenes Unternehmen“ hat die Bedeutung, die ihm § 15 AktG gibt.",
        "Le terme « filiale » a le sens que lui donne l'article L. 233-1 du Code de commerce.",
    ],
)
def test_a_word_that_means_what_it_means_elsewhere_is_no_clause(text: str) -> None:
    assert sentences_of(text) == []


def test_a_definition_that_says_what_it_means_is_looked_at() -> None:
    said = "Confidential Information shall mean all information, whether marked or not, for ever."
    assert len(sentences_of(said)) == 1
