"""The command notes: in words and in JSON, and what it saves."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from files.documents import encrypted_pdf, labelled_pdf
from models import model_path, models_dir
from programs.command import Command

LEASE = "lease.pdf"
PAGES = (
    "The mill is let to Ada Byron.",
    "The rent is due on the third working day.",
    "Notice is three months.",
)
FIELDS = {
    "note", "document", "kind", "page", "place", "start", "end", "quote", "was", "colour", "text", "lost",
    "created", "updated",
}  # fmt: skip


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    made = Command(tmp_path / "home", models_dir())
    made("add", labelled_pdf(tmp_path / LEASE, PAGES, [(0, 1, "/r", ""), (2, 2, "/D", "")]))
    return made


def test_notes_are_made_listed_changed_found_and_removed(command: Command) -> None:
    assert "There are no notes" in command("notes", "list").out
    words = "third working day"
    added = command("notes", "add", LEASE, "--quote", words, "--note", "Saturdays?", "--json").row
    assert set(added) == FIELDS
    assert {
        name: added[name] for name in ("document", "kind", "page", "place", "quote", "was", "colour")
    } == {
        "document": LEASE,
        "kind": "words",
        "page": 2,
        "place": "page 2 (ii)",
        "quote": words,
        "was": "",
        "colour": "yellow",
    }
    assert (added["text"], added["lost"]) == ("Saturdays?", False)
    page = command("notes", "add", LEASE, "--page", "3", "--note", "Diary!", "--colour", "red", "--json").row
    whole = command("notes", "add", LEASE, "--note", "In the safe.", "--json").row
    assert [page["kind"], page["page"], whole["kind"], whole["page"]] == ["page", 3, "document", None]
    listed = command("notes", "list", LEASE, "--json").rows
    assert [one["note"] for one in listed] == [whole["note"], added["note"], page["note"]]
    assert "lease.pdf, page 2 (ii) · yellow" in command("notes", "list").out
    changed = command(
        "notes", "change", str(added["note"]), "--note", "Yes.", "--color", "blue", "--json"
    ).row
    assert (changed["text"], changed["colour"], changed["quote"]) == ("Yes.", "blue", words)
    assert [one["note"] for one in command("notes", "search", "diary", "--json").rows] == [page["note"]]
    assert "No note says this" in command("notes", "search", "moon").out
    assert command("notes", "remove", str(page["note"]), "--json").row["text"] == "Diary!"
    assert len(command("notes", "list", "--json").rows) == 2
    refused = command("notes", "remove", str(page["note"]))
    assert refused.status == 1
    assert "There is no note with the number" in refused.err


def test_a_note_is_put_on_other_words_of_its_document(command: Command) -> None:
    page = command("notes", "add", LEASE, "--page", "3", "--note", "Diary!", "--json").row
    number = str(page["note"])
    placed = command("notes", "place", number, "--quote", "three months", "--json").row
    assert (placed["kind"], placed["page"], placed["quote"], placed["text"], placed["lost"]) == (
        "words",
        3,
        "three months",
        "Diary!",
        False,
    )
    assert command("notes", "place", number, "--quote", "on the moon").status == 1
    assert command("notes", "place", "99", "--quote", "three months").status == 1
    assert command("notes", "list", "--json").row["quote"] == "three months", "it stays where it was"


def test_what_says_nothing_or_stands_nowhere_is_refused(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked, told in (
        (("add", LEASE), "needs --quote, --note, or both"),
        (("change", "1"), "needs --note or"),
    ):
        with pytest.raises(SystemExit):
            command("notes", *asked)
        assert told in capsys.readouterr().err
    assert (
        "was not found in lease.pdf" in command("notes", "add", LEASE, "--quote", "on the moon forever").err
    )
    assert command("notes", "add", LEASE, "--page", "9", "--note", "x").status == 1


def test_notes_are_saved_as_markdown_with_pages_quotes_and_words(command: Command, tmp_path: Path) -> None:
    command("notes", "add", LEASE, "--quote", "third working day", "--note", "Saturdays?\n*Ask* Ada.")
    command("notes", "add", LEASE, "--note", "In the safe.")
    target = tmp_path / "notes.md"
    assert command("notes", "export", LEASE, target, "--json").row == {
        "file": str(target),
        "notes": 2,
        "left": [],
    }
    text = target.read_text("utf-8")
    assert text.startswith("# Notes on lease.pdf\n")
    assert "**page 2 (ii)**\n\n> third working day\n\nSaturdays?  \n\\*Ask\\* Ada.\n" in text
    assert "**the whole document**\n\nIn the safe.\n" in text
    both = tmp_path / "all.json"
    assert command("notes", "export", both).status == 0
    assert {one["text"] for one in json.loads(both.read_text("utf-8"))} == {
        "Saturdays?\n*Ask* Ada.",
        "In the safe.",
    }
    for one in json.loads(both.read_text("utf-8")):
        assert datetime.fromisoformat(one["created"]).tzinfo is not None
    assert command("notes", "export", LEASE, tmp_path / "notes.odt").status == 1


def test_a_copy_of_the_pdf_has_the_notes_and_the_pdf_itself_stays(command: Command, tmp_path: Path) -> None:
    command("notes", "add", LEASE, "--quote", "third working day", "--note", "Saturdays?")
    before = (tmp_path / LEASE).read_bytes()
    copy = tmp_path / "copy.pdf"
    assert "1 note is saved" in command("notes", "export", LEASE, copy).out
    assert (tmp_path / LEASE).read_bytes() == before
    assert copy.read_bytes().startswith(before), "what the file has stays byte for byte, with its signatures"
    itself = command("notes", "export", LEASE, tmp_path / LEASE)
    assert itself.status == 1
    assert (tmp_path / LEASE).read_bytes() == before
    (tmp_path / LEASE).write_bytes(before + b"%more")
    assert "is not the file that was read any more" in command("notes", "export", LEASE, copy).err


def test_a_copy_of_a_protected_pdf_is_protected_too(command: Command, tmp_path: Path) -> None:
    import pypdf

    secret = tmp_path / "password.txt"
    secret.write_text("mill wheel\n", encoding="utf-8")
    command("add", encrypted_pdf(tmp_path / "locked.pdf", "mill wheel"), "--password-file", secret)
    assert command("notes", "add", "locked.pdf", "--quote", "72 hours", "--note", "Three days.").status == 0
    copy = tmp_path / "copy.pdf"
    assert command("notes", "export", "locked.pdf", copy).status == 1, "nobody gave the password"
    assert command("notes", "export", "locked.pdf", copy, "--password-file", secret).status == 0
    reader = pypdf.PdfReader(copy)
    assert reader.is_encrypted
    assert reader.decrypt("mill wheel")
    (found,) = reader.pages[0]["/Annots"]
    assert found.get_object()["/Contents"] == "Three days."


def test_a_search_tells_notes_apart_from_what_documents_say(command: Command) -> None:
    made = command("notes", "add", LEASE, "--page", "3", "--note", "Ask about the millstone.", "--json").row
    found = command("search", "millstone", "--json").row
    assert [one["note"] for one in found["notes"]] == [made["note"]]
    assert "millstone" not in str(found["hits"])
    assert "── Your own notes" in command("search", "millstone").out
    assert command("search", "millstone", "--document", "other.pdf", "--json").row["notes"] == []
