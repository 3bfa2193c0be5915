"""What becomes of a line that was read, by how sure the reading is and how the line came onto its page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from rag.scanning.decoding import Chances
from rag.scanning.line_reading import LineReader
from rag.scanning.spelling import language_of
from rag.scanning.strips import Gray
from rag.types import LineKind

CHARACTERS = ("", *"abcdefghijklmnopqrstuvwxyz0123456789%", " ")


def chances(text: str, other: str, sure: float) -> Chances:
    """Of a text whose letters are so sure, where `other` has the rest."""
    rows = np.full((2 * len(text), len(CHARACTERS)), 1e-6, np.float32)
    for place, (one, instead) in enumerate(zip(text, other, strict=True)):
        rows[2 * place, CHARACTERS.index(one)] = sure
        rows[2 * place, CHARACTERS.index(instead)] += 1 - sure
        rows[2 * place + 1, 0] = 1.0
    return rows / rows.sum(axis=1, keepdims=True)


class Recogniser:
    """Reads the strip as it is as one text, and all its other forms as another."""

    characters = CHARACTERS

    def __init__(self, plain: Chances, others: Chances) -> None:
        self._plain, self._others = plain, others

    def read(self, strips: Sequence[Gray]) -> list[Chances]:
        return [self._plain, *[self._others] * (len(strips) - 1)]


def strip() -> Gray:
    gray = np.full((60, 400), 255, np.uint8)
    gray[15:45, 20:380:9] = 0
    return gray


def read(plain: Chances, others: Chances, kind: LineKind, looks: Sequence[Sequence[Gray]] = ()) -> str:
    reader = LineReader(Recogniser(plain, others))
    return reader.finished([strip()], reader.plain([strip()]), [kind], looks)[0].text


@pytest.mark.parametrize(
    ("kind", "sure", "said"),
    [
        (LineKind.HANDWRITTEN, 0.93, "the house"),
        (LineKind.HANDWRITTEN, 0.98, "the hovse"),
        (LineKind.PRINTED, 0.93, "the hovse"),
        (LineKind.PRINTED, 0.85, "the house"),
    ],
)
def test_a_hand_stands_as_read_only_where_it_is_surer_than_print(
    kind: LineKind, sure: float, said: str
) -> None:
    plain = chances("the hovse", "qqqqqqqqq", sure)
    assert read(plain, chances("the house", "the hovse", 0.99), kind) == said


def test_another_picture_of_the_line_is_looked_at_too() -> None:
    class Second(Recogniser):
        def read(self, strips: Sequence[Gray]) -> list[Chances]:
            return [self._others if one.shape[1] == 500 else self._plain for one in strips]

    wider = np.pad(strip(), ((0, 0), (50, 50)), constant_values=255)
    reader = LineReader(
        Second(chances("tne nouse", "the house", 0.6), chances("the house", "tne nouse", 0.99))
    )
    first = reader.plain([strip()])
    kinds = [LineKind.HANDWRITTEN]
    assert reader.finished([strip()], first, kinds, [[wider]])[0].text == "the house"


def test_figures_that_are_clear_stay_figures() -> None:
    plain = chances("about 10% of 85%", "about 109 of 859", 0.9)
    assert read(plain, plain, LineKind.HANDWRITTEN) == "about 10% of 85%"


def test_marks_after_figures_cost_little_more_than_figures() -> None:
    language = language_of("en")
    for text, other in (("10% of", "109 of"), ("1,5 of", "115 of"), ("v2 of", "vz of")):
        assert language.of_text(text) > language.of_text(other) - 4.0
