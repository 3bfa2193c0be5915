"""A matter destroyed: no key, no file, and a certificate of what it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from matters import CANARY, PASSPHRASE, Chambers, in_clear

from app.errors import FileUnwritable, MatterClosed, MatterUnknown
from app.matters.destroying import destroy
from app.matters.matters import Matter
from app.security.snapshots import Snapshots
from rag.errors import KeyLost, PassphraseWrong, VaultBusy
from rag.storing.audit import AuditStore
from rag.storing.terms import Terms, keep_terms
from rag.storing.vault import Vault

NAME, WORDS = "Crane", "It is gone."


@pytest.fixture
def chambers(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "home")


@pytest.fixture
def crane(chambers: Chambers, tmp_path: Path) -> Matter:
    matter = chambers.new(NAME)
    (tmp_path / "files").mkdir()
    chambers.add(tmp_path / "files" / "birds.txt", f"The {CANARY} was seen in May.", matter)
    with chambers.matters() as matters, matters.opened(matter) as vault:
        Snapshots(matter.home).take(vault)
    return matter


def test_key_and_files_are_gone_and_a_certificate_tells_of_them(
    chambers: Chambers, crane: Matter, tmp_path: Path
) -> None:
    certificate = tmp_path / "crane.json"
    with chambers.matters() as matters:
        key = matters.slots(crane.home).unlock()
        with matters.opened(crane) as vault:
            head = AuditStore(vault).head()
        secret = matters.store.secret(matters.accounts(crane.home)[0])
        pages = hashlib.sha256((crane.home / "vault.db").read_bytes()).hexdigest()
        vault_bytes = (crane.home / "vault.db").read_bytes()
        record = destroy(matters, crane, certificate, WORDS)
        assert not crane.home.exists()
        assert matters.all() == matters.unknown() == []
        with pytest.raises(MatterUnknown):
            matters.named(NAME)
        with matters.vault.read() as db:
            assert db.execute("SELECT count(*) FROM held_secrets").fetchone() == (0,)
        log = [one.facts for one in matters.audit.entries() if "destroyed" in one.facts]
    written = json.loads(certificate.read_text(encoding="utf-8"))
    assert written == record
    assert (written["matter"], written["name"], written["documents"]) == (crane.id, NAME, 1)
    assert written["vault_sha256"] == pages
    assert written["vault_pages"] * 4096 == len(vault_bytes)
    assert written["audit_head"] == {"number": head.number, "hash": head.hash}
    assert (written["snapshots"], written["says"]) == (1, WORDS)
    assert hashlib.sha256(certificate.read_bytes()).hexdigest() in log[0]
    assert in_clear(tmp_path, CANARY, but=("birds.txt",)) == []
    assert secret is not None
    assert in_clear(chambers.home, secret) == []
    assert not any(key in path.read_bytes() for path in chambers.home.rglob("*") if path.is_file())
    # Its pages, had somebody kept them, open with no key that is left.
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "vault.db").write_bytes(vault_bytes)
    with chambers.matters() as matters, pytest.raises(KeyLost):
        matters.slots(tmp_path / "kept").unlock(PASSPHRASE)


def test_whoever_destroys_a_matter_can_open_it_or_says_so(
    chambers: Chambers, crane: Matter, tmp_path: Path
) -> None:
    certificate = tmp_path / "crane.json"
    with chambers.matters() as matters:
        closed = matters.close(crane, PASSPHRASE)
        with pytest.raises(MatterClosed):
            destroy(matters, closed, certificate, WORDS)
        with pytest.raises(PassphraseWrong):
            destroy(matters, closed, certificate, WORDS, passphrase="guess")
        with matters.opened(closed, PASSPHRASE), pytest.raises(VaultBusy):
            destroy(matters, closed, certificate, WORDS, unopened=True)
        assert not certificate.exists()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["files", "home"]
        with matters.opened(closed, PASSPHRASE) as vault:
            assert vault.damage() == []
        record = destroy(matters, closed, certificate, WORDS, unopened=True)
    assert record["documents"] is None
    assert record["vault_sha256"]
    assert record["audit_head"]["number"] >= 1
    assert not crane.home.exists()


def test_a_certificate_that_cannot_be_written_destroys_nothing(
    chambers: Chambers, crane: Matter, tmp_path: Path
) -> None:
    with chambers.matters() as matters, pytest.raises(FileUnwritable):
        destroy(matters, crane, tmp_path / "nowhere" / "crane.json", WORDS)
    assert chambers.finds(CANARY, crane) == ["birds.txt"]


def test_a_matter_whose_time_is_over_can_be_destroyed(
    chambers: Chambers, crane: Matter, tmp_path: Path
) -> None:
    with chambers.matters() as matters:
        with matters.opened(crane) as vault:
            keep_terms(vault, Terms(1.0, read_only=True))
        assert destroy(matters, crane, tmp_path / "crane.json", WORDS)["documents"] == 1


def test_what_was_interrupted_is_gone_on_with(
    chambers: Chambers, crane: Matter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = tmp_path / "crane.json"

    def killed(_path: Path) -> None:
        raise KeyboardInterrupt

    with chambers.matters() as matters:
        with monkeypatch.context() as patch:
            patch.setattr("app.matters.destroying.shutil.rmtree", killed)
            with pytest.raises(KeyboardInterrupt):
                destroy(matters, crane, certificate, WORDS)
        assert not certificate.exists()
        assert not list(crane.home.glob("vault.key*"))
        left = matters.named(NAME)
        assert not left.is_open
        with pytest.raises((KeyLost, FileNotFoundError)):  # as the folder gives its files
            Vault.open(crane.home / "vault.db", bytes(32))
        destroy(matters, left, certificate, WORDS)
        assert matters.all() == []
    assert certificate.exists()
    assert not crane.home.exists()
