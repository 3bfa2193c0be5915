"""The theme: contrast by WCAG 2.2, and icons that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from app.types import Appearance, Contrast
from ui.parts import theme
from ui.parts.controls import IconButton
from ui.parts.icons import pixmap
from ui.parts.palettes import CURRENT, DARK, DARK_MORE, FOUND, LIGHT, LIGHT_MORE, ON_MARK, Palette
from ui.parts.theme import sheet

ROOT = Path(__file__).resolve().parents[3]
UI = ROOT / "ui"
ICONS = sorted(path.stem for path in (ROOT / "assets" / "icons").glob("*.svg"))

PALETTES = {"light": LIGHT, "dark": DARK, "light-more": LIGHT_MORE, "dark-more": DARK_MORE}
LEAST = {"light": 4.5, "dark": 4.5, "light-more": 7.0, "dark-more": 7.0}  # WCAG 2.2: AA, AAA
LETTERS = ("ink", "quiet", "accent", "danger", "warn", "good")
GROUNDS = ("paper", "surface", "sidebar", "hover", "accent_soft", "danger_soft", "warn_soft")
PAIRS = [*((letters, ground) for letters in LETTERS for ground in GROUNDS), ("on_accent", "accent")]
BARE = ("transparent", "none")  # what is drawn stands on the ground of something else
SEEN = ("edge", "quiet", "accent")  # lines that say more than decoration does
DRAWN = ("line", "accent", "quiet")  # filled, without letters: rules, bars, handles of scroll bars, ticks


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("letters", "ground"), PAIRS)
def test_text_is_readable_on_its_ground(name: str, letters: str, ground: str) -> None:
    palette = PALETTES[name]
    assert contrast(palette.color(letters), palette.color(ground)) >= LEAST[name]


@pytest.mark.parametrize("name", PALETTES)
def test_text_is_readable_under_the_marker(name: str) -> None:
    for ground in (PALETTES[name].mark, FOUND, CURRENT):
        assert contrast(QColor(ON_MARK), QColor(ground)) >= LEAST[name]


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("line", SEEN)
def test_where_one_writes_and_where_the_keyboard_is_can_be_seen(name: str, line: str, ground: str) -> None:
    """What says more than decoration has 3:1 (WCAG 2.2, 1.4.11)."""
    palette = PALETTES[name]
    assert contrast(palette.color(line), palette.color(ground)) >= 3.0


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_colour_of_a_tag_can_be_told_from_its_ground(name: str, ground: str) -> None:
    palette = PALETTES[name]
    assert all(
        contrast(palette.tone(number), palette.color(ground)) >= 3.0 for number in range(len(palette.tones))
    )


@pytest.mark.parametrize("name", ["light-more", "dark-more"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_in_high_contrast_the_lines_between_things_can_be_seen(name: str, ground: str) -> None:
    palette = PALETTES[name]
    assert contrast(palette.color("line"), palette.color(ground)) >= 3.0


@pytest.mark.parametrize("name", ["light-more", "dark-more"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sidebar", "accent_soft"])
def test_in_high_contrast_what_is_selected_has_an_edge(name: str, ground: str) -> None:
    """Its ground alone is too near to the others'."""
    palette = PALETTES[name]
    edge = palette.around(focused=False, chosen=True)
    assert isinstance(edge, QColor)
    assert contrast(edge, palette.color(ground)) >= 3.0
    assert edge != palette.around(focused=True, chosen=True), "where the keyboard is looks otherwise"
    assert palette.around(focused=False, chosen=False) is Qt.PenStyle.NoPen


SIGN = 22  # pixels of a widget in which its sign lies: the box or the ring, and what is around it


def sign_contrast(widget: QWidget, ground: QColor) -> float:
    """Of the strongest colour of a sign, to the ground that it stands on."""
    image = widget.grab().toImage()
    return max(
        contrast(image.pixelColor(x, y), ground)
        for x in range(min(SIGN, image.width()))
        for y in range(image.height())
    )


@pytest.mark.parametrize("enabled", [True, False], ids=["usual", "disabled"])
@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("kind", [QRadioButton, QCheckBox])
def test_what_can_be_chosen_is_seen_before_it_is(
    qtbot: QtBot, qapp: QApplication, kind: type[QAbstractButton], name: str, enabled: bool
) -> None:
    """The ring of a choice not made was drawn by the desktop's style: 1.1:1 on a dark ground."""
    palette = PALETTES[name]
    with dressed(qapp, Look("sign", 200, 100, palette)):
        for ground in GROUNDS:
            around, choice = QWidget(), kind()
            qtbot.addWidget(around)
            around.setObjectName("around")
            around.setStyleSheet(f"#around {{ background: {getattr(palette, ground)}; }}")
            choice.setCheckable(True)
            choice.setEnabled(enabled)
            column = QVBoxLayout(around)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(choice)
            around.show()
            empty = sign_contrast(around, palette.color(ground))
            choice.setChecked(True)
            assert empty >= 3.0, (ground, empty)
            assert sign_contrast(around, palette.color(ground)) >= 3.0, ground


@pytest.mark.parametrize("name", PALETTES)
def test_what_can_be_ticked_in_a_list_is_seen_before_it_is(
    qtbot: QtBot, qapp: QApplication, name: str
) -> None:
    palette = PALETTES[name]
    with dressed(qapp, Look("sign", 200, 100, palette)):
        listed, item = QListWidget(), QListWidgetItem(" ")
        qtbot.addWidget(listed)
        listed.setObjectName("scopes")
        listed.addItem(item)
        listed.show()
        for state in (Qt.CheckState.Unchecked, Qt.CheckState.Checked):
            item.setCheckState(state)
            assert sign_contrast(listed.viewport(), palette.color("surface")) >= 3.0, state


def rules() -> list[tuple[str, dict[str, str]]]:
    """The rules of the style sheet: what each is for, and its properties with the names of their colours."""
    found = []
    for what, body in re.findall(r"([^{}]+){((?:\$\{\w+\}|[^{}])*)}", theme._SHEET.template):
        pairs = (one.split(":", 1) for one in body.split(";") if ":" in one)
        found.append((what.strip(), {key.strip(): value.strip() for key, value in pairs}))
    return found


def test_the_pairs_that_are_measured_are_those_of_the_style_sheet() -> None:
    """A rule with another colour of letters, or letters on another ground, would be measured by nobody."""
    assert len(rules()) > 100
    for what, body in rules():
        letters = body.get("color", "$ink").removeprefix("$")
        ground = body.get("background", "transparent").removeprefix("$")
        selected = body.get("selection-color", "$on_accent"), body.get("selection-background-color", "")
        assert letters in LETTERS or letters == "on_accent", what
        assert ground in (*GROUNDS, *BARE, *DRAWN), what
        assert selected[1] in ("", "$accent", "$accent_soft"), what
        if ground in DRAWN:
            drawn = ("rule", "handle", "chunk", "indicator", "separator", "QProgressBar", "splitter")
            on_accent = (letters, ground) == ("on_accent", "accent")
            assert on_accent or 'role="send"' in what or any(one in what for one in drawn), what
        if letters == "on_accent":
            assert ground == "accent", what


def test_the_signs_of_choices_have_colours_that_are_measured() -> None:
    """What is not said in the style sheet the desktop's style draws, in colours that nobody measured."""
    signs = [(what, body) for what, body in rules() if "::indicator" in what]
    for kind in ("QCheckBox", "QRadioButton", "QAbstractItemView"):
        for state in ("", ":checked"):
            assert any(f"{kind}::indicator{state}" in re.split(r",\s*", what) for what, _ in signs), kind
    for what, body in signs:
        if what.startswith("QMenu"):  # a tick without a box, of the ink beside it
            continue
        around = body.get("border", "").rpartition("$")[2]
        assert around in SEEN, what


def test_no_view_has_a_colour_of_its_own() -> None:
    """Colours that are written where they are used follow no theme."""
    own = re.compile(r"#[0-9a-fA-F]{6}")
    found = {
        f"{path.relative_to(UI)}: {value}"
        for path in UI.rglob("*.py")
        if path.name not in ("palettes.py", "drawing.py")  # over pictures of pages, which are paper
        for value in own.findall(path.read_text(encoding="utf-8"))
        if value != ON_MARK
    }
    assert not found


@pytest.mark.parametrize("name", PALETTES)
def test_the_style_sheet_has_no_gaps(name: str) -> None:
    assert "$" not in sheet(PALETTES[name], 10.5)


@pytest.mark.parametrize(
    ("appearance", "contrast", "expected"),
    [
        (Appearance.LIGHT, Contrast.NORMAL, LIGHT),
        (Appearance.DARK, Contrast.NORMAL, DARK),
        (Appearance.LIGHT, Contrast.MORE, LIGHT_MORE),
        (Appearance.DARK, Contrast.MORE, DARK_MORE),
    ],
)
def test_a_theme_is_what_was_chosen(
    qapp: QApplication, appearance: Appearance, contrast: Contrast, expected: Palette
) -> None:
    assert theme.chosen(appearance, contrast) is expected


def test_high_contrast_follows_the_desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert theme.chosen(Appearance.DARK, Contrast.SYSTEM) is DARK
    monkeypatch.setattr(theme, "_desktop_wants_contrast", lambda: True)
    assert theme.chosen(Appearance.DARK, Contrast.SYSTEM) is DARK_MORE
    assert theme.chosen(Appearance.DARK, Contrast.NORMAL) is DARK


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
