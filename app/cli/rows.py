"""The JSON rows of commands. Their shapes are a contract (see README)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from app.exporting.places import citation_row, shared_row
from engine.errors import Fault
from rag.language.file_names import name_of, printable
from rag.types import (
    Answer,
    Box,
    Coverage,
    Document,
    DocumentState,
    Hit,
    Outcome,
    Page,
    Quoted,
    Sentence,
    Support,
)

if TYPE_CHECKING:
    from rag.finding.asides import SetAside

Row = dict[str, Any]


def error_row(fault: Fault) -> Row:
    """`{code, message}` as rows carry it."""
    return _error(fault.code, fault.facts)


def _error(code: str, facts: Any) -> Row:
    from app.words.messages import notice_for

    notice = notice_for(code, facts)
    return {"code": code, "message": f"{notice.sentence} {notice.remedy}"}


def document_row(document: Document, name: str | None = None) -> Row:
    """Of `add` and, with more fields, of `library`."""
    failed = document.state is DocumentState.FAILED
    return {
        "document": name or document.name,
        "state": document.state.value,
        "pages": document.pages,
        "passages": document.passages,
        "seconds": round(document.seconds, 3),
        "coverage": asdict(document.coverage),
        "error": _error(document.error_code or "unknown", document.error_facts) if failed else None,
    }


def failed_row(name: str, fault: Fault) -> Row:
    """Of `add`, for a file that never came into the library."""
    return {
        "document": name,
        "state": DocumentState.FAILED.value,
        "pages": 0,
        "passages": 0,
        "seconds": 0.0,
        "coverage": asdict(Coverage()),
        "error": error_row(fault),
    }


def library_row(document: Document) -> Row:
    return {
        "id": document.id,
        **document_row(document),
        "path": printable(document.path),
        "title": document.title,
        "collection": document.collection,
        "tags": [tag.name for tag in document.tags],
        "size": document.size,
        "added": round(document.added, 3),
        "mailbox": name_of(PurePath(document.container_path)) if document.container is not None else None,
        "messages": document.held if document.is_container else None,
    }


def hit_row(hit: Hit) -> Row:
    return {
        "document": hit.document,
        "key": hit.key,
        "page": hit.page,
        "place": hit.place,
        "label": hit.label,
        "section": hit.section,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 6),
        "text": hit.text,
    }


def aside_row(found: SetAside) -> Row:
    """Of `search`: what fits of that which was set aside of pages."""
    return {"document": found.document, **asdict(found.aside)}


def answer_row(answer: Answer, row_id: Any = None, turn: int | None = None) -> Row:
    """Of `ask`; `turn` is the id of what was kept."""
    return {
        "id": row_id,
        "question": answer.question,
        "sentences": [_sentence_row(sentence, answer.outcome) for sentence in answer.sentences],
        "found": answer.found,
        "outcome": answer.outcome.value,
        "intent": answer.intent.value,
        "quotes": [_quote_row(quote) for quote in answer.quotes],
        "unread": list(answer.unread),
        "unasked": [
            {"collection": one.collection, "server": one.server, "code": one.code} for one in answer.unasked
        ],
        "first_quote_seconds": _rounded(answer.first_quote_seconds),
        "model": answer.model,
        "unsaid": answer.unsaid,
        "seconds": round(answer.seconds, 3),
        "tokens_per_second": round(answer.tokens_per_second, 2),
        "turn": turn,
        "call": _call_row(answer),
    }


def _call_row(answer: Answer) -> Row | None:
    """What the program was asked to do: a function of assets/tools.json, with its arguments."""
    errand = answer.wish.errand if answer.wish is not None else None
    return None if errand is None else {"name": errand.tool, "arguments": dict(errand.arguments)}


def unanswered_row(question: str, row_id: Any, fault: Fault) -> Row:
    """Of `ask`, for a question whose answer failed."""
    empty = Answer(question, "", (), Outcome.SILENT, model="", seconds=0.0, tokens_per_second=0.0)
    return {**answer_row(empty, row_id), "outcome": None, "error": error_row(fault)}


def page_row(page: Page) -> Row:
    """Of `read`. Without lines of its own, as in a record, a page is one line."""
    lines = [
        {
            "text": line.text,
            "kind": line.kind.value,
            "box": _box(line.box),
            "confidence": line.confidence,
            "aside": line.aside,
        }
        for line in page.lines
    ] or [
        {"text": text, "kind": "printed", "box": None, "confidence": page.confidence, "aside": False}
        for text in page.text.splitlines()
    ]
    return {"page": page.number, "source": page.source.value, "confidence": page.confidence, "lines": lines}


def _sentence_row(sentence: Sentence, outcome: Outcome) -> Row:
    return {
        "text": sentence.text,
        "supported": sentence.support is Support.SUPPORTED,
        "verdict": _verdict(sentence, outcome),
        "citations": [citation_row(citation) for citation in sentence.citations],
    }


def _verdict(sentence: Sentence, outcome: Outcome) -> str:
    if sentence.support is Support.NEUTRAL:
        return "own words"  # not for people: what rows have said since they have verdicts
    if sentence.support is Support.SUPPORTED and outcome is Outcome.CONTRADICTED:
        return "contradicted"
    return sentence.support.value


def _quote_row(quote: Quoted) -> Row:
    found = quote.citation
    shared = {"shared": shared_row(found.shared)} if found.shared else {}
    return shared | {
        "document": found.document,
        "page": found.page,
        "label": found.place or None,
        "section": found.section,
        "start": found.start,
        "end": found.end,
        "text": found.quote,
        "score": quote.score,
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _box(box: Box | None) -> list[float] | None:
    return None if box is None else [round(side, 5) for side in (box.x0, box.y0, box.x1, box.y1)]
