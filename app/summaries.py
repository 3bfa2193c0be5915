"""Summaries: made part by part, kept, gone on with after a pause or the end of the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.cancel import CancelToken
from rag.kinds import Kind
from rag.summary_types import Length, Report, Summary, SummaryEvent

WORDS = {Length.BRIEF: 150, Length.PAGE: 450, Length.DETAILED: 1200}


class Summaries:
    """Made in the caller's thread, one after the other; a question to the chat goes first."""

    def kinds(self) -> list[Kind]:
        """What a document can be summarised to, in the order to offer it."""
        raise NotImplementedError

    def summaries(self, document_id: int | None = None) -> list[Summary]:
        """All that are kept, or those of one document, the newest first."""
        raise NotImplementedError

    def get(self, summary_id: int) -> Summary:
        """Raises `SummaryUnknown`, as do the calls below."""
        raise NotImplementedError

    def report(self, summary_id: int) -> Report:
        """The summary as far as it is made."""
        raise NotImplementedError

    def search(self, text: str) -> list[Summary]:
        """Those whose text, document or kind holds every word of `text`."""
        raise NotImplementedError

    def create(
        self,
        document_ids: Sequence[int],
        kind: str,
        length: Length = Length.PAGE,
        *,
        words: int | None = None,
        seed: int = 0,
    ) -> list[Summary]:
        """Keep a QUEUED summary for each document; `run` makes it. A document may still be on its way to
        READY: its turn waits for it. `words` is the target where none of the lengths will do.

        Raises `DocumentUnknown`, `KindUnknown`.
        """
        raise NotImplementedError

    def compare(self, earlier_id: int, later_id: int) -> Summary:
        """Keep a QUEUED comparison of two documents or editions. Raises `DocumentUnknown`."""
        raise NotImplementedError

    def again(self, summary_id: int, kind: str | None = None, length: Length | None = None) -> Summary:
        """A new summary of the same document, perhaps of another kind or length, with today's model."""
        raise NotImplementedError

    def pending(self) -> list[Summary]:
        """Those to be made, in order: RUNNING ones, which the end of the program interrupted, then QUEUED."""
        raise NotImplementedError

    def run(self, summary_id: int, cancel: CancelToken) -> Iterator[SummaryEvent]:
        """Make a summary, or go on with it, and yield what happens; the last event is `SummaryEnded`.

        A part that fails by itself is kept as FAILED; faults that concern all of it (`ModelError`s,
        `DocumentFailed`) are raised and leave the summary STOPPED, as cancelling does: calling `run` again
        goes on. When the consumer turns away, as at the end of the program, it stays RUNNING.
        """
        raise NotImplementedError

    def stop(self, summary_id: int) -> None:
        """Leave a summary that waits or was interrupted as it is; it does not go on by itself."""
        raise NotImplementedError

    def delete(self, summary_id: int) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """The program ends: the part being read is dropped; its summary goes on at the next start."""
        raise NotImplementedError
