"""A policy counts only where nobody but the administrator can have written it, and is never passed over."""

from __future__ import annotations

import os
import plistlib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import PolicyUnfit, PolicyUnreadable
from app.organisation.reading import (
    LINUX_FILE,
    MACOS_FILE,
    MACOS_PROFILE,
    Reader,
    of_file,
    of_profile,
    of_registry,
    read,
    readers_of,
)
from app.organisation.rules import Rules
from app.words.messages import notice_of

ME = os.getuid() if hasattr(os, "getuid") else 0
HASH = "ab" * 32
WHOLE = f"""
allowed-models = ["tiny-chat", "SHA256:{HASH.upper()}"]
fetch-models = false
keyring-required = true
audit = true
audit-words = true
lock-after-minutes = 15
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    folder = tmp_path / "confidant"
    folder.mkdir(mode=0o755)
    file = folder / "policy.toml"
    file.write_text(WHOLE, encoding="utf-8")
    file.chmod(0o644)
    return file


def rules(*readers: Reader) -> Rules:
    return read(readers)


def refused(reader: Reader) -> PolicyUnreadable:
    with pytest.raises(PolicyUnreadable) as caught:
        reader()
    return caught.value


def test_without_a_policy_everything_is_the_users(tmp_path: Path) -> None:
    found = rules(of_file(tmp_path / "confidant" / "policy.toml", ME))
    assert found == Rules()
    assert (found.fetch_models, found.source) == (True, "")


def test_every_key_is_read(policy: Path) -> None:
    found = rules(of_file(policy, ME))
    assert found.allowed_models == {"tiny-chat", HASH}
    assert (found.fetch_models, found.keyring_required, found.audit) == (False, True, True)
    assert (found.audit_words, found.lock_after_minutes) == (True, 15)
    assert found.source == str(policy)
    assert (len(found.keys), found.unknown) == (6, ())


def test_keys_that_are_not_known_are_told_and_harm_nothing(policy: Path) -> None:
    policy.write_text('fetch-models = false\nfetch_models = true\n[later]\nx = "y"\n', encoding="utf-8")
    found = rules(of_file(policy, ME))
    assert not found.fetch_models
    assert found.unknown == ("fetch_models", "later")


def test_what_another_owns_is_refused(policy: Path) -> None:
    fault = refused(of_file(policy, ME + 1))
    assert (fault.facts["reason"], fault.facts["path"]) == ("owner", str(policy))
    assert "chown root" in notice_of(fault).remedy


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_what_others_may_write_is_refused(policy: Path, mode: int) -> None:
    policy.chmod(mode)
    fault = refused(of_file(policy, ME))
    assert fault.facts["reason"] == "writable"
    assert "chmod go-w" in notice_of(fault).remedy


def test_a_folder_that_others_may_write_is_refused(policy: Path) -> None:
    policy.parent.chmod(0o777)
    fault = refused(of_file(policy, ME))
    assert (fault.facts["reason"], fault.facts["path"]) == ("writable", str(policy.parent))


def _linked(file: Path) -> None:
    file.rename(file.with_name("other.toml"))
    file.symlink_to(file.with_name("other.toml"))


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir(mode=0o755)


def _a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o644)


@pytest.mark.parametrize("made", [_linked, _a_folder, _a_pipe])
def test_what_is_no_plain_file_is_refused(policy: Path, made: Callable[[Path], None]) -> None:
    made(policy)
    assert refused(of_file(policy, ME)).facts["reason"] == "link"


@pytest.mark.skipif(ME == 0, reason="nothing is closed to root")
def test_what_cannot_be_read_is_refused(policy: Path) -> None:
    policy.chmod(0o200)
    assert refused(of_file(policy, ME)).facts["reason"] == "closed"


def test_what_is_no_toml_is_refused_with_its_line(policy: Path) -> None:
    policy.write_text("fetch-models = false\nlock-after-minutes 15\n", encoding="utf-8")
    fault = refused(of_file(policy, ME))
    assert fault.facts["reason"] == "form"
    assert "line 2" in notice_of(fault).sentence
    policy.write_bytes(b"\xff\xfe")
    assert refused(of_file(policy, ME)).facts["reason"] == "form"
    policy.write_text("#" * (1 << 17), encoding="utf-8")
    assert refused(of_file(policy, ME)).facts["reason"] == "form"


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("lock-after-minutes = 4", "5–1440"),
        ("lock-after-minutes = 1441", "5–1440"),
        ("lock-after-minutes = true", "5–1440"),
        ('lock-after-minutes = "15"', "5–1440"),
        ('fetch-models = "no"', "true, false"),
        ("fetch-models = 2", "true, false"),
        ("audit = false", "true"),
        ("allowed-models = []", "id"),
        ("allowed-models = [1]", "id"),
        ('allowed-models = "tiny"', "id"),
    ],
)
def test_a_value_that_a_key_cannot_have_is_a_fault(policy: Path, line: str, values: str) -> None:
    policy.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(PolicyUnfit) as caught:
        rules(of_file(policy, ME))
    told = notice_of(caught.value)
    assert line.split(" = ", maxsplit=1)[0] in told.sentence
    assert values in told.remedy


def test_managed_preferences_have_the_last_word(policy: Path) -> None:
    profile = policy.with_suffix(".plist")
    content = {"lock-after-minutes": 5, "PayloadUUID": "x", "allowed-models": ["tiny-chat"]}
    profile.write_bytes(plistlib.dumps(content, fmt=plistlib.FMT_BINARY))
    profile.chmod(0o644)
    found = rules(of_file(policy, ME), of_profile(profile, ME))
    assert (found.lock_after_minutes, found.allowed_models, found.audit_words) == (5, {"tiny-chat"}, True)
    assert found.unknown == ()
    assert found.source == f"{policy}, {profile}"
    profile.write_bytes(b"bplist00nonsense")
    assert refused(of_profile(profile, ME)).facts["reason"] == "form"
    profile.write_bytes(plistlib.dumps(["x"]))
    assert refused(of_profile(profile, ME)).facts["reason"] == "form"


def test_the_registry_has_numbers_for_switches() -> None:
    values = {"fetch-models": 0, "keyring-required": 1, "allowed-models": ["tiny-chat"]}
    found = rules(of_registry(lambda: values))
    assert (found.fetch_models, found.keyring_required, found.allowed_models) == (False, True, {"tiny-chat"})
    assert found.source == r"HKLM\Software\Policies\Confidant"
    assert rules(of_registry(lambda: None)) == Rules()

    def closed() -> None:
        raise PermissionError

    assert refused(of_registry(closed)).facts["reason"] == "closed"


def test_each_system_has_its_place() -> None:
    assert (LINUX_FILE.as_posix(), len(readers_of("linux"))) == ("/etc/confidant/policy.toml", 1)
    assert MACOS_FILE.name == "policy.toml"
    assert MACOS_PROFILE.parent.name == "Managed Preferences"
    assert len(readers_of("darwin")) == 2
    (registry,) = readers_of("win32")
    assert registry() is None, "this is no Windows"
