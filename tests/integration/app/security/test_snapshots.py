"""Snapshots, backups and moves over real vaults: whole, kept as long as promised, and gone back to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from damage import KEY, filled, flip, rows

from app.paths import MOVED_FILE, resolve
from app.security.homes import back_up, move
from app.security.key_file import KEY_FILE
from app.security.repairs import go_back
from app.security.snapshots import FOLDER, Snapshots, before_migrating, restore, verify
from app.security.upkeep import Upkeep
from rag.errors import (
    KeyLost,
    SnapshotUnknown,
    VaultCorrupt,
    VaultDamaged,
    VaultFull,
    VaultNewer,
    VaultUnwritable,
)
from rag.storing.migrations import MIGRATIONS
from rag.storing.page_proof import PAGE
from rag.storing.vault import Vault

DAY = 86_400.0
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp()


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
    (copy.parent / KEY_FILE).write_text("{}")
    return copy


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    with closing(Vault.open(path, KEY)) as opened:
        yield opened


def test_a_snapshot_is_the_vault_of_that_moment_encrypted(vault: Vault, path: Path) -> None:
    snapshots = Snapshots(path.parent)
    assert snapshots.is_due()
    one = snapshots.take(vault)
    assert not snapshots.is_due()
    with vault.write() as db:
        db.execute("DELETE FROM turns")
    assert verify(one.path, KEY) == -(-one.size // PAGE)
    held = one.path.read_bytes()
    assert b"SQLite format" not in held
    assert b"heron" not in held
    assert (path.parent / FOLDER / KEY_FILE).exists()
    vault.close()
    before = rows(path)
    assert before["turns"] == set()
    aside = restore(snapshots.named("newest").path, path, KEY)
    assert aside is not None
    assert len(rows(path)["turns"]) == 60
    shutil.copy(aside, path)
    assert rows(path) == before, "what was there is kept"
    with pytest.raises(SnapshotUnknown):
        snapshots.named("vault-of-yesterday")


def test_days_weeks_and_months_are_kept(path: Path) -> None:
    now = NOON
    snapshots = Snapshots(path.parent, lambda: now)
    for _ in range(250):
        if snapshots.is_due():
            snapshots.take_file(path)
        now += DAY
    taken = [datetime.fromtimestamp(one.taken, UTC).date() for one in snapshots.all()]
    days = [(taken[0] - day).days for day in taken]
    assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len({day.isocalendar()[:2] for day in taken}) >= 4
    assert len({(day.year, day.month) for day in taken}) == 6
    assert len(taken) <= 7 + 4 + 6


def test_a_clock_that_jumps_costs_no_snapshot(path: Path) -> None:
    now = NOON
    snapshots = Snapshots(path.parent, lambda: now)
    snapshots.take_file(path)
    now += 4000 * DAY
    snapshots.take_file(path)
    now = NOON + 2 * DAY
    assert snapshots.is_due(), "one of the future is none of today"
    snapshots.take_file(path)
    assert len(snapshots.all()) == 3


def test_damage_takes_no_snapshot_and_is_told(vault: Vault, path: Path) -> None:
    told: list[VaultDamaged] = []
    snapshots = Snapshots(path.parent)
    upkeep = Upkeep(vault, snapshots, lambda: True, told.append)
    assert upkeep.once()
    assert not upkeep.once(), "one a day"
    snapshots.delete()
    flip(path, path.stat().st_size - 3 * PAGE)
    assert not upkeep.once()
    assert len(told) == 1
    assert snapshots.all() == []
    assert vault.read_only is told[0]
    with pytest.raises(VaultDamaged), vault.write():
        pass
    assert not upkeep.once()


def test_the_vault_before_a_migration_is_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = path.read_bytes()
    steps = (*MIGRATIONS, "CREATE TABLE later (x INTEGER);")
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", steps)
    Vault.open(path, KEY, before_migrating(path.parent)).close()
    (one,) = Snapshots(path.parent).all()
    assert one.is_before_update
    assert one.path.read_bytes() == before
    Vault.open(path, KEY, before_migrating(path.parent)).close()
    assert len(Snapshots(path.parent).all()) == 1


def test_a_disk_without_room_takes_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.security.snapshots._LEFT_FREE", 1 << 60)
    with pytest.raises(VaultFull):
        Snapshots(path.parent).take_file(path)
    assert Snapshots(path.parent).all() == []


def test_nothing_is_migrated_without_a_way_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    with monkeypatch.context() as newer:
        newer.setattr("app.security.snapshots._LEFT_BY_UPDATE", 1 << 60)
        newer.setattr("rag.storing.vault.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (x INTEGER);"))
        with pytest.raises(VaultFull):
            Vault.open(path, KEY, before_migrating(path.parent))
    assert path.read_bytes() == before
    Vault.open(path, KEY).close()


def test_an_older_release_goes_back_to_before_the_update(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, before, now = path.parent, rows(path), NOON
    snapshots = Snapshots(home, lambda: now)
    with monkeypatch.context() as newer:
        newer.setattr("rag.storing.vault.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (x INTEGER);"))
        with closing(Vault.open(path, KEY, partial(snapshots.take_file, before_update=True))) as vault:
            for day in range(40):  # others of the same day and of weeks of use do not push it out
                now = NOON + 3600 + day * DAY
                snapshots.take(vault)
            with vault.write() as db:
                db.execute("DELETE FROM turns")
    newest = snapshots.named("newest")
    assert not newest.is_before_update
    with pytest.raises(VaultNewer):
        Vault.open(path, KEY)
    with pytest.raises(VaultNewer):
        restore(newest.path, path, KEY)
    with pytest.raises(KeyLost):
        go_back(home, bytes(32))
    done = go_back(home, KEY)
    assert done.aside is not None
    assert rows(path) == before
    assert snapshots.readable(KEY).is_before_update


def test_without_one_of_before_there_is_no_going_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr("rag.storing.vault.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (x INTEGER);"))
        with closing(Vault.open(path, KEY)) as vault:
            Snapshots(path.parent).take(vault)
    held = path.read_bytes()
    with pytest.raises(SnapshotUnknown):
        go_back(path.parent, KEY)
    assert path.read_bytes() == held


def test_the_one_of_before_an_update_goes_after_months_of_use(path: Path) -> None:
    now = NOON
    snapshots = Snapshots(path.parent, lambda: now)
    snapshots.take_file(path, before_update=True)
    for month in range(1, 8):
        now = NOON + month * 31 * DAY
        assert any(one.is_before_update for one in snapshots.all()), month
        snapshots.take_file(path)
    assert not any(one.is_before_update for one in snapshots.all())


def test_what_is_no_whole_copy_of_this_library_is_refused(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    before = path.read_bytes()
    with pytest.raises(KeyLost):
        restore(copy, path, bytes(32))
    flip(copy, 5 * PAGE + 1)
    with pytest.raises(VaultCorrupt, match="6"):
        restore(copy, path, KEY)
    assert path.read_bytes() == before
    assert not (path.parent / "set-aside").exists()


def test_a_backup_is_a_home_by_itself(vault: Vault, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stick" / "backup"
    back_up(vault, path.parent, folder)
    assert (folder / KEY_FILE).exists()
    vault.close()
    assert rows(folder / "vault.db") == rows(path)
    with pytest.raises(VaultUnwritable, match="not empty"):
        back_up(vault, path.parent, folder)


def test_a_moved_library_is_found_where_it_is(path: Path, tmp_path: Path) -> None:
    before, home = rows(path), path.parent
    Snapshots(home).take_file(path)
    (home / "settings.json").write_text("{}")
    there = tmp_path / "there"
    move(home, KEY, there)
    assert {one.name for one in home.iterdir()} == {"lock", MOVED_FILE}
    found = resolve(home)
    assert found.home == there
    assert rows(found.vault) == before
    assert len(Snapshots(there).all()) == 1
    flip(there / "vault.db", 7 * PAGE)
    with pytest.raises(VaultCorrupt):
        move(there, KEY, tmp_path / "third")
    assert (there / "vault.db").exists(), "nothing is deleted where the copy is not whole"


def test_room_of_what_was_deleted_is_given_back(vault: Vault, path: Path) -> None:
    with vault.write() as db:
        db.executemany("INSERT INTO counters VALUES (?, 1)", ((f"{n:0900}",) for n in range(3000)))
    vault.forget_deleted()
    full = path.stat().st_size
    with vault.write() as db:
        db.execute("DELETE FROM counters WHERE name LIKE '0%'")
    given = vault.compact()
    assert given > 2_000_000
    assert path.stat().st_size == full - given
    assert vault.compact() == 0
    assert vault.damage() == []
    vault.close()
    assert len(rows(path)["documents"]) == 40


def test_a_vault_of_the_first_releases_shrinks_too(tmp_path: Path, whole: Path) -> None:
    path = tmp_path / "old" / "vault.db"
    path.parent.mkdir()
    shutil.copy(whole, path)
    with closing(Vault.open(path, KEY)) as vault:
        vault._alone(lambda db: (db.execute("PRAGMA auto_vacuum = NONE"), db.execute("VACUUM")))
        with vault.write() as db:
            db.execute("DELETE FROM documents WHERE id > 2")
        full = path.stat().st_size
        assert vault.compact(at_once=True) > full // 6  # the pages of empty tables stay
        assert vault.damage() == []
