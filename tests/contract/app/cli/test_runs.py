"""The rows of `runs` are a contract (see README): what is kept, whatever made it, without a model."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fakes.judge import FakeJudge
from fakes.picture_reader import FakePictureReader
from fakes.scan_reader import ScanReader
from house import House
from programs.command import PASSPHRASE, Command

from app.security.keys import open_or_create_key
from engine.cancel import CancelToken

HELD = Path(__file__).parents[3] / "data" / "vault_before_runs"
LISTED = ["id", "maker", "title", "document", "state", "done", "total", "found", "created", "model"]
REPORT = [
    "id", "document", "kind", "state", "model", "columns", "words", "seconds", "tokens_per_second", "covered",
    "blocks",
]  # fmt: skip
CITATION = ["document", "page", "section", "start", "end", "quote"]
READ = """0.97 Dear Madam,
0.68 The rent is dun in May | The rent is due in Moy @ -3.5 | The rent is due in May @ -4.0"""


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Over a library in which summaries, tables and a comparison are kept."""
    shutil.copytree(HELD, tmp_path / "home")
    return Command(tmp_path / "home", tmp_path / "models")


def listed(command: Command) -> dict[tuple[str, str], dict[str, Any]]:
    """The last row of each maker and state."""
    ran = command("runs", "list", "--json")
    assert ran.status == 0, ran.err
    assert all(list(row) == LISTED for row in ran.rows)
    return {(row["maker"], row["state"]): row for row in ran.rows}


def test_all_that_is_kept_is_listed(command: Command) -> None:
    rows = listed(command)
    assert list(rows) == [
        ("survey", "done"),
        ("summary", "stopped"),
        ("survey", "stopped"),
        ("summary", "done"),
        ("comparison", "done"),
    ]
    stopped = rows["survey", "stopped"]
    assert (stopped["title"], stopped["document"]) == ("What must be done to the pump?", "")
    assert (stopped["done"], stopped["total"], stopped["found"]) == (2, 8, 0)
    assert (rows["comparison", "done"]["document"], rows["comparison", "done"]["model"]) == ("lease.txt", "")
    bare = command("runs")
    assert bare.status == 0
    assert "Comparison: lease.txt → lease-2025.txt  (done, " in bare.out
    assert "What must be done to the pump?  (stopped, 2/8)" in bare.out


def test_a_summary_is_shown_as_its_own_command_shows_it(command: Command) -> None:
    for maker, more in (("summary", []), ("comparison", ["other"])):
        id_ = str(listed(command)[maker, "done"]["id"])
        row = command("runs", "show", id_, "--json").row
        assert list(row) == [*REPORT[:2], *more, *REPORT[2:]]
        assert row == command("summaries", "show", id_, "--json").row
        assert command("runs", "show", id_).out == command("summaries", "show", id_).out


def test_a_table_is_shown_by_its_rows(command: Command) -> None:
    rows = listed(command)
    documents = command("runs", "show", str(rows["survey", "done"]["id"]), "--json").rows
    assert [row["document"] for row in documents] == ["lease-2025.txt", "lease.txt", "manual.pdf"]
    assert all(
        list(row) == ["document", "answer", "found", "supported", "citations", "seconds"] for row in documents
    )
    assert list(documents[0]["citations"][0]) == CITATION
    assert [row["found"] for row in documents] == [True, True, False]
    sections = command("runs", "show", str(rows["survey", "stopped"]["id"]), "--json").rows
    assert len(sections) == 2, "what waits is no row"
    assert list(sections[0])[:3] == ["document", "section", "answer"]
    assert "Nothing in this part." in command("runs", "show", str(rows["survey", "stopped"]["id"])).out


def test_a_comparison_is_made_again(command: Command) -> None:
    before = listed(command)["comparison", "done"]["id"]
    shown = command("runs", "show", str(before), "--json").row
    ran = command("runs", "again", str(before), "--json")
    assert ran.status == 0, ran.err
    assert ran.row["id"] > before
    assert ran.row["blocks"] == shown["blocks"]
    resumed = command("runs", "resume", str(ran.row["id"]), "--json")
    assert (resumed.status, resumed.row["blocks"]) == (0, shown["blocks"])


def test_what_is_deleted_is_gone_and_what_is_no_summary_is_none_of_theirs(command: Command) -> None:
    table = str(listed(command)["survey", "stopped"]["id"])
    for action in ("show", "delete", "resume", "again"):
        refused = command("summaries", action, table)
        assert (refused.status, refused.out) == (1, "")
    assert command("runs", "delete", table, "--json").row == {"id": int(table), "state": "deleted"}
    assert ("survey", "stopped") not in listed(command)
    for action in ("show", "delete", "resume", "again"):
        assert command("runs", action, table).status == 1


def test_a_second_look_is_shown_by_the_lines_it_changed(tmp_path: Path) -> None:
    command, home = Command(tmp_path / "home", tmp_path / "models"), tmp_path / "home"
    key = open_or_create_key(home, PASSPHRASE, keyring_allowed=False)
    (tmp_path / "letter.scan").write_text(READ, encoding="utf-8")
    judge = FakeJudge("judge", "due in May")
    house = House(home, reader=ScanReader(), seeing=FakePictureReader(name=""), judging=judge, key=key)
    with closing(house):
        document = house.library.add([tmp_path / "letter.scan"])[0].outcome.result(30)
        run = house.second_looks.create(document.id)
        list(house.runs.run(run.id, CancelToken()))
    row = listed(command)["second-look", "done"]
    assert (row["document"], row["done"], row["total"], row["found"]) == ("letter.scan", 1, 1, 1)
    assert command("runs", "show", str(run.id), "--json").row == {
        "document": "letter.scan",
        "page": 1,
        "line": 2,
        "before": "The rent is dun in May",
        "now": "The rent is due in May",
    }
    assert "The rent is dun in May → The rent is due in May" in command("runs", "show", str(run.id)).out
    assert command("runs", "resume", str(run.id), "--json").status == 0


def test_where_nothing_is_kept_it_says_so(tmp_path: Path) -> None:
    command = Command(tmp_path / "home", tmp_path / "models")
    assert command("runs", "--json").rows == []
    assert "Nothing is kept yet." in command("runs").out
