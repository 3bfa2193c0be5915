"""Makes packs: what was said, the places it rests on with the pictures of their pages, and what made it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from app.chat import Chats
from app.errors import NoEvidence
from app.evidence.pack import digest_of, sha256, written
from app.exporting.records import record_of
from app.library.library import Library
from app.program import version
from app.security.auditing import Audit
from app.security.signing import Signer
from rag.layout.corrections import Correction
from rag.prompting.prompts import rules_sha256
from rag.runs.types import Report
from rag.storing.conversations import encode_answer
from rag.storing.corrections import CorrectionStore
from rag.storing.documents import DocumentStore
from rag.storing.records import RecordStore, text_sha256
from rag.types import Citation, Turn

_WIDTH = 1000  # pixels of a page's picture: a cited line can be read


class Evidence:
    """Methods may be called from any thread but the window's. They raise `VaultError`s."""

    def __init__(
        self,
        chats: Chats,
        records: RecordStore,
        documents: DocumentStore,
        corrections: CorrectionStore,
        library: Library,
        audit: Audit,
        signer: Signer,
    ) -> None:
        self._chats = chats
        self._records = records
        self._documents = documents
        self._corrections = corrections
        self._library = library
        self._audit = audit
        self._signer = signer

    def of_turn(self, turn_id: int) -> bytes:
        """The pack of a kept answer. Raises `ConversationUnknown`; `NoEvidence` where none is kept."""
        turn, earlier = self._chats.with_earlier(turn_id)
        if turn.answer is None:
            raise NoEvidence(turn=turn_id)
        answer = turn.answer
        cited = [one for sentence in answer.sentences for one in sentence.citations]
        if any(one.shared for one in (*cited, *(quote.citation for quote in answer.quotes))):
            raise NoEvidence(turn=turn_id, shared=True)  # their files are not here to be shown
        record = self._records.exported(turn_id)
        facts: dict[str, Any] = {
            "kind": "answer",
            "question": turn.question,
            "answer": json.loads(encode_answer(answer)),
            "earlier": [_told(one) for one in earlier],
            "record": record,
            "model": (record or {}).get("setup", {}).get("model"),
        }
        return self._packed(facts, [*cited, *(one.citation for one in answer.quotes)], answer.text)

    def of_run(self, report: Report) -> bytes:
        """The pack of a summary, a comparison or a table, as far as it is made."""
        cited = [
            citation
            for points in (
                *(block.points for block in report.blocks),
                *(one.points for one in report.results),
            )
            for point in points
            for citation in point.citations
        ]
        rows = record_of(report)
        run = report.run
        facts: dict[str, Any] = {
            "kind": "run",
            "question": run.title,
            "run": {"maker": run.maker, "title": run.title, "options": json.loads(run.options or "{}"),
                    "state": run.state.value, "document": run.document, "other": run.other},
            "rows": list(rows) if isinstance(rows, tuple) else [rows],
            "model": {"name": run.model} if run.model else None,
        }  # fmt: skip
        said = json.dumps(facts["rows"], ensure_ascii=False, sort_keys=True)
        return self._packed(facts, cited, said)

    def _packed(self, facts: dict[str, Any], cited: Iterable[Citation], said: str) -> bytes:
        files: dict[str, bytes] = {}
        sources: dict[str, dict[str, Any]] = {}
        quotes = []
        for one in dict.fromkeys(cited):
            content = self._documents.sha256_of(one.document_id)
            if content is None:
                continue
            sources.setdefault(content, self._source(one.document_id, content))
            pages = sorted({place.page for place in one.boxes} | {one.page})
            pictures = {page: f"pages/{content[:16]}-{page}.png" for page in pages}
            for page, name in pictures.items():
                if name not in files and (picture := self._picture(one.document_id, page)):
                    files[name] = picture
            place = {name: value for name, value in asdict(one).items() if name != "document_id"}
            drawn = {str(page): name for page, name in pictures.items() if name in files}
            quotes.append({**place, "source": content, "pictures": drawn})
        facts = {**facts, "program": version(), "rules": rules_sha256(), "said_sha256": text_sha256(said),
                 "quotes": quotes, "sources": list(sources.values())}  # fmt: skip
        proof = self._audit.evidence(facts["kind"], _content(facts))
        whole = written({**facts, "audit": asdict(proof)}, files, self._signer.sign)
        self._audit.exported("evidence", "zip", whole)
        assert digest_of(whole)
        return whole

    def _source(self, document_id: int, content: str) -> dict[str, Any]:
        document = self._documents.get(document_id)
        fixes = [_fix(one) for one in self._corrections.of(content)]
        return {"sha256": content, "name": document.name, "size": document.size, "pages": document.pages,
                "whole": self._documents.is_whole(document_id), "message": document.container is not None,
                "corrections": fixes}  # fmt: skip

    def _picture(self, document_id: int, page: int) -> bytes:
        from PIL import Image

        drawn = self._library.page_picture(document_id, page, _WIDTH)
        if drawn is None:
            return b""
        out = io.BytesIO()
        Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb).save(out, "PNG")
        return out.getvalue()


def content_of(facts: dict[str, Any]) -> str:
    """What the log notes of a pack's facts: their hash without the log's own entry."""
    kept = {name: value for name, value in facts.items() if name not in ("audit", "files", "form")}
    return _content(kept)


def _content(facts: dict[str, Any]) -> str:
    return sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))


def _told(turn: Turn) -> dict[str, Any]:
    return {
        "question": turn.question,
        "answer": json.loads(encode_answer(turn.answer)) if turn.answer else None,
    }


def _fix(one: Correction) -> dict[str, Any]:
    return asdict(one)
