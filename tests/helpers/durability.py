"""What is done to a vault to see whether it loses anything: kills, full disks, turned bits."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from damage import KEY, flip, rows

from rag.errors import VaultCorrupt, VaultFull
from rag.storing.salvaging import salvage
from rag.storing.vault import Vault

_PROGRAM = Path(__file__).parent / "programs" / "killed_vault.py"
_KB = 1024


def kill(folder: Path, kills: int, seed: int = 7) -> dict[str, int]:
    """Kill a writing process so often; what `programs/killed_vault.py` says of it."""
    ran = subprocess.run(
        [sys.executable, str(_PROGRAM), str(folder / "vault.db"), str(kills), str(seed)],
        capture_output=True, text=True, check=True, timeout=3600,
    )  # fmt: skip
    found: dict[str, int] = json.loads(ran.stdout)
    return found


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own. Raises `OSError` where this machine does not let one be mounted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise OSError("mounting a small file system needs Linux and root")
    folder.mkdir()
    how = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(how, capture_output=True, check=False).returncode:
        raise OSError("this machine does not let a small file system be mounted")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@dataclass(slots=True)
class Full:
    """Of one disk: rows acknowledged before it was full, those of them that are lost, whether copies are
    whole.
    """

    free: int
    acknowledged: int = 0
    lost: int = 0
    damaged: int = 0
    half_copies: int = 0


def fill(disk: Path, whole: Path, free: int) -> Full:
    """Write into a copy of a vault on a disk with so many bytes free, until it is full; then make room."""
    found = Full(free)
    home = disk / "home"
    home.mkdir()
    path, filler = home / "vault.db", disk / "filler"
    try:
        shutil.copy(whole, path)
        vault = Vault.open(path, KEY)
        with vault.read() as db:
            db.execute("SELECT 1").fetchone()
        filler.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - free)))
        try:
            for number in range(10_000):
                with vault.write() as db:
                    db.execute("INSERT INTO own_words VALUES (?, 1)", (f"{number:0700}",))
                found.acknowledged += 1
        except VaultFull:
            pass
        try:
            vault.copy(home / "copy.db")
        except VaultFull:
            found.half_copies += len([one for one in home.iterdir() if one.name.startswith("copy")])
        vault.close()
        filler.unlink()
        vault = Vault.open(path, KEY)
        with vault.read() as db:
            kept = {row[0] for row in db.execute("SELECT collection FROM own_words")}
        found.lost = sum(f"{number:0700}" not in kept for number in range(found.acknowledged))
        found.damaged = len(vault.damage())
        vault.close()
    finally:
        shutil.rmtree(home)
        filler.unlink(missing_ok=True)
    return found


@dataclass(slots=True)
class Flipped:
    """Of many single turned bits: `found` when the vault is opened, `refused` to be salvaged; rows of all
    that could be salvaged, those that were, and those that are not as they were.
    """

    flips: int = 0
    found: int = 0
    refused: int = 0
    rows: int = 0
    salvaged: int = 0
    altered: int = 0


def turn_bits(folder: Path, whole: Path, flips: int, seed: int = 7) -> Flipped:
    """Turn one bit of a copy at so many random offsets, open it, and salvage it."""
    chance, found, before = random.Random(seed), Flipped(flips), rows(whole)
    path, new = folder / "home" / "vault.db", folder / "new" / "vault.db"
    path.parent.mkdir()
    new.parent.mkdir()
    for _ in range(flips):
        shutil.copy(whole, path)
        flip(path, chance.randrange(path.stat().st_size), chance.randrange(8))
        try:
            vault = Vault.open(path, KEY)
        except VaultCorrupt:
            found.found += 1
        else:
            found.found += vault.read_only is not None
            vault.close()
        new.unlink(missing_ok=True)
        found.rows += sum(map(len, before.values()))
        try:
            salvage(path, KEY, new, lambda _: False)
        except VaultCorrupt:
            found.refused += 1
            continue
        for table, kept in rows(new).items():
            told = {row for row in kept if not str(row[1]).startswith("salvaged-")}
            found.salvaged += len(told & before[table])
            found.altered += len(told - before[table])
    return found
