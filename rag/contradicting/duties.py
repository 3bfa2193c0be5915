"""Statements of the same words of which one denies what the other says, and terms with two meanings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product

from rag.contradicting.inside import Clash
from rag.contradicting.pairing import Kin
from rag.contradicting.sayings import Saying
from rag.contradicting.subjects import counterparts_differ, covered
from rag.contradicting.values import Kind, agree, comparable
from rag.contradicting.wording import wording
from rag.language.concepts import folded
from rag.language.denial import denied
from rag.language.languages import english
from rag.language.words import content_stem, letters, words

_ALIKE = 0.85  # of the words of two statements, those that both have
_ORDERED = 0.85
_FEWEST = 3  # words
_COMMON = 60  # statements with one word: more of them are no help
_SURE = 0.8
_AUXILIARY = re.compile(
    r"am|is|are|was|were|be|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would"
)
_TERM = re.compile(
    r"^\W{0,3}[“\"„«‘'](?P<term>[^“”\"„«»’']{2,60})[”\"“»’']\s*(?:\([^)]{0,60}\)\s*)?(?P<rest>.{4,})$"
)


def denials(said: Sequence[Saying], kin: Kin) -> Iterator[Clash]:
    """Pairs of which one says what the other denies, of the same one, under the same condition."""
    for one, other in _alike(said, kin):
        if _without(one) != _without(other):
            continue
        if counterparts_differ(one, other) or one.years != other.years or not _values_agree(one, other):
            continue
        if not _in_order(one, other):
            continue
        if not covered(one.condition, other) or not covered(other.condition, one):
            continue
        changed = denied(one.text, one.language) ^ denied(other.text, other.language)
        shared = {content_stem(word, one.language) for word in words(one.text)}
        if changed & shared:
            subject = " ".join(unit.word for unit in one.words[:3])
            yield Clash(Kind.DUTY, one, other, _short(one), _short(other), subject, _SURE, "denied")


def definitions(said: Sequence[Saying], kin: Kin) -> Iterator[Clash]:
    """Terms that are given two meanings, in one document or in two of a matter."""
    by_term: defaultdict[str, list[tuple[Saying, str, str]]] = defaultdict(list)
    for saying in said:
        found = _TERM.match(saying.text)
        means = wording(saying.language).means.match(found["rest"]) if found else None
        if found is None or means is None or saying.amends:
            continue
        meaning = found["rest"][means.end() :].strip(" .:;,")
        if meaning and not wording(saying.language).elsewhere.search(meaning):
            by_term[letters(found["term"])].append((saying, found["term"], meaning))
    for group in by_term.values():
        for at, (one, term, meaning) in enumerate(group):
            for other, _, theirs in group[at + 1 :]:
                if one.language is not other.language or letters(meaning) == letters(theirs):
                    continue
                if one.document_id == other.document_id or kin(one.document_id, other.document_id):
                    yield Clash(Kind.DEFINITION, one, other, meaning, theirs, term, _SURE, "meaning")


def _alike(said: Sequence[Saying], kin: Kin) -> Iterator[tuple[Saying, Saying]]:
    """Pairs of statements of the same words, of which the first denies something and the second does not."""
    by_word: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, one in enumerate(said):
        whole = one.text[:1].isupper()  # not a fragment, nor an item whose stem says what is meant
        if whole and len(one.words) >= _FEWEST and not one.amends and not one.cells:
            denies = _denies(one)
            for token in one.keys:
                by_word[token][denies].append(place)
    done: set[tuple[int, int]] = set()
    for plain, denying in by_word.values():
        if len(plain) + len(denying) > _COMMON:
            continue
        for place, other in product(denying, plain):
            one, two = said[place], said[other]
            if (place, other) in done or one.language is not two.language:
                continue
            done.add((place, other))
            related = one.document_id == two.document_id or kin(one.document_id, two.document_id)
            if related and _share(one, two) >= _ALIKE:
                yield one, two


def _share(one: Saying, other: Saying) -> float:
    met = [
        sum(folded(unit.stem) in known or bool(unit.concepts & known) for unit in side)
        for side, known in ((one.words, other.keys), (other.words, one.keys))
    ]
    return sum(met) / (len(one.words) + len(other.words))


def _in_order(one: Saying, other: Saying) -> bool:
    """Whether two statements have their words in one order: paraphrases are not trusted with a "not"."""
    first, second = ([folded(unit.stem) for unit in side.words] for side in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ORDERED


def _denies(saying: Saying) -> bool:
    """Whether a statement denies what it says: not whether it speaks of "training not provided by us"."""
    language, without = saying.language, wording(saying.language).without
    said = ["", *(word.lower() for word in words(saying.text)), ""]
    for before, word, behind in zip(said, said[1:], said[2:], strict=False):
        if word == "not" and language is english() and not _AUXILIARY.fullmatch(before):
            continue
        if word in language.negators and not without.fullmatch(word) and behind not in language.harmless:
            return True
    stems = (content_stem(word, language) for word in said if word)
    return any(bool(language.forbidders) and stem.startswith(language.forbidders) for stem in stems if stem)


def _without(saying: Saying) -> bool:
    return wording(saying.language).without.search(saying.text) is not None


def _values_agree(one: Saying, other: Saying) -> bool:
    return all(
        any(comparable(value, theirs) and agree(value, theirs) for theirs in other.values)
        for value in one.values
    )


def _short(saying: Saying) -> str:
    return " ".join(saying.text.split())
