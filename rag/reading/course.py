"""Reading a document in several goes: what ended the reader's process on one page costs that page alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rag.types import DocumentInfo, Page

PICTURES_ENDED = "pictures not read: the reader ended at them and went on after this page"
PAGE_ENDED = "the reader ended here and went on after this page"

ATTACHMENT_ENDED = "the reader ended at it and went on after it"


@dataclass(frozen=True, slots=True)
class PageBegun:
    """A page is about to be read: where the process ends now, it is this page that ended it."""

    number: int


Step = DocumentInfo | PageBegun | Page


@dataclass(frozen=True, slots=True)
class Course:
    """Where to go on in a document, and how often the reader's process has ended on which page.

    `known`: so many pages, from the first, have been read before. `whole`: running heads are
    not set aside, as a person wished.
    """

    known: int = 0
    whole: bool = False
    ends: Mapping[int, int] = field(default_factory=dict)

    def reads_pictures(self, page: int) -> bool:
        """Whether the page's pictures are read: not where the process ended on it before."""
        return page not in self.ends

    def reads(self, page: int) -> bool:
        """Whether the page is read at all: not where it ended the process without its pictures, too."""
        return self.ends.get(page, 0) < 2

    def unknown(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The pages that have not been read before."""
        return (page for page in pages if page.number > self.known)

    def after_end(self, known: int, page: int) -> Course:
        """The course once the process has ended on a page again."""
        return replace(self, known=known, ends={**self.ends, page: self.ends.get(page, 0) + 1})


def told(steps: Iterable[Step]) -> Iterator[DocumentInfo | Page]:
    """The steps that tell something of the document."""
    return (step for step in steps if not isinstance(step, PageBegun))
