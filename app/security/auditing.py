"""What goes into the log of what was done, and how much of it.

What people asked, were answered and corrected is noted with its hash and its length alone, unless they chose
otherwise; so are the names of documents. Content and places of documents are told by hashes either way.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.organisation.held import refusal, rules
from app.organisation.rules import Key
from app.program import version
from engine.errors import Fault
from engine.remote.collections import Errand
from engine.remote.generator import Exchange
from engine.types import ModelStamp
from engine.workers.seal import seal_report
from rag.runs.types import Run
from rag.storing.audit import AuditStore, Entry, Head, Kind, Verdict
from rag.storing.documents import DocumentStore
from rag.storing.policies import PolicyStore
from rag.storing.records import text_sha256
from rag.types import Answer, Citation, DocumentState, Hit, SearchScope

CONTENT = "audit-content"  # the name of the choice
_ON, _OFF = "on", "off"

_log = logging.getLogger(__name__)


class Audit:
    """Methods may be called from any thread, outside of transactions. They raise `VaultError`s, but for those
    that only accompany what is done already.
    """

    def __init__(self, store: AuditStore, policies: PolicyStore, documents: DocumentStore) -> None:
        self._store = store
        self._policies = policies
        self._documents = documents
        self._refused = 0

    # --- what is kept --------------------------------------------------------------------------------------

    def entries(self, first: int = 1, last: int | None = None) -> list[Entry]:
        """The log, as it is in the file."""
        return list(self._store.entries(first, last))

    def heads(self) -> list[Head]:
        """What the file beside the vault tells of the log's end."""
        return self._store.heads()

    def verify(self) -> Verdict:
        """Whether the log is whole."""
        return self._store.verify()

    def keeps_content(self, collection: str | None = None) -> bool:
        """Whether questions, answers and names are logged word for word."""
        set_so = rules().audit_words
        if set_so is not None:
            return set_so
        return self._policies.value(CONTENT, collection) == _ON

    def keep_content(self, keep: bool, collection: str = "") -> None:
        """Choose that from now on. Raises `SetByOrganisation`."""
        if rules().audit_words not in (None, keep):
            raise refusal(Key.AUDIT_WORDS)
        value = _ON if keep else _OFF
        self._policies.choose(CONTENT, value, collection)
        self.chose(CONTENT, value, collection)

    # --- what is done --------------------------------------------------------------------------------------

    def unlocked(self) -> None:
        """The library was opened."""
        self._store.append(Kind.UNLOCKED, {"program": version()})

    def read(self, document_id: int, state: DocumentState) -> None:
        """A document was read to its end, or failed."""
        document = self._documents.get(document_id)
        content = self._documents.sha256_of(document_id)
        facts = {"state": state.value, "sha256": content, "pages": document.pages}
        self._store.append(Kind.READ, facts | self._named(document.name, document.collection))

    def removed(self, name: str, content: str | None, collection: str) -> None:
        """A document was taken out."""
        self._store.append(Kind.REMOVED, {"sha256": content} | self._named(name, collection))

    def restored(self, name: str, content: str | None, collection: str) -> None:
        """A document that had been taken out was brought back."""
        self._store.append(Kind.RESTORED, {"sha256": content} | self._named(name, collection))

    def deleted(self, name: str, content: str | None, collection: str) -> None:
        """A document that had been taken out was deleted for good."""
        self._store.append(Kind.DELETED, {"sha256": content} | self._named(name, collection))

    def corrected(self, document_id: int, page: int, line: int, text: str) -> None:
        """A person wrote another text in place of a line."""
        collection = self._documents.get(document_id).collection
        facts = {"sha256": self._documents.sha256_of(document_id), "page": page, "line": line}
        self._store.append(Kind.CORRECTED, facts | {"text": self._said(text, collection)})

    def reviewed(self, document_id: int, column: str, decision: str) -> None:
        """A person decided about a value of a table, or took that back."""
        document = self._documents.get(document_id)
        facts = {"document": self._documents.sha256_of(document_id), "decision": decision}
        self._beside(Kind.REVIEWED, facts | {"column": self._said(column, document.collection)})

    def asked(self, question: str, scope: SearchScope | None = None) -> int:
        """A question was put; returns the number of its entry. A damaged library can only be read, and its
        log no more be written: an answer is worth more there than its entry. The number is then 0.
        """
        if self._store.is_read_only:
            return 0
        self.note_refused()
        said = self._said(question, scope.collection if scope else None)
        return self._store.append(Kind.QUESTION, {"question": said}).number

    def answered(
        self,
        asked: int,
        answer: Answer,
        given: Iterable[Hit],
        model: ModelStamp | None,
        scope: SearchScope | None = None,
    ) -> Entry | None:
        """The question of an entry has its answer. `given`: the passages that it was found in. None where
        the library can only be read.
        """
        if self._store.is_read_only:
            return None
        cited = [one for sentence in answer.sentences for one in sentence.citations]
        shown = dict.fromkeys((*cited, *(one.citation for one in answer.quotes)))
        facts = {
            "question": asked,
            "answer": self._said(answer.text, scope.collection if scope else None),
            "outcome": answer.outcome.value,
            "stopped": answer.stopped,
            "model": None if model is None else {"name": model.name, "sha256": model.sha256},
            "given": [self._passage(one) for one in dict.fromkeys(given)],
            "shown": [self._place(one) for one in shown],
        }
        return self._store.append(Kind.ANSWER, facts)

    def made(self, run: Run) -> None:
        """A summary, a table, a comparison or a second look came to its end."""
        facts = {
            "run": run.id,
            "maker": run.maker,
            "state": run.state.value,
            "model": run.model,
            "documents": [
                self._documents.sha256_of(one) for one in (run.document_id, run.other_id) if one is not None
            ],
            "title": self._said(run.title, None),
        }
        self._store.append(Kind.MADE, facts)

    def exported(self, what: str, form: str, data: bytes, title: str = "") -> None:
        """Something left the library: `what` it is, in which form, and its bytes. A fault here is no reason
        to take it back, and is only told in the program's log.
        """
        facts = {"what": what, "form": form, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        self._beside(Kind.EXPORTED, facts | ({"title": self._said(title, None)} if title else {}))

    def saved(self, what: str, path: Path, title: str = "") -> None:
        """The same of a file that was written."""
        try:
            data = path.expanduser().read_bytes()
        except OSError:
            data = b""
        self.exported(what, path.suffix.lower().lstrip("."), data, title)

    def opened_outside(self, path: Path) -> None:
        """A document's file is handed to another program of this computer."""
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                size += len(block)
        facts = {"what": "document", "form": "program", "sha256": digest.hexdigest(), "bytes": size}
        self._beside(Kind.EXPORTED, facts)

    def evidence(self, what: str, content: str) -> Entry:
        """A pack of evidence was made; `content` is the sha256 of what it says."""
        return self._store.append(Kind.EVIDENCE, {"what": what, "sha256": content})

    def guarded(self, step: str, moment: str, decision: str, reasons: Sequence[str], collection: str) -> None:
        """A guard decided something of a question or an answer."""
        if self._store.is_read_only:
            return
        facts: dict[str, Any] = {
            "step": step,
            "moment": moment,
            "decision": decision,
            "reasons": list(reasons),
        }
        if collection:
            facts["collection"] = self._said(collection, collection)
        self._store.append(Kind.GUARDED, facts)

    def chose(self, name: str, value: str, collection: str = "") -> None:
        """A policy was changed."""
        facts: dict[str, Any] = {"name": name, "value": value}
        if collection:
            facts["collection"] = self._said(collection, collection)
        self._store.append(Kind.POLICY, facts)

    def collection(self, what: str, name: str, was: str = "", documents: Sequence[int] = ()) -> None:
        """Something was done with a collection: `was` is what it was called before, `documents` are those
        that it moved or whose collection is called otherwise.
        """
        facts: dict[str, Any] = {"what": what}
        if name:
            facts["collection"] = self._said(name, name)
        if was:
            facts["was"] = self._said(was, name)
        if documents:
            facts["documents"] = [self._documents.sha256_of(one) for one in documents]
        self._beside(Kind.COLLECTION, facts)

    def way(self, kind: str, *, added: bool) -> None:
        """Another way opens the library or matter from now on, in place of an earlier one of its kind, or one
        does no more.
        """
        self._beside(Kind.KEYS, {"what": "added" if added else "removed", "way": kind})

    def matter(self, what: str, matter: str, name: str = "", **facts: Any) -> None:
        """Something was done with a matter, which its id tells; a library that is only read notes nothing."""
        if self._store.is_read_only:
            return
        named = {"name": self._said(name, None)} if name else {}
        self._store.append(Kind.MATTER, {"what": what, "matter": matter} | named | facts)

    def engine(self, exchange: Exchange) -> None:
        """Something is about to go to an engine on the private network, or came of it: to where, to which
        model, how much, and never what. Raises where it cannot be written: then nothing goes.
        """
        if not exchange.prompt_tokens and exchange.ended == "end":
            return  # what the server said of itself
        facts: dict[str, Any] = {
            "host": exchange.host,
            "model": exchange.model,
            "requests": exchange.requests,
            "prompt_tokens": exchange.prompt_tokens,
        }
        if exchange.ended:
            facts |= {"generated_tokens": exchange.generated_tokens, "ended": exchange.ended}
        self._store.append(Kind.ENGINE, facts)

    def shared(self, errand: Errand) -> None:
        """The same of a server of shared collections: which passages or vectors is not told, only how many.
        Raises as `engine` does.
        """
        facts: dict[str, Any] = {"host": errand.host, "what": errand.what}
        if errand.collection:
            facts["collection"] = self._said(errand.collection, None)
        facts |= {"passages": errand.passages, "vectors": errand.vectors}
        self._store.append(Kind.SHARED, facts | ({"ended": errand.ended} if errand.ended else {}))

    def outward(self, tool: str) -> None:
        """Another program of this computer is about to be answered: by which tool, and never what it asked.
        Raises where it cannot be written: then it is not answered.
        """
        self._store.append(Kind.OUTWARD, {"tool": tool})

    def note_refused(self) -> None:
        """Note attempts to reach a network that this process refused since the last time."""
        attempts = seal_report().blocked_attempts
        if attempts > self._refused:
            self._store.append(Kind.REFUSED, {"attempts": attempts - self._refused})
            self._refused = attempts

    # --- inside --------------------------------------------------------------------------------------------

    def _beside(self, kind: Kind, facts: dict[str, Any]) -> None:
        try:
            self._store.append(kind, facts)
        except Fault as fault:
            _log.warning("not in the audit log: %s", fault.code)

    def _said(self, text: str, collection: str | None) -> dict[str, Any]:
        """Hash and length of a text, and the text itself where that was chosen."""
        facts: dict[str, Any] = {"sha256": text_sha256(text), "length": len(text)}
        return facts | {"text": text} if self.keeps_content(collection) else facts

    def _named(self, name: str, collection: str) -> dict[str, Any]:
        return {"name": self._said(name, collection)}

    def _passage(self, hit: Hit) -> dict[str, Any]:
        content = self._documents.sha256_of(hit.document_id)
        facts = {"document": content, "page": hit.page, "start": hit.start, "end": hit.end,
                 "sha256": text_sha256(hit.text)}  # fmt: skip
        return facts | ({"shared": hit.shared.server} if hit.shared else {})

    def _place(self, cited: Citation) -> dict[str, Any]:
        content = self._documents.sha256_of(cited.document_id)
        facts = {"document": content, "page": cited.page, "start": cited.start, "end": cited.end,
                 "sha256": text_sha256(cited.quote)}  # fmt: skip
        return facts | ({"shared": cited.shared.server} if cited.shared else {})
