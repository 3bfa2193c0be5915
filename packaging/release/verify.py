"""Checks this stick: that every file has the bytes its manifest lists, and who signed that. It needs Python
and nothing else; a signature needs minisign, or Python's package cryptography.

    python3 verify.py               with the key on the stick: compare it with the one that was published
    python3 verify.py RW…           with a key that you know

Exit status: 0 everything fits, 1 something does not, 2 the signature could not be checked.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

OWN = ("manifest.json", "manifest.json.minisig", "minisign.pub")


def digest(path):
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def wrong_files(stick):
    """Every file of the manifest that is not there as it lists it, and how many it lists."""
    listed = json.loads((stick / "manifest.json").read_text(encoding="utf-8"))["files"]
    wrong = []
    for one in listed:
        path = stick / one["file"]
        if not path.is_file():
            wrong.append(one["file"] + ": is missing")
        elif path.stat().st_size != one["bytes"] or digest(path) != one["sha256"]:
            wrong.append(one["file"] + ": has other bytes")
    return wrong, len(listed)


def signature_fits(stick, key):
    """True or False; None where nothing here can check it."""
    manifest, signature = stick / "manifest.json", stick / "manifest.json.minisig"
    if shutil.which("minisign"):
        command = ["minisign", "-V", "-q", "-m", str(manifest), "-x", str(signature), "-P", key]
        return subprocess.call(command) == 0
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    try:
        known, lines = base64.b64decode(key), signature.read_text(encoding="utf-8").splitlines()
        signed, whole = base64.b64decode(lines[1]), base64.b64decode(lines[3])
        public = Ed25519PublicKey.from_public_bytes(known[10:])
        if signed[:2] != b"ED" or signed[2:10] != known[2:10]:
            return False
        public.verify(signed[10:], hashlib.blake2b(manifest.read_bytes()).digest())
        public.verify(whole, signed[10:] + lines[2].partition(": ")[2].encode())
    except (InvalidSignature, ValueError, IndexError):
        return False
    return True


def main(arguments):
    stick = Path(__file__).resolve().parent
    try:
        wrong, number = wrong_files(stick)
    except (OSError, ValueError, KeyError, TypeError):
        print("manifest.json is missing or damaged.")
        return 1
    print("\n".join(wrong) if wrong else f"All {number} files have the bytes that the manifest lists.")
    if not (stick / OWN[1]).exists():
        print("Nobody has signed this stick.")
        return 1 if wrong or arguments else 0
    key = arguments[0] if arguments else (stick / OWN[2]).read_text(encoding="utf-8").split("\n")[1].strip()
    fits = signature_fits(stick, key)
    if fits is None:
        print("The signature was not checked: install minisign, or Python's package cryptography.")
        return 1 if wrong else 2
    print(f"Signed with the key {key}" if fits else f"The signature does NOT fit the key {key}")
    if fits and not arguments:
        print("That key came with the stick: compare it with the one that was published.")
    return 0 if fits and not wrong else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
