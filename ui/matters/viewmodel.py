"""What is done with matters, one thing after the other, in the lane of the library; told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.matters.destroying import destroy
from app.matters.handing import hand_over, own_key, receive, take_into
from app.matters.matters import Matter, Matters, files_in
from app.matters.moving import Merged, Side, merge
from app.words.catalogue import count, say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.language.file_names import name_of, printable
from rag.storing.taking import How
from rag.storing.terms import Terms
from ui.parts.tasks import Lane, Tasks

_NAMED = 8  # of the documents that came

Step = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Told:
    """How something ended, in words. `chosen`: the id of the matter it was done with, "" for the one before;
    `code`: a recovery code; `key`: the library's own.
    """

    words: str = ""
    chosen: str = ""
    code: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Handing:
    """How a matter is to be handed over: for a passphrase, or for a recipient's key."""

    path: Path
    terms: Terms
    passphrase: str | None
    recipient: str | None


@dataclass(frozen=True, slots=True)
class Taking:
    """How a file is to be taken in: as a matter of a `name` ("" for its own), or `into` another vault."""

    path: Path
    passphrase: str | None
    apart: bool = True
    name: str = ""
    into: Matter | None = None  # None is the library


class MattersViewModel(QObject):
    """One thing at a time. `brought` lets documents be found that came into the library itself."""

    began = Signal(str, bool)  # in words, and whether it can be stopped
    progressed = Signal(float)  # 0-1
    ended = Signal(object)  # Told
    refused = Signal(object)  # Notice

    def __init__(
        self,
        matters: Matters,
        tasks: Tasks,
        brought: Callable[[Sequence[int]], None] = lambda _: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._matters = matters
        self._tasks = tasks
        self._brought = brought
        self._cancel: CancelToken | None = None

    @property
    def is_busy(self) -> bool:
        return self._cancel is not None

    def all(self) -> list[Matter]:
        return self._matters.all()

    def has_passphrase(self, matter: Matter) -> bool:
        """Whether it has a passphrase that can be changed, also where the library opens it."""
        return not matter.is_open or self._matters.is_typed(matter)

    def new(self, name: str) -> Matter:
        """Make an open matter at once. Raises `MatterExists`, `VaultError`s."""
        return self._matters.new(name)

    def rename(self, matter: Matter, name: str) -> None:
        """Call a matter otherwise, at once. Raises `MatterExists`, `VaultError`s."""
        self._matters.rename(matter, name)

    def stop(self) -> None:
        """End what is under way, where it can be ended."""
        if self._cancel is not None:
            self._cancel.cancel()

    # --- what is done --------------------------------------------------------------------------------------

    def close(self, matter: Matter, passphrase: str) -> None:
        def work(_: Step) -> Told:
            self._matters.close(matter, passphrase)
            return _told("close", matter)

        self._begin("close", work, matter=matter.name)

    def let_open(self, matter: Matter, passphrase: str) -> None:
        def work(_: Step) -> Told:
            self._matters.open(matter, passphrase)
            return _told("let-open", matter)

        self._begin("let-open", work, matter=matter.name)

    def change_passphrase(self, matter: Matter, before: str | None, passphrase: str) -> None:
        def work(_: Step) -> Told:
            self._matters.change_passphrase(matter, before, passphrase)
            return _told("passphrase", matter)

        self._begin("passphrase", work, matter=matter.name)

    def make_recovery(self, matter: Matter, passphrase: str | None) -> None:
        def work(_: Step) -> Told:
            code = self._matters.add_recovery(matter, passphrase)
            return Told(say("matters.told.recovery", matter=matter.name), matter.id, code)

        self._begin("recovery", work, matter=matter.name)

    def tell_key(self) -> None:
        self._begin("key", lambda _: Told(key=own_key(self._matters)))

    def hand_over(self, matter: Matter, passphrase: str | None, how: Handing) -> None:
        def work(step: Step) -> Told:
            made = hand_over(
                self._matters,
                matter,
                how.path,
                how.terms,
                passphrase=how.passphrase,
                recipient=how.recipient,
                opens_with=passphrase,
                step=step,
            )
            facts = {"matter": matter.name, "file": printable(str(how.path))}
            words = [count("matters.told.hand-over", made.documents, **facts), *listed("left", made.left)]
            return Told(" ".join(words), matter.id)

        self._begin("hand-over", work, say("matters.told.stopped"), matter=matter.name)

    def take_in(self, how: Taking) -> None:
        def work(step: Step) -> Told:
            if not how.apart:
                with self._side(how.into, None) as into:
                    called, merged = take_into(
                        self._matters, how.path, into, passphrase=how.passphrase, step=step
                    )
                self._take_up(merged, how.into)
                return Told(_came(merged, called, into.name))
            made = receive(
                self._matters, how.path, name=how.name or None, passphrase=how.passphrase, step=step
            )
            with self._matters.opened(made) as vault:
                documents = files_in(vault)
            return Told(count("matters.told.received", documents, matter=made.name), made.id)

        stopped = say("matters.told.stopped" if how.apart else "matters.told.stopped-between")
        self._begin("take-in", work, stopped, file=name_of(how.path))

    def bring(self, matter: Matter, passphrase: str | None, into: Matter | None) -> None:
        """Take all of a matter into another, or into the library, which is None."""

        def work(step: Step) -> Told:
            with self._side(matter, passphrase) as source, self._side(into, None) as target:
                merged = merge(source, target, step)
            self._take_up(merged, into)
            return Told(_came(merged, matter.name, target.name), matter.id)

        named = say("matters.bring.library") if into is None else into.name
        stopped = say("matters.told.stopped-between")
        self._begin("bring", work, stopped, matter=matter.name, into=named)

    def destroy(self, matter: Matter, passphrase: str | None, certificate: Path) -> None:
        """Also one that is closed and whose passphrase nobody has: nobody counts then what is in it."""

        def work(_: Step) -> Told:
            destroy(
                self._matters,
                matter,
                certificate,
                say("cli.matter.certifies"),
                passphrase=passphrase,
                unopened=not matter.is_open and not passphrase,
            )
            facts = {"matter": matter.name, "certificate": printable(str(certificate))}
            return Told(say("matters.told.destroy", **facts))

        self._begin("destroy", work, matter=matter.name)

    # --- inside --------------------------------------------------------------------------------------------

    def _side(self, matter: Matter | None, passphrase: str | None) -> _Opened:
        return _Opened(self._matters, matter, passphrase)

    def _take_up(self, merged: Merged, into: Matter | None) -> None:
        if into is None:
            self._brought([one.id for one in merged.documents if one.how is not How.THERE])

    def _begin(self, what: str, work: Callable[[Step], Told], stopped: str = "", **facts: object) -> None:
        """Do it, unless something is under way; what says what is told where it is `stopped` can be."""
        if self.is_busy:
            return
        cancel = self._cancel = CancelToken()

        def step(part: float) -> None:
            cancel.raise_if_cancelled()
            self._tasks.post(lambda: self.progressed.emit(part))

        def run() -> Iterator[Told]:
            yield work(step)

        def failed(error: Exception) -> None:
            self._cancel = None
            if isinstance(error, Cancelled):
                self.ended.emit(Told(stopped))
            else:
                self.refused.emit(notice_of(error))

        self.began.emit(say(f"matters.working.{what}", **facts), bool(stopped))
        self._tasks.stream(Lane.LIBRARY, run, self._end, failed=failed, cancel=cancel)

    def _end(self, told: Told) -> None:
        self._cancel = None
        self.ended.emit(told)


class _Opened:
    """A matter's vault, or the library's, open for a while as a side of a move."""

    def __init__(self, matters: Matters, matter: Matter | None, passphrase: str | None) -> None:
        self._matters, self._matter, self._passphrase = matters, matter, passphrase
        self._open = ExitStack()

    def __enter__(self) -> Side:
        if self._matter is None:
            return Side(self._matters.vault, "", say("matters.bring.library"))
        vault = self._open.enter_context(self._matters.opened(self._matter, self._passphrase))
        return Side(vault, self._matter.id, self._matter.name)

    def __exit__(self, *_: object) -> None:
        self._open.close()


def _told(what: str, matter: Matter) -> Told:
    return Told(say(f"matters.told.done.{what}", matter=matter.name), matter.id)


def _came(merged: Merged, matter: str, into: str) -> str:
    """What came in, what was there, and what did not come."""
    by_how = {how: [one.document for one in merged.documents if one.how is how] for how in How}
    words = [
        *listed("taken", by_how[How.TAKEN], matter=matter, into=into),
        *listed("there", by_how[How.THERE]),
        *listed("beside", by_how[How.BESIDE], matter=matter),
        *listed("left", merged.left),
    ]
    for what, amount in (("talks", merged.conversations), ("runs", merged.runs)):
        words += [count(f"matters.told.came.{what}", amount)] if amount else []
    return " ".join(words) or say("matters.told.nothing", matter=matter)


def listed(what: str, names: Sequence[str], **facts: str) -> list[str]:
    """A sentence that names documents, where there are any."""
    if not names:
        return []
    return [count(f"matters.told.listed.{what}", len(names), names=some(names), **facts)]


def some(names: Sequence[str]) -> str:
    """The first names of many."""
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
