"""What every maker of runs keeps to, the program's own and one made up here: nothing is lost, done twice or
left behind, whatever comes between.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from house import PATIENCE, House
from makers import CASES, CHAT, Case, Script, WordCounter, document

from engine.cancel import CancelToken
from engine.errors import Fault, ModelMissing, WorkerDied
from rag.errors import RunUnknown
from rag.runs.maker import Maker, Turn
from rag.runs.types import Begun, Block, Done, Ended, PartState, Point, Result, Run, RunEvent, RunState
from rag.storing.vault import Vault

ASKING = [case for case in CASES if case.asks]
THE_PART = "The payrolls "  # begins the sentence of one part alone, which a fault is about
Opened = Callable[[str], "Opening"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A house with the files of a case in it, and a run over them."""

    case: Case
    home: Path
    script: Script
    house: House
    run: Run

    @property
    def maker(self) -> Maker:
        return next(one for one in self.house.makers if one.name == self.case.maker)

    @property
    def asked(self) -> list[str]:
        """What was asked of parts: not what is asked for the first lines, nor by a person."""
        return [text for text in self.script.asked if self.is_of_a_part(text)]

    def is_of_a_part(self, text: str) -> bool:
        return bool(self.case.asks) and self.case.asks in text and CHAT not in text

    def make(self, cancel: CancelToken | None = None) -> list[RunEvent]:
        return list(self.house.runs.run(self.run.id, cancel or CancelToken()))

    def state(self) -> RunState:
        return self.house.runs.get(self.run.id).state

    def states(self) -> list[PartState]:
        return [one.state for one in self.house.runs.results(self.run.id)]

    def said(self) -> tuple[tuple[Block, ...], list[tuple[Point, ...]]]:
        report = self.house.runs.report(self.run.id)
        return report.blocks, [one.points for one in report.results]


@pytest.fixture(params=CASES, ids=lambda case: case.id)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def opened(case: Case, tmp_path: Path) -> Iterator[Opened]:
    """Opens a house of its own for each name."""
    houses: list[House] = []

    def open_(name: str) -> Opening:
        script, home = Script(), tmp_path / name
        house = case.open(home, script)
        houses.append(house)
        case.add(house, tmp_path / f"{name} files")
        return Opening(case, home, script, house, case.create(house))

    yield open_
    for house in houses:
        house.close()


@pytest.fixture
def one(opened: Opened) -> Opening:
    return opened("home")


def test_the_plan_is_in_order_and_its_groups_hold_each_part_once(one: Opening) -> None:
    planned = list(one.maker.plan(one.run, CancelToken()))
    assert planned
    assert [result.part.place for result in planned] == list(range(len(planned)))
    assert {result.state for result in planned} <= {PartState.WAITING, PartState.SKIPPED}
    groups = one.maker.groups(one.run, planned)
    assert [part for group in groups for part in group] == [
        result.part for result in planned if result.is_to_do
    ]
    for group in groups:
        filled = one.maker.fill(one.run, group, CancelToken())
        assert [result.part for result in filled] == list(group)
        assert not any(result.is_to_do for result in filled)


def test_a_run_tells_each_part_and_ends_done(one: Opening) -> None:
    *events, last = one.make()
    assert isinstance(last, Ended)
    assert last.run.state is RunState.DONE
    done = [event for event in events if isinstance(event, Done)]
    assert [(event.done, event.total) for event in done] == [
        (number, len(done)) for number in range(1, len(done) + 1)
    ]
    report = one.house.runs.report(one.run.id)
    assert (report.run.done, report.run.total) == (len(done), len(done))
    assert [result.part.place for result in report.results] == list(range(len(done)))
    assert any(block.points for block in report.blocks)
    assert report.run.model == one.maker.model(report.run)


def test_a_run_that_goes_on_asks_only_the_rest_and_gives_the_same(opened: Opened) -> None:
    whole, cut = opened("whole"), opened("cut")
    whole.make()
    cancel = CancelToken()
    for event in cut.house.runs.run(cut.run.id, cancel):
        if isinstance(event, Done):
            cancel.cancel()
    kept = cut.states()
    assert PartState.DONE in kept
    if PartState.WAITING in kept:
        assert cut.state() is RunState.STOPPED
        assert cut.house.runs.pending() == []
    cut.make()
    assert cut.state() is RunState.DONE
    assert cut.said() == whole.said()
    assert cut.asked == whole.asked


@pytest.mark.parametrize("case", ASKING, ids=lambda case: case.id, indirect=True)
def test_a_part_at_which_a_worker_dies_is_told_and_tried_again(opened: Opened) -> None:
    whole, one = opened("whole"), opened("one")
    whole.make()
    deaths = [0]

    def dying(text: str) -> Fault | None:
        if one.case.asks not in text or THE_PART not in text:
            return None
        deaths[0] += 1
        return WorkerDied(reason="memory")

    one.script.fault = dying
    *_, last = one.make()
    assert isinstance(last, Ended)
    assert deaths[0]
    results = one.house.runs.results(one.run.id)
    assert [(result.state, result.error_code) for result in results].count(
        (PartState.FAILED, "worker-died")
    ) == 1
    assert PartState.WAITING not in one.states()
    assert [result.part for result in one.house.runs.report(one.run.id).covered.failed] == [
        result.part for result in results if result.state is PartState.FAILED
    ]
    one.script.fault = lambda _: None
    before = len(one.asked)
    one.make()
    assert one.state() is RunState.DONE
    assert one.said() == whole.said()
    assert all(THE_PART in text for text in one.asked[before:])


@pytest.mark.parametrize("case", ASKING, ids=lambda case: case.id, indirect=True)
def test_two_deaths_one_after_the_other_stop_the_run(one: Opening) -> None:
    one.script.fault = lambda text: WorkerDied(reason="memory") if one.case.asks in text else None
    *_, last = one.make()
    assert isinstance(last, Ended)
    assert one.state() is RunState.STOPPED
    assert one.states().count(PartState.FAILED) == 2
    assert PartState.WAITING in one.states()
    one.script.fault = lambda _: None
    one.make()
    assert one.state() is RunState.DONE


@pytest.mark.parametrize("case", ASKING, ids=lambda case: case.id, indirect=True)
def test_a_fault_of_the_model_is_raised_and_leaves_the_run_stopped(one: Opening) -> None:
    one.script.fault = lambda text: ModelMissing(model="gone") if one.case.asks in text else None
    with pytest.raises(ModelMissing):
        one.make()
    assert one.state() is RunState.STOPPED
    assert set(one.states()) == {PartState.WAITING}
    one.script.fault = lambda _: None
    one.make()
    assert one.state() is RunState.DONE


@pytest.mark.parametrize("case", ASKING, ids=lambda case: case.id, indirect=True)
def test_a_question_in_between_is_answered_first(one: Opening) -> None:
    gives_way = one.maker.turn is Turn.AFTER_QUESTIONS
    told: list[str] = []
    asking, began, next_part = threading.Event(), threading.Event(), threading.Event()

    def chat() -> None:
        list(one.house.chats.answer(CHAT, CancelToken()))
        told.append("answered")

    asker = threading.Thread(target=chat)

    def before(text: str, cancel: CancelToken) -> None:
        if CHAT in text:
            began.set()
            # What waits its turn rightly does not come here meanwhile, however long it is waited for.
            next_part.wait(0.1)
        elif one.is_of_a_part(text) and not asking.is_set():
            asking.set()
            asker.start()
            assert cancel.wait(PATIENCE) if gives_way else began.wait(PATIENCE)
        elif one.is_of_a_part(text) and not cancel.cancelled:
            next_part.set()
            told.append("next part")

    one.script.before = before
    one.make()
    asker.join(PATIENCE)
    assert one.state() is RunState.DONE
    assert told[0] == "answered"
    assert "next part" in told
    if gives_way:
        assert one.asked.count(one.asked[0]) == 2, "the part that gave way is begun again"


def test_the_end_of_the_program_leaves_it_running_and_it_comes_first(one: Opening, case: Case) -> None:
    (other,) = one.house.summaries.create([document(one.house).id], "deadlines")
    late = case.create(one.house) if case.id != "second-look" else one.run
    seen: list[RunEvent] = []
    for event in one.house.runs.run(late.id, CancelToken()):
        seen.append(event)
        if isinstance(event, Begun):
            one.house.runs.close()
    assert not any(isinstance(event, Ended) for event in seen)
    one.house.close()
    again = case.open(one.home, one.script)
    try:
        pending = [run.id for run in again.runs.pending()]
        assert pending[0] == late.id
        assert other.id in pending[1:]
        assert again.runs.get(late.id).state is RunState.RUNNING
        list(again.runs.run(late.id, CancelToken()))
        assert again.runs.get(late.id).state is RunState.DONE
    finally:
        again.close()


def test_a_consumer_that_turns_away_leaves_it_running(one: Opening) -> None:
    made = one.house.runs.run(one.run.id, CancelToken())
    assert any(isinstance(event, Begun) for event in made)
    made.close()  # type: ignore[attr-defined]
    assert one.state() is RunState.RUNNING
    assert one.house.runs.pending() == [one.house.runs.get(one.run.id)]


def test_a_deleted_run_leaves_no_trace(one: Opening) -> None:
    one.make()
    one.house.runs.delete(one.run.id)
    with pytest.raises(RunUnknown):
        one.house.runs.report(one.run.id)
    assert _rows(one.house.vault) == (0, 0)
    assert one.house.vault.path.with_name("vault.db-wal").stat().st_size == 0
    with one.house.vault.read() as db:
        assert db.execute("PRAGMA secure_delete").fetchone() == (1,), "freed pages are overwritten"


def test_a_run_goes_with_its_document_and_a_table_of_many_stays_without_its_rows(one: Opening) -> None:
    one.make()
    kept = one.house.runs.report(one.run.id)
    gone = document(one.house).id
    one.house.library.remove(gone)
    if one.case.goes_with_documents:
        assert one.house.runs.runs() == []
        assert _rows(one.house.vault) == (0, 0)
    else:
        left = one.house.runs.report(one.run.id)
        assert left.run.title == kept.run.title
        others = [row for row in kept.results if row.part.document_id != gone]
        assert left.results == tuple(_without(gone, row) for row in others)
        assert len(left.results) < len(kept.results)


@pytest.mark.parametrize("end", ["done", "stopped", "turned away", "fault", "closed"])
def test_what_a_run_took_is_given_back_however_it_ends(tmp_path: Path, end: str) -> None:
    made_up = next(case for case in CASES if case.maker == WordCounter.name)
    house = made_up.open(tmp_path / "home", Script())
    try:
        made_up.add(house, tmp_path / "files")
        run, counter = made_up.create(house), house.makers[-1]
        assert isinstance(counter, WordCounter)
        if end == "fault":
            counter.fault = ModelMissing(model="gone")
            with pytest.raises(ModelMissing):
                list(house.runs.run(run.id, CancelToken()))
        else:
            cancel = CancelToken()
            made = house.runs.run(run.id, cancel)
            next(made)
            assert counter.released == 0
            if end == "stopped":
                cancel.cancel()
            elif end == "closed":
                house.runs.close()
            elif end == "turned away":
                made.close()  # type: ignore[attr-defined]
            list(made)
        assert counter.released == 1
    finally:
        house.close()


def test_a_second_look_gives_the_memory_of_the_vision_model_back(tmp_path: Path) -> None:
    looks = next(case for case in CASES if case.maker == "second-look")
    house = looks.open(tmp_path / "home", Script())
    try:
        looks.add(house, tmp_path / "files")
        house.seeing.info()
        assert house.seeing.loaded
        list(house.runs.run(looks.create(house).id, CancelToken()))
        assert not house.seeing.loaded
    finally:
        house.close()


def _without(gone: int, row: Result) -> Result:
    """What a part gave, without what it said of a document that is gone."""
    kept = tuple(one for one in row.points if all(place.document_id != gone for place in one.citations))
    return replace(row, points=kept)


def _rows(vault: Vault) -> tuple[int, int]:
    """Of runs and of their parts."""
    with vault.read() as db:
        (runs,) = db.execute("SELECT count(*) FROM runs").fetchone()
        (parts,) = db.execute("SELECT count(*) FROM run_parts").fetchone()
    return runs, parts
