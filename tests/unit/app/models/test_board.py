"""Comparing models: what counts as right, what as invented, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator

from app.exporting.board import board_paper
from app.models.board.keeping import Kept, keep, kept
from app.models.board.measuring import Share, Standing, measure
from app.models.board.questions import Asked, Sort, own, sample
from app.models.board.telling import cells, columns, lengths, ranked
from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelDoesNotFit
from engine.power import EnergyMeter
from engine.types import Message
from rag.types import Answer, Citation, Outcome, Quoted, Turn

SILENT = "Not in your documents."


def question(words: str) -> Asked:
    return next(one for one in sample() if words in one.question)


@pytest.mark.parametrize(
    ("words", "text", "right"),
    [
        ("plots does", "The association lets 64 plots.", True),
        ("plots does", "The association lets 164 plots.", False),
        ("plots does", SILENT, False),
        ("hens", "No, hens may not be kept.", True),
        ("hens", SILENT, False),  # a refusal denies nothing
        ("hands out", "The secretary, Annika Voss, hands out the keys.", True),
        ("hands out", "The treasurer and the secretary hand them out.", False),
        ("weekday", SILENT, True),
        ("weekday", "The board meets on Mondays.", False),
        (
            "JSON",
            '{"chair": "Ingrid Solberg", "treasurer": "Mateo Ferrer", "secretary": "Annika Voss"}',
            True,
        ),
        (
            "JSON",
            'Here: {"chair": "Ingrid Solberg", "treasurer": "Mateo Ferrer", "secretary": "Annika Voss"}',
            False,
        ),
        ("hyphen", "- 180 euros\n- 15 euros", True),
        ("hyphen", "180 euros and 15 euros", False),
    ],
)
def test_what_is_right(words: str, text: str, right: bool) -> None:
    assert question(words).is_right(text) is right


def test_every_pattern_of_the_sample_is_in_its_text() -> None:
    """What is to be answered can be, and what is not cannot be found by its words."""
    for one in sample():
        text = "\n".join(source.text for source in one.sources)
        assert bool(one.must) is (one.sort is not Sort.SILENT)
        if one.sort is Sort.ANSWERED and "hens" not in one.question:
            assert one.is_right(text) or one.never


def told(messages: list[Message]) -> str:
    text = messages[-1].text
    if "plots does" in text:
        return "The association lets 64 plots. The chair owns a golden tractor and three helicopters."
    return SILENT


def test_a_model_is_asked_everything_and_counted() -> None:
    heard: list[int] = []
    found = measure(
        "id", "Name", lambda: FakeGenerator(told, context_length=8192), sample(), heard.append, CancelToken()
    )
    assert heard == list(range(1, len(sample()) + 1))
    assert (found.right, found.refused) == (Share(1, 12), Share(4, 4))
    assert found.invented == Share(1, 2)
    assert found.formed == Share(0, 2)
    assert found.fault == ""


def test_a_model_that_fails_stands_with_its_fault() -> None:
    def load() -> FakeGenerator:
        raise ModelDoesNotFit(model="id", needed=2, available=1)

    found = measure("id", "Name", load, sample(), lambda _: None, CancelToken())
    assert found == Standing("id", "Name", fault="model-does-not-fit")
    why, *rest = cells(found)
    assert why == "The model needs more memory"
    assert set(rest) == {"–"}


def test_cancelling_ends_it() -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        measure("id", "Name", FakeGenerator, sample(), lambda _: cancel.cancel(), cancel)


def turn(number: int, quote: str, outcome: Outcome = Outcome.ANSWERED) -> Turn:
    cited = Citation(7, "lease.pdf", 2, "Rent", 100 * number, 100 * number + len(quote), quote)
    answer = Answer(f"q{number}", quote, (), outcome, "m", 1.0, 0.0, quotes=(Quoted(cited, 0.9),))
    return Turn(number, 1, f"What is due {number}?", answer, float(number))


def test_ones_own_questions_are_those_that_documents_answered() -> None:
    turns = [
        turn(1, "The rent is 900 euros a month."),
        turn(2, "The deposit is 1,800 euros."),
        turn(3, "Nothing of it.", Outcome.CLOSEST),
        Turn(4, 1, "Unanswered?", None, 4.0),
    ]
    mine = own(turns)
    assert [one.question for one in mine] == ["What is due 2?", "What is due 1?"]

    found = measure(
        "id",
        "N",
        lambda: FakeGenerator("The rent is 900 euros a month."),
        mine,
        lambda _: None,
        CancelToken(),
    )
    assert found.right == Share(1, 2)


def test_figures_are_kept_and_no_word_of_a_document(tmp_path: Path) -> None:
    one = Standing("id", "Name", 1.0, 2, 0.5, 90.0, 20.0, Share(9, 12), Share(4, 4), Share(0, 9), Share(2, 2))
    what = Kept((one, replace(one, model="b", fault="model-invalid")), 12.0, 20, 2)
    keep(tmp_path, what)
    assert kept(tmp_path) == what

    (tmp_path / ".measured" / "board.json").write_text('{"standings": [{"model": 1', encoding="utf-8")
    assert kept(tmp_path) is None


def test_the_best_stands_first_and_bars_are_as_long_as_their_share() -> None:
    good = Standing("a", "A", 1.0, 200, 0.5, 90.0, 20.0, Share(9, 12), Share(4, 4), Share(1, 10), Share(2, 2))
    poor = Standing("b", "B", 2.0, 100, 1.0, 45.0, 10.0, Share(3, 12), Share(0, 4), Share(5, 10), Share(0, 2))
    broken = Standing("c", "C", fault="model-invalid")

    assert ranked([broken, poor, good]) == [good, poor, broken]
    bars = [dict(zip(columns([good]), row, strict=True)) for row in lengths([good, poor, broken])]
    assert (bars[0]["right"], bars[1]["right"], bars[0]["memory"], bars[1]["writes"]) == (
        0.75,
        0.25,
        1.0,
        0.5,
    )
    assert set(bars[2].values()) == {None}

    paper = board_paper(Kept((poor, good), 1.0, 18, 0))
    (table,) = paper.tables()
    assert [row[0].text for row in table.rows] == ["A", "B"]
    assert table.rows[0][1].text == "9 of 12"


def test_energy_is_told_where_the_machine_tells_it(tmp_path: Path) -> None:
    zone = tmp_path / "intel-rapl:0"
    zone.mkdir()
    (zone / "name").write_text("package-0\n", encoding="ascii")
    (zone / "max_energy_range_uj").write_text("262143328850\n", encoding="ascii")
    counter = zone / "energy_uj"
    counter.write_text("0\n", encoding="ascii")

    def spending(messages: list[Message]) -> str:
        counter.write_text(f"{int(counter.read_text('ascii')) + 40_000_000}\n", encoding="ascii")
        return told(messages)

    def load() -> FakeGenerator:
        return FakeGenerator(spending, context_length=8192)

    meter, silent = EnergyMeter(tmp_path), EnergyMeter(tmp_path / "absent")
    found = measure("id", "Name", load, sample(), lambda _: None, CancelToken(), meter)
    assert found.joules == 40.0
    assert columns([found])[-1] == "energy"
    assert cells(found)[-1] == "40 J"
    without = measure("id", "Name", load, sample(), lambda _: None, CancelToken(), silent)
    assert without.joules == 0.0
    assert "energy" not in columns([without])
    assert len(lengths([without])[0]) == len(columns([without])) == len(cells(without, columns([without])))
