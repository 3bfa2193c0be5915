"""What answers rested on: a row for each turn, and one for each passage, by its document's content.

A passage is kept as its place and the sha256 of its text, never the text; it goes with its document.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from engine.types import ModelStamp
from rag.storing.vault import Vault
from rag.types import DocumentState, Hit, SearchScope, Voiced
from rag.types.records import Difference, Kind, Record, Setup, Sought, Taken

if TYPE_CHECKING:
    from sqlite3 import Connection


_NOWHERE = -1  # no number of a document


class RecordStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def save(self, turn_id: int, record: Record) -> None:
        """Keep the record of a turn's answer, in place of an earlier one. A turn that is gone has none."""
        searches = record.taken.searches
        hits = [(number, hit) for number, one in enumerate(searches) for hit in one.hits]
        fields = {
            "setup": asdict(record.setup),
            "read": record.taken.read,
            "asked": record.taken.asked,
            "searches": [[one.question, one.k, len(one.hits)] for one in searches],
            "documents": sorted({hit.document for _, hit in hits}),
            "scope": asdict(record.scope),
            "seed": record.seed,
            "at_hand": record.at_hand,
            "earlier": record.earlier,
            "shared": record.taken.shared,
        }
        with self._vault.write() as db:
            db.execute("DELETE FROM records WHERE turn_id = ?", (turn_id,))
            if db.execute("SELECT 1 FROM turns WHERE id = ?", (turn_id,)).fetchone() is None:
                return
            db.execute("INSERT INTO records (turn_id, record) VALUES (?, ?)", (turn_id, _json(fields)))
            for place, (number, hit) in enumerate(hits):
                content = db.execute(
                    "SELECT sha256 FROM documents WHERE id = ?", (hit.document_id,)
                ).fetchone()
                if content is None or content[0] is None:
                    continue  # removed meanwhile
                db.execute(
                    "INSERT INTO record_passages (turn_id, place, search, sha256, passage, hit)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (turn_id, place, number, content[0], text_sha256(hit.text), _json(_without_text(hit))),
                )

    def exported(self, turn_id: int) -> dict[str, Any] | None:
        """The record of a turn as another library can take it: documents by their content, not their rows."""
        with self._vault.read() as db:
            row = db.execute("SELECT record FROM records WHERE turn_id = ?", (turn_id,)).fetchone()
            if row is None:
                return None
            fields: dict[str, Any] = json.loads(row[0])
            passages = [
                {"search": search, "sha256": content, "passage": passage, "hit": json.loads(hit)}
                for search, content, passage, hit in db.execute(
                    "SELECT search, sha256, passage, hit FROM record_passages WHERE turn_id = ?"
                    " ORDER BY place",
                    (turn_id,),
                )
            ]
            known = dict(db.execute("SELECT id, sha256 FROM documents").fetchall())
        scope = fields["scope"]
        return {
            **fields,
            "at_hand": [known.get(one) for one in fields["at_hand"]],
            "scope": {
                **scope,
                "document_id": known.get(scope["document_id"]),
                "documents": [known.get(one) for one in scope.get("documents", ())],
            },
            "passages": passages,
            "contents": list(dict.fromkeys(one["sha256"] for one in passages)),
        }

    def take(self, turn_id: int, exported: dict[str, Any]) -> None:
        """Keep for a turn of this vault what `exported` gave of one of another."""
        fields = {name: value for name, value in exported.items() if name not in ("passages", "contents")}
        scope = fields["scope"]
        with self._vault.write() as db:
            among = scope.get("documents", ())
            contents = (*fields["at_hand"], *among, scope["document_id"])
            here = {content: _document(db, content) for content in contents}
            fields["at_hand"] = [here[one] for one in fields["at_hand"] if here[one] is not None]
            fields["scope"] = {
                **scope,
                "document_id": here[scope["document_id"]],
                # One that is not here is none of this library's: nothing is asked of another in its place.
                "documents": [_NOWHERE if here[one] is None else here[one] for one in among],
            }
            db.execute("INSERT INTO records (turn_id, record) VALUES (?, ?)", (turn_id, _json(fields)))
            db.executemany(
                "INSERT INTO record_passages (turn_id, place, search, sha256, passage, hit)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (turn_id, place, one["search"], one["sha256"], one["passage"], _json(one["hit"]))
                    for place, one in enumerate(exported["passages"])
                ],
            )

    def scope_of(self, turn_id: int) -> SearchScope | None:
        """What the answer of a turn was asked of; None where nothing is kept of it."""
        with self._vault.read() as db:
            row = db.execute("SELECT record FROM records WHERE turn_id = ?", (turn_id,)).fetchone()
        return None if row is None else _scope(json.loads(row[0])["scope"])

    def has(self, turn_id: int) -> bool:
        with self._vault.read() as db:
            return db.execute("SELECT 1 FROM records WHERE turn_id = ?", (turn_id,)).fetchone() is not None

    def of(self, turn_id: int) -> tuple[Record, tuple[Difference, ...]] | None:
        """The record of a turn with its passages as the documents hold them now, and what of them is not as
        it was; None where there is none.
        """
        with self._vault.read() as db:
            row = db.execute("SELECT record FROM records WHERE turn_id = ?", (turn_id,)).fetchone()
            if row is None:
                return None
            fields: dict[str, Any] = json.loads(row[0])
            hits: list[list[Hit]] = [[] for _ in fields["searches"]]
            there: set[str] = set()
            changed: set[str] = set()
            for number, content, passage, text in db.execute(
                "SELECT search, sha256, passage, hit FROM record_passages WHERE turn_id = ? ORDER BY place",
                (turn_id,),
            ).fetchall():
                hit = _hit(json.loads(text))
                found = _now(db, hit, content)
                if found is not None and text_sha256(found.text) == passage:
                    hits[number].append(found)
                    there.add(hit.document)
                elif _document(db, content) is not None:
                    changed.add(hit.document)
            lost = [name for name in fields["documents"] if name not in there | changed]
            differs = [
                *(Difference(Kind.PASSAGE_CHANGED, name) for name in sorted(changed)),
                *(Difference(_lost(db, name), name) for name in lost),
            ]
        differs += [Difference(Kind.SHARED, name) for name in fields.get("shared", ())]
        short = any(len(found) < count for (*_, count), found in zip(fields["searches"], hits, strict=True))
        if short and not differs:  # one of two documents of a name
            differs = [Difference(Kind.DOCUMENT_GONE)]
        searches = [
            Sought(question, k, tuple(found))
            for (question, k, _), found in zip(fields["searches"], hits, strict=True)
        ]
        setup = fields["setup"]
        model = ModelStamp(**setup["model"]) if setup["model"] else None
        taken = Taken(
            tuple(fields["read"]), tuple(searches), fields["asked"], tuple(fields.get("shared", ()))
        )
        record = Record(
            Setup(**{**setup, "model": model}),
            taken,
            _scope(fields["scope"]),
            fields["seed"],
            tuple(fields["at_hand"]),
            fields["earlier"],
        )
        return record, tuple(differs)


def _scope(fields: dict[str, Any]) -> SearchScope:
    return SearchScope(**{**fields, "documents": tuple(fields.get("documents", ()))})


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _without_text(hit: Hit) -> dict[str, Any]:
    fields = asdict(hit)
    del fields["text"]
    return fields


def _hit(fields: dict[str, Any]) -> Hit:
    """The inverse of `_without_text`."""
    voices = tuple(Voiced(*one) for one in fields.get("voices", ()))
    return Hit(**{**fields, "voices": voices}, text="")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _document(db: Connection, content: str | None) -> int | None:
    """The READY document of this content."""
    row = db.execute(
        "SELECT id FROM documents WHERE sha256 = ? AND state = ? ORDER BY id LIMIT 1",
        (content, DocumentState.READY),
    ).fetchone()
    return None if row is None else int(row[0])


def _now(db: Connection, hit: Hit, content: str) -> Hit | None:
    """The passage as it stands in a document of this content now."""
    document = _document(db, content)
    row = db.execute(
        "SELECT body FROM passages WHERE document_id = ? AND start = ? AND end = ? AND key IS ?",
        (document, hit.start, hit.end, hit.key),
    ).fetchone()
    return None if row is None or document is None else replace(hit, document_id=document, text=row[0])


def _lost(db: Connection, name: str) -> Kind:
    """How a document came to hold no passage of a record any more."""
    again = db.execute(
        "SELECT 1 FROM documents WHERE name = ? AND state = ?", (name, DocumentState.READY)
    ).fetchone()
    return Kind.DOCUMENT_GONE if again is None else Kind.DOCUMENT_CHANGED
