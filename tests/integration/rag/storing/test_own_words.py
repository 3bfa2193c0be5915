"""Where the model may answer general questions by itself: a choice for each collection."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.storing.own_words import OwnWordsStore
from rag.storing.vault import Vault
from rag.types import SearchScope

CASES, NOVELS = SearchScope(collection="cases"), SearchScope(collection="novels")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault.create(tmp_path / "vault", bytes(32))
    yield made
    made.close()


def test_it_may_until_somebody_forbids_it(vault: Vault) -> None:
    store = OwnWordsStore(vault)
    assert store.allowed()
    assert store.allowed(CASES)
    store.allow(False)
    assert not store.allowed()
    assert not store.allowed(CASES)
    store.allow(True)
    assert OwnWordsStore(vault).allowed()


def test_a_collection_has_a_choice_of_its_own(vault: Vault) -> None:
    store = OwnWordsStore(vault)
    store.allow(False, "cases")
    assert not store.allowed(CASES)
    assert store.allowed(NOVELS)
    assert store.choice()
    assert not store.choice("cases")
    # The whole library holds the cases too.
    assert not store.allowed()
    assert not store.allowed(SearchScope())


def test_a_collection_may_what_the_library_does_not(vault: Vault) -> None:
    store = OwnWordsStore(vault)
    store.allow(False)
    store.allow(True, "novels")
    assert store.allowed(NOVELS)
    assert not store.allowed()
