"""The policy of the house looks at drafts: one that it withholds is not made, the others are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from house import House

from app.runs.drafts import Order
from engine.cancel import CancelToken
from rag.drafting.maker import draft_of
from rag.drafting.templates import parsed_template
from rag.runs.types import PartState, Result, Run, RunState

OWN = """
[category.merger]
guard = "withhold"
words = ["falcon"]
[category.rude]
guard = "refuse"
words = ["idiot*"]
"""
ROWS = (("Mr Falcon",), ("Ms Adler",), ("the idiots",))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    path = tmp_path / "home" / "policy" / "moderation.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, encoding="utf-8")
    made = House(tmp_path / "home", generator=FakeGenerator("Nothing."))
    yield made
    made.close()


def drafted(house: House) -> tuple[Run, list[Result]]:
    template = parsed_template("Dear {{recipient}}, thank you for your letter.", "thanks")
    run = house.services.drafts.create(Order(template, columns=("recipient",), rows=ROWS))
    for _ in house.runs.run(run.id, CancelToken()):
        pass
    return house.runs.get(run.id), list(house.runs.results(run.id))


def test_a_draft_that_is_withheld_is_told_and_the_others_are_made(house: House) -> None:
    house.services.guards.turn("moderation", True)
    run, (falcon, adler, rude) = drafted(house)
    assert run.state is RunState.DONE
    assert (falcon.state, falcon.error_code) == (PartState.FAILED, "draft-refused")
    assert json.loads(falcon.error_facts)["reasons"] == "merger"
    assert "Ms Adler" in draft_of(adler).text
    assert rude.state is PartState.DONE, "the person says it, not the program"


def test_without_the_guard_drafts_are_only_flagged(house: House) -> None:
    _, results = drafted(house)
    assert all(one.state is PartState.DONE for one in results)
    flags = house.services.drafts.flags([draft_of(one).text for one in results], CancelToken())
    assert flags == [("merger",), (), ("rude",)]
