"""The application over a real vault, with a reader, an embedder and a generator that need no models."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fakes.generator import FakeGenerator
from fakes.judge import FakeJudge
from fakes.picture_reader import FakePictureReader
from fakes.words import LineReader, WordEmbedder

from app.engines import Engines
from app.events import Event, EventBus
from app.habits import Habits
from app.library.folder_sync import Timing
from app.library.folders import Pace
from app.models.models import Models
from app.paths import Paths
from app.services import assemble
from app.settings import Settings
from engine.power import Supply
from rag.runs.maker import Maker
from rag.runs.store import RunStore
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault

KEY = bytes(range(32))
PATIENCE = 30


class House:
    """Open with a home folder; `close` ends it as the end of the program would."""

    def __init__(
        self,
        home: Path,
        *,
        reader: Any = None,
        embedder: WordEmbedder | None = None,
        generator: Any = None,
        seeing: FakePictureReader | None = None,
        judging: FakeJudge | None = None,
        resume: bool = True,
        timing: Timing | None = None,
        pace: Pace | None = None,
        models: Path | None = None,
        model: str = "",
        makers: Callable[[DocumentStore], Sequence[Maker]] = lambda _: (),
        key: bytes = KEY,
        clock: Callable[[], float] = time.time,
        supply: Callable[[], Supply] = Supply,
    ) -> None:
        """`models` is a folder of real ones, of which `model` is the one the status tells of. `makers` gives
        those that a test adds to the program's own; `key` opens a vault that is there, `clock`
        tells what time it is for what was removed, `supply` what feeds the computer.
        """
        self.bus = EventBus()
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.bus.subscribe(self.events.put)
        self.reader = reader or LineReader()
        self.embedder = embedder or WordEmbedder()
        self.generator = generator or FakeGenerator()
        self.seeing = seeing or FakePictureReader()
        self.judging = judging or FakeJudge()
        paths = Paths(home, models or home / "models")
        settings = Settings(paths.settings)
        engines = Engines(
            self.reader,
            self.embedder,
            self.generator,
            self.seeing,
            self.judging,
            warm_up=lambda: None,
            rest=self.seeing.unload,
        )
        self.services = assemble(
            paths,
            Vault.open_or_create(paths.vault, key),
            settings,
            self.bus,
            Models(paths.models, settings, self.bus, model, look=supply),
            engines,
            Habits(
                mirror=False,
                resume=resume,
                watch=False,
                supply=supply,
                timing=timing or Timing(0.0, 0.0, 0.0),
                pace=pace,
                clock=clock,
            ),
            makers,
        )
        self.scheduler = self.services.scheduler
        self.vault = self.services.vault
        self.store = self.services.store
        self.vectors = self.services.vectors
        self.library = self.services.library
        self.chats = self.services.chats
        self.runs = self.services.runs
        self.makers = self.services.runs.makers
        self.kept = RunStore(self.vault)
        self.summaries = self.services.summaries
        self.surveys = self.services.surveys
        self.second_looks = self.services.second_looks
        self.scans = self.services.scans
        self.folders = self.services.folders
        self.removals = self.services.removals

    def next_event(self, kind: type[Event], fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """The next event of a kind that fits; the ones before it are dropped."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, kind) and fits(event):
                return event

    def close(self) -> None:
        self.services.close()
