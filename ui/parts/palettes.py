"""The colours: usual and high contrast, each on a light and on a dark ground.

Letters stand at least 4.5:1 from every ground here (WCAG 2.2, AA), in high contrast 7:1 (AAA); a test
measures every pair.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Palette:
    dark: bool
    paper: str  # the window
    surface: str  # cards, fields
    sidebar: str
    ink: str  # text
    quiet: str  # secondary text
    line: str  # between things
    edge: str  # around what is written into: at least 3:1, for it shows where to write
    hover: str
    accent: str  # links, focus, the one colour
    accent_soft: str  # chips, selection
    chosen: str  # around what is selected: its ground; with high contrast a line, not the accent of focus
    on_accent: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    good: str
    mark: str  # the marker on a page
    tones: tuple[str, ...]  # of tags, at least 3:1 on every ground here

    def color(self, name: str) -> QColor:
        return QColor(getattr(self, name))

    def around(self, *, focused: bool, chosen: bool) -> QColor | Qt.PenStyle:
        """The pen of a row's edge: of what has the keyboard, or is selected."""
        if focused:
            return self.color("accent")
        return self.color("chosen") if chosen and self.chosen != self.accent_soft else Qt.PenStyle.NoPen

    def tone(self, number: int) -> QColor:
        """The colour of a tag."""
        return QColor(self.tones[number % len(self.tones)])


FOUND, CURRENT = "#a8dbd6", "#f5b06c"  # what was looked for in a text, and the place one is at
ON_MARK = "#24211d"  # letters under these and the marker, which are one on every ground
LETTERS = ("ink", "quiet", "accent", "danger", "warn", "good")  # not for people: colours of text
GROUNDS = (
    "paper",
    "surface",
    "sidebar",
    "hover",
    "accent_soft",
    "danger_soft",
    "warn_soft",
)  # not for people

LIGHT = Palette(
    dark=False,
    paper="#fbfaf7",
    surface="#ffffff",
    sidebar="#f3f1eb",
    ink="#24211d",
    quiet="#645e55",
    line="#e2ddd3",
    edge="#8a8377",
    hover="#eae6dd",
    accent="#1d5c63",
    accent_soft="#e0edec",
    chosen="#e0edec",
    on_accent="#ffffff",
    warn="#85540a",
    warn_soft="#fbf1dc",
    danger="#a02c26",
    danger_soft="#fbe9e6",
    good="#2f6b3c",
    mark="#f5c945",
    tones=("#1d5c63", "#a02c26", "#85540a", "#2f6b3c", "#5b4aa0", "#9a3d7a", "#2c5f9e", "#5f5a52"),
)

DARK = Palette(
    dark=True,
    paper="#1c1b19",
    surface="#262422",
    sidebar="#211f1d",
    ink="#ece7de",
    quiet="#b3aca0",
    line="#3b3834",
    edge="#8c867c",
    hover="#322f2c",
    accent="#84c8c4",
    accent_soft="#24403f",
    chosen="#24403f",
    on_accent="#10211f",
    warn="#e8b765",
    warn_soft="#3c301b",
    danger="#f0988f",
    danger_soft="#402522",
    good="#8fce9c",
    mark="#f5c945",
    tones=("#84c8c4", "#f0988f", "#e8b765", "#8fce9c", "#b3a6ef", "#e79acb", "#8fbdf0", "#b3aca0"),
)

LIGHT_MORE = Palette(
    dark=False,
    paper="#ffffff",
    surface="#ffffff",
    sidebar="#f5f5f3",
    ink="#000000",
    quiet="#33302b",
    line="#6b665e",
    edge="#24211d",
    hover="#e6e3dc",
    accent="#003f47",
    accent_soft="#d9ecea",
    chosen="#6b665e",
    on_accent="#ffffff",
    warn="#573400",
    warn_soft="#fff3dc",
    danger="#7d100b",
    danger_soft="#ffeae7",
    good="#12451f",
    mark="#ffd23d",
    tones=("#003f47", "#7d100b", "#573400", "#12451f", "#382580", "#6e1352", "#0f3a70", "#33302b"),
)

DARK_MORE = Palette(
    dark=True,
    paper="#000000",
    surface="#0b0b0a",
    sidebar="#060606",
    ink="#ffffff",
    quiet="#ded9cf",
    line="#a39d92",
    edge="#ece7de",
    hover="#2a2826",
    accent="#a4efe9",
    accent_soft="#103c3b",
    chosen="#a39d92",
    on_accent="#00110f",
    warn="#ffd486",
    warn_soft="#3a2a0c",
    danger="#ffbfb8",
    danger_soft="#471512",
    good="#b4f0be",
    mark="#ffd23d",
    tones=("#a4efe9", "#ffbfb8", "#ffd486", "#b4f0be", "#d3caff", "#ffc1e6", "#bcdcff", "#ded9cf"),
)
