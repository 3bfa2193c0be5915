"""The application over a real vault, with a reader, an embedder and a generator that need no models."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fakes.generator import FakeGenerator
from fakes.judge import FakeJudge
from fakes.picture_reader import FakePictureReader
from fakes.words import LineReader, WordEmbedder

from app.chat import Chats
from app.events import Event, EventBus
from app.library.folder_sync import Timing
from app.library.folders import Folders, Pace
from app.library.library import Library
from app.runs.summaries import Summaries
from app.runs.surveys import Surveys
from app.scans import Scans
from app.scheduler import Scheduler
from rag.answering.answerer import Answerer
from rag.extracting.rules import FINDERS
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer, IndexEvent
from rag.indexing.lexical import LexicalIndex
from rag.indexing.rewriting import Rewriter
from rag.indexing.vectors import VectorIndex
from rag.runs.kinds import Kinds
from rag.runs.store import SummaryStore
from rag.storing.conversations import ChatStore
from rag.storing.corrections import CorrectionStore
from rag.storing.documents import DocumentStore
from rag.storing.folders import FolderStore
from rag.storing.vault import Vault
from rag.summarising.summariser import Summariser
from rag.surveying.surveyor import Surveyor
from rag.surveys import SurveyStore

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
    ) -> None:
        self.bus = EventBus()
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.bus.subscribe(self.events.put)
        self.scheduler = Scheduler()
        self.reader = reader or LineReader()
        self.embedder = embedder or WordEmbedder()
        self.generator = generator or FakeGenerator()
        self.seeing = seeing or FakePictureReader()
        self.judging = judging or FakeJudge()
        self.vault = Vault.open_or_create(home / "vault.db", KEY)
        self.store = DocumentStore(self.vault)
        self.vectors = VectorIndex()
        corrections = CorrectionStore(self.vault)
        indexer = Indexer(
            self.store,
            self.reader,
            self.embedder,
            self.vectors,
            self._forward,
            gate=self.scheduler.gate,
            corrections=corrections.of,
        )
        retriever = Retriever(self.store, LexicalIndex(self.vault), self.vectors, self.embedder)
        self.library = Library(self.store, indexer, retriever, self.reader, self.scheduler, self.bus)
        answerer = Answerer(self.generator, self.library, self.store, self.embedder)
        self.chats = Chats(ChatStore(self.vault), answerer, self.scheduler)
        surveyor = Surveyor(self.generator, self.library, self.store, self.embedder)
        self.surveys = Surveys(SurveyStore(self.vault), self.store, surveyor, self.generator, self.scheduler)
        summariser = Summariser(self.generator, self.store, self.embedder)
        kinds = Kinds(home / "summaries", tuple(FINDERS))
        self.summaries = Summaries(SummaryStore(self.vault), self.store, summariser, kinds, self.scheduler)
        rewriter = Rewriter(self.vault, self.store, corrections, self.embedder, self.vectors)
        self.scans = Scans(self.store, rewriter, self.library.page_picture, self.seeing, self.judging)
        self.folders = Folders(
            FolderStore(self.vault), self.store, self.library, self.bus, timing or Timing(0.0, 0.0, 0.0), pace
        )
        self.library.start(resume=resume)

    def next_event(self, kind: type[Event], fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """The next event of a kind that fits; the ones before it are dropped."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, kind) and fits(event):
                return event

    def _forward(self, event: IndexEvent) -> None:
        self.library.on_index_event(event)

    def close(self) -> None:
        self.surveys.close()
        self.summaries.close()
        self.folders.close()
        self.library.close()
        self.vectors.close()
        self.vault.close()
