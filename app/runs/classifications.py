"""Putting documents under the labels of a preset, correcting them, and making tags of them."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.classifying import label_words, question_words, told_words
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.protocols import Embedder, TextGenerator
from rag.answering.assistant import Assistant
from rag.answering.crossing import CrossSearcher
from rag.classifying.maker import ClassificationMaker
from rag.classifying.scope import LANGUAGE, REPLY, RESPONSIVE, ClassifyScope, Verdict
from rag.errors import PresetUnknown
from rag.routing.types import Label
from rag.runs.store import RunStore
from rag.runs.types import PartState, Result, Run
from rag.storing.documents import DocumentStore
from rag.storing.label_examples import LabelExample, LabelExamples
from rag.storing.vault import Vault
from rag.types import Answer, AnswerDone, SearchScope

MADE_BY = (ClassificationMaker.name,)
_NO_LABELS = (LANGUAGE, REPLY, RESPONSIVE)


def maker_of(
    vault: Vault,
    documents: DocumentStore,
    library: CrossSearcher,
    embedder: Embedder,
    generator: TextGenerator,
) -> ClassificationMaker:
    """Who makes them; replies are worded by `generator` out of what `library` finds."""

    def answer(question: str, scope: SearchScope, cancel: CancelToken) -> Answer:
        # One of its own each time: what was asked before must not change what is read now.
        assistant = Assistant(generator, library, documents, embedder, own_words=lambda _: False)
        for event in assistant.answer(question, (), scope, cancel):
            if isinstance(event, AnswerDone):
                return event.answer
        raise Cancelled

    return ClassificationMaker(
        documents, LabelExamples(vault), embedder, answer, lambda: generator.info().name, told_words
    )


class Classifications:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: RunStore, maker: ClassificationMaker) -> None:
        self._store = store
        self._maker = maker
        self._examples = maker.examples

    @property
    def maker(self) -> ClassificationMaker:
        return self._maker

    def create(
        self,
        preset: str,
        documents: Sequence[int],
        *,
        request: str = "",
        reply: bool = False,
        knowledge: str | None = None,
        labels: Sequence[Label] = (),
    ) -> Run:
        """Keep a new table of labels, QUEUED, with a row for each document. `labels` are one's own, for which
        `preset` is a name. Raises `PresetUnknown`, `DocumentUnknown`.
        """
        scope = ClassifyScope(preset, tuple(documents), request, reply, knowledge, tuple(labels))
        columns = (
            question_words("document"),
            *(question_words(one) for one in scope.questions),
            question_words("why"),
        )
        return self._store.create(
            ClassificationMaker.name,
            question_words(preset) if not labels else preset,
            scope.encoded(),
            columns=columns,
            parts=self._maker.targets(scope),
        )

    def again(self, run_id: int) -> Run:
        """The same once more, with what was learnt since."""
        scope = ClassifyScope.of(self._store.get(run_id))
        return self.create(
            scope.preset,
            scope.documents,
            request=scope.request,
            reply=scope.reply,
            knowledge=scope.knowledge,
            labels=scope.labels,
        )

    def labels_of(self, run: Run, axis: str) -> tuple[str, ...]:
        """What can be chosen for a question of a run; none where it has no labels. Raises `PresetUnknown`."""
        return () if axis in _NO_LABELS else ClassifyScope.of(run).labelled.axis(axis).names

    def correct(self, run_id: int, document_id: int, axis: str, label: str) -> int:
        """Say what a document is in place of what a run says ("" for none of them): it is an example from now
        on. The number of what was kept. Raises `PresetUnknown`, `DocumentUnknown`, `RunUnknown`.
        """
        run = self._store.get(run_id)
        self.check(ClassifyScope.of(run), axis, label)
        kept = self._maker.correct(ClassifyScope.of(run).preset, axis, label, document_id)
        for one in self._store.results(run_id):
            if one.part.document_id == document_id and one.state is PartState.DONE:
                self._store.fill(run_id, [self._maker.corrected(one, axis, label)])
        self._store.keep_blocks(run_id, self._maker.so_far(run, self._store.results(run_id)))
        return kept

    def check(self, scope: ClassifyScope, axis: str, label: str) -> None:
        """Whether a label can be an answer ("": none of them). Raises `PresetUnknown`."""
        known = scope.labelled.axis(axis).names
        if label and label not in known:
            raise PresetUnknown(preset=label, presets=", ".join(known))

    def examples(self, preset: str | None = None) -> list[LabelExample]:
        """All that was corrected."""
        return self._examples.of(preset)

    def forget(self, example_id: int) -> bool:
        """Learn from a correction no longer; False where there is none of this number."""
        return self._examples.forget(example_id)

    def tags_for(self, run_id: int) -> dict[int, list[str]]:
        """The tags that labels of a run come to, by document: those that are sure enough to be told."""
        run = self._store.get(run_id)
        found: dict[int, list[str]] = {}
        for one in self._store.results(run_id):
            names = [label_tag(run, told) for told in verdicts(one)]
            if any(names):
                found[one.part.document_id] = [name for name in names if name]
        return found


def verdicts(result: Result) -> list[Verdict]:
    """What was answered of a document; nothing while it waits or where it failed."""
    return [Verdict.of(point) for point in result.points] if result.state is PartState.DONE else []


def label_tag(run: Run, told: Verdict) -> str:
    """The tag of an answer; "" where there is none, it is a reply, or it only says that nothing was found."""
    if not told.label or told.axis == REPLY or told.label == "no-sign":
        return ""
    return label_words(ClassifyScope.of(run), told.axis, told.label).replace(",", " ")
