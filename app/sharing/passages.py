"""A passage of the library as a shared collection holds it, and back: what its metadata are called.

What comes back is somebody else's: every field may be missing, or be anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from engine.remote.chroma import Kept, Listed, Value
from rag.reading.cleaning import clean, one_line
from rag.types import Hit, Shared

FORM = 1
LONGEST = 8000  # characters of a passage that are taken; ours are shorter
_NAME = 300  # characters of names and headings
EMBEDDER, OWNER, LIBRARY, WHOLE, MADE = (
    f"confidant.{name}" for name in ("embedder", "owner", "library", "whole", "form")
)


@dataclass(frozen=True, slots=True)
class About:
    """What a collection says of itself. `embedder` is the model of its vectors, "" where it does not say;
    `whole`: whether all that was to be published has been.
    """

    embedder: str
    owner: str
    library: str
    whole: bool

    def told(self) -> dict[str, Value]:
        """As metadata."""
        return {
            MADE: FORM,
            EMBEDDER: self.embedder,
            OWNER: self.owner,
            LIBRARY: self.library,
            WHOLE: self.whole,
        }


def about(listed: Listed) -> About:
    """What a collection says of itself."""
    told = listed.told
    return About(
        _text(told, EMBEDDER), _text(told, OWNER), _text(told, LIBRARY), told.get(WHOLE, True) is True
    )


def model_of(embedder: str) -> str:
    """The model of an embedder's name, without the precision and the form of codes, which differ between
    machines: vectors of one model in two precisions are as good as the same.
    """
    return embedder.rsplit("/", 2)[0]


def kept_of(hit: Hit, content: str) -> Kept:
    """A passage of the library as it is published; `content` is the sha256 of its file."""
    told: dict[str, Value] = {
        "document": hit.document,
        "content": content,
        "page": hit.page,
        "page_end": hit.page_end,
        "place": hit.place,
        "section": hit.section,
        "start": hit.start,
        "end": hit.end,
    }
    if hit.key is not None:
        told["key"] = hit.key
    said = "\0".join((hit.document, content, str(hit.start), str(hit.end), hit.text))
    return Kept(hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:40], hit.text, told)


def hit_from(kept: Kept, listed: Listed, server: str) -> Hit:
    """A passage of a shared collection as one that was found; its score is not known yet."""
    told, text = kept.told, clean(kept.text)[:LONGEST]
    document, start = _text(told, "document") or kept.id, told.get("start")
    place = f"{server}\0{listed.id}"
    if not isinstance(start, int) or isinstance(start, bool) or start < 0:
        # Nobody knows where it stands in its document: it counts as one by itself.
        start, place = 0, f"{place}\0{kept.id}"
    page = _number(told, "page")
    shared = Shared(server, listed.name, text, start, about(listed).owner)
    return Hit(
        passage_id=_below(f"{place}\0{kept.id}"),
        document_id=_below(f"{place}\0{_text(told, 'content')}\0{document}"),
        document=document,
        key=_text(told, "key") or None,
        page=page,
        page_end=max(page, _number(told, "page_end")),
        section=_text(told, "section"),
        start=start,
        end=start + len(text),
        score=0.0,
        text=text,
        place=_text(told, "place"),
        shared=shared,
    )


def _below(said: str) -> int:
    """A number below 0 that stands for something of another machine, the same each time."""
    return -1 - int.from_bytes(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()[:6], "big")


def _text(told: Mapping[str, Value], name: str) -> str:
    value = told.get(name)
    return one_line(value)[:_NAME] if isinstance(value, str) else ""


def _number(told: Mapping[str, Value], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 1
