"""Proof of silence: a random sample of the rows in which nothing was found is read by a person, and the
elusion test (see `rag.runs.elusion`) tells how many were missed at most.
"""

from __future__ import annotations

import secrets

from app.errors import NothingDrawn, NothingRejected
from rag.grounding.citations import Quote, citation_of, hit_at
from rag.runs.elusion import CONFIDENCE, SHARE, Proposal, drawn, most_missed, size_for
from rag.runs.samples import Judged, Sample, sample_of, with_sample
from rag.runs.store import RunStore
from rag.runs.types import Part, Result
from rag.storing.documents import DocumentStore
from rag.surveying.rejected import rejected
from rag.types import Citation

_SEEDS = 1 << 31
_SHOWN = 240  # characters of a part that are marked on its page


class Silence:
    """Methods may be called from any thread. They raise `VaultError`s, `RunUnknown`, and `NothingRejected`
    where a run left no row without an answer, or is no table of documents or of the parts of one.
    """

    def __init__(self, store: RunStore, documents: DocumentStore) -> None:
        self._store = store
        self._documents = documents

    def propose(
        self, run_id: int, size: int | None = None, share: float = SHARE, confidence: float = CONFIDENCE
    ) -> Proposal:
        """How many to read so that at most `share` can have been missed; or what `size` would prove."""
        population = len(self._rejected(run_id))
        chosen = size_for(population, share, confidence) if size is None else min(size, population)
        return Proposal(population, chosen, most_missed(population, chosen, 0, confidence), confidence)

    def draw(
        self,
        run_id: int,
        size: int | None = None,
        *,
        share: float = SHARE,
        seed: int | None = None,
        confidence: float = CONFIDENCE,
    ) -> Sample:
        """Draw a sample at random and keep it with the run, in place of one that was there. The seed is kept,
        so that anybody can draw the same.
        """
        rejected = self._rejected(run_id)
        places = tuple(one.part.place for one in rejected)
        wanted = self.propose(run_id, size, share, confidence).size
        chosen = secrets.randbelow(_SEEDS) if seed is None else seed
        unread = {one.part.place: self._unread(one) for one in rejected}
        sample = Sample(
            chosen,
            places,
            drawn(places, wanted, chosen),
            unread={place: pages for place, pages in unread.items() if pages},
            confidence=confidence,
        )
        return self._keep(run_id, sample)

    def sample(self, run_id: int) -> Sample | None:
        """What was drawn, and what was said of it."""
        return sample_of(self._store.get(run_id))

    def judge(self, run_id: int, place: int, judged: Judged | None) -> Sample:
        """Keep what a person said of a document that was drawn; None takes it back. Raises `NothingDrawn` for
        one that was not.
        """
        sample = self.sample(run_id)
        if sample is None or place not in sample.drawn:
            raise NothingDrawn(run=run_id)
        return self._keep(run_id, sample.judging(place, judged))

    def beginning(self, part: Part) -> Citation:
        """Where a part of a document begins, to be opened. Raises `DocumentUnknown`."""
        end = part.start + min(part.length, _SHOWN)
        text = self._documents.text(part.document_id, part.start, end)
        hit = hit_at(part.document_id, part.document, part.start, text)
        return citation_of(self._documents, Quote(hit, 0, len(text)))

    def forget(self, run_id: int) -> None:
        """Drop the sample of a run."""
        self._store.keep_options(run_id, with_sample(self._store.get(run_id), None))

    # --- inside --------------------------------------------------------------------------------------------

    def _keep(self, run_id: int, sample: Sample) -> Sample:
        self._store.keep_options(run_id, with_sample(self._store.get(run_id), sample))
        return sample

    def _rejected(self, run_id: int) -> list[Result]:
        found = rejected(self._store.get(run_id), self._store.results(run_id))
        if not found:
            raise NothingRejected(run=run_id)
        return found

    def _unread(self, result: Result) -> tuple[int, ...]:
        """The pages of it that nobody could read: without text, or passed over."""
        part = result.part
        pages = {gap.page for gap in self._documents.gaps(part.document_id)}
        return tuple(sorted(one for one in pages if part.end is None or part.page <= one <= part.page_end))
