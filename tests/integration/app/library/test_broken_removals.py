"""The bin through what breaks in, repairs or copies a library: a kill, a rescue, a matter handed over."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import KEY, House
from removed import BIRD, CANARY, RENT, ROPE, WORDS, Desk
from said import added, all_rows, seen
from surroundings import HELPERS, environment
from vault_picture import everything

from rag.layout.corrections import Correction
from rag.storing.connecting import connect
from rag.storing.copying import copy_under
from rag.storing.corrections import CorrectionStore
from rag.storing.salvaging import salvage
from rag.storing.taking import How, take_document
from rag.types import Box


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.fill()
    yield made
    made.house.close()


def killed(desk: Desk, what: str, last: int, *names: str) -> int:
    """Do something in a process of its own that dies at a call; how many calls one takes that lives on."""
    program = HELPERS / "programs" / "killed_removal.py"
    ids = [str(desk.said.documents[name].id) for name in names]
    ran = subprocess.run(
        [sys.executable, str(program), str(desk.tmp_path / "home"), what, str(last), *ids],
        env=environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if last == 0:
        assert ran.returncode == 0, ran.stderr
        return int(ran.stdout)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    return 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")
@pytest.mark.parametrize("what", ["put", "restore", "delete"])
def test_a_kill_at_any_moment_loses_nothing_and_revives_nothing(desk: Desk, what: str) -> None:
    """Each time everything is as it was before, or as it is afterwards."""
    if what != "put":
        desk.put(BIRD, ROPE)
    before = all_rows(desk.house)
    desk.house.close()
    home, kept = desk.tmp_path / "home", desk.tmp_path / "kept"
    shutil.copytree(home, kept)
    calls = killed(desk, what, 0, BIRD, ROPE)
    desk.house = House(home)
    after = without_times(all_rows(desk.house))
    desk.house.close()
    chance, states = random.Random(3), set()
    for _ in range(8):
        shutil.rmtree(home)
        shutil.copytree(kept, home)
        killed(desk, what, chance.randint(1, calls - 1), BIRD, ROPE)
        desk.house = House(home)
        found = without_times(all_rows(desk.house))
        if what == "delete":  # one after the other
            bin_ = [one.document.name for one in desk.house.removals.documents()]
            assert bin_ in ([ROPE, BIRD], [ROPE], []), bin_
            assert [one.name for one in desk.house.library.documents()] == [RENT]
            states.add(len(bin_))
        else:
            assert found in (without_times(before), after)
            states.add(found == after)
        assert desk.index_is_whole()
        desk.house.close()
    desk.house = House(home)
    assert states


def without_times(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return rows | {"removed": [row[:3] for row in rows["removed"]]}


def test_what_is_salvaged_of_a_library_is_in_its_bin_still(desk: Desk) -> None:
    rows, shown = all_rows(desk.house), desk.seen()
    desk.put(BIRD)
    binned, hidden = all_rows(desk.house), desk.seen()
    path = desk.tmp_path / "home" / "vault.db"
    desk.house.close()
    for lost in ("", "DELETE FROM removed", "DELETE FROM documents WHERE name LIKE 'zanz%'"):
        damaged, home = desk.tmp_path / "damaged.db", desk.tmp_path / f"salvaged {len(lost)}"
        shutil.copy(path, damaged)
        with closing(connect(damaged, KEY)) as db:
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute(lost)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        home.mkdir()
        salvage(damaged, KEY, home / "vault.db", lambda _: True)
        desk.house = House(home)
        assert desk.index_is_whole()
        assert desk.seen() == hidden
        (kept,) = desk.house.removals.documents()
        desk.house.removals.restore([kept.document.id])
        assert desk.index_is_whole()
        if not lost:
            assert all_rows(desk.house) | {"counters": []} == rows | {"counters": []}
        assert sorted(desk.seen()["search"]) == sorted(
            one if "DELETE FROM documents" not in lost else one.replace(BIRD, kept.document.name)
            for one in shown["search"]
        )
        desk.house.close()
    desk.house = House(desk.tmp_path / "home")
    assert all_rows(desk.house) == binned


def test_a_matter_is_handed_over_without_what_is_in_its_bin(desk: Desk, tmp_path: Path) -> None:
    corrections = CorrectionStore(desk.house.vault)
    with desk.house.vault.write() as db:
        corrections.write(db, desk.said.documents[BIRD].id, Correction(1, Box(0, 0, 1, 1), "x", CANARY))
    desk.house.store.set_whole(desk.said.documents[BIRD].id, True)
    desk.put(BIRD)
    hidden = desk.seen()
    home = tmp_path / "there"
    home.mkdir()
    assert copy_under(desk.house.vault, home / "vault.db", KEY) == []
    there = House(home)
    try:
        assert CANARY not in everything(there.vault)
        assert there.removals.documents() == []
        assert seen(there, WORDS) == hidden
        with there.vault.write() as db:
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            db.execute("INSERT INTO passages_fts(passages_fts) VALUES ('integrity-check')")
    finally:
        there.close()
    desk.restore(BIRD)
    assert [one.text for one in corrections.of(desk.house.store.sha256_of(1) or "")] == [CANARY]


def test_a_document_taken_into_a_vault_is_not_taken_for_the_one_in_its_bin(
    desk: Desk, tmp_path: Path
) -> None:
    other = House(tmp_path / "other")
    try:
        second = added(other, tmp_path / BIRD)
        desk.put(BIRD)
        taken = take_document(other.vault, desk.house.vault, second.id, "other")
        assert taken.how is How.TAKEN
        assert [one.id for one in desk.house.library.documents()][-1] == taken.id
    finally:
        other.close()
