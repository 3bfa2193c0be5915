"""From pieces to sentences: what is optional leaves nothing behind, each has all that it rests on."""

from __future__ import annotations

import pytest

from rag.drafting.pieces import LEFT_OUT, UNSAID, Origin, Piece, told
from rag.types import Citation, Support

CITED = Citation(1, "a.txt", 1, "", 3, 9, "1 May")
OTHER = Citation(1, "a.txt", 2, "", 30, 39, "3 months")


def _text(*pieces: Piece) -> str:
    return "".join(one.before + one.text for one in told(pieces))


@pytest.mark.parametrize(
    ("before", "behind", "said"),
    [
        ("A\nOur reference: ", "\nB", "A\nB"),
        ("A\n\n", "\n\nB", "A\n\nB"),
        ("", ", 1 May", "1 May"),
        ("We thank you ", ".", "We thank you."),
        ("Reference ", " and more", "Reference and more"),
    ],
)
def test_what_is_not_said_leaves_nothing_behind(before: str, behind: str, said: str) -> None:
    assert _text(Piece(before), Piece(UNSAID), Piece(behind)) == said


def test_a_sentence_whose_part_is_left_out_stays() -> None:
    assert _text(Piece("Dear all: we come. "), Piece(LEFT_OUT), Piece(" Bye.")) == "Dear all: we come. Bye."


def test_a_sentence_carries_the_places_of_all_its_pieces() -> None:
    found = told(
        [
            Piece("It is due on "),
            Piece("1 May", Origin.DOCUMENTS, (CITED,)),
            Piece(" and ends after "),
            Piece("3 months", Origin.DOCUMENTS, (OTHER, CITED)),
            Piece(". Regards"),
        ]
    )
    assert [one.text for one in found] == ["It is due on 1 May and ends after 3 months.", "Regards"]
    assert found[0].citations == (CITED, OTHER)
    assert (found[0].support, found[0].origin) == (Support.SUPPORTED, Origin.DOCUMENTS)
    assert (found[1].support, found[1].citations) == (Support.NEUTRAL, ())


def test_what_a_person_adds_to_a_sentence_is_not_borne_out_by_the_documents() -> None:
    (found,) = told(
        [
            Piece("Pay ", Origin.TEMPLATE),
            Piece("9 €", Origin.PERSON),
            Piece(" by "),
            Piece("1 May", Origin.DOCUMENTS, (CITED,)),
        ]
    )
    assert (found.support, found.citations) == (Support.NEUTRAL, (CITED,))


def test_lines_end_sentences() -> None:
    assert [one.text for one in told([Piece("Ms Adler\n5 High St\n\nDear Ms Adler,")])] == [
        "Ms Adler",
        "5 High St",
        "Dear Ms Adler,",
    ]
