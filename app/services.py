"""Builds the application: everything but the window and the command line."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass

from app.chat import Chats
from app.events import EventBus, IndexingPaused
from app.keys import open_or_create_key
from app.library.folders import Folders
from app.library.library import Library
from app.library.power import PowerWatch
from app.models.models import Models
from app.paths import Paths, make_private
from app.runs.summaries import Summaries
from app.runs.surveys import Surveys
from app.scans import Scans
from app.scheduler import Scheduler
from app.settings import Settings
from engine.errors import Fault
from engine.provision.provisioner import FetcherStandby
from engine.workers.seal import SealReport, seal_report
from rag.answering.answerer import Answerer
from rag.errors import VaultFull
from rag.extracting.rules import FINDERS
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer, IndexEvent
from rag.indexing.lexical import LexicalIndex
from rag.indexing.rewriting import Rewriter
from rag.indexing.vectors import ChromaMirror, VectorIndex
from rag.reading.reader import DocumentReader
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

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """The parts the window and the command line use."""

    paths: Paths
    settings: Settings
    bus: EventBus
    library: Library
    chats: Chats
    models: Models
    scheduler: Scheduler
    vault: Vault
    reader: DocumentReader
    vectors: VectorIndex
    surveys: Surveys
    summaries: Summaries
    scans: Scans
    folders: Folders
    power: PowerWatch

    @property
    def seal_report(self) -> SealReport:
        return seal_report()

    def warm_up(self) -> None:
        """Start the embedder and the model, so that the first question does not wait for them.

        Faults are left to the first use, which tells them where they matter.
        """
        for start in (self.models.embedder.start, self.models.generator.info):
            with suppress(Fault):
                start()

    def close(self) -> None:
        """End every thread and child; what is being read goes on at the next start."""
        self.surveys.close()
        self.summaries.close()
        self.power.close()
        self.folders.close()
        self.library.close()
        self.reader.close()
        self.models.close()
        self.vectors.close()
        self.vault.close()


def open_services(
    paths: Paths,
    passphrase: str | None = None,
    *,
    keyring_allowed: bool = True,
    model: str = "",
    mirror: bool = True,
    resume: bool = True,
    watch: bool = True,
    standby: FetcherStandby | None = None,
) -> Services:
    """Unlock the vault and build everything over it.

    `model` is used instead of the one in the settings. A single command needs neither `mirror`, the Chroma
    index made in the background, nor `resume`, going on with interrupted indexing, nor `watch`, following
    folders and the battery. `standby` fetches models for a sealed process and stays the caller's to close.
    Raises `VaultError`s.
    """
    started = time.monotonic()
    try:
        make_private(paths.home)
    except OSError as error:
        raise VaultFull(path=str(paths.home)) from error
    key = open_or_create_key(paths.home, passphrase, keyring_allowed)
    vault = Vault.open_or_create(paths.vault, key)
    settings, bus = Settings(paths.settings), EventBus()
    models = Models(paths.models, settings, bus, model, standby)
    store, reader = DocumentStore(vault), DocumentReader(recogniser=models.recogniser)
    corrections = CorrectionStore(vault)
    vectors = VectorIndex(ChromaMirror() if mirror else None)
    scheduler = Scheduler(lambda reasons: bus.publish(IndexingPaused(reasons)))
    indexer = Indexer(
        store,
        reader,
        models.embedder,
        vectors,
        on_event=lambda event: _forward(library, event),
        gate=scheduler.gate,
        warm_up=models.embedder.start,
        corrections=corrections.of,
    )
    retriever = Retriever(store, LexicalIndex(vault), vectors, models.embedder)
    library = Library(store, indexer, retriever, reader, scheduler, bus)
    answerer = Answerer(models.generator, library, store, models.embedder)
    chats = Chats(ChatStore(vault), answerer, scheduler)
    surveyor = Surveyor(models.generator, library, store, models.embedder)
    surveys = Surveys(SurveyStore(vault), store, surveyor, models.generator, scheduler)
    summariser = Summariser(models.generator, store, models.embedder)
    kinds = Kinds(paths.kinds, tuple(FINDERS))
    summaries = Summaries(SummaryStore(vault), store, summariser, kinds, scheduler)
    rewriter = Rewriter(vault, store, corrections, models.embedder, vectors)
    scans = Scans(store, rewriter, library.page_picture, models.pictures, models.generator, scheduler.gate)
    folders = Folders(FolderStore(vault), store, library, bus)
    power = PowerWatch(scheduler, lambda: settings.preferences.battery)
    if watch:
        power.start()
    library.start(resume=resume)
    if watch:
        folders.start()
    _log.info("services open in %.0f ms", 1000 * (time.monotonic() - started))
    return Services(
        paths,
        settings,
        bus,
        library,
        chats,
        models,
        scheduler,
        vault,
        reader,
        vectors,
        surveys,
        summaries,
        scans,
        folders,
        power,
    )


def _forward(library: Library, event: IndexEvent) -> None:
    library.on_index_event(event)
