"""When a sentence that was ranked answers by itself, when it is only near, and when it tells of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.quoting.kinds import Kind
from rag.grounding.citations import Quote
from rag.grounding.told_rows import are_peers
from rag.language.words import plain

# Set on the answers of `field_answers`' dev half; see tests/benchmarks/README.md.
ENOUGH = 0.62  # share of the question's weight in a sentence with its headings, that answers by itself
# The same of a question for yes or no all of whose words some sentence has: that dogs are led on a leash says
# nothing of whether one may keep one, where keeping is spoken of. Of 89 such questions of `field_answers` and
# `strangers` 54 are right with .66 as without it, and 52 with .70.
_NEARLY_ALL = 0.66
_OWN = 0.34  # of it, in the sentence itself
_HALF = 0.5  # the same of a question for yes or no: that nobody may eat is not told below, of thefts
# Words that no sentence has ("kept" for "keep") may be of no weight: then the whole score has to be high.
_SURELY = 1.0
# A sentence that says it in other words: score, share of the question's words in itself, and likeness by
# meaning, any row of which is enough. A figure, a day or a place that is asked for speaks for what has one;
# where nothing is asked for that could, the rest has to say more. Of two libraries with 240 questions that
# nobody here had made, 108 were answered without a model before these rows, 138 with them; false 13 and 5.
_TOLD = ((_SURELY, 0.45, 0.45), (0.97, 0.2, 0.5))
_BY_MEANING = {
    Kind.AMOUNT: _TOLD,
    Kind.DURATION: _TOLD,
    Kind.DATE: _TOLD,
    Kind.PLACE: _TOLD,
    Kind.IDENTIFIER: _TOLD,
    Kind.LIST: ((_SURELY, 0.45, 0.45),),
    Kind.REASON: ((_SURELY, 0.45, 0.45),),
    Kind.DEFINITION: ((_SURELY, 0.45, 0.45), (_SURELY, 0.3, 0.7)),
    Kind.PERSON: ((1.15, 0.45, 0.45),),
    Kind.VERDICT: ((1.1, 0.52, 0.7),),
    Kind.ANY: ((_SURELY, 0.75, 0.55), (1.15, 0.45, 0.65)),
}
_ALL, _LITTLE = 0.9, 0.18  # share and own of a sentence whose headings and document say nearly all
_NEAR = 0.34  # share from which on a sentence is worth showing as the nearest
_NEAR_KIND = 0.15  # the same, where it has the kind of thing that is asked for: a time, an amount
_LIKE = 0.45  # likeness by meaning, instead of it
_AS_GOOD = 0.97  # of the best one's score: that of another edition
_PREMISE, _LIKE_PREMISE = 0.45, 0.6  # share of its words, or likeness by meaning


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence, best first. `share`: of the question's words, by weight, in it and above it."""

    quote: Quote
    score: float
    share: float
    own: float
    cosine: float | None
    fits: bool  # it holds the kind of thing that is asked for
    names: bool  # and every name and figure of the question

    kind: Kind
    named: bool  # it has a name that the question has
    heard: bool  # no word of the question is unknown to all sentences
    all_heard: bool  # not one, whether we could have known it or not
    deed: bool  # what somebody is asked for by, "who insures", is known to some sentence
    of_another: bool = False  # it tells of another one of the kind that is asked about
    does: bool = True  # it says what somebody who is asked for does: "who pays"
    lacks: bool = False  # it has no word for a thing that the question names
    decides: bool = True  # few sentences could answer: where many hold all the words, none is the answer yet

    @property
    def answers(self) -> bool:
        """Whether it may stand as the answer."""
        if not (self.fits and self.names and self.decides and self.does) or self.of_another:
            return False
        heard = self.heard and not (self.lacks and self.kind is Kind.ANY)  # of a ticket, where a book is lost
        verdict = self.kind is Kind.VERDICT and self.all_heard
        enough, own = (_NEARLY_ALL, _HALF) if verdict else (ENOUGH, _OWN)
        if heard and self.share >= enough and self.own >= own:
            return True
        if heard and not verdict and self.share >= _ALL and self.own >= _LITTLE and self.score >= _SURELY:
            return True
        if self.cosine is None or not self.deed or self.lacks:
            return False
        if verdict:
            return False  # another sentence has the word that this one lacks
        return any(
            self.score >= score and self.own >= own and self.cosine >= like
            for score, own, like in _BY_MEANING[self.kind]
        )

    @property
    def strange(self) -> bool:
        """Whether the question has a word that no sentence has, "sublet", and no kind of answer is asked for
        by which one could be told: what a model says of it is about something else.
        """
        return not self.heard and self.kind is Kind.ANY

    @property
    def is_surely_about(self) -> bool:
        """Whether another figure in it speaks against the one that the question takes for granted."""
        return self.share >= _PREMISE or (self.cosine is not None and self.cosine >= _LIKE_PREMISE)

    @property
    def is_near(self) -> bool:
        """Whether it is about the question."""
        return (
            self.named
            or self.share >= (_NEAR if self.kind is Kind.ANY or not self.fits else _NEAR_KIND)
            or (self.cosine is not None and self.cosine >= _LIKE)
        )


def apart(best: Sequence[Ranked]) -> list[Ranked]:
    """Without what overlaps a better one: a sentence, and the same with its heading."""
    kept: list[Ranked] = []
    for one in best:
        hit, start, end = one.quote.hit, one.quote.start, one.quote.end
        if not any(
            other.quote.hit.document_id == hit.document_id
            and other.quote.hit.start + other.quote.start < hit.start + end
            and hit.start + start < other.quote.hit.start + other.quote.end
            for other in kept
        ):
            kept.append(one)
    return kept


def as_good(best: Sequence[Ranked]) -> list[int]:
    """Which of them answer together, by their places: the best one, with that of another document that says
    as much, of two editions of one contract, or with the rows of its table that are as near to what is asked:
    one crane's price is not that of every crane.
    """
    first = best[0]
    rows = [
        place
        for place, one in enumerate(best[1:], 1)
        if one.answers
        and (one.share, one.own) == (first.share, first.own)
        and one.quote.hit.document_id == first.quote.hit.document_id
        and are_peers(plain(first.quote.text), plain(one.quote.text))
    ]
    if rows:
        return [0, *rows]
    for place, one in enumerate(best[1:], 1):
        other = one.quote.hit.document_id != first.quote.hit.document_id
        if other and one.answers and one.score >= _AS_GOOD * first.score:
            return [0, place]
    return [0]
