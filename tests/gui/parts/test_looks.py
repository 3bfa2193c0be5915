"""The theme: contrast by WCAG 2.2, and icons that exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ui.parts.controls import IconButton
from ui.parts.icons import pixmap
from ui.parts.theme import DARK, LIGHT, Palette, sheet

ICONS = sorted(path.stem for path in (Path(__file__).resolve().parents[3] / "assets" / "icons").glob("*.svg"))

TEXT_ON_GROUND = (
    [
        (text, ground)
        for text in ("ink", "quiet", "accent", "danger")
        for ground in ("paper", "surface", "sidebar")
    ]
    + [
        ("ink", "hover"),
        ("ink", "accent_soft"),
        ("accent", "accent_soft"),
        ("on_accent", "accent"),
        ("ink", "danger_soft"),
        ("ink", "warn_soft"),
        ("warn", "surface"),
    ]
    + [(text, ground) for text in ("quiet", "warn", "danger", "good") for ground in ("paper", "accent_soft")]
)


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_is_readable_on_its_ground(palette: Palette, text: str, ground: str) -> None:
    one, other = luminance(palette.color(text)), luminance(palette.color(ground))
    assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sidebar"])
@pytest.mark.parametrize("line", ["edge", "accent"])
def test_where_one_writes_and_where_the_keyboard_is_can_be_seen(
    palette: Palette, line: str, ground: str
) -> None:
    """What says more than decoration has 3:1 (WCAG 2.2, 1.4.11)."""
    one, other = luminance(palette.color(line)), luminance(palette.color(ground))
    assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_has_no_gaps(palette: Palette) -> None:
    assert "$" not in sheet(palette, 10.5)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_draws_something_in_its_colour(qtbot: QtBot, name: str) -> None:
    image = pixmap(name, "#ff0000", 24, 2.0).toImage()
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 250
    }
    assert colors
    if name != "confidant":
        assert "#ff0000" in colors


def test_every_icon_button_says_what_it_does(qtbot: QtBot) -> None:
    made = IconButton("copy", "Copy as Markdown")
    qtbot.addWidget(made)
    assert made.accessibleName() == made.toolTip() == "Copy as Markdown"
