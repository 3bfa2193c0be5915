"""Documents that a question names in other ways than their files: "JnJ", "the Supplier", "our lease"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from rag.finding.naming import MOST_ELSEWHERE, Elsewhere, Naming
from rag.language.concepts import spoken
from rag.language.word_lists import common_words
from rag.structuring.called import CalledBy, asked_keys, ours_in
from rag.types import IndexedDocument

Find = Callable[[Sequence[str]], Sequence[tuple[int, str, CalledBy]]]
"""Tells which documents may be called by some keys; see `rag.storing.called.CalledNames.find`."""

_WEIGHT = 0.6  # beside a document named in full by its file's name, 1
_OF_YEAR = 0.3  # more, for one whose file is of a year that the question names
_LEAST = 3  # letters of a name without a mark in it: "GE" is too many things
_MOST = 4  # documents of one name, or a quarter of the library; of one term no more
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def with_called(
    question: str, naming: Naming, documents: Sequence[IndexedDocument], find: Find, elsewhere: Elsewhere
) -> Naming:
    """What a question names by its files' names, with the documents it names in other ways."""
    if len(documents) < 2:
        return naming
    places = asked_keys(question)
    within = {one.id: one for one in documents}
    kinds = ours_in(question)
    named: defaultdict[str, set[IndexedDocument]] = defaultdict(set)
    whose: set[str] = set()  # keys that are names, which stand everywhere in those documents
    terms: set[str] = set()
    for id_, key, by in find([*places, *kinds]):
        if id_ not in within:
            continue
        if by is CalledBy.KIND and key in kinds:
            named[f"{key} "].add(within[id_])
        elif by is not CalledBy.KIND and key in places and _is_said(question, places[key], by):
            named[key].add(within[id_])
            (terms if by is CalledBy.TERM else whose).add(key)
    years = set(_YEAR.findall(question))
    weights, spans = dict(naming.weights), []
    for key, group in named.items():
        most = 1 if key.endswith(" ") else _MOST if key in terms else max(_MOST, len(documents) // 4)
        if len(group) > most or len(group) == len(documents):
            continue
        if key in places and elsewhere(question[slice(*places[key])], tuple(group)) > MOST_ELSEWHERE:
            continue  # "Authorised Person", which four rulebooks define and all of them use
        if key in whose:
            spans.append(places[key])
        for one in group - naming.weights.keys():
            weight = _WEIGHT + (_OF_YEAR if years & set(_YEAR.findall(one.name)) else 0.0)
            weights[one] = max(weights.get(one, 0.0), weight)
    if len(weights) == len(naming.weights):
        return naming
    return Naming(weights, naming.rest if naming.weights else _without(question, spans))


def _is_said(question: str, place: tuple[int, int], by: CalledBy) -> bool:
    """Whether words of a question are written as a name: with capitals, or such as no language has."""
    said = question[slice(*place)]
    if len(said) < _LEAST:
        return False
    if by is CalledBy.NUMBER or "&" in said or sum(one.isupper() for one in said) > 1:
        return True
    capital = said[0].isupper() and place[0] > 0
    if by is CalledBy.TERM:
        return capital
    language = spoken(question)
    common = said.lower() in common_words(language.code) or said.lower() in language.stop
    return (capital and not language.nouns_are_capital) or not common


def _without(question: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(set(spans), reverse=True):
        question = question[:start].rstrip() + " " + re.sub(r"^['’]s\b", "", question[end:]).lstrip()
    return " ".join(question.split())
