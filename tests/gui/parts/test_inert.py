"""No place of the window takes a document's words for HTML, and no rich text fetches anything."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel

from ui.parts.controls import Elided, SourceRow
from ui.parts.inert import SealedDocument, inert

UI = Path(__file__).parents[3] / "ui"
HOSTILE = (
    '<img src="file:///etc/hostname"> the rent is 900 euros',
    '<img src="//server.example/share/x.png">',
    "<b>bold</b> & <a href='https://evil.example'>link</a>",
    "<!-- --><img src=x>",
    "<style>@import url(https://evil.example/x.css)</style>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_html_is_shown_letter_for_letter(qapp: QApplication, text: str) -> None:
    shown = QTextDocument()
    told = inert(text)
    if Qt.mightBeRichText(told):
        shown.setHtml(told)
    else:
        shown.setPlainText(told)
    assert shown.toPlainText() == text
    assert "<img" not in shown.toHtml()


def test_plain_words_stay_as_they_are() -> None:
    for text in ("The rent is 900 euros.", "a & b", "", "3 < 4\nline two"):
        assert inert(text) == text


def test_a_tooltip_of_a_document_name_is_no_html(qapp: QApplication) -> None:
    row, line = SourceRow(HOSTILE[0], HOSTILE[0]), Elided("small")
    line.set_text(HOSTILE[1])
    for widget in (row, line):
        tip = QLabel()
        tip.setText(widget.toolTip())
        shown = QTextDocument()
        shown.setHtml(tip.text())
        assert "img src" in shown.toPlainText()
        assert "<img" not in shown.toHtml()


def test_a_printed_page_fetches_no_picture(qapp: QApplication, tmp_path: Path) -> None:
    asked: list[QUrl] = []

    class Watched(SealedDocument):
        def loadResource(self, kind: int, name: object) -> object:
            asked.append(name if isinstance(name, QUrl) else QUrl(str(name)))
            return super().loadResource(kind, name)

    document = Watched()
    document.setHtml(f'<p>x</p><img src="{(tmp_path / "x.png").as_uri()}">')
    document.size()
    assert asked
    assert document.resource(QTextDocument.ResourceType.ImageResource.value, asked[0]) is None


def test_every_tooltip_and_box_is_inert_or_the_programs_own_words() -> None:
    """A tip is `inert(…)`, a sentence of the catalogue without facts, or nothing."""
    loose = []
    for path in sorted(UI.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("setToolTip", "setInformativeText", "setWhatsThis", "setStatusTip"):
                loose += [f"{path.relative_to(UI)}:{node.lineno}" for one in node.args if not is_safe(one)]
    assert loose == []


def is_safe(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.IfExp):
        return is_safe(node.body) and is_safe(node.orelse)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    if node.func.id == "inert":
        return True
    # Facts that are numbers only cannot be told apart here: what has facts goes through `inert`.
    return node.func.id == "say" and not node.keywords


def test_the_models_of_lists_give_inert_tips() -> None:
    loose = []
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.match_case) and "ToolTipRole" in ast.unparse(node.pattern):
                returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
                loose += [
                    f"{path.relative_to(UI)}:{one.lineno}"
                    for one in returned
                    if one is not None and not is_safe(one)
                ]
    assert loose == []


# The printer, and what is copied as rich text for other programs.
_FOR_OTHERS = [(".setHtml(", name) for name in ("printing.py", "desk.py", "taking_along.py")]


def test_nothing_draws_markup_of_its_own_accord() -> None:
    """Labels are made by `label`, which takes text for text; nobody sets HTML but the printer."""
    for path in sorted(UI.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        for word in ("setMarkdown(", "insertHtml(", "RichText)", "MarkdownText", "QStaticText", ".setHtml("):
            if word in code:
                assert (word, path.name) in _FOR_OTHERS, path
