"""What the first question after a start would wait for: what is made once for all questions."""

from __future__ import annotations

import numpy as np

from rag.answering.cells.asking import asked_of
from rag.answering.coding import asks_for_code
from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of
from rag.answering.quoting.correspondence import asked_of_a_letter
from rag.answering.quoting.ranking import ranked
from rag.reckoning.reckoning import reckoned
from rag.structuring.called import asked_keys, ours_in
from rag.types import Hit

# Of no kind, so that it is held against the patterns of every kind and every language: making these took
# three quarters of the first question's time until its sources were shown.
_QUESTION = "What does the third part of the handbook say of the boiler?"  # not for people
_KINDS = ("Who mended the boiler?", "When was it mended?", "How much does it cost?")  # not for people
_PASSAGE = "It was mended on 3 May 2021 by Miller Ltd for 1,200 euros in 2 weeks."  # not for people


def rehearse() -> None:
    """Take a question as far as the sentences of a passage that answer it, so that the next finds everything
    made. It asks nothing of the library or a model, and changes nothing.
    """
    asked = bare(_QUESTION)
    reckoned(asked.whole, asked.language)
    asks_for_code(_QUESTION, asked.whole, asked.language, ())
    intent_of(_QUESTION, asked.whole, asked.language)
    asked_of(asked.whole, asked.language, _QUESTION)
    asked_of_a_letter(_QUESTION)
    asked_keys(_QUESTION)
    ours_in(_QUESTION)
    for question in (_QUESTION, *_KINDS):
        ranked(question, [Hit(0, 0, "", None, 1, 1, "", 0, len(_PASSAGE), 1.0, _PASSAGE)])
    none = np.empty(0, np.int64)
    np.union1d(none, none)  # loads a part of numpy
