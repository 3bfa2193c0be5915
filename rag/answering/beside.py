"""What answers a question beside the documents' sentences, by rules of its own: sums, tables, errands."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engine.cancel import CancelToken
from rag.answering.cells.figures import Figured
from rag.answering.intents.bare import Bare
from rag.answering.intents.ways import Told
from rag.language.languages import Language
from rag.types import Intent, Outcome, SearchScope

Query = Callable[[str, Language, SearchScope | None, CancelToken], Figured | None]
Carry = Callable[[str, Language, SearchScope | None, Collection[int]], Told | None]


def _no_sum(_question: str, _language: Language) -> str | None:
    return None


def _no_table(_question: str, _language: Language, _scope: SearchScope | None, _cancel: CancelToken) -> None:
    return None


def _no_errand(
    _text: str, _language: Language, _scope: SearchScope | None, _at_hand: Collection[int]
) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Beside:
    """`reckon`: what a question comes to that is plainly a calculation; `query`: what a table answers that
    has all that a question says; `carry`: what the program is asked to do. All are None for anything else.
    """

    reckon: Callable[[str, Language], str | None] = _no_sum
    query: Query = _no_table
    carry: Carry = _no_errand

    def plainly(
        self, question: str, asked: Bare, scope: SearchScope | None, at_hand: Collection[int]
    ) -> tuple[Intent, Told] | None:
        """What is said of a question before anything is searched: what it comes to, or what is to be done.
        `at_hand`: the documents that lie open.
        """
        said = self.reckon(asked.whole, asked.language)
        if said is not None:
            return Intent.RECKON, Told(said, Outcome.GENERAL)
        errand = self.carry(question, asked.language, scope, at_hand)
        return None if errand is None else (Intent.CARRY, errand)
