"""Proof of silence: drawn of what a table rejected, kept with it, judged, undone, told, saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House

from app.errors import NothingDrawn, NothingRejected
from app.exporting.register import format_of, save
from app.exporting.runs import paper_of
from app.exporting.silence import record
from app.words.silence import silence_lines
from engine.cancel import CancelToken
from rag.extracting.fields.schema import parsed
from rag.runs.elusion import most_missed
from rag.runs.samples import Judged
from rag.runs.types import Run, Verdict
from rag.surveying.types import SurveyKind, SurveyScope

COLUMNS = [{"name": "due", "type": "date", "labels": ["Due date"]}]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "dated.txt").write_text("Due date: 2024-05-03", encoding="utf-8")
    for number in range(12):
        (folder / f"silent{number:02}.txt").write_text(f"Letter {number} names no day.", encoding="utf-8")
    opened.library.add(sorted(folder.iterdir()))
    opened.library.wait_idle()
    yield opened
    opened.close()


@pytest.fixture
def table(house: House) -> Run:
    schema = parsed(json.dumps({"name": "Dates", "columns": COLUMNS}))
    run = house.services.extractions.create(schema, rules_only=True)
    list(house.runs.run(run.id, CancelToken()))
    return house.runs.get(run.id)


def test_a_sample_is_drawn_of_the_rejected_alone_and_kept_with_the_table(house: House, table: Run) -> None:
    silence = house.surveys.silence
    proposal = silence.propose(table.id)
    assert (proposal.population, proposal.size, proposal.most) == (12, 12, 0)
    sample = silence.draw(table.id, 5, seed=11)
    found = {one.part.place for one in house.runs.results(table.id) if one.part.document == "dated.txt"}
    assert len(sample.drawn) == 5
    assert not found & set(sample.population)
    assert silence.sample(table.id) == sample
    assert silence.draw(table.id, 5, seed=11).drawn == sample.drawn
    assert house.services.extractions.again(table.id).options != house.runs.get(table.id).options


def test_what_is_said_of_each_changes_what_is_proved_and_can_be_undone(house: House, table: Run) -> None:
    silence = house.surveys.silence
    sample = silence.draw(table.id, 5, seed=3)
    assert sample.most_missed == most_missed(12, 5, 5)  # what is not read yet counts as missed
    for place in sample.drawn:
        sample = silence.judge(table.id, place, Judged(found=False))
    assert sample.is_whole
    assert sample.most_missed == most_missed(12, 5, 0) == 4
    first = sample.drawn[0]
    sample = silence.judge(table.id, first, Judged(found=True, quote="names no day", page=1))
    assert (sample.found, sample.elusion, sample.most_missed) == (1, 0.2, most_missed(12, 5, 1))
    assert silence.judge(table.id, first, None).following == first
    outside = next(place for place in sample.population if place not in sample.drawn)
    with pytest.raises(NothingDrawn):
        silence.judge(table.id, outside, Judged(found=False))
    silence.forget(table.id)
    assert silence.sample(table.id) is None


def test_it_is_told_in_words_and_stands_in_what_is_saved(house: House, table: Run, tmp_path: Path) -> None:
    silence = house.surveys.silence
    sample = silence.draw(table.id, 5, seed=3)
    for place in sample.drawn:
        silence.judge(table.id, place, Judged(found=False))
    run, results = house.runs.get(table.id), house.runs.results(table.id)
    (proved, rate) = silence_lines(run, results)
    assert proved == (
        "Of 12 documents in which nothing was found, a person has read 5 drawn at random; there was"
        " something in 0. At 95 % confidence at most 4 of them (33.3 %) hold something that was missed."
    )
    assert rate == "Elusion rate, of those read: 0 %. Seed of the sample: 3."
    kept = silence.sample(table.id)
    assert kept is not None
    row = record(run, results, kept)
    assert (row["population"], row["drawn"], row["read"], row["found"], row["missed_at_most"]) == (
        12,
        5,
        5,
        0,
        4,
    )
    assert {one["found"] for one in row["sample"]} == {False}
    for suffix in ("md", "xlsx", "docx"):
        path = tmp_path / f"table.{suffix}"
        form = format_of(path)
        assert form is not None
        save(path, paper_of(house.runs.report(table.id)), form)
    text = (tmp_path / "table.md").read_text("utf-8")
    assert "Elusion test" in text
    assert "at most 4 of them" in text


def test_a_table_in_which_everything_was_found_has_nothing_to_draw_from(house: House) -> None:
    (named,) = (one.id for one in house.library.documents() if one.name == "dated.txt")
    schema = parsed(json.dumps({"name": "Dates", "columns": COLUMNS}))
    run = house.services.extractions.create(schema, [named], rules_only=True)
    list(house.runs.run(run.id, CancelToken()))
    with pytest.raises(NothingRejected):
        house.surveys.silence.draw(run.id)
    compared = house.services.contradictions.create()
    with pytest.raises(NothingRejected):
        house.surveys.silence.propose(compared.id)


def test_how_sure_it_is_to_be_is_chosen_and_kept(house: House, table: Run) -> None:
    silence = house.surveys.silence
    less, more = (silence.propose(table.id, 6, confidence=one) for one in (0.9, 0.99))
    assert (less.most, more.most) == (most_missed(12, 6, 0, 0.9), most_missed(12, 6, 0, 0.99))
    assert less.most < more.most
    sample = silence.draw(table.id, 6, seed=2, confidence=0.9)
    assert silence.sample(table.id) == sample
    for place in sample.drawn:
        sample = silence.judge(table.id, place, Judged(found=False))
    assert sample.most_missed == less.most
    told = " ".join(silence_lines(house.runs.get(table.id), house.runs.results(table.id)))
    assert "At 90 % confidence" in told


def test_the_parts_of_one_document_are_a_pile_too(tmp_path: Path) -> None:
    """A table of sections has a row for each part: drawn, opened where it begins, and told as a part."""
    house = House(tmp_path / "sections")
    try:
        filler = "Nothing of interest is said on this page about anything at all. " * 40
        path = tmp_path / "forms.txt"
        path.write_text("\f".join(f"Chapter {n}\n\n{filler}" for n in range(1, 9)), encoding="utf-8")
        house.library.add([path])
        house.library.wait_idle()
        scope = SurveyScope(SurveyKind.SECTIONS, None, (house.library.documents()[0].id,))
        made = house.surveys.create("all forms with their days", scope)
        list(house.runs.run(made.id, CancelToken()))
        silence = house.surveys.silence
        results = house.runs.results(made.id)
        whole = silence.propose(made.id)
        assert whole.population == len([one for one in results if one.verdict is Verdict.SILENT]) > 3
        sample = silence.draw(made.id, 3, seed=5)
        for place in sample.drawn:
            sample = silence.judge(made.id, place, Judged(found=False))
        run = house.runs.get(made.id)
        told = " ".join(silence_lines(run, results))
        assert f"Of {whole.population} parts in which nothing was found" in told
        assert "document" not in told
        names = [one["document"] for one in record(run, results, sample)["sample"]]
        assert len(set(names)) == 3, "each part has a name of its own"
        part = next(one.part for one in results if one.part.place == sample.drawn[0])
        opened = silence.beginning(part)
        assert (opened.document_id, opened.start) == (part.document_id, part.start)
        assert part.page <= opened.page <= part.page_end
    finally:
        house.close()
