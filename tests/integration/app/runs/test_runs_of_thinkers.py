"""Summaries and tables by models that think: what they think is in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes.thinker import ThinkingGenerator
from house import House
from thinking import SAID, SECRET, SHAPES

from engine.cancel import CancelToken
from rag.runs.types import PartState, Result, Verdict

FILES = {
    "lease.txt": f"# Term\n{SAID} It begins in May, and ends in June of the year after.\n",
    "rent.txt": "# Rent\nThe rent is due on the third day of each month, by transfer to the landlord.\n",
}


@contextmanager
def house_of(folder: Path, shape: str) -> Iterator[House]:
    house = House(folder / "home", generator=ThinkingGenerator(SHAPES[shape]))
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    house.library.add([folder / name for name in FILES])
    house.library.wait_idle()
    try:
        yield house
    finally:
        house.close()


def made(house: House, run_id: int) -> list[Result]:
    list(house.runs.run(run_id, CancelToken()))
    results = house.runs.results(run_id)
    assert SECRET not in repr((results, house.runs.report(run_id)))
    return results


@pytest.mark.parametrize("shape", ["a block the prompt opened", "channels", "marks around the answer"])
def test_a_summary_holds_what_was_said(tmp_path: Path, shape: str) -> None:
    with house_of(tmp_path, shape) as house:
        lease = next(one for one in house.library.documents() if one.name == "lease.txt")
        (summary,) = house.summaries.create([lease.id], "executive")
        (result,) = made(house, summary.id)
        assert result.state is PartState.DONE
        assert [point.text for point in result.points] == [SAID]


def test_a_part_of_which_a_model_only_thought_has_failed(tmp_path: Path) -> None:
    with house_of(tmp_path, "thoughts and no answer") as house:
        lease = next(one for one in house.library.documents() if one.name == "lease.txt")
        (summary,) = house.summaries.create([lease.id], "executive")
        (result,) = made(house, summary.id)
        assert (result.state, result.error_code) == (PartState.FAILED, "only-thoughts")


def test_where_a_model_only_thought_the_sentence_of_the_document_stands_in_the_row(tmp_path: Path) -> None:
    with house_of(tmp_path, "thoughts and no answer") as house:
        rows = made(house, house.surveys.create("How long is the notice period?").id)
        (row,) = (row for row in rows if row.part.document == "lease.txt")
        assert (row.state, row.error_code) == (PartState.DONE, "")
        (point,) = row.points
        assert point.citations[0].quote in point.text
        assert "notice" in point.text


def test_a_table_holds_what_was_said(tmp_path: Path) -> None:
    with house_of(tmp_path, "a block the prompt opened") as house:
        rows = made(house, house.surveys.create("How long is the notice period?").id)
        (row,) = (row for row in rows if row.part.document == "lease.txt")
        assert (row.verdict, row.points[0].text) == (Verdict.FOUND, SAID)
