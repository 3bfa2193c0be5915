"""Does recipes while the program runs, in a thread of its own, one after the other: what the end of the
program interrupted, what a person asked for, what is due, and those that documents arrived for.

It looks every few seconds at the clock on the wall, so that a computer that slept or a clock that was changed
makes no difference. In a library that is only read it does nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.events import (
    Brought,
    CollectionsChanged,
    Event,
    EventBus,
    LibraryChanged,
    MembersChanged,
    RecipesChanged,
    TagsChanged,
)
from app.logs import log_unforeseen
from app.recipes.parts import Parts
from app.recipes.recipes import Recipes
from app.types import PauseReason
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.storing.recipes import Made

_EVERY_SECONDS = 20.0
_WAITS = frozenset({PauseReason.LOW_BATTERY, PauseReason.USER})
_ARRIVALS = (LibraryChanged, MembersChanged, TagsChanged, CollectionsChanged, Brought)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doing:
    """An execution that is being done, and the step it is at."""

    execution: int
    name: str
    step: int = 0


class RecipeClock:
    """Methods may be called from any thread."""

    def __init__(
        self, bus: EventBus, clock: Callable[[], float] = time.time, every: float = _EVERY_SECONDS
    ) -> None:
        """`clock` tells the time in seconds since the epoch; it is looked at `every` so many seconds."""
        self._bus = bus
        self._clock = clock
        self._every = every
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._asked: deque[tuple[int, Callable[[], int]]] = deque()
        self._tried: set[int] = set()
        self._doing: Doing | None = None
        self._cancel: CancelToken | None = None
        self._leaving = False
        self._arrived = True  # documents may have come while the program was closed
        self._parts: Parts | None = None
        self._thread: threading.Thread | None = None
        self._recipes: Recipes | None = None
        bus.subscribe(self._heard)

    def serve(self, parts: Parts) -> None:
        """What recipes are done with; before anything else is called."""
        self._parts = parts
        self._recipes = Recipes(parts, self._clock)

    def start(self) -> None:
        """Look at the clock from now on."""
        assert self._parts is not None
        if self._parts.vault.read_only is None and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="recipes", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """The program ends: what is being done goes on at the next start."""
        with self._lock:
            self._leaving = True
            if self._cancel is not None:
                self._cancel.cancel()
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def recipes(self) -> Recipes:
        assert self._recipes is not None
        return self._recipes

    @property
    def doing(self) -> Doing | None:
        """What is being done now."""
        return self._doing

    @property
    def has_work(self) -> bool:
        """Whether something is being done, or waits to be."""
        return self._doing is not None or bool(self._asked)

    @property
    def waiting(self) -> frozenset[int]:
        """The recipes that a person asked for and that are not begun yet."""
        return frozenset(recipe for recipe, _ in tuple(self._asked))

    # --- what a person asks for ----------------------------------------------------------------------------

    def run_soon(self, recipe_id: int) -> None:
        """Do a recipe now, after what is being done."""
        self._ask(recipe_id, lambda: self.recipes.begin(self.recipes.get(recipe_id)))

    def again_soon(self, execution: int) -> None:
        """Do a recipe again over the documents of an execution. Raises `RecipeExecutionUnknown`."""
        recipe_id = self.recipes.execution(execution).recipe_id or 0
        self._ask(recipe_id, lambda: self.recipes.again(execution))

    def stop(self) -> None:
        """Leave what is being done as far as it came; it does not go on by itself."""
        with self._lock:
            if self._cancel is not None:
                self._cancel.cancel()

    def once(self) -> None:
        """Do all that is to be done now."""
        assert self._parts is not None
        if self._parts.vault.read_only is not None:
            return
        self._unless_waiting(self._go_on_with_open)
        self._do_asked()
        self._unless_waiting(self._do_due)
        if self._arrived and self._parts.library.is_idle:
            self._unless_waiting(self._do_arrived)

    # --- inside --------------------------------------------------------------------------------------------

    def _ask(self, recipe_id: int, begin: Callable[[], int]) -> None:
        self._asked.append((recipe_id, begin))
        self._woken.set()

    def _heard(self, event: Event) -> None:
        if isinstance(event, _ARRIVALS):
            self._arrived = True

    def _run(self) -> None:
        while not self._leaving:
            self._woken.clear()
            try:
                self.once()
            except Fault as fault:
                _log.warning("recipes: %s", fault.code)
            except Exception as error:  # the thread's boundary: the next look may fare better
                log_unforeseen(_log, error)
            self._woken.wait(self._every)

    def _unless_waiting(self, work: Callable[[], None]) -> None:
        assert self._parts is not None
        if not self._leaving and not self._parts.scheduler.pauses & _WAITS:
            work()

    def _go_on_with_open(self) -> None:
        for number in self.recipes.open():
            if number not in self._tried:
                self._do(number)

    def _do_asked(self) -> None:
        while self._asked and not self._leaving:
            _, begin = self._asked.popleft()
            try:
                number = begin()
            except Fault as fault:
                self._bus.publish(RecipesChanged(ended=True, failed=True, reason=fault))
                continue
            self._do(number, unasked=False)

    def _do_due(self) -> None:
        self.recipes.set_clock_right()
        for recipe in self.recipes.due():
            number = self.recipes.take_turn(recipe) if not self._leaving else None
            if number is not None:
                self._do(number)
                self._do_asked()

    def _do_arrived(self) -> None:
        self._arrived = False
        for recipe, documents in self.recipes.arrived():
            if self._leaving:
                self._arrived = True
                return
            self._do(self.recipes.begin(recipe, documents))
            self._do_asked()

    def _do(self, number: int, *, unasked: bool = True) -> None:
        """Do an execution; whatever comes of it, it is not tried again before its next time."""
        self._tried.add(number)
        name = self.recipes.execution(number).name
        with self._lock:
            if self._leaving:
                return
            cancel = self._cancel = CancelToken()
            self._doing = Doing(number, name)
        self._bus.publish(RecipesChanged(name, number, unasked=unasked))

        def told(made: Made) -> None:
            self._doing = Doing(number, name, made.step)
            self._bus.publish(RecipesChanged(name, number, unasked=unasked))

        failed, reason = False, None
        try:
            failed = self.recipes.go_on(number, cancel, told, lambda: self._leaving).failed
        except Cancelled:
            _log.info("a recipe was left")
        except Fault as fault:
            failed, reason = True, fault
        finally:
            with self._lock:
                self._cancel, self._doing = None, None
        self._bus.publish(RecipesChanged(name, number, True, failed, reason, unasked))
