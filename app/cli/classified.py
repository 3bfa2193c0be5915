"""Putting documents of the library under the labels of a preset: what classify and runs share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import making
from app.cli.following import follow
from app.cli.rows import Row
from app.cli.session import Session, only
from app.exporting.classifications import record
from app.runs.classifications import verdicts
from app.services import Services
from app.words.catalogue import count, quoted, say
from app.words.classifying import label_words, question_words, told_words
from app.words.messages import notice_for
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.classifying.presets import preset_of
from rag.classifying.scope import REPLY, ClassifyScope
from rag.runs.types import PartState, Run

if TYPE_CHECKING:
    from rag.routing.types import Label


def classify(session: Session, services: Services, labels: Sequence[Label], cancel: CancelToken) -> bool:
    """Do what was asked of the presets; False where a document could not be classified."""
    asked = session.arguments
    if asked.examples or asked.forget is not None:
        return _learnt(session, services)
    name = asked.preset or Path(asked.labels).stem
    documents = [only(services, one).id for one in [*asked.documents, *making.tagged(services, asked.tag)]]
    if asked.correct is not None:
        return _corrected(session, services, documents, name, labels)
    made = services.classifications.create(
        name,
        documents,
        request=asked.request or "",
        reply=asked.reply,
        knowledge=asked.knowledge,
        labels=labels,
    )
    done = fill(session, services, made, cancel, asked.out)
    if asked.apply_tags:
        apply_tags(session, services, made)
    return done


def fill(
    session: Session, services: Services, made: Run, cancel: CancelToken, out: Path | None = None
) -> bool:
    """Fill a table of labels, or go on with it, and write it. False when a document failed. Raises
    `Cancelled`, once what is done is written.
    """
    form = making.form_of(out)
    follow(session, services, made, cancel)
    show(session, services, made)
    report = services.runs.report(made.id)
    making.keep(services, report, out, form)
    if cancel.cancelled:
        raise Cancelled
    return not any(one.state is PartState.FAILED for one in report.results)


def show(session: Session, services: Services, made: Run) -> None:
    """Write a table as far as it is filled."""
    scope = ClassifyScope.of(made)
    for result in services.runs.results(made.id):
        if result.state is PartState.WAITING:
            continue
        lines = [result.part.document]
        if result.state is PartState.FAILED:
            notice = notice_for(result.error_code, result.error_facts)
            lines.append(f"    {notice.sentence} {notice.remedy}")
        for told, point in zip(verdicts(result), result.points, strict=False):
            said, why = told_words(scope, told)
            text = point.text or say("cli.classify.no-reply") if told.axis == REPLY else said
            cited = point.citations and told.axis != REPLY
            quote = f" {quoted(point.citations[0].quote)}" if cited else ""
            lines.append(f"    {question_words(told.axis):<18} {text}" + (f"  {why}{quote}" if why else ""))
        session.output.give(record(made, result), "\n".join(lines))


def apply_tags(session: Session, services: Services, made: Run) -> None:
    """Tag the documents by their labels; “tags undo” takes it back."""
    by_document = services.classifications.tags_for(made.id)
    change = services.tagging.put_each(by_document)
    session.output.note(count("cli.classify.tagged", len(change.documents)))


def _corrected(
    session: Session, services: Services, documents: list[int], preset: str, labels: Sequence[Label]
) -> bool:
    """Keep what documents are, as examples from now on."""
    axis, _, label = session.arguments.correct.rpartition("=")
    scope = ClassifyScope(preset, tuple(documents), labels=tuple(labels))
    axis = axis or scope.labelled.axes[0].name
    services.classifications.check(scope, axis, label)
    for document in documents:
        number = services.classifications.maker.correct(preset, axis, label, document)
        name = services.library.document(document).name
        row: Row = {"id": number, "document": name, "axis": axis, "label": label or None}
        words = say("cli.classify.corrected", document=name, label=label_words(scope, axis, label))
        session.output.give(row, words)
    return True


def _learnt(session: Session, services: Services) -> bool:
    asked = session.arguments
    if asked.forget is not None:
        known = services.classifications.forget(asked.forget)
        row: dict[str, Any] = {"id": asked.forget, "forgotten": known}
        session.output.give(row, say("cli.classify.forgotten" if known else "cli.classify.not-kept"))
        return known
    found = services.classifications.examples(asked.preset)
    for one in found:
        row = {
            "id": one.id,
            "preset": one.preset,
            "axis": one.axis,
            "label": one.label or None,
            "document": one.document,
        }
        session.output.give(row, f"{one.id:>4}  {one.preset} {one.axis}: {one.label or '–'}  {one.document}")
    if not found:
        session.output.tell(say("cli.classify.nothing-learnt"))
    return True


def wrong_preset(name: str | None) -> None:
    """Raises `PresetUnknown`."""
    if name is not None:
        preset_of(name)
