"""An answer of three sentences: one with a source, one with two, one that nothing supports."""

from __future__ import annotations

from rag.types import Answer, Citation, Outcome, Sentence, Support

FIRST = Citation(1, "gdpr.pdf", 163, "CHAPTER IV › Article 33", 10, 60, "not later than 72 hours")
SECOND = Citation(2, "nist.pdf", 23, "3.5.8", 5, 40, "Prohibit password reuse")
TEXT = "Within 72 hours. 🙂 Reuse is prohibited. The moon is cheese."


def answer() -> Answer:
    cut = [(0, 16), (17, 39), (40, len(TEXT))]
    cited = [(FIRST,), (SECOND, FIRST), ()]
    kinds = [Support.SUPPORTED, Support.SUPPORTED, Support.UNSUPPORTED]
    sentences = tuple(
        Sentence(start, end, TEXT[start:end], kind, citations)
        for (start, end), citations, kind in zip(cut, cited, kinds, strict=True)
    )
    return Answer("How soon?", TEXT, sentences, Outcome.ANSWERED, "tiny", 1.5, 40.0)
