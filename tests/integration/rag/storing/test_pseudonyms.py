"""Pseudonyms are the same in every document of a vault, and go with the last document that had them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.storing.pseudonyms import PseudonymStore
from rag.storing.vault import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault.create(tmp_path / "vault", bytes(32))
    with made.write() as db:
        for id_ in (1, 2):
            db.execute(
                "INSERT INTO documents (id, path, name, collection, size, modified, added, state)"
                " VALUES (?, ?, ?, '', 0, 0, 0, 'ready')",
                (id_, f"/{id_}.txt", f"{id_}.txt"),
            )
    yield made
    made.close()


def test_one_person_has_one_number_in_all_documents(vault: Vault) -> None:
    store = PseudonymStore(vault)

    assert store.of(1).number("name", "jane roe") == 1
    assert store.of(1).number("name", "john doe") == 2
    assert store.of(1).number("iban", "DE89") == 1
    assert store.of(2).number("name", "john doe") == 2
    assert PseudonymStore(vault).of(2).number("name", "roe") == 1


def test_a_name_that_two_people_have_is_neither_of_them(vault: Vault) -> None:
    numbers = PseudonymStore(vault).of(1)
    numbers.number("name", "jane roe")
    numbers.number("name", "peter roe")

    assert numbers.number("name", "roe") == 3


def test_nothing_stays_of_a_document_that_is_gone(vault: Vault) -> None:
    store = PseudonymStore(vault)
    store.of(1).number("name", "jane roe")
    store.of(1).number("name", "john doe")
    store.of(2).number("name", "john doe")

    with vault.write() as db:
        db.execute("DELETE FROM documents WHERE id = 1")

    with vault.read() as db:
        assert db.execute("SELECT who FROM pseudonyms").fetchall() == [("john doe",)]
