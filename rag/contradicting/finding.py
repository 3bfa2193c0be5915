"""All that some documents disagree in, each disagreement once, found document after document."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from rag.contradicting.duties import definitions, denials
from rag.contradicting.inside import Clash, clashes
from rag.contradicting.kin import Nature, common_names, kin, nature, parted
from rag.contradicting.lines import label_clashes, row_clashes
from rag.contradicting.pairing import Held, pairs
from rag.contradicting.sayings import Saying, sayings
from rag.types import Hit

Read = Callable[[int], Sequence[Hit]]
"""Gives the passages of a document. May raise `DocumentUnknown`."""

_FEW = 3  # documents of which naming them says that they are of one matter; a list of many is a stack
_KEPT = 200  # documents whose statements are held in memory


@dataclass(frozen=True, slots=True)
class _Said:
    sayings: tuple[Saying, ...]
    held: Held


class Finder:
    """Holds documents against each other. `documents` are all that are held together, in their order;
    `named`: a person named these, who knows what they have to do with each other.
    """

    def __init__(self, documents: Sequence[int], read: Read, *, named: bool = False) -> None:
        self._read = read
        self._said: OrderedDict[int, _Said] = OrderedDict()
        self._natures: dict[int, Nature] = {}
        self._common: frozenset[str] | None = None
        self._documents = tuple(documents)
        self._named = named and len(self._documents) <= _FEW

    def of(self, document_id: int, cancel: CancelToken) -> list[Clash]:
        """What a document disagrees in with itself and with those that stand before it, the surest first.

        Raises what `read` raises, and `Cancelled`.
        """
        place = self._documents.index(document_id)
        if self._common is None:
            for one in self._documents:
                cancel.raise_if_cancelled()
                self._nature(one)
            self._common = common_names(self._natures)
        kin_to = [one for one in self._documents[:place] if self._kin(one, document_id)]
        said = {one: self._all_of(one) for one in (*kin_to, document_id)}
        cancel.raise_if_cancelled()
        found = list(clashes(said[document_id].sayings))
        everything = [saying for one in said.values() for saying in one.sayings]

        def together(one: int, other: int) -> bool:
            return document_id in (one, other)  # those before it have been held against each other

        held = {one: each.held for one, each in said.items()}
        for find in (definitions, label_clashes, row_clashes, denials):
            cancel.raise_if_cancelled()
            found += find(everything, together)
        cancel.raise_if_cancelled()
        found += pairs(everything, held, together)
        return once([one for one in found if document_id in (one.left.document_id, one.right.document_id)])

    # --- inside --------------------------------------------------------------------------------------------

    def _kin(self, one: int, other: int) -> bool:
        if self._named:
            return not parted(self._natures[one], self._natures[other])
        return kin(self._natures[one], self._natures[other], self._common or frozenset())

    def _nature(self, document_id: int) -> None:
        if document_id not in self._natures:
            hits = self._read(document_id)
            self._natures[document_id] = nature(hits, hits[0].document if hits else "")

    def _all_of(self, document_id: int) -> _Said:
        if document_id not in self._said:
            hits = self._read(document_id)
            made = sayings(hits)
            days = frozenset(day for saying in made for day in saying.days)
            self._said[document_id] = _Said(
                tuple(made), Held(days, "\n".join(hit.text for hit in hits).lower())
            )
            if len(self._said) > _KEPT:
                self._said.popitem(last=False)
        return self._said[document_id]


def disagreements(documents: Mapping[int, Sequence[Hit]], cancel: CancelToken) -> list[Clash]:
    """What documents, given by their passages, disagree in, within one and between two, the surest first.

    Raises `Cancelled`.
    """
    finder = Finder(tuple(documents), documents.__getitem__)
    return once([clash for one in documents for clash in finder.of(one, cancel)])


def once(found: Sequence[Clash]) -> list[Clash]:
    """Each disagreement once: of a pair of statements, and of a pair of values in many places, the surest."""
    kept: list[Clash] = []
    places: set[tuple[tuple[int, int], ...]] = set()
    values: set[tuple[object, ...]] = set()
    for one in sorted(found, key=lambda each: -each.confidence):
        place = tuple(sorted((one.left.place, one.right.place)))
        sides = sorted(((one.left.document_id, one.left_value), (one.right.document_id, one.right_value)))
        value = (one.kind, one.reason, *sides)
        if place in places or value in values:
            continue
        places.add(place)
        values.add(value)
        kept.append(one)
    return kept
