"""Notes on a scan whose lines a person corrects: they stay on their words."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from fakes.scan_reader import ScanReader
from house import House

from rag.types import Colour


def test_notes_follow_when_a_line_before_them_or_their_own_is_corrected(tmp_path: Path) -> None:
    path = tmp_path / "letter.scan"
    path.write_text(
        "0.9 The harbour ofice of Bristol\n0.9 The rent is due in Mai\n0.9 Notice is given in June",
        encoding="utf-8",
    )
    with closing(House(tmp_path / "home", reader=ScanReader())) as house:
        house.library.add([path])
        house.library.wait_idle()
        (document,) = house.library.documents()
        notes, scans = house.services.notes, house.services.scans
        own = notes.mark_quote(document, "rent is due in Mai", Colour.YELLOW, "own")
        later = notes.mark_quote(document, "Notice is given", Colour.BLUE, "later")
        scans.correct(document.id, 1, 0, "The harbour office of the city of Bristol")
        scans.correct(document.id, 1, 1, "The rent is due in May, as ever")

        def stands(note: int) -> str:
            now = notes.get(note)
            assert now.start is not None
            return house.library.text(document.id, now.start, now.end)

        assert stands(later.id) == notes.get(later.id).quote == "Notice is given"
        assert stands(own.id).startswith("rent is due in Ma")
        assert notes.get(own.id).was == own.quote, "what had been marked is told"
