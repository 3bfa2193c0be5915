"""Runs wait for a battery that is low, and go on where they were."""

from __future__ import annotations

import threading
from pathlib import Path

from archive import rule_of, text
from fakes.generator import FakeGenerator
from house import PATIENCE, House

from app.library.power import LOW_PERCENT
from app.types import BatteryUse, PauseReason
from engine.cancel import CancelToken
from engine.power import Supply
from rag.runs.types import RunState

LOW = Supply(on_battery=True, percent=LOW_PERCENT - 1)


class Laptop:
    """A house on a supply that the test changes."""

    def __init__(self, folder: Path) -> None:
        self.supply = Supply(on_battery=False, percent=80.0)
        self.generator = FakeGenerator(rule_of)
        self.house = House(folder / "home", generator=self.generator, supply=lambda: self.supply)
        path = folder / "rules.txt"
        path.write_text(text(), encoding="utf-8")
        (addition,) = self.house.library.add([path])
        self.house.library.wait_idle()
        (self.summary,) = self.house.summaries.create([addition.document_id], "executive")

    def switch(self, supply: Supply) -> None:
        self.supply = supply
        self.house.services.power.check()

    def begin(self, cancel: CancelToken) -> threading.Thread:
        work = threading.Thread(target=lambda: list(self.house.runs.run(self.summary.id, cancel)))
        work.start()
        return work

    @property
    def state(self) -> RunState:
        return self.house.runs.get(self.summary.id).state


def test_a_summary_waits_while_the_battery_is_low_and_goes_on_plugged_in(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path)
    try:
        laptop.switch(LOW)
        work = laptop.begin(CancelToken())
        work.join(0.5)
        assert work.is_alive()
        assert not laptop.generator.calls
        assert PauseReason.LOW_BATTERY in laptop.house.services.scheduler.pauses
        laptop.switch(Supply(on_battery=False, percent=19.0))
        work.join(PATIENCE)
        assert laptop.state is RunState.DONE
    finally:
        laptop.house.close()


def test_one_that_waits_can_be_stopped_and_the_user_may_have_it_go_on(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path)
    try:
        laptop.switch(LOW)
        cancel = CancelToken()
        work = laptop.begin(cancel)
        work.join(0.2)
        cancel.cancel()
        work.join(PATIENCE)
        assert laptop.state is RunState.STOPPED
        laptop.house.services.settings.update(battery=BatteryUse.GO_ON)
        laptop.switch(LOW)
        laptop.begin(CancelToken()).join(PATIENCE)
        assert laptop.state is RunState.DONE
    finally:
        laptop.house.close()


def test_on_a_battery_that_is_not_low_it_is_made(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path)
    try:
        laptop.switch(Supply(on_battery=True, percent=LOW_PERCENT))
        laptop.begin(CancelToken()).join(PATIENCE)
        assert laptop.state is RunState.DONE
        summary, runs = laptop.summary, laptop.house.services.runs
        assert runs.waits_for(summary) == {PauseReason.LOW_BATTERY}
    finally:
        laptop.house.close()
