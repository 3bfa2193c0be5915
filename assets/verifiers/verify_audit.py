#!/usr/bin/env python3
"""Tells whether an exported audit log of Confidant is whole. Needs Python 3.9 or newer and nothing else.

    python3 verify_audit.py audit.json [NUMBER:HASH ...]

Each entry bears the SHA-256 of its parts and of the entry before it, so that a changed, missing, exchanged or
inserted entry is found by its number. NUMBER:HASH is the head that somebody noted at an earlier time: with it
also a log that was written anew as a whole, or cut off at its end, is found.
"""

import hashlib
import json
import sys

FORM = "confidant-audit-1"
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


def main(arguments):
    if not arguments:
        print(__doc__.strip())
        return 2
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
    if flaws:
        return 1
    if not log["entries"]:
        print("The log is empty.")
        return 0
    end = log["entries"][-1]
    print(f"Whole: {len(log['entries'])} entries. Note this head, and compare it later:")
    print(f"{end['number']}:{end['hash']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
