"""Puts together what drafts are made with: answers, the values of documents, and what says most."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from app.engines import Engines
from app.library.library import Library
from app.runs.drafts import Drafts
from app.security.guards import Guards
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.types import Task
from rag.answering.assistant import Assistant
from rag.drafting.drafter import Drafter
from rag.drafting.maker import DraftMaker
from rag.drafting.statements import statements
from rag.drafting.templates import Templates
from rag.drafting.wording import Wording
from rag.extracting.fields.extractor import FieldExtractor
from rag.prompting.quiet import OrQuiet
from rag.runs.store import RunStore
from rag.runs.types import Point
from rag.storing.documents import DocumentStore
from rag.summarising.summariser import Summariser
from rag.types import Answer, AnswerDone, Document, SearchScope


def drafting(
    engines: Engines,
    library: Library,
    store: DocumentStore,
    kept: RunStore,
    summariser: Summariser,
    templates: Path,
    guards: Guards,
) -> tuple[Drafts, DraftMaker]:
    """What asks for drafts, and what makes them; `templates` is the folder of the user's own."""
    writer = OrQuiet(engines.writing(Task.DRAFT))
    # What no document answers stays open in a draft: the model's own knowledge is not asked.
    assistant = Assistant(writer, library, store, engines.embedder, own_words=lambda _: False)

    one_at_a_time = Lock()  # a form is filled beside a run

    def ask(question: str, document: Document, seed: int | None, cancel: CancelToken) -> Answer:
        scope = SearchScope(document_id=document.id)
        with one_at_a_time:
            ended = [
                event.answer
                for event in assistant.answer(question, (), scope, cancel, seed=seed)
                if isinstance(event, AnswerDone)
            ]
        if not ended or ended[-1].stopped:
            raise Cancelled
        return ended[-1]

    def value(question: str, document: Document, cancel: CancelToken) -> tuple[Point, ...]:
        answer = ask(question, document, None, cancel)
        said = answer.sentences if answer.found else ()
        return tuple(Point(one.text, one.citations, one.support) for one in said if one.citations)

    def key_points(document: Document, cancel: CancelToken) -> tuple[Point, ...]:
        found = next(summariser.quick(document, 0, cancel), ())  # the first are the document's own words
        return found if len(found) > 1 else statements(store, document)

    drafter = Drafter(FieldExtractor(store, value), ask, key_points, Wording(writer))
    maker = DraftMaker(store, drafter, guards.draft)
    own = Templates(templates)
    return Drafts(kept, store, maker, drafter, writer, engines.embedder, own, guards.house), maker
