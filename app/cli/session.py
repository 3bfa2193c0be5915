"""What a command works with: its arguments, its output, and the services once it asks for them."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.output import Output
from app.cli.places import passphrase_of
from app.cli.unlock import secret_line, with_passphrase
from app.errors import BatchInvalid, SeveralDocuments
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.types import ModelRole
from rag.errors import DocumentUnknown, FileMissing, FileUnreadable, VaultError
from rag.types import Document, DocumentState, SearchScope

if TYPE_CHECKING:
    from app.events import Event
    from app.matters.matters import Place
    from app.paths import Paths
    from app.security.keys import KeySlots
    from app.services import Services
    from engine.provision.standby import FetcherStandby


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a command or a batch. `id` is what the row calls it, None for a single one."""

    id: Any
    text: str
    scope: SearchScope
    history: tuple[str, ...] = ()  # what was asked before, oldest first


@dataclass(frozen=True, slots=True)
class Session:
    arguments: argparse.Namespace
    paths: Paths
    output: Output
    standby: FetcherStandby | None = None
    place: Place | None = None  # the matter that is worked in

    @property
    def slots(self) -> KeySlots:
        """What opens the library, or the matter."""
        from app.security.keys import KeySlots

        return KeySlots(self.paths.home, self.place.ring if self.place else None)

    @property
    def passphrase(self) -> str | None:
        """The passphrase given for it."""
        return passphrase_of(self.arguments, self.place)

    @contextmanager
    def services(self, *, resume: bool = False) -> Iterator[Services]:
        """The services over the unlocked library, closed at the end. Raises `VaultError`s."""
        services = unlock(
            self.arguments, self.paths, self.place, interactive=False, resume=resume, standby=self.standby
        )
        if services.vault.read_only is not None:
            self.output.refuse(services.vault.read_only)
        services.bus.subscribe(self._engine_told)
        try:
            yield services
            if resume:  # commands that fill the library; others are over at once
                with suppress(VaultError):
                    services.upkeep.once()
        finally:
            services.close()

    def _engine_told(self, event: Event) -> None:
        """Who answers, where an engine on the network was allowed to, and that shared collections do not."""
        from app.events import EngineChanged, SharedChanged
        from app.words.engine import engine_words
        from app.words.sharing import shared_told

        if isinstance(event, EngineChanged):
            self.output.note(engine_words(event.host, event.away))
        elif isinstance(event, SharedChanged) and event.away is not None:
            self.output.note(shared_told(event.host, event.away))

    @property
    def password(self) -> str | None:
        """The password for protected files."""
        file: Path | None = self.arguments.password_file
        return secret_line(file) if file else None

    def queries(self, id_field: str) -> list[Query]:
        """The question, or every row of the batch. Raises `BatchInvalid`, `FileMissing`, `FileUnreadable`."""
        asked = self.arguments
        scope = SearchScope(
            asked.document, asked.collection, suffix=asked.type, since=asked.since, tag=asked.tag
        )
        if self.arguments.batch is None:
            return [Query(None, self.arguments.text, scope)]
        return list(_rows(self.arguments.batch, id_field, scope))


def unlock(
    arguments: argparse.Namespace,
    paths: Paths,
    place: Place | None = None,
    *,
    interactive: bool,
    resume: bool = True,
    standby: FetcherStandby | None = None,
    passphrase: str | None = None,
) -> Services:
    """Open the services with the passphrase given, the keyring, or what is typed at the terminal;
    `passphrase` where one was typed already.
    """
    from app.services import open_services

    given = passphrase or passphrase_of(arguments, place)
    model = getattr(arguments, "model", "")

    def opened(passphrase: str | None) -> Services:
        return open_services(
            paths,
            passphrase,
            model=model,
            mirror=interactive,
            resume=resume,
            watch=interactive,
            standby=standby,
            ring=place.ring if place else None,
        )

    return with_passphrase(paths, given, opened)


_TOLD_SECONDS = 0.5  # that the handler of Ctrl-C waits


@contextmanager
def interruptible() -> Iterator[CancelToken]:
    """A token that Ctrl-C sets, in place of ending the command where it stands; for the main thread.

    A second Ctrl-C waits for no good place any more: it raises `KeyboardInterrupt`. Who waits on the token
    is woken by a thread of its own: the handler runs in the midst of whatever this thread does, which may
    hold the very lock that waking takes. It gives that thread a moment, after which everybody knows but
    where such a lock is held.
    """
    cancel, gate, told, pressed = CancelToken(), threading.Lock(), threading.Lock(), False
    gate.acquire()
    told.acquire()

    def wake() -> None:
        with gate:
            if pressed:
                cancel.cancel()
                told.release()

    def interrupted(*_: object) -> None:
        nonlocal pressed
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.ask()
        pressed = True
        gate.release()
        told.acquire(timeout=_TOLD_SECONDS)

    waking = threading.Thread(target=wake, name="ctrl-c", daemon=True)
    waking.start()
    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
        if not pressed:
            gate.release()
        waking.join()


def only(services: Services, name: str) -> Document:
    """The one document with this name, path or number. Raises `DocumentUnknown`, `SeveralDocuments`."""
    return only_of(services.library.documents(), name)


def only_of(documents: Sequence[Document], name: str) -> Document:
    """The same of the documents of any vault."""
    from app.library.naming import documents_called

    found = documents_called(documents, name)
    if not found:
        raise DocumentUnknown(document=name)
    if len(found) > 1:
        raise SeveralDocuments(document=name, count=len(found))
    return found[0]


def require_tags(services: Services, queries: Sequence[Query]) -> None:
    """Refuse questions to a tag that there is none of: a wrong name is no empty answer. Raises
    `TagUnknown`.
    """
    for name in {one.scope.tag for one in queries if one.scope.tag is not None}:
        services.tagging.named(name)


def tell_unready(session: Session, services: Services, *, writes: bool = False) -> None:
    """Say what a search does not see: an empty library, documents that are not read to their end; and what is
    done without the models that are missing, those too that word answers, where something `writes`.
    """
    documents = services.library.documents()
    done = (DocumentState.READY, DocumentState.FAILED)
    waiting = [one for one in documents if one.state not in done and one.container is None]
    if not documents:
        session.output.note(say("cli.library.empty"))
    elif waiting:
        names = ", ".join(document.name for document in waiting[:3]) + ("…" if len(waiting) > 3 else "")
        session.output.note(say("cli.library.unready", names=names))
    tell_lacking(session, services, writes=writes)


def tell_lacking(session: Session, services: Services, *, writes: bool) -> None:
    """Say what is done without the models that are missing, those that word answers where it `writes`."""
    from app.words.models import lacking_command

    # Another engine words them in their place; of a model that is named and not there its own error is told.
    named = getattr(session.arguments, "model", None)
    writes = writes and services.engines.elsewhere is None and not named
    finds = services.models.embedder.chosen  # another may do it than the one that comes along
    missing = [
        one for one in services.models.missing() if (not finds if one.role is ModelRole.EMBED else writes)
    ]
    if missing:
        session.output.note(lacking_command(missing))


def _rows(path: Path, id_field: str, scope: SearchScope) -> Iterator[Query]:
    from rag.reading.cleaning import whole_text

    try:
        text = path.expanduser().read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or say("cli.batch.not-text")
        raise FileUnreadable(path=str(path), detail=detail) from error
    # Not splitlines(): JSON may hold U+2028 and its like inside a string.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = whole_text(json.loads(line))
        except ValueError:
            raise BatchInvalid(path=str(path), line=number, detail=say("cli.batch.not-json")) from None
        if not isinstance(row, dict) or not isinstance(row.get("question"), str) or id_field not in row:
            needed = say("cli.batch.needs", field=id_field)
            raise BatchInvalid(path=str(path), line=number, detail=needed)
        history = row.get("history") or []
        if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
            raise BatchInvalid(path=str(path), line=number, detail=say("cli.batch.history"))
        document = row.get("document") or scope.document
        collection, tag = row.get("collection") or scope.collection, row.get("tag") or scope.tag
        within = replace(scope, document=document, collection=collection, tag=tag)
        yield Query(row[id_field], row["question"], within, tuple(history))
