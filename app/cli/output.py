"""What commands write: JSON rows, whose shapes are a contract (see README), and lines for people."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from dataclasses import asdict
from typing import Any, TextIO

from app.words.messages import notice_for, notice_of
from engine.errors import Fault
from rag.types import Answer, Box, Citation, Document, DocumentState, Hit, Page, Sentence, Support

Row = dict[str, Any]


class Output:
    """Results go to one stream, one JSON object or paragraph each; everything else to the other."""

    def __init__(self, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self.out = out or sys.stdout
        self.err = err or sys.stderr

    def row(self, row: Row) -> None:
        """Write one JSON line at once, so that a reader of a pipe need not wait for the last."""
        self.out.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.out.flush()

    def text(self, text: str = "") -> None:
        self.out.write(text + "\n")
        self.out.flush()

    def note(self, text: str) -> None:
        """Something for the person at the terminal, not part of the result."""
        self.err.write(text + "\n")
        self.err.flush()

    def abandon(self) -> None:
        """Nobody reads the results any more: say no more, also not at exit."""
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 — a device, and its descriptor is wanted
            os.dup2(nowhere.fileno(), self.out.fileno())

    def refuse(self, fault: BaseException) -> None:
        notice = notice_of(fault)
        self.note(f"{notice.title}. {notice.sentence}\n{notice.remedy}")


def error_row(fault: Fault) -> Row:
    """`{code, message}` as rows carry it."""
    return _error(fault.code, fault.facts)


def _error(code: str, facts: Any) -> Row:
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
        "coverage": {"text": 0, "ocr": 0, "vision": 0, "empty": 0, "failed": 0},
        "error": error_row(fault),
    }


def library_row(document: Document) -> Row:
    return {
        "id": document.id,
        **document_row(document),
        "path": document.path,
        "title": document.title,
        "collection": document.collection,
        "size": document.size,
        "added": round(document.added, 3),
    }


def hit_row(hit: Hit) -> Row:
    return {
        "document": hit.document,
        "key": hit.key,
        "page": hit.page,
        "section": hit.section,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 6),
        "text": hit.text,
    }


def answer_row(answer: Answer, row_id: Any = None) -> Row:
    return {
        "id": row_id,
        "question": answer.question,
        "sentences": [_sentence_row(sentence) for sentence in answer.sentences],
        "found": answer.found,
        "model": answer.model,
        "seconds": round(answer.seconds, 3),
        "tokens_per_second": round(answer.tokens_per_second, 2),
    }


def unanswered_row(question: str, row_id: Any, fault: Fault) -> Row:
    """Of `ask`, for a question whose answer failed."""
    empty = Answer(question, "", (), found=False, model="", seconds=0.0, tokens_per_second=0.0)
    return {**answer_row(empty, row_id), "error": error_row(fault)}


def page_row(page: Page) -> Row:
    """Of `read`. Without lines of its own, as in a record, a page is one line."""
    lines = [
        {
            "text": line.text,
            "kind": line.kind.value,
            "box": _box(line.box),
            "confidence": line.confidence,
        }
        for line in page.lines
    ] or [
        {"text": text, "kind": "printed", "box": None, "confidence": page.confidence}
        for text in page.text.splitlines()
    ]
    return {"page": page.number, "source": page.source.value, "confidence": page.confidence, "lines": lines}


def paragraph(text: str, indent: str = "") -> str:
    """Text wrapped to the terminal's width."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 110))
    return textwrap.fill(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)


def place_of(found: Hit | Citation) -> str:
    """Where a passage stands, for people."""
    place = found.place or f"page {found.page}"
    return f"{found.document}, {place}" + (f", {found.section}" if found.section else "")


def _sentence_row(sentence: Sentence) -> Row:
    return {
        "text": sentence.text,
        "supported": sentence.support is Support.SUPPORTED,
        "citations": [citation_row(citation) for citation in sentence.citations],
    }


def citation_row(citation: Citation) -> Row:
    """A cited place, as every command writes it."""
    return {
        "document": citation.document,
        "page": citation.page,
        "section": citation.section,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _box(box: Box | None) -> list[float] | None:
    return None if box is None else [round(side, 5) for side in (box.x0, box.y0, box.x1, box.y1)]
