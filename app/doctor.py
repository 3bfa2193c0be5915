"""What works on this machine, and what to do about the rest."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from app.elsewhere.allowed import noted_place
from app.models.graphics import Verdict, graphics_of
from app.models.models import Models
from app.models.roles import EMBEDDER
from app.models.sparing import Sparing
from app.organisation.held import rules
from app.organisation.rules import Key
from app.paths import Paths
from app.program import CHECKOUT, has_display, version
from app.security.key_file import SlotKind
from app.security.keyring import SystemKeyring
from app.security.keys import KeySlots
from app.words.amounts import size_text
from app.words.catalogue import count, row, say
from app.words.messages import notice_of
from app.words.moderating import house_words
from engine.errors import Fault
from engine.hardware import Machine, machine
from engine.llama.families import PLAIN
from engine.sealing.own_process import own_process
from engine.secret_memory import grants
from engine.workers.probe import probe
from engine.workers.seal import seal_report
from rag.errors import VaultBusy
from rag.guarding.house import Form, HousePolicy
from rag.language.file_names import printable
from rag.storing.lock import HomeLock

_LEAST_MEMORY = 3_500_000_000
_LEAST_DISK = 2_000_000_000


class Health(StrEnum):
    GOOD = "good"
    LIMITED = "limited"  # works, with something missing
    BROKEN = "broken"  # something cannot be used until the remedy is followed


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    health: Health
    detail: str
    remedy: str = ""


class Doctor:
    """Looks at one thing after another; nothing is changed, and no library is unlocked."""

    def __init__(self, paths: Paths, models: Models, load_model: bool = True) -> None:
        """`load_model` also loads the answering model once, to learn what it runs on."""
        self._paths = paths
        self._models = models
        self._load_model = load_model
        self._machine: Machine = machine()

    def examine(self) -> Iterator[Finding]:
        """Findings as they are made."""
        checks: tuple[Callable[[], Iterator[Finding]], ...] = (
            self._program,
            self._hardware,
            self._disk,
            self._installed,
            self._engine,
            self._embedder,
            self._keyring,
            self._library,
            self._matters,
            self._policy,
            self._organisation,
            self._seal,
            self._walls,
            self._own_process,
            self._display,
            self._readers,
        )
        for check in checks:
            yield from check()

    def _program(self) -> Iterator[Finding]:
        found = version()
        detail = say(
            "doctor.program.detail",
            version=say("doctor.program.checkout") if found == CHECKOUT else found,
            python=platform.python_version(),
            system=platform.system(),
            release=platform.release(),
        )
        yield Finding(say("doctor.subject.program"), Health.GOOD, detail)

    def _hardware(self) -> Iterator[Finding]:
        found = self._machine
        detail = say(
            "doctor.processor.detail",
            name=found.processor,
            cores=found.cores,
            physical=found.physical_cores,
            architecture=found.architecture,
            bfloat16=say(f"doctor.numbers.{'bfloat16' if found.supports_bf16 else 'no-bfloat16'}"),
        )
        yield Finding(say("doctor.subject.processor"), Health.GOOD, detail)
        subject = say("doctor.subject.memory")
        memory, free = size_text(found.memory_bytes), size_text(found.available_bytes)
        detail = say("doctor.memory.detail", memory=memory, free=free)
        if Sparing(self._paths.models, found.memory_bytes).is_on:
            detail += say("doctor.memory.sparing")
        if found.memory_bytes < _LEAST_MEMORY:
            yield Finding(subject, Health.LIMITED, detail, say("doctor.memory.too-small"))
        else:
            yield Finding(subject, Health.GOOD, detail)
        detail = say("doctor.graphics.detail", names=", ".join(found.backends))
        yield Finding(say("doctor.subject.graphics"), Health.GOOD, detail)

    def _disk(self) -> Iterator[Finding]:
        for subject, folder in (
            (say("doctor.subject.library-folder"), self._paths.home),
            (say("doctor.subject.models-folder"), self._paths.models),
        ):
            there = _nearest(folder)
            free = shutil.disk_usage(there).free
            detail = say("doctor.folder.detail", folder=folder, free=size_text(free))
            if not os.access(there, os.W_OK):
                yield Finding(subject, Health.BROKEN, detail, say("doctor.folder.not-writable"))
            elif free < _LEAST_DISK:
                yield Finding(subject, Health.LIMITED, detail, say("doctor.folder.too-full"))
            else:
                yield Finding(subject, Health.GOOD, detail)

    def _installed(self) -> Iterator[Finding]:
        rows = [row for row in self._models.list() if row.installed]
        active = self._models.active()
        names = ", ".join(
            say("doctor.models.one", model=row.model.id, size=size_text(row.model.size)) for row in rows
        ) or say("doctor.none")
        subject = say("doctor.subject.models")
        for one in self._models.unusable():
            notice = notice_of(one.fault)
            yield Finding(subject, Health.LIMITED, notice.sentence, notice.remedy)
        missing = [model.id for model in self._models.missing()]
        if missing:
            remedy = say("doctor.models.missing", names=" ".join(missing))
            health = Health.BROKEN if not active else Health.LIMITED
            yield Finding(subject, health, say("doctor.models.installed", names=names), remedy)
        else:
            detail = say("doctor.models.answering", names=names, active=active)
            yield Finding(subject, Health.GOOD, detail)

    def _engine(self) -> Iterator[Finding]:
        if not self._models.active() or not self._load_model:
            return
        subject = say("doctor.subject.engine")
        try:
            info = self._models.generator.info()
        except Fault as fault:
            yield _fault(subject, fault)
            return
        detail = say(
            "doctor.engine.detail",
            backend=info.backend,
            threads=info.threads,
            model=info.name,
            memory=size_text(info.memory_bytes),
            context=info.context_length,
        )
        if info.family:
            plain = info.family == PLAIN.name
            detail += say("doctor.engine.plain") if plain else say("doctor.engine.family", family=info.family)
        if info.backend == "CPU" and len(self._machine.backends) > 1:
            yield Finding(subject, Health.LIMITED, detail, self._without_card())
        else:
            yield Finding(subject, Health.GOOD, detail)

    def _without_card(self) -> str:
        """Why the model runs on the processor though there is a driver, and what to do."""
        choice = self._models.generator.running
        trial = graphics_of(choice).known(choice) if choice is not None else None
        if choice is not None and graphics_of(choice).is_off:
            return say("doctor.engine.card-off")
        if trial is None or trial.verdict in (Verdict.UNUSED, Verdict.FASTER):
            return say("doctor.engine.without-driver", backend=self._machine.backends[0].lower())
        speeds = {"card": f"{trial.card:.0f}", "processor": f"{trial.processor:.0f}"}
        why = say(f"doctor.engine.card-{trial.verdict.value}", backend=trial.backend, **speeds)
        return f"{why} {say('doctor.engine.card-again')}"

    def _embedder(self) -> Iterator[Finding]:
        if any(model.id == EMBEDDER for model in self._models.missing()):
            return
        subject = say("doctor.subject.search")
        try:
            if self._load_model:
                self._models.embedder.start()
            yield Finding(subject, Health.GOOD, self._models.embedder.name)
        except Fault as fault:
            yield _fault(subject, fault)

    def _keyring(self) -> Iterator[Finding]:
        subject = say("doctor.subject.keyring")
        try:
            yield Finding(subject, Health.GOOD, SystemKeyring().name().rsplit(".", 1)[0])
        except Fault as fault:
            detail = say("doctor.keyring.none", detail=fault.facts.get("detail"))
            yield Finding(subject, Health.LIMITED, detail, say("doctor.keyring.without"))

    def _library(self) -> Iterator[Finding]:
        subject = say("doctor.subject.library")
        try:
            kinds = KeySlots(self._paths.home).kinds()
        except Fault as fault:
            yield _fault(subject, fault)
            return
        vault = self._paths.vault
        if not kinds or not vault.exists():
            yield Finding(subject, Health.GOOD, say("doctor.library.none-yet"))
            return
        ways = say("doctor.library.or").join(say(f"doctor.library.by-{kind.value}") for kind in kinds)
        try:
            HomeLock.acquire(self._paths.home).release()
            state = say("doctor.library.free")
        except VaultBusy:
            state = say("doctor.library.busy")
        size = size_text(vault.stat().st_size)
        yield Finding(subject, Health.GOOD, say("doctor.library.detail", size=size, ways=ways, state=state))

    def _matters(self) -> Iterator[Finding]:
        """How many there are; their names stand in the library, which is not opened."""
        folder, subject = self._paths.matters, say("doctor.subject.matters")
        homes = sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
        if not homes:
            return
        closed = 0
        for home in homes:
            try:
                kinds = KeySlots(home).kinds()
            except Fault as fault:
                yield _fault(subject, fault)
                continue
            closed += SlotKind.KEYRING not in kinds
            if not kinds:
                detail = say("doctor.matters.no-key", matter=home.name)
                yield Finding(subject, Health.LIMITED, detail, say("doctor.matters.destroy"))
        yield Finding(subject, Health.GOOD, count("doctor.matters.detail", len(homes), closed=closed))

    def _policy(self) -> Iterator[Finding]:
        """A policy of moderation of the house's own, where there is one."""
        house, subject = HousePolicy(self._paths.moderation), say("doctor.subject.policy")
        form = house.now().form
        if form is Form.WRONG:
            yield Finding(subject, Health.LIMITED, house_words(house), say("doctor.policy.mend"))
        elif form is not Form.NONE:
            words = house_words(house) or say("guards.policy.policy", path=str(house.path))
            yield Finding(subject, Health.GOOD, words)

    def _organisation(self) -> Iterator[Finding]:
        """What the administrator has set, and keys that nothing was made of: a new program's, or misspelt."""
        held, subject = rules(), say("doctor.subject.organisation")
        if not held.source:
            return
        detail = say(
            "doctor.organisation.detail", source=held.source, keys=row(held.keys) or say("doctor.none")
        )
        if not held.unknown:
            yield Finding(subject, Health.GOOD, detail)
        else:
            names = row(map(printable, held.unknown))
            unknown = say("doctor.organisation.unknown", keys=names, known=row(key.value for key in Key))
            yield Finding(subject, Health.LIMITED, detail, unknown)

    def _seal(self) -> Iterator[Finding]:
        report = seal_report()
        subject = say("doctor.subject.seal")
        on, off = say("doctor.seal.on"), say("doctor.seal.off")
        detail = say(
            "doctor.seal.detail",
            hook=on if report.audit_hook else off,
            filter=on if report.kernel_filter else off,
            refused=report.blocked_attempts,
        )
        if not report.audit_hook:
            yield Finding(subject, Health.BROKEN, detail, say("doctor.seal.not-drawn"))
        elif not report.kernel_filter and sys.platform == "linux":
            yield Finding(subject, Health.LIMITED, detail, say("doctor.seal.no-filter"))
        else:
            yield Finding(subject, Health.GOOD, detail)
        if (place := noted_place(self._paths.engine)) is not None:
            told = say("doctor.server.detail", url=place.url, address=place.address)
            yield Finding(say("doctor.subject.server"), Health.GOOD, told)
        if (place := noted_place(self._paths.shared)) is not None:
            told = say("doctor.server.shared", url=place.url, address=place.address)
            yield Finding(say("doctor.subject.shared"), Health.GOOD, told)

    def _walls(self) -> Iterator[Finding]:
        """What the processes are refused that read documents and run models, tried in one of them."""
        subject = say("doctor.subject.walls")
        try:
            refused = asdict(probe())
        except Fault as fault:
            yield _fault(subject, fault)
            return
        if all(refused.values()):
            yield Finding(subject, Health.GOOD, say("doctor.walls.whole"))
        remedy = say(f"doctor.walls.{'landlock' if sys.platform == 'linux' else 'elsewhere'}")
        for name, holds in refused.items():
            if not holds:
                yield Finding(subject, Health.LIMITED, say(f"doctor.walls.no-{name}"), remedy)

    def _own_process(self) -> Iterator[Finding]:
        held, subject = own_process(), say("doctor.subject.own-memory")
        if held.unreadable and held.no_core:
            yield Finding(subject, Health.GOOD, say("doctor.own-memory.closed"))
        if not held.unreadable:
            yield Finding(subject, Health.LIMITED, say("doctor.own-memory.readable"))
        if not held.no_core:
            yield Finding(subject, Health.LIMITED, say("doctor.own-memory.core"))
        if grants().locked:
            yield Finding(subject, Health.GOOD, say("doctor.own-memory.locked"))
        else:
            swapped, remedy = say("doctor.own-memory.swapped"), say("doctor.own-memory.swap-remedy")
            yield Finding(subject, Health.LIMITED, swapped, remedy)

    def _display(self) -> Iterator[Finding]:
        subject = say("doctor.subject.display")
        if has_display():
            yield Finding(subject, Health.GOOD, say("doctor.display.there"))
        else:
            yield Finding(subject, Health.LIMITED, say("doctor.none"), say("doctor.display.without"))

    def _readers(self) -> Iterator[Finding]:
        from rag.scanning.opening import page_reader

        subject = say("doctor.subject.scans")
        try:
            page_reader()
        except Fault as fault:
            yield _fault(subject, fault)
        else:
            yield Finding(subject, Health.GOOD, say("doctor.scans.ready"))


def _fault(subject: str, fault: Fault) -> Finding:
    notice = notice_of(fault)
    return Finding(subject, Health.BROKEN, notice.sentence, notice.remedy)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
