"""Makes tables of labels: a row for each document, with how sure each label is and why.

An axis is a point of a document's result; what it carries beside its text and places stands in its `cells`,
see `Verdict`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.classifying.judging import AxisJudge, Judged
from rag.classifying.opening import Opening, opening_of
from rag.classifying.presets import Axis
from rag.classifying.responsive import Responsive
from rag.classifying.scope import LANGUAGE, REPLY, RESPONSIVE, ClassifyScope, Verdict
from rag.errors import DocumentUnknown
from rag.grounding.citations import Quote, citation_of, hit_at
from rag.language.languages import language_of
from rag.language.marks import quoted, unmarked
from rag.language.words import plain
from rag.runs import types as runs
from rag.runs.maker import Maker
from rag.runs.types import Block, Part, PartState, Point, Result, Run
from rag.storing.documents import DocumentStore
from rag.storing.label_examples import LabelExample, LabelExamples
from rag.types import Answer, Citation, Document, DocumentState, Outcome, SearchScope, Support

Answering = Callable[[str, SearchScope, CancelToken], Answer]
"""Answers a question out of the documents of a scope, and keeps nothing."""

_READ = 6000  # characters of a document
_ASKED = 400  # characters of a message that a reply is looked for with
_QUOTED = 120  # of the words that told a label, in the table
_LEARNT = 600  # characters of a corrected document that are kept as its example


class ClassificationMaker(Maker):
    name = "classification"
    faults = (*Maker.faults, DocumentUnknown)  # a document may be gone by now

    def __init__(
        self,
        documents: DocumentStore,
        examples: LabelExamples,
        embedder: Embedder,
        answer: Answering,
        model: Callable[[], str],
        words: Callable[[ClassifyScope, Verdict], tuple[str, str]],
    ) -> None:
        """`model` names the one that words replies. `words` tells what a label is called, with how sure it
        is, and why it was taken.
        """
        super().__init__(documents)
        self.examples = examples
        self._embedder = embedder
        self._answer = answer
        self._model = model
        self._words = words
        self._learnt: dict[tuple[str, Axis, tuple[LabelExample, ...]], AxisJudge] = {}
        self._learning = threading.Lock()

    def targets(self, scope: ClassifyScope) -> list[Result]:
        """A waiting part for each READY document of a scope, the messages of a mailbox in its place. Raises
        `DocumentUnknown`.
        """
        found = self.messages_too(scope.documents)
        return [Result(Part(place, one.id, one.name)) for place, one in enumerate(found)]

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        return self.targets(ClassifyScope.of(run))

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        scope = ClassifyScope.of(run)
        return [self._filled(scope, part, cancel) for part in group]

    def so_far(self, run: Run, results: Sequence[Result]) -> tuple[Block, ...]:
        """The table to be read: each document's name before its labels, with the places that tell them."""
        scope = ClassifyScope.of(run)
        return tuple(Block("", 1, (self._row(scope, one),)) for one in results if one.points)

    def awaited(self, run: Run) -> tuple[int, ...]:
        """None: its rows are those of the documents that were READY when it was asked for."""
        return ()

    def model(self, run: Run) -> str:
        return self._model() if ClassifyScope.of(run).reply else ""

    def asks_model(self, run: Run) -> bool:
        return ClassifyScope.of(run).reply

    def is_whole(self, results: Sequence[Result]) -> bool:
        """A row that failed says so; the table is DONE all the same."""
        return not any(one.state is PartState.WAITING for one in results)

    def judged(self, scope: ClassifyScope, document_id: int, cancel: CancelToken) -> dict[str, Verdict]:
        """The labels of one document, by question, without keeping them. Raises `DocumentUnknown`."""
        points = self._points(scope, self._documents.get(document_id), cancel)
        return {told.axis: told for told in map(Verdict.of, points)}

    def correct(self, preset: str, axis: str, label: str, document_id: int) -> int:
        """Keep that a document belongs under a label ("" for none): it is an example of it from now on. The
        number of what was kept. Raises `DocumentUnknown`.
        """
        document = self._documents.get(document_id)
        opening = opening_of(document.name, self._documents.text(document_id, 0, _READ))
        return self.examples.keep(preset, axis, label, document_id, opening.text[:_LEARNT])

    def corrected(self, result: Result, axis: str, label: str) -> Result:
        """A row with another label."""
        points = tuple(
            _point(Verdict(axis, label, 1.0, "document", result.part.document), label)
            if Verdict.of(point).axis == axis
            else point
            for point in result.points
        )
        return replace(result, points=points)

    # --- inside --------------------------------------------------------------------------------------------

    def _row(self, scope: ClassifyScope, result: Result) -> Point:
        """One row of the table: the document, an answer to each question, and why."""
        cited = [(column, place) for column, one in enumerate(result.points, 1) for place in one.citations]
        told = [(Verdict.of(one), one) for one in result.points]
        cells = [point.text if one.axis == REPLY else self._words(scope, one)[0] for one, point in told]
        why = dict.fromkeys(self._why(scope, one, point) for one, point in told)
        return Point(
            "",
            tuple(place for _, place in cited),
            cells=(result.part.document, *cells, "; ".join(filter(None, why))),
            places=tuple(column for column, _ in cited),
        )

    def _why(self, scope: ClassifyScope, told: Verdict, point: Point) -> str:
        """The words of the document that told a label, else why it was taken; a reply tells it itself."""
        if told.axis == REPLY:
            return ""
        quote = plain(unmarked(point.citations[0].quote)) if point.citations else ""
        return quoted(quote[:_QUOTED], language_of(quote)) if quote else self._words(scope, told)[1]

    def _filled(self, scope: ClassifyScope, part: Part, cancel: CancelToken) -> Result:
        document = self._documents.get(part.document_id)
        if document.state is not DocumentState.READY:
            raise DocumentUnknown(document=part.document)
        points = self._points(scope, document, cancel)
        found = any(Verdict.of(point).label for point in points)
        verdict = runs.Verdict.FOUND if found else runs.Verdict.SILENT
        return Result(part, PartState.DONE, tuple(points), verdict)

    def _points(self, scope: ClassifyScope, document: Document, cancel: CancelToken) -> list[Point]:
        opening = opening_of(document.name, self._documents.text(document.id, 0, _READ))
        corrected = self.examples.of(scope.preset)
        points = []
        for question in scope.questions:
            cancel.raise_if_cancelled()
            if question == LANGUAGE:
                code = language_of(opening.text).code
                points.append(_point(Verdict(LANGUAGE, code, 1.0), code))
            elif question == RESPONSIVE:
                points.append(self._responsive(scope.request, document, cancel))
            elif question == REPLY:
                points.append(self._reply(scope, document, opening, cancel))
            else:
                axis = scope.labelled.axis(question)
                own = tuple(
                    one for one in corrected if one.axis == question and one.document_id != document.id
                )
                mine = next(
                    (one for one in corrected if one.axis == question and one.document_id == document.id),
                    None,
                )
                points.append(self._labelled(scope.preset, axis, own, mine, document, opening, cancel))
        return points

    def _labelled(
        self,
        preset: str,
        axis: Axis,
        own: tuple[LabelExample, ...],
        mine: LabelExample | None,
        document: Document,
        opening: Opening,
        cancel: CancelToken,
    ) -> Point:
        if mine is not None:  # a person has said it of this very document
            return _point(Verdict(axis.name, mine.label, 1.0, "document", document.name), mine.label)
        with self._learning:
            key = (preset, axis, own)
            judge = self._learnt.get(key)
            if judge is None:
                judge = AxisJudge(axis, own, self._embedder, cancel)
                self._learnt = {old: one for old, one in self._learnt.items() if old[1] != axis} | {
                    key: judge
                }
        judged = judge.judge(opening, cancel)
        told = _told(axis, judged)
        cited = self._cited(document, opening, judged) if judged.cue else ()
        return _point(told, judged.label, cited)

    def _cited(self, document: Document, opening: Opening, judged: Judged) -> tuple[Citation, ...]:
        """The line with the words that told it."""
        cue = judged.cue
        if cue is None or cue.start < 0:
            return ()
        start = opening.text.rfind("\n", 0, cue.start) + 1
        end = opening.text.find("\n", cue.end)
        line = opening.text[start : end if end >= 0 else len(opening.text)]
        lead = len(line) - len(line.lstrip())
        hit = hit_at(document.id, document.name, start + lead, line.strip())
        return (citation_of(self._documents, Quote(hit, 0, len(hit.text))),)

    def _responsive(self, request: str, document: Document, cancel: CancelToken) -> Point:
        told = Responsive(self._documents, self._embedder).judge(request, document, cancel)
        return _point(
            Verdict(RESPONSIVE, told.label, told.score, "words" if told.hit else ""),
            told.label,
            ((citation_of(self._documents, Quote(told.hit, 0, len(told.hit.text))),) if told.hit else ()),
        )

    def _reply(
        self, scope: ClassifyScope, document: Document, opening: Opening, cancel: CancelToken
    ) -> Point:
        """What the other documents say to what a message asks, its sentences cited; nothing where they are
        silent.
        """
        among = SearchScope(collection=scope.knowledge, without=document.id)
        answer = self._answer(_question(document, opening), among, cancel)
        if answer.outcome is not Outcome.ANSWERED:
            return _point(Verdict(REPLY, "", 0.0), "")
        said = [one for one in answer.sentences if one.support is Support.SUPPORTED]
        cited = tuple(citation for one in said for citation in one.citations)
        text = " ".join(one.text.strip() for one in said)
        return _point(Verdict(REPLY, "reply" if text else "", 1.0, "words"), text, cited)


def _told(axis: Axis, judged: Judged) -> Verdict:
    if judged.cue is not None:
        return Verdict(
            axis.name, judged.label, judged.confidence, "words" if judged.cue.start >= 0 else "name"
        )
    if judged.label and judged.like_document:
        return Verdict(axis.name, judged.label, judged.confidence, "document", judged.like_document)
    if judged.label and judged.like:
        return Verdict(axis.name, judged.label, judged.confidence, "example", judged.like)
    return Verdict(axis.name, judged.label, judged.confidence)


def _point(told: Verdict, text: str, cited: tuple[Citation, ...] = ()) -> Point:
    found = runs.Verdict.FOUND if told.label else runs.Verdict.SILENT
    return Point(text, cited, Support.SUPPORTED if cited else Support.NEUTRAL, told.cells, found)


def _question(document: Document, opening: Opening) -> str:
    """What a message asks: its subject, and the sentences that are questions, or how it begins."""
    lines = [line.strip() for line in opening.text.splitlines() if line.strip()]
    body = " ".join(lines)[: 4 * _ASKED]
    asked = [one.strip() + "?" for one in body.split("?")[:-1]]
    asked = [one.rpartition(". ")[2] for one in asked]
    said = " ".join(asked) or body
    return f"{document.title}. {said}"[:_ASKED].strip(". ") if document.title else said[:_ASKED]
