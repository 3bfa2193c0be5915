"""Training data of a person's own: what their documents answered, and what they corrected in scans.

One example a line, as JSON in the chat form {"messages": [{"role", "content"}, …]} that trainers of LoRA
adapters read. An answer is taught in the very prompt that the model is given here, so that what is learnt
serves it; silence is taught too, or a model learns to answer everything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app.chat import Chats
from app.errors import FileUnwritable
from app.security.auditing import Audit
from engine.types import Message, Speaker
from rag.answering.questions import is_follow_up
from rag.layout.corrections import Correction
from rag.prompting.prompts import SILENT, answer_messages, fill
from rag.storing.corrections import CorrectionStore
from rag.storing.documents import DocumentStore
from rag.storing.records import RecordStore
from rag.types import Answer, Hit, Intent, Outcome, Support, Turn

_SOURCES = 5  # put before the model, as in an answer

Found = Callable[[int], Sequence[Hit]]


def of_answers(turns: Iterable[Turn], found: Found) -> Iterator[list[Message]]:
    """An example of each turn that the documents answered, or were silent about; the latest answer to a
    question alone. `found` gives the passages that a turn's answer was made of, best first.
    """
    latest = {turn.question: turn for turn in sorted(turns, key=lambda one: one.created)}
    for turn in latest.values():
        answer = turn.answer
        if (
            answer is None
            or answer.stopped
            or answer.intent is not Intent.FACT
            or is_follow_up(turn.question)
        ):
            continue
        said = _said(answer)
        sources = _sources(answer, found(turn.id))
        if said and sources:
            yield [*answer_messages(turn.question, sources), Message(Speaker.ASSISTANT, said)]


def of_corrections(edits: Iterable[Correction]) -> Iterator[list[Message]]:
    """An example of each line that was corrected in a scan."""
    for edit in edits:
        yield [
            Message(Speaker.USER, fill("corrected", text=edit.read)),
            Message(Speaker.ASSISTANT, edit.text),
        ]


def lines(examples: Iterable[Sequence[Message]]) -> Iterator[str]:
    """Each as a line of JSON."""
    for messages in examples:
        told = [{"role": one.speaker.value, "content": one.text} for one in messages]
        yield json.dumps({"messages": told}, ensure_ascii=False)


class Training:
    """What a library can teach. Methods raise `VaultError`s."""

    def __init__(
        self,
        chats: Chats,
        records: RecordStore,
        documents: DocumentStore,
        corrections: CorrectionStore,
        audit: Audit,
    ) -> None:
        self._chats = chats
        self._records = records
        self._documents = documents
        self._corrections = corrections
        self._audit = audit

    def examples(self) -> Iterator[list[Message]]:
        """Of every conversation, then of every scan that was corrected."""
        yield from of_answers(self._chats.every_turn(), self._found)
        contents = {self._documents.sha256_of(one.id) for one in self._documents.list()}
        for content in sorted(one for one in contents if one):
            yield from of_corrections(self._corrections.of(content))

    def save(self, path: Path) -> int:
        """Write every example to a file, which the log of what was done notes; returns how many there are.
        Raises `FileUnwritable`.
        """
        number = save(path, self.examples())
        self._audit.saved("training", path)
        return number

    def _found(self, turn_id: int) -> Sequence[Hit]:
        """The passages of the last search for an answer, as the documents hold them now."""
        kept = self._records.of(turn_id)
        searches = kept[0].taken.searches if kept else ()
        return searches[-1].hits if searches else ()


def save(path: Path, examples: Iterable[Sequence[Message]]) -> int:
    """Write them to a file; returns how many. Raises `FileUnwritable`, and then leaves no half of one."""
    path = path.expanduser()
    draft = path.with_name(f"{path.name}.part")
    number = 0
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines(examples):
                file.write(f"{line}\n")
                number += 1
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error
    return number


def _said(answer: Answer) -> str:
    """What is to be learnt: the sentences that the documents support, or that they are silent."""
    if answer.outcome is Outcome.SILENT:
        return SILENT if answer.read else ""
    if answer.outcome is not Outcome.ANSWERED:
        return ""
    return " ".join(one.text for one in answer.sentences if one.support is Support.SUPPORTED)


def _sources(answer: Answer, found: Sequence[Hit]) -> list[Hit]:
    """The passages that are cited, then others that were found; enough of them for a prompt."""
    cited = [place for one in answer.sentences for place in one.citations]
    holding = [
        hit
        for hit in found
        if any(place.document_id == hit.document_id and hit.start <= place.start < hit.end for place in cited)
    ]
    if cited and not holding:
        return []  # its passages are gone or read anew: what it rests on cannot be shown
    rest = [hit for hit in found if hit not in holding]
    return [*dict.fromkeys(holding), *rest][:_SOURCES]
