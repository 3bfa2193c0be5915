"""Holding pages against their pictures: behind everything else, taken up where it was left, and told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from fakes.words import LineReader
from files.documents import pdf
from files.poor import STAMP, lease
from house import PATIENCE, House

from engine.cancel import CancelToken
from engine.errors import WorkerDied
from rag.examining.compared import Compared
from rag.layout.corrections import Correction
from rag.reading.reader import DocumentReader
from rag.types import DocumentCoverage, FlawKind, Page, ReadEvent, TextSource

FAITHFUL = Compared(("all", "of", "it"))
LOSING = Compared(tuple("abcdefg"), lacking=("total", "due", "by", "the", "third"))


class ComparingReader(LineReader):
    """Reads lines as pages of a PDF, and compares as it is told."""

    def __init__(self, says: Callable[[Page], Compared | None]) -> None:
        super().__init__()
        self.says = says
        self.compared: list[int] = []
        self.rests = 0

    def read(
        self,
        path: Path,
        password: str | None,
        cancel: CancelToken,
        corrections: Sequence[Correction] = (),
        *,
        whole: bool = False,
        member: str = "",
        laid: Callable[[bytes], None] | None = None,
        known: Sequence[Page] = (),
        held: bytes | None = None,
    ) -> Iterator[ReadEvent]:
        for event in super().read(path, password, cancel, corrections, whole=whole):
            if isinstance(event, Page):
                yield Page(event.number, event.text, TextSource.TEXT, width=595.0, height=842.0)
            else:
                yield event

    def compare(self, path: Path, page: Page, password: str | None, cancel: CancelToken) -> Compared | None:
        cancel.raise_if_cancelled()
        self.compared.append(page.number)
        return self.says(page)

    def rest(self) -> None:
        self.rests += 1


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "law.txt"
    path.write_text("\n\n".join(f"Article {n} holds." for n in range(1, 7)), encoding="utf-8")
    return path


def opened(tmp_path: Path, says: Callable[[Page], Compared | None]) -> tuple[House, ComparingReader]:
    reader = ComparingReader(says)
    return House(tmp_path / "home", reader=reader), reader


def added(house: House, path: Path) -> int:
    (addition,) = house.library.add([path])
    return addition.outcome.result(PATIENCE).id


def told(house: House, document_id: int) -> DocumentCoverage:
    return house.library.coverage_of(house.library.document(document_id))


def test_what_a_page_lacks_is_told_in_coverage_and_beside_the_citation(tmp_path: Path) -> None:
    reader = DocumentReader()
    house = House(tmp_path / "home", reader=reader)
    try:
        id_ = added(house, lease(tmp_path / "lease.pdf", stamp=STAMP, pages=2))
        assert told(house, id_).poor == ()
        assert house.library.check_pictures(300, CancelToken())
        (poor,) = told(house, id_).poor
        assert (poor.page, [flaw.kind for flaw in poor.flaws]) == (2, [FlawKind.LACKING])
        assert told(house, id_).compared == 2
        assert house.library.document(id_).poor_pages == 1
        first, second = (house.library.page_start(id_, number) for number in (1, 2))
        assert not house.library.clause_at(id_, first).poor
        assert house.library.clause_at(id_, second).poor
    finally:
        house.close()


def test_it_is_left_off_and_taken_up_again(tmp_path: Path, text: Path) -> None:
    house, reader = opened(tmp_path, lambda _: FAITHFUL)
    try:
        added(house, text)
        assert not house.library.check_pictures(0.0, CancelToken())
        assert reader.compared == []
        assert house.library.check_pictures(PATIENCE, CancelToken())
        compared = list(reader.compared)
        assert compared
        assert reader.rests == 2
        assert house.library.check_pictures(PATIENCE, CancelToken())
        assert reader.compared == compared, "no page twice"
    finally:
        house.close()


def test_a_page_that_ends_the_process_costs_itself_and_many_the_rest(tmp_path: Path, text: Path) -> None:
    def dies(page: Page) -> Compared | None:
        raise WorkerDied(reason="memory", exit_code=None, detail="", worker="comparer")

    house, reader = opened(tmp_path, dies)
    try:
        id_ = added(house, text)
        assert house.library.check_pictures(PATIENCE, CancelToken())
        assert len(reader.compared) == min(3, house.library.document(id_).pages)
        assert told(house, id_).poor == ()
        assert house.library.document(id_).state.value == "ready"
    finally:
        house.close()


def test_a_file_that_is_another_by_now_is_left_alone(tmp_path: Path, text: Path) -> None:
    house, reader = opened(tmp_path, lambda _: LOSING)
    try:
        added(house, text)
        text.write_text("Something else.", encoding="utf-8")
        assert house.library.check_pictures(PATIENCE, CancelToken())
        assert reader.compared == []
    finally:
        house.close()


def test_behind_the_window_it_waits_for_questions(tmp_path: Path, text: Path) -> None:
    seen = threading.Event()

    def says(page: Page) -> Compared:
        seen.set()
        return LOSING

    house, reader = opened(tmp_path, says)
    try:
        with house.scheduler.question():
            house.library._afterwards.start()
            (addition,) = house.library.add([text])
            assert not seen.wait(0.2)
            assert reader.compared == []
        id_ = addition.outcome.result(PATIENCE).id
        assert seen.wait(PATIENCE)
        house.library.wait_idle()
        while house.store.quality.waiting():
            seen.wait(0.01)
        assert len(told(house, id_).poor) == len(set(reader.compared)) == len(reader.compared)
    finally:
        house.close()


def test_nothing_of_it_is_left_at_the_end(tmp_path: Path) -> None:
    reader = DocumentReader()
    house = House(tmp_path / "home", reader=reader)
    house.library._afterwards.start()
    id_ = added(house, pdf(tmp_path / "a.pdf"))
    house.close()
    again = House(tmp_path / "home", reader=DocumentReader())
    try:
        assert again.library.check_pictures(300, CancelToken())
        assert told(again, id_).compared == 1
    finally:
        again.close()
