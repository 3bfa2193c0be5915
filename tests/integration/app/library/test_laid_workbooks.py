"""How a workbook is laid out is noted while it is read, so that opening it reads no file again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from house import House

from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.reading.viewing import beside
from rag.reading.viewing.packing import View, kept_view, kept_view_in
from rag.types import Document, DocumentState
from rag.types.views import Family

ROWS = 900


class CountingReader(DocumentReader):
    def __init__(self) -> None:
        super().__init__()
        self.views = 0

    def view(self, *given: object) -> View:
        self.views += 1
        return super().view(*given)  # type: ignore[arg-type]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "home", reader=CountingReader())
    yield made
    made.close()


def book(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name in ("Rents", "Keys"):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["Flat", "Rent", "Remark"])
            for row in range(1, ROWS):
                sheet.write_row(row, 0, [f"Mill {row}", row, "paid; on time" if row % 3 else ""])
            sheet.merge_range(ROWS, 0, ROWS, 2, "All figures in euros")
    return path


def added(house: House, path: Path) -> Document:
    house.library.add([path])
    house.library.wait_idle()
    (found,) = [one for one in house.library.documents() if one.name == path.name]
    assert found.state is DocumentState.READY
    return found


def same(house: House, document: Document, view: View) -> None:
    """The view is the one that reading the file for it makes."""
    store = house.services.store
    starts = [sheet.start for sheet in store.sheets(document.id)]
    text = store.text(document.id)
    reader = DocumentReader()
    made = reader.view(Path(document.file), None, text, starts, CancelToken())
    reader.close()
    assert (view.family, view.sheets) == (made.family, made.sheets)
    assert view.parts == made.parts


@pytest.mark.parametrize("name", ["rents.xlsx", "rents.csv"])
def test_a_workbook_that_was_read_opens_without_its_file(house: House, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix == ".xlsx":
        book(path)
    else:
        lines = ("Flat;Rent", *(f"Mill {row};{row}" for row in range(ROWS)))
        path.write_text("\n".join(lines), encoding="utf-8")
    document = added(house, path)
    view = house.library.views.view(document.id, CancelToken())
    assert view is not None
    assert view.family is Family.SHEETS
    assert house.services.reader.views == 0, "the file is read once"  # type: ignore[attr-defined]
    same(house, document, view)
    path.unlink()
    assert house.library.views.view(document.id, CancelToken()) == view


def test_what_was_noted_of_another_text_is_not_used(house: House, tmp_path: Path) -> None:
    document = added(house, book(tmp_path / "rents.xlsx"))
    store = house.services.store
    text = store.text(document.id)
    assert store.laid.of(document.id, text) is not None
    assert store.laid.of(document.id, text + " ") is None
    store.laid.keep(document.id, text, b"no view at all")
    view = house.library.views.view(document.id, CancelToken())
    assert view is not None
    assert house.services.reader.views == 1, "the file is read for it"  # type: ignore[attr-defined]
    same(house, document, view)
    kept = store.laid.of(document.id, text)
    assert kept is not None
    assert kept_view_in(kept, len(text)) == view, "and not the next time"
    house.library.remove(document.id)
    with house.services.vault.read() as db:
        assert db.execute("SELECT count(*) FROM laid").fetchone() == (0,)


def test_a_workbook_of_too_many_rows_is_read_and_laid_out_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rag.reading.worker import ReaderHandler

    path = book(tmp_path / "rents.xlsx")

    def events() -> list[object]:
        asked = {"path": str(path), "password": None, "laid": True}
        return [one.header["event"] for one in ReaderHandler().handle("read", asked, (), CancelToken())]

    whole = events()
    assert whole[-1] == "laid"
    monkeypatch.setattr(beside, "_MOST_LINES", 100)
    assert events() == whole[:-1]
    monkeypatch.undo()
    monkeypatch.setattr(beside, "laid_out", lambda *_: 1 // 0)
    assert events() == whole[:-1], "a fault of the layout leaves the reading as it is"


def test_a_kept_view_is_what_it_was(tmp_path: Path) -> None:
    reader = DocumentReader()
    kept: list[bytes] = []
    list(reader.read(book(tmp_path / "rents.xlsx"), None, CancelToken(), laid=kept.append))
    (one,) = kept
    view = kept_view_in(one, 10**7)
    assert [sheet.name for sheet in view.sheets] == ["Rents", "Keys"]
    assert kept_view_in(kept_view(view.family, view.sheets, view.parts), 10**7) == view
    reader.close()
