"""The vault as a file: keys, damage, migrations, threads, the lock, a full disk."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from surroundings import small_disk

from app.paths import Paths
from app.services import open_services
from rag.errors import (
    KeyLost,
    VaultBusy,
    VaultCorrupt,
    VaultError,
    VaultFull,
    VaultLocked,
    VaultNewer,
    VaultUnwritable,
)
from rag.storing.lock import HomeLock
from rag.storing.migrations import MIGRATIONS
from rag.storing.vault import Vault

KEY = bytes(range(32))
SECRET = "the heron stands in the reeds"


def _note(vault: Vault, name: str, value: int) -> None:
    with vault.write() as db:
        db.execute("INSERT INTO counters VALUES (?, ?)", (name, value))


def _notes(vault: Vault) -> dict[str, int]:
    with vault.read() as db:
        return dict(db.execute("SELECT name, value FROM counters WHERE name <> 'passage'"))


def test_what_is_written_is_there_after_reopening(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault.db", KEY)
    _note(vault, SECRET, 7)
    vault.close()
    again = Vault.open(tmp_path / "vault.db", KEY)
    assert _notes(again) == {SECRET: 7}
    assert again.damage() == []
    again.close()


def test_the_file_shows_no_plain_text_and_belongs_to_its_owner(tmp_path: Path) -> None:
    home = tmp_path / "home"
    vault = Vault.create(home / "vault.db", KEY)
    _note(vault, SECRET, 1)
    held = b"".join(path.read_bytes() for path in home.iterdir())
    assert SECRET.encode() not in held
    assert b"SQLite format" not in held
    if os.name == "posix":
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {0o600}
    vault.close()


def test_a_wrong_key_is_told_from_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    Vault.create(path, KEY).close()
    with pytest.raises(KeyLost):
        Vault.open(path, bytes(32))
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
    with pytest.raises(VaultCorrupt):
        Vault.open(path, KEY)
    path.write_bytes(whole)
    Vault.open(path, KEY).close()


def test_an_empty_or_cut_file_is_no_new_vault(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    path.touch()
    with pytest.raises(VaultCorrupt):
        Vault.open(path, KEY)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        Vault.open(path, KEY)
    Vault.create(path, KEY).close()
    path.write_bytes(path.read_bytes()[: 4096 * 3 + 100])
    with pytest.raises(VaultCorrupt):
        Vault.open(path, KEY)


def test_a_flipped_bit_deep_in_the_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    vault = Vault.create(path, KEY)
    with vault.write() as db:
        db.executemany("INSERT INTO counters VALUES (?, ?)", ((f"{n:0200}", n) for n in range(500)))
    vault.close()
    content = bytearray(path.read_bytes())
    content[-5000] ^= 1
    path.write_bytes(content)
    vault = Vault.open(path, KEY)
    assert vault.damage()
    with pytest.raises(VaultCorrupt), vault.read() as db:
        db.execute("SELECT name, value FROM counters").fetchall()
    vault.close()


def test_a_vault_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    vault = Vault.create(path, KEY)
    with vault.write() as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 4}")
    vault.close()
    with pytest.raises(VaultNewer) as refused:
        Vault.open(path, KEY)
    assert (refused.value.facts["found"], refused.value.facts["known"]) == (
        len(MIGRATIONS) + 4,
        len(MIGRATIONS),
    )


def test_an_older_vault_is_brought_up_to_date_in_one_step_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vault.db"
    vault = Vault.create(path, KEY)
    _note(vault, "kept", 1)
    vault.close()
    broken = (
        "CREATE TABLE later (x INTEGER);\nINSERT INTO counters VALUES ('half', 1);\nSELECT x FROM nowhere;"
    )
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(Exception, match="nowhere"):
        Vault.open(path, KEY)
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (x INTEGER);"))
    vault = Vault.open(path, KEY)
    assert _notes(vault) == {"kept": 1}
    with vault.read() as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
        assert db.execute("SELECT count(*) FROM later").fetchone() == (0,)
    vault.close()


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault.db", KEY)

    def fail_half_way() -> None:
        with vault.write() as db:
            db.execute("INSERT INTO counters VALUES ('a', 1)")
            _note(vault, "b", 2)
            raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        fail_half_way()
    assert _notes(vault) == {}
    _note(vault, "c", 3)
    assert _notes(vault) == {"c": 3}
    vault.close()


def test_a_read_sees_one_moment(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault.db", KEY)
    with vault.read() as db:
        assert db.execute("SELECT count(*) FROM counters").fetchone() == (1,)
        writer = threading.Thread(target=_note, args=(vault, "x", 1))
        writer.start()
        writer.join()
        assert db.execute("SELECT count(*) FROM counters").fetchone() == (1,)
    assert _notes(vault) == {"x": 1}
    vault.close()


def test_many_threads_write_and_all_is_kept(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault.db", KEY)

    def work(who: int) -> None:
        for n in range(20):
            _note(vault, f"{who}-{n}", n)
            _notes(vault)

    threads = [threading.Thread(target=work, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_notes(vault)) == 80
    assert len(vault._seats._all) <= 5
    vault.close()
    with pytest.raises(VaultLocked), vault.read():
        pass


def test_closing_waits_for_work_that_has_begun(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault.db", KEY)
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with vault.write() as db:
            begun.set()
            go_on.wait(10)
            db.execute("INSERT INTO counters VALUES ('late', 1)")

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait(10)
    closer = threading.Thread(target=vault.close)
    closer.start()
    go_on.set()
    worker.join()
    closer.join()
    again = Vault.open(tmp_path / "vault.db", KEY)
    assert _notes(again) == {"late": 1}
    again.close()


def test_a_second_holder_is_refused(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault.db", KEY)
    with pytest.raises(VaultBusy):
        Vault.open(tmp_path / "vault.db", KEY)
    code = "import sys, pathlib as p, rag.storing.vault as v;"
    code += " v.Vault.open(p.Path(sys.argv[1]), bytes(range(32)))"
    other = subprocess.run(
        [sys.executable, "-c", code, str(vault.path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert "VaultBusy" in other.stderr
    vault.close()
    HomeLock.acquire(tmp_path).release()


def test_a_killed_process_loses_no_acknowledged_row(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    Vault.create(path, KEY).close()
    code = textwrap.dedent("""
        import pathlib, sys
        from rag.storing.vault import Vault
        vault = Vault.open(pathlib.Path(sys.argv[1]), bytes(range(32)))
        for n in range(100_000):
            with vault.write() as db:
                db.execute("INSERT INTO counters VALUES (?, ?)", (f"{sys.argv[2]}-{n}", n))
            print(n, flush=True)
    """)
    for life in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(life)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        told = 0
        for line in child.stdout:
            told = int(line)
            if told >= 40 + life:
                child.kill()
                break
        rest = child.stdout.read()
        child.stdout.close()
        child.wait()
        whole = rest.rpartition("\n")[0]  # the last line may be cut
        told = max([told, *(int(line) for line in whole.splitlines())])
        vault = Vault.open(path, KEY)
        kept = _notes(vault)
        assert {f"{life}-{n}" for n in range(told + 1)} <= set(kept)
        assert vault.damage() == []
        vault.close()


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 3) as folder:
        vault = Vault.create(folder / "vault.db", KEY)
        _note(vault, "before", 1)
        with pytest.raises(VaultFull), vault.write() as db:
            db.executemany("INSERT INTO counters VALUES (?, ?)", ((f"{n:04000}", n) for n in range(2000)))
        assert _notes(vault) == {"before": 1}
        (folder / "filler").write_bytes(bytes(shutil.disk_usage(folder).free))
        assert _notes(vault) == {"before": 1}
        (folder / "filler").unlink()
        vault.forget_deleted()
        _note(vault, "after", 2)
        vault.close()
        vault = Vault.open(folder / "vault.db", KEY)
        assert _notes(vault) == {"before": 1, "after": 2}
        assert vault.damage() == []
        vault.close()


def test_a_disk_that_is_read_only_is_not_called_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 3) as folder:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        for home in (folder, folder / "inner"):
            with pytest.raises(VaultUnwritable, match="Read-only file system"):
                Vault.create(home / "vault.db", KEY)


@pytest.mark.skipif(os.name == "nt", reason="the limit is that of SQLite on POSIX")
def test_a_path_that_is_too_long_is_not_called_damaged(tmp_path: Path) -> None:
    home = tmp_path.joinpath(*["x" * 200] * 3)
    with pytest.raises(VaultUnwritable, match="too long"):
        Vault.create(home / "vault.db", KEY)
    assert not (home / "vault.db").exists()


@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.ENOSPC, VaultFull), (errno.EROFS, VaultUnwritable), (errno.EACCES, VaultUnwritable)],
)
def test_a_folder_that_is_refused_is_told_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: type[VaultError]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(fault):
        Vault.create(tmp_path / "home" / "vault.db", KEY)
    with pytest.raises(fault):
        open_services(Paths(tmp_path / "home", tmp_path / "models"), "a passphrase")
