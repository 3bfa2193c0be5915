"""Damage to the vault's file is found when it is opened, what is whole can be read and is salvaged."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from damage import DOCUMENTS, KEY, TURNS, filled, flip, rows

from rag.errors import KeyLost, VaultCorrupt, VaultDamaged
from rag.storing.building import build
from rag.storing.connecting import connect
from rag.storing.conversations import ChatStore
from rag.storing.migrations import MIGRATIONS
from rag.storing.page_proof import PAGE, damaged_pages
from rag.storing.salvaging import salvage
from rag.storing.vault import Vault


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "vault.db"
    filled(path)
    return path


@pytest.fixture
def path(tmp_path: Path, whole: Path) -> Path:
    copy = tmp_path / "home" / "vault.db"
    copy.parent.mkdir()
    shutil.copy(whole, copy)
    return copy


def test_every_bit_flip_is_found_when_it_is_opened(path: Path, whole: Path) -> None:
    size = path.stat().st_size
    found = {"read only": 0, "refused": 0}
    for number in range(60):
        offset = number * size // 60 + 7 * number % PAGE
        shutil.copy(whole, path)
        flip(path, min(offset, size - 1), number % 8)
        try:
            vault = Vault.open(path, KEY)
        except VaultCorrupt:
            found["refused"] += 1
            continue
        assert isinstance(vault.read_only, VaultDamaged), offset
        with pytest.raises(VaultDamaged), vault.write():
            pass
        assert vault.compact() == 0
        vault.forget_deleted()
        vault.close()
        found["read only"] += 1
    assert sum(found.values()) == 60
    assert found["refused"] <= 5, "the first page, and those that list the tables"


def test_what_is_whole_can_be_read(path: Path) -> None:
    size = path.stat().st_size // PAGE
    flip(path, (size - 2) * PAGE + 99)
    before = path.read_bytes()
    vault = Vault.open(path, KEY)
    assert vault.read_only is not None
    assert vault.read_only.facts["pages"] == 1
    with vault.read() as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (DOCUMENTS,)
    vault.close()
    assert path.read_bytes() == before, "nothing was written"


def test_a_damaged_salt_is_no_wrong_key(path: Path, tmp_path: Path) -> None:
    flip(path, 3)
    with pytest.raises(VaultCorrupt):
        Vault.open(path, KEY)
    with pytest.raises(KeyLost):
        salvage(path, bytes(32), tmp_path / "new.db", lambda _: True)
    found = salvage(path, KEY, tmp_path / "new.db", lambda _: True)
    assert (found.damaged, found.gaps) == (0, {})
    shutil.copy(tmp_path / "new.db", path)
    assert len(rows(path)["passages"]) == 3 * DOCUMENTS


def test_a_whole_vault_is_salvaged_whole(path: Path, tmp_path: Path) -> None:
    before = rows(path)
    target = tmp_path / "new" / "vault.db"
    target.parent.mkdir()
    found = salvage(path, KEY, target, lambda _: False)
    assert (found.damaged, found.gaps, found.orphans, found.again) == (0, {}, 0, [])
    assert rows(target) == before
    vault = Vault.open(target, KEY)
    with vault.read() as db:
        hits = db.execute("SELECT count(*) FROM passages_fts WHERE passages_fts MATCH 'heron'").fetchone()
        assert db.execute("SELECT value FROM counters WHERE name = 'passage'").fetchone() == (123,)
    assert hits == (3 * DOCUMENTS,)
    assert vault.damage() == []
    vault.close()


@pytest.mark.parametrize("there", [True, False])
def test_rows_of_whole_pages_are_salvaged_and_nothing_altered_is(
    path: Path, tmp_path: Path, there: bool
) -> None:
    before, size = rows(path), path.stat().st_size
    count = size // PAGE
    lost = total = refused = 0
    for number in range(1, count, 3):
        copy = tmp_path / "copy.db"
        shutil.copy(path, copy)
        flip(copy, number * PAGE + 50 + number)
        target = tmp_path / str(number) / "vault.db"
        target.parent.mkdir()
        try:
            found = salvage(copy, KEY, target, lambda _: there)
        except VaultCorrupt:
            refused += 1
            continue
        assert found.damaged == 1
        after = rows(target)
        for table, kept in after.items():
            told = {row for row in kept if not str(row[1]).startswith("salvaged-")}
            assert told <= before[table], "nothing is told otherwise than it was"
            if not there:  # else documents that lack something are emptied, to be read again
                lost += len(before[table]) - len(kept)
                total += len(before[table])
        assert bool(found.again) <= there
        vault = Vault.open(target, KEY)
        assert vault.read_only is None
        assert vault.damage() == []
        with vault.read() as db:
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        vault.close()
    assert refused == 0
    if not there:
        assert lost / total < 0.08, (lost, total)


def listing(path: Path) -> list[int]:
    """The pages, from 1, that list the tables, but for the first of them."""
    with closing(connect(path, KEY)) as db:
        roots = {row[0] for row in db.execute("SELECT rootpage FROM sqlite_master")}
    new = path.with_name("new.db")
    build(new, KEY, MIGRATIONS)
    with closing(connect(new, KEY)) as db:
        (count,) = db.execute("PRAGMA page_count").fetchone()
    return [number for number in range(2, count + 1) if number not in roots]


def test_the_list_of_tables_is_lent_by_a_new_vault(path: Path, tmp_path: Path) -> None:
    before, found = rows(path), listing(path)
    assert len(found) >= 3
    for lost in ([found[0]], [found[-1]], found[1:]):
        copy, target = tmp_path / "copy.db", tmp_path / str(lost) / "vault.db"
        shutil.copy(path, copy)
        target.parent.mkdir()
        for number in lost:
            flip(copy, (number - 1) * PAGE + 300)
        with pytest.raises(VaultCorrupt):
            Vault.open(copy, KEY)
        salvaged = salvage(copy, KEY, target, lambda _: False)
        assert (salvaged.damaged, salvaged.gaps, salvaged.orphans) == (len(lost), {}, 0)
        assert rows(target) == before


@pytest.mark.parametrize("steps", [1, len(MIGRATIONS) // 2])
def test_a_vault_that_grew_otherwise_is_lent_no_list_that_is_not_its_own(tmp_path: Path, steps: int) -> None:
    path = tmp_path / "vault.db"
    build(path, KEY, MIGRATIONS[:steps])
    vault = Vault.open(path, KEY)
    ChatStore(vault).create("A talk")
    vault.close()
    for number in {*listing(path), 2, path.stat().st_size // PAGE}:
        copy, target = tmp_path / "copy.db", tmp_path / str(number) / "vault.db"
        shutil.copy(path, copy)
        target.parent.mkdir()
        flip(copy, (number - 1) * PAGE + 300)
        try:
            salvage(copy, KEY, target, lambda _: False)
        except VaultCorrupt:
            continue
        vault = Vault.open(target, KEY)
        assert [talk.title for talk in ChatStore(vault).conversations()] in ([], ["A talk"])
        assert vault.damage() == []
        vault.close()


def is_refused(path: Path) -> bool:
    try:
        Vault.open(path, KEY).close()
    except VaultCorrupt:
        return True
    return False


def test_questions_survive_where_pages_of_documents_are_lost(path: Path, tmp_path: Path) -> None:
    count = path.stat().st_size // PAGE
    vault = Vault.open(path, KEY)
    with vault.read() as db:
        kept = {row[0] for row in db.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")}
    vault.close()
    for number in range(count // 2, count, 3):
        if number + 1 not in kept:
            flip(path, number * PAGE + 2000)
            if is_refused(path):  # a page that lists the tables, of which nothing is left then
                flip(path, number * PAGE + 2000)
    assert len(damaged_pages(path, KEY)) > 5
    target = tmp_path / "new" / "vault.db"
    target.parent.mkdir()
    found = salvage(path, KEY, target, lambda _: True)
    after = rows(target)
    assert len(after["documents"]) > DOCUMENTS // 2
    assert after["turns"] or found.gaps
    assert len(after["turns"]) <= TURNS


def test_a_large_file_is_looked_at_in_part(path: Path) -> None:
    flip(path, 5)
    assert damaged_pages(path, KEY, most=10), "both ends always"
    flip(path, 5)
    assert damaged_pages(path, KEY) == []
    with path.open("ab") as file:
        file.write(os.urandom(100))
    assert damaged_pages(path, KEY) == [path.stat().st_size // PAGE + 1]
