"""The command people: its list applies to each document of the library, and offers whom it found."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs.command import Command


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


def redacted(command: Command, folder: Path, text: str, *more: str) -> tuple[str, dict[str, object]]:
    file, out = folder / f"note-{len(text)}.txt", folder / "out.txt"
    file.write_text(text, encoding="utf-8")
    ran = command("redact", file, "--out", out, "--yes", "--json", *more)
    assert ran.status == 0, (ran.out, ran.err)
    return out.read_text(encoding="utf-8"), ran.row


def test_what_is_listed_goes_and_what_is_never_to_go_stays(command: Command, tmp_path: Path) -> None:
    added = command("people", "add", "Okonjo, Xanthe", "--json")
    command("people", "add", "Acme Widgets Ltd", "--as", "company")
    command("people", "add", "Anna Weber", "--never")

    text = "The okonjo file: ACME WIDGETS owes nothing, says Anna Weber. Peter Lang agreed with Weber.\n"
    written, row = redacted(command, tmp_path, text)

    assert added.rows == [{"text": "Okonjo, Xanthe", "as": "person", "rule": "always", "documents": []}]
    assert written == "The █████ file: █████ owes nothing, says Anna Weber. █████ agreed with Weber.\n"
    assert {one["kind"] for one in row["found"]} == {"name", "company"}  # type: ignore[attr-defined]


def test_who_was_found_in_one_document_is_offered_for_others(command: Command, tmp_path: Path) -> None:
    redacted(command, tmp_path, "Name: Xanthe Okonjo\nThe pump is red, as it was.\n")

    _, row = redacted(command, tmp_path, "They said okonjo had left the house at noon.\n")
    assert row["offered"] == ["okonjo"]
    assert row["found"] == []
    listed = command("people", "list", "--json").rows
    assert [(one["text"], one["rule"], one["documents"]) for one in listed] == [
        ("Xanthe Okonjo", "offered", ["note-48.txt"])
    ]

    assert command("people", "add", "--found", "--json").row["text"] == "Xanthe Okonjo"
    written, row = redacted(command, tmp_path, "They said okonjo had left the house at five.\n")
    assert written == "They said █████ had left the house at five.\n"
    assert row["offered"] == []


def test_an_offer_is_passed_over_and_a_text_taken_off(command: Command, tmp_path: Path) -> None:
    redacted(command, tmp_path, "Name: Xanthe Okonjo\nThe pump is red, as it was.\n")

    assert command("people", "pass", "xanthe okonjo", "--json").row["rule"] == "passed"
    assert command("people", "list", "--json").out == ""
    command("people", "add", "Heron", "--as", "word")
    assert command("people", "remove", "heron", "--json").row["rule"] == "removed"
    again = command("people", "remove", "heron")
    assert again.status == 1
    assert "heron" in again.err


def test_a_list_in_a_file(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(
        "# of the matter\nJane Roe\nAcme Widgets Ltd; company\nJudge Judy\tnever\n", encoding="utf-8"
    )

    ran = command("people", "add", "--from", file, "--json")

    assert [(one["text"], one["as"], one["rule"]) for one in ran.rows] == [
        ("Jane Roe", "person", "always"),
        ("Acme Widgets Ltd", "company", "always"),
        ("Judge Judy", "person", "never"),
    ]
    file.write_text("Jane Roe; colleague\nX\n", encoding="utf-8")
    wrong = command("people", "add", "--from", file)
    assert wrong.status == 1
    assert "Jane Roe; colleague; X" in wrong.err
