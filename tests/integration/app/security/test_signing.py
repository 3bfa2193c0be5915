"""Packs and logs are signed by their library, and both verifiers tell whose signature it is."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fakes.generator import FakeGenerator
from house import House

from app.evidence.pack import opened, sha256, written
from app.exporting.audit import audit_record
from app.security.signing import Signature
from engine.assets import ASSETS
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader

SCRIPT, PAGE = ASSETS / "verifiers" / "verify_audit.py", ASSETS / "verifiers" / "verify_audit.html"

# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.fixture
def house(tmp_path: Path) -> House:
    said = "The rent is due on the first of May."
    made = House(tmp_path / "home", reader=DocumentReader(), generator=FakeGenerator(said))
    letter = tmp_path / "letter.txt"
    letter.write_text(f"# Rent\n{said}\n", encoding="utf-8")
    made.library.add([letter])
    made.library.wait_idle()
    return made


def pack_of(house: House, tmp_path: Path) -> Path:
    talk = house.chats.create()
    list(house.chats.ask(talk.id, "When is the rent due?", CancelToken()))
    path = tmp_path / "evidence.zip"
    path.write_bytes(house.services.evidence.of_turn(house.chats.turns(talk.id)[0].id))
    return path


def script(path: Path) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def in_page(tmp_path: Path, call: str, *arguments: str) -> Any:
    """What a function of the page gives, run by Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    program = tmp_path / "run.js"
    program.write_text(
        'const fs = require("fs");\n'
        'const page = fs.readFileSync(process.argv[2], "utf8");\n'
        "const script = page.match(/<script>([\\s\\S]*)<\\/script>/)[1];\n"
        f"const call = new Function(script + '; return {call};')();\n"
        "(async () => console.log(JSON.stringify(await call(...process.argv.slice(3)))))();\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [node, str(program), str(PAGE), *arguments], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize(("public", "said", "signature"), VECTORS)
@pytest.mark.parametrize("place", [None, 0, 31, 32, 63])
def test_ed25519_is_that_of_the_rfc(
    tmp_path: Path, public: str, said: str, signature: str, place: int | None
) -> None:
    wrong = bytearray(bytes.fromhex(signature))
    if place is not None:
        wrong[place] ^= 1
    is_signed = runpy.run_path(str(SCRIPT))["is_signed"]
    good = place is None
    assert is_signed(bytes.fromhex(public), bytes(wrong), bytes.fromhex(said)) is good
    assert Signature(public, wrong.hex()).holds(bytes.fromhex(said)) is good
    call = "(a, b, c) => isSigned(bytesOf(a), bytesOf(b), bytesOf(c))"
    assert in_page(tmp_path, call, public, wrong.hex(), said) is good


def test_a_pack_is_signed_and_both_verifiers_say_by_whom(house: House, tmp_path: Path) -> None:
    path = pack_of(house, tmp_path)
    pack, changed = opened(path)
    assert (pack.signed, changed) == (True, ())
    assert pack.signature is not None
    status, told = script(path)
    assert status == 0
    assert f"fingerprint {pack.signature.fingerprint}" in told
    call = "async (path) => packVerdictOf(new Uint8Array(require_(path)))".replace(
        "require_", 'process.mainModule.require("fs").readFileSync'
    )
    found = in_page(tmp_path, call.replace('"', "\\x22"), str(path))
    assert found["good"]
    assert pack.signature.fingerprint in found["text"]
    again, _ = opened(pack_of(house, tmp_path))
    assert again.signature is not None
    assert again.signature.public == pack.signature.public, "one key for a library"
    house.close()


def test_a_pack_that_somebody_else_sealed_is_not_the_library_s(house: House, tmp_path: Path) -> None:
    path = pack_of(house, tmp_path)
    pack, _ = opened(path)
    assert pack.signature is not None
    facts = {name: value for name, value in pack.facts.items() if name not in ("form", "files")}
    other = Signature(pack.signature.public, pack.signature.value)
    path.write_bytes(written({**facts, "question": "Another?"}, pack.files, lambda _: other))
    forged, changed = opened(path)
    assert (forged.signed, changed) == (False, ()), "sealed well, and signed by nobody"
    assert script(path)[0] == 1
    assert "does not hold" in script(path)[1]
    path.write_bytes(written(facts, pack.files))
    unsigned, changed = opened(path)
    assert (unsigned.signature, changed) == (None, ())
    assert script(path) == (0, script(path)[1])
    assert "Not signed." in script(path)[1]
    house.close()


def test_an_exported_log_is_signed(house: House, tmp_path: Path) -> None:
    audit = house.services.audit
    record = audit_record(audit.entries(), audit.heads(), house.services.signer.sign)
    path = tmp_path / "audit.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    fingerprint = Signature(record["public"], record["signature"]).fingerprint
    status, told = script(path)
    assert (status, fingerprint in told) == (0, True)
    read = 'async (path) => verdictOf(JSON.parse(process.mainModule.require("fs").readFileSync(path)), "")'
    found = in_page(tmp_path, read.replace('"', "\\x22"), str(path))
    assert found["good"]
    assert fingerprint in found["text"]
    record["signature"] = sha256(b"a") * 2
    path.write_text(json.dumps(record), encoding="utf-8")
    assert script(path)[0] == 1
    assert not in_page(tmp_path, read.replace('"', "\\x22"), str(path))["good"]
    house.close()
