"""What is asked for by the name of what is measured, and given in its unit."""

import pytest

from rag.answering.quoting.ranking import ranked
from rag.language.words import plain
from rag.types import Hit

MANUAL = """The boiler
The safety valve must open at 10 bar. The water gauge is read every hour. The burner is shut off at 110 °C.
Das Überdruckventil öffnet bei 12 bar. Die Wasserstände werden stündlich abgelesen.
"""


def best(question: str) -> tuple[str, bool]:
    hit = Hit(1, 1, "manual.pdf", None, 1, 1, "", 0, len(MANUAL), 1.0, MANUAL)
    first = ranked(question, [hit])[0]
    return plain(first.quote.text), first.answers


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("At what pressure must the safety valve open?", "10 bar"),
        ("At which temperature is the burner shut off?", "110 °C"),
        ("Bei welchem Druck öffnet das Überdruckventil?", "12 bar"),
    ],
)
def test_the_unit_says_the_word(question: str, held: str) -> None:
    text, answers = best(question)
    assert held in text
    assert answers


def test_another_measure_is_no_answer() -> None:
    assert not best("At what temperature must the safety valve open?")[1]
    assert not best("At what pressure is the burner shut off?")[1]
