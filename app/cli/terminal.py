"""A chat in the terminal, where there is no display: the same library, answers and citations."""

from __future__ import annotations

import logging
import shlex
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from app.cli.answer_text import AnswerWriter, shortened
from app.cli.output import described, paragraph, place_of, reason, refusal, steps, told
from app.cli.plain import whole, words_of
from app.cli.renewing import Renewing
from app.cli.session import interruptible, only
from app.cli.unlock import ask_password
from app.events import (
    DocumentProgress,
    EngineChanged,
    Event,
    LibraryChanged,
    RecipesChanged,
    SharedChanged,
)
from app.library.additions import Addition
from app.logs import log_unforeseen
from app.services import Services
from app.words.amounts import counted, duration, size_text
from app.words.catalogue import count, quoted, say
from app.words.engine import engine_words
from app.words.models import amount_words, use_words
from app.words.reading_notes import shared_words
from app.words.recipes import failed_notice
from app.words.sharing import shared_told
from engine.cancel import CancelToken
from engine.errors import Fault
from engine.provision.provisioner import FetchProgress
from rag.grounding.citations import cited
from rag.language.file_names import name_of
from rag.types import Answer, AnswerEvent, Citation, Conversation, DocumentState

_PROMPT = "\n> "
_SHOWN_HITS = 8
_ENDED = (DocumentState.READY, DocumentState.FAILED)
_AROUND = 600  # characters shown before and after a passage

_log = logging.getLogger(__name__)


class Terminal:
    """Reads a line, does it, writes what came of it."""

    def __init__(
        self, services: Services, read_line: Callable[[str], str], write: Callable[[str], None]
    ) -> None:
        """`read_line` shows a prompt and gives a line or raises EOFError; `write` shows text at once."""
        self._services = services
        self._read_line = read_line
        self._write = write
        self._conversation: Conversation | None = None
        self._sources: tuple[Citation, ...] = ()
        self._progress: dict[int, DocumentProgress] = {}
        self._talking = threading.RLock()  # a line and what comes of it, or a question asked again
        self._renewing = Renewing(services.chats, self._renew)
        self._commands: dict[str, Callable[[list[str]], None]] = {
            "add": self._add,
            "library": self._library,
            "remove": self._remove,
            "search": self._search,
            "sources": self._list_sources,
            "open": self._open,
            "models": self._models,
            "new": self._new,
            "help": self._help,
        }

    def run(self, files: Sequence[Path] = ()) -> None:
        """Add `files`, then talk to the end."""
        unsubscribe = self._services.bus.subscribe(self._heard)
        try:
            self._greet()
            if files:
                self._read(files)
            while (line := self._line()) is not None:
                with self._talking:
                    self._do(line.strip())
        finally:
            unsubscribe()
            self._renewing.close()

    def _line(self) -> str | None:
        try:
            line = self._read_line(_PROMPT)
        except EOFError:
            return None
        except KeyboardInterrupt:
            self._say(say("cli.terminal.leaves"))
            return ""
        return None if line.strip() in ("/quit", "/exit") else whole(line)

    def _do(self, line: str) -> None:
        """One line; what goes wrong is said, and the talk goes on."""
        try:
            if line.startswith("/"):
                self._command(line[1:])
            elif line:
                self.ask(line)
        except Fault as fault:
            _log.info("terminal: %s", fault.code)
            self._say(refusal(fault))
        except Exception as error:  # the boundary of a line: whatever one did, the next may be asked
            log_unforeseen(_log, error)
            self._say(refusal(error))

    def _command(self, line: str) -> None:
        try:
            name, *words = line.split() if line.startswith("search") else words_of(line)
        except ValueError:
            name, *words = line.split() or [""]
        command = self._commands.get(name)
        if command is None:
            self._say(say("cli.terminal.unknown", name=name))
        else:
            command(words)

    def _greet(self) -> None:
        services = self._services
        documents = services.library.documents()
        status = services.models.status()
        sealed = say("cli.terminal.sealed" if services.seal_report.audit_hook else "cli.terminal.not-sealed")
        if services.engines.elsewhere is not None:
            sealed = say("cli.terminal.sealed-but", host=services.engines.elsewhere.host)
        elif services.sharing is not None:
            sealed = say("cli.terminal.sealed-but", host=services.sharing.host)
        model = status.name or say("cli.terminal.no-model")
        self._say(
            say(
                "cli.terminal.greeting",
                documents=counted(sum(not one.is_container for one in documents), "document"),
                model=model,
                sealed=sealed,
            )
        )
        missing = services.models.missing()
        if missing:
            wanted = " ".join(model.id for model in missing)
            total = size_text(sum(model.size for model in missing))
            self._say(say("cli.terminal.missing", models=wanted, size=total))
        self._say(say("cli.terminal.see-help" if documents else "cli.terminal.begin"))

    # --- asking --------------------------------------------------------------------------------------------

    def ask(self, question: str) -> None:
        """Answer a question of the conversation."""
        chats = self._services.chats
        if self._conversation is None:
            self._conversation = chats.create()
        with interruptible() as cancel:
            answer = self._answered(chats.ask(self._conversation.id, question, cancel))
        if answer is not None and answer.wish is not None and answer.wish.errand is not None:
            self._say(say("cli.terminal.carry", command=shlex.join(["ask", "--yes", question])))
        if answer is not None and answer.unread and not answer.stopped:
            self._say(say("cli.terminal.unread", names=", ".join(answer.unread)))
            self._renewing.watch(chats.turns(self._conversation.id)[-1].id, answer.unread)

    def _renew(self, turn_id: int, read: Sequence[str], cancel: CancelToken) -> None:
        """A question whose documents have been read, from another thread: the person sits at the prompt."""
        with self._talking:
            if cancel.cancelled:
                return
            self._say("\n" + say("cli.terminal.asked-again", names=", ".join(read)))
            try:
                self._answered(self._services.chats.renew(turn_id, cancel))
            except Fault as fault:
                _log.info("terminal, again: %s", fault.code)
                self._say(refusal(fault))
            self._write(_PROMPT)

    def _answered(self, events: Iterator[AnswerEvent]) -> Answer | None:
        """Write an answer as it comes, and what it rests on."""
        writer = AnswerWriter(self._write)
        for event in events:
            writer.take(event)
        self._sources = writer.citations
        notes = writer.footnotes()
        if notes:
            self._say(f"\n{notes}")
        answer = writer.answer
        if answer is not None and answer.tokens_per_second:
            self._say(
                say(
                    "cli.terminal.pace",
                    model=answer.model,
                    seconds=answer.seconds,
                    speed=answer.tokens_per_second,
                )
            )
        return answer

    def _new(self, _words: list[str]) -> None:
        self._conversation, self._sources = None, ()
        self._say(say("cli.terminal.new"))

    def _search(self, words: list[str]) -> None:
        hits = self._services.library.search(" ".join(words), _SHOWN_HITS) if words else []
        if not hits:
            self._say(say("cli.search.nothing" if words else "cli.terminal.search-what"))
            return
        self._sources = tuple(map(cited, hits))
        self._list_sources([])

    def _list_sources(self, _words: list[str]) -> None:
        if not self._sources:
            self._say(say("cli.terminal.no-sources"))
        for number, source in enumerate(self._sources, 1):
            self._say(f"[{number}] {place_of(source)}")
            self._say(f"    {quoted(shortened(source.quote))}")

    def _open(self, words: list[str]) -> None:
        number = int(words[0]) if len(words) == 1 and words[0].isdigit() else 0
        if not 1 <= number <= len(self._sources):
            many = len(self._sources)
            self._say(say("cli.terminal.open-which", last=many) if many else say("cli.terminal.none-to-open"))
            return
        source = self._sources[number - 1]
        before = max(0, source.start - _AROUND)
        head = self._text(source, before, source.start)
        tail = self._text(source, source.end, source.end + _AROUND)
        others = f", {shared_words(source.shared)}" if source.shared else ""
        self._say(place_of(source) + others)
        if head.strip():
            self._say(paragraph(("… " if before else "") + head, "  "))
        self._say(paragraph(self._text(source, source.start, source.end), "┃ "))
        if tail.strip():
            self._say(paragraph(tail + " …", "  "))

    def _text(self, source: Citation, start: int, end: int) -> str:
        """What stands there; of a shared passage, what was fetched of its document."""
        if source.shared is None:
            return self._services.library.text(source.document_id, start, end)
        first = source.shared.start
        return source.shared.text[max(0, start - first) : max(0, end - first)]

    # --- the library ---------------------------------------------------------------------------------------

    def _add(self, words: list[str]) -> None:
        if not words:
            self._say(say("cli.terminal.add-what"))
            return
        self._read([Path(word).expanduser() for word in words])

    def _read(self, paths: Sequence[Path]) -> None:
        additions = self._services.library.add(paths)
        for addition in additions:
            addition.outcome.add_done_callback(partial(self._came, addition))
        self._say(count("cli.terminal.being-read", sum(not one.passed_over for one in additions)))

    def _came(self, addition: Addition, _outcome: object) -> None:
        """A file's end, told from the indexing thread while the person may be typing."""
        if addition.outcome.cancelled():
            return
        fault = addition.outcome.exception()
        if fault is not None:
            self._say(f"\n{name_of(addition.path)}: {reason(fault)}")
            return
        document = addition.outcome.result()
        self._say(f"\n{name_of(addition.path)}: {described(document)}")
        if document.error_code in ("password-needed", "password-wrong"):
            self._say(say("cli.terminal.asks-password"))

    def _library(self, _words: list[str]) -> None:
        documents = self._services.library.documents()
        if not documents:
            self._say(say("cli.terminal.empty"))
        for document in documents:
            progress = self._progress.get(document.id)
            state = told(document)
            if progress is not None and progress.state is document.state and progress.total:
                state += f" {steps(progress)}"
                if progress.seconds_left is not None:
                    state += ", " + say("cli.progress.left", time=duration(progress.seconds_left))
            self._say(f"{document.id:>4}  {document.name}: {state}")
            if document.error_code in ("password-needed", "password-wrong"):
                self._unlock(document.id, document.name)

    def _unlock(self, document_id: int, name: str) -> None:
        password = ask_password(name)
        if password:
            addition = self._services.library.retry(document_id, password)
            addition.outcome.add_done_callback(partial(self._came, addition))

    def _remove(self, words: list[str]) -> None:
        for name in words:
            document = only(self._services, name)
            self._services.library.remove(document.id)
            self._say(say("cli.remove.removed", name=document.name))

    def _heard(self, event: Event) -> None:
        if isinstance(event, DocumentProgress):
            self._progress[event.document_id] = event
        elif isinstance(event, LibraryChanged) and event.document.state in _ENDED:
            self._progress.pop(event.document.id, None)
            self._renewing.look()
        elif isinstance(event, EngineChanged):
            self._say(engine_words(event.host, event.away))
        elif isinstance(event, SharedChanged) and event.away is not None:
            self._say(shared_told(event.host, event.away))
        elif isinstance(event, RecipesChanged) and event.ended and event.failed:
            told = failed_notice(event)
            self._say(f"{told.sentence} {say('recipes.failed.command', execution=event.execution)}")

    # --- models --------------------------------------------------------------------------------------------

    def _models(self, words: list[str]) -> None:
        models = self._services.models
        match words:
            case [] | ["all"]:
                rows = models.list()
                shown = [row for row in rows if words or row.installed or row.suits]
                for row in shown:
                    mark = "●" if row.used_for or row.also else "✓" if row.installed else " "
                    self._say(f"{mark} {row.model.id}  {amount_words(row.model)}")
                if len(rows) > len(shown):
                    self._say(count("cli.terminal.models-folded", len(rows) - len(shown)))
            case ["use", model_id]:
                self._say(say("models.dialog.used", name=model_id, what=use_words(models.use(model_id))))
            case ["get", *ids] if ids:
                self.get(ids)
            case _:
                self._say(say("cli.terminal.models-how"))

    def get(self, ids: Sequence[str]) -> None:
        """Download models. Raises `ProvisionError`s and `Cancelled`."""
        told: set[tuple[str, int]] = set()

        def progress(event: FetchProgress) -> None:
            tenth = 10 * event.done_bytes // max(1, event.total_bytes)
            if (event.contact, tenth) not in told:
                told.add((event.contact, tenth))
                self._say(
                    say("cli.terminal.fetching", model=event.model, place=event.contact, share=10 * tenth)
                )

        with interruptible() as cancel:
            for model_id in ids:
                self._services.models.get(model_id, progress, cancel)
                self._say(say("cli.terminal.installed", model=model_id))

    def _help(self, _words: list[str]) -> None:
        self._say(say("cli.terminal.help"))

    def _say(self, text: str) -> None:
        self._write(text + "\n")
