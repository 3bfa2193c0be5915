"""Whether a row's answer tells anything, and which sentence is shown where there is none."""

from __future__ import annotations

import pytest

from rag.surveying.judging import defined_terms, informs, nearest
from rag.surveying.questions import Put, for_one
from rag.types import Hit

CONTRACT = (
    "This Agreement is made between uDate.com, Inc. (the “Company”) and Anthony Dunn (the “Employee”) and"
    " covers “Confidential Information”. 9. This Agreement is governed by the laws of Delaware."
    " No Solicitation. The Employee agrees not to solicit any employees of the Company for two years."
)


def hit(text: str = CONTRACT) -> Hit:
    return Hit(1, 1, "nda.pdf", None, 1, 1, "", 0, len(text), 1.0, text)


@pytest.mark.parametrize(
    ("question", "said", "tells"),
    [
        ("Which state's law governs this agreement?", "The Employee's state's law governs it.", False),
        ("Which state's law governs this agreement?", "Delaware law governs this agreement.", True),
        ("Which state's law governs this agreement?", "Delaware", True),
        ("What is confidential?", 'It is "Confidential Information".', False),
        ("Who are the parties?", "The parties are the Company and the Employee.", False),
        ("Who are the parties?", "The parties are uDate.com, Inc. and Anthony Dunn.", True),
        ("How long does the duty last?", "The duty lasts as long as the employment.", False),
        ("How long does the duty last?", "The duty lasts for two years.", True),
        ("Does this contract bind the Employee?", "Yes, this contract binds the Employee.", True),
    ],
)
def test_an_answer_that_gives_the_question_back_tells_nothing(question: str, said: str, tells: bool) -> None:
    assert informs(for_one(question), said, defined_terms(CONTRACT)) is tells


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Does this agreement forbid soliciting employees?", "solicit any employees"),
        ("For how many years may nobody solicit employees?", "two years"),
        ("Is this agreement governed by the laws of Texas?", None),
        ("What does this agreement say about penalties for lateness?", None),
        ("Anything?", None),
    ],
)
def test_the_nearest_sentence_holds_what_is_asked_for(question: str, quoted: str | None) -> None:
    found = nearest(Put(question, sorting=False), [hit()])
    if quoted is None:
        assert found is None
    else:
        assert found is not None
        assert quoted in CONTRACT[found.start : found.end]
