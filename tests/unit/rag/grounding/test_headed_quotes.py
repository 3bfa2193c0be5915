"""What is quoted begins with the sentence; the heading above it is its section, and no word is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.grounding.citations import Quote, hit_at, sentence_cited
from rag.types import PageBox

TEXT = "3. Deposit\nThe Tenant shall pay GBP 1,700 to the Landlord.\n\n4. Term\nThe tenancy begins in May."


class Places:
    def boxes(self, _document: int, _start: int, _end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, _document: int, _start: int) -> tuple[int, str]:
        return 1, "page 1"

    def is_poor(self, _document: int, _page: int) -> bool:
        return False


@pytest.mark.parametrize(("section", "told"), [("", "3. Deposit"), ("Lease", "Lease › 3. Deposit")])
def test_a_heading_in_its_own_line_becomes_the_section(section: str, told: str) -> None:
    hit = hit_at(1, "lease.txt", 100, TEXT, section=section)
    cited = sentence_cited(Places(), Quote(hit, 0, TEXT.index("\n\n")))
    assert cited.quote == "The Tenant shall pay GBP 1,700 to the Landlord."
    assert (cited.start, cited.end) == (100 + len("3. Deposit\n"), 100 + TEXT.index("\n\n"))
    assert cited.section == told


def test_a_section_that_is_known_is_told_once() -> None:
    hit = replace(hit_at(1, "lease.txt", 0, TEXT), section="3. Deposit")
    assert sentence_cited(Places(), Quote(hit, 0, TEXT.index("\n\n"))).section == "3. Deposit"


def test_a_sentence_without_a_heading_is_quoted_as_it_stands() -> None:
    start = TEXT.index("The tenancy")
    hit = hit_at(1, "lease.txt", 0, TEXT)
    cited = sentence_cited(Places(), Quote(hit, start, len(TEXT)))
    assert (cited.quote, cited.section) == ("The tenancy begins in May.", "")
