"""Writes into a vault in child processes and kills each with SIGKILL at a random moment; prints what came of
it.

`killed_vault.py VAULT KILLS SEED`. A child writes a row a transaction and says its number once it is
committed; now and then it deletes, gives room back, and copies the vault. After every kill the vault is
opened and all that was acknowledged must be there.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from rag.storing.vault import Vault

KEY = bytes(range(32))
_LONGEST = 0.12  # seconds that a child lives; opening takes some 20 ms of them


def _write(path: Path, life: int, said: int) -> None:
    vault = Vault.open(path, KEY)
    for number in range(100_000):
        with vault.write() as db:
            db.execute("INSERT INTO counters VALUES (?, ?)", (f"{life}-{number}", number))
            db.execute("INSERT OR REPLACE INTO counters VALUES ('filler', ?)", (number,))
            db.execute("INSERT INTO own_words VALUES (?, 1)", (f"{life}-{number:0900}",))
        os.write(said, b"%d\n" % number)
        if number % 7 == 6:
            with vault.write() as db:
                db.execute("DELETE FROM own_words")
            vault.compact(at_once=True)
        if number % 11 == 10:
            vault.copy(path.with_name("copy.db"))


def _acknowledged(path: Path, life: int, chance: random.Random) -> int:
    """Let one child live and be killed; how many rows it acknowledged."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(heard)
            _write(path, life, said)
        finally:
            os._exit(1)
    os.close(said)
    time.sleep(chance.uniform(0.0, _LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as pipe:
        return pipe.read().count(b"\n")


def main(path: Path, kills: int, seed: int) -> dict[str, int]:
    chance = random.Random(seed)
    Vault.create(path, KEY).close()
    acknowledged: dict[int, int] = {}
    lost = damaged = half = 0
    for life in range(kills):
        acknowledged[life] = _acknowledged(path, life, chance)
        vault = Vault.open(path, KEY)
        with vault.read() as db:
            kept = {
                row[0] for row in db.execute("SELECT name FROM counters WHERE name LIKE ?", (f"{life}-%",))
            }
        lost += sum(f"{life}-{number}" not in kept for number in range(acknowledged[life]))
        damaged += vault.read_only is not None
        vault.close()
        half += path.with_name("copy.db").exists() and not _is_whole(path.with_name("copy.db"))
    vault = Vault.open(path, KEY)
    with vault.read() as db:
        kept = {row[0] for row in db.execute("SELECT name FROM counters")}
    lost += sum(
        f"{life}-{number}" not in kept for life, count in acknowledged.items() for number in range(count)
    )
    damage = len(vault.damage())
    vault.close()
    return {
        "kills": kills,
        "acknowledged": sum(acknowledged.values()),
        "lost": lost,
        "damaged": damaged + damage,
        "half copies": half,
    }


def _is_whole(path: Path) -> bool:
    from rag.storing.page_proof import damaged_pages, proof_of

    return proof_of(path, KEY) is not None and not damaged_pages(path, KEY)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
