"""Parts of a document, and the items a model lists from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fakes.generator import FakeGenerator

from engine.cancel import CancelToken
from engine.types import Message
from rag.extracting.listing import PART_CHARACTERS, Extractor, merged, parts
from rag.runs.types import Part, Point, Verdict
from rag.types import Citation, PageBox, Passage

LIMITS = (
    "A breach is notified within 72 hours.",
    "Records are kept for seven years.",
    "Fees are paid within thirty days.",
    "The register is open to everybody.",
)


def passages(texts: Sequence[str], headings: str = "") -> list[Passage]:
    found, at = [], 0
    for number, text in enumerate(texts, 1):
        found.append(Passage(None, at, at + len(text), number, number, text, headings))
        at += len(text) + 1
    return found


class Store:
    """What an extractor asks of the documents."""

    def __init__(self, found: Sequence[Passage]) -> None:
        self._found = tuple(found)

    def passages(self, document_id: int) -> tuple[Passage, ...]:
        return self._found

    def first_passage(self, document_id: int) -> int:
        return 1

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        page = next(passage.page_start for passage in self._found if passage.end > start)
        return page, f"page {page}"

    def is_poor(self, document_id: int, page: int) -> bool:
        return False


def listed(reply: Any, texts: Sequence[str] = LIMITS, question: str = "every duty") -> list[Point]:
    found = passages(texts)
    store: Any = Store(found)
    extractor = Extractor(FakeGenerator(reply), store)
    part = Part(0, 1, "act.pdf", start=0, end=found[-1].end)
    return list(extractor.items(question, part, CancelToken()))


def test_parts_hold_every_passage_in_order() -> None:
    found = passages(["x" * 700] * 10)
    cut = parts(1, "act.pdf", found)
    assert len(cut) > 1
    assert (cut[0].start, cut[-1].end) == (0, found[-1].end)
    assert all(one.end is not None and one.end - one.start <= PART_CHARACTERS for one in cut)
    inside = [p for one in cut for p in found if one.start <= p.start and p.end <= (one.end or 0)]
    assert inside == found


def test_a_new_chapter_begins_a_part() -> None:
    first, second = passages(["x" * 700], "Chapter 1 › 1.1"), passages(["y" * 700], "Chapter 2")
    cut = parts(1, "act.pdf", [*first, *(p for p in second)])
    assert [one.heading for one in cut] == ["Chapter 1 › 1.1", "Chapter 2"]


def test_items_are_kept_where_the_text_supports_them() -> None:
    reply = f"- {LIMITS[0]}\n- Appeals are lodged within 90 days.\n- {LIMITS[2]}\n"
    assert [(i.text, i.citations[0].page) for i in listed(reply)] == [(LIMITS[0], 1), (LIMITS[2], 3)]


def test_none_is_no_item() -> None:
    assert listed("None.") == []
    assert listed("- None\n- A breach is notified within 72 hours.") == []


def test_a_model_that_runs_in_circles_is_ended() -> None:
    line = "- A breach is notified within 72 hours.\n"
    assert [item.text for item in listed(line * 500)] == [LIMITS[0]]


def test_a_list_that_came_to_its_longest_is_asked_for_again_by_halves() -> None:
    sizes: list[int] = []

    def reply(messages: Sequence[Message]) -> str:
        there = [limit for limit in LIMITS if limit in messages[-1].text]
        sizes.append(len(there))
        lines = [f"- {limit}\n" for limit in there]
        return "".join(lines) + ("- " + "many words " * 400 if len(there) > 1 else "")

    assert [item.text for item in listed(reply)] == list(LIMITS)
    assert sizes == [4, 2, 1, 1, 2, 1, 1]


def test_what_the_model_passes_over_is_shown_as_it_stands() -> None:
    found = listed(f"- {LIMITS[0]}", question="List all time limits")
    assert [(item.text, item.verdict) for item in found] == [
        (LIMITS[0], Verdict.FOUND),
        (f"“{LIMITS[1]}”", Verdict.NEAR),
        (f"“{LIMITS[2]}”", Verdict.NEAR),
    ]
    assert [item.citations[0].page for item in found] == [1, 2, 3]
    assert [
        item.citations[0].page for item in listed("None.", question="what is kept, with the records")
    ] == [2]


def test_repetitions_are_merged_and_keep_every_place() -> None:
    def place(start: int, page: int) -> Citation:
        return Citation(1, "act.pdf", page, "", start, start + 5, "quote")

    items = [
        Point("The supervisory authority", (place(0, 1),)),
        Point("The controller", (place(20, 1),)),
        Point("supervisory authority.", (place(90, 7),)),
        Point("The controller", (place(20, 1),)),
    ]
    found = merged(items)
    assert [item.text for item in found] == ["The supervisory authority", "The controller"]
    assert [[one.page for one in item.citations] for item in found] == [[1, 7], [1]]
