"""Headers and footers: each text once, on the first page that it is printed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rag.reading.margins import Margins
from rag.reading.office.word.names import RELATION, W, is_on
from rag.reading.paging import plain_page
from rag.types import Heading, Page

_STORIES = {f"{W}headerReference": "Header", f"{W}footerReference": "Footer"}


@dataclass(frozen=True, slots=True)
class SectionMargins:
    """What a section says of its headers and footers: which story, on which pages, by which relation."""

    references: tuple[tuple[str, str, str], ...] = ()
    first: bool = False  # its first page has its own

    @classmethod
    def of(cls, properties: Any) -> SectionMargins:
        """From a section's properties."""
        found = [
            (_STORIES[node.tag], node.get(f"{W}type", "default"), node.get(f"{RELATION}id", ""))
            for node in properties.iterchildren(*_STORIES)
        ]
        return cls(tuple(found), is_on(properties, "titlePg"))


def placed(
    pages: Sequence[Page],
    sections: Sequence[tuple[int, SectionMargins]],
    text_of: Callable[[str], str],
    *,
    even: bool,
) -> list[Page]:
    """The pages with what stands in their margins. `sections`: the number of the page each begins on;

    `even`: pages on the left have headers of their own; `text_of` gives the text of a relation's story.
    """
    above: dict[int, list[str]] = {}
    below: dict[int, list[str]] = {}
    told = Margins()
    current: dict[tuple[str, str], str] = {}
    for place, (page, margins) in enumerate(sections):
        current |= {(story, kind): name for story, kind, name in margins.references}
        end = sections[place + 1][0] - 1 if place + 1 < len(sections) else len(pages)
        shown = {"default": page + 1 if margins.first and end > page else page}
        if margins.first:
            shown["first"] = page
        if even:
            shown["even"] = page
        for kind in ("first", "default", "even"):
            for story in ("Header", "Footer"):
                name = current.get((story, kind)) if kind in shown else None
                text = told.said(story, text_of(name)) if name else ""
                if text:
                    side = above if story == "Header" else below
                    side.setdefault(min(shown[kind], len(pages)), []).append(text)
    return [_framed(page, above.get(page.number, []), below.get(page.number, [])) for page in pages]


def _framed(page: Page, above: list[str], below: list[str]) -> Page:
    if not above and not below:
        return page
    text = "\n\n".join(filter(None, (*above, page.text, *below)))
    by = sum(len(part) + 2 for part in above)
    headings = tuple(
        Heading(item.start + by, item.end + by, item.level, item.title) for item in page.headings
    )
    return replace(plain_page(page.number, text, headings), unread=page.unread)
