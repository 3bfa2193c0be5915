"""The command ask with --every-document or --every-section: a table of answers, none left out."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path

from app.cli.following import follow
from app.cli.making import form_of
from app.cli.session import Session, interruptible, tell_unready
from app.errors import NothingTagged
from app.exporting.records import answer_row
from app.exporting.register import CSV, Format, save
from app.exporting.runs import paper_of
from app.runs.table import Line, lines
from app.services import Services
from app.words.catalogue import say
from app.words.places import place_words
from app.words.runs import without_words
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.errors import DocumentUnknown
from rag.runs.types import Done, PartState, Result, Run, Verdict
from rag.surveying.types import DISTANCE, SurveyKind, SurveyScope

_MARKS = {
    Verdict.FOUND: "✓",
    Verdict.NEAR: "?",
    Verdict.OTHERWISE: "✗",
    Verdict.SILENT: "–",
    PartState.FAILED: "!",
}
_NARROWEST = 60
_TIED = "\u00a0"  # a space that no line ends at


def survey(session: Session) -> bool:
    """Ask every document, or every part of one; False when a row could not be answered.

    An interrupted survey of the same question goes on where it stopped.
    """
    targets = _targets(session.arguments.csv, session.arguments.out)
    with session.services() as services, interruptible() as cancel:
        tell_unready(session, services)
        scope = _scope(session, services)
        question = session.arguments.text
        begun = services.surveys.unfinished(question, scope)
        if begun is not None:
            session.output.note(say("cli.surveys.going-on", done=begun.done, total=begun.total))
        return fill(session, services, begun or services.surveys.create(question, scope), cancel, targets)


def fill(
    session: Session,
    services: Services,
    survey: Run,
    cancel: CancelToken,
    targets: Sequence[tuple[Path, Format]] = (),
) -> bool:
    """Fill a table, or go on with it, and write it; saved to `targets`, each in its format.

    False when a row could not be answered. Raises `Cancelled`, once what is done is written.
    """
    table = _Table(session, survey)
    ended = table.fill(services, cancel)
    rows = services.runs.results(ended.id)
    table.finish(rows)
    for path, form in targets:
        save(path, paper_of(services.runs.report(ended.id)), form)
        services.audit.saved("run", path, ended.title)
    _sum_up(session, ended, lines(ended, rows))
    if cancel.cancelled:
        raise Cancelled
    return all(row.state is not PartState.FAILED for row in rows) and ended.done == ended.total


def show(session: Session, services: Services, survey: Run) -> None:
    """Write a table as far as it is filled."""
    _Table(session, survey).finish(services.runs.results(survey.id))


def _targets(csv: Path | None, out: Path | None) -> list[tuple[Path, Format]]:
    """Where the table is to be saved, and as what. Raises `SummaryFileUnknown`."""
    found = [] if csv is None else [(csv, CSV)]
    form = form_of(out)
    return found if out is None or form is None else [*found, (out, form)]


class _Table:
    """Writes lines as soon as they are final: of documents each by itself, of parts all at the end."""

    def __init__(self, session: Session, of: Run) -> None:
        self._session = session
        self._survey = of
        self._kind = SurveyScope.of(of).kind
        self._streams = self._kind is SurveyKind.DOCUMENTS
        self._written: set[int] = set()

    def fill(self, services: Services, cancel: CancelToken) -> Run:
        if self._streams:
            self._write([row for row in services.runs.results(self._survey.id) if not row.is_to_do])
        return follow(self._session, services, self._survey, cancel, self._take if self._streams else None)

    def _take(self, event: Done) -> None:
        self._write([event.result])

    def finish(self, rows: list[Result]) -> None:
        """What was not written yet, but for rows that still wait."""
        if self._streams:
            rows = [row for row in rows if row.part.place not in self._written]
        self._write([row for row in rows if row.state is not PartState.WAITING])

    def _write(self, rows: list[Result]) -> None:
        self._written |= {row.part.place for row in rows}
        kind, output = self._kind, self._session.output
        for line in lines(self._survey, rows):
            output.give(answer_row(line, kind), _printed(line, kind))


def _scope(session: Session, services: Services) -> SurveyScope:
    arguments = session.arguments
    kind = SurveyKind.SECTIONS if arguments.every_section else SurveyKind.DOCUMENTS
    if arguments.tag is not None:
        within = [
            one.id
            for one in services.tagging.documents(arguments.tag)
            if arguments.collection in (None, one.collection)
            and (arguments.document is None or one in services.library.named(arguments.document))
        ]
        if not within:
            raise NothingTagged(tag=arguments.tag)
        return SurveyScope(kind, arguments.collection, tuple(within))
    if arguments.document is None:
        return SurveyScope(kind, arguments.collection)
    found = [
        one.id
        for one in services.library.named(arguments.document)
        if arguments.collection in (None, one.collection)
    ]
    if not found:
        raise DocumentUnknown(document=arguments.document)
    return SurveyScope(kind, arguments.collection, tuple(found))


def _printed(line: Line, kind: SurveyKind) -> str:
    """A line of the table for the terminal: name, answer and page beside each other, wrapped."""
    width = max(_NARROWEST, min(shutil.get_terminal_size((100, 24)).columns, 140))
    part = line.section or say("cli.documents.page", page=line.page)
    first = part if kind is SurveyKind.SECTIONS else line.part.document
    name_width = width // 4
    names = textwrap.wrap(first, name_width) or [""]
    answer = " ".join(line.answer.split())
    if line.citations:
        places = dict.fromkeys(
            place_words(one.place) or say("cli.documents.page", page=one.page) for one in line.citations
        )
        answer += f" [{', '.join(place.replace(' ', _TIED) for place in places)}]"
    answers = textwrap.wrap(answer, width - name_width - 5) or [""]
    height = max(len(names), len(answers))
    names += [""] * (height - len(names))
    answers += [""] * (height - len(answers))
    mark = _MARKS.get(line.state, " ")
    return "\n".join(
        f"{mark if not at else ' '} {name:<{name_width}}  {said}".rstrip()
        for at, (name, said) in enumerate(zip(names, answers, strict=True))
    )


def _sum_up(session: Session, ended: Run, found: list[Line]) -> None:
    """How much was read and what was found, for the person at the terminal."""
    parts = SurveyScope.of(ended).kind is SurveyKind.SECTIONS
    there = sum(line.state is Verdict.FOUND for line in found)
    findings = [row for line in found if (row := line.result) is not None]
    once = list({id(finding): finding for finding in findings}.values())
    tokens = sum(finding.prompt_tokens + finding.generated_tokens for finding in once)
    seconds = sum(finding.seconds for finding in once)
    key = "cli.surveys.parts-asked" if parts else "cli.surveys.documents-asked"
    facts = {"done": ended.done, "total": ended.total, "there": there, "tokens": tokens, "seconds": seconds}
    session.output.note(say(key, **facts))
    left = without_words(findings)
    if left and not parts:
        session.output.note(say("runs.left-out.and").join(left))
    far = [line.part.document for line in found if line.result is not None and line.result.reason == DISTANCE]
    if far:
        session.output.note(say("cli.surveys.far", names=", ".join(far)))
