"""Collections with a real mouse and real keys: filled from outside and within, asked, found again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hands import Hands, at_the_window
from models import model_path
from surroundings import environment

pytestmark = [pytest.mark.display, pytest.mark.model, pytest.mark.timeout(600)]

MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
TEXTS = {
    "mill-lease.txt": "The lease of the mill ends on 31 May 2031. Notice is given six months before.",
    "mill-rent.txt": "The rent of the mill is 1 250 EUR a month and is due on the third day.",
    "barn-lease.txt": "The lease of the barn ends on 30 June 2044. Notice is given nine months before.",
}
QUESTION = "When does the lease end?"


def arguments(tmp_path: Path) -> tuple[str, ...]:
    """Those of a program with a model, and with a passphrase that needs no dialog."""
    model_path("all-minilm-l6-v2")
    secret = tmp_path / "passphrase"
    secret.write_text("a passphrase of some length\n")
    models = model_path(MODEL).parent.parent
    return (
        *("--home", str(tmp_path / "home"), "--models", str(models), "--model", MODEL),
        *("--passphrase-file", str(secret)),
    )


def asked(hands: Hands) -> str:
    """What the choice of what is asked says."""
    return next(thing.text for thing in hands.things if thing.role == "ComboBox" and thing.text)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 600)])
def test_a_collection_is_made_filled_renamed_asked_and_there_after_a_new_start(
    size: tuple[int, int], tmp_path: Path
) -> None:
    files = {name: tmp_path / name for name in TEXTS}
    for name, text in TEXTS.items():
        files[name].write_text(text, encoding="utf-8")
    with at_the_window(size, *arguments(tmp_path)) as hands:
        hands.see("Your question")
        outside = [files["mill-rent.txt"], files["barn-lease.txt"]]
        hands.drop(outside, on=hands.see("Conversations", "List").middle)
        hands.see("barn-lease.txt, 1 page…", "ListItem")
        hands.see("mill-rent.txt, 1 page…", "ListItem")

        hands.click("New collection", "Button")
        hands.write("Mill & Co / 2031")
        hands.key("Return")
        empty = hands.see("Mill & Co / 2031, 0 documents…", "ListItem")
        hands.until(lambda: tells_focus(hands, "ListItem"), "the keyboard in the list of collections")
        hands.drop([files["mill-lease.txt"]], on=empty.middle)
        held = hands.see("Mill & Co / 2031, 1 document…", "ListItem")

        hands.drag(hands.see("mill-rent.txt, 1 page…", "ListItem").middle, held.middle)
        hands.see("Mill & Co / 2031, 2 documents…", "ListItem")
        hands.read("1 document was moved to “Mill & Co / 2031”.")

        hands.click("Mill & Co / 2031, 2 documents…", "ListItem")
        hands.until(lambda: not listed(hands, "barn-lease.txt"), "the list without the barn")
        hands.key("F2", "ctrl+a")
        hands.write("Windmill")
        hands.key("Return")
        hands.see("Windmill, 2 documents…", "ListItem")
        hands.until(lambda: "Windmill" in asked(hands), "the new name in what is asked")

        hands.key("ctrl+l")
        hands.write(QUESTION)
        hands.key("Return")
        hands.see("Answer again")
        answer = hands.see("Answer").text
        assert "31 May 2031" in answer
        assert "2044" not in answer
        hands.key("ctrl+q")
        assert hands.ended() == 0

    with at_the_window(size, *arguments(tmp_path)) as hands:
        hands.click("Windmill, 2 documents…", "ListItem")
        hands.key("Delete")
        hands.read("“Windmill” was removed. Its documents stay.")
        hands.see("barn-lease.txt, 1 page…", "ListItem")
        hands.key("ctrl+z")
        hands.see("Windmill, 2 documents…", "ListItem")
        hands.key("ctrl+q")
        assert hands.ended() == 0

    command = [sys.executable, "-m", "app", *arguments(tmp_path), "--json", "collections", "list"]
    told = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True).stdout
    assert '"collection": "Windmill"' in told
    assert '"documents": 2' in told


def listed(hands: Hands, name: str) -> bool:
    return any(thing.role == "ListItem" and thing.name.startswith(name) for thing in hands.things)


def tells_focus(hands: Hands, role: str) -> bool:
    there = hands.focus()
    return there is not None and there.role in (role, "List")
