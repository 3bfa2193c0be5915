"""Which engine was allowed: in the vault, which says so, and in a file, which alone allows nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator

from app.elsewhere import opening
from app.elsewhere.allowed import Allowed, Allowing, noted_place
from app.elsewhere.opening import elsewhere_of
from app.events import EngineChanged, Event, EventBus
from app.security.auditing import Audit
from engine.errors import RemoteNotAllowed
from engine.remote import standby
from engine.remote.generator import Exchange
from engine.remote.places import Place
from engine.remote.standby import Door
from rag.storing.audit import AuditStore
from rag.storing.copying import copy_under
from rag.storing.documents import DocumentStore
from rag.storing.policies import PolicyStore
from rag.storing.vault import Vault

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
PLACE = Place("box.lan", 8443, True, "192.168.1.9", "ab" * 32)
ENGINE = Allowed(PLACE, "big", 16384, "s3cret-key")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with closing(Vault.create(tmp_path / "vault.db", KEY)) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policy" / "engine.json"


def test_it_is_kept_and_taken_back(vault: Vault, file: Path) -> None:
    allowing = Allowing(PolicyStore(vault), file)
    assert allowing.allowed() is None
    assert noted_place(file) is None
    allowing.allow(ENGINE)
    assert allowing.allowed() == ENGINE
    assert noted_place(file) == PLACE
    assert "s3cret" not in file.read_text()
    allowing.withdraw()
    assert allowing.allowed() is None
    assert not file.exists()
    allowing.withdraw()


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "8.8.8.8"},
        {"address": ""},
        {"address": 7},
        {"port": "22"},
        {"tls": False},
        {"further": 1},
    ],
)
def test_a_file_that_names_what_may_not_be_names_nothing(
    vault: Vault, file: Path, changes: dict[str, object]
) -> None:
    Allowing(PolicyStore(vault), file).allow(ENGINE)
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))
    assert noted_place(file) is None
    file.write_text("no json")
    assert noted_place(file) is None


def test_a_file_that_somebody_changed_is_told_and_nobody_asked(vault: Vault, file: Path) -> None:
    told: list[Event] = []
    bus = EventBus()
    bus.subscribe(told.append)
    assert elsewhere_of(vault, file, FakeGenerator(), bus) is None
    Allowing(PolicyStore(vault), file).allow(ENGINE)
    for change in ({"address": "192.168.1.66"}, {"fingerprint": "cd" * 32}, {"port": 9}, None):
        told.clear()
        file.write_text("" if change is None else json.dumps(json.loads(json.dumps(_fields())) | change))
        answers = elsewhere_of(vault, file, FakeGenerator("Near."), bus)
        assert answers is not None
        assert answers.info().name == "fake"
        (event,) = told
        assert isinstance(event, EngineChanged)
        assert isinstance(event.away, RemoteNotAllowed)
        assert event.away.facts["detail"] == "changed"


def test_a_file_without_a_word_in_the_vault_is_nothing(vault: Vault, file: Path) -> None:
    """As of another library, or of a matter of this one, where nobody allowed it."""
    file.parent.mkdir()
    file.write_text(json.dumps(_fields()))
    assert elsewhere_of(vault, file, FakeGenerator(), EventBus()) is None


def test_a_door_to_another_place_is_not_gone_through(
    vault: Vault, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not standby.POSSIBLE:
        pytest.skip("this system hands on no descriptors")
    Allowing(PolicyStore(vault), file).allow(ENGINE)
    with closing(Door(Place("127.0.0.1", 9, False, "127.0.0.1"))) as door:
        monkeypatch.setattr(opening, "the_door", lambda: door)
        answers = elsewhere_of(vault, file, FakeGenerator("Near."), EventBus())
        assert answers is not None
        assert not answers.answers


def test_the_key_stays_here_when_the_vault_is_handed_over(vault: Vault, file: Path, tmp_path: Path) -> None:
    PolicyStore(vault).choose("guard-personal", "on")
    Allowing(PolicyStore(vault), file).allow(ENGINE)
    (tmp_path / "other").mkdir()
    copy_under(vault, tmp_path / "other" / "vault.db", OTHER)
    with closing(Vault.open(tmp_path / "other" / "vault.db", OTHER)) as copy:
        assert PolicyStore(copy).all() == {("guard-personal", ""): "on"}


def test_every_exchange_stands_in_the_log_without_its_words(vault: Vault) -> None:
    audit = Audit(AuditStore(vault), PolicyStore(vault), DocumentStore(vault))
    audit.engine(Exchange("https://box:1", "", 1))
    audit.engine(Exchange("https://box:1", "big", 1, ended="end"))
    audit.engine(Exchange("https://box:1", "big", 3, 900))
    audit.engine(Exchange("https://box:1", "big", 3, 880, 120, "end length"))
    audit.engine(Exchange("https://box:1", "big", 1, 300, 0, "remote-cut"))
    entries = audit.entries()
    assert {one.kind for one in entries} == {"engine"}
    assert [json.loads(one.facts) for one in entries] == [
        {"host": "https://box:1", "model": "", "requests": 1, "prompt_tokens": 0},
        {"host": "https://box:1", "model": "big", "requests": 3, "prompt_tokens": 900},
        {"host": "https://box:1", "model": "big", "requests": 3, "prompt_tokens": 880,
         "generated_tokens": 120, "ended": "end length"},
        {"host": "https://box:1", "model": "big", "requests": 1, "prompt_tokens": 300,
         "generated_tokens": 0, "ended": "remote-cut"},
    ]  # fmt: skip
    assert audit.verify().flaws == ()


def _fields() -> dict[str, object]:
    return {"host": "box.lan", "port": 8443, "tls": True, "address": "192.168.1.9", "fingerprint": "ab" * 32}
