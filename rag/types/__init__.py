"""Values of documents: what a reader gives, what the vault keeps, what an answer cites.

Offsets. A document's text is its pages' texts joined by one newline. `start` and `end` count
characters of that document text, except in `Word`, `Line` and `Heading`, which count characters of
their own page's text.
Boxes are fractions of the page, origin at the top left, so they hold at every zoom.
Page numbers are 1-based. In CSV and JSONL every row or record is a page (`PageUnit.RECORD`),
in other formats a slide, a sheet or a chapter.
"""

from __future__ import annotations

from rag.types.answers import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Citation,
    Conversation,
    PageBox,
    Sentence,
    SentenceGrounded,
    SourcesFound,
    Support,
    Turn,
)
from rag.types.library import (
    Aside,
    Coverage,
    Document,
    DocumentCoverage,
    DocumentState,
    Gap,
    Hit,
    IndexedDocument,
    PoorPage,
    SearchScope,
)
from rag.types.pages import (
    Box,
    DocumentInfo,
    Doubt,
    Flaw,
    FlawKind,
    Heading,
    Line,
    LineKind,
    OutlineItem,
    Page,
    PageUnit,
    Passage,
    ReadEvent,
    Reference,
    Section,
    Structure,
    TextSource,
    Word,
)

__all__ = [
    "Answer",
    "AnswerDelta",
    "AnswerDone",
    "AnswerEvent",
    "Aside",
    "Box",
    "Citation",
    "Conversation",
    "Coverage",
    "Document",
    "DocumentCoverage",
    "DocumentInfo",
    "DocumentState",
    "Doubt",
    "Flaw",
    "FlawKind",
    "Gap",
    "Heading",
    "Hit",
    "IndexedDocument",
    "Line",
    "LineKind",
    "OutlineItem",
    "Page",
    "PageBox",
    "PageUnit",
    "Passage",
    "PoorPage",
    "ReadEvent",
    "Reference",
    "SearchScope",
    "Section",
    "Sentence",
    "SentenceGrounded",
    "SourcesFound",
    "Structure",
    "Support",
    "TextSource",
    "Turn",
    "Word",
]
