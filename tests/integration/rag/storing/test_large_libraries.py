"""What is asked of the vault for each file of thousands: no look through all of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.storing.documents import DocumentStore
from rag.storing.migrations import MIGRATIONS
from rag.storing.vault import Vault
from rag.types import Coverage, Flaw, FlawKind, Page, TextSource

KEY = bytes(32)
STEP = 11  # the schema before names and pages were indexed for this


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault.create(tmp_path / "vault.db", KEY)
    yield vault
    vault.close()


@pytest.fixture
def store(vault: Vault) -> DocumentStore:
    return DocumentStore(vault)


def added(store: DocumentStore, path: str) -> int:
    return store.enqueue(path, path.rpartition("/")[2], 1, "")


def test_namesakes_are_those_of_the_last_name_in_any_case(store: DocumentStore) -> None:
    first = added(store, "/a/2024/Invoice.txt")
    second = added(store, "/a/2025/invoice.TXT")
    others = ["my invoice.txt", "invoice.txt.txt", "invoice_txt", "nvoice.txt", "100%.txt"]
    for other in others:
        assert store.namesakes(added(store, f"/a/2025/{other}")) == ()
    assert (store.namesakes(first), store.namesakes(second)) == ((second,), (first,))
    assert [one.name for one in store.list()] == ["2024/Invoice.txt", "2025/invoice.TXT", *others]


def test_a_vault_of_before_knows_its_namesakes_and_counts_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", MIGRATIONS[:STEP])
    before = Vault.create(tmp_path / "vault.db", KEY)
    with before.write() as db:
        for id_, name in enumerate(("2024/Invoice.txt", "2025/invoice.txt", "other.txt"), 1):
            db.execute(
                "INSERT INTO documents (id, name, path, collection, state, size, added)"
                " VALUES (?, ?, ?, '', 'queued', 1, 0)",
                (id_, name, f"/a/{name}"),
            )
    before.close()
    monkeypatch.undo()
    vault = Vault.open(tmp_path / "vault.db", KEY)
    store = DocumentStore(vault)
    assert [store.namesakes(id_) for id_ in (1, 2, 3)] == [(2,), (1,), ()]
    store.add_pages(3, [Page(1, "Alpha"), Page(2, "Beta", TextSource.OCR, 0.5)])
    assert (store.get(3).coverage, store.get(3).poor_pages) == (Coverage(text=1, ocr=1), 1)
    store.remove(2)
    assert [one.name for one in store.list()] == ["Invoice.txt", "other.txt"]
    assert vault.damage() == []
    vault.close()


def test_each_row_of_a_list_has_the_counts_it_has_alone(store: DocumentStore) -> None:
    unread, words = ("picture not read: too large",), (Flaw(FlawKind.WORDS, 0.4),)
    pages = [
        [Page(1, "Alpha"), Page(2, "", TextSource.NONE), Page(3, "", TextSource.NONE, unread=unread)],
        [],
        [
            Page(1, "Alpha", flaws=(*words, Flaw(FlawKind.LACKING, 3.0))),
            Page(2, "Beta", TextSource.OCR, 0.5, flaws=words),
            Page(3, "Beta", TextSource.OCR, 0.5),
            Page(4, "Beta", TextSource.OCR, 0.99),
            Page(5, "Beta", TextSource.VISION, 0.99),
            Page(6, "", TextSource.NONE, label="b.zip: not read, damaged"),
        ],
    ]
    for number, of_one in enumerate(pages, 1):
        store.add_pages(added(store, f"/a/{number}.pdf"), of_one)
    found = store.list()
    assert [(one.coverage, one.poor_pages) for one in found] == [
        (Coverage(text=1, empty=1, failed=1), 0),
        (Coverage(), 0),
        (Coverage(text=1, ocr=3, vision=1, failed=1), 3),
    ]
    assert found == [store.get(one.id) for one in found]


def test_adding_a_file_looks_through_no_table(store: DocumentStore, vault: Vault) -> None:
    added(store, "/a/b.txt")
    asked: list[str] = []
    with vault.read() as db:
        db.set_trace_callback(asked.append)
    store.find_by_path("/a/c.txt", "")
    store.namesakes(added(store, "/a/c.txt"))
    with vault.read() as db:
        db.set_trace_callback(None)
        plans = {
            question: [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {question}")]
            for question in asked
            if question.startswith(("SELECT", "UPDATE"))
        }
    assert len(plans) >= 5
    assert {question: plan for question, plan in plans.items() if "SCAN" in " ".join(plan)} == {}
