"""What the first question after a start would wait for: what is made once for all questions."""

from __future__ import annotations

import numpy as np

from rag.answering.cells.asking import asked_of
from rag.answering.coding import asks_for_code
from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of
from rag.answering.quoting.correspondence import asked_of_a_letter
from rag.reckoning.reckoning import reckoned

# Of no kind, so that it is held against the patterns of every kind and every language: making these took
# three quarters of the first question's time until its sources were shown.
_QUESTION = "What does the third part of the handbook say of the boiler?"  # not for people


def rehearse() -> None:
    """Take a question as far as what it wishes, so that the next finds everything made. It asks nothing of
    the library or a model, and changes nothing.
    """
    asked = bare(_QUESTION)
    reckoned(asked.whole, asked.language)
    asks_for_code(_QUESTION, asked.whole, asked.language, ())
    intent_of(_QUESTION, asked.whole, asked.language)
    asked_of(asked.whole, asked.language, _QUESTION)
    asked_of_a_letter(_QUESTION)
    none = np.empty(0, np.int64)
    np.union1d(none, none)  # loads a part of numpy
