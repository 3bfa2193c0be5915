"""The list of a vault, and who was found in its documents, which goes with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.storing.listed import ListedStore, Met, Rule
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


def test_a_text_is_listed_once_as_it_was_said_last(vault: Vault) -> None:
    store = ListedStore(vault)
    store.put([("person", "Jane Roe", Rule.ALWAYS), ("word", "Heron", Rule.ALWAYS)])
    store.put([("person", "jane  roe", Rule.NEVER)])

    assert [(one.sort, one.text, one.rule) for one in ListedStore(vault).rows()] == [
        ("word", "Heron", Rule.ALWAYS),
        ("person", "jane  roe", Rule.NEVER),
    ]
    taken = store.take("HERON")
    assert taken is not None
    assert taken.text == "Heron"
    assert store.take("heron") is None


def test_who_was_found_is_offered_until_listed_or_passed_over(vault: Vault) -> None:
    store = ListedStore(vault)
    store.met(1, ["Jane Roe", "John Doe", "Max Muster"])
    store.met(2, ["Jane Roe"])
    store.put([("person", "john doe", Rule.ALWAYS), ("person", "Max Muster", Rule.PASSED)])

    assert store.elsewhere() == [Met("Jane Roe", ("1.txt", "2.txt"))]
    assert store.elsewhere(2) == [Met("Jane Roe", ("1.txt",))]
    assert [one.text for one in store.rows()] == ["john doe"]


def test_who_was_found_goes_with_the_document(vault: Vault) -> None:
    store = ListedStore(vault)
    store.met(1, ["Jane Roe"])
    store.met(99, ["Nobody There"])

    with vault.write() as db:
        db.execute("DELETE FROM documents WHERE id = 1")

    assert store.elsewhere() == []


def test_what_is_found_again_takes_the_place_of_what_was_found_before(vault: Vault) -> None:
    store = ListedStore(vault)
    store.met(1, ["Jane Roe"])
    store.met(1, ["John Doe"])

    assert [one.name for one in store.elsewhere()] == ["John Doe"]
