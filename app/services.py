"""Builds the application: everything but the window and the command line."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.activity.activity import Activity
from app.activity.earlier import Earlier
from app.activity.work import Sort
from app.aloud.reading import ReadingAloud
from app.chat import Chats
from app.drafting import drafting
from app.elsewhere.opening import elsewhere_of
from app.engines import Engines
from app.events import EventBus, IndexingPaused, LibraryDamaged
from app.evidence.making import Evidence
from app.examples import Examples
from app.exporting.training import Training
from app.habits import Habits
from app.library.bringing import bring
from app.library.collections import Collections
from app.library.folders import Folders
from app.library.library import Library
from app.library.noting import note
from app.library.power import PowerWatch
from app.library.removing import Removals
from app.models.answering import Answering
from app.models.models import Models
from app.notes.notes import Notes
from app.paths import Paths
from app.recipes.clock import RecipeClock
from app.recording.recordings import Recordings
from app.redacting.making import redacting_of
from app.redacting.redacting import Redacting
from app.runs.classifications import Classifications, maker_of
from app.runs.contradictions import Contradictions
from app.runs.drafts import Drafts
from app.runs.extractions import Extractions
from app.runs.moderations import Moderations
from app.runs.playbooks import Playbooks
from app.runs.reviews import Reviews, extracting_by
from app.runs.runs import Runs
from app.runs.second_looks import SecondLooks
from app.runs.summaries import Summaries
from app.runs.surveys import Surveys
from app.scans import Scans
from app.scheduler import Scheduler
from app.security.auditing import Audit
from app.security.guards import Guards
from app.security.kept_states import KeptStates
from app.security.keyring import SecretRing
from app.security.opening import open_vault
from app.security.signing import Signer
from app.security.snapshots import Snapshots
from app.security.upkeep import Upkeep
from app.settings import Settings
from app.sharing.opening import sharing_of
from app.sharing.searching import Sharing
from app.tagging.tagging import Tagging, tagging_of
from engine.errors import Fault
from engine.provision.standby import FetcherStandby
from engine.querying.querier import QuerierProcess
from engine.types import Task
from engine.workers.seal import SealReport, seal_report
from rag.answering.assistant import Assistant
from rag.answering.beside import Beside
from rag.carrying.carrying import Carrying
from rag.comparing.maker import ComparisonMaker
from rag.extracting.rules import FINDERS
from rag.finding.asides import AsideFinder
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer, IndexEvent
from rag.indexing.lexical import LexicalIndex
from rag.indexing.rewriting import Rewriter
from rag.indexing.speakers import Speakers
from rag.indexing.vectors import ChromaMirror, VectorIndex
from rag.looking.maker import LookMaker
from rag.querying.querying import Querying
from rag.reading.reader import DocumentReader
from rag.reckoning.reckoning import reckoned
from rag.runs.kinds import Kinds
from rag.runs.maker import Maker
from rag.runs.store import RunStore
from rag.storing.audit import AuditStore
from rag.storing.corrections import CorrectionStore
from rag.storing.documents import DocumentStore
from rag.storing.folders import FolderStore
from rag.storing.own_words import OwnWordsStore
from rag.storing.policies import PolicyStore
from rag.storing.recipes import RecipeStore
from rag.storing.records import RecordStore
from rag.storing.vault import Vault
from rag.summarising.maker import SummaryMaker
from rag.summarising.summariser import Summariser
from rag.surveying.maker import SurveyMaker
from rag.surveying.surveyor import Surveyor

_log = logging.getLogger(__name__)
_SETTLE = 10.0  # seconds in which the first question after a start has the interpreter to itself


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
    store: DocumentStore
    reader: DocumentReader
    vectors: VectorIndex
    runs: Runs
    summaries: Summaries
    surveys: Surveys
    extractions: Extractions
    drafts: Drafts
    playbooks: Playbooks
    reviews: Reviews
    contradictions: Contradictions
    second_looks: SecondLooks
    scans: Scans
    folders: Folders
    power: PowerWatch
    upkeep: Upkeep
    removals: Removals
    own_words: OwnWordsStore
    audit: Audit
    guards: Guards
    answering: Answering
    evidence: Evidence
    training: Training
    signer: Signer
    engines: Engines
    tagging: Tagging
    sharing: Sharing | None
    redacting: Redacting
    classifications: Classifications
    recipes: RecipeClock
    moderations: Moderations
    querying: Querying
    notes: Notes
    activity: Activity
    earlier: Earlier
    collections: Collections
    examples: Examples
    aloud: ReadingAloud
    speakers: Speakers
    recordings: Recordings

    @property
    def seal_report(self) -> SealReport:
        return seal_report()

    @contextmanager
    def apart(self, home: Path, key: bytes) -> Iterator[Services]:
        """Services over a new library at `home` that begins empty, with the models of this one."""
        paths, bus = Paths(home, self.paths.models), EventBus()
        settings = Settings(paths.settings)
        vault = Vault.create(paths.vault, key)
        made = assemble(paths, vault, settings, bus, self.models, self.engines, Habits(False, False, False))
        try:
            yield made
        finally:
            # Models and readers belong to the services that these stand beside.
            parts = (made.runs, made.recipes, made.power, made.folders, made.upkeep, made.library)
            for part in (*parts, made.querying, made.aloud, made.vectors, made.vault):
                part.close()

    def bring(self, document_ids: Sequence[int]) -> None:
        """Take up documents that came into the open vault from another. Raises `VaultError`s."""
        bring(self.store, self.vectors, self.engines.embedder, self.bus, document_ids)

    def warm_up(self) -> None:
        """Start the embedder and the model, so that the first question does not wait for them.

        Faults are left to the first use, which tells them where they matter.
        """
        for start in (self.models.embedder.start, self.engines.generator.info):
            with suppress(Fault):
                start()

    def close(self) -> None:
        """End every thread and child; what is being read goes on at the next start."""
        with suppress(Fault):
            self.audit.note_refused()
        self.activity.close()
        parts = (self.upkeep, self.runs, self.recipes, self.power, self.folders, self.library, self.reader)
        for part in (self.examples, *parts, self.querying, self.aloud):
            part.close()
        if self.engines.elsewhere is not None:
            self.engines.elsewhere.close()
        if self.sharing is not None:
            self.sharing.close()
        for last in (self.models, self.vectors, self.vault):
            last.close()


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
    ring: SecretRing | None = None,
) -> Services:
    """Unlock the vault and build everything over it.

    `model` is used instead of the one in the settings; for `mirror`, `resume` and `watch` see `Habits`.
    `ring` keeps the key of a matter, in place of the system's keyring.
    `standby` fetches models for a sealed process and stays the caller's to close. Raises `VaultError`s.
    """
    vault = open_vault(paths, passphrase, keyring_allowed, ring)
    return services_over(vault, paths, Habits(mirror, resume, watch), model, standby)


def services_over(
    vault: Vault, paths: Paths, habits: Habits, model: str = "", standby: FetcherStandby | None = None
) -> Services:
    """Build everything over the open vault of a home; see `open_services`."""
    started = time.monotonic()
    settings, bus = Settings(paths.settings), EventBus()
    models = Models(paths.models, settings, bus, model, standby)
    models.keep_read_in(KeptStates(paths.home, vault), bus)
    writes = vault.read_only is None
    habits = replace(habits, resume=habits.resume and writes, watch=habits.watch and writes)
    # Who names a model of this machine for a run means that one.
    elsewhere = None if model else elsewhere_of(vault, paths.engine, models.generator, bus)
    services = assemble(paths, vault, settings, bus, models, Engines.of(models, elsewhere), habits)
    _log.info("services open in %.0f ms", 1000 * (time.monotonic() - started))
    return services


def assemble(
    paths: Paths,
    vault: Vault,
    settings: Settings,
    bus: EventBus,
    models: Models,
    engines: Engines,
    habits: Habits,
    more_makers: Callable[[DocumentStore], Sequence[Maker]] = lambda _: (),
) -> Services:
    """Build everything over an open vault, and let it begin its work. `more_makers` gives makers of runs
    beside the program's own.
    """
    reader, embedder, generator = engines.reader, engines.embedder, engines.generator
    store, corrections = DocumentStore(vault, habits.clock), CorrectionStore(vault)
    scheduler, activity = Scheduler(lambda reasons: bus.publish(IndexingPaused(reasons))), Activity(bus)
    mirror = ChromaMirror(settle_seconds=_SETTLE, idle=scheduler.idle) if habits.mirror else None
    vectors = VectorIndex(mirror)
    indexer = Indexer(
        store,
        reader,
        embedder,
        vectors,
        on_event=lambda event: _forward(library, removals, event),
        gate=scheduler.gate,
        warm_up=engines.warm_up,
        corrections=corrections.of,
    )
    lexical = LexicalIndex(vault)
    retriever = Retriever(store, lexical, vectors, embedder, reranker=engines.reranker)
    asides = AsideFinder(store, lexical)
    speakers = Speakers(
        store,
        reader,
        lambda: models.voices() is not None,
        lambda document: activity.begin(Sort.SPEAKERS, document.name),
    )
    library = Library(store, indexer, retriever, asides, reader, scheduler, bus, (speakers,))
    removals = Removals(store, indexer.bin, library, bus, vault.compact, habits.clock)
    own_words, signer, policies = OwnWordsStore(vault), Signer(vault), PolicyStore(vault)
    audit, answering = Audit(AuditStore(vault), policies, store), Answering(policies, store.get)
    guards = Guards(policies, audit, paths.moderation, embedder)
    if engines.elsewhere is not None:
        engines.elsewhere.note_to(audit.engine)
    bus.subscribe(lambda event: note(audit, event))
    querying = Querying(store, library, QuerierProcess())
    sharing, own = sharing_of(vault, paths.shared, audit, embedder, bus), own_words.allowed
    beside = Beside(reckoned, querying.told, Carrying(store).told)
    writer = partial(engines.answering, answering)
    assistant = Assistant(
        generator, library, store, embedder, own_words=own, writer=writer, shelf=sharing, beside=beside
    )
    records, kept, kinds = RecordStore(vault), RunStore(vault), Kinds(paths.kinds, tuple(FINDERS))
    chats = Chats.over(vault, store, assistant, scheduler, audit, guards, embedder, habits.clock)
    rewriter, draw = Rewriter(vault, store, corrections, embedder, vectors), library.page_picture
    scans = Scans(store, rewriter, draw, engines.seeing, engines.judging, audit)
    extractor = engines.writing(Task.EXTRACT)
    summariser = Summariser(engines.writing(Task.SUMMARISE), store, embedder)
    surveyor = Surveyor(extractor, library, store, embedder)
    surveying = SurveyMaker(store, surveyor, extractor)
    extracting, reviews = extracting_by(vault, store, kept, surveyor.one_answer, audit)
    drafts, drafted = drafting(engines, library, store, kept, summariser, paths.templates, guards)
    classifying = maker_of(vault, store, library, embedder, engines.writing(Task.ANSWER))
    playbooks, contradictions = Playbooks(kept, store, embedder), Contradictions.over(kept, store)
    moderations = Moderations.over(kept, store, embedder, guards.house)
    looking = LookMaker(store, rewriter, draw, engines.seeing, engines.judging, engines.rest)
    makers = (
        SummaryMaker(store, summariser, kinds),
        ComparisonMaker(store),
        surveying,
        extracting,
        drafted,
        classifying,
        playbooks.maker,
        contradictions.maker,
        moderations.maker,
        looking,
        *more_makers(store),
    )
    if vault.read_only is None:
        audit.unlocked()
    folders = Folders(FolderStore(vault), store, library, bus, habits.timing, habits.pace)
    power = PowerWatch(scheduler, lambda: settings.preferences.battery, habits.supply)
    if habits.watch:
        power.start()
    library.start(resume=habits.resume, check=habits.watch)
    idle, damaged = lambda: library.is_idle, lambda fault: bus.publish(LibraryDamaged(fault))
    upkeep = Upkeep(vault, Snapshots(paths.home), idle, damaged, removals.expire, chats.bin.expire)
    if habits.watch:
        folders.start()
        upkeep.start()
    recipes = RecipeClock(bus, habits.clock)
    made = Services(
        paths,
        settings,
        bus,
        library,
        chats,
        models,
        scheduler,
        vault,
        store,
        reader,
        vectors,
        Runs(kept, store, makers, scheduler, audit, held=RecipeStore(vault).held, tell=bus.publish),
        Summaries(kept, store, kinds),
        Surveys(kept, store, surveying, extractor),
        Extractions(kept, extracting, extractor),
        drafts,
        playbooks,
        reviews,
        contradictions,
        SecondLooks(kept, store, looking),
        scans,
        folders,
        power,
        upkeep,
        removals,
        own_words,
        audit,
        guards,
        answering,
        Evidence(chats, records, store, corrections, library, audit, signer),
        Training(chats, records, store, corrections, audit),
        signer,
        engines,
        tagging_of(vault, store, bus, classifying.judged),
        sharing,
        redacting_of(vault, reader),
        Classifications(kept, classifying),
        recipes,
        moderations,
        querying,
        Notes(store, lexical, bus),
        activity,
        Earlier(kept, store, RecipeStore(vault)),
        Collections(store, library, bus, audit),
        Examples.over(store, library, embedder, beside, scheduler, bus),
        ReadingAloud(),
        speakers,
        Recordings(store, library),
    )
    recipes.serve(made)
    if habits.watch:
        recipes.start()
    return made


def _forward(library: Library, removals: Removals, event: IndexEvent) -> None:
    if event.back:
        removals.came_back(event.back[:1])
    else:
        library.on_index_event(event)
