"""Which request is made of the last answer or of a passage, and the pieces it is answered with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from rag.answering.composing import Said
from rag.answering.intents.ways import Ways
from rag.answering.rewriting.forms import Form, Wanted, form_wanted, kept, language_named
from rag.answering.rewriting.letters import letter
from rag.answering.rewriting.rewriter import Rewriter
from rag.language.languages import Language
from rag.types import Answer, Intent, Outcome, Quoted, SearchScope, Turn

Nearest = Callable[[str, SearchScope | None, CancelToken], Sequence[Quoted]]
Again = Callable[[Turn, Sequence[Turn], SearchScope | None, CancelToken], Answer]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, as data, and the pieces as they are made."""

    intent: Intent
    outcome: Outcome
    pieces: Iterable[Said]


class Requests:
    """Hears requests that need neither search nor question: "shorter", "in German", "write a letter"."""

    def __init__(self, rewriter: Rewriter, ways: Ways, nearest: Nearest, again: Again) -> None:
        """`nearest` finds the sentences nearest to a wish; `again` gives the answer of an earlier turn that
        keeps none.
        """
        self._rewriter = rewriter
        self._ways = ways
        self._nearest = nearest
        self._again = again

    def heard(
        self,
        intent: Intent,
        whole: str,
        language: Language,
        history: Sequence[Turn],
        scope: SearchScope | None,
        cancel: CancelToken,
    ) -> Request | None:
        """The request that `whole` makes; None where it makes none of these."""
        wanted = form_wanted(whole, language) if history else None
        # "Translate clause 4 into German" asks for the clause, whatever was answered before.
        if intent is Intent.TRANSLATE and (wanted is None or wanted.form is Form.TRANSLATED):
            return self._translation(whole, language, history, scope, cancel)
        if wanted is not None:
            return self._rewriting(wanted, language, history, scope, cancel)
        if intent is Intent.DRAFT:
            return Request(
                intent, Outcome.ACTION, letter(whole, self._nearest(whole, scope, cancel), language)
            )
        return None

    def _rewriting(
        self,
        wanted: Wanted,
        language: Language,
        history: Sequence[Turn],
        scope: SearchScope | None,
        cancel: CancelToken,
    ) -> Request:
        last = history[-1].answer or self._again(history[-1], history[:-1], scope, cancel)
        if not last.found or not kept(last.sentences):
            return Request(Intent.REWRITE, Outcome.GENERAL, [Said(language.says["nothing"])])
        pieces = self._rewriter.formed(wanted, last.sentences, cancel)
        return Request(Intent.REWRITE, last.outcome, pieces)

    def _translation(
        self,
        whole: str,
        language: Language,
        history: Sequence[Turn],
        scope: SearchScope | None,
        cancel: CancelToken,
    ) -> Request:
        target = language_named(whole) or language
        cited = self._ways.whole(whole, scope)
        if not cited and history:
            return self._rewriting(Wanted(Form.TRANSLATED, target), language, history, scope, cancel)
        cited = cited or tuple(one.citation for one in self._nearest(whole, scope, cancel)[:1])
        if not cited:
            return Request(Intent.TRANSLATE, Outcome.SILENT, [Said(language.says["silent"])])
        pieces = self._rewriter.translated(cited, target, cancel)
        return Request(Intent.TRANSLATE, Outcome.ACTION, pieces)
