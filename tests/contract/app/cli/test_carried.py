"""What `ask` is wished to do: shown as a call, done at once where it reads, after a yes where it writes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from models import models_dir
from programs.command import Command

LEASE = "Lease Agreement\n\nThe tenant shall prune the trees. Liquidated damages of 500 euros are owed.\n"
SALES = "Month,Sales\n" + "".join(
    f"{year}-{month:02}-01,{100 + 3 * month + 10 * (year - 2021)}\n"
    for year in range(2021, 2025)
    for month in range(1, 13)
)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    command = Command(tmp_path / "home", models_dir())
    files = {
        "NDA_Acme.txt": "Non-Disclosure Agreement\n\nActa est fabula.\n",
        "lease.txt": LEASE,
        "sales.csv": SALES,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert command("add", *(tmp_path / name for name in files)).status == 0
    return command


def _tags(command: Command) -> dict[str, int]:
    return {row["tag"]: row["documents"] for row in command("tags", "list", "--json").rows}


def test_what_writes_is_given_and_not_done_without_a_yes(command: Command) -> None:
    ran = command("ask", "Tag all NDAs as signed", "--json")
    assert ran.status == 0
    assert (ran.row["outcome"], ran.row["intent"]) == ("action", "carry")
    assert ran.row["call"] == {
        "name": "tag",
        "arguments": {"tags": ["signed"], "documents": ["NDA_Acme.txt"]},
    }
    assert "“signed”" in ran.row["sentences"][0]["text"]
    assert _tags(command) == {}
    plain = command("ask", "Tag all NDAs as signed")  # nobody is at the terminal
    assert "NDA_Acme.txt" in plain.out
    assert "--yes" in plain.err
    assert _tags(command) == {}


def test_with_a_yes_it_is_done_and_can_be_taken_back(command: Command) -> None:
    ran = command("ask", "Put the tag urgent on lease.txt and NDA_Acme.txt", "--yes", "--json")
    assert ran.status == 0
    assert [row["tags"] for row in ran.rows[1:]] == [["urgent"], ["urgent"]]
    assert _tags(command) == {"urgent": 2}
    assert command("tags", "undo").status == 0
    assert _tags(command).get("urgent", 0) == 0


class _Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "tags"), [("y\n", {"urgent": 1}), ("\n", {}), ("n\n", {}), ("", {})])
def test_a_person_is_asked(
    command: Command, monkeypatch: pytest.MonkeyPatch, typed: str, tags: dict[str, int]
) -> None:
    monkeypatch.setattr("sys.stdin", _Typed(typed))
    ran = command("ask", "Put the tag urgent on lease.txt")
    assert ran.status == 0
    assert "[y/N]" in ran.out
    assert _tags(command) == tags


def test_what_reads_is_done_at_once(command: Command) -> None:
    page = command("ask", "Open page 1 of lease.txt")
    assert "prune the trees" in page.out
    found = command("ask", "Search for 'liquidated damages'")
    assert "500 euros" in found.out
    assert command("ask", "Search for 'liquidated damages'", "--json").row["call"] == {
        "name": "search",
        "arguments": {"query": "liquidated damages"},
    }
    none = command("ask", "Open page 9 of lease.txt")
    assert "has no page 9" in none.out


def test_a_table_is_forecast(command: Command) -> None:
    ran = command("ask", "Forecast the sales in sales.csv for 3 months", "--yes", "--json")
    assert ran.status == 0
    call, forecast = ran.rows
    assert call["call"]["arguments"] == {"file": "sales.csv", "value": "sales", "horizon": 3}
    assert [row["date"] for row in forecast["forecast"]] == ["2025-01-01", "2025-02-01", "2025-03-01"]


def test_values_are_kept_as_a_table(command: Command) -> None:
    ran = command("ask", "Extract the parties of the NDAs", "--yes", "--json")
    assert ran.status == 0
    call, row = ran.rows
    assert call["call"]["arguments"] == {"columns": ["parties"], "documents": ["NDA_Acme.txt"]}
    assert row["document"] == "NDA_Acme.txt"
    (kept,) = command("runs", "list", "--json").rows
    assert command("runs", "delete", str(kept["id"])).status == 0


def test_a_question_of_tags_is_no_wish(command: Command) -> None:
    ran = command("ask", "Which tags does lease.txt have?", "--json")
    assert ran.row["call"] is None
