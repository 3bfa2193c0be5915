"""The command folders, and what the library tells of its coverage: in words and in JSON."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from files.documents import pdf
from files.poor import STAMP, lease
from models import model_path, models_dir
from programs.command import Command

EMBEDDER = "all-minilm-l6-v2"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path(EMBEDDER)
    return Command(tmp_path / "home", models_dir())


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_watched_followed_and_left(command: Command, tmp_path: Path) -> None:
    root = tmp_path / "matter"
    write(root / "lease.md", "# Notice\n\nNotice is given three months before the end.")
    write(root / "bad.pdf", "no PDF at all")
    ran = command("folders", "add", root, "--collection", "leases", "--json")
    assert ran.status == 1, "one file could not be read"
    *changes, folder = ran.rows
    assert {(row["change"], Path(row["path"]).name) for row in changes} == {
        ("added", "lease.md"),
        ("failed", "bad.pdf"),
    }
    assert all(list(row) == ["folder", "path", "change", "document"] for row in changes)
    assert list(folder) == ["folder", "id", "collection", "state", "documents", "waiting"]
    assert (folder["folder"], folder["collection"]) == (str(root), "leases")
    assert (folder["state"], folder["documents"], folder["waiting"]) == ("current", 1, 0)

    (root / "bad.pdf").unlink()
    (root / "lease.md").rename(root / "signed lease.md")
    followed = command("folders", "sync")
    assert followed.status == 0
    assert "signed lease.md: moved or renamed." in followed.out
    assert "bad.pdf: deleted, so taken out." in followed.out
    assert f"{root} [leases]  (1 document, up to date)" in followed.out
    (found,) = command("search", "when is notice given", "--json").rows
    assert [hit["document"] for hit in found["hits"]] == ["signed lease.md"]

    assert command("folders", "sync", "matter", "--json").rows == command("folders", "list", "--json").rows
    left = command("folders", "remove", root)
    assert left.status == 0
    assert "Its documents stay" in left.out
    assert "No folder is watched" in command("folders", "list").out
    assert [row["document"] for row in command("library", "--json").rows] == ["signed lease.md"]


def test_what_is_not_there_is_refused(command: Command, tmp_path: Path) -> None:
    missing = command("folders", "add", tmp_path / "nowhere")
    assert missing.status == 1
    assert "nowhere" in missing.err
    unknown = command("folders", "remove", "matter")
    assert unknown.status == 1
    assert "“matter”" in unknown.err


def test_a_folder_out_of_reach_is_said_and_keeps_its_documents(command: Command, tmp_path: Path) -> None:
    root = tmp_path / "stick"
    write(root / "lease.md", "Notice is given three months before the end.")
    assert command("folders", "add", root).status == 0
    root.rename(tmp_path / "unplugged")
    ran = command("folders", "sync")
    assert ran.status == 1
    assert "not reachable now; its documents stay" in ran.out
    assert [row["state"] for row in command("library", "--json").rows] == ["ready"]


def test_the_library_says_which_pages_gave_no_text(command: Command, tmp_path: Path) -> None:
    pdf(tmp_path / "half scanned.pdf", ["First page.", "", "Third page."])
    with zipfile.ZipFile(tmp_path / "mail.zip", "w") as archive:
        archive.writestr("note.txt", "A note about the breach.")
        archive.writestr("photo.raw", b"\x00\x01" * 100)
    assert command("add", tmp_path / "half scanned.pdf", tmp_path / "mail.zip").status == 0
    scanned, mail = command("library", "--coverage", "--json").rows
    assert scanned["coverage"] == {"text": 2, "ocr": 0, "vision": 0, "empty": 1, "failed": 0}
    assert scanned["gaps"] == [{"page": 2, "place": "page 2", "reason": None}]
    assert scanned["poor"] == []
    assert scanned["compared"] <= 2
    assert (mail["coverage"]["empty"], mail["coverage"]["failed"]) == (0, 1)
    assert (mail["poor"], mail["compared"]) == ([], 0)
    (gap,) = mail["gaps"]
    assert gap["place"] == "photo.raw"
    assert gap["reason"]
    assert "gaps" not in command("library", "--json").rows[0]
    told = command("library", "--coverage").out
    assert "page 2: no text" in told
    assert "photo.raw: " in told
    assert "3 pages read · 2 without text." in told


def test_the_library_says_what_was_set_aside(command: Command, tmp_path: Path) -> None:
    pages = [f"Clause {number} says something else." for number in range(1, 6)]
    path = pdf(tmp_path / "rules.pdf", pages, header="House rules", footer="Page {page}")
    assert command("add", path).status == 0
    (rules,) = command("library", "--coverage", "--json").rows
    assert rules["aside"][0] == {"text": "House rules", "page": 2, "pages": 4}
    assert rules["aside"][1]["text"].startswith("Page ")
    assert "set aside on 4 pages from page 2 on: “House rules”" in command("library", "--coverage").out
    (read,) = command("read", path, "--json").rows
    assert [line["text"] for line in read["pages"][2]["lines"] if line["aside"]] == ["House rules", "Page 3"]


def test_what_was_set_aside_is_searched_as_such_and_brought_back(command: Command, tmp_path: Path) -> None:
    pages = [f"Clause {number} says something else." for number in range(1, 6)]
    path = pdf(tmp_path / "rules.pdf", pages, header="Harbour house rules", footer="Page {page}")
    assert command("add", path).status == 0
    (found,) = command("search", "harbour house rules", "--json").rows
    assert found["aside"] == [{"document": "rules.pdf", "text": "Harbour house rules", "page": 2, "pages": 4}]
    assert all("Harbour" not in hit["text"] for hit in found["hits"] if hit["page"] != 1)
    told = command("search", "harbour house rules").out
    assert "rules.pdf, set aside on 4 pages from page 2 on: “Harbour house rules”" in told

    assert command("heads", "rules.pdf").status == 0
    (found,) = command("search", "harbour house rules", "-k", "20", "--json").rows
    assert found["aside"] == []
    assert {hit["page"] for hit in found["hits"] if "Harbour house rules" in hit["text"]} == {1, 2, 3, 4, 5}

    (again,) = command("heads", "rules.pdf", "--aside", "--json").rows
    assert again["state"] == "ready"
    (found,) = command("search", "harbour house rules", "--json").rows
    assert [one["pages"] for one in found["aside"]] == [4]

    path.unlink()
    refused = command("heads", "rules.pdf")
    assert refused.status == 1
    assert "rules.pdf" in refused.err
    assert command("search", "clause", "--json").rows[0]["hits"], "what was read of it stays"


def test_the_library_says_which_pages_were_read_poorly(command: Command, tmp_path: Path) -> None:
    path = lease(tmp_path / "mietvertrag.pdf", stamp=STAMP, pages=2)
    assert command("add", path).status == 0
    for _ in range(6):  # it is taken up again where the time for it ran out, on a machine that is busy
        (found,) = command("library", "--coverage", "--json").rows
        if found["compared"] == 2:
            break
    (poor,) = found["poor"]
    assert (poor["page"], poor["place"], found["compared"]) == (2, "page 2", 2)
    (flaw,) = poor["flaws"]
    assert (flaw["kind"], list(flaw)) == ("lacking", ["kind", "amount", "words"])
    told = command("library", "--coverage").out
    assert "page 2 was read poorly: " in told
    assert "words seen on the page are not in its text (“" in told
    assert "2 of 2 pages held against their pictures" in told
    assert "2 pages read · 1 read poorly." in told
