"""contradictions: one JSON line a disagreement, both quotes in it; gone on with and shown by runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]


def test_disagreements_of_two_files_and_within_one(tmp_path: Path) -> None:
    model_path("all-minilm-l6-v2")
    order, invoice = tmp_path / "order.txt", tmp_path / "invoice.txt"
    order.write_text("Order No. 4711 of Tannery Lane Studios\n\nPayment terms: 30 days net\n", "utf-8")
    invoice.write_text(
        "Invoice for order No. 4711 of Tannery Lane Studios\n\nPayment terms: 14 days net\n\n"
        "Complaints are made within thirty (60) days of delivery.\n",
        "utf-8",
    )
    command = Command(tmp_path / "home", models_dir())
    found = command("contradictions", order, invoice, "--json")
    assert found.status == 0, found.err
    assert [row["reason"] for row in found.rows] == ["words", "value"]
    across = found.rows[1]
    assert set(across) == {"kind", "subject", "left", "right", "confidence", "reason", "dismissed"}
    assert {across[side]["document"]: across[side]["value"] for side in ("left", "right")} == {
        "order.txt": "30 days",
        "invoice.txt": "14 days",
    }
    run = command("runs", "list", "--json").row
    assert (run["maker"], run["state"], run["total"]) == ("contradictions", "done", 2)
    assert command("runs", "show", str(run["id"]), "--json").rows == found.rows
    assert command("contradictions", "--collection", "none", "--json").rows == []
