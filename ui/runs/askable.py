"""The documents that questions can be put to, looked through once for all that is asked about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.types import Document


@dataclass(frozen=True, slots=True)
class Askable:
    """Made in a lane: of ten thousand documents it takes longer than keys may wait."""

    documents: tuple[Document, ...]
    names: Mapping[int, str]  # by the document's number, in their order
    held: Mapping[str, int]  # how many a collection has, by its name
    tagged: Mapping[str, tuple[int, ...]]  # those with a tag, by its name

    @classmethod
    def of(cls, found: Sequence[Document]) -> Askable:
        documents, tagged = tuple(found), dict[str, list[int]]()
        for one in documents:
            for tag in one.tags:
                tagged.setdefault(tag.name, []).append(one.id)
        return cls(
            documents,
            {one.id: one.name for one in documents},
            Counter(one.collection for one in documents if one.collection),
            {name: tuple(tagged[name]) for name in sorted(tagged, key=str.casefold)},
        )
