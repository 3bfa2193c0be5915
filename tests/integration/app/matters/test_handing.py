"""A matter handed over in one file: opened by whom it is for, on its terms, refused where a byte differs."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import KEY
from matters import CANARY, CHEAP, PASSPHRASE, Chambers, in_clear
from surroundings import small_disk

from app.errors import (
    FileUnwritable,
    HandoverDamaged,
    HandoverLocked,
    MatterExists,
    RecipientUnknown,
)
from app.matters import envelope
from app.matters.handing import HandedOver, hand_over, own_key, receive
from app.matters.matters import Matter
from app.matters.moving import Side, move
from app.security.key_file import KEY_FILE
from engine.hashing import sha256_of
from rag.errors import FileMissing, MatterExpired, MatterReadOnly, VaultFull
from rag.storing.audit import AuditStore
from rag.storing.connecting import connect
from rag.storing.documents import DocumentStore
from rag.storing.terms import Terms

NAME, SECRET = "Crane", "told on the telephone"
TODAY = 1_800_000_000.0
TOMORROW = TODAY + 86_400
NO_TERMS = Terms()


@pytest.fixture
def here(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "here", TODAY)


@pytest.fixture
def there(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "there", TODAY)


@pytest.fixture
def crane(here: Chambers, tmp_path: Path) -> Matter:
    matter = here.new(NAME)
    (tmp_path / "files").mkdir()
    here.add(tmp_path / "files" / "birds.txt", f"The {CANARY} was seen in May.", matter)
    return matter


def handed(here: Chambers, path: Path, terms: Terms = NO_TERMS, recipient: str | None = None) -> HandedOver:
    with here.matters() as matters:
        secret = None if recipient else SECRET
        return hand_over(matters, matters.named(NAME), path, terms, passphrase=secret, recipient=recipient)


def received(there: Chambers, path: Path, secret: str | None = SECRET) -> Matter:
    with there.matters() as matters:
        return receive(matters, path, passphrase=secret)


def test_what_is_handed_over_is_there_under_another_key(
    here: Chambers, there: Chambers, crane: Matter, tmp_path: Path
) -> None:
    file = tmp_path / "crane.confidant"
    made = handed(here, file)
    assert (made.documents, made.left, made.sha256) == (1, [], hashlib.sha256(file.read_bytes()).hexdigest())
    assert in_clear(tmp_path, CANARY, but=("birds.txt",)) == []
    assert in_clear(tmp_path, NAME) == []
    matter = received(there, file)
    assert matter.name == NAME
    assert there.finds(CANARY, matter) == ["birds.txt"]
    assert here.finds(CANARY, crane) == ["birds.txt"], "it stays where it was"
    with here.matters() as mine, there.matters() as theirs:
        key = mine.slots(crane.home).unlock()
        assert key != theirs.slots(matter.home).unlock()
        with theirs.opened(matter) as vault, vault.read() as db:
            assert db.execute(
                "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ?", (CANARY,)
            ).fetchone() == (1,)
            assert not AuditStore(vault).verify().flaws, "the log came along whole"
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(MatterExists):
            receive(theirs, file, passphrase=SECRET)
        assert receive(theirs, file, name="Again", passphrase=SECRET, own=PASSPHRASE).is_open is False
    assert sorted(one.name for one in crane.home.iterdir() if "apart" in one.name) == []
    assert in_clear(tmp_path, CANARY, but=("birds.txt",)) == []


def test_a_recipient_opens_it_with_their_key_alone(
    here: Chambers, there: Chambers, crane: Matter, tmp_path: Path
) -> None:
    with there.matters() as matters:
        key = own_key(matters)
        assert own_key(matters) == key
    file = tmp_path / "crane.confidant"
    handed(here, file, recipient=f" {key[:30]}\n{key[30:]} ")
    assert there.finds(CANARY, received(there, file, None)) == ["birds.txt"]
    other = Chambers(tmp_path / "other", TODAY)
    for secret in (None, SECRET):
        with pytest.raises(HandoverLocked):
            received(other, file, secret)
    with other.matters() as matters:
        own_key(matters)
    with pytest.raises(HandoverLocked):
        received(other, file, None)
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    for recipient in (wrong, key[:-2], "", "confidant-key-1-", key.replace("key", "fox"), "Ω" * 60):
        with pytest.raises(RecipientUnknown):
            handed(here, tmp_path / "other.confidant", recipient=recipient or "-")
    nobody = envelope.PUBLIC + "".join(
        envelope.public_of(envelope.new_identity())[len(envelope.PUBLIC) :][::-1]
    )
    with pytest.raises(RecipientUnknown):
        handed(here, tmp_path / "other.confidant", recipient=nobody)
    assert not (tmp_path / "other.confidant").exists()


def test_a_wrong_passphrase_opens_nothing_and_leaves_nothing(
    here: Chambers, there: Chambers, crane: Matter, tmp_path: Path
) -> None:
    file = tmp_path / "crane.confidant"
    handed(here, file)
    for secret in ("guess", "", None):
        with pytest.raises(HandoverLocked):
            received(there, file, secret)
    with pytest.raises(FileMissing):
        received(there, tmp_path / "lost.confidant")
    with there.matters() as matters:
        assert matters.all() == []
        assert matters.unknown() == []


def test_every_byte_is_proved(here: Chambers, there: Chambers, crane: Matter, tmp_path: Path) -> None:
    file, copy = tmp_path / "crane.confidant", tmp_path / "copy.confidant"
    handed(here, file)
    whole, chance = file.read_bytes(), random.Random(11)
    head = len(envelope.MAGIC) + 900  # magic, lock and manifest
    places = {*range(0, head, 7), *(chance.randrange(len(whole)) for _ in range(120)), len(whole) - 1}
    for place in sorted(places):
        altered = bytearray(whole)
        altered[place] ^= 1 << place % 8
        for made_anew in (False, True):
            if made_anew:  # somebody writes another sum behind it
                altered[-32:] = hashlib.sha256(altered[:-32]).digest()
            if bytes(altered) == whole:
                continue
            copy.write_bytes(altered)
            with pytest.raises((HandoverDamaged, HandoverLocked)) as refused:
                envelope.read(copy, SECRET, None, CHEAP).write_vault(tmp_path / "out.db")
            if not made_anew:
                assert refused.type is HandoverDamaged, place
    for length in (0, 1, 20, 60, 500, len(whole) // 2, len(whole) - 33, len(whole) - 1):
        copy.write_bytes(whole[:length])
        with pytest.raises(HandoverDamaged):
            received(there, copy)
    copy.write_bytes(whole + b"more")
    with pytest.raises(HandoverDamaged):
        received(there, copy)
    with there.matters() as matters:
        assert matters.all() == []


def test_its_terms_are_held_to(here: Chambers, there: Chambers, crane: Matter, tmp_path: Path) -> None:
    file = tmp_path / "crane.confidant"
    handed(here, file, Terms(TOMORROW, read_only=True))
    matter = received(there, file)
    with there.matters() as matters:
        matters.clock = lambda: TOMORROW + 1
        with pytest.raises(MatterExpired):
            receive(matters, file, name="Late", passphrase=SECRET)
        with matters.opened(matter) as vault:
            assert isinstance(vault.read_only, MatterReadOnly)
            with pytest.raises(MatterReadOnly):
                DocumentStore(vault).enqueue("x", "x", 1, "")
            (document,) = DocumentStore(vault).list()
            library = Side(matters.vault, "", "Library")
            with pytest.raises(MatterReadOnly):
                move(matters, Side(vault, matter.id, NAME), library, document)
            with pytest.raises(MatterReadOnly):
                move(matters, library, Side(vault, matter.id, NAME), document)
        again = tmp_path / "again.confidant"
        given_on = hand_over(matters, matter, again, Terms(TOMORROW + 9), passphrase=SECRET)
        assert given_on.terms == Terms(TOMORROW, read_only=True), "given on under these at least"


def test_its_end_is_an_end(here: Chambers, there: Chambers, crane: Matter, tmp_path: Path) -> None:
    file = tmp_path / "crane.confidant"
    there.clock = 1000.0  # a clock that is wrong receives it still
    handed(here, file, Terms(2000.0))
    matter = received(there, file)
    with there.matters() as matters, pytest.raises(MatterExpired), matters.opened(matter):
        pass


def test_a_file_made_by_somebody_else_brings_rows_alone(
    here: Chambers, there: Chambers, crane: Matter, tmp_path: Path
) -> None:
    """Whoever knows the form can write a vault of their own into it: with a trigger, and odd rows."""
    with here.matters() as matters:
        key = matters.slots(crane.home).unlock()
    for number, statement in enumerate(
        (
            "CREATE TRIGGER mine AFTER INSERT ON turns BEGIN DELETE FROM documents; END",
            "CREATE VIEW mine AS SELECT * FROM passages",
            "DROP TRIGGER audit_stays",
            "PRAGMA user_version = 3",
            "PRAGMA user_version = 0",
        )
    ):
        vault = Path(shutil.copy(crane.home / "vault.db", tmp_path / f"{number}.db"))
        with closing(connect(vault, key)) as db:
            db.execute(statement)
        file = tmp_path / f"{number}.confidant"
        lock = envelope.lock_for_passphrase(bytes(32), SECRET, CHEAP)
        manifest = {
            "name": f"Crane {number}",
            "made": TODAY,
            "documents": 1,
            "expires": None,
            "read_only": False,
            "vault_key": envelope.packed(key),
            "vault_sha256": sha256_of(vault),
            "vault_size": vault.stat().st_size,
        }
        envelope.write(file, vault, bytes(bytearray(32)), lock, manifest)
        with pytest.raises(HandoverDamaged):
            received(there, file)
    with there.matters() as matters:
        assert matters.all() == []
        assert matters.unknown() == []


@pytest.fixture(name="small_disk")
def a_small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 3) as place:
        yield place


def test_a_full_disk_leaves_the_matter_whole(
    here: Chambers, crane: Matter, small_disk: Path, tmp_path: Path
) -> None:
    ballast, file = small_disk / "ballast", small_disk / "crane.confidant"
    for free in (0, 4_000, 60_000, 200_000):
        ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - free))
        with pytest.raises(FileUnwritable):
            handed(here, file)
        ballast.unlink()
        assert [one.name for one in small_disk.iterdir()] == []
    with here.matters() as matters, matters.opened(crane) as vault:
        assert vault.damage() == []
    assert here.finds(CANARY, crane) == ["birds.txt"]


def test_a_full_disk_of_the_library_leaves_the_matter_whole(
    here: Chambers, crane: Matter, small_disk: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(here.home, small_disk / "home"))
    full = Chambers(home, TODAY)
    for free in (20_000, 250_000):
        ballast = small_disk / "ballast"
        with full.matters() as matters:
            ballast.write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - free)))
            with pytest.raises(VaultFull):
                hand_over(matters, matters.named(NAME), tmp_path / "f.confidant", Terms(), passphrase=SECRET)
            ballast.unlink()
        assert not (tmp_path / "f.confidant").exists()
        assert not (home / "matters" / crane.id / "apart").exists()
        assert full.finds(CANARY, crane) == ["birds.txt"]


def test_both_are_told_what_was_done(here: Chambers, there: Chambers, crane: Matter, tmp_path: Path) -> None:
    file = tmp_path / "crane.confidant"
    made = handed(here, file)
    matter = received(there, file)
    with here.matters() as mine, there.matters() as theirs:
        told = [one.facts for one in mine.audit.entries() if "handed-over" in one.facts]
        assert len(told) == 1
        assert made.sha256 in told[0]
        assert [one.facts for one in theirs.audit.entries() if '"received"' in one.facts]
        assert KEY not in (matter.home / KEY_FILE).read_bytes()
