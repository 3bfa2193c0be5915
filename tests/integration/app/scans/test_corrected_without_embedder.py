"""What a person wrote is kept, and found by its words, also where no embedder is there to read it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes.scan_reader import ScanReader
from fakes.words import AbsentEmbedder, WordEmbedder
from house import House
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import WorkerDied
from rag.types import Document, DocumentState

TOLD = "0.97 Dear Madam\n0.62 The ront is doo on the forst of Moy\n0.95 Yours faithfully"
WRITTEN = "The rent is due on the first of May"


class FailingEmbedder(WordEmbedder):
    """One whose process ends."""

    fails = False

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        if self.fails:
            raise WorkerDied
        return super().embed(texts, cancel)


def added(house: House, folder: Path) -> Document:
    path = folder / "letter.scan"
    path.write_text(TOLD, encoding="utf-8")
    document = house.library.add([path])[0].outcome.result(30)
    assert document.state is DocumentState.READY
    return document


def test_a_correction_without_an_embedder_is_kept(tmp_path: Path) -> None:
    house = House(tmp_path / "home", reader=ScanReader(), embedder=AbsentEmbedder())
    try:
        document = added(house, tmp_path)
        page = house.scans.correct(document.id, 1, 1, WRITTEN)
        assert page.lines[1].text == WRITTEN
        assert house.store.page(document.id, 1).lines[1].text == WRITTEN
        assert WRITTEN in house.library.search("due on the first of May", 1)[0].text
    finally:
        house.close()


@pytest.mark.parametrize("fails", [True, False])
def test_an_embedder_that_fails_takes_no_correction_along(tmp_path: Path, fails: bool) -> None:
    embedder = FailingEmbedder()
    house = House(tmp_path / "home", reader=ScanReader(), embedder=embedder)
    try:
        document = added(house, tmp_path)
        embedder.fails = fails
        house.scans.correct(document.id, 1, 1, WRITTEN)
        embedder.fails = False
        assert house.store.page(document.id, 1).lines[1].text == WRITTEN
        lacking = [one.id for one in house.store.lacking_vectors(embedder.name)]
        assert lacking == ([document.id] if fails else []), "it gets new vectors at the next start"
        assert WRITTEN in house.library.search("due on the first of May", 1)[0].text
    finally:
        house.close()
