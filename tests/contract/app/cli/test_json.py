"""The JSON that commands write is a contract with scripts: these shapes change only with a notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import BREACH, pdf, stream_pdf
from models import model_path, models_dir
from programs.command import Command, Ran

from engine.hardware import machine
from engine.provision.catalogue import Catalogue, CatalogueModel, HubSource

DAY = "The controller keeps a record of each request for five years."
RECORDS = [
    {
        "key": "C-12",
        "label": "Retention",
        "text": "Invoices are kept for ten years after their own year.",
    },
    {"key": "C-13", "label": "Travel", "text": "Second class is booked on trains under four hours."},
]
SMALL = "smollm2-135m-instruct-q4_1"


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, Ran]:
    """A library of a PDF and a JSONL file, and what `add` wrote; among the inputs one that fails."""
    model_path("all-minilm-l6-v2")
    folder = tmp_path_factory.mktemp("contract")
    pdf(folder / "gdpr.pdf", [f"# Breaches\n{BREACH}", f"# Records\n{DAY}"])
    (folder / "empty.txt").touch()
    lines = "\n".join(json.dumps(record) for record in RECORDS)
    (folder / "rules.jsonl").write_text(lines, encoding="utf-8")
    command = Command(folder / "home", models_dir())
    paths = [folder / name for name in ("gdpr.pdf", "empty.txt", "missing.pdf", "rules.jsonl")]
    return command, command("add", *paths, "--collection", "laws", "--json")


@pytest.fixture
def command(added: tuple[Command, Ran]) -> Iterator[Command]:
    return added[0]


def test_add(added: tuple[Command, Ran]) -> None:
    ran = added[1]
    assert ran.status == 1, "one input failed"
    rows = ran.rows
    assert [row["document"] for row in rows] == ["gdpr.pdf", "empty.txt", "missing.pdf", "rules.jsonl"]
    fields = ["document", "state", "pages", "passages", "seconds", "coverage", "error"]
    assert all(list(row) == fields for row in rows)
    assert [row["state"] for row in rows] == ["ready", "failed", "failed", "ready"]
    assert rows[0]["pages"] == 2
    assert rows[0]["passages"] >= 1
    assert rows[0]["seconds"] > 0
    assert rows[0]["coverage"] == {"text": 2, "ocr": 0, "vision": 0, "empty": 0, "failed": 0}
    assert rows[0]["error"] is None
    assert [rows[1]["error"]["code"], rows[2]["error"]["code"]] == ["file-empty", "file-missing"]
    assert "empty.txt" in rows[1]["error"]["message"]


def test_library_and_options_on_either_side(command: Command) -> None:
    before = command("--json", "library")
    after = command.bare(["library", "--json", *command.options])
    assert before == after
    assert before.status == 0
    assert [row["document"] for row in before.rows] == ["gdpr.pdf", "empty.txt", "rules.jsonl"]
    assert {row["collection"] for row in before.rows} == {"laws"}
    assert command("library", "--collection", "other", "--json").rows == []


def test_search(command: Command) -> None:
    ran = command("search", "hours to notify a breach", "-k", "1", "--json")
    assert ran.status == 0
    assert list(ran.row) == ["question", "hits", "aside", "notes"]
    (hit,) = ran.row["hits"]
    assert list(hit) == [
        "document", "key", "page", "place", "label", "section", "start", "end", "score", "text",
    ]  # fmt: skip
    assert (hit["document"], hit["key"], hit["page"]) == ("gdpr.pdf", None, 1)
    assert "72 hours" in hit["text"]
    assert 0 <= hit["score"] <= 1
    assert hit["end"] > hit["start"] >= 0


def test_search_batch(command: Command, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    questions = [
        {"qid": "b", "question": "how long are invoices kept"},
        {"qid": 7, "question": "how long are invoices kept", "document": "gdpr.pdf"},
    ]
    batch.write_text("\n".join(map(json.dumps, questions)) + "\n\n", encoding="utf-8")
    ran = command("search", "--batch", batch, "-k", "2", "--json")
    assert ran.status == 0
    assert [list(row) for row in ran.rows] == [["qid", "hits", "aside", "notes"]] * 2
    assert [row["qid"] for row in ran.rows] == ["b", 7]
    first, second = ran.rows
    assert (first["hits"][0]["document"], first["hits"][0]["key"]) == ("rules.jsonl", "C-12")
    assert {hit["document"] for hit in second["hits"]} == {"gdpr.pdf"}
    assert len(first["hits"]) <= 2


@pytest.mark.model
def test_ask_batch(command: Command, tmp_path: Path) -> None:
    model_path(SMALL)
    batch = tmp_path / "batch.jsonl"
    questions = [
        {"id": 2, "question": "Within how many hours is a breach notified?"},
        {"id": "x", "question": "What is the boiling point of ethanol?"},
    ]
    batch.write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    ran = command("--model", SMALL, "ask", "--batch", batch, "--json")
    assert ran.status == 0
    assert [row["id"] for row in ran.rows] == [2, "x"]
    fields = [
        "id", "question", "sentences", "found", "outcome", "intent", "quotes", "unread", "unasked",
        "first_quote_seconds", "model", "unsaid", "seconds", "tokens_per_second", "turn", "call",
    ]  # fmt: skip
    assert all(list(row) == fields for row in ran.rows)
    for row in ran.rows:
        assert isinstance(row["found"], bool)
        assert row["seconds"] > 0
        for sentence in row["sentences"]:
            assert list(sentence) == ["text", "supported", "verdict", "citations"]
            assert isinstance(sentence["supported"], bool)
            for citation in sentence["citations"]:
                assert list(citation) == ["document", "page", "section", "start", "end", "quote"]
    assert ran.rows[1]["found"] is False
    assert not any(sentence["citations"] for sentence in ran.rows[1]["sentences"])


def test_a_kept_answer_is_made_again_exactly(command: Command) -> None:
    kept = command("--model", SMALL, "ask", "--keep", "Within how many hours is a breach notified?", "--json")
    assert kept.status == 0
    turn = kept.row["turn"]
    listed = command("conversations", "--json")
    assert list(listed.row) == [
        "turn", "conversation", "title", "question", "outcome", "model", "created", "exact", "shown",
        "pinned",
    ]  # fmt: skip
    assert (listed.row["turn"], listed.row["exact"]) == (turn, True)
    between = command("--model", SMALL, "ask", "How long are invoices kept?", "--json")
    assert between.row["turn"] is None
    ran = command("--model", SMALL, "ask", "--exactly", str(turn), "--json")
    assert ran.status == 0
    assert list(ran.row) == [*kept.row, "replay"]
    assert ran.row["replay"] == {"same": True, "differs": []}
    assert ran.row["sentences"] == kept.row["sentences"]
    gone = command("ask", "--exactly", "999", "--json")
    assert gone.status == 1
    with pytest.raises(SystemExit):
        command("ask", "--exactly", str(turn), "a question")


def test_read(command: Command, tmp_path: Path) -> None:
    path = pdf(tmp_path / "two.pdf", ["First page.", "Second page."])
    ran = command.bare(["read", str(path), str(tmp_path / "none.pdf"), "--json"])
    assert ran.status == 1
    read, failed = ran.rows
    assert list(read) == ["document", "pages"]
    assert read["document"] == "two.pdf"
    assert [page["page"] for page in read["pages"]] == [1, 2]
    assert list(read["pages"][0]) == ["page", "source", "confidence", "lines"]
    assert read["pages"][0]["source"] == "text"
    (line,) = read["pages"][0]["lines"]
    assert list(line) == ["text", "kind", "box", "confidence", "aside"]
    assert not line["aside"]
    assert (line["text"], line["kind"], line["confidence"]) == ("First page.", "printed", 1.0)
    assert len(line["box"]) == 4
    assert all(0 <= side <= 1 for side in line["box"])
    assert failed["error"]["code"] == "file-missing"


def test_read_tells_on_the_side_what_of_a_page_it_could_not_read(command: Command, tmp_path: Path) -> None:
    path = stream_pdf(tmp_path / "large.pdf", (30_000, 30_000), "JPXDecode", b"\0", "The text stays.")
    ran = command.bare(["read", str(path), "--json"])
    assert ran.status == 0
    assert [line["text"] for line in ran.rows[0]["pages"][0]["lines"]] == ["The text stays."]
    assert "large.pdf, 1: picture not read: too large" in ran.err


def test_the_bin(command: Command) -> None:
    assert command("bin", "--json").rows == []
    ran = command("remove", "--bin", "rules.jsonl", "never.pdf", "--json")
    assert ran.status == 1
    removed, unknown = ran.rows
    assert list(removed) == ["document", "id", "state", "error"]
    assert (removed["document"], removed["state"], removed["error"]) == ("rules.jsonl", "removed", None)
    assert unknown["error"]["code"] == "document-unknown"
    hits = command("search", "invoices kept ten years", "--json").rows
    assert "rules.jsonl" not in json.dumps(hits)
    (listed,) = command("bin", "list", "--json").rows
    assert list(listed) == ["document", "id", "removed", "days"]
    assert (listed["document"], listed["id"], listed["days"]) == ("rules.jsonl", removed["id"], 30)
    ran = command("bin", "restore", "rules.jsonl", "gdpr.pdf", "--json")
    assert ran.status == 1, "one of them is not in the bin"
    back, there = ran.rows
    assert (back["id"], back["state"]) == (removed["id"], "ready")
    assert there["error"]["code"] == "document-unknown"
    assert command("bin", "--json").rows == []
    hits = command("search", "invoices kept ten years", "--json").rows
    assert "rules.jsonl" in json.dumps(hits)


def test_what_is_in_the_bin_is_deleted_for_good(command: Command, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for path in paths:
        path.write_text(f"What {path.stem} says of the heron.", encoding="utf-8")
    assert command("add", *paths).status == 0
    assert command("remove", "--bin", *(path.name for path in paths)).status == 0
    (deleted,) = command("bin", "delete", "one.txt", "--json").rows
    assert (deleted["document"], deleted["state"]) == ("one.txt", "deleted")
    (deleted,) = command("remove", "two.txt", "--json").rows
    assert (deleted["document"], deleted["state"]) == ("two.txt", "removed")
    assert [row["document"] for row in command("bin", "empty", "--json").rows] == ["three.txt"]
    assert command("bin", "--json").rows == []


def test_remove(command: Command) -> None:
    ran = command("remove", "empty.txt", "never.pdf", "--json")
    assert ran.status == 1
    removed, unknown = ran.rows
    assert (removed["document"], removed["state"], removed["error"]) == ("empty.txt", "removed", None)
    assert unknown["error"]["code"] == "document-unknown"
    assert "empty.txt" not in [row["document"] for row in command("library", "--json").rows]


def test_models_list_needs_no_library(tmp_path: Path) -> None:
    ran = Command(tmp_path / "home", tmp_path / "none")("models", "list", "--json")
    assert ran.status == 0
    assert list(ran.rows[0]) == [
        "id", "name", "role", "licence", "size", "installed", "active", "used_for", "fits", "needed_bytes",
        "path", "template", "error", "suits", "tasks", "licence_text", "context_length", "pinned", "also",
    ]  # fmt: skip
    assert not any(row["installed"] for row in ran.rows)
    assert len(ran.rows) == len(Catalogue.load().models)
    assert not (tmp_path / "home" / "vault.db").exists()


def test_models_list_shows_a_person_first_what_suits_the_computer(tmp_path: Path) -> None:
    command = Command(tmp_path / "home", tmp_path / "none")
    short, whole = command("models", "list").out, command("models", "list", "--all").out
    starter = Catalogue.load().starter_for(machine().memory_bytes)
    assert short.index("Suits this computer") < short.index(f"  {starter.id}")
    assert "On this computer" not in short, "nothing is there"
    assert "Others" not in short
    assert "more: confidant models list --all" in short
    assert f"confidant models get {starter.id}" in short
    assert f"/resolve/{_revision(starter)}/" in short, "what to bring on a stick where there is no network"
    assert "Others" in whole
    listed = [one.id for one in Catalogue.load().models if f"  {one.id} " in whole]
    assert len(listed) == len(Catalogue.load().models)
    assert sum(f"  {one} " in short for one in listed) <= 8


def _revision(model: CatalogueModel) -> str:
    return next(one.revision for one in model.sources if isinstance(one, HubSource))


def test_doctor(tmp_path: Path) -> None:
    ran = Command(tmp_path / "home", tmp_path / "none")("doctor", "--json")
    assert ran.status == 1, "no model is installed"
    assert all(list(row) == ["subject", "health", "detail", "remedy"] for row in ran.rows)
    health = {row["subject"]: row["health"] for row in ran.rows}
    assert health["Models"] == "broken"
    assert health["Keyring"] == "limited"


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["add"],
        ["search"],
        ["search", " "],
        ["search", "text", "-k", "0"],
        ["search", "text", "--batch", "file.jsonl"],
        ["ask"],
        ["models"],
        ["models", "get"],
        ["library", "--shape", "round"],
    ],
)
def test_wrong_usage_exits_with_2(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        Command(tmp_path / "home", tmp_path)(*arguments)
    assert exit_.value.code == 2
    assert "usage: confidant" in capsys.readouterr().err


def test_a_batch_with_a_bad_row_is_refused_before_it_begins(command: Command, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"qid": 1, "question": "fine"}\n{"qid": 2}\n', encoding="utf-8")
    ran = command("search", "--batch", batch, "--json")
    assert (ran.status, ran.out) == (1, "")
    assert "line 2" in ran.err


def test_a_mailbox_and_its_messages_are_rows(command: Command, tmp_path: Path) -> None:
    head = "From a@x Tue Jun  4 09:30:00 2024\nFrom: Ada <a@x>\nSubject: Mill {}\n"
    part = head + "Date: Tue, 4 Jun 2024 09:30:00 +0200\n\n"
    parts = (part.format(number) + f"The mill has {number} wheels.\n\n" for number in (1, 2))
    (tmp_path / "in.mbox").write_text("".join(parts), encoding="utf-8")
    (added,) = command("add", tmp_path / "in.mbox", "--collection", "mail", "--json").rows
    assert (added["document"], added["state"]) == ("in.mbox", "ready")
    mailbox, *messages = command("library", "--collection", "mail", "--json").rows
    assert (mailbox["mailbox"], mailbox["messages"]) == (None, 2)
    names = [f"Mill {number}, Ada, 4 Jun 2024 09:30" for number in (1, 2)]
    assert [(row["document"], row["mailbox"], row["messages"]) for row in messages] == [
        (name, "in.mbox", None) for name in names
    ]
    hits = command("search", "wheels", "--document", names[1], "--json").row["hits"]
    assert {hit["document"] for hit in hits} == {names[1]}
    assert command("remove", names[0], "in.mbox", "--json").status == 0
    assert command("library", "--collection", "mail", "--json").rows == []
