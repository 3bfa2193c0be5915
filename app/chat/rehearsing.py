"""What the first question after a start would wait for: what is made once for all questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from rag.answering.cells.asking import asked_of
from rag.answering.coding import asks_for_code
from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of
from rag.answering.quoting.correspondence import asked_of_a_letter
from rag.answering.quoting.ranking import ranked
from rag.answering.rewriting.forms import form_wanted
from rag.language.concepts import spoken
from rag.reckoning.reckoning import reckoned
from rag.structuring.called import asked_keys, ours_in
from rag.types import Hit

# Of no kind, so that it is held against the patterns of every kind and every language: making these took
# three quarters of the first question's time until its sources were shown.
_QUESTION = "What does the third part of the handbook say of the boiler?"  # not for people
_KINDS = ("Who mended the boiler?", "When was it mended?", "How much does it cost?")  # not for people
_PASSAGE = "It was mended on 3 May 2021 by Miller Ltd for 1,200 euros in 2 weeks."  # not for people

_REST = 0.005  # seconds: the window waits for Python as long as all else that is made takes turns with it


def rehearse() -> None:
    """Take a question as far as the sentences of a passage that answer it, so that the next finds everything
    made. It asks nothing of the library or a model, changes nothing, and lets others come in between.
    """
    for step in _steps():
        step()
        time.sleep(_REST)


def _steps() -> Iterator[Callable[[], object]]:
    passage = [Hit(0, 0, "", None, 1, 1, "", 0, len(_PASSAGE), 1.0, _PASSAGE)]
    yield lambda: spoken(_QUESTION)
    asked = bare(_QUESTION)
    yield lambda: reckoned(asked.whole, asked.language)
    yield lambda: asks_for_code(_QUESTION, asked.whole, asked.language, ())
    yield lambda: intent_of(_QUESTION, asked.whole, asked.language)
    yield lambda: form_wanted(asked.whole, asked.language)
    yield lambda: asked_of(asked.whole, asked.language, _QUESTION)
    yield lambda: asked_of_a_letter(_QUESTION)
    yield lambda: asked_keys(_QUESTION)
    yield lambda: ours_in(_QUESTION)
    for question in (_QUESTION, *_KINDS):
        yield partial(ranked, question, passage)
    none = np.empty(0, np.int64)
    yield lambda: np.union1d(none, none)  # loads a part of numpy
