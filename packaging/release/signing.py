"""Signs the manifest of a stick as minisign does, with a secret key of minisign that lies elsewhere. Run with
the set-up's packages: `python -m release.signing KEYFILE MANIFEST PUBLIC`, which writes the signature beside
the manifest and the public key into PUBLIC. A password is asked for where the key has one.

The forms are those of jedisct1.github.io/minisign ("Secret key format"); what is computed is computed by
hashlib and cryptography.
"""

from __future__ import annotations

import base64
import getpass
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_SECRET = 158  # bytes of a secret key in its file
_HEAD, _SALT = 6, 32  # three kinds of two letters; for scrypt
_MOST_MEMORY = 2**31 - 1  # that hashlib lets scrypt take


class KeyUnfit(ValueError):
    """No secret key of minisign, or another password."""


def read_key(text: str, password: Callable[[], str]) -> tuple[bytes, Ed25519PrivateKey]:
    """The key's number and the key. `password` is called where it has one. Raises `KeyUnfit`."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        found = base64.b64decode(lines[-1], validate=True)
    except (IndexError, ValueError) as error:
        raise KeyUnfit("no secret key of minisign") from error
    signs, derives, checks = found[:2], found[2:4], found[4:_HEAD]
    if len(found) != _SECRET or signs != b"Ed" or checks not in (b"B2", b"\0\0"):
        raise KeyUnfit("no secret key of minisign")
    salt, rest = found[_HEAD : _HEAD + _SALT], found[_HEAD + _SALT :]
    operations, memory = (int.from_bytes(rest[at : at + 8], "little") for at in (0, 8))
    kept = rest[16:]
    if derives == b"Sc":
        stream = _stream(password(), salt, operations, memory, len(kept))
        kept = bytes(one ^ other for one, other in zip(kept, stream, strict=True))
    elif derives != b"\0\0":
        raise KeyUnfit("no secret key of minisign")
    number, secret, checksum = kept[:8], kept[8:72], kept[72:]
    told = hashlib.blake2b(signs + number + secret, digest_size=32).digest()
    if checksum != told and not (derives == b"\0\0" and checksum == bytes(32)):
        raise KeyUnfit("the password is another one" if derives == b"Sc" else "the key is damaged")
    key = Ed25519PrivateKey.from_private_bytes(secret[:32])
    if _raw(key) != secret[32:]:
        raise KeyUnfit("the key is damaged")
    return number, key


def signature(data: bytes, number: bytes, key: Ed25519PrivateKey, comment: str) -> str:
    """The text of a signature's file; the same for the same bytes, comment and key."""
    signed = key.sign(hashlib.blake2b(data).digest())
    whole = key.sign(signed + comment.encode())
    return (
        f"untrusted comment: signature from a secret key of minisign\n"
        f"{_encoded(b'ED' + number + signed)}\n"
        f"trusted comment: {comment}\n"
        f"{_encoded(whole)}\n"
    )


def public(number: bytes, key: Ed25519PrivateKey) -> str:
    """The text of the public key's file."""
    line = _encoded(b"Ed" + number + _raw(key))
    return f"untrusted comment: minisign public key {number[::-1].hex().upper()}\n{line}\n"


def _stream(password: str, salt: bytes, operations: int, memory: int, size: int) -> bytes:
    """What a key is hidden with: scrypt, whose parameters follow from two limits as libsodium has it
    (`crypto_pwhash_scryptsalsa208sha256`, pickparams).
    """
    operations, r = max(operations, 32768), 8
    small = operations < memory // 32
    most = operations // (r * 4) if small else memory // (r * 128)
    log2 = next(one for one in range(1, 64) if 1 << one > most // 2)
    p = 1 if small else min((operations // 4) // (1 << log2), 0x3FFFFFFF) // r
    try:
        return hashlib.scrypt(
            password.encode(), salt=salt, n=1 << log2, r=r, p=p, maxmem=_MOST_MEMORY, dklen=size
        )
    except (ValueError, MemoryError) as error:
        raise KeyUnfit("its password asks for more memory than there is") from error


def _raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def main(secret: Path, manifest: Path, shown: Path, comment: str) -> int:
    """Sign; 1 and a sentence where the key is none that can be used."""
    try:
        number, key = read_key(
            secret.read_text(encoding="utf-8"), lambda: getpass.getpass(f"Password of {secret.name}: ")
        )
    except (OSError, UnicodeDecodeError, KeyUnfit) as error:
        sys.stderr.write(f"{secret}: {error}\n")
        return 1
    text = signature(manifest.read_bytes(), number, key, comment)
    manifest.with_name(f"{manifest.name}.minisig").write_text(text, encoding="utf-8", newline="\n")
    shown.write_text(public(number, key), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*(Path(one) for one in sys.argv[1:4]), sys.argv[4]))
