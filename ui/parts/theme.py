"""The look, in one place: spacing, type, and the style sheet made of them and of the colours."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from app.types import Appearance, Contrast
from engine.assets import ASSETS
from ui.parts.palettes import DARK, DARK_MORE, LIGHT, LIGHT_MORE, Palette

# What views ask for here, and need not know where it stands.
__all__ = (  # not for people
    "BODY_POINTS",  # not for people
    "DARK",  # not for people
    "LIGHT",  # not for people
    "Palette",  # not for people
    "Space",  # not for people
    "body_font",
    "chosen",
    "enlarged",
    "follow_desktop",
    "qt_palette",
    "sheet",
)


class Space:
    """Distances in device-independent pixels."""

    XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
    RADIUS = 10
    READING_WIDTH = 740  # of a column of text
    SIDEBAR = 288


BODY_POINTS = 10.5  # of body text, where nobody chose another size
_PIXELS, _LINE = 4 / 3, 1.25  # of a point; lines of letters, the field's own two pixels not counted
_LOWEST = 21  # what a picture beside words needs in the smallest letters
_SIGN = 14  # pixels of a box or a ring within its edge
# Pixels of arrows, ticks and pictures beside words, with letters of the usual size or smaller; and the room
# that an arrow stands in, beyond itself.
_SIGNS = {"pointer": 12, "step": 10, "tick": 10, "lead": 14, "icon": 16}  # not for people
_ROOM = {"drop": ("pointer", 14), "stepper": ("step", 10), "scroller": ("pointer", 8)}  # not for people
_BESIDE = 3  # pixels that Qt adds to the words of a cell and of a spin box
_GENERIC = ("", "sans", "sans serif", "sans-serif", "dejavu sans")  # not for people
_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "DejaVu Sans")  # not for people

# A style sheet takes pictures from files alone. The arrow is of a grey that shows on both grounds.
_PICTURES = ASSETS / "theme"

_SHEET = Template("""
* { outline: none; }
QWidget { color: $ink; }
QMainWindow, QDialog, #paper { background: $paper; }
#goto { border: 1px solid $quiet; }
#sidebar { background: $sidebar; border: none; border-right: 1px solid $line; }
#reader { background: $sidebar; border-left: 1px solid $line; }
#titlebar { background: transparent; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="section"] { color: $quiet; font-size: ${small}pt; font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: ${small}pt; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="question"] { font-size: ${heading}pt; font-weight: 600; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[role="card"][writes="true"] { border: 1px solid $edge; }
QFrame[role="card"][focused="true"] { border: 1px solid $accent; }
QFrame[role="card"][found="true"] { border: 2px solid $accent; }
QFrame[role="card"][own="true"] { background: $paper; border: 1px dashed $quiet; }
QFrame[role="banner"] { background: $danger_soft; border: 1px solid $danger; border-radius: 10px; }
QFrame[role="banner"][tone="quiet"] { background: $accent_soft; border: 1px solid $accent; }
QFrame[role="notfound"] { background: $warn_soft; border: none; border-radius: 10px; }
QFrame[role="rule"] { background: $line; max-height: 1px; min-height: 1px; border: none; }
QPushButton, QLineEdit, QComboBox, QToolButton[role="switch"], QCheckBox[role="switch"] {
  min-height: ${control}px;
}
QAbstractSpinBox { min-height: ${padded}px; }
QPushButton { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 5px 14px; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:checked { background: $accent_soft; border: 1px solid $accent; }
QPushButton:checked:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { color: $quiet; background: $paper; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 600; }
QPushButton[role="link"] { background: transparent; color: $quiet; border: 1px solid transparent;
    border-radius: 6px; min-height: 0; padding: 2px 4px; font-size: ${small}pt; text-align: left; }
QPushButton[role="link"]:hover { color: $accent; }
QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton[role="working"] { background: transparent; color: $accent; border: 1px solid transparent;
  border-radius: 6px; min-height: 0; padding: 2px 8px; font-size: ${small}pt; }
QPushButton[role="working"]:hover { background: $hover; }
QPushButton[role="working"]:focus { border: 1px solid $accent; }
QPushButton[role="working"][failed="true"] { color: $danger; }
QPushButton[role="primary"]:hover { border: 1px solid $ink; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; }
QPushButton[role="primary"]:disabled { background: $hover; color: $quiet; border: 1px solid $line; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 7px; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton::menu-indicator { image: none; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton[role="small"] { padding: 2px; }
QToolButton[role="source"] { color: $ink; text-align: left; padding: 5px 8px; }
QToolButton[role="send"] { background: $accent; border-radius: 8px; padding: 7px; }
QToolButton[role="send"]:focus { border: 2px solid $ink; padding: 6px; }
QToolButton[role="send"]:disabled { background: $hover; border: 1px solid $line; }
QLineEdit, QPlainTextEdit, QComboBox { background: $surface; border: 1px solid $edge;
  border-radius: 8px; padding: 5px 10px; selection-background-color: $accent; selection-color: $on_accent; }
QAbstractSpinBox { background: $surface; border: 1px solid $edge; border-radius: 8px; padding: 5px 8px;
  selection-background-color: $accent; selection-color: $on_accent; }
QAbstractSpinBox:focus { border: 1px solid $accent; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; background: transparent; min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent;
  width: ${stepper}px; }
QAbstractSpinBox::up-arrow { image: url($up); width: ${step}px; height: ${step}px; }
QAbstractSpinBox::down-arrow { image: url($arrow); width: ${step}px; height: ${step}px; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $quiet; }
QLineEdit[role="number"] { padding: 4px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 1px solid $accent; }
QPlainTextEdit[role="composer"] { border: none; background: transparent; padding: 2px; }
QTextBrowser, QTextEdit { background: transparent; border: none; selection-background-color: $accent;
  selection-color: $on_accent; }
QTextEdit[role="line"] { background: $surface; border: 1px solid $edge; border-radius: 6px;
  padding: 3px 5px; }
QTextEdit[role="line"]:focus { border: 1px solid $accent; }
QTextBrowser[role="page"] { background: $surface; border: 1px solid $line; border-radius: 6px;
  padding: 20px; }
QTextBrowser[role="page"]:focus { border: 1px solid $accent; }
LaidText, MarkedText { border: 1px solid transparent; }
LaidText:focus, MarkedText:focus { border: 1px solid $accent; }
QTextBrowser[role="cited"] { border: 1px solid transparent; border-radius: 6px; }
QTextBrowser[role="cited"][bare="true"]:focus { border: 1px solid $accent; }
QListView { background: transparent; border: none; }
QListView:focus { border: none; }
QTreeView { background: $surface; border: 1px solid $line; border-radius: 8px; }
QTreeView:focus { border: 1px solid $accent; }
QTreeView[role="outline"] { background: transparent; border: 1px solid transparent; }
QTreeView[role="outline"]:focus { border: 1px solid $accent; }
QTreeView[role="outline"]::item { padding: 4px 2px; }
QTreeView[role="outline"]::item:hover { background: $hover; }
QTreeView[role="outline"]::item:selected { background: $accent_soft; color: $ink; }
QTableView { background: $surface; border: 1px solid $line; border-radius: 10px; gridline-color: $line;
  selection-background-color: $accent_soft; }
QTableView[role="frozen"] { border: none; border-radius: 0; }
QTableView::item { padding: ${cell}px; border-bottom: 1px solid $line; }
QTableView::item:hover { background: $hover; }
QTableView::item:selected { background: $accent_soft; }
QTableView:focus { border: 1px solid $accent; }
QHeaderView, QTableView QTableCornerButton::section { background: transparent; border: none; }
QHeaderView::section { background: $sidebar; color: $quiet; border: none; border-bottom: 1px solid $line;
  padding: 6px ${head}px; font-size: ${small}pt; font-weight: 600; }
#scopes { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 4px; }
#scopes:focus { border: 1px solid $accent; }
#mentions { background: $surface; border: 1px solid $edge; padding: 3px; }
#mentions::item { padding: 5px 8px; border-radius: 6px; }
#mentions::item:selected { background: $accent_soft; color: $ink; }
QDialog QListWidget::item { padding: 4px 2px; border-radius: 4px; }
QDialog QListWidget::item:selected, QTreeView::item:selected { background: $accent_soft; color: $ink; }
QCheckBox::indicator, QAbstractItemView::indicator {
  width: ${sign}px; height: ${sign}px; border: 1px solid $quiet; border-radius: 4px; background: $surface;
}
QRadioButton::indicator {
  width: ${sign}px; height: ${sign}px; border: 1px solid $quiet; border-radius: ${ring}px;
  background: $surface;
}
QCheckBox { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 6px; }
QCheckBox[role="switch"] { padding: 5px 2px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QRadioButton { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 6px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border: 1px solid $accent; image: url($check);
}
QRadioButton::indicator:checked { background: $accent; border: 1px solid $accent; image: url($dot); }
QCheckBox:disabled, QRadioButton:disabled, QComboBox:disabled, QSpinBox:disabled { color: $quiet; }
QComboBox:disabled, QSpinBox:disabled { background: $paper; border: 1px solid $line; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border: 1px solid $edge;
  background: transparent; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled { background: $quiet;
  border: 1px solid $quiet; }
QComboBox[chosen="true"] { background: $accent_soft; border: 1px solid $accent; }
QComboBox::drop-down { border: none; width: ${drop}px; }
QComboBox::down-arrow { image: url($arrow); width: ${pointer}px; height: ${pointer}px; }
QLineEdit[role="cell"] { border: 2px solid $accent; border-radius: 0; min-height: 0; padding: 0 4px;
  background: $surface; }
QLineEdit[role="cell"][wrong="true"] { border-color: $danger; }
QListWidget QLineEdit { border-radius: 6px; min-height: 0; padding: 0 6px; margin: 0 2px; }
QToolButton[role="switch"] { border: 1px solid $line; padding: 5px 10px 5px 8px; }
QToolButton[role="switch"]:focus { border: 2px solid $accent; padding: 4px 9px 4px 7px; }
QToolButton[role="switch"]:checked { background: $accent_soft; border: 1px solid $accent; }
QToolButton[role="switch"]:checked:focus { border: 2px solid $accent; padding: 4px 9px 4px 7px; }
#groups { border: 1px solid transparent; border-radius: 8px; }
#groups:focus { border: 1px solid $accent; }
#groups::item { padding: 7px 8px; border-radius: 8px; border: 1px solid transparent; }
#groups::item:hover { background: $hover; }
#groups::item:selected { background: $accent_soft; color: $ink; border: 1px solid $chosen; }
#groups::item:selected:focus { border: 1px solid $accent; }
#conversations::item { padding: 7px 8px; margin: 0 8px; border-radius: 8px; border: 1px solid transparent; }
#conversations::item:disabled { color: $quiet; padding: 4px 8px 0 8px; }
#conversations::item:hover { background: $hover; }
#conversations::item:selected { background: $accent_soft; color: $ink; border: 1px solid $chosen; }
#conversations::item:selected:focus { border: 1px solid $accent; }
QScrollArea { background: transparent; border: 1px solid transparent; border-radius: 8px; }
QScrollArea:focus { border: 1px solid $accent; }
QScrollArea[role="around"] { border: none; }
QAbstractScrollArea[role="pages"] { background: $hover; border: 1px solid transparent; }
QAbstractScrollArea[role="pages"] QScrollBar::handle { background: $quiet; }
QAbstractScrollArea[role="pages"]:focus { border: 1px solid $accent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; min-height: 32px; min-width: 32px; margin: 1px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none;
  border: none; width: 0; height: 0; }
QSplitter::handle { background: $line; width: 1px; height: 1px; }
QStatusBar { background: $sidebar; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $quiet; font-size: ${small}pt; padding: 3px 8px; }
QMenuBar { background: $sidebar; padding: 2px 6px; }
QMenuBar::item { padding: 4px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $line; padding: 5px; menu-scrollable: 1; }
QMenu, QComboBox, QDialog QListWidget { icon-size: ${icon}px; }
QMenu::item { padding: 6px 26px 6px ${lead}px; border-radius: 6px; }
QMenu::indicator { width: ${tick}px; height: ${tick}px; left: 2px; image: none; }
QMenu::indicator:checked { image: url($ticked); }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QToolTip { background: $surface; color: $ink; border: 1px solid $line; padding: 6px 8px; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTabBar::tab { padding: 8px 8px; color: $quiet; border-bottom: 2px solid transparent; }
QTabBar::scroller { width: ${scroller}px; }
QTabBar QToolButton { background: $paper; padding: 0; border-radius: 0; }
#reader QTabBar QToolButton { background: $sidebar; }
QTabBar QToolButton::left-arrow { image: url($back); width: ${pointer}px; height: ${pointer}px; }
QTabBar QToolButton::right-arrow { image: url($ahead); width: ${pointer}px; height: ${pointer}px; }
QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $accent; }
#drop { background: $paper; }
QFrame[role="drop"] { background: $surface; border: 2px dashed $quiet; border-radius: 16px; }
QFrame[role="drop"][lit="true"] { background: $accent_soft; border: 2px dashed $accent; }
""")  # not for people


def chosen(appearance: Appearance, contrast: Contrast = Contrast.NORMAL) -> Palette:
    """The palette for what was chosen; `SYSTEM` follows the desktop."""
    dark = appearance is Appearance.DARK
    if appearance is Appearance.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    if contrast is Contrast.MORE or (contrast is Contrast.SYSTEM and _desktop_wants_contrast()):
        return DARK_MORE if dark else LIGHT_MORE
    return DARK if dark else LIGHT


def follow_desktop(dress: Callable[[], object]) -> None:
    """Have `dress` called whenever the desktop's own appearance is another."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _: dress())
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(lambda _: dress())


def _desktop_wants_contrast() -> bool:
    """Whether the desktop asks for high contrast; Qt tells since 6.10, and no desktop before."""
    hints = QGuiApplication.styleHints()
    return hasattr(hints, "accessibility") and (
        hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    )


def sheet(palette: Palette, base_points: float) -> str:
    """The style sheet; `base_points` is the size of body text."""
    values = {name: getattr(palette, name) for name in Palette.__slots__ if name != "tones"}
    sign = round(_SIGN * base_points / BODY_POINTS)
    control = max(_LOWEST, round(base_points * _PIXELS * _LINE) + Space.XS)
    sizes: dict[str, float] = {
        "cell": Space.S,
        "head": Space.S + _BESIDE,
        "control": control,
        "padded": control - _BESIDE,
        "sign": sign,
        "ring": sign // 2 + 1,
        "small": round(base_points * 0.86, 1),
        "heading": round(base_points * 1.12, 1),
        "title": round(base_points * 1.5, 1),
    }
    larger = max(1.0, base_points / BODY_POINTS)
    sizes |= {name: round(pixels * larger) for name, pixels in _SIGNS.items()}
    sizes |= {name: sizes[sign] + room for name, (sign, room) in _ROOM.items()}
    ground = "dark" if palette.dark else "light"
    return _SHEET.substitute(
        values,
        **sizes,
        arrow=(_PICTURES / "down.svg").as_posix(),
        up=(_PICTURES / "up.svg").as_posix(),
        check=(_PICTURES / f"check-{ground}.svg").as_posix(),
        back=(_PICTURES / "left.svg").as_posix(),
        ahead=(_PICTURES / "right.svg").as_posix(),
        ticked=(_PICTURES / f"tick-{ground}.svg").as_posix(),
        dot=(_PICTURES / f"dot-{ground}.svg").as_posix(),
    )


def qt_palette(palette: Palette) -> QPalette:
    """For what Qt draws without the style sheet: links, placeholders, dialogs of the platform."""
    found = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "paper"),
        (QPalette.ColorRole.Base, "surface"),
        (QPalette.ColorRole.AlternateBase, "sidebar"),
        (QPalette.ColorRole.WindowText, "ink"),
        (QPalette.ColorRole.Text, "ink"),
        (QPalette.ColorRole.Button, "surface"),
        (QPalette.ColorRole.ButtonText, "ink"),
        (QPalette.ColorRole.ToolTipBase, "surface"),
        (QPalette.ColorRole.ToolTipText, "ink"),
        (QPalette.ColorRole.PlaceholderText, "quiet"),
        (QPalette.ColorRole.Highlight, "accent"),
        (QPalette.ColorRole.HighlightedText, "on_accent"),
        (QPalette.ColorRole.Link, "accent"),
    ):
        found.setColor(role, palette.color(name))
    return found


def enlarged(font: QFont) -> float:
    """How many times larger letters are than usual; 1.0 where they are not."""
    return max(1.0, font.pointSizeF() / BODY_POINTS)


def body_font() -> QFont:
    """The desktop's own font at a readable size; a good free one where the desktop names none."""
    font = QGuiApplication.font()
    if font.family().lower() in _GENERIC:
        font.setFamilies(list(_FAMILIES))
    font.setPointSizeF(max(BODY_POINTS, font.pointSizeF()))
    return font
