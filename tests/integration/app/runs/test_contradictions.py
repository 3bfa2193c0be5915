"""A map of contradictions: made, marked, made again, saved; both quotes where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House

from app.exporting.contradictions import record
from app.exporting.register import format_of, save
from app.exporting.runs import paper_of
from engine.cancel import CancelToken
from rag.contradicting.maker import dismissed
from rag.runs.types import Point, Run, RunState

LEASE = """Lease between Hollis Property Ltd. and Miriam Okafor

The monthly rent is EUR 1,450.
The notice period is three months."""
LETTER = """Letter of Hollis Property Ltd. to Miriam Okafor

The monthly rent is EUR 1,540.
The notice period is three months."""
OTHER = """Lease between Quarry Estates Ltd. and Agnes Whitlow

The monthly rent is EUR 990."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home")
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in (("lease", LEASE), ("letter", LETTER), ("other", OTHER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    opened.library.add(sorted(folder.iterdir()))
    opened.library.wait_idle()
    yield opened
    opened.close()


def made(house: House, run: Run) -> list[Point]:
    list(house.runs.run(run.id, CancelToken()))
    assert house.runs.get(run.id).state is RunState.DONE
    return [point for block in house.runs.report(run.id).blocks for point in block.points]


def test_both_sides_are_quoted_where_they_stand(house: House) -> None:
    (point,) = made(house, house.services.contradictions.create())
    row = record(point)
    assert (row["kind"], row["subject"], row["reason"]) == ("amount", "monthly rent", "value")
    sides = {
        side["document"]: (side["page"], side["quote"], side["value"]) for side in (row["left"], row["right"])
    }
    assert sides == {  # the reader of tests makes a page of each line
        "lease.txt": (3, "The monthly rent is EUR 1,450.", "EUR 1,450"),
        "letter.txt": (3, "The monthly rent is EUR 1,540.", "EUR 1,540"),
    }
    for citation in point.citations:
        assert house.store.text(citation.document_id, citation.start, citation.end) == citation.quote


def test_documents_that_a_person_names_together_are_held_together(house: House, tmp_path: Path) -> None:
    """Minutes that name nobody are of no contract in a library; of the two that were named, they are."""
    contract = "Dienstleistungsvertrag\n\nDie monatliche Vergütung beträgt 4.500,00 EUR."
    minutes = "Protokoll der Besprechung\n\nDie monatliche Vergütung beträgt 4.800,00 EUR."
    for name, text in (("vertrag.txt", contract), ("protokoll.txt", minutes)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    house.library.add([tmp_path / "vertrag.txt", tmp_path / "protokoll.txt"])
    house.library.wait_idle()
    asked = house.services.contradictions
    named = [one.id for one in house.store.list() if one.name in ("vertrag.txt", "protokoll.txt")]
    (point,) = made(house, asked.create(named))
    assert {record(point)[side]["value"] for side in ("left", "right")} == {"4.500,00 EUR", "4.800,00 EUR"}
    assert "Vergütung" not in " ".join(point.text for point in made(house, asked.create()))


def test_what_is_marked_stays_so_and_can_be_taken_back(house: House) -> None:
    asked = house.services.contradictions
    first = asked.create()
    (point,) = made(house, first)
    asked.mark(first.id, point, none=True)
    (kept,) = (one for block in house.runs.report(first.id).blocks for one in block.points)
    assert dismissed(kept)
    assert record(kept)["dismissed"] is True
    assert house.runs.get(first.id).found == 0

    again = asked.again(first.id)
    (carried,) = made(house, again)
    assert dismissed(carried)

    asked.mark(again.id, carried, none=False)
    (back,) = made(house, asked.create())
    assert not dismissed(back)


def test_only_the_documents_that_were_named_are_held_together(house: House) -> None:
    names = {one.name: one.id for one in house.library.documents()}
    assert made(house, house.services.contradictions.create([names["lease.txt"], names["other.txt"]])) == []


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "csv", "html", "md", "json", "pdf"])
def test_it_is_saved_in_every_format(house: House, tmp_path: Path, suffix: str) -> None:
    run = house.services.contradictions.create()
    made(house, run)
    path = tmp_path / f"map.{suffix}"
    form = format_of(path)
    assert form is not None
    save(path, paper_of(house.runs.report(run.id)), form)
    assert path.stat().st_size > 0
    if suffix == "json":
        (row,) = json.loads(path.read_text("utf-8"))
        assert row["left"]["quote"] != row["right"]["quote"]
    if suffix in ("csv", "html", "md"):
        text = path.read_text("utf-8")
        assert "The monthly rent is EUR 1,450." in text
        assert "The monthly rent is EUR 1,540." in text
