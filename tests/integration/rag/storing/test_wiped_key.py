"""A key that whoever gave it has wiped."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from engine.wiping import wipe
from rag.storing.vault import Vault


def _asked(vault: Vault) -> int:
    with vault.read() as connection:
        return int(connection.execute("SELECT 1").fetchone()[0])


def test_a_key_that_is_wiped_once_the_vault_is_open_goes_on_opening_it_in_every_thread(
    tmp_path: Path,
) -> None:
    key, given = bytes(range(1, 33)), bytes(bytearray(range(1, 33)))
    with closing(Vault.create(tmp_path / "vault.db", given)) as vault:
        wipe(given)
        with ThreadPoolExecutor(1) as other:
            assert other.submit(_asked, vault).result() == 1
    with closing(Vault.open(tmp_path / "vault.db", key)) as vault:
        assert _asked(vault) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="a process reads its own memory through /proc")
def test_the_key_is_nowhere_in_memory_once_the_vault_is_closed(tmp_path: Path) -> None:
    program = Path(__file__).parents[3] / "helpers" / "programs" / "searched_memory.py"
    ran = subprocess.run(
        [sys.executable, str(program), str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
    )
    found = json.loads(ran.stdout)
    assert found["open"]["raw"] >= 1, "the search finds it while it is there"
    assert found["closed"] == {"raw": 0, "hex": 0}
