"""Bends, joins and photographs pages as books, cameras and tables do; the same page comes out every time."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first
Corner = tuple[float, float]

_TABLE = (92, 66, 45)


class Bound(Enum):
    """The side on which a page is held in its book: there it bends most."""

    LEFT = "left"
    RIGHT = "right"


def curled(page: Colours, amount: float = 0.03, bound: Bound = Bound.LEFT) -> Colours:
    """A page that curls up to its binding, seen from above its lower half.

    `amount`: of the page's height, by which the middle line climbs at the binding. Lines far from the eye
    bend more than near ones, and letters at the binding are drawn together.
    """
    import cv2

    height, width = page.shape[:2]
    u, v = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    from_binding = u if bound is Bound.LEFT else 1 - u
    climb = np.exp(-from_binding * 4.0) + 0.12 * np.sin(from_binding * np.pi)
    shift = amount * height * climb * (1.25 - 0.5 * v)
    squeezed = 0.35 * amount * width * np.exp(-from_binding * 5.0) * (1 if bound is Bound.LEFT else -1)
    across = (u * (width - 1) - squeezed).astype(np.float32)
    down = (v * (height - 1) + shift - amount * height * 0.4).astype(np.float32)
    bent = cv2.remap(page, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shade = 1 - 0.35 * np.exp(-from_binding * 12)
    return np.asarray(np.clip(bent * shade[:, :, None], 0, 255), np.uint8)


def arched(page: Colours, amount: float = 0.02) -> Colours:
    """A sheet that bulges in its middle: lines are arcs."""
    import cv2

    height, width = page.shape[:2]
    u, v = np.meshgrid(np.linspace(-1, 1, width), np.linspace(0, 1, height))
    shift = amount * height * (1 - u**2) * (1.2 - 0.4 * v)
    across = ((u + 1) / 2 * (width - 1)).astype(np.float32)
    down = (v * (height - 1) + shift - amount * height / 2).astype(np.float32)
    bent = cv2.remap(page, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, np.uint8)


def side_by_side(left: Colours, right: Colours, fold: float = 0.0) -> Colours:
    """Two pages of an open book. `fold`: how dark the fold is, 0 to 1; 0 is a white gap."""
    import cv2

    high = min(left.shape[0], right.shape[0])
    pages = [
        cv2.resize(page, (round(page.shape[1] * high / page.shape[0]), high), interpolation=cv2.INTER_AREA)
        for page in (left, right)
    ]
    both = np.concatenate(pages, axis=1).astype(np.float32)
    at, wide = pages[0].shape[1], both.shape[1]
    away = np.abs(np.arange(wide) - at) / wide
    return np.asarray(both * (1 - fold * np.exp(-((away / 0.012) ** 2)))[None, :, None], np.uint8)


def lit_unevenly(picture: Colours, least: float = 0.45) -> Colours:
    """Light from the upper left; the far corner has `least` of it."""
    height, width = picture.shape[:2]
    u, v = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    light = 1 - (1 - least) * (0.55 * u + 0.45 * v)
    return np.asarray(picture * light[:, :, None], np.uint8)


def shadowed(picture: Colours, depth: float = 0.45) -> Colours:
    """The shadow of a hand that reaches in from the lower right."""
    import cv2

    height, width = picture.shape[:2]
    shade = np.zeros((height, width), np.float32)
    arm = [(1.0, 0.62), (0.72, 0.66), (0.58, 0.72), (0.6, 0.8), (0.74, 0.84), (1.0, 0.95)]
    shape = np.array([(x * width, y * height) for x, y in arm], np.int32)
    cv2.fillPoly(shade, [shape], 1.0)
    soft = np.asarray(cv2.GaussianBlur(shade, (0, 0), max(height, width) / 60), np.float32)
    return np.asarray(picture * (1 - depth * soft)[:, :, None], np.uint8)


def wooden_table(width: int, height: int, seed: int = 3) -> Colours:
    """A table with the grain of wood."""
    import cv2

    chance = np.random.default_rng(seed)
    grain = cv2.resize(chance.normal(0, 1, (height // 3 + 1, 12)).astype(np.float32), (width, height))
    fine = chance.normal(0, 4, (height, width)).astype(np.float32)
    board = np.array(_TABLE, np.float32) + (18 * grain + fine)[:, :, None]
    return np.asarray(np.clip(board, 0, 255), np.uint8)


def photographed(
    sheet: Colours, corners: Sequence[Corner], size: tuple[int, int], onto: Colours | None = None
) -> Colours:
    """A sheet on a wooden table, or on the picture `onto`. `corners`: fractions of the photograph, clockwise
    from the top left; what lies outside it is cut off.
    """
    import cv2

    width, height = size
    table = wooden_table(width, height) if onto is None else onto
    high, wide = sheet.shape[:2]
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32),
        np.array([(x * width, y * height) for x, y in corners], np.float32),
    )
    laid = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_AREA)
    there = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), matrix, size)[:, :, None] / 255.0
    return np.asarray(laid * there + table * (1 - there), np.uint8)


def by_camera(picture: Colours, blur: float = 0.7, quality: int = 70, seed: int = 5) -> Colours:
    """Slightly out of focus, noisy, and saved as JPEG."""
    import cv2

    noise = np.random.default_rng(seed).normal(0, 3, picture.shape)
    soft = cv2.GaussianBlur(picture, (0, 0), blur).astype(np.float32) + noise
    held, coded = cv2.imencode(
        ".jpg", np.clip(soft, 0, 255).astype(np.uint8)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert held
    seen = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(seen[:, :, ::-1])
