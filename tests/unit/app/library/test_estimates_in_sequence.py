"""What is told over whole sequences of documents is neither much too short nor much too long.

Told/true may be off by a few seconds; beyond that it is judged as a ratio, over every second of the sequence.
"""

from __future__ import annotations

import pytest
from reckoned import Judged, Paper, read_before, run

from rag.types import Document

_LONG = Paper.of("commentary.pdf", 6_000_000, 600, 0.05, 3000)
_MAILS = [Paper.of(f"mail {number}.eml", 12_000, 1, 0.3, 6) for number in (1, 2, 3)]
_NOTES = [
    Paper.of(f"note {number}.txt", 2_000 + number % 7 * 3_000, 1, 0.4, 3 + number % 7 * 4)
    for number in range(120)
]
_SCAN = Paper.of("scan.pdf", 30_000_000, 90, 3.0, 400)
_HALF_SCANNED = Paper("file.pdf", 9_000_000, (0.05,) * 60 + (3.0,) * 60, 500)
_LARGE = Paper.of("large.txt", 600_000, 200, 0.02, 1500)

_DRAWN = [read_before(200, 1000, 110.0)]
_WITH_SCANS = [*_DRAWN, read_before(100, 450, 345.0, scanned=100)]

SEQUENCES = {
    "a long one, then three mails": [_LONG, *_MAILS],
    "three mails, then a long one": [*_MAILS, _LONG],
    "many small ones": _NOTES,
    "small ones, then a large one": [*_NOTES[:6], _LARGE],
    "one that is scanned": [_SCAN],
    "one that is scanned, then three mails": [_SCAN, *_MAILS],
}
EARLIER = {"nothing known": [], "texts before": _DRAWN, "scans before": _WITH_SCANS}


@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER)
@pytest.mark.parametrize("papers", SEQUENCES.values(), ids=SEQUENCES)
def test_neither_too_short_nor_too_long(papers: list[Paper], earlier: list[Document]) -> None:
    """A mail was told to take a hundredth of what it did; with scans in the library all was told to take
    three to nineteen times as long.
    """
    together, each = run(papers, earlier)
    for what, judged in (("all of them", together), *each.items()):
        assert judged.shortest > 0.75, judged.line(what)
        assert judged.longest < 2.25, judged.line(what)


@pytest.mark.parametrize("earlier", [_DRAWN, _WITH_SCANS], ids=["texts before", "scans before"])
@pytest.mark.parametrize("papers", SEQUENCES.values(), ids=SEQUENCES)
def test_silence_is_no_way_out(papers: list[Paper], earlier: list[Document]) -> None:
    """Where something was learned before, something is said nearly all the time: of all of them together, and
    of those that wait. For a long document with three mails nothing had been said at all.
    """
    together, each = run(papers, earlier)
    assert together.silent < 0.1, together.line("all of them")
    long = [judged for judged in each.values() if judged.moments > 20]
    assert all(judged.silent < 0.1 for judged in long)


@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER)
def test_large_ones_of_a_kind_with_nothing_in_common_are_told_one_by_one(earlier: list[Document]) -> None:
    """By the bytes of its kind a scan was told to take nineteen times what it took. What no page has shown
    yet (scans behind sixty pages with a text) is not foreseen: there alone too little is told.
    """
    together, each = run([_LONG, _SCAN, _HALF_SCANNED], earlier)
    assert together.longest < 1.5, together.line("all of them")
    assert _worst(each["commentary.pdf"], each["scan.pdf"]) < 1.5
    assert each["scan.pdf"].shortest > 0.75
    assert 0.2 < each["file.pdf"].shortest < 0.5


def _worst(*judged: Judged) -> float:
    return max(one.longest for one in judged)
