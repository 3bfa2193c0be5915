"""A question about many documents, put to one."""

from __future__ import annotations

import pytest

from rag.surveying.questions import for_one, says_otherwise


@pytest.mark.parametrize(
    ("asked", "put"),
    [
        (
            "Which of these contracts are governed by New York law?",
            "Is this contract governed by New York law?",
        ),
        ("Which contracts contain a penalty clause?", "Does this contract contain a penalty clause?"),
        ("which agreement has a cap on liability", "Does this agreement have a cap on liability?"),
        ("Which of my leases can be ended early?", "Can this lease be ended early?"),
        ("Which policies mention encryption?", "Does this policy mention encryption?"),
        ("Which of the documents do not name a date?", "Does this document not name a date?"),
        ("Which documents expire in 2024?", "Does this document expire in 2024?"),
    ],
)
def test_which_of_these_becomes_a_question_of_yes_or_no(asked: str, put: str) -> None:
    assert for_one(asked).question == put
    assert for_one(asked).sorting


@pytest.mark.parametrize(
    ("asked", "put"),
    [
        ("What does each document say about breaches?", "What does this document say about breaches?"),
        ("What do these contracts say about breaches?", "What does this contract say about breaches?"),
        ("Who are the parties of every agreement?", "Who are the parties of this agreement?"),
        ("What do all of the policies require?", "What does this policy require?"),
        ("Within how many hours is a breach notified?", "Within how many hours is a breach notified?"),
        ("Which state's law governs this agreement?", "Which state's law governs this agreement?"),
        ("Which law governs the contract?", "Which law governs the contract?"),
    ],
)
def test_each_and_these_become_this(asked: str, put: str) -> None:
    assert for_one(asked).question == put
    assert not for_one(asked).sorting


def test_another_name_than_the_one_asked_for_is_another_answer() -> None:
    put = for_one("Which of these contracts are governed by the laws of New York?")
    delaware = "This Agreement is governed by the laws of the State of Delaware."
    york = "This Agreement is governed by the laws of the State of New York."
    assert says_otherwise(put, delaware, delaware)
    assert not says_otherwise(put, york, york)
    assert says_otherwise(put, "No, it is not.", york)
    assert not says_otherwise(put, "Nobody may assign it under New York law.", york)
    assert not says_otherwise(for_one("What law governs in New York?"), delaware, delaware)
