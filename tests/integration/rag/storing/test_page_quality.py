"""Which pages were read poorly, as the vault keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import DocumentInfo, Flaw, FlawKind, Page, Passage, PoorPage, Structure, TextSource

WORDS = Flaw(FlawKind.WORDS, 0.42)
LACKING = Flaw(FlawKind.LACKING, 7, ("total", "due"))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault.create(tmp_path / "vault.db", bytes(32))
    yield vault
    vault.close()


@pytest.fixture
def store(vault: Vault) -> DocumentStore:
    return DocumentStore(vault)


def kept(store: DocumentStore) -> int:
    """A READY document: the second page with words of no language, the third a poor scan, the fourth a good
    one.
    """
    id_ = store.begin("/a/b.pdf", "b.pdf", "s", 10, "")
    store.describe(id_, DocumentInfo("", 4))
    store.add_pages(
        id_,
        [
            Page(1, "Alpha", width=595.0, height=842.0),
            Page(2, "Beta gamma", width=595.0, height=842.0, flaws=(WORDS,)),
            Page(3, "Delta", TextSource.OCR, 0.61, 595.0, 842.0),
            Page(4, "Epsilon", TextSource.OCR, 0.97, 595.0, 842.0),
        ],
    )
    store.add_structure(id_, Structure((), (Passage(None, 0, 5, 1, 1, "Alpha", ""),)))
    store.finish(id_, 1.0)
    return id_


def test_what_tells_against_a_page_comes_back(store: DocumentStore) -> None:
    id_ = kept(store)
    assert store.quality.poor_pages(id_) == (
        PoorPage(2, "page 2", (WORDS,)),
        PoorPage(3, "page 3", (Flaw(FlawKind.UNSURE, 0.61),)),
    )
    assert [store.is_poor(id_, number) for number in range(1, 6)] == [False, True, True, False, False]
    assert store.get(id_).poor_pages == 2
    assert [page.flaws for page in store.pages(id_)] == [(), (WORDS,), (), ()]


def test_what_a_picture_tells_takes_the_place_of_what_it_told(store: DocumentStore) -> None:
    id_, quality = kept(store), store.quality
    assert quality.waiting() == [id_]
    assert quality.drawn_pages(id_) == [(1, 5), (2, 10)]
    quality.keep(id_, 2, 31, (LACKING, Flaw(FlawKind.INVISIBLE, 5)))
    quality.keep(id_, 2, 30, (LACKING,))
    quality.keep(id_, 1, 0, ())
    quality.keep(id_, 99, 4, (LACKING,))
    assert quality.compared(id_) == {1: 0, 2: 30}
    assert quality.poor_pages(id_)[0].flaws == (LACKING, WORDS)
    quality.finish(id_)
    assert quality.waiting() == []


def test_it_goes_with_the_document(store: DocumentStore, vault: Vault) -> None:
    id_ = kept(store)
    store.quality.keep(id_, 1, 9, (LACKING,))
    store.remove(id_)
    with vault.read() as db:
        for table in ("flaws", "compared_pages"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    store.quality.keep(id_, 1, 9, (LACKING,))
    assert store.quality.poor_pages(id_) == ()
