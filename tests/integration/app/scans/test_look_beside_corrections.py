"""A person corrects lines while a vision model looks at others of the same page: nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.picture_reader import FakePictureReader
from fakes.scan_reader import ScanReader
from house import House

from engine.cancel import CancelToken
from rag.types import DocumentState

LINES = 24
SEEN = "Seen with another eye, all of it"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home", reader=ScanReader(), seeing=FakePictureReader((SEEN,)))
    yield opened
    opened.close()


def test_both_write_the_same_page(house: House, tmp_path: Path) -> None:
    path = tmp_path / "letter.scan"
    told = [f"0.60 Secn vith onother cyc, oll ot it {place:02}" for place in range(LINES)]
    path.write_text("\n".join(told), encoding="utf-8")
    document = house.library.add([path])[0].outcome.result(30)
    assert document.state is DocumentState.READY
    failed: list[Exception] = []

    def correct() -> None:
        try:
            for place in range(0, LINES, 2):
                house.scans.correct(document.id, 1, place, f"Written by hand, line {place}")
        except Exception as error:
            failed.append(error)

    person = threading.Thread(target=correct)
    person.start()
    for _ in house.runs.run(house.second_looks.create(document.id).id, CancelToken()):
        """Each line as it comes."""
    person.join()
    assert not failed
    page = house.store.page(document.id, 1)
    for place, line in enumerate(page.lines):
        assert page.text[line.start : line.end] == line.text
        assert line.text == (SEEN if place % 2 else f"Written by hand, line {place}")
    text = house.store.text(document.id)
    for passage in house.store.passages(document.id):
        assert text[passage.start : passage.end] == passage.text
