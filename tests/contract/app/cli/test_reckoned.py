"""Plain deadlines and calculations are answered by `ask` without documents, and kept as any answer."""

from __future__ import annotations

from pathlib import Path

from models import models_dir
from programs.command import Command


def test_a_deadline_is_reckoned(tmp_path: Path) -> None:
    command = Command(tmp_path / "home", models_dir())
    ran = command("ask", "What is 30 working days after 3 March 2025 in Bavaria?", "--json")
    assert ran.status == 0
    assert (ran.row["outcome"], ran.row["intent"], ran.row["model"]) == ("general", "reckon", "")
    (said,) = ran.row["sentences"]
    assert "Monday, 14 April 2025" in said["text"]
    assert "public holidays of Bavaria" in said["text"]
    assert said["citations"] == []


def test_a_calculation_is_kept_with_its_conversation(tmp_path: Path) -> None:
    command = Command(tmp_path / "home", models_dir())
    assert command("ask", "Was sind 19 % von 1.250,50?", "--keep").status == 0
    shown = command("conversations", "--json")
    assert shown.status == 0
    assert "19 %" in shown.out
