"""Where the organisation wants the keyring to open libraries, it does, beside a passphrase, and stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.ring import Ring

from app.errors import SetByOrganisation
from app.organisation import held
from app.organisation.rules import Rules
from app.security import keys
from app.security.key_file import SlotKind
from app.security.keys import KeySlots, PassphraseCost, open_or_create_key

CHEAP = PassphraseCost(memory_kib=64, time=1, parallelism=1)
PASSPHRASE = "correct horse"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """The keyring of the system."""
    made = Ring()
    monkeypatch.setattr(keys, "SystemKeyring", lambda: made)
    return made


def require(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "_rules", Rules(keyring_required=True))


def test_a_new_library_has_it_beside_its_passphrase(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(monkeypatch)
    key = open_or_create_key(tmp_path, PASSPHRASE, cost=CHEAP)
    slots = KeySlots(tmp_path, cost=CHEAP)
    assert set(slots.kinds()) == {SlotKind.KEYRING, SlotKind.PASSPHRASE}
    assert slots.unlock() == slots.unlock(PASSPHRASE) == key
    with pytest.raises(SetByOrganisation) as caught:
        slots.remove(SlotKind.KEYRING)
    assert caught.value.facts["rule"] == "keyring-required"
    slots.remove(SlotKind.PASSPHRASE)
    assert slots.unlock() == key


def test_an_older_library_gets_it_at_its_next_opening(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = open_or_create_key(tmp_path, PASSPHRASE, cost=CHEAP)
    assert KeySlots(tmp_path, cost=CHEAP).kinds() == (SlotKind.PASSPHRASE,)
    require(monkeypatch)
    ring.working = False
    with pytest.raises(SetByOrganisation):
        open_or_create_key(tmp_path, PASSPHRASE, cost=CHEAP)
    assert KeySlots(tmp_path, cost=CHEAP).kinds() == (SlotKind.PASSPHRASE,), "nothing was changed"
    ring.working = True
    assert open_or_create_key(tmp_path, PASSPHRASE, cost=CHEAP) == key
    assert open_or_create_key(tmp_path, cost=CHEAP) == key


def test_a_matter_keeps_its_own_ways(tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    require(monkeypatch)
    of_the_library = Ring()
    key = open_or_create_key(tmp_path, PASSPHRASE, ring=of_the_library, cost=CHEAP)
    slots = KeySlots(tmp_path, of_the_library, CHEAP)
    assert slots.kinds() == (SlotKind.PASSPHRASE,)
    slots.add_keyring(key)
    slots.remove(SlotKind.KEYRING)
    assert not ring.held
