#!/usr/bin/env python3
"""Tells whether an audit log of Confidant is whole, or a pack of evidence unchanged, and who signed it.
Needs Python 3.9 or newer and nothing else.

    python3 verify_audit.py audit.json [NUMBER:HASH ...]
    python3 verify_audit.py evidence.zip

Each entry bears the SHA-256 of its parts and of the entry before it, so that a changed, missing, exchanged or
inserted entry is found by its number. NUMBER:HASH is the head that somebody noted at an earlier time: with it
also a log that was written anew as a whole, or cut off at its end, is found. A signature (Ed25519, RFC 8032)
tells which library made it: compare its fingerprint with the one that you were told.
"""

import hashlib
import json
import sys
import zipfile

FORM = "confidant-audit-1"
PACK = "confidant-evidence-1"
FIRST = "0" * 64


def entry_hash(entry):
    said = "\n".join(
        (FORM, str(entry["number"]), entry["at"], entry["kind"], entry["facts"], entry["before"])
    )
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def flaws_of(entries, heads):
    """What is wrong: (number of the entry, what, number of the last one concerned)."""
    found = []
    last, before = 0, FIRST
    for one in entries:
        number = one["number"]
        if number > last + 1:
            found.append((last + 1, "missing", number - 1))
        elif number <= last:
            found.append((number, "out-of-order", number))
        elif one["before"] != before:
            at = last if last and not any(flaw[0] == last for flaw in found) else number
            found.append((at, "replaced", at))
        if entry_hash(one) != one["hash"]:
            found.append((number, "changed", number))
        last, before = number, one["hash"]
    known = {one["number"]: one["hash"] for one in entries}
    for head in heads:
        if head["number"] > last:
            found.append((last + 1, "cut", head["number"]))
        elif head["number"] in known and known[head["number"]] != head["hash"]:
            found.append((head["number"], "not-of-head", head["number"]))
    return list(dict.fromkeys(found))


# --- Ed25519 (RFC 8032, 5.1): points in extended coordinates ------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def added(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = added(found, point)
        point, number = added(point, point), number >> 1
    return found


def point_of(data):
    """The point that 32 bytes stand for; None where they stand for none."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (1 << 255) - 1
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(public, signature, said):
    """Whether `signature` is the one that the key `public` makes of `said`; all bytes."""
    key, first = point_of(public), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or first is None or len(signature) != 64 or scalar >= ORDER:
        return False
    hash_ = int.from_bytes(hashlib.sha512(signature[:32] + public + said).digest(), "little") % ORDER
    left, right = times(scalar, BASE), added(first, times(hash_, key))
    return all((left[axis] * right[2] - right[axis] * left[2]) % P == 0 for axis in (0, 1))


def signed_words(told, said):
    """What to say of a signature, and whether it is as it should be."""
    if "signature" not in told:
        return "Not signed.", True
    public = bytes.fromhex(told["public"])
    digits = hashlib.sha256(public).hexdigest()[:32]
    fingerprint = " ".join(digits[place : place + 4] for place in range(0, 32, 4))
    if not is_signed(public, bytes.fromhex(told["signature"]), said):
        return f"The signature does not hold; it names the fingerprint {fingerprint}.", False
    return f"Signed by the library with the fingerprint {fingerprint}.", True


def said_of(log):
    ends = [*log["entries"][-1:], *log["heads"]]
    lines = [FORM, log["program"], str(len(log["entries"]))]
    return "\n".join(lines + [f"{one['number']}:{one['hash']}" for one in ends]).encode()


def pack(path):
    """Look at a pack of evidence: its files, its seal, its signature. Quotes are for the program to find."""
    with zipfile.ZipFile(path) as packed:
        said, seal = packed.read("evidence.json"), json.loads(packed.read("seal.json"))
        facts, digest = json.loads(said), hashlib.sha256(said).hexdigest()
        if facts.get("form") != PACK:
            print("This is no pack of a form that is known here.")
            return 2
        changed = [] if seal["evidence.json"] == digest else ["evidence.json"]
        names = set(packed.namelist()) - {"evidence.json", "seal.json"}
        for name in sorted(names | set(facts["files"])):
            known = facts["files"].get(name)
            if name not in names or known != hashlib.sha256(packed.read(name)).hexdigest():
                changed.append(name)
    for name in changed:
        print(f"changed: {name}")
    words, good = signed_words(seal, f"{PACK}\n{digest}\n".encode())
    if not changed:
        print(f"Unchanged: {len(facts['quotes'])} quotes, {len(names)} pictures.")
    print(words)
    return 0 if good and not changed else 1


def main(arguments):
    if not arguments:
        print(__doc__.strip())
        return 2
    if zipfile.is_zipfile(arguments[0]):
        return pack(arguments[0])
    with open(arguments[0], encoding="utf-8") as file:
        log = json.load(file)
    if log.get("form") != FORM:
        print("This is no audit log of a form that is known here.")
        return 2
    heads = list(log["heads"])
    for noted in arguments[1:]:
        number, _, hash_ = noted.partition(":")
        heads.append({"number": int(number), "hash": hash_.strip().lower()})
    flaws = flaws_of(log["entries"], heads)
    for number, wrong, last in flaws:
        print(f"entry {number}: {wrong}" if number == last else f"entries {number} to {last}: {wrong}")
    words, good = signed_words(log, said_of(log))
    if flaws:
        return 1
    if not log["entries"]:
        print("The log is empty.")
        return 0
    end = log["entries"][-1]
    print(f"Whole: {len(log['entries'])} entries. Note this head, and compare it later:")
    print(f"{end['number']}:{end['hash']}")
    print(words)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
