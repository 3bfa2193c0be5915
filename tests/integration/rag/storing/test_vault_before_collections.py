"""A vault of before collections had tables of their own, and collections in copies and salvaged vaults."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from damage import KEY

from rag.storing.building import build
from rag.storing.collections_schema import COLLECTIONS
from rag.storing.connecting import connect
from rag.storing.copying import copy_under
from rag.storing.documents import DocumentStore
from rag.storing.migrations import MIGRATIONS
from rag.storing.salvaging import salvage
from rag.storing.vault import Vault

OTHER = bytes(reversed(range(32)))


def test_collections_of_documents_and_folders_are_there_after_the_step(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    build(path, KEY, MIGRATIONS[: MIGRATIONS.index(COLLECTIONS)])
    with closing(connect(path, KEY)) as db:
        for number, name in enumerate(("", "Mill", "mill", "Mühle", "Mill")):
            db.execute(
                "INSERT INTO documents (name, path, collection, state, size, added)"
                " VALUES (?1, ?1, ?2, 'ready', 1, 0.0)",
                (f"{number}.txt", name),
            )
        db.execute("INSERT INTO folders (path, collection, mounted, added) VALUES ('/f', 'Barn', 0, 0.0)")
    with closing(Vault.open(path, KEY)) as vault:
        found = DocumentStore(vault).collections.all()
    assert [(one.name, one.documents) for one in found] == [
        ("Barn", 0),
        ("Mill", 2),
        ("mill", 1),
        ("Mühle", 1),
    ]
    assert len({one.tone for one in found}) == 4


def test_names_and_colours_come_along_into_copies_and_salvaged_vaults(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with closing(Vault.create(path, KEY)) as vault:
        store = DocumentStore(vault)
        store.collections.make("Empty", 5)
        store.collections.make("Mill", 6)
        store.enqueue("/a.txt", "a.txt", 1, "Mill")
        store.enqueue("/b.txt", "b.txt", 1, "Barn")
        before = [(one.name, one.tone) for one in store.collections.all()]
        copy_under(vault, tmp_path / "copy.db", OTHER)
    salvage(path, KEY, tmp_path / "salvaged.db", lambda _: True)
    for name, key in (("copy.db", OTHER), ("salvaged.db", KEY)):
        with closing(Vault.open(tmp_path / name, key)) as vault:
            store = DocumentStore(vault)
            assert [(one.name, one.tone) for one in store.collections.all()] == before, name
            assert store.collections.last() is None or name == "salvaged.db"
