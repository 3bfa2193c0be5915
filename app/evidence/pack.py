"""The file of a pack: a ZIP of `evidence.json` and the pictures of pages, no byte of which changes unseen.

Every file in it has its SHA-256 in `evidence.json`, and that has its own in `seal.json`, which the library
signed (`said_of`); packs of earlier versions are not signed. The file is written
in one way only, uncompressed and without a time, so that it can be written again from what it holds and
compared byte for byte: what is in no file of it is found too.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import EvidenceUnreadable
from app.security.signing import Signature

FORM = "confidant-evidence-1"
_FACTS, _SEAL = "evidence.json", "seal.json"
_TIME = (1980, 1, 1, 0, 0, 0)
_LARGEST = 512_000_000  # bytes of all that a pack holds


@dataclass(frozen=True, slots=True)
class Pack:
    """`facts` is what `evidence.json` holds; `files` the rest, by name."""

    facts: dict[str, Any]
    files: Mapping[str, bytes]
    digest: str  # sha256 of `evidence.json`
    signature: Signature | None = None
    signed: bool = False  # whether the signature holds for what the pack says now


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def said_of(digest: str) -> bytes:
    """What is signed of a pack whose `evidence.json` has this SHA-256."""
    return f"{FORM}\n{digest}\n".encode()


def written(
    facts: Mapping[str, Any],
    files: Mapping[str, bytes],
    sign: Callable[[bytes], Signature | None] = lambda _: None,
) -> bytes:
    """The bytes of a pack."""
    whole = {**facts, "form": FORM, "files": {name: sha256(data) for name, data in sorted(files.items())}}
    said = (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
    return _zipped(said, files, sign(said_of(sha256(said))))


def digest_of(data: bytes) -> str:
    """What the log notes of a pack."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return sha256(packed.read(_FACTS))


def opened(path: Path) -> tuple[Pack, tuple[str, ...]]:
    """A pack, and the names of what was changed in it: a file, or "byte N" for what is in none.

    Raises `EvidenceUnreadable`.
    """
    try:
        data = path.expanduser().read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _LARGEST:
                raise EvidenceUnreadable(path=str(path))
            found, broken = {}, []
            for name in packed.namelist():
                try:
                    found[name] = packed.read(name)
                except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError):
                    broken.append(name)
        said = found.pop(_FACTS)
        seal = found.pop(_SEAL, b"")
        facts = json.loads(said)
        signature = _signature(seal)
        files: dict[str, str] = facts["files"]
        if facts["form"] != FORM:
            raise EvidenceUnreadable(path=str(path))
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, NotImplementedError) as error:
        raise EvidenceUnreadable(path=str(path)) from error
    changed = list(broken)
    if seal != _sealed(said, signature):
        changed.append(_FACTS)
    changed += [name for name, hash_ in files.items() if name in found and sha256(found[name]) != hash_]
    changed += [name for name in sorted({*files} ^ {*found}) if name not in broken]
    if not changed:
        again = _zipped(said, found, signature)
        if again != data:
            short = min(len(again), len(data))
            at = next((place for place in range(short) if again[place] != data[place]), short)
            changed.append(f"byte {at}")  # not for people: `app.words.evidence` says it
    signed = signature is not None and signature.holds(said_of(sha256(said)))
    return Pack(facts, found, sha256(said), signature, signed), tuple(dict.fromkeys(changed))


def _signature(seal: bytes) -> Signature | None:
    """Raises ValueError, TypeError for a seal that is none."""
    told = json.loads(seal) if seal else {}
    if not isinstance(told, dict) or "signature" not in told:
        return None
    public, value = str(told["public"]), str(told["signature"])
    bytes.fromhex(public)
    return Signature(public, value)


def _sealed(said: bytes, signature: Signature | None) -> bytes:
    told = {"form": FORM, _FACTS: sha256(said)}
    if signature is not None:
        told |= {"public": signature.public, "signature": signature.value}
    return (json.dumps(told, sort_keys=True) + "\n").encode()


def _zipped(said: bytes, files: Mapping[str, bytes], signature: Signature | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, data in ((_SEAL, _sealed(said, signature)), (_FACTS, said), *sorted(files.items())):
            packed.writestr(zipfile.ZipInfo(name, _TIME), data)
    return out.getvalue()
