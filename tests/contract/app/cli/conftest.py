"""The command line is tried many hundred times here: a passphrase costs it the least that is taken.

What one costs in earnest, and that less is refused, is held by tests/integration/app/security/test_keys.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.security import keys
from app.security.key_file import Floor

_LEAST = keys.PassphraseCost(Floor.memory_kib[0], Floor.time[0], Floor.parallelism[0])


@pytest.fixture(autouse=True, scope="module")
def cheap_passphrases() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "PassphraseCost", lambda: _LEAST)
        yield
