"""What a sample of the rejected proves, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.catalogue import count, say
from rag.runs.elusion import Proposal
from rag.runs.samples import Sample, sample_of
from rag.runs.types import Result, Run
from rag.surveying.maker import SurveyMaker
from rag.surveying.rejected import failed, rejected
from rag.surveying.types import unread

_NAMED = 12  # documents that are named with the pages nobody could read; the rest is counted


def percent(share: float) -> str:
    """A share, as sentences have it: "4.8"; what is not nothing is never "0"."""
    shown = f"{100 * share:.1f}"
    return "0.1" if share > 0 and shown == "0.0" else shown.removesuffix(".0")


def proposal_words(one: Proposal) -> str:
    """What reading so many would prove, if nothing is found in them."""
    at_most = percent(one.most / one.population)
    return count("silence.proposal", one.size, population=one.population, most=one.most, percent=at_most)


def silence_lines(run: Run, results: Sequence[Result]) -> list[str]:
    """All that is proved of a run's silence, and what is not; nothing where no sample was drawn."""
    sample = sample_of(run)
    if sample is None:
        return []
    lines = [_proved(sample)]
    if not sample.is_whole:
        lines.append(count("silence.left", len(sample.drawn) - len(sample.judged)))
    if sample.elusion is not None:
        lines.append(say("silence.elusion", percent=percent(sample.elusion), seed=sample.seed))
    lines += _unread(run, list(results), sample)
    return lines


def _proved(sample: Sample) -> str:
    facts = {
        "population": len(sample.population),
        "read": len(sample.judged),
        "found": sample.found,
        "most": sample.most_missed,
        "percent": percent(sample.at_most),
        "confidence": percent(sample.confidence),
    }
    return say(
        "silence.proved-all" if len(sample.judged) == len(sample.population) else "silence.proved", **facts
    )


def _unread(run: Run, results: list[Result], sample: Sample) -> list[str]:
    lines = []
    if gone := failed(results):
        lines.append(
            count("silence.failed", len(gone), names=", ".join(one.part.document for one in gone[:_NAMED]))
        )
    if run.maker == SurveyMaker.name and unread(run):
        lines.append(count("silence.left-out", unread(run)))
    names = {one.part.place: one.part.document for one in results}
    pages = [
        say("silence.pages-of", document=names.get(place, ""), pages=", ".join(map(str, some)))
        for place, some in sample.unread.items()
    ]
    if pages:
        total = sum(map(len, sample.unread.values()))
        lines.append(count("silence.unread", total, places="; ".join(pages[:_NAMED])))
    later = len(rejected(run, results)) - len(sample.population)
    if later > 0:
        lines.append(count("silence.later", later))
    return lines
