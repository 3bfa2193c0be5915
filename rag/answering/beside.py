"""What answers a question beside the documents' sentences, by rules of its own: reckoning, tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.cancel import CancelToken
from rag.answering.cells.figures import Figured
from rag.language.languages import Language
from rag.types import SearchScope

Query = Callable[[str, Language, SearchScope | None, CancelToken], Figured | None]


def _no_sum(_question: str, _language: Language) -> str | None:
    return None


def _no_table(_question: str, _language: Language, _scope: SearchScope | None, _cancel: CancelToken) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Beside:
    """`reckon`: what a question comes to that is plainly a calculation; `query`: what a table answers that
    has all that a question says. Both are None for any other question.
    """

    reckon: Callable[[str, Language], str | None] = _no_sum
    query: Query = _no_table
