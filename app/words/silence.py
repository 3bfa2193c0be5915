"""What a sample of the rejected proves, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.catalogue import apart, count, row, say
from rag.runs.elusion import Proposal
from rag.runs.samples import Sample, sample_of
from rag.runs.types import Part, Result, Run
from rag.surveying.maker import SurveyMaker
from rag.surveying.rejected import failed, of_parts, rejected
from rag.surveying.types import unread

_NAMED = 12  # documents that are named with the pages nobody could read; the rest is counted


def percent(share: float) -> str:
    """A share, as sentences have it: "4.8"; what is not nothing is never "0"."""
    shown = f"{100 * share:.1f}"
    return "0.1" if share > 0 and shown == "0.0" else shown.removesuffix(".0")


def proposal_words(one: Proposal, *, parts: bool = False) -> str:
    """What reading so many documents, or parts of one, would prove, if nothing is found in them. Who reads
    all draws no sample: nothing is left to chance.
    """
    if one.size >= one.population:
        return count("silence.proposal-all-parts" if parts else "silence.proposal-all", one.population)
    facts = {"population": one.population, "most": one.most, "percent": percent(one.most / one.population)}
    key = "silence.proposal-parts" if parts else "silence.proposal"
    return count(key, one.size, confidence=percent(one.confidence), **facts)


def part_words(part: Part) -> str:
    """What a row of a table is called: its document, or the part of it and its page."""
    if part.end is None:
        return part.document
    page = say("silence.page", page=part.page)
    return f"{part.heading}, {page}" if part.heading else f"{part.document}, {page}"


def silence_lines(run: Run, results: Sequence[Result]) -> list[str]:
    """All that is proved of a run's silence, and what is not; nothing where no sample was drawn."""
    sample = sample_of(run)
    if sample is None:
        return []
    lines = [_proved(sample, parts=of_parts(run))]
    if not sample.is_whole:
        lines.append(count("silence.left", len(sample.drawn) - len(sample.judged)))
    if sample.elusion is not None:
        lines.append(say("silence.elusion", percent=percent(sample.elusion), seed=sample.seed))
    lines += _unread(run, list(results), sample)
    return lines


def _proved(sample: Sample, *, parts: bool) -> str:
    facts = {
        "population": len(sample.population),
        "read": len(sample.judged),
        "found": sample.found,
        "most": sample.most_missed,
        "percent": percent(sample.at_most),
        "confidence": percent(sample.confidence),
    }
    if len(sample.judged) == len(sample.population):
        return say("silence.proved-all-parts" if parts else "silence.proved-all", **facts)
    return say("silence.proved-parts" if parts else "silence.proved", **facts)


def _unread(run: Run, results: list[Result], sample: Sample) -> list[str]:
    lines = []
    if gone := failed(results):
        key = "silence.failed-parts" if of_parts(run) else "silence.failed"
        lines.append(count(key, len(gone), names=row(part_words(one.part) for one in gone[:_NAMED])))
    if run.maker == SurveyMaker.name and unread(run):
        lines.append(count("silence.left-out", unread(run)))
    names = {one.part.place: part_words(one.part) for one in results}
    pages = [
        say("silence.pages-of", document=names.get(place, ""), pages=row(map(str, some)))
        for place, some in sample.unread.items()
    ]
    if pages:
        total = sum(map(len, sample.unread.values()))
        lines.append(count("silence.unread", total, places=apart(pages[:_NAMED])))
    later = len(rejected(run, results)) - len(sample.population)
    if later > 0:
        lines.append(count("silence.later", later))
    return lines
