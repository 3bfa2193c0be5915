"""Passages are exact slices, of even size, inside one section, and know where they are."""

from __future__ import annotations

import random

import pytest

from rag.structuring.record_tree import RecordTree
from rag.structuring.structure import StructureBuilder
from rag.types import DocumentInfo, Heading, Page, PageUnit, Structure

SENTENCE = "The trustee keeps every record of the case for seven years after it has closed."


def structure(pages: list[Page], unit: PageUnit = PageUnit.PAGE) -> tuple[Structure, str]:
    builder = StructureBuilder(DocumentInfo("", len(pages), unit))
    for page in pages:
        builder.add(page)
    return builder.finish(), "\n".join(page.text for page in pages)


def words(text: str) -> int:
    return len(text.split())


def test_every_passage_is_the_text_between_its_offsets() -> None:
    pages = [Page(n, "\n\n".join([SENTENCE * 3] * 5)) for n in range(1, 4)]
    found, text = structure(pages)
    assert len(found.passages) > 3
    for passage in found.passages:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()


def test_nothing_is_lost_and_nothing_is_said_twice() -> None:
    draw = random.Random(7)
    vocabulary = ("alpha", "beta.", "Gamma", "42", "(a)", "δέλτα")
    blocks = [" ".join(draw.choices(vocabulary, k=draw.randint(1, 400))) for _ in range(60)]
    found, text = structure([Page(1, "\n\n".join(blocks))])
    covered = "".join(passage.text for passage in found.passages)
    assert "".join(covered.split()) == "".join(text.split())


def test_sizes_are_even_and_within_what_an_embedder_reads() -> None:
    found, _ = structure([Page(1, " ".join([SENTENCE] * 60))])
    sizes = [words(passage.text) for passage in found.passages]
    assert all(100 <= size <= 200 for size in sizes)


def test_tables_of_figures_make_shorter_passages() -> None:
    rows = "\n".join(f"Segment {n} $ {n},234 {n * 7},891 ({n * 3},456) 12.5 %" for n in range(1, 80))
    found, _ = structure([Page(1, rows)])
    assert max(words(passage.text) for passage in found.passages) < 110
    assert all("\n" not in passage.text[:1] for passage in found.passages)


def test_a_text_without_blanks_is_still_cut() -> None:
    found, text = structure([Page(1, "x9" * 20_000)])
    assert len(found.passages) > 20
    assert "".join(passage.text for passage in found.passages) == text


def test_no_passage_crosses_a_section() -> None:
    text = f"Bonds\n\n{SENTENCE}\n\nFees\n\n{SENTENCE}"
    headings = (Heading(0, 5, 1, "Bonds"), Heading(text.index("Fees"), text.index("Fees") + 4, 1, "Fees"))
    found, _ = structure([Page(1, text, headings=headings)])
    assert [(passage.section, passage.headings) for passage in found.passages] == [(0, "Bonds"), (1, "Fees")]


def test_a_heading_alone_goes_to_its_parts() -> None:
    text = f"Chapter one\n\nBonds\n\n{SENTENCE}"
    headings = (Heading(0, 11, 1, "Chapter one"), Heading(13, 18, 2, "Bonds"))
    found, _ = structure([Page(1, text, headings=headings)])
    (passage,) = found.passages
    assert passage.headings in ("Chapter one › Bonds", "Chapter one")
    assert passage.text.endswith(SENTENCE)


def test_pages_of_a_passage_are_those_of_its_ends() -> None:
    pages = [Page(1, SENTENCE), Page(2, SENTENCE), Page(3, " ".join([SENTENCE] * 20))]
    found, text = structure(pages)
    first = found.passages[0]
    assert first.page_start == 1
    starts = [0, len(SENTENCE) + 1, 2 * (len(SENTENCE) + 1)]
    for passage in found.passages:
        assert passage.page_start == sum(start <= passage.start for start in starts)
        assert passage.page_end == sum(start < passage.end for start in starts)
    assert text


def test_empty_documents_have_no_passages() -> None:
    for pages in ([], [Page(1, "")], [Page(1, "  \n "), Page(2, "")]):
        found, _ = structure(pages)
        assert found == Structure((), ())


def test_a_record_is_one_passage_with_its_key() -> None:
    pages = [Page(1, "First", key="a::1", label="1"), Page(2, SENTENCE, key="a::2", label="2")]
    found, text = structure(pages, PageUnit.RECORD)
    assert [(one.key, one.page_start, one.text) for one in found.passages] == [
        ("a::1", 1, "First"),
        ("a::2", 2, SENTENCE),
    ]
    assert all(text[one.start : one.end] == one.text for one in found.passages)


def test_a_long_record_is_parted_and_every_part_keeps_its_key() -> None:
    found, _ = structure([Page(1, " ".join([SENTENCE] * 60), key="k")], PageUnit.RECORD)
    assert len(found.passages) > 1
    assert {passage.key for passage in found.passages} == {"k"}


def test_records_are_under_their_labels_ancestors() -> None:
    rows = [
        ("1::1.", "1.", "INTRODUCTION"),
        ("1::1.1", "1.1", "Jurisdiction\n"),
        ("1::1.1.1.(1)", "1.1.1.(1)", "The Rulebook is made."),
        ("2::1.", "1.", "GENERAL"),
        ("2::1.1.1", "1.1.1", "Another document."),
    ]
    pages = [Page(n, text, key=key, label=label) for n, (key, label, text) in enumerate(rows, 1)]
    found, _ = structure(pages, PageUnit.RECORD)
    assert [passage.headings for passage in found.passages] == [
        "", "INTRODUCTION", "INTRODUCTION › Jurisdiction", "", "GENERAL",
    ]  # fmt: skip


def test_an_ancestor_that_comes_later_counts_too_and_long_ones_are_shortened() -> None:
    tree = RecordTree()
    tree.add(Page(1, "text", label="2.1"))
    tree.add(Page(2, " ".join(f"word{n}" for n in range(30)), label="2"))
    headings = tree.headings(None, "2.1")
    assert headings.startswith("word0 word1")
    assert headings.endswith("…")
    assert tree.headings(None, None) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Invoice no. 17\nCustomer: Evans", "Invoice no. 18\nCustomer: Fischer"),
        ("Rechnung Nr. 17\nKunde: Ewald", "Rechnung Nr. 18\nKunde: Fischer"),
        (
            "The fee is due within thirty days of the day on which it was first asked for.”",
            "Nothing else is owed.",
        ),
        (
            "費用は三十日以内に支払うものとする。費用は三十日以内に支払うものとする。",
            "次の条項が適用される。",
        ),
        ("Результат: пройдено", "Результат: не пройдено"),
        (
            (
                "Rechnung Nr. 17\nKunde: Ewald\n"
                "Zahlbar binnen dreißig Tagen ohne jeden Abzug auf unser Konto bei der Bank"
            ),
            "Rechnung Nr. 18\nKunde: Fischer",
        ),
    ],
)
def test_what_two_pages_say_is_not_one_passage(before: str, after: str) -> None:
    found, _ = structure([Page(1, before), Page(2, after)])
    assert [(one.page_start, one.page_end, one.text) for one in found.passages] == [
        (1, 1, before),
        (2, 2, after),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The lessee pays", "the costs of small repairs."),
        (
            (
                "Der Mieter trägt die Kosten aller kleinen Instandhaltungen an den ihm überlassenen\n"
                "Räumen bis zu dem Betrag, der in der Anlage zu diesem Vertrag genannt ist, je"
            ),
            "Einzelfall selbst.",
        ),
        ("Der Mieter trägt die Kosten aller kleinen Instandhaltungen " * 4 + "an den", "Räumen selbst."),
        (
            (
                "借主は、借主に引き渡された部屋の小修繕の費用のうち一件につき\n"
                "この契約の別紙に定める額に達するまでの部分について、貸主に"
            ),
            "一万円までの額を負担する。",
        ),
    ],
)
def test_a_sentence_that_runs_over_keeps_its_two_pages_together(before: str, after: str) -> None:
    found, _ = structure([Page(1, before), Page(2, after)])
    assert [(one.page_start, one.page_end) for one in found.passages] == [(1, 2)]
