"""What is struck, hidden or covered stands on the page and says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.withdrawn import Withdrawn, counted, standing, withdrawn


def test_the_brackets_say_what_was_done_to_the_text() -> None:
    assert withdrawn(Withdrawn.STRUCK, "50 euros") == "[struck: 50 euros]"
    assert withdrawn(Withdrawn.HIDDEN, "Zeile eins\n\nZeile zwei") == (
        "[hidden: Zeile eins]\n\n[hidden: Zeile zwei]"
    )


def test_what_stands_keeps_its_place() -> None:
    text = f"The fee is {withdrawn(Withdrawn.STRUCK, '120 euros')} 90 euros."
    left = standing(text)
    assert "120" not in left
    assert len(left) == len(text)
    assert left.index("90 euros") == text.index("90 euros")


def test_every_sentence_of_a_long_line_has_its_own_brackets() -> None:
    sentence = "The authority may waive the fee in cases of hardship that it names itself."
    marked = withdrawn(Withdrawn.STRUCK, " ".join([sentence] * 5))
    assert marked.count("[struck: ") == 5
    assert standing(marked).strip() == ""


@pytest.mark.parametrize("inner", ["see [4] there", "half [open", "half] closed", "]][["])
def test_brackets_inside_do_not_end_it(inner: str) -> None:
    assert standing(f"a {withdrawn(Withdrawn.COVERED, inner)} b").split() == ["a", "b"]


def test_ordinary_brackets_are_left_alone() -> None:
    text = "See [4] and [struck] and [hidden costs: none]."
    assert standing(text) == text


def test_brackets_that_are_cut_off_reach_to_the_end_of_their_line() -> None:
    assert standing("a [hidden: b c\nd").split() == ["a", "d"]


@given(st.text(alphabet="ab [].:\n\tä", max_size=400))
def test_nothing_withdrawn_is_left_standing_whatever_it_holds(text: str) -> None:
    assert standing(withdrawn(Withdrawn.STRUCK, text)).strip() == ""


def test_the_rows_that_a_sheet_does_not_show_count_as_data() -> None:
    text = "row 2: A: 5; [hidden: B: 6]\nrow 3 (hidden): [hidden: A: 9; B: 7]\nrow 4: [hidden: A: 8]"
    assert len(counted(text)) == len(text)
    assert [" ".join(line.split()) for line in counted(text).split("\n")] == [
        "row 2: A: 5;",
        "row 3 (hidden): A: 9; B: 7",
        "row 4:",
    ]
    assert "A: 9" not in standing(text)
