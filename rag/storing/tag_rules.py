"""Rules that tag documents by themselves, kept in the vault: what must hold, and which tags that brings."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from rag.errors import TagRuleUnknown
from rag.storing.vault import Vault


@dataclass(frozen=True, slots=True)
class TagRule:
    """All that is given must hold; what is empty is not asked. `label` is "PRESET:QUESTION=LABEL"."""

    tags: tuple[str, ...]
    folder: str = ""  # the file lies in it or below
    collection: str = ""
    sender: str = ""  # part of the name or address that a message is from
    name: str = ""  # pattern of the document's name: *.pdf, invoice*
    words: tuple[str, ...] = ()  # words and phrases, all of them in the text
    label: str = ""
    id: int = 0

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of what is asked."""
        asked = ("folder", "collection", "sender", "name", "words", "label")
        return tuple(one for one in asked if getattr(self, one))


class TagRuleStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def all(self) -> list[TagRule]:
        """In the order in which they were added."""
        with self._vault.read() as db:
            rows = db.execute("SELECT id, spec FROM tag_rules ORDER BY id").fetchall()
        return [_rule(id_, spec) for id_, spec in rows]

    def add(self, rule: TagRule) -> TagRule:
        """Keep a rule; with its number."""
        spec = {name: value for name, value in asdict(rule).items() if name != "id"}
        with self._vault.write() as db:
            added = db.execute(
                "INSERT INTO tag_rules (spec, created) VALUES (?, ?)",
                (json.dumps(spec, ensure_ascii=False), self._clock()),
            )
        return _rule(int(added.lastrowid or 0), json.dumps(spec))

    def remove(self, rule_id: int) -> TagRule:
        """Raises `TagRuleUnknown`."""
        with self._vault.write() as db:
            row = db.execute("SELECT spec FROM tag_rules WHERE id = ?", (rule_id,)).fetchone()
            if row is None:
                raise TagRuleUnknown(rule=rule_id)
            db.execute("DELETE FROM tag_rules WHERE id = ?", (rule_id,))
        return _rule(rule_id, row[0])

    def sender(self, document_id: int) -> str:
        """Whom a message is from, as it says; of other documents, who wrote them."""
        with self._vault.read() as db:
            row = db.execute("SELECT author FROM documents WHERE id = ?", (document_id,)).fetchone()
        return str(row[0] or "") if row else ""


def _rule(id_: int, spec: str) -> TagRule:
    fields = json.loads(spec)
    return TagRule(**{**fields, "tags": tuple(fields["tags"]), "words": tuple(fields["words"]), "id": id_})
