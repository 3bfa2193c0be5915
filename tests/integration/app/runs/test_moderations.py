"""Documents held against a policy: a row for each, the passages that speak for it, kept and gone on with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from fakes.words import WordEmbedder
from house import House

from app.errors import PolicyInvalid
from app.exporting.moderations import record
from app.runs.moderations import scored
from engine.cancel import CancelToken
from rag.errors import FileMissing
from rag.moderating.scope import ModerationScope
from rag.runs.types import Done, PartState, Run, RunState

HATE = "Immigrants are vermin."
TEXTS = {
    "plain.txt": "The lease ends on 31 March.\n\nThe deposit is 900 euros.",
    "hate.txt": "\n\n".join([*(f"Clause {n} of the lease is about the cellar." for n in range(200)), HATE]),
    "sad.txt": "Ich will mich umbringen.",
}
OWN = '[category.money]\ndescription = "Sums."\nwords = ["euros", "deposit"]\n'


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "home", generator=FakeGenerator("Nothing."), embedder=WordEmbedder(dimension=512))
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made.library.add([tmp_path / name for name in TEXTS])
    made.library.wait_idle()
    yield made
    made.close()


def made(house: House, policy: Path | None = None, *, stopped: bool = False) -> Run:
    ids = [one.id for one in house.library.documents()]
    run = house.services.moderations.create(ids, policy)
    cancel = CancelToken()
    for event in house.runs.run(run.id, cancel):
        if stopped and isinstance(event, Done):
            cancel.cancel()
    return house.runs.get(run.id)


def test_each_document_has_a_row_with_what_is_against_it(house: House) -> None:
    run = made(house)
    assert run.state is RunState.DONE
    by_name = {one.part.document: one for one in house.runs.results(run.id)}
    flagged = {
        name: {told.category: told.why for told in scored(one) if told.flagged}
        for name, one in by_name.items()
    }
    assert flagged["plain.txt"] == {}
    assert flagged["hate.txt"] == {"hate": "words"}
    assert flagged["sad.txt"] == {"self_harm": "words"}
    assert house.services.moderations.flagged(run.id) == [
        by_name[name].part.document_id for name in by_name if flagged[name]
    ]


def test_what_speaks_for_it_is_cited_where_it_stands(house: House) -> None:
    run = made(house)
    result = next(one for one in house.runs.results(run.id) if one.part.document == "hate.txt")
    row = record(run, result)
    (span,) = row["spans"]
    text = house.library.text(result.part.document_id)
    assert text[span["start"] : span["end"]] == span["quote"] == "Immigrants are vermin"
    assert (span["category"], span["reason"]) == ("hate", "words")
    assert json.loads(json.dumps(row)) == row


def test_the_table_is_read_with_the_words_and_opens_their_place(house: House) -> None:
    report = house.runs.report(made(house).id)
    (row,) = (one for block in report.blocks for one in block.points if one.cells[0] == "hate.txt")
    assert row.cells[1].startswith("Hate (")
    assert "“Immigrants are vermin”" in row.cells[2]
    place = row.cited_in(2)
    assert place is not None
    assert place.quote == "Immigrants are vermin"


def test_a_policy_of_one_s_own_is_kept_as_it_was(house: House, tmp_path: Path) -> None:
    own = tmp_path / "money.toml"
    own.write_text(OWN, encoding="utf-8")
    run = made(house, own)
    own.unlink()
    assert (ModerationScope.of(run).policy, ModerationScope.of(run).name) == (OWN, "money.toml")
    again = house.services.moderations.again(run.id)
    assert ModerationScope.of(again).policy == OWN
    flagged = [one.part.document for one in house.runs.results(run.id) if scored(one)[0].flagged]
    assert flagged == ["plain.txt"]


def test_a_policy_that_cannot_be_used_makes_no_table(house: House, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[category.a]\nflag = 'x'", encoding="utf-8")
    for path, fault in ((wrong, PolicyInvalid), (tmp_path / "none.toml", FileMissing)):
        with pytest.raises(fault):
            house.services.moderations.create([1], path)
    assert house.runs.runs() == []


def test_a_table_that_was_stopped_goes_on(house: House) -> None:
    run = made(house, stopped=True)
    assert (run.state, run.done) == (RunState.STOPPED, 1)
    for _ in house.runs.run(run.id, CancelToken()):
        pass
    results = house.runs.results(run.id)
    assert [one.state for one in results] == [PartState.DONE] * len(TEXTS)


def test_the_policy_of_the_house_is_applied_as_it_stands_now(house: House) -> None:
    path = house.services.moderations.house.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(OWN, encoding="utf-8")
    run = made(house)
    assert [one.part.document for one in house.runs.results(run.id) if scored(one)[0].flagged] == [
        "plain.txt"
    ]
    path.unlink()
    again = house.services.moderations.again(run.id)
    assert "[category.hate]" in ModerationScope.of(again).policy
