"""Which documents a wish is about, and whether nothing else was asked with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from rag.answering.intents.wishes import inside, this
from rag.answering.quoting.naming import named_in, telling_parts
from rag.language.languages import Language
from rag.language.words import stems, words
from rag.types import Document, Intent, Wish

_POINTS = "key_points"  # the kind of a summary, of assets/summaries
_NEEDED = {
    Intent.SUMMARISE: 1, Intent.COMPARE: 2, Intent.PAGES: 1, Intent.TITLE: 1, Intent.ON_PAGE: 1,
}  # fmt: skip


def wish_of(
    intent: Intent,
    question: str,
    language: Language,
    documents: Sequence[Document],
    at_hand: Collection[int] = (),
) -> Wish:
    """What `question` is about, of `documents` that can be asked; `at_hand` are those that are open.

    Two documents are told in the order in which the question names them.
    """
    named = named_in(question, documents)
    open_ = [one for one in documents if one.id in at_hand]
    pointed = this(language).search(question)
    wanted = _NEEDED.get(intent, 0)
    meant: list[Document] = []  # by "this"
    if pointed is not None and len(open_) == 1 and len(named) != wanted:
        # "this contract" where three are called so; "compare this with the lease of 2030"
        meant = open_
        named = [*open_, *(one for one in named if one not in open_)][: max(wanted, 1)]
    elif pointed is not None and not named and len(documents) == 1:
        named = list(documents)
    if len(named) == 2:
        named = _in_order(question, named, {one.id: pointed.start() for one in meant if pointed})
    plain = len(named) == wanted > 0 and not _besides(intent, question, language, named)
    points = intent is Intent.SUMMARISE and re.search(language.wishes["points"], question, re.IGNORECASE)
    return Wish(tuple(one.id for one in named), plain, _POINTS if points else "")


def _besides(intent: Intent, question: str, language: Language, named: Sequence[Document]) -> frozenset[str]:
    """What a wish speaks of beside itself and its documents: "the termination clause of …"."""
    rest = inside(language, intent).sub(" ", question)
    rest = this(language).sub(" ", rest)
    for one in named:
        rest = re.sub(re.escape(one.name), " ", rest, flags=re.IGNORECASE)
    known = frozenset(part for one in named for part in telling_parts(one))
    known |= frozenset(stems(language.wishes["besides"], language))
    said = (word for word in words(rest) if word.lower() not in known and not set(stems(word)) <= known)
    return frozenset(stem for word in said for stem in stems(word, language)) - known


def _in_order(question: str, two: Sequence[Document], known: Mapping[int, int]) -> list[Document]:
    """Two documents as the question names them, by the words that only one of them has; `known`: where it
    points at one.
    """
    asked = question.lower()
    first, second = (telling_parts(one) for one in two)
    own = {two[0].id: first - second, two[1].id: second - first}

    def place(one: Document) -> int:
        found = [at for at in (asked.find(part) for part in (*own[one.id], one.name.lower())) if at >= 0]
        return known.get(one.id, min(found, default=len(asked)))

    return sorted(two, key=place)
