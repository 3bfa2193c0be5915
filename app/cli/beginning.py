"""The three steps of the first run in the terminal: what opens the library, a model, the first document.

Nothing is asked twice: a step that was left is the one that the next start goes on at.
"""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.output import described, reason, refusal
from app.cli.plain import words_of
from app.cli.session import interruptible
from app.first_run import QUESTION_SECONDS, FirstRun
from app.sample import sample
from app.security.recovery import sheet_of
from app.security.strength import SHORTEST, Strength, strength_of
from app.types import FirstStep
from app.words.amounts import size_text
from app.words.catalogue import count, listed, say
from engine.errors import Fault
from rag.indexing.naming import called
from rag.types import DocumentState

if TYPE_CHECKING:
    from app.events import Event
    from app.services import Services

_STEPS = (FirstStep.PROTECT, FirstStep.MODEL, FirstStep.DOCUMENT)


class Asking:
    """Says what there is to choose, and takes a choice."""

    def __init__(self, read_line: Callable[[str], str], write: Callable[[str], None]) -> None:
        """`read_line` shows a prompt and gives a line, or raises EOFError where the person leaves."""
        self.read_line = read_line
        self._write = write

    def say(self, *paragraphs: str) -> None:
        """Each in a line of its own."""
        for text in paragraphs:
            self._write(f"{text}\n")

    def open(self, step: FirstStep) -> None:
        """Say which step begins."""
        name = say(f"beginning.steps.{step.value}")
        self.say("", say("beginning.at", step=_STEPS.index(step) + 1, name=name), "")
        self.say(say(f"beginning.{step.value}.title"))

    def chosen(self, choices: Sequence[str]) -> int:
        """The place of the choice that was made; the first where only Enter was pressed."""
        while True:
            line = self.offered(choices, say("cli.beginning.number"))
            if (place := place_in(choices, line)) is not None:
                return place
            self.say(say("cli.beginning.none-such", number=line))

    def offered(self, choices: Sequence[str], prompt: str) -> str:
        """What was typed once these were shown."""
        for number, one in enumerate(choices, 1):
            self.say(f"  {number}  {one.rstrip('…')}")
        return self.read_line(prompt).strip()


def place_in(choices: Sequence[str], line: str) -> int | None:
    """Which choice is meant by its number, the first by an empty line; None for anything else."""
    if not line:
        return 0
    return int(line) - 1 if line.isdecimal() and 1 <= int(line) <= len(choices) else None


def protect_first(home: Path, first: FirstRun, asking: Asking) -> str | None:
    """Make the key of a new home: by the passphrase that is returned, or None where the keyring holds it.

    Raises `VaultError`s, and EOFError where the person leaves: then nothing is made.
    """
    from app.security.keyring import SystemKeyring
    from app.security.protecting import has_keyring, protect

    asking.open(FirstStep.PROTECT)
    asking.say(say("beginning.protect.words"))
    ways = [say("beginning.protect.keyring"), say("beginning.protect.passphrase")]
    if has_keyring(SystemKeyring()):
        passphrase = _passphrase(asking) if asking.chosen(ways) else ""
    else:
        asking.say(say("beginning.protect.no-keyring"))
        passphrase = _passphrase(asking)
    code = asking.chosen([say("beginning.protect.code"), say("cli.beginning.no-code")]) == 0
    asking.say(say("beginning.protect.working"))
    words = protect(home, passphrase, code=code)
    first.protected(code=code)
    asking.say(say("cli.beginning.protected"))
    if words:
        asking.say("", say("beginning.code.title"), say("beginning.code.words"), "", sheet_of(words), "")
        asking.read_line(say("cli.beginning.kept"))
        first.went(FirstStep.MODEL)
    return passphrase or None


def _passphrase(asking: Asking) -> str:
    """One that is typed twice, long enough, and told how strong it is."""
    asking.say(say("beginning.protect.unforgiving"))
    while True:
        typed = getpass.getpass(say("cli.unlock.new"))
        if len(typed) < SHORTEST:
            asking.say(count("window.unlock.short", SHORTEST))
        elif typed != getpass.getpass(say("cli.unlock.again")):
            asking.say(say("window.unlock.different"))
        else:
            strength = strength_of(typed)
            asking.say(say(f"beginning.strength.{strength.value}"))
            weak = strength is Strength.WEAK
            if not weak or asking.chosen([say("cli.beginning.another"), say("cli.beginning.this-one")]):
                return typed


class FirstSteps:
    """The steps once the library is open."""

    def __init__(
        self,
        services: Services,
        asking: Asking,
        get: Callable[[Sequence[str]], None],
        ask: Callable[[str], None],
    ) -> None:
        """`get` downloads models by their ids, `ask` answers a question as any that is typed."""
        self._services = services
        self._asking = asking
        self._get = get
        self._ask = ask
        self._first = FirstRun(services.settings)

    def go(self, files: Sequence[Path] = ()) -> bool:
        """Go on at the step where it was left, to the end; with `files` as the first documents, where some
        came along: then it is said whether they are read. Raises EOFError where the person leaves.
        """
        step = self._first.at
        if step is FirstStep.NONE:
            return False
        if step is FirstStep.CODE:
            self._asking.say(say("cli.beginning.code-again"))
        if step is not FirstStep.DOCUMENT:
            self._first.went(FirstStep.MODEL)
            self._model()
            self._first.went(FirstStep.DOCUMENT)
        taken = self._document(list(files))
        self._first.went(FirstStep.DONE)
        return taken

    # --- a model -------------------------------------------------------------------------------------------

    def _model(self) -> None:
        from app.models.first_look import looked
        from app.organisation.held import rules

        asking, services = self._asking, self._services
        asking.open(FirstStep.MODEL)
        asking.say(say("beginning.model.words"))
        while True:
            found = looked(services.models, services.paths.models)
            asking.say(found.words)
            if found.wanting:
                asking.say(say("cli.beginning.words-only", name=found.wanting))
            missing = services.models.missing() if rules().fetch_models else ()
            choices = [say("beginning.model.accept" if found.name else "beginning.model.without")]
            choices += found.files.values()
            if missing:
                size = size_text(sum(model.size for model in missing))
                names = listed(model.name for model in missing)
                choices.append(say("beginning.model.get", name=names, size=size))
            place = asking.chosen(choices)
            if place == 0:
                return
            with self._told():
                if place <= len(found.files):
                    self._bring(list(found.files)[place - 1])
                else:
                    self._get([model.id for model in missing])

    def _bring(self, path: Path) -> None:
        self._asking.say(say("models.dialog.looking_at", name=path.name))
        with interruptible() as cancel:
            self._services.models.add([path], lambda _: None, cancel)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong is said, and the choice is there again."""
        try:
            yield
        except Fault as fault:
            self._asking.say(refusal(fault))

    # --- the first document --------------------------------------------------------------------------------

    def _document(self, files: list[Path]) -> bool:
        """Whether `files` were read as the first documents; otherwise those that were named, or none."""
        self._asking.open(FirstStep.DOCUMENT)
        given = bool(files)
        choices = [say("beginning.document.sample"), say("beginning.later")]
        while True:
            if not files:
                self._asking.say(say("cli.beginning.document"))
                line = self._asking.offered(choices, say("cli.beginning.path"))
                place = place_in(choices, line)
                if place == 1:
                    return given
                files = [sample()] if place == 0 else [Path(one).expanduser() for one in _paths(line)]
            if read := self._read(files):
                self._offer(read)
                return given
            files = []

    def _read(self, files: Sequence[Path]) -> set[int]:
        """The documents that were read to their end; what became of the others is said."""
        read = set[int]()
        for addition in self._services.library.add(files):
            name = called(addition.path)
            self._asking.say(say("beginning.document.reading", name=name))
            try:
                document = addition.outcome.result()
            except Fault as fault:
                self._asking.say(f"{name}: {reason(fault)}")
                continue
            self._asking.say(f"{name}: {described(document)}")
            if document.state is DocumentState.READY:
                read.add(document.id)
        return read

    def _offer(self, read: set[int]) -> None:
        """Ask a question that these documents answer, where one is found in time."""
        self._asking.say(say("beginning.document.looking"))
        question = self._question(read)
        if question:
            self._asking.say("", f"> {question}", "")
            self._ask(question)

    def _question(self, read: set[int]) -> str:
        from app.events import ExamplesChanged

        found, there = list[str](), threading.Event()

        def heard(event: Event) -> None:
            if isinstance(event, ExamplesChanged) and read & set(event.documents):
                found.extend(event.questions[:1])
                there.set()

        end = self._services.bus.subscribe(heard)
        try:
            self._services.examples.start()
            there.wait(QUESTION_SECONDS)
        finally:
            end()
        return found[0] if found else ""


def _paths(line: str) -> list[str]:
    """What a line names: paths, quoted as a terminal quotes what is dropped on it, or one as it is."""
    if Path(line).expanduser().exists():
        return [line]
    try:
        return words_of(line)
    except ValueError:
        return [line]
