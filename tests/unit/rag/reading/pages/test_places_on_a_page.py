"""Many places on a page are mapped at once just as one is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.pages.pdf_text import Transform

# PDFium gives places as floats of 32 bits, of pages up to 200 inches and of what lies beside them.
PLACES = st.floats(-20_000, 20_000, width=32)
SCALES = st.sampled_from([1 / 595, 1 / 842, 0.5])
TURNS = st.sampled_from([(1, 0, 0, -1), (0, -1, -1, 0), (-1, 0, 0, 1), (0, 1, 1, 0), (1, 0, 0, 1)])


@given(
    st.lists(st.tuples(PLACES, PLACES, PLACES, PLACES), max_size=5),
    TURNS,
    SCALES,
    st.floats(-1, 2),
    st.floats(-1, 2),
)
def test_many_boxes_are_those_of_each(
    edges: list[tuple[float, float, float, float]],
    turn: tuple[int, int, int, int],
    scale: float,
    across: float,
    down: float,
) -> None:
    a, b, c, d = (scale * one for one in turn)
    transform = Transform(a, b, c, d, across, down)
    boxes = transform.boxes(np.array(edges, np.float64).reshape(-1, 4))
    assert [tuple(row) for row in boxes.tolist()] == [transform.box(*one) for one in edges]
