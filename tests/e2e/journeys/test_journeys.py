"""Whole journeys with a real mouse and real keys, at a real window under an X server, with a real model."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from files.documents import pdf
from hands import Hands, Thing, at_the_window
from models import model_path

pytestmark = [pytest.mark.display, pytest.mark.model, pytest.mark.timeout(600)]

MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
NAMED = "EditableText"  # the role of the field for a file's name
CLOSING = 10  # seconds until a dialog that has taken a path is gone
QUESTION = "Within how many hours must a breach be notified to the supervisory authority?"
BREACH = (
    "# Article 33\n\nIn the case of a personal data breach, the controller shall notify it\n"
    "to the supervisory authority not later than 72 hours after having become aware of it."
)
FINES = "# Article 83\n\nAn infringement is fined with up to 20 000 EUR. The fine is paid within 30 days."


@pytest.fixture
def regulation(tmp_path: Path) -> Path:
    return pdf(
        tmp_path / "regulation.pdf", ["# Article 1\n\nThis Regulation lays down rules.", BREACH, FINES]
    )


def started(tmp_path: Path) -> tuple[str, ...]:
    """The arguments of a program with a model, and with a passphrase that needs no dialog."""
    model_path("all-minilm-l6-v2")
    models = model_path(MODEL).parent.parent
    secret = tmp_path / "passphrase"
    secret.write_text("a passphrase of some length\n")
    return (
        *("--home", str(tmp_path / "home"), "--models", str(models), "--model", MODEL),
        *("--passphrase-file", str(secret)),
    )


def put_into_file_dialog(hands: Hands, file: Path) -> None:
    """Type a path into the dialog for files, and take it; once more where the dialog took the Return for what
    it proposes, and went into a folder on the way, or put what it proposes in place of what was typed.
    """

    def field() -> Thing | None:
        return next((one for one in hands.things if one.name == "File name:" and one.role == NAMED), None)

    def becomes(there: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + CLOSING
        while not there() and time.monotonic() < deadline:
            time.sleep(0.1)
        return there()

    for _ in range(4):
        hands.see("File name:", NAMED)
        hands.key("ctrl+a")
        hands.write(str(file))
        if becomes(lambda: (there := field()) is not None and there.text == str(file)):
            hands.key("Return")
            if becomes(lambda: field() is None):
                return


@pytest.mark.parametrize("size", [(1440, 900), (1024, 600)])
def test_a_document_is_dropped_asked_opened_quoted_noted_summarised_and_saved(
    size: tuple[int, int], tmp_path: Path, regulation: Path
) -> None:
    """By mouse, and keys where a person would take them."""
    saved = tmp_path / "summary.md"
    with at_the_window(size, *started(tmp_path)) as hands:
        hands.see("Your question")
        hands.drop([regulation], on=hands.see("Conversations", "List").middle)
        hands.see("regulation.pdf, 3 pages…", "ListItem")
        hands.key("ctrl+n")

        hands.click("Your question")
        hands.write(QUESTION)
        hands.key("Return")
        hands.see("Answer again")
        assert "72 hours" in hands.see("Answer").text

        hands.click("Open regulation.pdf · page 2…")
        hands.see("regulation.pdf, page 2 of 3", "Document")
        hands.drag(hands.words("not later", "Document"), hands.words("72 hours", "Document"))
        hands.press(hands.words("than", "Document"), button=3)
        hands.click("Copy with its source", "MenuItem")
        hands.read("Copied")
        assert "later than 72" in hands.clipboard()
        assert "regulation.pdf, p. 2" in hands.clipboard()

        hands.key("n")
        hands.see("What you want to remember")
        hands.write("Ask the works council first.")
        hands.click("Save")
        hands.read("Your note is saved.")

        hands.click("Work", "MenuItem")
        hands.click("Summarise…", "MenuItem")
        hands.see("Summarise", "Dialog")
        hands.click("Summarise", "Button")
        hands.read("1 of 1 part")
        hands.read("20 000 EUR")
        hands.click("Save it as a file")
        hands.click("Markdown…", "MenuItem")
        put_into_file_dialog(hands, saved)
        hands.until(lambda: saved.exists() and saved.stat().st_size > 0, "the file")
        assert "20 000 EUR" in saved.read_text()

        hands.key("ctrl+q")
        assert hands.ended() == 0


def test_everything_is_done_by_keys_alone(tmp_path: Path, regulation: Path) -> None:
    """Added, asked, opened, quoted, found in, gone to, summarised, saved and left: no mouse is there."""
    saved = tmp_path / "summary.md"
    with at_the_window((1280, 800), *started(tmp_path)) as hands:
        hands.see("Your question")
        hands.key("ctrl+o")
        put_into_file_dialog(hands, regulation)
        hands.see("regulation.pdf, 3 pages…", "ListItem")

        hands.key("ctrl+l")
        hands.write(QUESTION)
        hands.key("Return")
        hands.see("Answer again")
        hands.until(lambda: tabbed_to(hands, "Open regulation.pdf"), "the source with the keyboard", 60)
        hands.key("Return")
        hands.see("regulation.pdf, page 2 of 3", "Document")

        hands.key("ctrl+alt+c")
        hands.until(lambda: "regulation.pdf, p. 2" in hands.clipboard(), "the quote on the clipboard")
        hands.key("ctrl+shift+f")
        hands.write("20 000")
        hands.key("Return")
        hands.see("regulation.pdf, page 3 of 3", "Document")
        hands.key("Escape")

        hands.key("ctrl+k")
        hands.see("Go to…", "Dialog")
        hands.write("shortcuts")
        hands.key("Escape")

        hands.key("ctrl+shift+s")
        hands.see("Summarise", "Dialog")
        hands.key("Return")
        hands.read("1 of 1 part")
        hands.until(lambda: tabbed_to(hands, "Save it as a file"), "the way to a file", 60)
        hands.key("space")
        hands.see("Markdown…", "MenuItem")
        hands.key("Down", "Return")  # it is the first
        put_into_file_dialog(hands, saved)
        hands.until(lambda: saved.exists() and saved.stat().st_size > 0, "the file")
        assert "20 000 EUR" in saved.read_text()
        hands.key("ctrl+q")
        assert hands.ended() == 0


def tabbed_to(hands: Hands, name: str) -> bool:
    """Press Tab once, unless what has the keyboard has this name already."""
    there = hands.focus()
    if there is not None and there.name.startswith(name):
        return True
    hands.key("Tab")
    return False
