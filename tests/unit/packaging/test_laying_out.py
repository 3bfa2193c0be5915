"""`make.py package --stick`: what lies on the stick, that the same things give the same bytes, who signed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sticks import NUMBER, secret, trusted

from bootstrap.console import StepFailed
from bootstrap.state import State
from engine.provision.signature import AnotherKey, PublicKey, SignatureUnfit, check
from release import command
from release import stick as laying
from release.signing import KeyUnfit, read_key, signature

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = {"en", "de", "fr", "es", "it", "ar"}
# Made by minisign itself and published with its reader for Rust, of the bytes "test".
PUBLISHED_KEY = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
PUBLISHED = """untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1633700835\tfile:test\tprehashed
wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==
"""


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in (
        "confidant_1.0_amd64.deb",
        "confidant-model-tiny_1.0_all.deb",
        "confidant-1.0-x86_64.tar.xz",
        "confidant-1.0-sbom.cdx.json",
        "sizes.txt",
    ):
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model of the list, one that the list knows without its bytes, and one of somebody's own."""
    known = [
        {
            "id": "tiny",
            "files": [{"name": "tiny.gguf", "sha256": "aa" * 32}, {"name": "on/more.json", "sha256": "b"}],
        },
        {"id": "open", "files": [{"name": "open.gguf"}]},
    ]
    (tmp_path / "catalogue.json").write_text(json.dumps({"models": known}))
    monkeypatch.setattr(laying, "CATALOGUE", tmp_path / "catalogue.json")
    for place in ("tiny/tiny.gguf", "tiny/on/more.json", "open/open.gguf", "mine/mine.gguf"):
        path = tmp_path / "models" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(place)
    return tmp_path / "models"


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def verify(folder: Path, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run the script on the stick, by default where there is no minisign."""
    return subprocess.run(
        [sys.executable, str(folder / "verify.py"), *arguments],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_programs_models_and_a_sorted_manifest_lie_there(tmp_path: Path, dist: Path, models: Path) -> None:
    laying.lay_out(tmp_path / "stick", dist, models, "1.0")
    told = json.loads((tmp_path / "stick" / "manifest.json").read_bytes())
    places = [one["file"] for one in told["files"]]
    assert places == [
        "README.txt",
        "models/tiny/on/more.json",
        "models/tiny/tiny.gguf",
        "packages/confidant-1.0-sbom.cdx.json",
        "packages/confidant-1.0-x86_64.tar.xz",
        "packages/confidant_1.0_amd64.deb",
        "verify.py",
    ]
    assert {one["name"] for one in told["files"] if one["file"].startswith("models/")} == {"tiny"}
    assert set(files_of(tmp_path / "stick")) == {*places, "manifest.json"}


def test_the_same_things_give_the_same_stick(tmp_path: Path, dist: Path, models: Path) -> None:
    laying.lay_out(tmp_path / "one", dist, models, "1.0")
    laying.lay_out(tmp_path / "two", dist, models, "1.0")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    rows = json.loads((tmp_path / "one" / "manifest.json").read_bytes())["files"]
    assert laying.manifest(reversed(rows), "1.0") == (tmp_path / "one" / "manifest.json").read_bytes()


def test_a_later_layout_takes_away_what_it_put_there_and_nothing_else(
    tmp_path: Path, dist: Path, models: Path
) -> None:
    to = tmp_path / "stick"
    laying.lay_out(to, dist, models, "1.0")
    (to / "letter.txt").write_text("mine")
    (dist / "confidant_1.0_amd64.deb").rename(dist / "confidant_1.1_amd64.deb")
    laying.lay_out(to, dist, models, "1.1")
    assert not (to / "packages" / "confidant_1.0_amd64.deb").exists()
    assert (to / "packages" / "confidant_1.1_amd64.deb").exists()
    assert (to / "letter.txt").read_text() == "mine"


def test_nothing_to_lay_out_is_refused_with_what_to_do(tmp_path: Path, dist: Path, models: Path) -> None:
    with pytest.raises(StepFailed, match="no packages"):
        laying.lay_out(tmp_path / "stick", tmp_path / "nowhere", models, "1.0")
    with pytest.raises(StepFailed, match="no models"):
        laying.lay_out(tmp_path / "stick", dist, tmp_path / "nowhere", "1.0")
    assert not (tmp_path / "stick").exists()


def test_the_readme_speaks_every_language_and_names_what_is_there() -> None:
    texts = tomllib.loads((ROOT / "packaging" / "release" / "readme.toml").read_text(encoding="utf-8"))
    assert set(texts) == LANGUAGES
    assert len({frozenset(words) for words in texts.values()}) == 1
    said = laying.readme(["confidant_1.0_amd64.deb", "confidant-speech_1.0_amd64.deb"], signed=False)
    for words in texts.values():
        assert words["what"] in said
        assert words["unsigned"] in said
        assert words["signed"] not in said
        assert words["deb"].format(name="packages/confidant_1.0_amd64.deb") in said
        assert words["speech"].format(name="packages/confidant-speech_1.0_amd64.deb") in said
    assert "{name}" not in said
    both = laying.readme(["c-1.0-x64.msi", "c-1.0-setup.exe"], signed=False)
    alone = laying.readme(["c-1.0-x64.msi"], signed=False)
    for words in texts.values():
        assert words["windows"].format(name="packages/c-1.0-setup.exe") in both
        assert words["fleet"].format(name="packages/c-1.0-x64.msi") in both
        assert words["windows"].format(name="packages/c-1.0-x64.msi") in alone
    assert "Windows:" not in said


def test_minisigns_own_signature_is_read() -> None:
    key = PublicKey.read(f"untrusted comment: minisign public key\n{PUBLISHED_KEY}\n")
    assert check(b"test", PUBLISHED, key).endswith("prehashed")
    with pytest.raises(SignatureUnfit):
        check(b"tesT", PUBLISHED, key)
    with pytest.raises(SignatureUnfit):
        check(b"test", PUBLISHED.replace("file:test", "file:tesT"), key)


@pytest.mark.parametrize("text", ["", "no signature", PUBLISHED[:200], PUBLISHED.replace("RUQf", "!!!!")])
def test_what_is_no_signature_is_told(text: str) -> None:
    with pytest.raises(SignatureUnfit):
        check(b"test", text, PublicKey.read(PUBLISHED_KEY))


@pytest.mark.parametrize("password", ["", "horse"])
def test_what_is_signed_with_a_key_of_minisign_fits_its_public_half(
    tmp_path: Path, key: Ed25519PrivateKey, password: str
) -> None:
    number, read = read_key(secret(key, password), lambda: password)
    text = signature(b"data", number, read, "confidant 1.0")
    assert text == signature(b"data", number, read, "confidant 1.0")
    mine = PublicKey.read(trusted(tmp_path / "pub", key).read_text())
    assert check(b"data", text, mine) == "confidant 1.0"
    with pytest.raises(SignatureUnfit):
        check(b"date", text, mine)
    other = PublicKey.read(
        trusted(tmp_path / "other", Ed25519PrivateKey.generate(), NUMBER[::-1]).read_text()
    )
    with pytest.raises(AnotherKey):
        check(b"data", text, other)


def test_another_password_and_what_is_no_key_are_refused(key: Ed25519PrivateKey) -> None:
    with pytest.raises(KeyUnfit, match="password"):
        read_key(secret(key, "horse"), lambda: "house")
    for text in ("", "no key", PUBLISHED_KEY):
        with pytest.raises(KeyUnfit):
            read_key(text, lambda: "")


def test_a_signed_stick_is_verified_by_its_own_script_and_a_changed_byte_refused(
    tmp_path: Path, dist: Path, models: Path, key: Ed25519PrivateKey
) -> None:
    to, file = tmp_path / "stick", tmp_path / "key.sec"
    file.write_text(secret(key))
    laying.lay_out(to, dist, models, "1.0", file)
    line = (to / "minisign.pub").read_text().splitlines()[-1]
    assert (ran := verify(to)).returncode == 0, ran.stderr
    assert "All 7 files" in ran.stdout
    assert "compare it" in ran.stdout
    assert verify(to, line).returncode == 0
    assert verify(to, PUBLISHED_KEY).returncode == 1
    model = to / "models" / "tiny" / "tiny.gguf"
    model.write_text("tiny/tiny.gguF")
    assert (ran := verify(to)).returncode == 1
    assert "models/tiny/tiny.gguf: has other bytes" in ran.stdout
    model.unlink()
    assert "is missing" in verify(to).stdout
    model.write_text("tiny/tiny.gguf")
    (to / "manifest.json").write_bytes((to / "manifest.json").read_bytes().replace(b"1.0", b"1.1", 1))
    assert (ran := verify(to)).returncode == 1
    assert "does NOT fit" in ran.stdout
    (to / "manifest.json").write_text("{")
    assert (ran := verify(to)).returncode == 1
    assert "missing or damaged" in ran.stdout
    assert not ran.stderr


def test_an_unsigned_stick_says_so(tmp_path: Path, dist: Path, models: Path) -> None:
    laying.lay_out(tmp_path / "stick", dist, models, "1.0")
    assert (ran := verify(tmp_path / "stick")).returncode == 0
    assert "Nobody has signed" in ran.stdout
    assert verify(tmp_path / "stick", PUBLISHED_KEY).returncode == 1, "a key was given, and nothing fits it"


def test_the_command_takes_what_was_built_and_tells_at_once_what_cannot_be(
    tmp_path: Path,
    dist: Path,
    models: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(command, "DIST", dist)
    monkeypatch.setenv("CONFIDANT_TEST_MODELS", str(models))
    (dist / "SHA256SUMS").write_text("")
    to = tmp_path / "stick"
    assert command.package(["--as-it-is", "--stick", str(to)], State(), offline=True) == 0
    assert (to / "packages" / "confidant_1.0_amd64.deb").is_file()
    with pytest.raises(SystemExit):
        command.package(["--sign", "key"], State(), offline=True)
    assert "--stick" in capsys.readouterr().err
    with pytest.raises(StepFailed, match="no file"):
        command.package(["--stick", str(to), "--sign", str(tmp_path / "gone")], State(), offline=True)


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign itself")
def test_minisign_agrees(tmp_path: Path, dist: Path, models: Path) -> None:
    file, shown, to = tmp_path / "k.sec", tmp_path / "k.pub", tmp_path / "stick"
    subprocess.run(["minisign", "-G", "-W", "-s", file, "-p", shown], check=True, capture_output=True)
    laying.lay_out(to, dist, models, "1.0", file)
    subprocess.run(["minisign", "-V", "-H", "-m", to / "manifest.json", "-p", shown], check=True)
    assert shown.read_text().splitlines()[1] == (to / "minisign.pub").read_text().splitlines()[1]
    assert verify(to, path=os.environ["PATH"]).returncode == 0
    (to / "manifest.json").write_bytes(b"{}" + (to / "manifest.json").read_bytes()[2:])
    mine = PublicKey.read(shown.read_text())
    with pytest.raises(SignatureUnfit):
        check((to / "manifest.json").read_bytes(), (to / "manifest.json.minisig").read_text(), mine)
