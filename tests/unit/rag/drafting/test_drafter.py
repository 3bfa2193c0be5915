"""What several drafts of one run have in common is asked once, and again in the next."""

from __future__ import annotations

from datetime import date

from fakes.generator import FakeGenerator
from gui import document

from engine.cancel import CancelToken
from rag.drafting.drafter import Drafter
from rag.drafting.giving import Asked
from rag.drafting.syntax import Length, Tone
from rag.drafting.templates import parsed_template
from rag.drafting.values import Wish
from rag.drafting.wording import Wording
from rag.extracting.fields.extractor import FieldExtractor
from rag.prompting.quiet import OrQuiet
from rag.types import Answer, Citation, Document, Outcome, Sentence, Support

CITED = Citation(1, "law.pdf", 3, "", 5, 30, "The pond is 4 m deep.")


class Asking:
    """Answers every question with the pond."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, question: str, of: Document, seed: int | None, cancel: CancelToken) -> Answer:
        self.asked.append(question)
        said = Sentence(0, 21, "The pond is 4 m deep.", Support.SUPPORTED, (CITED,))
        return Answer(question, said.text, (said,), Outcome.ANSWERED, "", 0.0, 0.0)


def _wish(row: str) -> Wish:
    template = parsed_template("{{answer: How deep is the pond?}} {{answer: Who owns {{place}}?}}", "x")
    return Wish(
        template, Asked({"place": row}), (document(),), "en", Tone.FORMAL, Length.NORMAL, date(2026, 3, 1)
    )


def test_rows_share_what_they_ask_alike_until_the_run_is_over() -> None:
    asking = Asking()
    wording = Wording(OrQuiet(FakeGenerator("")))
    drafter = Drafter(FieldExtractor(None), asking, lambda *_: (), wording)  # type: ignore[arg-type]
    for row in ("Elm", "Oak"):
        drafter.draft(_wish(row), CancelToken())
    assert asking.asked == ["How deep is the pond?", "Who owns Elm?", "Who owns Oak?"]
    drafter.forget()
    draft = drafter.draft(_wish("Elm"), CancelToken())
    assert asking.asked[3:] == ["How deep is the pond?", "Who owns Elm?"]
    assert draft.sentences[0].citations == (CITED,)
