"""A recording on its way into the library: minute by minute, and on from there after an end at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fakes.words import WordEmbedder
from models import model_path

from engine.cancel import CancelToken
from rag.indexing.indexer import Indexer, IndexEvent
from rag.indexing.vectors import VectorIndex
from rag.reading.reader import DocumentReader
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import DocumentState, PageUnit

CHECKOUT = Path(__file__).resolve().parents[4]
NOTICE = CHECKOUT / "tests" / "data" / "speech" / "notice.opus"
RATE = 16_000
MINUTES = 4
INDEX = """
    import sys
    from pathlib import Path
    from fakes.words import WordEmbedder
    from rag.indexing.indexer import Indexer
    from rag.indexing.vectors import VectorIndex
    from rag.reading.reader import DocumentReader
    from rag.storing.documents import DocumentStore
    from rag.storing.vault import Vault

    vault, path, model = map(Path, sys.argv[1:])
    reader = DocumentReader(hearer=lambda: model)
    tell = lambda event: print(event.done, flush=True)
    store = DocumentStore(Vault.open(vault, bytes(32)))
    Indexer(store, reader, WordEmbedder(), VectorIndex(), tell).index(path)
"""


@pytest.fixture(scope="module")
def interview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notice 7 s after the beginning of each of four minutes."""
    import codecpod

    said, _ = codecpod.load(str(NOTICE), sample_rate=RATE, mono=True)
    sound = np.zeros(MINUTES * 60 * RATE, np.float32)
    for minute in range(MINUTES):
        sound[(minute * 60 + 5) * RATE :][: len(said)] = said
    path = tmp_path_factory.mktemp("sound") / "interview.opus"
    codecpod.save(str(path), sound, RATE, codecpod.Opus(bit_rate=16_000))
    return path


def index(vault: Path, path: Path, tell: Callable[[IndexEvent], None]) -> DocumentStore:
    model = model_path("whisper-tiny.en")
    reader = DocumentReader(hearer=lambda: model)
    store = DocumentStore(Vault.open(vault, bytes(32)))
    try:
        document = Indexer(store, reader, WordEmbedder(), VectorIndex(), tell).index(
            path, cancel=CancelToken()
        )
    finally:
        reader.close()
    assert (document.state, document.unit, document.pages) == (
        DocumentState.READY,
        PageUnit.MINUTE,
        MINUTES,
    )
    return store


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of POSIX")
def test_minutes_that_are_written_down_outlive_a_kill(interview: Path, tmp_path: Path) -> None:
    vault = tmp_path / "vault.db"
    Vault.create(vault, bytes(32)).close()
    model = str(model_path("whisper-tiny.en"))
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(INDEX), str(vault), str(interview), model],
        env={**os.environ, "PYTHONPATH": f"{CHECKOUT}:{CHECKOUT / 'tests' / 'helpers'}"},
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout is not None
        while int(started.stdout.readline()) < 2:
            pass
        started.send_signal(signal.SIGKILL)
    time.sleep(0.2)  # for its reader, which the kernel ends with it

    counted = list[int]()
    store = index(
        vault,
        interview,
        lambda event: counted.append(event.done) if event.state is DocumentState.READING else None,
    )

    assert counted[0] == 2, "the first two minutes are not heard again"
    pages = store.pages(1)
    assert [page.label for page in pages] == ["0:00", "1:00", "2:00", "3:00"]
    assert all("72 hours" in page.text for page in pages)
    # In the third minute the second sentence begins 17.3 s after the beginning.
    page, place = store.page_at(1, store.text(1).index("The contract", store.page_start(1, 3)))
    assert (page, place) in ((3, "2:17"), (3, "2:16"))
