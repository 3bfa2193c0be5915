"""Where lines go by how sure they are, in what order they are read, and what a second reader changes."""

from __future__ import annotations

import pytest

from rag.layout.order import reading_order
from rag.layout.trust import Trust, is_handwriting, is_noise, trust
from rag.reading.pages.pdf_pictures import garbled
from rag.scanning.second_look import weighed


def test_lines_are_sure_to_be_checked_or_unreliable() -> None:
    assert [trust(one) for one in (0.97, 0.90, 0.89, 0.75, 0.74)] == [
        Trust.SURE,
        Trust.SURE,
        Trust.CHECK,
        Trust.CHECK,
        Trust.UNRELIABLE,
    ]


def test_a_page_with_many_doubtful_lines_is_handwriting() -> None:
    assert is_handwriting([0.95, 0.6, 0.7, 0.8, 0.99])
    assert not is_handwriting([0.95, 0.6, 0.97, 0.98, 0.99])
    assert not is_handwriting([0.5, 0.5])  # too few to say


def test_stains_are_no_writing() -> None:
    assert is_noise(". ,", 0.6)
    assert is_noise("2?", 0.5)
    assert not is_noise("2", 0.9)
    assert not is_noise("Dear sir", 0.3)


def test_a_punched_hole_in_a_letter_is_no_writing() -> None:
    assert is_noise("C", 0.99, by_hand=True)
    assert not is_noise("0", 0.99), "a figure of a typed table"
    assert not is_noise("4", 0.99, by_hand=True)
    assert not is_noise("Co", 0.99, by_hand=True)


ROW = 0.02


def column(x0: float, x1: float, rows: int, top: float = 0.1) -> list[tuple[float, float, float, float]]:
    return [(x0, top + 1.5 * ROW * row, x1, top + 1.5 * ROW * row + ROW) for row in range(rows)]


def test_columns_are_read_one_after_the_other() -> None:
    boxes = [*column(0.1, 0.45, 6), *column(0.55, 0.9, 6)]
    assert reading_order(boxes) == [[place] for place in range(12)]


def test_a_heading_over_two_columns_comes_first() -> None:
    boxes = [(0.1, 0.02, 0.9, 0.05), *column(0.1, 0.45, 6), *column(0.55, 0.9, 6)]
    assert reading_order(boxes) == [[place] for place in range(13)]


def test_the_cells_of_a_row_stay_together() -> None:
    labels, amounts = column(0.1, 0.3, 5), column(0.7, 0.8, 5)
    boxes = [*labels, *amounts]
    assert reading_order(boxes) == [[row, row + 5] for row in range(5)]


def test_lines_of_one_column_are_read_from_the_top() -> None:
    boxes = list(reversed(column(0.1, 0.9, 8)))
    assert reading_order(boxes) == [[place] for place in range(7, -1, -1)]


def test_no_boxes_have_no_order() -> None:
    assert reading_order([]) in ([], [[]])


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("The tenant shall give notice in writing to the landlord three months before.", False),
        ("GDPR Art. 33(1): 72 hours; fee €1,500.00 (see no. 4/2018-AB)", False),
        ("\ue001\ue002\ue003 \ue004\ue005 \ue006\ue007\ue008", True),
        ("\ufffd\ufffd\ufffd abc \ufffd\ufffd", True),
        ("Th$ t%n#nt sh@ll g!ve n*tice !n wr;t:ng t? th& l~ndlord thr=e m+nths b^f|re h{nd", True),
        ("", False),
    ],
)
def test_a_text_layer_without_meaning_is_seen(text: str, strange: bool) -> None:
    assert garbled(text) is strange


def test_few_odd_words_are_no_strange_text() -> None:
    odd, plain = "t%n#nt", "tenant"
    assert garbled(" ".join([odd] * 6 + [plain] * 6))
    assert not garbled(" ".join([odd] * 5 + [plain] * 7))
    assert not garbled(f"{odd}{odd} " * 3 + f"{plain} " * 9), "a word is odd once, however odd"
    assert not garbled(" ".join([odd] * 11)), "too few words to tell"
    assert garbled("bcdfghj " * 12), "consonants alone"


def test_agreement_makes_a_line_surer_and_keeps_it() -> None:
    found = weighed("My dear Professor", 0.7, (), "My dear Profesor")
    assert found.text == "My dear Professor"
    assert found.confidence > 0.8
    assert found.others == ("My dear Profesor",)


def test_disagreement_makes_it_less_sure_and_keeps_both() -> None:
    found = weighed("My dear Professor", 0.8, ("My dean Professor",), "A photograph of a letter")
    assert found.text == "My dear Professor"
    assert found.confidence < 0.8
    assert found.others == ("A photograph of a letter", "My dean Professor")


def test_an_unreliable_line_takes_a_reading_that_is_plainly_of_it_but_stays_to_be_checked() -> None:
    found = weighed("hy dear Pwfesav", 0.5, (), "My dear Professor")
    assert found.text == "My dear Professor"
    assert trust(found.confidence) is not Trust.SURE
    assert found.others == ("hy dear Pwfesav",)


def test_a_second_reader_that_says_nothing_changes_nothing() -> None:
    assert weighed("Yours", 0.5, ("Yowrs",), " … ").confidence == 0.5
