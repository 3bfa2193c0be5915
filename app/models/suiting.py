"""Whether another embedder would find more in the languages that a library is written in."""

from __future__ import annotations

from collections.abc import Mapping

from app.models.choosing import Shelf
from engine.cosines import CosineScale
from engine.provision.catalogue import CatalogueModel

# Of a library's documents, those in languages that the embedder hardly tells apart. Fewer are found by their
# words, and new vectors for the whole library would cost more than they bring.
_SHARE = 0.25


def poorly_served(scale: CosineScale, written: Mapping[str, int]) -> dict[str, int]:
    """Of the languages in which so many documents are written, those that matter and in which the embedder
    hardly tells what is related; most documents first.
    """
    poor = {code: number for code, number in written.items() if number and not scale.separates(code)}
    if sum(poor.values()) < _SHARE * sum(written.values()):
        return {}
    return dict(sorted(poor.items(), key=lambda one: (-one[1], one[0])))


def better(shelf: Shelf) -> CatalogueModel | None:
    """Of the embedders for many languages that the memory carries, one that is there, else the first."""
    fitting = [one for one in shelf.known.models if one.multilingual and shelf.fits(one)]
    return min(fitting, key=lambda one: not one.installed(shelf.folder), default=None)
