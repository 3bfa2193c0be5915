"""After `add`, an embedder for many languages is named once where documents are not English."""

from __future__ import annotations

from pathlib import Path

from models import model_path, models_dir
from programs.command import Command

CONTRACT = (
    "Contrat de bail. Le locataire paie le loyer au plus tard le troisième jour ouvrable de chaque mois. "
    "La résiliation doit être notifiée par écrit au bailleur trois mois à l'avance."
)


def test_it_is_named_once_and_stands_beside_the_rows(tmp_path: Path) -> None:
    model_path("all-minilm-l6-v2")
    for name in ("bail.txt", "avenant.txt"):
        (tmp_path / name).write_text(f"{name} {CONTRACT}", encoding="utf-8")
    command = Command(tmp_path / "home", models_dir())
    first = command("add", tmp_path / "bail.txt", "--json")
    assert [row["state"] for row in first.rows] == ["ready"]
    (told,) = (line for line in first.err.splitlines() if "French" in line)
    assert told.count(". ") == 0, "one sentence"
    assert "confidant models get multilingual-e5-small" in first.err
    second = command("add", tmp_path / "avenant.txt", "--json")
    assert [row["state"] for row in second.rows] == ["ready"]
    assert "French" not in second.err
