"""An answer that is told as the documents' own rests on them: a sentence of it cites a place."""

from __future__ import annotations

from rag.guarding.types import PASSES, Decision, Verdict
from rag.types import Answer, Support


class Grounding:
    """The last look, whatever made the answer."""

    name = "grounding"

    def question(self, text: str) -> Decision:  # noqa: ARG002 - it looks at answers alone
        return PASSES

    def so_far(self, text: str, documents: str = "") -> Decision:  # noqa: ARG002 - what it rests on is known at the end
        return PASSES

    def answer(self, answer: Answer, documents: str = "") -> Decision:  # noqa: ARG002
        if not answer.found or answer.stopped:
            return PASSES
        if not any(one.citations for one in answer.sentences):
            return Decision(Verdict.REFUSE, ("no-place",))
        if any(one.support is Support.UNSUPPORTED for one in answer.sentences):
            return Decision(Verdict.NOTE, ("unsupported-sentence",))
        return PASSES
