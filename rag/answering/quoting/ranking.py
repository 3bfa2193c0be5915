"""The sentences of what was found, ranked by how well each answers, before a model has read any.

A sentence is held against the question by its words and by the kind of thing that is asked for (`rating`), by
meaning, and by the place of its passage in the search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answering.quoting.correspondence import told
from rag.answering.quoting.kinds import Kind
from rag.answering.quoting.pieces import LONGEST_LIST
from rag.answering.quoting.rating import Asking
from rag.answering.quoting.standing import Ranked
from rag.answering.quoting.vocabulary import Across
from rag.grounding.citations import Quote
from rag.guarding.injection import is_order
from rag.language.likeness import Alike
from rag.language.words import letters, plain, words
from rag.types import Hit

# Set on the answers of `field_answers`' dev half; see tests/benchmarks/README.md.
_MEANING = 0.35
_SENTENCES = 60  # compared by meaning, at most
_SURE_ACROSS = 0.66
# Words of a question that tell something, where it asks for no kind of thing that could tell, too. Two that
# mean several things each tell neither: "payer en espèces" (in cash) was answered by noise that burdens
# everybody ("species", "to charge"); and one alone, "la franquicia" (what an insured bears), by excess heat.
_FEWEST = {Kind.VERDICT: 3, Kind.ANY: 2}
# Sentences that could answer. "Who must have a data protection officer?" has three words that each one of a
# chapter has.
_CROWD = 4
_RIVAL = 0.9  # of the best one's score
_LINE = "\n"
_BAR, _CELLS = "|", 2
_DIGITS = re.compile(r"\d+")
_ENDS = (".", "!")
_END = 60  # letters


def ranked(
    question: str,
    hits: Sequence[Hit],
    alike: Alike | None = None,
    said: str = "",
    across: Across | None = None,
) -> list[Ranked]:
    """The sentences of `hits`, which come best first, best first themselves.

    `question` has what a follow-up takes for granted, `said` only what it says itself, which counts more.
    Without `alike`, and where it gives None, words alone decide. `across`: the hits are in other languages
    than the question.
    """
    asking = Asking(question, said, hits, across)
    if not asking.pieces:
        return []
    found = [asking.rank(piece) for piece in asking.pieces]
    if asking.kind is Kind.LIST:
        found += asking.whole(hits)
    found.sort(key=lambda one: -one.score)
    found = _by_meaning(question, found[:_SENTENCES], alike)
    if across is not None:
        found = [_across(one, across, asking.telling) for one in found]
    able = {
        _likeness(one.quote.text) for one in found if one.answers and one.score >= _RIVAL * found[0].score
    }
    found = _plainest_row(found)
    found = [_unfolded(found[0]), *found[1:]]
    if asking.of_letter is not None:
        found = [*told(asking.of_letter, asking.names, hits), *found]
    return found if len(able) <= _CROWD else [replace(one, decides=False) for one in found]


def _across(one: Ranked, across: Across, telling: int) -> Ranked:
    """A sentence in another language answers only where its words do, and where documents in the question's
    own language may be asked about, only one that has nearly all of its words.
    """
    told = one.heard and (across.named or (one.all_heard and one.share >= _SURE_ACROSS))
    fewest = _FEWEST.get(one.kind, 0)
    told = told and (across.named or telling >= fewest)
    return one if told and one.kind is not Kind.DEFINITION else replace(one, decides=False)


def _plainest_row(found: list[Ranked]) -> list[Ranked]:
    """With the row of a table first that says no more than another which says as much of the question: the
    "burial" of an urn grave is not that "in the urn niche", however near that sounds.
    """
    best, label = found[0], _label(found[0])
    if not label:
        return found
    for one in found[1:]:
        other = _label(one)
        if other and other < label and one.fits and (one.share, one.own) >= (best.share, best.own):
            best, label = one, other
    return [best, *(one for one in found if one is not best)]


def _label(one: Ranked) -> frozenset[str]:
    """The words of the first cell of a row; none of what is no row."""
    cells = one.quote.text.strip().split(_BAR)
    return frozenset(words(cells[1].lower())) if len(cells) > _CELLS and not cells[0] else frozenset()


def _unfolded(one: Ranked) -> Ranked:
    """With what it heads, of a heading: "Annex: what the charges are made of" says nothing by itself."""
    hit, text = one.quote.hit, one.quote.text.strip()
    behind = hit.text[one.quote.end :]
    heads = _LINE not in text and text[-1:] not in _ENDS and behind.startswith(_LINE * 2)
    heads = heads and not is_order(plain(behind))
    if not (heads and letters(text) in letters(hit.section) and len(hit.text) <= LONGEST_LIST):
        return one
    return replace(one, quote=Quote(hit, one.quote.start, len(hit.text.rstrip())))


def _likeness(text: str) -> str:
    """What two editions of a sentence have in common: its end, without its figures."""
    return _DIGITS.sub("", letters(plain(text)))[-_END:]


def _by_meaning(question: str, found: list[Ranked], alike: Alike | None) -> list[Ranked]:
    cosines = None if alike is None else alike(question, [plain(one.quote.text) for one in found])
    if cosines is None:
        return found
    closer = [
        replace(one, score=one.score + _MEANING * float(near), cosine=float(near))
        for one, near in zip(found, cosines, strict=True)
    ]
    return sorted(closer, key=lambda one: -one.score)
