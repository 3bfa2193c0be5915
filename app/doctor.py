"""What works on this machine, and what to do about the rest."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.keys import KeySlots, SlotKind, SystemKeyring
from app.models.models import Models
from app.models.roles import EMBEDDER
from app.paths import Paths
from app.words.amounts import size_text
from app.words.messages import notice_of
from engine.errors import Fault
from engine.hardware import Machine, machine
from engine.workers.seal import seal_report
from rag.errors import VaultBusy
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
            self._seal,
            self._display,
            self._readers,
        )
        for check in checks:
            yield from check()

    def _program(self) -> Iterator[Finding]:
        try:
            version = importlib.metadata.version("confidant")
        except importlib.metadata.PackageNotFoundError:
            version = "from a checkout"
        detail = f"{version}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
        yield Finding("Confidant", Health.GOOD, detail)

    def _hardware(self) -> Iterator[Finding]:
        found = self._machine
        bf16 = "bfloat16" if found.supports_bf16 else "no bfloat16"
        cores = f"{found.cores} cores ({found.physical_cores} physical)"
        yield Finding("Processor", Health.GOOD, f"{found.processor}, {cores}, {found.architecture}, {bf16}")
        detail = f"{size_text(found.memory_bytes)}, {size_text(found.available_bytes)} free"
        if found.memory_bytes < _LEAST_MEMORY:
            yield Finding("Memory", Health.LIMITED, detail, "4 GB or more are needed for the smallest model.")
        else:
            yield Finding("Memory", Health.GOOD, detail)
        yield Finding("Graphics", Health.GOOD, f"back ends with a driver: {', '.join(found.backends)}")

    def _disk(self) -> Iterator[Finding]:
        for subject, folder in (("Library folder", self._paths.home), ("Models folder", self._paths.models)):
            there = _nearest(folder)
            free = shutil.disk_usage(there).free
            detail = f"{folder}, {size_text(free)} free"
            if not os.access(there, os.W_OK):
                yield Finding(
                    subject, Health.BROKEN, detail, "You may not write there: choose another folder."
                )
            elif free < _LEAST_DISK:
                yield Finding(subject, Health.LIMITED, detail, "Make room: 2 GB are needed for a model.")
            else:
                yield Finding(subject, Health.GOOD, detail)

    def _installed(self) -> Iterator[Finding]:
        rows = [row for row in self._models.list() if row.installed]
        active = self._models.active()
        names = ", ".join(f"{row.model.id} ({size_text(row.model.size)})" for row in rows) or "none"
        missing = [model.id for model in self._models.missing()]
        if missing:
            remedy = "Fetch what is missing: confidant models get " + " ".join(missing)
            health = Health.BROKEN if not active else Health.LIMITED
            yield Finding("Models", health, f"installed: {names}", remedy)
        else:
            yield Finding("Models", Health.GOOD, f"installed: {names}; {active} answers")

    def _engine(self) -> Iterator[Finding]:
        if not self._models.active() or not self._load_model:
            return
        try:
            info = self._models.generator.info()
        except Fault as fault:
            yield _fault("llama.cpp", fault)
            return
        detail = (
            f"{info.backend}, {info.threads} threads; {info.name} loaded: {size_text(info.memory_bytes)},"
            f" {info.context_length:,} tokens of context"
        )
        if info.backend == "CPU" and len(self._machine.backends) > 1:
            remedy = (
                "A graphics driver is there, but llama.cpp was built without it: run"
                f" “python3 make.py run --backend {self._machine.backends[0].lower()}”."
            )
            yield Finding("llama.cpp", Health.LIMITED, detail, remedy)
        else:
            yield Finding("llama.cpp", Health.GOOD, detail)

    def _embedder(self) -> Iterator[Finding]:
        if any(model.id == EMBEDDER for model in self._models.missing()):
            return
        try:
            if self._load_model:
                self._models.embedder.start()
            yield Finding("Search by meaning", Health.GOOD, self._models.embedder.name)
        except Fault as fault:
            yield _fault("Search by meaning", fault)

    def _keyring(self) -> Iterator[Finding]:
        try:
            yield Finding("Keyring", Health.GOOD, SystemKeyring().name().rsplit(".", 1)[0])
        except Fault as fault:
            remedy = (
                "Protect the library with a passphrase: it is asked for, or comes from --passphrase-file."
            )
            yield Finding("Keyring", Health.LIMITED, f"none ({fault.facts.get('detail')})", remedy)

    def _library(self) -> Iterator[Finding]:
        try:
            kinds = KeySlots(self._paths.home).kinds()
        except Fault as fault:
            yield _fault("Library", fault)
            return
        vault = self._paths.vault
        if not kinds or not vault.exists():
            yield Finding("Library", Health.GOOD, "none yet; it is made when the first file is added")
            return
        opens = " or ".join("the keyring" if kind is SlotKind.KEYRING else "a passphrase" for kind in kinds)
        try:
            HomeLock.acquire(self._paths.home).release()
            state = "not in use"
        except VaultBusy:
            state = "in use by another window or command"
        size = size_text(vault.stat().st_size)
        yield Finding("Library", Health.GOOD, f"{size}, encrypted, opened by {opens}, {state}")

    def _seal(self) -> Iterator[Finding]:
        report = seal_report()
        detail = (
            f"audit hook {'on' if report.audit_hook else 'off'},"
            f" kernel filter {'on' if report.kernel_filter else 'off'},"
            f" {report.blocked_attempts} attempts refused"
        )
        if not report.audit_hook:
            yield Finding("Network seal", Health.BROKEN, detail, "Start Confidant by its own commands.")
        elif not report.kernel_filter and sys.platform == "linux":
            remedy = "The kernel refused the filter; the audit hook still stops the program's own code."
            yield Finding("Network seal", Health.LIMITED, detail, remedy)
        else:
            yield Finding("Network seal", Health.GOOD, detail)

    def _display(self) -> Iterator[Finding]:
        if has_display():
            yield Finding("Display", Health.GOOD, "the window can open")
        else:
            remedy = "Without a display Confidant is a chat in the terminal. Set DISPLAY or WAYLAND_DISPLAY."
            yield Finding("Display", Health.LIMITED, "none", remedy)

    def _readers(self) -> Iterator[Finding]:
        from rag.scanning.opening import page_reader

        try:
            page_reader()
        except Fault as fault:
            yield _fault("Scans", fault)
        else:
            yield Finding("Scans", Health.GOOD, "scans and photographs of pages are read on this computer")


def has_display() -> bool:
    """Whether a window can be shown. Only X11 and Wayland systems can lack a display."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


def _fault(subject: str, fault: Fault) -> Finding:
    notice = notice_of(fault)
    return Finding(subject, Health.BROKEN, notice.sentence, notice.remedy)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
