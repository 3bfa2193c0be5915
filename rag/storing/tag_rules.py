"""Rules that tag documents by themselves, kept in the vault: what must hold, and which tags that brings.

Tags are kept by their numbers: a rule follows one that is called otherwise, and makes none anew that was
deleted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rag.errors import TagRuleUnknown
from rag.storing.tags import made_tag
from rag.storing.vault import Vault

if TYPE_CHECKING:
    from sqlite3 import Connection


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
    suffix: str = ""  # of the document's name, ".pdf"
    id: int = 0

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of what is asked."""
        asked = ("folder", "collection", "suffix", "sender", "name", "words", "label")
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
            return [_rule(db, id_, spec) for id_, spec in rows]

    def add(self, rule: TagRule) -> TagRule:
        """Keep a rule, and make the tags that there are not; with its number. Raises `TagInvalid`."""
        with self._vault.write() as db:
            spec = _spec(db, rule)
            added = db.execute("INSERT INTO tag_rules (spec, created) VALUES (?, ?)", (spec, self._clock()))
            return _rule(db, int(added.lastrowid or 0), spec)

    def change(self, rule: TagRule) -> TagRule:
        """Keep a rule as it is now, by its number. Raises `TagInvalid`, `TagRuleUnknown`."""
        with self._vault.write() as db:
            spec = _spec(db, rule)
            if not db.execute("UPDATE tag_rules SET spec = ? WHERE id = ?", (spec, rule.id)).rowcount:
                raise TagRuleUnknown(rule=rule.id)
            return _rule(db, rule.id, spec)

    def restore(self, rule: TagRule) -> None:
        """Bring back a rule that was removed, with its number; where that is there, nothing."""
        with self._vault.write() as db:
            db.execute(
                "INSERT OR IGNORE INTO tag_rules (id, spec, created) VALUES (?, ?, ?)",
                (rule.id, _spec(db, rule), self._clock()),
            )

    def remove(self, rule_id: int) -> TagRule:
        """Raises `TagRuleUnknown`."""
        with self._vault.write() as db:
            row = db.execute("SELECT spec FROM tag_rules WHERE id = ?", (rule_id,)).fetchone()
            if row is None:
                raise TagRuleUnknown(rule=rule_id)
            db.execute("DELETE FROM tag_rules WHERE id = ?", (rule_id,))
            return _rule(db, rule_id, row[0])

    def sender(self, document_id: int) -> str:
        """Whom a message is from, as it says; of other documents, who wrote them."""
        with self._vault.read() as db:
            row = db.execute("SELECT author FROM documents WHERE id = ?", (document_id,)).fetchone()
        return str(row[0] or "") if row else ""


def _spec(db: Connection, rule: TagRule) -> str:
    """A rule as it is kept, with the numbers of its tags, which are made where there are none."""
    told = {name: value for name, value in asdict(rule).items() if name != "id"}
    told["tags"] = [made_tag(db, name) for name in rule.tags]
    return json.dumps(told, ensure_ascii=False)


def _rule(db: Connection, id_: int, spec: str) -> TagRule:
    """A rule with the tags that are there still, as they are called now."""
    fields = json.loads(spec)
    rows = db.execute(
        "SELECT t.name FROM json_each(?) j JOIN tags t ON t.id = j.value ORDER BY j.key",
        (json.dumps(fields["tags"]),),
    )
    tags = tuple(name for (name,) in rows.fetchall())
    return TagRule(**{**fields, "tags": tags, "words": tuple(fields["words"]), "id": id_})
