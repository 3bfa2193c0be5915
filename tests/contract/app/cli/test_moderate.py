"""The JSON of `moderate` is a contract with scripts; the embedding model is the real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from models import model_path, models_dir
from programs.command import Command, Ran

CATEGORIES = {
    "sexual",
    "hate",
    "violence",
    "harassment",
    "self_harm",
    "sexual_minors",
    "hate_threatening",
    "violence_graphic",
}


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    return Command(tmp_path / "home", models_dir())


def _moderate(command: Command, folder: Path, *rows: object, policy: str = "") -> Ran:
    lines = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    (folder / "batch.jsonl").write_text(lines, encoding="utf-8")
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    chosen = ["--policy", folder / "policy.toml"] if policy else []
    return command("moderate", "--batch", folder / "batch.jsonl", "--json", *chosen)


def test_rows_with_a_text(command: Command, tmp_path: Path) -> None:
    hateful = "They said it again: immigrants are vermin."
    ran = _moderate(
        command, tmp_path, {"id": 1, "text": "The lease ends on 31 March."}, {"id": "b", "text": hateful}
    )
    assert ran.status == 0
    assert all(list(row) == ["id", "flagged", "categories", "spans"] for row in ran.rows)
    assert all(set(row["categories"]) == CATEGORIES for row in ran.rows)
    assert [(row["id"], row["flagged"]) for row in ran.rows] == [(1, False), ("b", True)]
    assert ran.rows[0]["spans"] == []
    assert [28 - 8, 41, "hate"] in ran.rows[1]["spans"]


def test_a_wrong_row_is_told_and_the_others_go_on(command: Command, tmp_path: Path) -> None:
    ran = _moderate(command, tmp_path, {"id": 1}, {"id": 2, "text": "The lease ends on 31 March."})
    assert ran.status == 1
    assert list(ran.rows[0]) == ["id", "flagged", "categories", "spans", "error"]
    assert (ran.rows[0]["flagged"], ran.rows[0]["error"]["code"]) == (None, "batch-invalid")
    assert ran.rows[1]["flagged"] is False


def test_a_policy_of_one_s_own(command: Command, tmp_path: Path) -> None:
    own = '[lists]\nbad = ["cauliflower"]\n[category.food]\nrules = [{ list = "bad", weight = 8 }]\n'
    ran = _moderate(command, tmp_path, {"id": 1, "text": "I like cauliflower."}, policy=own)
    assert ran.row["flagged"] is True
    assert list(ran.row["categories"]) == ["food"]
    assert ran.row["spans"] == [[7, 18, "food"]]


def test_a_policy_that_cannot_be_used(command: Command, tmp_path: Path) -> None:
    ran = _moderate(command, tmp_path, {"id": 1, "text": "x"}, policy="[category.a]\nflag = true")
    assert (ran.status, ran.out) == (1, "")
    assert "line" in ran.err
    assert "“a” must have a number" in ran.err


def test_the_policy_is_shown(command: Command) -> None:
    shown = command("moderate", "--show-policy", "--json")
    assert set(shown.row["categories"]) == CATEGORIES
    assert "[category.hate]" in shown.row["policy"]


OWN = '[category.food]\nguard = "withhold"\nwords = ["cauliflower"]\n'


def _house_rules(folder: Path, text: str) -> None:
    path = folder / "home" / "policy" / "moderation.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_policy_of_the_house_takes_the_place_of_the_program_s(command: Command, tmp_path: Path) -> None:
    _house_rules(tmp_path, OWN)
    ran = _moderate(command, tmp_path, {"id": 1, "text": "I like Cauliflower."})
    assert ran.row["spans"] == [[7, 18, "food"]]
    assert command("moderate", "--show-policy", "--json").row["policy"] == OWN
    told = command("guards", "policy", "--json").row
    assert told["policy"] == "policy"
    assert told["categories"] == [{"category": "food", "guard": "withhold", "alike": False}]


def test_rules_of_the_older_form_are_told_and_shown_as_a_policy(command: Command, tmp_path: Path) -> None:
    _house_rules(tmp_path, '[food]\naction = "refuse"\nwords = ["cauliflower"]\n')
    told = command("guards", "policy", "--json").row
    assert told["policy"] == "older"
    assert "older form" in told["note"]
    shown = command("moderate", "--show-policy", "--json")
    assert set(shown.row["categories"]) == CATEGORIES | {"food"}


def test_a_policy_of_the_house_that_cannot_be_used_is_told(command: Command, tmp_path: Path) -> None:
    _house_rules(tmp_path, '[category.food]\nguard = "burn"\n')
    told = command("guards", "policy", "--json")
    assert (told.status, told.row["policy"]) == (1, "wrong")
    assert "“food” must be “note”" in told.row["note"]
    ran = _moderate(command, tmp_path, {"id": 1, "text": "Immigrants are vermin."})
    assert ran.row["flagged"] is True
    assert "cannot be used" in ran.err


MAIL = """From: Karl <karl@example.org>
To: office@example.com
Subject: Delivery
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Good morning, the delivery came on Friday. Karl
--b
Content-Type: text/plain; name="notes.txt"
Content-Disposition: attachment; filename="notes.txt"

Immigrants are vermin and should be sent back.
--b--
"""


def test_documents_by_name_are_a_kept_table_with_places(command: Command, tmp_path: Path) -> None:
    mail, lease, saved = tmp_path / "mail.eml", tmp_path / "lease.txt", tmp_path / "kept.json"
    mail.write_text(MAIL, encoding="utf-8")
    lease.write_text("The lease ends on 31 March.", encoding="utf-8")
    ran = command("moderate", mail, lease, "--json", "--out", saved)
    assert ran.status == 0
    flagged, passes = ran.rows
    assert list(flagged) == ["run", "document", "flagged", "categories", "spans"]
    assert (flagged["document"], flagged["flagged"]) == ("mail.eml", True)
    assert set(flagged["categories"]) == CATEGORIES
    (span,) = (one for one in flagged["spans"] if one["category"] == "hate")
    assert (span["place"], span["quote"]) == ("notes.txt, page 1", "Immigrants are vermin")
    assert (span["reason"], span["page"]) == ("words", 2)
    assert (passes["flagged"], passes["spans"]) == (False, [])
    assert json.loads(saved.read_text(encoding="utf-8")) == ran.rows
    kept = command("runs", "show", str(flagged["run"]), "--json").rows
    assert kept == ran.rows
    again = command("moderate", "mail.eml", "--json", "--policy", _file(tmp_path, OWN)).row
    assert (again["flagged"], list(again["categories"])) == (False, ["food"])


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "asked",
    [[], ["--show-policy", "a.txt"], ["--batch", "b.jsonl", "a.txt"], ["--batch", "b", "--out", "o.md"]],
)
def test_one_thing_is_asked_at_a_time(command: Command, asked: list[str]) -> None:
    with pytest.raises(SystemExit):
        command("moderate", *asked)
