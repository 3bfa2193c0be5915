"""The shape that lines of a page share: measured, taken away, and the way back to the page as it lies."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from files import bent_pages, pictures

from rag.scanning.bend import bend_of

LINES = [f"{one} and with them the tenant of the house beside" for one in pictures.BREACH] * 7
PAGE = np.asarray(pictures.page(LINES, (1000, 1300), 22, (90, 100)))


def gray(page: bent_pages.Colours) -> bent_pages.Colours:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)


def test_a_page_that_lies_straight_has_no_depth() -> None:
    bend = bend_of(gray(PAGE))
    assert bend is not None
    assert bend.depth < 3


def test_a_page_that_only_slants_has_no_depth() -> None:
    matrix = cv2.getRotationMatrix2D((500, 650), 4, 1)
    slanting = cv2.warpAffine(PAGE, matrix, (1000, 1300), borderValue=(255, 255, 255))
    bend = bend_of(gray(np.asarray(slanting, np.uint8)))
    assert bend is not None
    assert bend.depth < 3


@pytest.mark.parametrize(
    "bent",
    [
        bent_pages.curled(PAGE, 0.05),
        bent_pages.curled(PAGE, 0.05, bent_pages.Bound.RIGHT),
        bent_pages.arched(PAGE, 0.03),
    ],
    ids=["left", "right", "arch"],
)
def test_bent_lines_are_made_straight(bent: bent_pages.Colours) -> None:
    bend = bend_of(gray(bent))
    assert bend is not None
    assert bend.depth > 8
    again = bend_of(gray(bend.flattened(bent)))
    assert again is not None
    assert again.depth < bend.depth / 3


def test_a_field_of_the_flat_page_is_found_on_the_bent_one() -> None:
    bend = bend_of(gray(bent_pages.arched(PAGE, 0.03)))
    assert bend is not None
    line = np.array([[90, 600], [910, 600], [910, 630], [90, 630]], np.float32)
    outline = bend.on_page(line)
    ends, middle = outline[[0, 16], 1].mean(), outline[8, 1]
    assert abs(ends - middle) == pytest.approx(0.03 * 1300 * 0.82**2, rel=0.3)
    assert outline[:, 0].min() == 90


@pytest.mark.parametrize(
    "page",
    [
        np.full((900, 700), 255, np.uint8),
        np.zeros((20, 20), np.uint8),
        np.random.default_rng(1).integers(0, 255, (900, 700)).astype(np.uint8),
        gray(np.asarray(pictures.page(["A few words"], size=(900, 900)))),
    ],
    ids=["white", "dot", "noise", "few words"],
)
def test_what_holds_too_little_to_tell_has_no_bend(page: bent_pages.Colours) -> None:
    assert bend_of(page) is None
