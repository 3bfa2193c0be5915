"""Whether a row's answer tells anything."""

from __future__ import annotations

import pytest

from rag.surveying.judging import defined_terms, informs
from rag.surveying.questions import for_one

CONTRACT = (
    "This Agreement is made between uDate.com, Inc. (the “Company”) and Anthony Dunn (the “Employee”) and"
    " covers “Confidential Information”. 9. This Agreement is governed by the laws of Delaware."
    " No Solicitation. The Employee agrees not to solicit any employees of the Company for two years."
)


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
